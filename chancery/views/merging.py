"""What merging two records, or splitting one, would do, before it is done."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from chancery.errors import InvalidValue
from chancery.model import Evidence, Figure, Record, RecordActor, RecordPlace
from chancery.store import Edit, RecordSheet, RowKey, Save, StoredRow
from chancery.store.rows import Row, encode_row, table_of
from chancery.views.conflict import name_row
from chancery.views.fields import FIELDS, Values, build_record, make_identifier, show_value


@dataclass(frozen=True, slots=True)
class Movable:
    """A part of a record, with its name for a list."""

    key: RowKey
    label: str


@dataclass(frozen=True, slots=True)
class MergePreview:
    """What merging would do.

    Attributes
    ----------
    moves
        Evidence and figures that move to the record that stays.
    offers
        Places and actors of the record that goes which the other does not have; they can be taken over.
    disagreements
        Label, value in the record that stays, value in the one that goes. Of the date and the status, the evidence goes
        on saying what the record that goes said.
    """

    moves: tuple[Movable, ...]
    offers: tuple[Movable, ...]
    disagreements: tuple[tuple[str, str, str], ...]


def preview_merge(kept: RecordSheet, absorbed: RecordSheet, names: Callable[[str, str], str]) -> MergePreview:
    """Say what merging one record into another would do."""
    present = {_pointed(part.row) for part in kept.parts}
    moves = [part for part in absorbed.parts if isinstance(part.row, Evidence | Figure)]
    rest = [part for part in absorbed.parts if not isinstance(part.row, Evidence | Figure)]
    offers = [part for part in rest if _pointed(part.row) not in present]
    return MergePreview(
        moves=name_parts(moves, names),
        offers=name_parts(offers, names),
        disagreements=tuple(_compare(kept.record, absorbed.record, names)),
    )


def plan_takeovers(kept: RecordSheet, absorbed: RecordSheet, chosen: Sequence[RowKey]) -> tuple[Edit, ...]:
    """Return the edits by which the record that stays takes over places and actors of the one that goes."""
    edits: list[Edit] = []
    counts = {
        RecordPlace: max((part.row.position for part in kept.parts if isinstance(part.row, RecordPlace)), default=0),
        RecordActor: max((part.row.position for part in kept.parts if isinstance(part.row, RecordActor)), default=0),
    }
    for part in absorbed.parts:
        if part.key in chosen and isinstance(part.row, RecordPlace | RecordActor):
            counts[type(part.row)] += 1
            moved = replace(part.row, record_id=kept.record.record_id, position=counts[type(part.row)])
            edits.append(Save(moved))
    return tuple(edits)


def list_parts(sheet: RecordSheet, names: Callable[[str, str], str]) -> tuple[Movable, ...]:
    """Return what belongs to a record, each part with its name."""
    return name_parts(sheet.parts, names)


def name_parts(parts: Sequence[StoredRow], names: Callable[[str, str], str]) -> tuple[Movable, ...]:
    """Return rows, each with its name."""
    return tuple(_name(part, names) for part in parts)


def make_split_record(values: Values, taken: Collection[str]) -> Record:
    """Return the new record of a split, under an id of its own.

    Raises
    ------
    InvalidValue
        If a field is not sound; `where.field` names it.
    """
    new_id = make_identifier(f"{values['date_edtf'].split('/')[0]} {values['title']}", taken)
    return build_record({**values, "record_id": new_id, "version": "1"})


def check_split(sheet: RecordSheet, chosen: Sequence[RowKey]) -> None:
    """Refuse a split that would leave a record without evidence.

    Raises
    ------
    InvalidValue
        If one of the two records would have no source.
    """
    evidence = {part.key for part in sheet.parts if isinstance(part.row, Evidence)}
    if not evidence & set(chosen):
        raise InvalidValue("The new record would have no source.", remedy="Give it a piece of evidence.")
    if evidence <= set(chosen):
        raise InvalidValue("The first record would be left without a source.", remedy="Leave it a piece of evidence.")


def _compare(kept: Record, absorbed: Record, names: Callable[[str, str], str]) -> list[tuple[str, str, str]]:
    first, second = encode_row(kept), encode_row(absorbed)
    return [
        (field.label, show_value("records", name, first[name], names), show_value("records", name, second[name], names))
        for name, field in FIELDS["records"].items()
        if name not in ("record_id", "version") and first[name] != second[name]
    ]


def _pointed(row: Row) -> tuple[str, str]:
    match row:
        case RecordPlace():
            return "place", row.place_id
        case RecordActor():
            return "actor", row.actor_id
        case _:
            return "other", ""


def _name(part: StoredRow, names: Callable[[str, str], str]) -> Movable:
    values = encode_row(part.row)
    label = name_row(table_of(part.row), values, names)
    quote = str(values.get("quote") or "")
    return Movable(part.key, f"{label} “{quote[:60]}{'…' if len(quote) > 60 else ''}”" if quote else label)
