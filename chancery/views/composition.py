"""From a form to the edits of the store: each row made and checked, and only what differs is changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from chancery.dates import Edtf
from chancery.errors import ChanceryError, InvalidDate, InvalidValue, Location
from chancery.query.details import Catalogue
from chancery.store import Edit, Retire, Row, RowKey, Save, key_of
from chancery.store.rows import is_same
from chancery.views.fields import Values, build_row, make_identifier
from chancery.views.record_form import NEW_ROWS, PARTS, Entry, RecordForm, is_new_entry

_REQUIRED_POINTERS = {
    "record_places": "place_id",
    "record_actors": "actor_id",
    "evidence": "source_id",
    "figures": "source_id",
}
_IDENTIFIERS = {"evidence": "evidence_id", "figures": "figure_id", "sources": "source_id", "actors": "actor_id"}
_ORDERED = frozenset({"record_places", "record_actors"})


@dataclass(frozen=True, slots=True)
class Composition:
    """What a form comes to.

    Attributes
    ----------
    record_id
        The record; of a new one, the id that it gets.
    edits
        What to change; complete only without faults.
    faults
        What is not sound, by entry and field.
    """

    record_id: str
    edits: tuple[Edit, ...]
    faults: Mapping[tuple[str, str], ChanceryError]


@dataclass
class _Draughtsman:
    """Turns the entries of one form into rows, noting what is not sound."""

    form: RecordForm
    catalogue: Catalogue
    articles: Mapping[str, str]
    record_id: str
    faults: dict[tuple[str, str], ChanceryError] = field(default_factory=dict[tuple[str, str], ChanceryError])
    new_ids: dict[str, str] = field(default_factory=dict[str, str])

    def draw_new_rows(self) -> Iterator[Row]:
        for table in NEW_ROWS:
            taken = set(self.catalogue.sources if table == "sources" else self.catalogue.actors)
            for entry in self.form.list_entries(table):
                row_id = make_identifier(_name_new_row(table, entry.values), taken)
                taken.add(row_id)
                self.new_ids[entry.entry_id] = row_id
                yield from self._build(table, entry, {_IDENTIFIERS[table]: row_id})

    def draw_record(self) -> Iterator[Row]:
        record = self.form.find_base(RowKey("records", (self.record_id,)))
        values = {"record_id": self.record_id, "version": str(record.version if record else 1)}
        yield from self._build("records", self.form.record, values)

    def draw_parts(self) -> Iterator[Row]:
        for table in PARTS:
            taken = self._find_taken(table)
            for position, entry in enumerate(self.form.list_entries(table), start=1):
                values = {"record_id": self.record_id}
                if table in _ORDERED:
                    values["position"] = str(position)
                else:
                    name = _IDENTIFIERS[table]
                    values[name] = entry.values.get(name) or _next_part_id(self.record_id, taken)
                    taken.add(values[name])
                yield from self._build(table, entry, values)

    def _find_taken(self, table: str) -> set[str]:
        rows = self.catalogue.atlas.evidence if table == "evidence" else self.catalogue.atlas.figures
        name = _IDENTIFIERS.get(table, "")
        entries = self.form.list_entries(table) if name else ()
        own = {entry.values.get(name, "") for entry in entries}
        base = {str(stored.key.values[0]) for stored in self.form.base if stored.key.table == table}
        return {str(getattr(row, name)) for row in rows} | own | base if name else set()

    def _build(self, table: str, entry: Entry, more: Values) -> Iterator[Row]:
        values = {**entry.values, **more}
        try:
            pointer = _REQUIRED_POINTERS.get(table)
            if pointer:
                values[pointer] = self._resolve(pointer, values.get(pointer, ""))
            if table in ("evidence", "figures"):
                values |= self._locate(values)
            yield build_row(table, values)
        except ChanceryError as error:
            self.faults[entry.entry_id, error.where.field or ""] = error

    def _resolve(self, pointer: str, value: str) -> str:
        if not value:
            raise InvalidValue("None is chosen.", where=Location(field=pointer), remedy="Choose one.")
        return self.new_ids.get(value, value) if is_new_entry(value) else value

    def _locate(self, values: Values) -> dict[str, str]:
        quote, source_id = values.get("quote", "").strip(), values["source_id"]
        if not quote:
            return {"quote": "", "start": "", "end": ""}
        text = self.articles.get(source_id)
        if text is None:
            unchanged = values.get("start") and len(quote) == int(values["end"]) - int(values["start"])
            if unchanged:
                return {"quote": quote}
            raise InvalidValue(
                "The text of this source is not kept, so that its words cannot be checked.",
                where=Location(field="quote"),
                remedy="Leave the quote empty; a note can say what the source says.",
            )
        start = locate_quote(text, quote, near=int(values["start"]) if values.get("start") else 0)
        return {"quote": quote, "start": str(start), "end": str(start + len(quote))}


def compose(form: RecordForm, catalogue: Catalogue, articles: Mapping[str, str]) -> Composition:
    """Make the rows of a form and the edits that bring the store to them.

    Parameters
    ----------
    catalogue
        The atlas as it is, for the ids that are taken.
    articles
        Text by source id, for the quotes.
    """
    record_id = form.record_id or _name_record(form, catalogue)
    draughtsman = _Draughtsman(form, catalogue, articles, record_id)
    rows = [*draughtsman.draw_new_rows(), *draughtsman.draw_record(), *draughtsman.draw_parts()]
    if not form.record_id and not form.list_entries("evidence"):
        remedy = "Name at least one source."
        draughtsman.faults["evidence", ""] = InvalidValue("No source says so.", remedy=remedy)
    return Composition(record_id, tuple(_compare(form, rows)), draughtsman.faults)


def locate_quote(text: str, quote: str, *, near: int = 0) -> int:
    """Return where a quote begins in a text: of several places, the one nearest to where it was.

    Raises
    ------
    InvalidValue
        If the text does not have it.
    """
    starts: list[int] = []
    start = text.find(quote)
    while start >= 0:
        starts.append(start)
        start = text.find(quote, start + 1)
    if not starts:
        raise InvalidValue(
            "The source's text does not have these words.",
            where=Location(field="quote"),
            remedy="Copy them from the text, letter by letter.",
        )
    return min(starts, key=lambda found: abs(found - near))


def explain_date(text: str) -> str:
    """Return how a date is read, for the line below its field; empty if it cannot be."""
    try:
        date = Edtf.parse(text)
    except InvalidDate:
        return ""
    return f"Read as {date.text}. {date.explanation}".strip() if date.value else "No date."


def _compare(form: RecordForm, rows: list[Row]) -> Iterator[Edit]:
    wanted = {key_of(row): row for row in rows}
    seen = {stored.key: stored for stored in form.base}
    for key, stored in seen.items():
        if key not in wanted:
            yield Retire(key, stored.version)
    for key, row in wanted.items():
        stored = seen.get(key)
        if stored is None or not is_same(stored.row, row):
            yield Save(row, stored.version if stored else None)


def _name_record(form: RecordForm, catalogue: Catalogue) -> str:
    """Return the id of a new record: its first day as far as it is known, and its title."""
    day = form.record.values.get("date_edtf", "").split("/")[0].strip(".?~% ")
    words = f"{day} {form.record.values.get('title', '')}"
    return make_identifier(words, catalogue.records)


def _name_new_row(table: str, values: Values) -> str:
    if table == "actors":
        return values.get("name", "")
    return f"{values.get('publisher', '')} {values.get('published', '')}"


def _next_part_id(record_id: str, taken: set[str]) -> str:
    number = 1
    while f"{record_id}.{number}" in taken:
        number += 1
    return f"{record_id}.{number}"
