"""What holds between rows: whatever is named is there, and quotes stand in their texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from chancery.errors import InvalidValue, Location
from chancery.model import Evidence, Figure
from chancery.store.audit import RowChange
from chancery.store.holdings import select_by_keys, select_rows
from chancery.store.rows import REFERENCES, RowKey, StoredRow
from chancery.store.schema import ROW_TABLES

_QUOTING = ("evidence", "figures")


def check_changes(connection: Connection, changes: Sequence[RowChange]) -> None:
    """Check what a change touched, as it stands now within the transaction.

    Raises
    ------
    InvalidValue
        If a row names what is not there, a row was taken out that others name, or a quote is not in its source's text
        at its place. Where the text is not kept, its quotes are taken at their word.
    """
    _check_named(connection, changes)
    for change in changes:
        if change.after is None:
            _check_unused(connection, change.key)
    _check_quotes(connection, changes)


def _check_named(connection: Connection, changes: Iterable[RowChange]) -> None:
    named = [
        (change.key.table, column, RowKey(target, (str(change.after[column]),)))
        for change in changes
        if change.after is not None
        for column, target in REFERENCES.get(change.key.table, {}).items()
        if change.after[column]
    ]
    found = select_by_keys(connection, {key for _, _, key in named})
    for table, column, key in named:
        if key not in found:
            raise InvalidValue(
                f"There is no '{key.values[0]}' among the {key.table}.",
                where=Location(file=table, field=column),
                remedy="Save it first or along with this, or name one that is there.",
            )


def _check_unused(connection: Connection, key: RowKey) -> None:
    for table, references in REFERENCES.items():
        for column, target in references.items():
            if target != key.table:
                continue
            users = select_rows(connection, table, ROW_TABLES[table].c[column] == key.values[0])
            if users:
                raise InvalidValue(
                    f"It is still named by {users[0].key}" + (f" and {len(users) - 1} more." if users[1:] else "."),
                    where=Location(file=str(key)),
                    remedy="Change those first, or take them out along with it.",
                )


def _check_quotes(connection: Connection, changes: Sequence[RowChange]) -> None:
    texts = {str(change.key.values[0]) for change in changes if change.key.table == "texts"}
    sources = {str(change.key.values[0]) for change in changes if change.key.table == "sources"}
    quoting = [change.key for change in changes if change.key.table in _QUOTING and change.after is not None]
    if texts:
        column = ROW_TABLES["sources"].c.text_file
        sources |= {str(stored.key.values[0]) for stored in select_rows(connection, "sources", column.in_(texts))}
    rows = dict(select_by_keys(connection, quoting))
    for table in _QUOTING if sources else ():
        for stored in select_rows(connection, table, ROW_TABLES[table].c.source_id.in_(sources)):
            rows[stored.key] = stored
    for stored, text in _read_quoted(connection, rows.values()):
        row = stored.row
        if isinstance(row, Evidence | Figure) and text[row.start : row.end] != row.quote:
            raise InvalidValue(
                f"The text of source '{row.source_id}' does not have the quote at {row.start} to {row.end}.",
                where=Location(file=str(stored.key), field="quote"),
                remedy="Mark the words in the text again.",
            )


def _read_quoted(connection: Connection, rows: Iterable[StoredRow]) -> Iterator[tuple[StoredRow, str]]:
    """Yield the rows that have a quote from a text that is kept, with the text."""
    quoting = [stored for stored in rows if isinstance(stored.row, Evidence | Figure) and stored.row.quote]
    by_source: dict[str, list[StoredRow]] = {}
    for stored in quoting:
        if isinstance(stored.row, Evidence | Figure):
            by_source.setdefault(stored.row.source_id, []).append(stored)
    sources, texts = ROW_TABLES["sources"], ROW_TABLES["texts"]
    for source_id, found in by_source.items():
        text = connection.execute(
            sa.select(texts.c.content)
            .join(sources, sources.c.text_file == texts.c.text_file)
            .where(sources.c.source_id == source_id)
        ).scalar()
        if text is not None:
            yield from ((stored, text) for stored in found)
