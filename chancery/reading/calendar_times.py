"""What days, months, seasons and years of the calendar mean, as EDTF: on 5 May, this autumn, by 2027."""

from __future__ import annotations

import datetime as dt
import re

from chancery.reading.almanac import (
    Direction,
    day_value,
    interval,
    make_day,
    month_value,
    nearest_day,
    nearest_month,
    nearest_season,
    shift_day,
    year_value,
)
from chancery.reading.time_words import SEASONS, Setting, month_of, number_of, ordinal_of, year_of


def _day_of(day: str, month: str, year: str | None, setting: Setting) -> dt.date | None:
    number = month_of(month)
    known = year_of(year, setting)
    if known is not None:
        return make_day(known, number, ordinal_of(day))
    if setting.anchor is None or year:
        return None
    return nearest_day(setting.anchor, number, ordinal_of(day), setting.direction)


def resolve_day(match: re.Match[str], setting: Setting) -> str | None:
    """Resolve a day of a month, with its year or the nearest."""
    made = _day_of(match["day"], match["month"], match["year"], setting)
    return day_value(made) if made else None


def resolve_days(match: re.Match[str], setting: Setting) -> str | None:
    """Resolve days of a month, or of two: 14 to 17 May."""
    groups = match.groupdict()
    last = _day_of(groups["day2"], groups.get("month2") or groups["month"], groups["year"], setting)
    if last is None:
        return None
    first = make_day(last.year, month_of(groups["month"]), ordinal_of(groups["day"]))
    if first and first > last:
        first = make_day(last.year - 1, first.month, first.day)
    return interval(day_value(first), day_value(last)) if first else None


def resolve_iso_day(match: re.Match[str], setting: Setting) -> str | None:
    """Resolve a day in figures, the year first."""
    made = make_day(int(match["y"]), int(match["m"]), int(match["d"]))
    return day_value(made) if made else None


def resolve_numeric_day(match: re.Match[str], setting: Setting) -> str | None:
    """Read 15.05.2024 and 15/05/2024; with a slash, a day that could be a month is nobody's to guess."""
    first, second = int(match["a"]), int(match["b"])
    if match["sep"] == "/" and first <= 12 and second <= 12 and first != second:
        return None
    day, month = (second, first) if second > 12 else (first, second)
    made = make_day(int(match["y"]), month, day)
    return day_value(made) if made else None


def resolve_month_of_year(match: re.Match[str], setting: Setting) -> str | None:
    """Resolve a month with its year: June of last year."""
    year = year_of(match["year"], setting)
    return month_value(year, month_of(match["month"])) if year else None


def resolve_month(match: re.Match[str], setting: Setting) -> str | None:
    """Resolve a month without a year to the nearest that the verb allows."""
    if setting.anchor is None:
        return None
    return month_value(*nearest_month(setting.anchor, month_of(match["month"]), setting.direction))


def resolve_relative_month(match: re.Match[str], setting: Setting) -> str | None:
    """Resolve "last June" (the last one before this month), "this June", "next June"."""
    if setting.anchor is None:
        return None
    relation, month = match["relation"].lower(), month_of(match["month"])
    year, current = setting.anchor.last.year, setting.anchor.last.month
    if relation in ("last", "past", "this past"):
        year -= month >= current
    elif relation in ("next", "the coming", "this coming", "coming"):
        year += month <= current
    return month_value(year, month)


def resolve_months(match: re.Match[str], setting: Setting) -> str | None:
    """Resolve a run of months: from May to July."""
    first, last = month_of(match["month"]), month_of(match["month2"])
    year = year_of(match["year"], setting)
    if year is None:
        if setting.anchor is None:
            return None
        year = nearest_month(setting.anchor, last, setting.direction)[0]
    return interval(month_value(year - (first > last), first), month_value(year, last))


def resolve_part_of_month(match: re.Match[str], setting: Setting) -> str | None:
    """Resolve "the first week of April": seven days, the last week being the last seven."""
    year = year_of(match["year"], setting)
    month = month_of(match["month"])
    if year is None:
        if setting.anchor is None:
            return None
        year, month = nearest_month(setting.anchor, month, setting.direction)
    which = match["which"].lower()
    if which == "last":
        end = shift_day(dt.date(year, month, 1), 1) - dt.timedelta(1)
        return interval(day_value(end - dt.timedelta(6)), day_value(end))
    start = dt.date(year, month, 1) + dt.timedelta(7 * ({"first": 1, "second": 2, "third": 3}[which] - 1))
    return interval(day_value(start), day_value(start + dt.timedelta(6)))


def resolve_season(match: re.Match[str], setting: Setting) -> str | None:
    """Resolve a season to its code; which year the verb and the words before it say."""
    code = SEASONS[match["season"].lower()]
    groups = match.groupdict()
    year = year_of(groups.get("year"), setting)
    if year is None:
        if setting.anchor is None or groups.get("year"):
            return None
        relation = (groups.get("relation") or "").lower()
        direction: Direction = {"last": "past", "next": "future", "coming": "future"}.get(relation, setting.direction)  # type: ignore[assignment]
        year = nearest_season(setting.anchor, code, direction)
        if relation == "this":
            year = setting.anchor.last.year
        elif (
            relation in ("next", "coming")
            and dt.date(year, {21: 3, 22: 6, 23: 9, 24: 12}[code], 1) <= setting.anchor.first
        ):
            year += 1
        elif (
            relation == "last"
            and shift_day(dt.date(year, {21: 3, 22: 6, 23: 9, 24: 12}[code], 1), 3) > setting.anchor.last
        ):
            year -= 1
    return f"{year_value(year)}-{code}"


def resolve_years(match: re.Match[str], setting: Setting) -> str | None:
    """Resolve a run of years: 2025-2026."""
    first, last = int(match["y1"]), match["y2"]
    end = int(last) if len(last) == 4 else int(match["y1"][: 4 - len(last)] + last)
    return interval(year_value(first), year_value(end)) if end >= first else None


def resolve_part_of_year(match: re.Match[str], setting: Setting) -> str | None:
    """Resolve halves and quarters of a year."""
    words = match["year"]
    year = setting.anchor.last.year if words == "the year" and setting.anchor else year_of(words, setting)
    if year is None:
        return None
    which = {"first": 0, "second": 1, "third": 2, "fourth": 3, "last": -1}[match["which"].lower()]
    months = {"half": 6, "quarter": 3}[match["part"].lower()]
    start = 12 - months + 1 if which < 0 else which * months + 1
    if start > 12:
        return None
    return interval(month_value(year, start), month_value(year, start + months - 1))


def resolve_edge_months(match: re.Match[str], setting: Setting) -> str | None:
    """Resolve "the first three months of the year"."""
    words = match["year"]
    year = setting.anchor.last.year if words == "the year" and setting.anchor else year_of(words, setting)
    count = int(number_of(match["count"]))
    if year is None or not 1 <= count <= 12:
        return None
    if match["which"].lower() == "first":
        return interval(month_value(year, 1), month_value(year, count))
    return interval(month_value(year, 13 - count), month_value(year, 12))


def resolve_plain_year(match: re.Match[str], setting: Setting) -> str | None:
    """Resolve a year."""
    return year_value(int(match["y"]))


def resolve_decade(match: re.Match[str], setting: Setting) -> str | None:
    """Resolve a decade: the 1990s."""
    return f"{match['decade']}X"


def resolve_relative_year(match: re.Match[str], setting: Setting) -> str | None:
    """Resolve a year named by where it lies: last year, that year."""
    words = re.sub(
        r"^(?:the )?(?:early|earlier|late|later|end of|beginning of|start of|middle of)\s(?:in\s)?",
        "",
        match.group().lower(),
    )
    if words == "the year" and setting.anchor:
        return year_value(setting.anchor.last.year)
    year = year_of(words, setting)
    return year_value(year) if year else None


def resolve_count_of_years(match: re.Match[str], setting: Setting) -> str | None:
    """Resolve a count of years to the year in which it began."""
    if setting.anchor is None:
        return None
    return year_value(setting.anchor.last.year - int(number_of(match["count"])))
