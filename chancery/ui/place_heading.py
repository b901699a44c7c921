"""The head of an open place: its name, where its coordinates come from, and where the basemap disagrees."""

from __future__ import annotations

from html import escape

import streamlit as st

from chancery.model import Place
from chancery.ui.desk import Desk
from chancery.ui.geocoders import find_borders
from chancery.ui.library import Library
from chancery.views.places import describe_before, describe_place


def show_heading(desk: Desk, library: Library, place: Place) -> None:
    """Draw it."""
    view = describe_place(library.catalogue, place, find_borders())
    count = f"{view.record_count} record{'' if view.record_count == 1 else 's'}"
    about = " · ".join(part for part in (view.lies_in, view.position, count) if part)
    before = (
        "" if desk.store is None else describe_before(place.place_id, desk.store.read_place_history(place.place_id))
    )
    note = f'<p class="ch-quiet">{escape(view.note)}</p>' if view.note else ""
    dispute = f'<p class="ch-dispute">{escape(view.dispute)}</p>' if view.dispute else ""
    st.html(
        f'<div class="ch-place-head"><h2>{escape(view.name)}</h2><p>{escape(about)}</p>'
        f'<p class="ch-quiet">{escape(f"{view.origin} {before}")}</p>{note}{dispute}</div>'
    )
