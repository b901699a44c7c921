"""A page with nothing but the map, for the browser tests: rows from a file, a selection, and what the map reported.

``rows.json`` lies beside this script. Two fields stand for the rest of a page: one selects a record, the other keeps
the records whose id begins so.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import streamlit as st

from chancery.ui.map_panel import show_map

rows = pd.read_json(Path(__file__).parent / "rows.json", dtype=False, convert_dates=False)
st.session_state["runs"] = st.session_state.get("runs", 0) + 1

chosen = st.text_input("Select", key="chosen")
prefix = st.text_input("Keep", key="kept")
if chosen != st.session_state.get("chosen-before", ""):
    st.session_state["chosen-before"] = chosen
    st.session_state["selected"] = chosen

kept = rows[rows["record_id"].str.startswith(prefix)] if prefix else rows
theme = "dark" if st.context.theme.type == "dark" else "light"
clicked = show_map(kept, selected=st.session_state.get("selected") or None, theme=theme, height=420, key="the-map")
if clicked:
    st.session_state["selected"] = clicked
st.text(f"selected: {st.session_state.get('selected', '')}")
st.text(f"clicks: {st.session_state.setdefault('clicks', 0) + bool(clicked)}")
st.session_state["clicks"] += bool(clicked)
st.text(f"runs: {st.session_state['runs']}")
