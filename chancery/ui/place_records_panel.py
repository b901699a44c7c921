"""The records at a place: every one, with its role and the name that its source prints."""

from __future__ import annotations

import streamlit as st

from chancery.model import Place
from chancery.ui.library import Library
from chancery.ui.session import RECORD_PARAMETER, current_view
from chancery.ui.table_panel import show_plain_table
from chancery.views.places import RECORD_COLUMNS, build_record_table

_HEIGHT = 420
_WIDTHS = {"when": 160, "title": 300, "role": 90, "printed": 130, "how exactly": 150}


def show_records_there(library: Library, place: Place) -> None:
    """Draw them; a click on a row opens its record."""
    table = build_record_table(library.catalogue, place.place_id)
    if table.empty:
        st.caption("No record is at this place.")
        return
    selected = current_view().selected
    show_plain_table(table, RECORD_COLUMNS, _WIDTHS, selected=selected, height=_HEIGHT, key=f"there-{place.place_id}")
    if selected in table.index:
        st.page_link("app.py", label="Show this record on the atlas", query_params={RECORD_PARAMETER: [selected]})
        st.page_link("pages/records.py", label="Open it to edit", query_params={RECORD_PARAMETER: [selected]})
    else:
        st.page_link("app.py", label="Show all of them on the atlas", query_params={"place": [place.place_id]})
