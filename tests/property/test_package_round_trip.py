"""Whatever the model allows goes into a package and comes out the same, value by value and byte by byte."""

from __future__ import annotations

import dataclasses
import random
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chancery.errors import InvalidValue
from chancery.exchange.cells import format_cell, parse_cell, quote_cell
from chancery.exchange.csv_file import read_table
from chancery.exchange.package import read_package, write_package
from chancery.exchange.schema import PLACE_NAMES, RECORDS
from chancery.model import Atlas
from tests.property.atlases import atlases, texts


def read_bytes(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


@settings(max_examples=25)
@given(atlas=atlases())
def test_any_atlas_comes_back_value_by_value_and_byte_by_byte(atlas: Atlas) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_package(atlas, folder)
        written = read_bytes(folder)
        assert read_package(folder) == atlas
        write_package(read_package(folder), folder)
        assert read_bytes(folder) == written


@settings(max_examples=8)
@given(atlas=atlases(), source=st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_show_in_the_files(atlas: Atlas, source: random.Random) -> None:
    shuffled = Atlas(**{name: tuple(source.sample(rows, len(rows))) for name, rows in atlas.tables().items()})
    with tempfile.TemporaryDirectory() as first, tempfile.TemporaryDirectory() as second:
        write_package(atlas, first)
        write_package(shuffled, second)
        assert read_bytes(Path(first)) == read_bytes(Path(second))


@given(text=texts)
def test_any_text_comes_back_from_a_cell(text: str) -> None:
    column = RECORDS.column("summary")
    assert parse_cell(column, format_cell(text)) == text


@given(number=st.floats(allow_nan=False, allow_infinity=False))
def test_any_number_comes_back_from_a_cell(number: float) -> None:
    column = dataclasses.replace(RECORDS.column("version"), type="number", minimum=None)
    assert parse_cell(column, format_cell(number)) == number


@given(before=texts, after=texts, bad=st.sampled_from(["\0", "\ud800", "\udfff"]))
def test_text_that_no_file_can_hold_is_refused(before: str, after: str, bad: str) -> None:
    with pytest.raises(InvalidValue):
        format_cell(before + bad + after)


@given(content=st.binary(max_size=400) | st.text(max_size=200).map(str.encode))
def test_any_bytes_at_all_are_read_or_refused_with_a_fault_that_says_where(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as name:
        Path(name, "place_names.csv").write_bytes(content)
        read = read_table(Path(name), PLACE_NAMES)
        assert read.faults
        assert all(fault.where.file == "place_names.csv" and fault.remedy for fault in read.faults)


@given(cells=st.lists(st.tuples(texts, texts, texts), max_size=5))
def test_any_cells_under_a_right_header_are_read_row_by_row(cells: list[tuple[str, str, str]]) -> None:
    lines = ["place_id,name,language,kind,period_edtf,used_by"]
    lines += [",".join(map(quote_cell, row)) + ",,," for row in cells]
    with tempfile.TemporaryDirectory() as name:
        Path(name, "place_names.csv").write_bytes("\n".join(lines).encode())
        read = read_table(Path(name), PLACE_NAMES)
        bad = {fault.where.row for fault in read.faults}
        assert bad | set(read.numbers) == set(range(2, len(cells) + 2))
        assert not bad & set(read.numbers)
