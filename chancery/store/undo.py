"""Undo, redo and restoration: edits that bring rows back to what the audit says they were."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from chancery.errors import Clash, Conflict, InvalidValue, NotFound, StoreError
from chancery.store.audit import Change, RowChange, find_undone, read_change
from chancery.store.changes import Edit, Retire, Save
from chancery.store.holdings import read_retired_line, select_by_keys, select_retired
from chancery.store.rows import KEYS, PARTS, Key, Row, RowKey, StoredRow, is_same
from chancery.store.schema import CHANGES, RETIRED


def plan_reversal(connection: Connection, change_id: int) -> list[Edit]:
    """Return the edits that take a change back.

    Raises
    ------
    NotFound
        If there is no such change.
    StoreError
        If it is undone already, or touched no row.
    Conflict
        If rows were changed since, so that taking it back would undo more than it.
    """
    change = _find_change(connection, change_id)
    if not change.in_effect:
        raise StoreError(f"Change {change_id} is undone already.", remedy="Redo it, if it should count again.")
    if not change.rows:
        raise StoreError(f"Change {change_id} touched no row.", remedy="Restore a backup instead.")
    current = select_by_keys(connection, [row.key for row in change.rows])
    targets = [(row, _decode(change, row)) for row in change.rows]
    clashes = [
        _clash(row, before, after, current.get(row.key))
        for row, (before, after) in targets
        if not is_same(_row_of(current.get(row.key)), after)
    ]
    if clashes:
        raise Conflict(clashes)
    successors = _find_successors(connection, change)
    return [_edit_towards(row.key, before, current.get(row.key), successors) for row, (before, _) in targets]


def find_reversal(connection: Connection, change_id: int) -> int:
    """Return the change by which another was undone.

    Raises
    ------
    NotFound
        If there is no such change.
    StoreError
        If it is not undone.
    """
    _find_change(connection, change_id)
    undone = find_undone(connection)
    reversals = connection.execute(
        sa.select(CHANGES.c.change_id).where(CHANGES.c.reverses == change_id).order_by(CHANGES.c.change_id.desc())
    ).scalars()
    for reversal in reversals:
        if reversal not in undone:
            return reversal
    raise StoreError(f"Change {change_id} is not undone.", remedy="Only what was undone can be redone.")


def plan_restoration(connection: Connection, key: RowKey) -> list[Edit]:
    """Return the edits that bring back a row that was taken out, with the parts that went out with it.

    Raises
    ------
    NotFound
        If no such row was taken out.
    """
    retired = select_retired(connection, [key]).get(key)
    if retired is None:
        raise NotFound(f"{key} was not taken out.", remedy="python -m chancery history lists what was.")
    edits: list[Edit] = [Save(retired.row)]
    together = sa.select(RETIRED).where(
        RETIRED.c.changed_in == retired.changed_in, RETIRED.c.table_name.in_(PARTS.get(key.table, ()))
    )
    for line in connection.execute(together):
        part = read_retired_line(line)
        if getattr(part.row, KEYS[key.table][0]) == key.values[0]:
            edits.append(Save(part.row))
    return edits


def _find_change(connection: Connection, change_id: int) -> Change:
    change = read_change(connection, change_id)
    if change is None:
        raise NotFound(f"There is no change {change_id}.", remedy="python -m chancery history lists them.")
    return change


def _decode(change: Change, row: RowChange) -> tuple[Row | None, Row | None]:
    try:
        return row.row_before(), row.row_after()
    except InvalidValue as error:
        raise StoreError(
            f"Change {change.change_id} was made by an older Chancery, whose rows looked different: {error}",
            remedy="Edit the rows themselves.",
        ) from error


def _find_successors(connection: Connection, change: Change) -> Mapping[RowKey, Key]:
    """Return what took the place of the rows that a change brought back, when they were first taken out."""
    if change.reverses is None:
        return {}
    original = _find_change(connection, change.reverses)
    return {row.key: row.successor for row in original.rows if row.successor is not None}


def _edit_towards(key: RowKey, target: Row | None, current: StoredRow | None, successors: Mapping[RowKey, Key]) -> Edit:
    if target is None:
        return Retire(key, seen=current.version if current else 0, successor=successors.get(key))
    return Save(target, seen=current.version if current else None)


def _clash(row: RowChange, before: Row | None, after: Row | None, current: StoredRow | None) -> Clash:
    return Clash(
        table=row.key.table,
        key=row.key.values,
        base=after,
        yours=before,
        theirs=_row_of(current),
        theirs_version=current.version if current else 0,
    )


def _row_of(stored: StoredRow | None) -> Row | None:
    return None if stored is None else stored.row
