"""Cells of the package's tables: a value as text, and text as a value.

Every value has exactly one text, so that what was read is written back byte for byte.
"""

from __future__ import annotations

import datetime as dt
import re
from enum import Enum

from chancery.errors import InvalidValue, Location
from chancery.exchange.table import Column

CELL_LIMIT = 131_072
"""The longest cell, in characters: the limit of Python's own CSV reader."""

Value = str | int | float | Enum | None

_INTEGER = re.compile(r"-?[0-9]{1,15}")
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_QUOTED = re.compile(r'[",\r\n]')
_SURROGATE = re.compile("[\ud800-\udfff]")


def parse_cell(column: Column, cell: str) -> Value:
    """Return the value that a cell of a column holds.

    An empty cell is the empty text, or ``None`` where the column holds numbers or terms.

    Raises
    ------
    InvalidValue
        If the column cannot hold it; the location names the column.
    """
    if "\0" in cell:
        raise _fault(column, "It holds a NUL character.", "Take the character out.")
    if not cell:
        if column.required:
            raise _fault(column, "It is empty.", f"Fill it in, like {column.example}.")
        return "" if column.terms is None and column.type in ("string", "date") else None
    if column.terms is not None:
        return _parse_term(column, column.terms, cell)
    match column.type:
        case "integer":
            return int(_parse_number(column, cell, _INTEGER, "a whole number"))
        case "number":
            return _parse_number(column, cell, _NUMBER, "a number")
        case "date":
            return _parse_day(column, cell)
        case "string":
            return _parse_text(column, cell)


def format_cell(value: Value) -> str:
    """Return the text of a value, without quotes.

    Raises
    ------
    InvalidValue
        If no UTF-8 table can hold the text: it has a NUL or half of a surrogate pair, or is longer than `CELL_LIMIT`.
    """
    match value:
        case None:
            return ""
        case Enum():
            return str(value.value)
        case float():
            return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
        case int():
            return str(value)
        case _:
            check_text(value)
            if len(value) > CELL_LIMIT:
                remedy = f"A cell holds {CELL_LIMIT:,} at most."
                raise InvalidValue(f"It has {len(value):,} characters.", remedy=remedy)
            return value


def check_text(text: str) -> None:
    """Refuse a text that no UTF-8 file gives back.

    Raises
    ------
    InvalidValue
        If it has a NUL or half of a surrogate pair.
    """
    if "\0" in text:
        raise InvalidValue("It holds a NUL character.", remedy="Take the character out.")
    if _SURROGATE.search(text):
        raise InvalidValue("It holds half of a surrogate pair, which is no character.", remedy="Type the text again.")


def quote_cell(cell: str) -> str:
    """Return a cell as RFC 4180 has it in a row: in quotes only where it needs them.

    Python's `csv.writer` quotes differently from version to version (a lone carriage return, for one).
    """
    if _QUOTED.search(cell) is None:
        return cell
    doubled = cell.replace('"', '""')
    return f'"{doubled}"'


def _parse_term(column: Column, terms: type[Enum], cell: str) -> Enum:
    for term in terms:
        if str(term.value) == cell:
            return term
    known = ", ".join(str(term.value) for term in terms)
    raise _fault(column, f"'{cell}' is not one of the known values.", f"Use one of {known}.")


def _parse_number(column: Column, cell: str, form: re.Pattern[str], noun: str) -> float:
    if not form.fullmatch(cell):
        remedy = f"Write it like {column.example}"
        remedy += ", with a decimal point." if "," in cell else "."
        raise _fault(column, f"'{cell}' is not {noun}.", remedy)
    number = float(cell)
    low = "" if column.minimum is None else f" from {column.minimum:g}"
    high = "" if column.maximum is None else f" to {column.maximum:g}"
    too_low = column.minimum is not None and number < column.minimum
    too_high = column.maximum is not None and number > column.maximum
    if too_low or too_high or number in (float("inf"), float("-inf")):
        raise _fault(column, f"{cell} is out of range.", f"Give {noun}{low}{high}.")
    return number


def _parse_day(column: Column, cell: str) -> str:
    try:
        if not _DAY.fullmatch(cell):
            raise ValueError(cell)
        dt.date.fromisoformat(cell)
    except ValueError as error:
        raise _fault(column, f"'{cell}' is not a day.", f"Write it as {column.example}.") from error
    return cell


def _parse_text(column: Column, cell: str) -> str:
    if column.pattern and not re.fullmatch(column.pattern, cell):
        raise _fault(column, f"'{cell}' is not of the form {column.pattern}.", f"Write it like {column.example}.")
    return cell


def _fault(column: Column, message: str, remedy: str) -> InvalidValue:
    return InvalidValue(message, where=Location(field=column.name), remedy=remedy)
