"""The rows in force, read from and written to their tables; nothing here asks whether that is allowed or noted."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from chancery.store.rows import (
    KEYS,
    OPTIONAL_REFERENCES,
    Key,
    RowKey,
    StoredRow,
    Value,
    decode_row,
    encode_row,
    table_of,
)
from chancery.store.schema import RETIRED, ROW_TABLES, STATE

_KEYS_AT_ONCE = 200
"""Keys asked for in one statement: SQLite takes some thousands of values, PostgreSQL more."""


def read_revision(connection: Connection) -> int:
    """Return the number of the latest change."""
    return connection.execute(sa.select(STATE.c.revision)).scalar_one()


def advance_revision(connection: Connection) -> int:
    """Count the revision up and return it; other writers wait from here on until this one is done."""
    return connection.execute(
        STATE.update().values(revision=STATE.c.revision + 1).returning(STATE.c.revision)
    ).scalar_one()


def select_rows(connection: Connection, table: str, *conditions: sa.ColumnElement[bool]) -> tuple[StoredRow, ...]:
    """Return the rows of a table in the order of their key."""
    columns = ROW_TABLES[table]
    statement = sa.select(columns).where(*conditions)
    rows = [_stored(table, line) for line in connection.execute(statement).mappings()]
    # Sorted here, by code point: databases sort texts by rules of their own.
    return tuple(sorted(rows, key=lambda stored: stored.key.values))


def select_by_keys(connection: Connection, keys: Iterable[RowKey]) -> dict[RowKey, StoredRow]:
    """Return those of the named rows that are in force."""
    found: dict[RowKey, StoredRow] = {}
    for table, chunk in _by_table(keys):
        columns = [ROW_TABLES[table].c[name] for name in KEYS[table]]
        for stored in select_rows(connection, table, sa.tuple_(*columns).in_([key.values for key in chunk])):
            found[stored.key] = stored
    return found


def select_retired(connection: Connection, keys: Iterable[RowKey]) -> dict[RowKey, StoredRow]:
    """Return those of the named rows that were taken out."""
    found: dict[RowKey, StoredRow] = {}
    for table, chunk in _by_table(keys):
        statement = sa.select(RETIRED).where(
            RETIRED.c.table_name == table, RETIRED.c.row_key.in_([key.text for key in chunk])
        )
        for line in connection.execute(statement):
            found[RowKey.parse(table, line.row_key)] = read_retired_line(line)
    return found


def read_retired_line(line: Any) -> StoredRow:
    """Return the row that a line of ``retired`` keeps."""
    return StoredRow(decode_row(line.table_name, json.loads(line.content)), line.version, line.changed_in)


def write_row(connection: Connection, stored: StoredRow, *, is_new: bool) -> None:
    """Put a row in force, or in the place of the one with its key; it is no longer among the retired then."""
    table = ROW_TABLES[table_of(stored.row)]
    values = _column_values(stored)
    if is_new:
        connection.execute(table.insert(), values)
        connection.execute(RETIRED.delete().where(*_is_retired(stored.key)))
    else:
        connection.execute(table.update().where(*_has_key(stored.key)).values(values))


def insert_rows(connection: Connection, table: str, rows: Sequence[StoredRow]) -> None:
    """Put many new rows of one table in force at once."""
    if rows:
        connection.execute(ROW_TABLES[table].insert(), [_column_values(stored) for stored in rows])


def retire_row(connection: Connection, stored: StoredRow, successor: Key | None = None) -> None:
    """Move a row from its table to those that were taken out."""
    connection.execute(ROW_TABLES[stored.key.table].delete().where(*_has_key(stored.key)))
    connection.execute(
        RETIRED.insert(),
        {
            "table_name": stored.key.table,
            "row_key": stored.key.text,
            "content": json.dumps(encode_row(stored.row), ensure_ascii=False),
            "version": stored.version,
            "changed_in": stored.changed_in,
            "successor": None if successor is None else json.dumps(successor, ensure_ascii=False),
        },
    )


def _by_table(keys: Iterable[RowKey]) -> Iterator[tuple[str, list[RowKey]]]:
    tables: dict[str, list[RowKey]] = {}
    for key in keys:
        tables.setdefault(key.table, []).append(key)
    for table, found in tables.items():
        for start in range(0, len(found), _KEYS_AT_ONCE):
            yield table, found[start : start + _KEYS_AT_ONCE]


def _stored(table: str, line: Any) -> StoredRow:
    values = dict(line)
    version, changed_in = values["version"], values.pop("changed_in")
    if table != "records":
        del values["version"]
    for optional_table, column in OPTIONAL_REFERENCES:
        if optional_table == table and values[column] is None:
            values[column] = ""
    return StoredRow(decode_row(table, values), version, changed_in)


def _column_values(stored: StoredRow) -> dict[str, Value]:
    table = table_of(stored.row)
    values = encode_row(stored.row)
    for optional_table, column in OPTIONAL_REFERENCES:
        if optional_table == table:
            values[column] = values[column] or None
    return values | {"version": stored.version, "changed_in": stored.changed_in}


def _has_key(key: RowKey) -> list[sa.ColumnElement[bool]]:
    table = ROW_TABLES[key.table]
    return [table.c[name] == value for name, value in zip(KEYS[key.table], key.values, strict=True)]


def _is_retired(key: RowKey) -> list[sa.ColumnElement[bool]]:
    return [RETIRED.c.table_name == key.table, RETIRED.c.row_key == key.text]
