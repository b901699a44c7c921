"""The form of one source, actor or place: what was typed, beside the row as its editor saw it."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from chancery.errors import ChanceryError, Clash, InvalidValue
from chancery.model import Actor, Source
from chancery.store import Save, StoredRow
from chancery.store.rows import decode_row, encode_row, table_of
from chancery.views.fields import Values, build_row, make_identifier, read_values

ID_COLUMNS = {"sources": "source_id", "actors": "actor_id", "places": "place_id"}
"""The tables whose rows have a form of their own, and their keys."""

_DEFAULTS = {
    "sources": {"kind": "other", "language": "en"},
    "actors": {"kind": "person"},
    "places": {"radius_km": "0", "feature_code": "PPL"},
}
_NAMED_AFTER = {"sources": ("publisher", "published"), "actors": ("name",), "places": ("name",)}


@dataclass(frozen=True, slots=True)
class RowForm:
    """What an editor has typed about one row; `base` is ``None`` while it is new."""

    form_id: str
    table: str
    values: Values
    base: StoredRow | None

    def fill_in(self, values: Values) -> RowForm:
        """Return the form with some fields changed."""
        return replace(self, values={**self.values, **values})

    def start_over(self) -> RowForm:
        """Return the form as it was opened; a new one stays as it is."""
        return self if self.base is None else replace(self, values=read_values(self.base.row))

    @property
    def token(self) -> str:
        """A text that is the same when the same form is saved twice, and only then."""
        return hashlib.sha256(f"{self.form_id} {sorted(self.values.items())}".encode()).hexdigest()

    @property
    def draft_name(self) -> str:
        """The name that it is kept under while it is not saved."""
        return f"{self.table} {self.row_id or self.form_id}"

    @property
    def row_id(self) -> str:
        """The row; empty while it is new."""
        return self.values.get(ID_COLUMNS[self.table], "") if self.base else ""

    @property
    def title(self) -> str:
        """What it is about, for lists of drafts."""
        noun = self.table.rstrip("s")
        return (
            name_new_row(self.table, self.values).strip() or f"{'An' if noun == 'actor' else 'A'} {noun} without a name"
        )

    def is_changed(self) -> bool:
        """Tell whether anything was typed that is not there already."""
        return self.values != (read_values(self.base.row) if self.base else _DEFAULTS[self.table])

    def build(self, taken: Collection[str]) -> Save:
        """Return the edit that saves it.

        Parameters
        ----------
        taken
            Ids that a new row may not have.

        Raises
        ------
        InvalidValue
            If a field is not sound; `where.field` names it.
        """
        column = ID_COLUMNS[self.table]
        row_id = self.values.get(column) or make_identifier(name_new_row(self.table, self.values), taken)
        return Save(build_row(self.table, {**self.values, column: row_id}), self.base.version if self.base else None)


def name_new_row(table: str, values: Values) -> str:
    """Return the words that the id of a new row is made of."""
    return " ".join(values.get(name, "") for name in _NAMED_AFTER[table])


def make_split_row(table: str, values: Values, taken: Collection[str]) -> Source | Actor:
    """Return the new source or actor of a split, under an id of its own; a text stays with the first source.

    Raises
    ------
    InvalidValue
        If a field is not sound; `where.field` names it.
    """
    new_id = make_identifier(name_new_row(table, values), taken)
    row = build_row(table, {**values, ID_COLUMNS[table]: new_id, "text_file": ""})
    assert isinstance(row, Source | Actor)  # noqa: S101 - which the table's name settles
    return row


def open_row_form(stored: StoredRow) -> RowForm:
    """Return the form of a row that is there."""
    return RowForm(uuid.uuid4().hex, table_of(stored.row), read_values(stored.row), stored)


def start_row_form(table: str) -> RowForm:
    """Return the form of a new row."""
    return RowForm(uuid.uuid4().hex, table, _DEFAULTS[table], None)


def dump_row_form(form: RowForm) -> str:
    """Return a form as JSON."""
    base = None if form.base is None else {"row": encode_row(form.base.row), "version": form.base.version}
    content = {"form_id": form.form_id, "table": form.table, "values": form.values, "base": base}
    return json.dumps(content, ensure_ascii=False)


def load_row_form(content: str) -> RowForm:
    """Return the form that JSON was made of.

    Raises
    ------
    InvalidValue
        If it is no form, or one of rows that looked different.
    """
    try:
        found = json.loads(content)
        table, base = str(found["table"]), found["base"]
        stored = base and StoredRow(decode_row(table, base["row"]), int(base["version"]), 0)
        values = {str(name): str(value) for name, value in found["values"].items()}
        return RowForm(str(found["form_id"]), table, {**_DEFAULTS[table], **values}, stored)
    except (KeyError, TypeError, ValueError, AttributeError, ChanceryError) as error:
        raise InvalidValue("The draft cannot be read.", remedy="Begin again.") from error


def settle_row(form: RowForm, clash: Clash, mine: Collection[str] | None) -> RowForm:
    """Return the form with a clash settled: the fields in `mine` stay, the others become as the store has them."""
    theirs: Any = clash.theirs
    if theirs is None:
        return replace(form, base=None)
    values: Mapping[str, str] = read_values(theirs)
    chosen = {name: value for name, value in form.values.items() if name in (mine or ())}
    return replace(form, base=StoredRow(theirs, clash.theirs_version, 0), values={**values, **chosen})
