"""The history of a record or of another row, as people read it: who changed what, when and why."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from chancery.query.details import Catalogue
from chancery.store import Action, Change, RetiredRow, RowChange, RowKey
from chancery.views.conflict import describe_moment, name_row
from chancery.views.fields import FIELDS, show_value

ACTIONS: dict[Action, str] = {
    Action.SAVE: "saved",
    Action.RETIRE: "taken out",
    Action.RESTORE: "restored",
    Action.MERGE: "merged",
    Action.SPLIT: "split",
    Action.UNDO: "undone",
    Action.REDO: "redone",
    Action.SEED: "published before this database began",
    Action.IMPORT: "taken in from a package",
    Action.RECOVER: "recovered from a backup",
}
_WHOLE = frozenset({Action.SEED, Action.IMPORT, Action.RECOVER})
"""Changes of the whole atlas, which are not taken back from the page of one record."""

_LEFT_OUT = frozenset({"version", "start", "end", "record_id", "evidence_id", "figure_id", "position"})


@dataclass(frozen=True, slots=True)
class RowView:
    """What a change did to one row: it was ``added``, ``taken out`` or ``changed``, and each field before and after."""

    title: str
    happened: str
    fields: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One change as it is shown.

    Attributes
    ----------
    in_effect
        Whether it has not been undone.
    can_be_reversed
        Whether it can be undone, or redone if it is undone, from here.
    """

    change_id: int
    sentence: str
    why: str
    in_effect: bool
    can_be_reversed: bool
    rows: tuple[RowView, ...]


def name_rows(catalogue: Catalogue) -> Callable[[str, str], str]:
    """Return a function that gives the name of a row by its table and key; the key itself where it is not there."""

    def name(table: str, key: str) -> str:
        match table:
            case "places" if key in catalogue.places:
                return catalogue.places[key].name
            case "actors" if key in catalogue.actors:
                return catalogue.actors[key].name
            case "sources" if key in catalogue.sources:
                source = catalogue.sources[key]
                return f"{source.publisher}, {source.published}" if source.published else source.publisher
            case "records" if key in catalogue.records:
                return catalogue.records[key].title
            case _:
                return key

    return name


def name_retired(item: RetiredRow) -> str:
    """Return the name of a record, a source, an actor or a place that was taken out."""
    row: Any = item.stored.row
    match item.stored.key.table:
        case "sources":
            return f"Source “{' '.join(part for part in (row.publisher, row.published) if part)}”"
        case "actors":
            return f"Actor “{row.name}”"
        case "places":
            return f"Place “{row.name}”"
        case _:
            return f"“{row.title}”"


def describe_changes(
    changes: Collection[Change],
    names: Callable[[str, str], str],
    *,
    record_id: str = "",
    place_id: str = "",
    row: RowKey | None = None,
) -> tuple[ChangeView, ...]:
    """Return changes as they are shown, with only what they did to one record, place or row."""

    def concerns(item: RowChange) -> bool:
        if row is not None:
            return item.key == row
        return _names(item, "record_id", record_id) and _names(item, "place_id", place_id)

    own = bool(record_id)
    return tuple(_describe(change, names, concerns, own=own) for change in changes)


def _describe(
    change: Change, names: Callable[[str, str], str], wanted: Callable[[RowChange], bool], *, own: bool
) -> ChangeView:
    reverses = f" change {change.reverses}" if change.reverses else ""
    sentence = f"{describe_moment(change.made_at)} · {ACTIONS[change.action]}{reverses} by {change.author}"
    return ChangeView(
        change_id=change.change_id,
        sentence=sentence,
        why=change.why,
        in_effect=change.in_effect,
        can_be_reversed=change.action not in _WHOLE,
        rows=tuple(_describe_row(item, names, own=own) for item in change.rows if wanted(item)),
    )


def _describe_row(item: RowChange, names: Callable[[str, str], str], *, own: bool) -> RowView:
    table = item.key.table
    values: Any = item.after or item.before or {}
    happened = "changed" if item.before and item.after else "added" if item.after else "taken out"
    fields = [
        (
            FIELDS[table][name].label if name in FIELDS.get(table, {}) else name,
            show_value(table, name, before, names),
            show_value(table, name, after, names),
        )
        for name, before, after in item.differences
        if name not in _LEFT_OUT
    ]
    # Among the changes of a record it needs no name; among those of the whole atlas it does.
    title = f"Record “{values['title']}”" if table == "records" and not own else name_row(table, values, names)
    return RowView(title, happened, tuple(fields) if happened == "changed" else ())


def _names(item: RowChange, column: str, row_id: str) -> bool:
    """Tell whether a row named another before or after a change; with no id, all do."""
    return not row_id or any((values or {}).get(column) == row_id for values in (item.before, item.after))
