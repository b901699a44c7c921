"""Two sources, or two actors, made one, and one made two: the edits that change what records name."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Any

from sqlalchemy.engine import Connection

from chancery.errors import InvalidValue, NotFound
from chancery.model import Actor, RecordActor, Source
from chancery.store.changes import Edit, Retire, Save
from chancery.store.holdings import select_by_keys, select_rows
from chancery.store.merging import number_anew, seen_version
from chancery.store.rows import KEYS, REFERENCES, RowKey, StoredRow, key_of
from chancery.store.schema import ROW_TABLES

MERGEABLE = ("sources", "actors")
"""The tables whose rows can be merged and split as rows of their own."""


def plan_row_merge(
    connection: Connection, kept: RowKey, absorbed: RowKey, *, seen: int, as_of: int | None
) -> list[Edit]:
    """Return the edits after which all that named one source or actor names another, and the first is taken out.

    Where both took part in a record, it keeps the one that stays. The text of a source goes over to a source without
    one; where both have a text, the quotes have to be in that of the source that stays.

    Parameters
    ----------
    seen
        Version of the row that goes.
    as_of
        Revision at which what names it was seen.

    Raises
    ------
    NotFound
        If one of the two is not there.
    InvalidValue
        If they are the same, or of different tables.
    """
    if kept == absorbed or kept.table != absorbed.table or kept.table not in MERGEABLE:
        raise InvalidValue("These two cannot be merged.", remedy="Choose two sources, or two actors.")
    stays, goes = find_row(connection, kept), find_row(connection, absorbed)
    users = list(select_users(connection, absorbed))
    moved: list[Edit] = []
    if isinstance(stays.row, Actor):
        moved += _hand_over_participation(connection, users, stays.row, as_of)
    else:
        moved += [_name_another(user, kept, as_of) for user in users]
    if isinstance(stays.row, Source) and isinstance(goes.row, Source):
        moved += _hand_over_text(connection, stays, goes)
    return [*moved, Retire(absorbed, seen, as_of, successor=kept.values)]


def plan_row_split(
    connection: Connection, key: RowKey, new_row: Source | Actor, parts: Collection[RowKey], *, as_of: int | None
) -> list[Edit]:
    """Return the edits after which some of what named a source or an actor names a new one.

    Parameters
    ----------
    parts
        Keys of evidence and figures of the source, or of the actor's places in records.
    as_of
        Revision at which they were seen.

    Raises
    ------
    NotFound
        If the row is not there, or a part does not name it.
    InvalidValue
        If the new row is of another table.
    """
    find_row(connection, key)
    target = key_of(new_row)
    if target.table != key.table:
        raise InvalidValue("A row splits into two of its own kind.", remedy="Give a new row of the same table.")
    users = {user.key: user for user in select_users(connection, key)}
    missing = next((part for part in parts if part not in users), None)
    if missing is not None:
        raise NotFound(f"{missing} does not name '{key.values[0]}'.", remedy="Look at the list again.")
    chosen = [users[part] for part in users if part in set(parts)]
    return [Save(new_row), *(_name_another(user, target, as_of) for user in chosen)]


def select_users(connection: Connection, key: RowKey) -> Iterator[StoredRow]:
    """Yield the rows that name a row."""
    for table, references in REFERENCES.items():
        for column, target in references.items():
            if target == key.table:
                yield from select_rows(connection, table, ROW_TABLES[table].c[column] == key.values[0])


def find_row(connection: Connection, key: RowKey) -> StoredRow:
    """Return a row that has to be there.

    Raises
    ------
    NotFound
        If it is not.
    """
    found = select_by_keys(connection, [key]).get(key)
    if found is None:
        raise NotFound(f"There is no {key}.", remedy="It may have been merged or taken out.")
    return found


def _name_another(user: StoredRow, key: RowKey, as_of: int | None) -> Save:
    row: Any = user.row
    return Save(replace(row, **{KEYS[key.table][0]: key.values[0]}), seen_version(user, as_of))


def _hand_over_participation(
    connection: Connection, users: list[StoredRow], actor: Actor, as_of: int | None
) -> Iterator[Edit]:
    column = ROW_TABLES["record_actors"].c.record_id
    for user in users:
        if not isinstance(user.row, RecordActor):
            continue
        there = list(select_rows(connection, "record_actors", column == user.row.record_id))
        others = [part.row for part in there if part.key != user.key]
        if any(isinstance(other, RecordActor) and other.actor_id == actor.actor_id for other in others):
            yield from number_anew(others, there, as_of)
        else:
            yield _name_another(user, key_of(actor), as_of)


def _hand_over_text(connection: Connection, stays: StoredRow, goes: StoredRow) -> Iterator[Edit]:
    if not isinstance(stays.row, Source) or not isinstance(goes.row, Source) or not goes.row.text_file:
        return
    if not stays.row.text_file:
        yield Save(replace(stays.row, text_file=goes.row.text_file), stays.version)
    elif stays.row.text_file != goes.row.text_file:
        # It would be a text of nothing: it goes, and comes back when the merger is undone.
        text = find_row(connection, RowKey("texts", (goes.row.text_file,)))
        yield Retire(text.key, text.version)
