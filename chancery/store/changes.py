"""Edits, and how they are carried out: all of a change or none, each row only if it is still as its editor saw it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from chancery.errors import Clash, Conflict, InvalidValue, Location
from chancery.model import Record
from chancery.store.audit import RowChange, read_version
from chancery.store.checks import check_changes
from chancery.store.holdings import retire_row, select_by_keys, select_retired, select_rows, write_row
from chancery.store.rows import KEYS, PARTS, Key, Row, RowKey, StoredRow, encode_row, is_same, key_of
from chancery.store.schema import CHANGES, ROW_TABLES

KEY_LIMIT = 1_000
"""Longest key, in characters: an index of PostgreSQL takes 2,704 bytes."""


@dataclass(frozen=True, slots=True)
class Save:
    """Put a row in force.

    Attributes
    ----------
    seen
        The version that it takes the place of; ``None`` if it is new.
    """

    row: Row
    seen: int | None = None

    @property
    def key(self) -> RowKey:
        """Where the row goes."""
        return key_of(self.row)


@dataclass(frozen=True, slots=True)
class Retire:
    """Take a row out, and with it the rows that are parts of it. It can be restored.

    Attributes
    ----------
    seen
        The version that is taken out.
    as_of
        The revision at which its parts were seen: one that was changed later is a conflict. ``None`` takes them out
        as they are.
    successor
        Key of the row that stands in its place from now on, where there is one.
    """

    key: RowKey
    seen: int
    as_of: int | None = None
    successor: Key | None = None


Edit = Save | Retire


@dataclass(frozen=True, slots=True)
class _Step:
    """An edit beside the row as it is now, in force or retired."""

    edit: Edit
    current: StoredRow | None
    retired: StoredRow | None

    @property
    def target(self) -> Row | None:
        return self.edit.row if isinstance(self.edit, Save) else None

    @property
    def last_version(self) -> int:
        known = self.current or self.retired
        return known.version if known else 0

    def is_done(self) -> bool:
        return is_same(self.current.row if self.current else None, self.target)

    def clashes(self) -> bool:
        if self.is_done():
            return False
        return (self.current.version if self.current else None) != self.edit.seen


def apply_edits(connection: Connection, change_id: int, edits: Sequence[Edit]) -> tuple[RowChange, ...]:
    """Carry edits out and return what they did to each row; those that change nothing do not count.

    Raises
    ------
    Conflict
        If rows are no longer as they were seen, with every one of them. A row that already says what the edit wants it
        to say is no conflict.
    InvalidValue
        If a row is edited twice, names what is not there, is taken out while others name it, or has a quote that its
        source's text does not.
    """
    _check_keys(edits)
    steps = _prepare(connection, [*edits, *_cascade(connection, edits)])
    clashes = [_describe_clash(connection, step) for step in steps if step.clashes()]
    if clashes:
        raise Conflict(clashes)
    done = tuple(_carry_out(connection, change_id, step) for step in steps if not step.is_done())
    check_changes(connection, done)
    return done


def _check_keys(edits: Sequence[Edit]) -> None:
    seen: set[RowKey] = set()
    for edit in edits:
        where = Location(file=edit.key.table, field=", ".join(KEYS[edit.key.table]))
        if edit.key in seen:
            raise InvalidValue(f"{edit.key} is changed twice at once.", where=where, remedy="Change it once.")
        if len(edit.key.text) > KEY_LIMIT:
            raise InvalidValue("It is too long.", where=where, remedy=f"Use {KEY_LIMIT} characters at most.")
        seen.add(edit.key)


def _prepare(connection: Connection, edits: Sequence[Edit]) -> list[_Step]:
    keys = [edit.key for edit in edits]
    current = select_by_keys(connection, keys)
    retired = select_retired(connection, [key for key in keys if key not in current])
    return [_Step(edit, current.get(edit.key), retired.get(edit.key)) for edit in edits]


def _cascade(connection: Connection, edits: Iterable[Edit]) -> Iterator[Retire]:
    """Yield what goes out together with the rows that are taken out, save what the change itself says otherwise of."""
    edited = {edit.key for edit in edits}
    for edit in edits:
        if isinstance(edit, Retire):
            for part in select_parts(connection, edit.key):
                if part.key not in edited:
                    is_unseen = edit.as_of is not None and part.changed_in > edit.as_of
                    yield Retire(part.key, seen=0 if is_unseen else part.version)


def select_parts(connection: Connection, key: RowKey) -> Iterator[StoredRow]:
    """Yield the rows that belong to a row, table by table."""
    for table in PARTS.get(key.table, ()):
        column = ROW_TABLES[table].c[KEYS[key.table][0]]
        yield from select_rows(connection, table, column == key.values[0])


def _carry_out(connection: Connection, change_id: int, step: _Step) -> RowChange:
    edit, version = step.edit, _next_version(step)
    before = None if step.current is None else encode_row(step.current.row)
    if isinstance(edit, Save):
        row = replace(edit.row, version=version) if isinstance(edit.row, Record) else edit.row
        write_row(connection, StoredRow(row, version, change_id), is_new=step.current is None)
        return RowChange(edit.key, before, encode_row(row), step.last_version, version)
    if step.current is not None:
        retire_row(connection, StoredRow(step.current.row, version, change_id), edit.successor)
    return RowChange(edit.key, before, None, step.last_version, version, edit.successor)


def _next_version(step: _Step) -> int:
    # A record that was published before keeps counting from the version that it was published with.
    if step.last_version == 0 and isinstance(step.target, Record):
        return step.target.version
    return step.last_version + 1


def _describe_clash(connection: Connection, step: _Step) -> Clash:
    theirs = step.current or step.retired
    line = None
    if theirs is not None:
        who = sa.select(CHANGES.c.author, CHANGES.c.made_at).where(CHANGES.c.change_id == theirs.changed_in)
        line = connection.execute(who).one_or_none()
    seen = step.edit.seen
    return Clash(
        table=step.edit.key.table,
        key=step.edit.key.values,
        base=read_version(connection, step.edit.key, seen) if seen else None,
        yours=step.target,
        theirs=step.current.row if step.current else None,
        theirs_version=step.current.version if step.current else 0,
        changed_by=line.author if line else "",
        changed_at=line.made_at if line else "",
    )
