"""Who changed what, when and why: the changes of the store, row by row, as they are written and as they are read.

The audit alone is enough to tell the state of every row after every change.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from chancery.store.permissions import Identity
from chancery.store.rows import Key, Row, RowKey, Value, decode_row
from chancery.store.schema import AUDIT, CHANGES

CHANGE_LIMIT = 100
"""Most changes listed at once, unless asked otherwise."""


class Action(StrEnum):
    """What a change set out to do."""

    SAVE = "save"
    RETIRE = "retire"
    RESTORE = "restore"
    MERGE = "merge"
    SPLIT = "split"
    UNDO = "undo"
    REDO = "redo"
    SEED = "seed"
    IMPORT = "import"
    RECOVER = "recover"


@dataclass(frozen=True, slots=True)
class RowChange:
    """What a change did to one row.

    Attributes
    ----------
    before, after
        The row's plain values by column; ``None`` where it was not there.
    version_before, version_after
        Its versions; 0 where it had never been there.
    successor
        Key of the row that took its place when it was taken out; ``None`` if none did.
    """

    key: RowKey
    before: Mapping[str, Value] | None
    after: Mapping[str, Value] | None
    version_before: int
    version_after: int
    successor: Key | None = None

    @property
    def differences(self) -> tuple[tuple[str, Value, Value], ...]:
        """Column, value before and value after, of every column that differs."""
        before, after = self.before or {}, self.after or {}
        names = [*before, *(name for name in after if name not in before)]
        pairs = ((name, before.get(name), after.get(name)) for name in names if name != "version")
        return tuple(pair for pair in pairs if pair[1] != pair[2])

    def row_before(self) -> Row | None:
        """Return the row as it was, validated; ``None`` where it was not there."""
        return None if self.before is None else decode_row(self.key.table, self.before)

    def row_after(self) -> Row | None:
        """Return the row as it became, validated; ``None`` where it was taken out."""
        return None if self.after is None else decode_row(self.key.table, self.after)


@dataclass(frozen=True, slots=True)
class Change:
    """One change of the store: saved as a whole, undone as a whole.

    Attributes
    ----------
    change_id
        Number of the change, which is the store's revision after it.
    made_at
        When, in UTC.
    author
        Name of who made it, as it was shown then.
    why
        The author's reason; empty if none was given.
    reverses
        The change that this one undoes or redoes.
    in_effect
        Whether it has not been undone.
    """

    change_id: int
    made_at: dt.datetime
    issuer: str
    subject: str
    author: str
    action: Action
    why: str
    reverses: int | None
    in_effect: bool
    rows: tuple[RowChange, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """What a change says of itself before any row is written."""

    action: Action
    why: str
    token: str | None = None
    reverses: int | None = None


def write_change(
    connection: Connection, change_id: int, author: Identity, heading: Heading, rows: Sequence[RowChange]
) -> Change:
    """Write a change and its rows to the audit, and return it."""
    made_at = now()
    change = Change(
        change_id=change_id,
        made_at=dt.datetime.fromisoformat(made_at),
        issuer=author.issuer,
        subject=author.subject,
        author=str(author),
        action=heading.action,
        why=heading.why,
        reverses=heading.reverses,
        in_effect=True,
        rows=tuple(rows),
    )
    connection.execute(
        CHANGES.insert(),
        {
            "change_id": change_id,
            "made_at": made_at,
            "issuer": change.issuer,
            "subject": change.subject,
            "author": change.author,
            "action": change.action.value,
            "why": change.why,
            "token": heading.token,
            "reverses": change.reverses,
        },
    )
    if rows:
        connection.execute(AUDIT.insert(), [_audit_values(change_id, number, row) for number, row in enumerate(rows)])
    return change


def read_change(connection: Connection, change_id: int) -> Change | None:
    """Return a change with its rows; ``None`` if there is none of that number."""
    return next(iter(read_changes(connection, [CHANGES.c.change_id == change_id])), None)


def read_changes(
    connection: Connection, conditions: Iterable[sa.ColumnElement[bool]] = (), *, limit: int = CHANGE_LIMIT
) -> tuple[Change, ...]:
    """Return the changes that meet the conditions, the latest first, each with all its rows."""
    found = connection.execute(
        sa.select(CHANGES).where(*conditions).order_by(CHANGES.c.change_id.desc()).limit(limit)
    ).all()
    if not found:
        return ()
    ids = [line.change_id for line in found]
    rows: dict[int, list[RowChange]] = defaultdict(list)
    audited = sa.select(AUDIT).where(AUDIT.c.change_id.in_(ids)).order_by(AUDIT.c.change_id, AUDIT.c.position)
    for line in connection.execute(audited):
        rows[line.change_id].append(_row_change(line))
    undone = find_undone(connection)
    return tuple(_change(line, tuple(rows[line.change_id]), line.change_id not in undone) for line in found)


def find_undone(connection: Connection) -> frozenset[int]:
    """Return the changes that are not in effect: undone, and not redone since."""
    reversals = connection.execute(
        sa.select(CHANGES.c.change_id, CHANGES.c.reverses)
        .where(CHANGES.c.reverses.is_not(None))
        .order_by(CHANGES.c.change_id.desc())
    )
    undone: set[int] = set()
    # A reversal is younger than what it reverses: from the youngest down, each is settled before it is asked for.
    for change_id, reversed_id in reversals:
        if change_id not in undone:
            undone.add(reversed_id)
    return frozenset(undone)


def about_record(record_id: str) -> sa.ColumnElement[bool]:
    """Return the condition that a change touched a record or what belongs or belonged to it."""
    touched = sa.select(AUDIT.c.change_id).where(
        sa.or_(AUDIT.c.record_before == record_id, AUDIT.c.record_after == record_id)
    )
    return CHANGES.c.change_id.in_(touched)


def about_row(key: RowKey) -> sa.ColumnElement[bool]:
    """Return the condition that a change touched one row."""
    touched = sa.select(AUDIT.c.change_id).where(AUDIT.c.table_name == key.table, AUDIT.c.row_key == key.text)
    return CHANGES.c.change_id.in_(touched)


def about_place(place_id: str) -> sa.ColumnElement[bool]:
    """Return the condition that a change touched a place or one of its names, or merged another into it."""
    own = RowKey("places", (place_id,)).text
    touched = sa.select(AUDIT.c.change_id).where(
        sa.or_(
            sa.and_(AUDIT.c.table_name == "places", sa.or_(AUDIT.c.row_key == own, AUDIT.c.successor == own)),
            sa.and_(
                AUDIT.c.table_name == "place_names",
                AUDIT.c.row_key.startswith(f"{own.removesuffix(']')}, ", autoescape=True),
            ),
        )
    )
    return CHANGES.c.change_id.in_(touched)


def read_version(connection: Connection, key: RowKey, version: int) -> Row | None:
    """Return a row as it was at a version; ``None`` if it was taken out then, or never had that version."""
    content = connection.execute(
        sa.select(AUDIT.c.after).where(
            AUDIT.c.table_name == key.table, AUDIT.c.row_key == key.text, AUDIT.c.version_after == version
        )
    ).scalar()
    return None if content is None else decode_row(key.table, json.loads(content))


def now() -> str:
    """Return the time as the store writes it: UTC, ISO 8601, to the microsecond."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="microseconds")


def _audit_values(change_id: int, position: int, row: RowChange) -> dict[str, Any]:
    return {
        "change_id": change_id,
        "position": position,
        "table_name": row.key.table,
        "row_key": row.key.text,
        "before": _to_json(row.before),
        "after": _to_json(row.after),
        "version_before": row.version_before,
        "version_after": row.version_after,
        "successor": None if row.successor is None else json.dumps(row.successor, ensure_ascii=False),
        "record_before": (row.before or {}).get("record_id") or None,
        "record_after": (row.after or {}).get("record_id") or None,
    }


def _to_json(values: Mapping[str, Value] | None) -> str | None:
    return None if values is None else json.dumps(values, ensure_ascii=False)


def _row_change(line: sa.Row[Any]) -> RowChange:
    return RowChange(
        RowKey.parse(line.table_name, line.row_key),
        None if line.before is None else json.loads(line.before),
        None if line.after is None else json.loads(line.after),
        line.version_before,
        line.version_after,
        None if line.successor is None else tuple(json.loads(line.successor)),
    )


def _change(line: sa.Row[Any], rows: tuple[RowChange, ...], in_effect: bool) -> Change:
    return Change(
        change_id=line.change_id,
        made_at=dt.datetime.fromisoformat(line.made_at),
        issuer=line.issuer,
        subject=line.subject,
        author=line.author,
        action=Action(line.action),
        why=line.why,
        reverses=line.reverses,
        in_effect=in_effect,
        rows=rows,
    )
