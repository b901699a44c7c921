"""Two records made one, and one made two: the edits that move what belongs to them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy.engine import Connection

from chancery.errors import InvalidValue, NotFound
from chancery.model import Evidence, Figure, Record, RecordActor, RecordPlace
from chancery.store.changes import Edit, Retire, Save, select_parts
from chancery.store.holdings import select_by_keys
from chancery.store.rows import RowKey, StoredRow


def plan_merge(
    connection: Connection, kept_id: str, absorbed_id: str, *, seen: int, as_of: int | None, also: Sequence[Edit]
) -> list[Edit]:
    """Return the edits that make one record of two: evidence and figures move, the other record is taken out.

    Evidence that agreed with the record that goes keeps saying what that record said, where the one that stays says
    something else. The places and actors of the record that goes, go with it.

    Parameters
    ----------
    seen
        Version of the record that goes.
    as_of
        Revision at which its parts were seen.
    also
        Edits to make at the same time: places or actors that the record that stays takes over, for one.

    Raises
    ------
    NotFound
        If one of the records is not there.
    InvalidValue
        If both are the same.
    """
    if kept_id == absorbed_id:
        raise InvalidValue("A record cannot be merged with itself.", remedy="Choose two records.")
    kept, absorbed = _find_record(connection, kept_id), _find_record(connection, absorbed_id)
    for edit in also:
        if isinstance(edit, Save) and isinstance(edit.row, Record) and edit.row.record_id == kept_id:
            kept = edit.row
    own = {edit.key for edit in also}
    moved: list[Edit] = []
    for part in select_parts(connection, RowKey("records", (absorbed_id,))):
        if part.key in own:
            continue
        match part.row:
            case Evidence() as evidence:
                moved.append(Save(_carry_evidence(evidence, absorbed, kept), seen_version(part, as_of)))
            case Figure() as figure:
                moved.append(Save(replace(figure, record_id=kept_id), seen_version(part, as_of)))
            case _:
                pass
    gone = Retire(RowKey("records", (absorbed_id,)), seen, as_of, successor=(kept_id,))
    return [*also, *moved, gone]


def plan_split(
    connection: Connection,
    record_id: str,
    new_record: Record,
    parts: Collection[RowKey],
    *,
    as_of: int | None,
    also: Sequence[Edit],
) -> list[Edit]:
    """Return the edits that make a second record of some parts of a first.

    Parameters
    ----------
    parts
        Places, actors, evidence and figures of the first record that go to the second; places and actors are numbered
        anew there, in their order.
    as_of
        Revision at which the parts were seen.

    Raises
    ------
    NotFound
        If the first record is not there, or a part is not one of its.
    """
    _find_record(connection, record_id)
    own = {part.key: part for part in select_parts(connection, RowKey("records", (record_id,)))}
    missing = next((key for key in parts if key not in own), None)
    if missing is not None:
        raise NotFound(f"{missing} does not belong to record '{record_id}'.", remedy="Read the record again.")
    chosen = [own[key] for key in own if key in set(parts)]
    left = [own[key] for key in own if key not in set(parts)]
    edits = [*also, Save(new_record), *_move_parts(chosen, new_record.record_id, as_of)]
    for numbered in (RecordPlace, RecordActor):
        rows = [part for part in chosen if isinstance(part.row, numbered)]
        if rows:
            stay = [part for part in left if isinstance(part.row, numbered)]
            edits += number_anew([part.row for part in stay], [*stay, *rows], as_of)
    return edits


def number_anew(rows: Iterable[Any], present: Iterable[StoredRow], as_of: int | None = None) -> Iterator[Edit]:
    """Yield the edits after which the places, or the actors, of one record are `rows`, at positions without gaps.

    Parameters
    ----------
    rows
        What stays, at the positions it has now.
    present
        All that the record has now.
    as_of
        Revision at which they were seen.
    """
    slots = {part.key.values[1]: part for part in present}
    ordered = sorted(rows, key=lambda row: row.position)
    for position, row in enumerate(ordered, start=1):
        slot = slots.pop(position, None)
        moved = replace(row, position=position)
        if slot is None:
            yield Save(moved)
        elif slot.row != moved:
            yield Save(moved, seen_version(slot, as_of))
    for slot in slots.values():
        yield Retire(slot.key, seen_version(slot, as_of))


def _move_parts(parts: Sequence[StoredRow], record_id: str, as_of: int | None) -> Iterator[Edit]:
    places = actors = 0
    for part in parts:
        match part.row:
            case RecordPlace() as place:
                places += 1
                yield Save(replace(place, record_id=record_id, position=places))
            case RecordActor() as actor:
                actors += 1
                yield Save(replace(actor, record_id=record_id, position=actors))
            case Evidence() | Figure() as row:
                yield Save(replace(row, record_id=record_id), seen_version(part, as_of))
            case _:
                pass


def _carry_evidence(evidence: Evidence, absorbed: Record, kept: Record) -> Evidence:
    date, status = evidence.says_date_edtf, evidence.says_status
    if not date and absorbed.date_edtf != kept.date_edtf:
        date = absorbed.date_edtf
    if status is None and absorbed.status != kept.status:
        status = absorbed.status
    date = "" if date == kept.date_edtf else date
    status = None if status == kept.status else status
    return replace(evidence, record_id=kept.record_id, says_date_edtf=date, says_status=status)


def _find_record(connection: Connection, record_id: str) -> Record:
    key = RowKey("records", (record_id,))
    found = select_by_keys(connection, [key]).get(key)
    if found is None or not isinstance(found.row, Record):
        raise NotFound(f"There is no record '{record_id}'.", remedy="It may have been merged or taken out.")
    return found.row


def seen_version(part: StoredRow, as_of: int | None) -> int:
    """Return the version that counts as seen: none that exists, if the part was changed after it was looked at."""
    return part.version if as_of is None or part.changed_in <= as_of else 0
