"""The table on a page, and the record that was chosen in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.components.v2 import component

from chancery.ui.session import change_view
from chancery.views.table import COLUMNS, build_table, read_selection

_WIDTHS = {"when": 128, "kind": 98, "title": 330, "places": 150, "sector": 96, "status": 88}
_KEY = "table"
_ROW_HEIGHT = 30

_follow_row = component(
    "chancery_follow_row",
    html="<span></span>",
    js="""
        const followed = new WeakMap();
        export default function ({ parentElement, data }) {
            const mark = JSON.stringify(data);
            if (followed.get(parentElement) === mark) return;
            followed.set(parentElement, mark);
            const table = parentElement.getRootNode().host?.closest(".st-key-ch-table") ?? document;
            const follow = (patience) => {
                const box = table.querySelector(".dvn-scroller");
                if (box && box.scrollHeight > box.clientHeight) {
                    const room = box.clientHeight - 2 * data.height; // what the names of the columns leave
                    const above = data.row * data.height < box.scrollTop;
                    const below = data.row * data.height > box.scrollTop + room;
                    if (above || below) box.scrollTop = data.row * data.height - room / 2;
                } else if (patience) setTimeout(follow, 100, patience - 1);
            };
            if (data.row !== null) follow(30);
        }
    """,
)
"""Scrolls the table, and nothing else, to the row that is open; a table that the reader has sorted keeps its place."""


def show_table(records: pd.DataFrame, *, selected: str, height: int) -> None:
    """Draw the table; a click on a row opens its record, unticking its box closes it.

    Parameters
    ----------
    records
        As `chancery.query.engine.Engine.list_records` returns them.
    selected
        Id of the open record; it need not be in the table.
    height
        Pixels.
    """
    table = build_table(records)
    ids = list(table.index)
    shown = ids.index(selected) if selected in ids else None
    rows = [] if shown is None else [shown]
    st.session_state[_KEY] = {"selection": {"rows": rows, "columns": [], "cells": []}}
    st.dataframe(
        table,
        key=_KEY,
        height=height,
        hide_index=True,
        row_height=_ROW_HEIGHT,
        placeholder="",
        column_config=_describe_columns(),
        selection_mode=["single-row", "single-cell"],
        on_select=lambda: _take(ids, shown),
        alt="Records kept, newest first",
    )
    _follow_row(data={"row": shown, "height": _ROW_HEIGHT, "rows": len(ids)}, key="follow-row", height=0)


def show_plain_table(
    table: pd.DataFrame,
    columns: Mapping[str, str],
    widths: Mapping[str, int],
    *,
    selected: str,
    height: int,
    key: str,
) -> None:
    """Draw another table of records in the same manner.

    Parameters
    ----------
    table
        Indexed by the ids of the records.
    columns
        Its columns, and what each holds.
    widths
        Pixels by column.
    selected
        Id of the open record; it need not be in the table.
    key
        The table's own name on the page.
    """
    ids = list(table.index)
    shown = ids.index(selected) if selected in ids else None
    st.session_state[key] = {"selection": {"rows": [] if shown is None else [shown], "columns": [], "cells": []}}
    st.dataframe(
        table,
        key=key,
        height=min(height, 35 + 30 * max(1, len(table))),
        hide_index=True,
        row_height=30,
        placeholder="",
        column_config={
            name: st.column_config.TextColumn(name.capitalize(), help=text, width=widths[name])
            for name, text in columns.items()
        },
        selection_mode=["single-row", "single-cell"],
        on_select=lambda: _take(ids, shown, key),
        alt="Records, newest first",
    )


def _take(ids: Sequence[str], shown: int | None, key: str = _KEY) -> None:
    row = read_selection(st.session_state[key]["selection"], shown)
    if row is None:
        change_view(selected="")
    elif row < len(ids):
        change_view(selected=ids[row])


def _describe_columns() -> dict[str, Any]:
    columns: dict[str, Any] = {
        name: st.column_config.TextColumn(name.capitalize(), help=help_text, width=_WIDTHS.get(name))
        for name, help_text in COLUMNS.items()
    }
    columns["source"] = st.column_config.LinkColumn("Source", help=COLUMNS["source"], display_text="open", width=64)
    for name in ("from", "until"):
        columns[name] = st.column_config.DateColumn(
            name.capitalize(), help=COLUMNS[name], format="YYYY-MM-DD", width=96
        )
    return columns
