"""One table's CSV file: read with every fault of it, written in one canonical form.

The dialect is RFC 4180 in UTF-8, with line feeds. A byte order mark is read over, never written. Rows are numbered as a
spreadsheet numbers them: the header is row 1, and a cell with line breaks does not add rows.
"""

from __future__ import annotations

import csv
import difflib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chancery.errors import ChanceryError, InvalidFile, Location
from chancery.exchange.cells import CELL_LIMIT, Value, format_cell, parse_cell, quote_cell
from chancery.exchange.table import Table
from chancery.model import ROW_TYPES

FAULT_LIMIT = 1_000
"""After so many faults the rest of a file is not read: whoever mends it begins again anyway."""

_ENCODING_REMEDY = (
    "Save it as UTF-8 (a spreadsheet calls that 'CSV UTF-8'). Cyrillic files are often cp1251, Azerbaijani and Turkish "
    "ones cp1254: iconv -f cp1251 -t utf-8 converts them."
)


@dataclass(frozen=True, slots=True)
class TableContent:
    """What a table's file holds.

    Attributes
    ----------
    rows
        The sound rows, in the order of the file.
    numbers
        The row number of each of them.
    keys
        The key cells of every row, sound or not; ``None`` if the file could not be read to its end.
    faults
        Everything wrong with the file itself.
    """

    table: Table
    rows: tuple[Any, ...]
    numbers: tuple[int, ...]
    keys: frozenset[tuple[str, ...]] | None
    faults: tuple[ChanceryError, ...]


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where the columns of a table stand in its file, and how many cells a row has."""

    places: dict[str, int]
    width: int


def read_table(folder: Path, table: Table) -> TableContent:
    """Read a table's file from a package's folder; faults are returned, not raised."""
    rows: list[Any] = []
    numbers: list[int] = []
    keys: set[tuple[str, ...]] = set()
    faults: list[ChanceryError] = []
    whole = False
    try:
        lines = _read_lines(folder / table.file_name)
        layout, header_faults = _read_header(table, next(lines, None))
        faults.extend(header_faults)
        if layout is not None:
            for number, cells in enumerate(lines, start=2):
                if not cells:
                    continue
                row, row_faults = _read_row(table, layout, cells)
                faults.extend(fault.at(row=number) for fault in row_faults)
                keys.add(tuple(cells[layout.places[name]] for name in table.key if layout.places[name] < len(cells)))
                if row is not None:
                    rows.append(row)
                    numbers.append(number)
                if len(faults) >= FAULT_LIMIT:
                    raise InvalidFile("The rest was not read.", where=Location(row=number), remedy="Mend these first.")
            whole = True
    except InvalidFile as error:
        faults.append(error)
    placed = tuple(fault.at(file=table.file_name) for fault in faults)
    return TableContent(table, tuple(rows), tuple(numbers), frozenset(keys) if whole else None, placed)


def format_table(table: Table, rows: Iterable[Any]) -> Iterator[str]:
    """Yield the lines of a table's file: the header, then the rows in the order of the key.

    Raises
    ------
    InvalidValue
        If a cell holds what no file can hold; the location names table and column.
    """
    yield ",".join(table.column_names) + "\n"
    for row in sort_rows(table, rows):
        yield ",".join(_format_row(table, row)) + "\n"


def sort_rows(table: Table, rows: Iterable[Any]) -> list[Any]:
    """Return rows in the order of their key: texts by code point, numbers by size."""
    return sorted(rows, key=lambda row: key_of(table, row))


def key_of(table: Table, row: Any) -> tuple[Any, ...]:
    """Return what identifies a row within its table."""
    return tuple(getattr(row, name) for name in table.key)


def _read_lines(path: Path) -> Iterator[list[str]]:
    number = 0
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            for cells in csv.reader(stream, strict=True):
                number += 1
                yield cells
    except FileNotFoundError as error:
        remedy = "Put it back, or write one with the header alone."
        raise InvalidFile("The file is missing.", remedy=remedy) from error
    except OSError as error:
        raise InvalidFile(f"It cannot be read: {error.strerror}.", remedy="See to the file's permissions.") from error
    except UnicodeDecodeError as error:
        raise _describe_encoding(path, error) from error
    except csv.Error as error:
        raise InvalidFile(
            f"The row cannot be read as CSV: {error}.",
            where=Location(row=number + 1),
            remedy=f"Close every quote, double quotes within quotes, and keep cells under {CELL_LIMIT:,} characters.",
        ) from error


def _describe_encoding(path: Path, error: UnicodeDecodeError) -> InvalidFile:
    data = path.read_bytes()
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return InvalidFile("The file is UTF-16.", remedy=_ENCODING_REMEDY)
    # The decoder works in blocks, so that its own count says little of where the byte stands.
    for number, line in enumerate(data.split(b"\n"), start=1):
        try:
            line.decode()
        except UnicodeDecodeError as found:
            bad = line[found.start]
            where = Location(row=number)
            return InvalidFile(f"The file is not UTF-8 (byte 0x{bad:02x}).", where=where, remedy=_ENCODING_REMEDY)
    return InvalidFile(f"The file is not UTF-8: {error.reason}.", remedy=_ENCODING_REMEDY)


def _read_header(table: Table, header: Sequence[str] | None) -> tuple[_Layout | None, list[ChanceryError]]:
    """Return the layout that a header gives, ``None`` when rows cannot be read by it, and the header's faults."""
    expected = ",".join(table.column_names)
    if header is None:
        return None, [InvalidFile("The file is empty.", remedy=f"Put it back, or write the header: {expected}")]
    joined = "".join(header)
    for separator, name in ((";", "semicolons"), ("\t", "tabs")):
        if len(header) < len(table.columns) and separator in joined:
            remedy = "Save it with commas between the cells."
            return None, [InvalidFile(f"Its cells are separated by {name}.", where=Location(row=1), remedy=remedy)]
    faults: list[ChanceryError] = []
    known = table.column_names
    for name in dict.fromkeys(header):
        where = Location(row=1, field=name.replace("\0", "") or "a column without a name")
        if header.count(name) > 1:
            faults.append(InvalidFile("The column is there twice.", where=where, remedy="Keep one of them."))
        elif name not in known:
            near = difflib.get_close_matches(name.strip().casefold(), known, n=1)
            remedy = f"Did you mean {near[0]}?" if near else f"The columns are {expected}."
            faults.append(InvalidFile("The column is unknown.", where=where, remedy=remedy))
    missing = [name for name in known if name not in header]
    for name in missing:
        remedy = f"Add it; the columns are {expected}."
        faults.append(InvalidFile("The column is missing.", where=Location(row=1, field=name), remedy=remedy))
    readable = not missing and all(header.count(name) == 1 for name in known)
    layout = _Layout({name: header.index(name) for name in known}, len(header)) if readable else None
    return layout, faults


def _read_row(table: Table, layout: _Layout, cells: Sequence[str]) -> tuple[Any | None, list[ChanceryError]]:
    if len(cells) != layout.width:
        remedy = "Quote a cell that has a comma in it; leave empty cells, not gaps."
        return None, [InvalidFile(f"The row has {len(cells)} cells, the header {layout.width}.", remedy=remedy)]
    values: dict[str, Value] = {}
    faults: list[ChanceryError] = []
    for column in table.columns:
        try:
            values[column.name] = parse_cell(column, cells[layout.places[column.name]])
        except ChanceryError as error:
            faults.append(error)
    if faults:
        return None, faults
    try:
        return ROW_TYPES[table.name](**values), []
    except ChanceryError as error:
        return None, [error]


def _format_row(table: Table, row: Any) -> Iterator[str]:
    for name in table.column_names:
        try:
            yield quote_cell(format_cell(getattr(row, name)))
        except ChanceryError as error:
            raise error.at(file=table.file_name, field=name) from error
