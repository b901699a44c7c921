"""The geocoders as a page asks them: one chain a process; those on the network only for editors of a kept atlas."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from chancery.errors import GazetteerUnavailable
from chancery.geocoding.borders import Borders, read_borders
from chancery.geocoding.candidates import GAZETTEER, Answer, PlaceQuery
from chancery.geocoding.chain import Chain
from chancery.geocoding.settings import GeocodingSettings
from chancery.ui.desk import Desk, Keeping


def find_chain(desk: Desk) -> Chain:
    """Return who can be asked from a desk: all of the settings for an editor, the gazetteer alone for a reader.

    A reader of a public page must not spend the operator's share of somebody else's server.

    Raises
    ------
    InvalidFile, InvalidValue, GeocodingError
        If the settings are wrong, or the gazetteer is damaged.
    """
    chain = open_chain()
    return chain if may_ask_online(desk) else chain.only(name for name in chain.names if name == GAZETTEER)


def may_ask_online(desk: Desk) -> bool:
    """Tell whether geocoders on the network are asked from a desk."""
    return desk.can_edit and desk.keeping is Keeping.DATABASE


def ask_everywhere(desk: Desk, query: PlaceQuery) -> Answer:
    """Ask all who can be asked from a desk; `find_chain` has the errors."""
    return find_chain(desk).find_everywhere(query)


def ask_offline(query: PlaceQuery) -> Answer:
    """Ask the embedded gazetteer, which no network is needed for."""
    return open_chain().only([GAZETTEER]).find(query) if GAZETTEER in open_chain().names else Answer(query, ())


def find_borders() -> Borders | None:
    """Return the borders of the basemap; ``None`` where they cannot be read."""
    try:
        return read_borders()
    except GazetteerUnavailable:
        return None


def find_cache_folder() -> Path | None:
    """Return the folder that the settings name for what geocoding keeps; ``None`` for the user's own."""
    return GeocodingSettings.load().cache_folder


@st.cache_resource(max_entries=1, show_spinner=False)
def open_chain() -> Chain:
    """Return the chain of the settings, opened once a process."""
    return Chain.open()
