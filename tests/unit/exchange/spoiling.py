"""Ways to spoil a package's files as a hand in an editor would."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

Spoil = Callable[[Path], None]


def set_cell(table: str, row: int, column: str, cell: str) -> Spoil:
    """Return what puts a cell into a row, the header being row 1."""

    def spoil(folder: Path) -> None:
        rows = read_rows(folder, table)
        rows[row - 1][rows[0].index(column)] = cell
        write_rows(folder, table, rows)

    return spoil


def add_row(table: str, like: int, **cells: str) -> Spoil:
    """Return what adds a row at the end, as another one but for some cells."""

    def spoil(folder: Path) -> None:
        rows = read_rows(folder, table)
        changed = dict(zip(rows[0], rows[like - 1], strict=True)) | cells
        write_rows(folder, table, [*rows, [changed[name] for name in rows[0]]])

    return spoil


def drop_row(table: str, row: int) -> Spoil:
    """Return what takes a row out."""

    def spoil(folder: Path) -> None:
        rows = read_rows(folder, table)
        write_rows(folder, table, [*rows[: row - 1], *rows[row:]])

    return spoil


def replace_text(file: str, old: str, new: str) -> Spoil:
    """Return what replaces a piece of a file, which must be there."""

    def spoil(folder: Path) -> None:
        text = (folder / file).read_bytes().decode()
        assert old in text
        (folder / file).write_bytes(text.replace(old, new, 1).encode())

    return spoil


def together(*spoils: Spoil) -> Spoil:
    """Return what does several of these, one after the other."""

    def spoil(folder: Path) -> None:
        for step in spoils:
            step(folder)

    return spoil


def read_rows(folder: Path, table: str) -> list[list[str]]:
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


def write_rows(folder: Path, table: str, rows: list[list[str]]) -> None:
    with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows(rows)
