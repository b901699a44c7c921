"""Arithmetic of the calendar that phrases of time need, with EDTF values as its results."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from typing import Literal

from chancery.dates import Edtf

Direction = Literal["past", "future", "unknown"]


@dataclass(frozen=True, slots=True)
class Anchor:
    """The day, month or year that a text was published on: what its phrases are resolved against.

    Attributes
    ----------
    first, last
        Bounds, the same day where the day is known.
    value
        The EDTF value itself.
    """

    first: dt.date
    last: dt.date
    value: str

    @classmethod
    def of(cls, published: str) -> Anchor | None:
        """Read an EDTF value; none if it is empty or open at an end.

        Raises
        ------
        InvalidDate
            If it is no EDTF value.
        """
        date = Edtf.parse(published)
        if date.first is None or date.last is None:
            return None
        return cls(date.first, date.last, date.value)

    @property
    def knows_day(self) -> bool:
        """Whether the day is known."""
        return self.first == self.last

    @property
    def knows_month(self) -> bool:
        """Whether the month is known."""
        return (self.first.year, self.first.month) == (self.last.year, self.last.month)

    @property
    def ahead(self) -> str:
        """The open interval that begins with publication."""
        return f"{self.value.split('/')[-1]}/.."

    @property
    def behind(self) -> str:
        """The open interval that ends with publication."""
        return f"../{self.value.split('/')[0]}"


def day_value(day: dt.date) -> str:
    """Return a day as EDTF."""
    return day.isoformat()


def month_value(year: int, month: int) -> str:
    """Return a month as EDTF."""
    return f"{year:04d}-{month:02d}"


def year_value(year: int) -> str:
    """Return a year as EDTF."""
    return f"{year:04d}"


def interval(left: str, right: str) -> str:
    """Join two values; the same value twice is that value, and an interval of intervals spans both."""
    start, end = left.split("/", maxsplit=1)[0], right.rsplit("/", maxsplit=1)[-1]
    return start if start == end else f"{start}/{end}"


def make_day(year: int, month: int, day: int) -> dt.date | None:
    """Return a day, or none if it does not exist."""
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def add_months(year: int, month: int, count: int) -> tuple[int, int]:
    """Return the month that lies `count` months later."""
    index = year * 12 + (month - 1) + count
    return index // 12, index % 12 + 1


def shift_day(day: dt.date, months: int) -> dt.date:
    """Return the day `months` later; the last day of that month where it is shorter."""
    year, month = add_months(day.year, day.month, months)
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def nearest_day(anchor: Anchor, month: int, day: int, direction: Direction) -> dt.date | None:
    """Choose the year for a day and month: the one that lies nearest on the side that the verb points to."""
    middle = anchor.first + (anchor.last - anchor.first) / 2
    days = [made for year in range(middle.year - 4, middle.year + 5) if (made := make_day(year, month, day))]
    if direction == "past":
        days = [made for made in days if made <= anchor.last] or days
    elif direction == "future":
        days = [made for made in days if made >= anchor.first] or days
    return min(days, key=lambda made: (abs((made - middle).days), made), default=None)


def nearest_month(anchor: Anchor, month: int, direction: Direction) -> tuple[int, int]:
    """Choose the year for a month, as `nearest_day` does; the month of publication itself is on either side."""
    last, first = (anchor.last.year, anchor.last.month), (anchor.first.year, anchor.first.month)
    years = range(first[0] - 1, last[0] + 2)
    months = [(year, month) for year in years]
    if direction == "past":
        months = [made for made in months if made <= last]
    elif direction == "future":
        months = [made for made in months if made >= first]
    return min(months, key=lambda made: abs((made[0] - first[0]) * 12 + made[1] - first[1]))


def nearest_season(anchor: Anchor, season: int, direction: Direction) -> int:
    """Choose the year for a season; one that runs on the day of publication is on either side."""
    start = {21: 3, 22: 6, 23: 9, 24: 12}[season]
    years = range(anchor.first.year - 2, anchor.last.year + 3)
    spans = {year: (dt.date(year, start, 1), shift_day(dt.date(year, start, 1), 3) - dt.timedelta(1)) for year in years}
    fitting = [
        year
        for year, (first, last) in spans.items()
        if (direction != "past" or first <= anchor.last) and (direction != "future" or last >= anchor.first)
    ]
    return min(
        fitting, key=lambda year: abs((spans[year][0] + (spans[year][1] - spans[year][0]) / 2 - anchor.first).days)
    )


def nearest_weekday(anchor: Anchor, weekday: int, direction: Direction) -> dt.date:
    """Return the nearest such day before publication, or after it if the verb is future; the same day counts."""
    back = anchor.last - dt.timedelta((anchor.last.isoweekday() - weekday) % 7)
    return anchor.first + dt.timedelta((weekday - anchor.first.isoweekday()) % 7) if direction == "future" else back


def week_value(day: dt.date) -> str:
    """Return the week that holds a day, as far as EDTF level 1 can say it.

    It has no weeks: where the week, Monday to Sunday, lies in one month, that month is given; else the seven days.
    """
    monday = day - dt.timedelta(day.isoweekday() - 1)
    sunday = monday + dt.timedelta(6)
    if monday.month == sunday.month:
        return month_value(monday.year, monday.month)
    return interval(day_value(monday), day_value(sunday))


def bounds_of(value: str) -> tuple[dt.date | None, dt.date | None]:
    """Return the first and the last day of an EDTF value."""
    date = Edtf.parse(value)
    return date.first, date.last
