"""The map on a page: shown through st_folium, and the record that was clicked on it."""

from __future__ import annotations

import os

import pandas as pd
import streamlit as st
from streamlit_folium import st_folium

from chancery.views.map import CLICK_PROPERTY, Theme, Tiles, make_base_map, make_feature_group
from chancery.views.map_features import build_features


def show_map(rows: pd.DataFrame, *, selected: str | None, theme: Theme, height: int, key: str) -> str | None:
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
    """
    clicked = take_click(key)
    st_folium(
        make_base_map(Tiles.from_environment(os.environ)),
        feature_group_to_add=make_feature_group(build_features(rows), selected=clicked or selected, theme=theme),
        returned_objects=[CLICK_PROPERTY],
        height=height,
        use_container_width=True,
        key=key,
    )
    return clicked


def take_click(key: str) -> str | None:
    """Return the id of the record clicked since the last call, once.

    st_folium has put the click into the session before the page's script starts, so a page can ask before it draws
    anything that depends on the selection. It reports the same click at every rerun; each carries a number of its own.
    """
    click = ((st.session_state.get(key) or {}).get(CLICK_PROPERTY) or {}).get("properties", {})
    seen = f"{key}-click"
    if not click or click.get("click") == st.session_state.get(seen):
        return None
    st.session_state[seen] = click["click"]
    return str(click["record_id"])
