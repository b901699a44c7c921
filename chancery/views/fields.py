"""The fields of a form: what stands beside each, what may be chosen, and rows made from what was typed.

A form holds plain texts by column, sound or not; a row of `chancery.model` is made of them only when all are sound.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from itertools import count

from chancery.errors import InvalidValue, Location
from chancery.exchange.schema import TABLES
from chancery.exchange.table import Column
from chancery.geocoding.names import fold_name
from chancery.model import Record
from chancery.store.rows import Row, column_types, decode_row, encode_row
from chancery.vocabulary import (
    ACTOR_KINDS,
    CONFIDENCES,
    KINDS,
    NAME_KINDS,
    PRECISIONS,
    SECTORS,
    SOURCE_KINDS,
    STATUSES,
    ActorKind,
    Confidence,
    Kind,
    NameKind,
    Precision,
    Role,
    Sector,
    SourceKind,
    Status,
)

Values = Mapping[str, str]
"""What stands in the fields of one row, by column."""

ROLES_IN_WORDS = {Role.ORIGIN: "origin", Role.DESTINATION: "destination", Role.VENUE: "venue", Role.SUBJECT: "subject"}
"""A place's role as it is chosen; the vocabulary's own labels are prepositions."""

_LABELS: dict[str, str] = {
    "accessed_on": "Last read on",
    "actor_id": "Actor",
    "admin1": "Region, district",
    "archive_url": "Archived copy",
    "area": "Outline",
    "country": "Country of the publisher",
    "country_code": "Country",
    "date_edtf": "Date (EDTF)",
    "date_text": "Date as readers see it",
    "feature_code": "What it is (GeoNames code)",
    "geocoded_on": "Taken on",
    "geocoded_query": "Asked for",
    "geocoder": "Coordinates from",
    "geocoded_as": "Known there as",
    "name_in_source": "As the source prints it",
    "period_edtf": "Period (EDTF)",
    "place_id": "Place",
    "precision": "How exactly",
    "published": "Published (EDTF)",
    "published_note": "How the date is known",
    "qualifier": "Before the number",
    "radius_km": "Reach, km",
    "record_id": "Record",
    "role": "Role",
    "says_date_edtf": "Date it gives, if another",
    "says_status": "Status it gives, if another",
    "source_id": "Source",
    "url": "Web address",
    "used_by": "Used by",
}
_LONG = frozenset({"summary", "quote", "note"})


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form.

    Attributes
    ----------
    choices
        Label by code, of a closed list; ``None`` where anything can be typed.
    required
        Whether a row is unsound without it.
    is_long
        Whether it takes several lines.
    """

    name: str
    label: str
    help: str
    choices: Mapping[str, str] | None
    required: bool
    is_long: bool


_CHOICES: dict[type[Enum], dict[str, str]] = {
    Kind: {str(code.value): term.label for code, term in KINDS.items()},
    Sector: {str(code.value): term.label for code, term in SECTORS.items()},
    Status: {str(code.value): term.label for code, term in STATUSES.items()},
    Precision: {str(code.value): f"{code.value} {term.label}" for code, term in PRECISIONS.items()},
    Role: {str(code.value): label for code, label in ROLES_IN_WORDS.items()},
    Confidence: {str(code.value): term.label for code, term in CONFIDENCES.items()},
    SourceKind: {str(code.value): term.label for code, term in SOURCE_KINDS.items()},
    ActorKind: {str(code.value): term.label for code, term in ACTOR_KINDS.items()},
    NameKind: {str(code.value): term.label for code, term in NAME_KINDS.items()},
}


def _describe_column(table: str, column: Column) -> Field:
    return Field(
        name=column.name,
        label=_LABELS.get(column.name, column.name.replace("_", " ").capitalize()),
        help=f"{column.description} Example: {column.example}" if column.terms is None else column.description,
        choices=None if column.terms is None else _CHOICES[column.terms],
        required=column.required,
        is_long=column.name in _LONG,
    )


FIELDS: dict[str, dict[str, Field]] = {
    table.name: {column.name: _describe_column(table.name, column) for column in table.columns} for table in TABLES
}
"""Every column of every published table as a field, in the order of the columns."""


def read_values(row: Row) -> dict[str, str]:
    """Return a row as it stands in a form."""
    return {name: "" if value is None else format_number(value) for name, value in encode_row(row).items()}


def format_number(value: str | float) -> str:
    """Return a plain value as it is typed; a whole number has no decimals."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def build_row(table: str, values: Values) -> Row:
    """Return the row that the fields of a form make.

    Raises
    ------
    InvalidValue
        If one of them is not sound; `where.field` names it.
    """
    plain: dict[str, str | int | float | None] = {}
    for name, wanted in column_types(table).items():
        text = values.get(name, "").strip()
        number = wanted.python_type if not issubclass(wanted.python_type, Enum) else None
        if not text and (wanted.nullable or number in (int, float)):
            plain[name] = None
        elif number in (int, float):
            plain[name] = _parse_number(name, text, number)
        else:
            plain[name] = text
        if plain[name] is None and not wanted.nullable:
            raise InvalidValue("It is empty.", where=Location(field=name), remedy="Fill it in.")
    return decode_row(table, {name: _parse_code(table, name, value) for name, value in plain.items()})


def build_record(values: Values) -> Record:
    """Return the record that the fields of a form make; `build_row` has the errors."""
    row = build_row("records", values)
    assert isinstance(row, Record)  # noqa: S101 - which the table's name settles
    return row


def make_identifier(words: str, taken: Collection[str]) -> str:
    """Return a readable identifier for a new row that is not taken yet.

    >>> make_identifier("State visit to Şuşa", {"state-visit-to-shusha"})
    'state-visit-to-susa'
    """
    letters = "".join(
        character if character.isascii() and character.isalnum() else " " for character in fold_name(words)
    )
    stem = "-".join(letters.split())[:80].strip("-") or "unnamed"
    return next(name for name in _number_names(stem) if name not in taken)


def show_value(table: str, column: str, value: object, names: Callable[[str, str], str]) -> str:
    """Return a value of a column as people read it.

    Parameters
    ----------
    names
        Gives the name of a row by its table and key, for columns that point to one.
    """
    if column == "area" and value:
        return f"drawn, {str(value).count('],[') + 1} corners"
    text = "" if value is None else format_number(value) if isinstance(value, int | float) else str(value)
    field = FIELDS.get(table, {}).get(column)
    if field is not None and field.choices is not None:
        return field.choices.get(text, text)
    pointed = {"place_id": "places", "actor_id": "actors", "source_id": "sources", "record_id": "records"}.get(column)
    return names(pointed, text) if pointed and text else text


def _number_names(stem: str) -> Iterator[str]:
    yield stem
    yield from (f"{stem}-{number}" for number in count(2))


def _parse_number(name: str, text: str, wanted: type) -> float:
    try:
        return wanted(text.replace("\u00a0", "").replace(" ", "").replace("\u2212", "-"))
    except ValueError as error:
        remedy = "Use digits, with a point before decimals."
        raise InvalidValue(f"'{text}' is not a number.", where=Location(field=name), remedy=remedy) from error


def _parse_code(table: str, name: str, value: str | float | None) -> str | int | float | None:
    """Return the code of a closed list as the row wants it: those of precisions are numbers."""
    wanted = column_types(table)[name].python_type
    if not issubclass(wanted, Enum) or value is None:
        return value
    codes = {str(term.value): term.value for term in wanted}
    if str(value) not in codes:
        remedy = "Choose one of the list."
        problem = f"'{value}' is not one of the known values." if value else "It is empty."
        raise InvalidValue(problem, where=Location(field=name), remedy=remedy)
    return codes[str(value)]
