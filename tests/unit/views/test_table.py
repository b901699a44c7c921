"""The table says every record in words, and links only what may be opened."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from chancery.model import Atlas
from chancery.query.engine import Engine
from chancery.query.filters import Filters
from chancery.views.table import COLUMNS, build_table, read_selection
from tests.sample import ATLAS, NEWEST_FIRST


def make_table(atlas: Atlas) -> pd.DataFrame:
    return build_table(Engine.from_atlas(atlas).list_records(Filters()))


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    return make_table(ATLAS)


def test_it_has_its_columns_and_keeps_the_order(table: pd.DataFrame) -> None:
    assert list(table.columns) == list(COLUMNS)
    assert list(table.index) == NEWEST_FIRST
    assert all(COLUMNS.values())


def test_codes_are_said_in_words(table: pd.DataFrame) -> None:
    row = table.loc["village"]
    assert (row["kind"], row["sector"], row["status"], row["confidence"]) == (
        "project", "agriculture", "under way", "high",
    )  # fmt: skip
    assert row["when"] == "by 2027"
    assert table.loc["visit", "publishers"] == "Gazette; Herald"


def test_no_cell_holds_a_code_without_a_label(table: pd.DataFrame) -> None:
    assert table[["kind", "sector", "status", "confidence"]].notna().all(axis=None)


def test_an_open_side_is_an_empty_day(table: pd.DataFrame) -> None:
    assert pd.isna(table.loc["village", "from"])
    assert table.loc["village", "until"] == pd.Timestamp("2027-12-31")
    assert pd.isna(table.loc["exchange", "until"])


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,<b>x", "ftp://example.org/", "", "example.org"])
def test_only_web_addresses_become_links(url: str) -> None:
    sources = tuple(replace(source, url=url) for source in ATLAS.sources)
    assert make_table(replace(ATLAS, sources=sources))["source"].isna().all()


def test_web_addresses_become_links(table: pd.DataFrame) -> None:
    assert table.loc["visit", "source"] == "https://example.org/gazette"
    assert table.loc["village", "source"] == "http://example.org/herald"


def test_markup_stays_the_text_that_it_is() -> None:
    title = "=1+1 {{7*7}} <img src=x onerror=alert(1)>"
    records = tuple(replace(record, title=title) for record in ATLAS.records)
    assert set(make_table(replace(ATLAS, records=records))["title"]) == {title}


def test_no_records_make_an_empty_table() -> None:
    table = make_table(Atlas())
    assert list(table.columns) == list(COLUMNS)
    assert table.empty


def test_the_answer_of_the_read_model_is_left_as_it_was() -> None:
    records = Engine.from_atlas(ATLAS).list_records(Filters())
    before = records.copy(deep=True)
    build_table(records)
    pd.testing.assert_frame_equal(records, before)


@pytest.mark.parametrize(
    ("rows", "cells", "shown", "opened"),
    [
        ([], [(1, "title")], None, 1),
        ([2], [], None, 2),
        ([2], [(1, "title")], None, 2),
        ([1], [(0, "title")], 1, 0),
        ([1], [(1, "title")], 1, 1),
        ([0], [(1, "title")], 1, 0),
        ([], [], 1, None),
        ([], [(1, "title")], 1, None),
        ([], [(0, "when")], 1, None),
        ([], [], None, None),
        ([1], [], 1, 1),
    ],
)
def test_a_click_opens_its_row_and_an_unticked_box_closes_it(
    rows: list[int], cells: list[tuple[int, str]], shown: int | None, opened: int | None
) -> None:
    assert read_selection({"rows": rows, "columns": [], "cells": cells}, shown) == opened
