"""The list of places: found by any name in any script, the open one ticked."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from chancery.errors import InvalidValue
from chancery.ui.desk import Desk
from chancery.ui.library import Library
from chancery.ui.place_candidates_panel import ask_for
from chancery.ui.place_work import change_place_work, current_place_work, put_place_down
from chancery.ui.session import View, change_view, hold
from chancery.ui.work import change_work
from chancery.views.places import COLUMNS, build_place_table
from chancery.views.table import read_selection

_KEY = "place-table"
_HEIGHT = 520
_WIDTHS = {"name": 180, "country": 64, "records": 64, "found as": 130}


def show_place_list(desk: Desk, library: Library, view: View) -> None:
    """Draw the search and the list; a click on a row opens its place."""
    work = current_place_work()
    hold("find-place", work.words)
    st.text_input(
        "Find a place by any of its names",
        key="find-place",
        on_change=lambda: change_place_work(words=st.session_state["find-place"].strip()),
        placeholder="Şuşa, Шуша, Shusha",
        max_chars=200,
    )
    table = build_place_table(library.catalogue, work.words)
    _show_count(desk, len(table), work.words)
    ids = list(table.index)
    shown = ids.index(view.place_id) if view.place_id in ids else None
    st.session_state[_KEY] = {"selection": {"rows": [] if shown is None else [shown], "columns": [], "cells": []}}
    st.dataframe(
        table if work.words else table.drop(columns="found as"),
        key=_KEY,
        height=min(_HEIGHT, 35 + 30 * max(1, len(table))),
        hide_index=True,
        row_height=30,
        placeholder="",
        column_config={
            name: st.column_config.Column(name.capitalize(), help=text, width=_WIDTHS[name])
            for name, text in COLUMNS.items()
        },
        selection_mode=["single-row", "single-cell"],
        on_select=lambda: _take(ids, shown),
        alt="Places of the atlas, the busiest first",
    )


def _show_count(desk: Desk, count: int, words: str) -> None:
    if not words:
        st.caption(f"{count} places in the atlas, the busiest first.")
        return
    with st.container(horizontal=True, gap="medium", vertical_alignment="center"):
        st.caption(
            f"{count} place{'' if count == 1 else 's'} of the atlas bear{'s' if count == 1 else ''} such a name."
        )
        st.button("Ask the geocoders", type="tertiary", key="ask-words", on_click=_ask, args=(desk, words))


def _ask(desk: Desk, words: str) -> None:
    """Ask for what was searched for, with no place open: what is found can be added."""
    put_place_down(question=words)
    change_view(place_id="")
    try:
        ask_for(desk, words)
    except InvalidValue as error:
        change_work(failed=f"{error.message} {error.remedy}")


def _take(ids: Sequence[str], shown: int | None) -> None:
    row = read_selection(st.session_state[_KEY]["selection"], shown)
    put_place_down()
    change_work(clashes=())
    if row is None:
        change_view(place_id="")
    elif row < len(ids):
        change_view(place_id=ids[row])
