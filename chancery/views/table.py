"""The table beside the map: one row a record, in words that people read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from chancery.model import is_web_link
from chancery.vocabulary import CONFIDENCES, KINDS, SECTORS, STATUSES, Confidence, Kind, Sector, Status

COLUMNS: dict[str, str] = {
    "when": "The date as its best source gives it.",
    "kind": "What sort of happening it is.",
    "title": "What happened, in a few words.",
    "places": "Its places, in the order of the trip.",
    "sector": "The field of relations.",
    "status": "How far it has come.",
    "people": "Who took part.",
    "publishers": "Who reports it.",
    "source": "The first source, to open.",
    "confidence": "How far its best source can be relied on.",
    "from": "The earliest day that the date can mean.",
    "until": "The latest day that the date can mean.",
}
"""Columns of the table and what each holds."""


def build_table(records: pd.DataFrame) -> pd.DataFrame:
    """Turn the records of the read model into the table that is shown.

    Parameters
    ----------
    records
        As `chancery.query.engine.Engine.list_records` returns them.

    Returns
    -------
    pandas.DataFrame
        Columns of `COLUMNS`, indexed by ``record_id``, in the same order. ``source`` is empty unless it can be linked.
    """
    shown = {
        "when": records["date_text"],
        "kind": records["kind"].map({kind.value: KINDS[kind].label for kind in Kind}),
        "title": records["title"],
        "places": records["record_places"],
        "sector": records["sector"].map({sector.value: SECTORS[sector].label for sector in Sector}),
        "status": records["status"].map({status.value: STATUSES[status].label for status in Status}),
        "people": records["actors"],
        "publishers": records["publishers"].map("; ".join),
        "source": records["source_url"].map(lambda url: url if is_web_link(url) else None),
        "confidence": records["confidence"].map({level.value: CONFIDENCES[level].label for level in Confidence}),
        "from": records["date_first"],
        "until": records["date_last"],
    }
    return pd.DataFrame(shown).set_axis(records["record_id"], axis="index")


def read_selection(selection: Mapping[str, Any], shown: int | None) -> int | None:
    """Return the row that is open after the reader has clicked; ``None`` if none is.

    Parameters
    ----------
    selection
        What ``st.dataframe`` reports: ``rows``, the row whose box is ticked, and ``cells``, row and column of the cell
        last clicked. A click on a box leaves an old cell in it, a click on a cell the ticked box.
    shown
        The row whose box was ticked before.

    Examples
    --------
    >>> read_selection({"rows": [1], "cells": [(0, "title")]}, shown=1)
    0
    """
    rows: Sequence[int] = selection["rows"]
    if shown is not None and not rows:
        return None
    if rows and rows[0] != shown:
        return rows[0]
    return next((cell[0] for cell in selection["cells"]), shown)
