"""Dates: what a reader sees and what is computed with are the same date, and it fits the sources."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from chancery.dates import DatePrecision, Edtf
from chancery.errors import ChanceryError, InvalidValue, Location
from chancery.exchange.package import PackageContent
from chancery.model import Evidence, Record, Source
from chancery.vocabulary import Status

_MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_FULL_MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES, start=1)}
_MONTHS = _FULL_MONTHS | {name[:3]: number for name, number in _FULL_MONTHS.items()} | {"Sept": 9}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_YEAR = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)(?!\d)")
_NAMED_MONTH = re.compile(rf"\b({_MONTH})\b")
_DAY = r"(\d{1,2})(?:\s*[-–—]\s*(\d{1,2}))?"
_DAY_MONTH = re.compile(rf"(?<!\d){_DAY}\s+({_MONTH})\b")
_MONTH_DAY = re.compile(rf"\b({_MONTH})\s+{_DAY}(?!\d)")
_ASIDE = re.compile(r"\([^)]*\)")


def find_date_disagreements(content: PackageContent) -> Iterator[ChanceryError]:
    """Yield a fault for each record whose `date_text` does not tell the date of its `date_edtf`."""
    for number, record in content.numbered("records"):
        words = find_disagreement(record.date, record.date_text)
        if words:
            yield InvalidValue(
                f"'{record.date_text}' does not agree with {record.date_edtf or 'an empty date_edtf'}: {words}.",
                where=Location("records.csv", number, "date_text"),
                remedy=f"Write it like '{record.date.text}', or mend date_edtf.",
            )


def find_disagreement(date: Edtf, text: str) -> str:
    """Say in which part a text and a date differ; empty if they agree.

    Only what the text names is compared: years, months and days in English, words in brackets aside. A date with a year
    wants the year named, so that the text is understood on its own.

    >>> find_disagreement(Edtf.parse("2024-05-16/2024-05-17"), "16–18 May 2024")
    'day 18 May'
    """
    told = _ASIDE.sub(" ", text)
    years = [int(year) for year in _YEAR.findall(told)]
    if date.precision is DatePrecision.NONE:
        return f"year {years[0]}" if years else ""
    if not years and date.precision is not DatePrecision.OPEN:
        return "it names no year"
    first, last = date.first or dt.date.min, date.last or dt.date.max
    for year in years:
        if not first.year <= year <= last.year:
            return f"year {year}"
    if date.precision is DatePrecision.OPEN:
        return ""
    return _find_wrong_month(first, last, told) or _find_wrong_day(first, last, told)


def find_early_sources(content: PackageContent) -> Iterator[ChanceryError]:
    """Yield a fault for each record that is said to be over, though all its sources were published before its date."""
    sources: dict[str, Source] = {row.source_id: row for row in content.tables["sources"].rows}
    published: dict[str, list[Edtf]] = {}
    evidence: tuple[Evidence, ...] = content.tables["evidence"].rows
    for row in evidence:
        if row.source_id in sources:
            published.setdefault(row.record_id, []).append(Edtf.parse(sources[row.source_id].published))
    for number, record in content.numbered("records"):
        if _is_foretold(record, published.get(record.record_id, [])):
            yield InvalidValue(
                f"It is {record.status.value}, but all its sources were published before {record.date_edtf}.",
                where=Location("records.csv", number, "status"),
                remedy="Make it planned, add a later source, or mend the date.",
            )


def _is_foretold(record: Record, published: list[Edtf]) -> bool:
    first = record.date.first
    if record.status not in (Status.HELD, Status.COMPLETED) or first is None or not published:
        return False
    return all(date.last is not None and date.last < first for date in published)


def _find_wrong_month(first: dt.date, last: dt.date, text: str) -> str:
    low, high = first.year * 12 + first.month, last.year * 12 + last.month
    inside = {(month - 1) % 12 + 1 for month in range(low, min(high, low + 11) + 1)}
    for name in _NAMED_MONTH.findall(text):
        if _MONTHS[name] not in inside:
            return f"month {name}"
    return ""


def _find_wrong_day(first: dt.date, last: dt.date, text: str) -> str:
    found = [(month, days) for *days, month in _DAY_MONTH.findall(text)]
    found += [(month, days) for month, *days in _MONTH_DAY.findall(text)]
    for month, days in found:
        for day in filter(None, days):
            candidates = (_make_day(year, _MONTHS[month], int(day)) for year in range(first.year, last.year + 1))
            if not any(date and first <= date <= last for date in candidates):
                return f"day {day} {month}"
    return ""


def _make_day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
