"""The map on a page: shown through st_folium, and the record that was clicked on it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st
from streamlit_folium import st_folium

from chancery.views.map import (
    CLICK_PROPERTY,
    Theme,
    Tiles,
    make_base_map,
    make_feature_group,
    make_places_base,
    make_places_group,
)
from chancery.views.map_features import build_features

if TYPE_CHECKING:
    from chancery.views.place_map import PlaceMap


def show_map(
    rows: pd.DataFrame,
    *,
    selected: str | None,
    theme: Theme,
    height: int,
    key: str,
    outlines: Mapping[str, str] | None = None,
) -> str | None:
    """Show the map and return the id of the record that the reader has just clicked; ``None`` without a new click.

    Parameters
    ----------
    rows
        As `chancery.views.map_features.build_features` wants them.
    selected
        Id of the record that is selected on the page. A new click on the map outranks it.
    height
        Pixels.
    key
        The map's own name on the page; also where its state is kept.
    outlines
        Outlines of regions as GeoJSON, by the id of their place.
    """
    clicked = take_click(key)
    st_folium(
        make_base_map(Tiles.from_environment(os.environ)),
        feature_group_to_add=make_feature_group(
            build_features(rows, outlines), selected=clicked or selected, theme=theme
        ),
        returned_objects=[CLICK_PROPERTY],
        height=height,
        use_container_width=True,
        key=key,
    )
    return clicked


def show_place_map(
    places: PlaceMap, *, can_pin: bool, can_draw: bool, asked: str, theme: Theme, height: int, key: str
) -> None:
    """Show the map of the places; `take_report` tells what the reader has done on it.

    Parameters
    ----------
    can_pin, can_draw
        Whether a click on the ground means something, and whether an outline can be drawn.
    asked
        Changes when other candidates are shown: the map then goes where they are.
    height
        Pixels.
    key
        The map's own name on the page; also where its state is kept.
    """
    st_folium(
        make_places_base(Tiles.from_environment(os.environ)),
        feature_group_to_add=make_places_group(places, can_pin=can_pin, can_draw=can_draw, asked=asked, theme=theme),
        returned_objects=[CLICK_PROPERTY],
        height=height,
        use_container_width=True,
        key=key,
    )


def take_click(key: str) -> str | None:
    """Return the id of the record clicked since the last call, once."""
    report = take_report(key)
    return None if report is None else str(report["properties"]["record_id"])


def take_report(key: str) -> Mapping[str, Any] | None:
    """Return what the map has reported since the last call, once, as the feature that it sent.

    st_folium has put the click into the session before the page's script starts, so a page can ask before it draws
    anything that depends on the selection. It reports the same click at every rerun; each carries a number of its own.
    """
    feature: Mapping[str, Any] = (st.session_state.get(key) or {}).get(CLICK_PROPERTY) or {}
    click = feature.get("properties", {})
    seen = f"{key}-click"
    if not click or click.get("click") == st.session_state.get(seen):
        return None
    st.session_state[seen] = click["click"]
    return feature
