"""Fill an empty store: many rows at once, audited like any other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy.engine import Connection

from chancery.model import Record
from chancery.store.audit import RowChange
from chancery.store.checks import check_changes
from chancery.store.holdings import insert_rows
from chancery.store.rows import Row, StoredRow, encode_row


def insert_atlas(connection: Connection, change_id: int, tables: Mapping[str, Sequence[Row]]) -> tuple[RowChange, ...]:
    """Put the rows of every table in force and return what that did; records keep the version they were published with.

    Raises
    ------
    InvalidValue
        If a row names what is not there, or a quote is not in its text.
    """
    changes: list[RowChange] = []
    for table, rows in tables.items():
        stored = [StoredRow(row, row.version if isinstance(row, Record) else 1, change_id) for row in rows]
        insert_rows(connection, table, stored)
        changes += [RowChange(item.key, None, encode_row(item.row), 0, item.version) for item in stored]
    check_changes(connection, changes)
    return tuple(changes)
