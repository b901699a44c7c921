"""The form of one record: what its editor has typed, beside what was there when the editor looked.

A form is a value. Each change gives a new one, and any of them can be kept as a draft and taken up again elsewhere.
What was there goes with it, each row with its version, so that a change by somebody else is noticed however late it is
saved.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from chancery.errors import InvalidValue
from chancery.model import Actor, Evidence, Figure, Record, RecordActor, RecordPlace, Source
from chancery.store import RecordSheet, RowKey, StoredRow
from chancery.store.rows import decode_row, encode_row, table_of
from chancery.views.fields import Values, read_values
from chancery.vocabulary import Confidence, Kind, Precision, Role, Sector, SourceKind, Status

PARTS = ("record_places", "record_actors", "evidence", "figures")
"""The tables of what belongs to a record, in the order of the form."""

NEW_ROWS = ("sources", "actors")
"""The tables that a form can add rows to, for its record to name."""

RECORD_ENTRY = "record"
"""Entry of the record itself."""

_NEW_MARK = "+"
_DEFAULTS: dict[str, dict[str, str]] = {
    "records": {"kind": Kind.MEETING.value, "status": Status.HELD.value, "sector": Sector.POLITICS.value},
    "record_places": {"role": Role.VENUE.value, "precision": str(Precision.EXACT.value)},
    "record_actors": {},
    "evidence": {"confidence": Confidence.HIGH.value},
    "figures": {},
    "sources": {"kind": SourceKind.OTHER.value, "language": "en"},
    "actors": {"kind": "person"},
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a form, as typed.

    Attributes
    ----------
    entry_id
        Names it within the form, whatever is typed into it.
    """

    entry_id: str
    values: Values


@dataclass(frozen=True, slots=True)
class RecordForm:
    """What an editor has typed about a record. Make one with `open_form` or `start_form`.

    Attributes
    ----------
    form_id
        Names this sitting; saving the same form twice is told by it.
    record_id
        The record; empty while it is new.
    entries
        By table: places and actors in their order, evidence, figures, and the sources and actors to be added.
    base
        The rows as they were when the editor looked.
    counter
        Number of the entries that were ever added.
    """

    form_id: str
    record_id: str
    record: Entry
    entries: Mapping[str, tuple[Entry, ...]]
    base: tuple[StoredRow, ...]
    why: str = ""
    counter: int = 0

    @property
    def token(self) -> str:
        """A text that is the same when the same form is saved twice, and only then."""
        content = json.dumps(_content(self), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(f"{self.form_id} {content}".encode()).hexdigest()

    @property
    def draft_name(self) -> str:
        """The name that it is kept under while it is not saved."""
        return f"record {self.record_id or self.form_id}"

    @property
    def title(self) -> str:
        """What it is about, for lists of drafts."""
        return self.record.values.get("title", "").strip() or "A record without a title"

    def find_base(self, key: RowKey) -> StoredRow | None:
        """Return a row as the editor saw it; ``None`` if it was not there."""
        return next((stored for stored in self.base if stored.key == key), None)

    def list_entries(self, table: str) -> tuple[Entry, ...]:
        """Return the entries of a table in their order."""
        return self.entries.get(table, ())

    def is_changed(self) -> bool:
        """Tell whether anything was typed that is not there already."""
        if not self.record_id:
            return any(self.entries.values()) or self.record.values != _DEFAULTS["records"]
        return _content(self) != _content(replace(_fill(self.base, self.form_id, self.record_id), why=self.why))


def open_form(sheet: RecordSheet) -> RecordForm:
    """Return the form of a record that is there."""
    base = (StoredRow(sheet.record, sheet.version, 0), *sheet.parts)
    return _fill(base, uuid.uuid4().hex, sheet.record.record_id)


def start_form() -> RecordForm:
    """Return the form of a new record."""
    return RecordForm(uuid.uuid4().hex, "", Entry(RECORD_ENTRY, _DEFAULTS["records"]), {}, ())


def is_new_entry(value: str) -> bool:
    """Tell whether a value points to a source or an actor that the form itself adds."""
    return value.startswith(_NEW_MARK)


def set_value(form: RecordForm, table: str, entry_id: str, name: str, value: str) -> RecordForm:
    """Return the form with one field changed."""
    if entry_id == RECORD_ENTRY:
        return replace(form, record=replace(form.record, values={**form.record.values, name: value}))
    changed = tuple(
        replace(entry, values={**entry.values, name: value}) if entry.entry_id == entry_id else entry
        for entry in form.list_entries(table)
    )
    return _with_entries(form, table, changed)


def add_entry(form: RecordForm, table: str, values: Values | None = None) -> RecordForm:
    """Return the form with one more row of a table, at its end."""
    counter = form.counter + 1
    entry = Entry(f"{_NEW_MARK}{counter}", {**_DEFAULTS[table], **(values or {})})
    return replace(_with_entries(form, table, (*form.list_entries(table), entry)), counter=counter)


def remove_entry(form: RecordForm, table: str, entry_id: str) -> RecordForm:
    """Return the form without a row; what pointed to a row that it would have added points to nothing."""
    kept = tuple(entry for entry in form.list_entries(table) if entry.entry_id != entry_id)
    form = _with_entries(form, table, kept)
    for other, column in (("evidence", "source_id"), ("figures", "source_id"), ("record_actors", "actor_id")):
        for entry in form.list_entries(other) if table in NEW_ROWS else ():
            if entry.values.get(column) == entry_id:
                form = set_value(form, other, entry.entry_id, column, "")
    return form


def move_entry(form: RecordForm, table: str, entry_id: str, by: int) -> RecordForm:
    """Return the form with a row moved down its table's order by a number of rows, up if it is negative."""
    rows = list(form.list_entries(table))
    index = next(number for number, entry in enumerate(rows) if entry.entry_id == entry_id)
    rows.insert(max(0, index + by), rows.pop(index))
    return _with_entries(form, table, tuple(rows))


def take_values(form: RecordForm, key: RowKey, values: Values | None) -> RecordForm:
    """Return the form with what stands for a row replaced; ``None`` takes it out."""
    if key.table == "records":
        return form if values is None else replace(form, record=Entry(RECORD_ENTRY, values))
    rows = list(form.list_entries(key.table))
    index = _find_index(rows, key)
    if values is None:
        rows = [*rows[:index], *rows[index + 1 :]]
    elif index < len(rows):
        rows[index] = replace(rows[index], values=values)
    else:
        return add_entry(form, key.table, values)
    return _with_entries(form, key.table, tuple(rows))


def dump_form(form: RecordForm) -> str:
    """Return a form as JSON, to be kept as a draft."""
    base = [
        {
            "table": table_of(row.row),
            "values": encode_row(row.row),
            "version": row.version,
            "changed_in": row.changed_in,
        }
        for row in form.base
    ]
    content = {"form_id": form.form_id, "record_id": form.record_id, "counter": form.counter, "base": base}
    return json.dumps(content | _content(form), ensure_ascii=False)


def load_form(text: str) -> RecordForm:
    """Return the form that was kept as JSON.

    Raises
    ------
    InvalidValue
        If it is none, or of a Chancery whose rows looked different.
    """
    try:
        content: dict[str, Any] = json.loads(text)
        base = tuple(
            StoredRow(decode_row(item["table"], item["values"]), int(item["version"]), int(item["changed_in"]))
            for item in content["base"]
        )
        entries = {
            str(table): tuple(_load_entry(item) for item in items) for table, items in content["entries"].items()
        }
        return RecordForm(
            form_id=str(content["form_id"]),
            record_id=str(content["record_id"]),
            record=_load_entry(content["record"]),
            entries=entries,
            base=base,
            why=str(content["why"]),
            counter=int(content["counter"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InvalidValue("The draft cannot be read.", remedy="Begin again.") from error


def make_evidence_values(source_id: str = "") -> dict[str, str]:
    """Return the values of a new piece of evidence, which a person stands for."""
    return {"source_id": source_id, "reviewed_by": "hand"}


def _fill(base: Sequence[StoredRow], form_id: str, record_id: str) -> RecordForm:
    entries: dict[str, tuple[Entry, ...]] = {}
    record = Entry(RECORD_ENTRY, _DEFAULTS["records"])
    for stored in sorted(base, key=lambda item: _order(item.row)):
        table = table_of(stored.row)
        entry = Entry(stored.key.text, _free_values(stored))
        if table == "records":
            record = replace(entry, entry_id=RECORD_ENTRY)
        else:
            entries[table] = (*entries.get(table, ()), entry)
    return RecordForm(form_id, record_id, record, entries, tuple(base))


def _free_values(stored: StoredRow) -> dict[str, str]:
    """Return what stands in a row's fields: all but its version and its position, which the form's own order tells."""
    values = read_values(stored.row)
    for name in ("version", "position"):
        values.pop(name, None)
    return values


def _order(row: object) -> tuple[int, str]:
    match row:
        case RecordPlace() | RecordActor():
            return row.position, ""
        case Evidence():
            return 0, row.evidence_id
        case Figure():
            return 0, row.figure_id
        case Record() | Source() | Actor() | _:
            return 0, ""


def _find_index(rows: Sequence[Entry], key: RowKey) -> int:
    """Return where the entry of a row stands; behind the last if there is none."""
    if key.table in ("record_places", "record_actors"):
        return min(int(key.values[1]) - 1, len(rows))
    return next((number for number, entry in enumerate(rows) if entry.entry_id == key.text), len(rows))


def _with_entries(form: RecordForm, table: str, entries: tuple[Entry, ...]) -> RecordForm:
    return replace(form, entries={**form.entries, table: entries})


def _content(form: RecordForm) -> dict[str, Any]:
    entries = {table: [asdict(entry) for entry in rows] for table, rows in form.entries.items() if rows}
    return {"record": asdict(form.record), "entries": entries, "why": form.why}


def _load_entry(item: Mapping[str, Any]) -> Entry:
    return Entry(str(item["entry_id"]), {str(name): str(value) for name, value in item["values"].items()})
