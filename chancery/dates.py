"""EDTF values: what is known of a date, its bounds, and how it reads.

The Extended Date/Time Format is ISO 8601-2:2019; the Library of Congress describes it at
https://www.loc.gov/standards/datetime/. Chancery holds dates at level 1 with day precision: ``2025``, ``2025-06``,
``2024-05-16``, seasons (``2025-23``, autumn), qualified values (``2024?`` uncertain, ``2024~`` approximate, ``2024%``
both), unspecified digits (``202X``, ``2024-05-XX``) and intervals whose ends may be open (``../2027``) or unknown
(``2024-05/``).

>>> str(Edtf.parse("2024-05-16/2024-05-17").last)
'2024-05-17'
>>> Edtf.parse("../2027").text
'by 2027'
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from chancery.errors import InvalidDate

OPEN_END = ".."
"""EDTF's mark for an interval that has no end on that side."""

SEASONS = {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}
"""EDTF season codes and their names."""

_SEASON_MONTHS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 2)}
_MONTHS = ("", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_POINT = re.compile(r"(\d{4}|\d{3}X|\d{2}XX)(?:-(\d{2}|XX)(?:-(\d{2}|XX))?)?([?~%])?", re.ASCII)
_REMEDY = (
    "Write it as 2025, 2025-06, 2025-06-14, 2025-23 (autumn), "
    "2025-06-01/2025-06-14, ../2027 (by then) or 2025-04-21/.. (from then)."
)


class DatePrecision(StrEnum):
    """The finest unit that a date is known to."""

    DAY = "day"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"
    RANGE = "range"
    OPEN = "open"
    NONE = "none"


DATE_PRECISIONS: dict[DatePrecision, str] = {
    DatePrecision.DAY: "to the day",
    DatePrecision.MONTH: "to the month",
    DatePrecision.SEASON: "to the season",
    DatePrecision.YEAR: "to the year",
    DatePrecision.RANGE: "a longer range",
    DatePrecision.OPEN: "open at one end",
    DatePrecision.NONE: "no date",
}


@dataclass(frozen=True, slots=True)
class _Point:
    """One end of an interval, or a date alone."""

    first: dt.date
    last: dt.date
    precision: DatePrecision
    qualifier: str
    text: str


@dataclass(frozen=True, slots=True)
class Edtf:
    """One EDTF value, parsed.

    Attributes
    ----------
    value
        The value as written, without surrounding blanks.
    first, last
        The earliest and the latest day that it can mean, both inclusive; ``None`` where that side is open or unknown.
    precision
        The finest unit known; an interval within 31 days counts as known to the day.
    qualifier
        ``""``, ``"?"``, ``"~"`` or ``"%"``; the stronger of both ends for an interval.
    text
        The value as a reader sees it: ``16-17 May 2024`` (with an en dash), ``autumn 2025``, ``by 2027``.
    """

    value: str
    first: dt.date | None
    last: dt.date | None
    precision: DatePrecision
    qualifier: str
    text: str

    @staticmethod
    def parse(value: str) -> Edtf:
        """Read an EDTF level 1 value.

        Parameters
        ----------
        value
            The text; blanks around it do not count. An empty text is a date that nobody gives.

        Raises
        ------
        InvalidDate
            If it is no such value, names a day that does not exist, or ends before it begins.
        """
        return _parse(value.strip())

    @property
    def explanation(self) -> str:
        """Say what is uncertain about the date; empty if it is known to the day."""
        return explain(self)

    def overlaps(self, first: dt.date | None, last: dt.date | None) -> bool:
        """Tell whether the date can lie within the days from `first` to `last`, ``None`` being open."""
        if self.precision is DatePrecision.NONE:
            return first is None and last is None
        starts_in_time = last is None or self.first is None or self.first <= last
        ends_in_time = first is None or self.last is None or self.last >= first
        return starts_in_time and ends_in_time


@lru_cache(maxsize=65_536)
def _parse(value: str) -> Edtf:
    if not value:
        return Edtf("", None, None, DatePrecision.NONE, "", "no date")
    if value.count("/") == 1:
        return _parse_interval(value)
    point = _parse_point(value, value)
    return Edtf(value, point.first, point.last, point.precision, point.qualifier, _qualified(point))


def _parse_interval(value: str) -> Edtf:
    left, right = value.split("/")
    start = None if left in ("", OPEN_END) else _parse_point(left, value)
    end = None if right in ("", OPEN_END) else _parse_point(right, value)
    if start is None and end is None:
        raise InvalidDate(f"'{value}' is open at both ends.", remedy=_REMEDY)
    if start is not None and end is not None and start.first > end.last:
        raise InvalidDate(f"'{value}' ends before it begins.", remedy="Put the earlier date first.")
    qualifier = _stronger(start.qualifier if start else "", end.qualifier if end else "")
    first = start.first if start else None
    last = end.last if end else None
    if first is None or last is None:
        precision = DatePrecision.OPEN
    elif start is not None and start.precision is DatePrecision.DAY and (last - first).days < 31:
        precision = DatePrecision.DAY
    else:
        precision = DatePrecision.RANGE
    return Edtf(value, first, last, precision, qualifier, _interval_text(left, start, right, end))


def _parse_point(text: str, whole: str) -> _Point:
    match = _POINT.fullmatch(text)
    if match is None:
        raise InvalidDate(f"'{whole}' is not an EDTF date.", remedy=_REMEDY)
    year, month, day, qualifier = match.groups()
    if day is not None and month == "XX" and day != "XX":
        raise InvalidDate(f"'{whole}' gives a day of an unknown month.", remedy=_REMEDY)
    try:
        first, last, precision, words = _point_bounds(year, month, day)
    except ValueError as error:
        raise InvalidDate(f"'{whole}' names a day, month or season that does not exist.", remedy=_REMEDY) from error
    return _Point(first, last, precision, qualifier or "", words)


def _point_bounds(year: str, month: str | None, day: str | None) -> tuple[dt.date, dt.date, DatePrecision, str]:
    if "X" in year:
        low, high = int(year.replace("X", "0")), int(year.replace("X", "9"))
        span = f"{low}s" if year.count("X") == 1 else f"{low}–{high}"
        if month not in (None, "XX"):
            raise ValueError(year)
        return dt.date(max(low, 1), 1, 1), dt.date(high, 12, 31), DatePrecision.RANGE, span
    number = int(year)
    if month is None or month == "XX":
        return dt.date(number, 1, 1), dt.date(number, 12, 31), DatePrecision.YEAR, str(number)
    unit = int(month)
    if unit in SEASONS:
        if day is not None:
            raise ValueError(month)
        start, end = _SEASON_MONTHS[unit]
        end_year = number + 1 if end < start else number
        words = f"{SEASONS[unit]} {number}" if end_year == number else f"{SEASONS[unit]} {number}–{end_year % 100:02}"
        return dt.date(number, start, 1), _last_of_month(end_year, end), DatePrecision.SEASON, words
    if day is None or day == "XX":
        words = f"{_MONTHS[dt.date(number, unit, 1).month]} {number}"
        return dt.date(number, unit, 1), _last_of_month(number, unit), DatePrecision.MONTH, words
    exact = dt.date(number, unit, int(day))
    return exact, exact, DatePrecision.DAY, f"{exact.day} {_MONTHS[exact.month]} {exact.year}"


def _last_of_month(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def _stronger(left: str, right: str) -> str:
    marks = {left, right} - {""}
    if not marks:
        return ""
    return marks.pop() if len(marks) == 1 else "%"


def _qualified(point: _Point) -> str:
    prefix = {"": "", "?": "perhaps ", "~": "about ", "%": "perhaps about "}[point.qualifier]
    return prefix + point.text


def _interval_text(left: str, start: _Point | None, right: str, end: _Point | None) -> str:
    if start is None or end is None:
        return _open_text(left, start, right, end)
    if (start.first, start.text) == (end.first, end.text):
        return _qualified(start)
    if start.qualifier or end.qualifier or start.precision is not end.precision:
        return f"{_qualified(start)} – {_qualified(end)}"
    if start.precision is DatePrecision.YEAR:
        return f"{start.text}–{end.text}"
    if start.precision is DatePrecision.DAY and start.first.year == end.first.year:
        return _shared_year_text(start.first, end.first)
    return f"{start.text} – {end.text}"


def _open_text(left: str, start: _Point | None, right: str, end: _Point | None) -> str:
    if start is not None:
        return ("from " if right == OPEN_END else "since ") + _qualified(start)
    return ("by " if left == OPEN_END else "until ") + _qualified(end) if end is not None else ""


def _shared_year_text(first: dt.date, last: dt.date) -> str:
    end = f"{last.day} {_MONTHS[last.month]} {last.year}"
    return f"{first.day}–{end}" if first.month == last.month else f"{first.day} {_MONTHS[first.month]} – {end}"


def explain(date: Edtf) -> str:
    """Say in one sentence what is uncertain about a date; empty if nothing is.

    >>> explain(Edtf.parse("2025-04-21/.."))
    'Announced or begun on 21 Apr 2025; no end is given.'
    """
    sentences: list[str] = []
    match date.precision:
        case DatePrecision.NONE:
            sentences.append("No source gives a date.")
        case DatePrecision.OPEN if date.first is None:
            sentences.append("Only the latest possible date is given.")
        case DatePrecision.OPEN:
            start = _parse(date.value.split("/")[0])
            on = "on" if start.precision is DatePrecision.DAY else "in"
            sentences.append(f"Announced or begun {on} {start.text}; no end is given.")
        case DatePrecision.MONTH | DatePrecision.SEASON | DatePrecision.YEAR:
            sentences.append(f"Known only to the {date.precision}.")
        case DatePrecision.RANGE:
            sentences.append("Known only to lie or to run within this range.")
        case DatePrecision.DAY:
            pass
    if date.qualifier in ("?", "%"):
        sentences.append("The source is unsure.")
    if date.qualifier in ("~", "%"):
        sentences.append("The date is approximate.")
    return " ".join(sentences)
