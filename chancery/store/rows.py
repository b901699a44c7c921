"""What the store holds, row by row: which types, under which keys, and as which plain values.

These are the rows of the published tables, the texts of the sources, and the members who may write. All of them are
written, versioned, audited and undone in the same way.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import Enum
from functools import cache
from types import NoneType
from typing import Any, get_args, get_type_hints

from chancery.errors import InvalidValue, Location
from chancery.model import (
    ROW_TYPES,
    TEXT_FILE,
    Actor,
    Evidence,
    Figure,
    Place,
    PlaceName,
    Record,
    RecordActor,
    RecordPlace,
    Source,
)
from chancery.store.permissions import Member

Key = tuple[str | int, ...]
"""The values of a row's key columns, in the order of `KEYS`."""

Value = str | int | float | None
"""A plain value, as a database column and JSON hold it."""


@dataclass(frozen=True, slots=True)
class SourceText:
    """The text of a source, which quotes count their offsets in."""

    text_file: str
    content: str

    def __post_init__(self) -> None:
        if not TEXT_FILE.fullmatch(self.text_file):
            raise InvalidValue(
                f"'{self.text_file}' is not a plain file name.",
                where=Location(field="text_file"),
                remedy="Use a name like azertac-2025.txt.",
            )


Row = Source | Place | PlaceName | Record | RecordPlace | Actor | RecordActor | Evidence | Figure | SourceText | Member

STORED_TYPES: dict[str, type[Any]] = {**ROW_TYPES, "texts": SourceText, "members": Member}
"""The class of each table's rows."""

KEYS: dict[str, tuple[str, ...]] = {
    "sources": ("source_id",),
    "places": ("place_id",),
    "place_names": ("place_id", "name", "language"),
    "records": ("record_id",),
    "record_places": ("record_id", "position"),
    "actors": ("actor_id",),
    "record_actors": ("record_id", "position"),
    "evidence": ("evidence_id",),
    "figures": ("figure_id",),
    "texts": ("text_file",),
    "members": ("issuer", "subject", "email"),
}
"""The columns that identify a row."""

REFERENCES: dict[str, dict[str, str]] = {
    "place_names": {"place_id": "places"},
    "record_places": {"record_id": "records", "place_id": "places"},
    "record_actors": {"record_id": "records", "actor_id": "actors"},
    "evidence": {"record_id": "records", "source_id": "sources"},
    "figures": {"record_id": "records", "source_id": "sources"},
}
"""The columns that name a row of another table."""

OPTIONAL_REFERENCES = frozenset({("figures", "record_id")})
"""Those of them that may be empty, and name none then."""

PARTS: dict[str, tuple[str, ...]] = {
    "records": ("record_places", "record_actors", "evidence", "figures"),
    "places": ("place_names",),
}
"""The tables whose rows belong to a row of another, and come and go with it."""

_TABLE_OF = {row_type: table for table, row_type in STORED_TYPES.items()}


@dataclass(frozen=True, slots=True)
class RowKey:
    """Where a row is: its table and its key."""

    table: str
    values: Key

    @property
    def text(self) -> str:
        """The key's values as JSON, the same text for the same key."""
        return json.dumps(self.values, ensure_ascii=False)

    @staticmethod
    def parse(table: str, text: str) -> RowKey:
        """Return the key that `text` was made of."""
        return RowKey(table, tuple(json.loads(text)))

    @property
    def path(self) -> str:
        """The key as it is written in a shell: ``records/2024-05-16-state-visit``."""
        return "/".join(map(str, (self.table, *self.values)))

    @staticmethod
    def from_path(path: str) -> RowKey:
        """Return the key that `path` was made of.

        Raises
        ------
        InvalidValue
            If it names no table, or has too few values.
        """
        table, _, rest = path.partition("/")
        columns = KEYS.get(table, ())
        # Only the first and the last value can be told by their slash: a name of a place may have one.
        first, *others = rest.split("/") if len(columns) > 1 else [rest]
        values = [first, *("/".join(part) for part in (others[:-1], others[-1:]) if part)][: len(columns)]
        try:
            types = column_types(table) if columns else {}
            key = tuple(types[name].python_type(value) for name, value in zip(columns, values, strict=True))
        except ValueError:
            key = ()
        if not key or not key[0]:  # the language of a name can be empty
            raise InvalidValue(
                f"'{path}' names no row.",
                remedy=f"Write TABLE/KEY, like records/2024-05-16-state-visit; the tables are {', '.join(KEYS)}.",
            )
        return RowKey(table, key)

    def __str__(self) -> str:
        return f"{self.table} {', '.join(map(str, self.values))}"


@dataclass(frozen=True, slots=True)
class StoredRow:
    """A row as the store holds it.

    Attributes
    ----------
    version
        Counts the row's changes from 1, over retirement and restoration; an update names the version that it saw.
    changed_in
        Number of the change that made it so.
    """

    row: Row
    version: int
    changed_in: int

    @property
    def key(self) -> RowKey:
        """Where it is."""
        return key_of(self.row)


def table_of(row: Row) -> str:
    """Return the name of the table that a row belongs to."""
    return _TABLE_OF[type(row)]


def key_of(row: Row) -> RowKey:
    """Return the key of a row."""
    table = table_of(row)
    return RowKey(table, tuple(getattr(row, name) for name in KEYS[table]))


def is_same(one: Row | None, other: Row | None) -> bool:
    """Tell whether two rows say the same; a record's version is not part of what it says."""
    if one is None or other is None:
        return one is other
    return type(one) is type(other) and _content(one) == _content(other)


def encode_row(row: Row) -> dict[str, Value]:
    """Return a row as plain values by column.

    Raises
    ------
    InvalidValue
        If a text has a NUL or half of a surrogate pair, or a number needs more than 64 bits: no database holds those.
    """
    return {item.name: _encode_value(item.name, getattr(row, item.name)) for item in fields(row)}


def decode_row(table: str, values: Mapping[str, Any]) -> Any:
    """Return the row that plain values make, validated; columns that the type does not have are passed over.

    Raises
    ------
    InvalidValue
        If the values are not sound, or too few.
    """
    types = column_types(table)
    try:
        return STORED_TYPES[table](
            **{
                name: None if value is None else types[name].python_type(value)
                for name, value in values.items()
                if name in types
            }
        )
    except InvalidValue as error:
        raise error.at(file=table) from error
    except (TypeError, ValueError) as error:
        raise InvalidValue(f"The values make no row: {error}", where=Location(file=table)) from error


@dataclass(frozen=True, slots=True)
class ColumnType:
    """What a column holds: the Python type of its values, and whether it can be empty."""

    python_type: type[Any]
    nullable: bool


@cache
def column_types(table: str) -> Mapping[str, ColumnType]:
    """Return the types of a table's columns, in their order, read off the model's annotations."""
    row_type = STORED_TYPES[table]
    hints = get_type_hints(row_type)
    return {item.name: _column_type(hints[item.name]) for item in fields(row_type)}


def _column_type(hint: Any) -> ColumnType:
    options = get_args(hint)
    if not options:
        return ColumnType(hint, nullable=False)
    (python_type,) = (option for option in options if option is not NoneType)
    return ColumnType(python_type, nullable=True)


def _content(row: Row) -> dict[str, Any]:
    content = {item.name: getattr(row, item.name) for item in fields(row)}
    if isinstance(row, Record):
        del content["version"]
    return content


def _encode_value(name: str, value: Any) -> Value:
    plain = value.value if isinstance(value, Enum) else value
    if isinstance(plain, str):
        if "\0" in plain:
            raise InvalidValue("It holds a NUL character.", where=Location(field=name), remedy="Take it out.")
        if any("\ud800" <= character <= "\udfff" for character in plain):
            raise InvalidValue(
                "It holds half of a surrogate pair, which is no character.",
                where=Location(field=name),
                remedy="Type the text again.",
            )
    elif isinstance(plain, int) and not -(2**63) <= plain < 2**63:
        raise InvalidValue(f"{plain} is too large.", where=Location(field=name), remedy="Give a smaller number.")
    return plain
