"""Keys of the package's tables: each once in its own table, and there wherever another table points to it."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from typing import Any

from chancery.errors import ChanceryError, InvalidValue, Location
from chancery.exchange.csv_file import FAULT_LIMIT, TableContent, key_of
from chancery.exchange.table import Reference


def find_key_faults(tables: Mapping[str, TableContent]) -> Iterator[ChanceryError]:
    """Yield a fault for each key that is used twice, then for each that points nowhere, table by table.

    A row that could not be read still counts as being there, so that one fault is not told many times over.
    """
    for content in tables.values():
        yield from _find_repeated_keys(content)
        for reference in content.table.references:
            yield from _find_dangling(content, reference, tables[reference.table].keys)


def _find_repeated_keys(content: TableContent) -> Iterator[ChanceryError]:
    table = content.table
    first_row: dict[tuple[Any, ...], int] = {}
    for number, row in zip(content.numbers, content.rows, strict=True):
        key = key_of(table, row)
        if (earlier := first_row.setdefault(key, number)) != number:
            named = ", ".join(str(part) for part in key)
            yield InvalidValue(
                f"'{named}' is already in row {earlier}.",
                where=Location(table.file_name, number, ", ".join(table.key)),
                remedy="Merge the two rows, or give one of them another key.",
            )


def _find_dangling(
    content: TableContent, reference: Reference, keys: frozenset[tuple[str, ...]] | None
) -> Iterator[ChanceryError]:
    if keys is None:
        return
    found = 0
    for number, row in zip(content.numbers, content.rows, strict=True):
        value = getattr(row, reference.column)
        if not value or (value,) in keys:
            continue
        found += 1
        if found > FAULT_LIMIT:
            return
        near = difflib.get_close_matches(value, [key[0] for key in keys], n=1, cutoff=0.8) if found <= 10 else []
        guess = f"Did you mean '{near[0]}'?" if near else f"Add it to {reference.table}.csv, or mend the name."
        yield InvalidValue(
            f"{reference.table}.csv has no '{value}'.",
            where=Location(content.table.file_name, number, reference.column),
            remedy=guess,
        )
