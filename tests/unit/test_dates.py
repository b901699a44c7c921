"""EDTF values: their bounds, how exactly they are known, and how they read."""

from __future__ import annotations

import datetime as dt

import pytest

from chancery.dates import DATE_PRECISIONS, DatePrecision, Edtf, explain
from chancery.errors import InvalidDate

DAY, MONTH, SEASON, YEAR = DatePrecision.DAY, DatePrecision.MONTH, DatePrecision.SEASON, DatePrecision.YEAR
RANGE, OPEN, NONE = DatePrecision.RANGE, DatePrecision.OPEN, DatePrecision.NONE

CASES: list[tuple[str, tuple[str | None, str | None], DatePrecision, str, str]] = [
    ("2025", ("2025-01-01", "2025-12-31"), YEAR, "", "2025"),
    ("2025-06", ("2025-06-01", "2025-06-30"), MONTH, "", "Jun 2025"),
    ("2024-02", ("2024-02-01", "2024-02-29"), MONTH, "", "Feb 2024"),
    ("2023-02", ("2023-02-01", "2023-02-28"), MONTH, "", "Feb 2023"),
    ("2024-05-16", ("2024-05-16", "2024-05-16"), DAY, "", "16 May 2024"),
    (" 2024-05-16\n", ("2024-05-16", "2024-05-16"), DAY, "", "16 May 2024"),
    ("0988", ("0988-01-01", "0988-12-31"), YEAR, "", "988"),
    ("2025-21", ("2025-03-01", "2025-05-31"), SEASON, "", "spring 2025"),
    ("2025-22", ("2025-06-01", "2025-08-31"), SEASON, "", "summer 2025"),
    ("2025-23", ("2025-09-01", "2025-11-30"), SEASON, "", "autumn 2025"),
    ("2023-24", ("2023-12-01", "2024-02-29"), SEASON, "", "winter 2023–24"),
    ("2024-05-XX", ("2024-05-01", "2024-05-31"), MONTH, "", "May 2024"),
    ("2024-XX", ("2024-01-01", "2024-12-31"), YEAR, "", "2024"),
    ("2024-XX-XX", ("2024-01-01", "2024-12-31"), YEAR, "", "2024"),
    ("202X", ("2020-01-01", "2029-12-31"), RANGE, "", "2020s"),
    ("19XX", ("1900-01-01", "1999-12-31"), RANGE, "", "1900–1999"),
    ("00XX", ("0001-01-01", "0099-12-31"), RANGE, "", "0–99"),
    ("2024?", ("2024-01-01", "2024-12-31"), YEAR, "?", "perhaps 2024"),
    ("1993~", ("1993-01-01", "1993-12-31"), YEAR, "~", "about 1993"),
    ("2024-05%", ("2024-05-01", "2024-05-31"), MONTH, "%", "perhaps about May 2024"),
    ("2024-05-16/2024-05-17", ("2024-05-16", "2024-05-17"), DAY, "", "16–17 May 2024"),
    ("2024-05-30/2024-06-02", ("2024-05-30", "2024-06-02"), DAY, "", "30 May – 2 Jun 2024"),
    ("2024-12-30/2025-01-02", ("2024-12-30", "2025-01-02"), DAY, "", "30 Dec 2024 – 2 Jan 2025"),
    ("2024-05-16/2024-05-16", ("2024-05-16", "2024-05-16"), DAY, "", "16 May 2024"),
    ("2024-05-16/2024-07-17", ("2024-05-16", "2024-07-17"), RANGE, "", "16 May – 17 Jul 2024"),
    ("2024-05/2024-06", ("2024-05-01", "2024-06-30"), RANGE, "", "May 2024 – Jun 2024"),
    ("2024/2025", ("2024-01-01", "2025-12-31"), RANGE, "", "2024–2025"),
    ("2024?/2025~", ("2024-01-01", "2025-12-31"), RANGE, "%", "perhaps 2024 – about 2025"),
    ("2024~/2025", ("2024-01-01", "2025-12-31"), RANGE, "~", "about 2024 – 2025"),
    ("../2027", (None, "2027-12-31"), OPEN, "", "by 2027"),
    ("/2027-05", (None, "2027-05-31"), OPEN, "", "until May 2027"),
    ("2025-04-21/..", ("2025-04-21", None), OPEN, "", "from 21 Apr 2025"),
    ("2024-05/", ("2024-05-01", None), OPEN, "", "since May 2024"),
    ("", (None, None), NONE, "", "no date"),
    ("   ", (None, None), NONE, "", "no date"),
]


@pytest.mark.parametrize(("value", "bounds", "precision", "qualifier", "text"), CASES)
def test_a_value_is_read(
    value: str, bounds: tuple[str | None, str | None], precision: DatePrecision, qualifier: str, text: str
) -> None:
    date = Edtf.parse(value)
    assert date.value == value.strip()
    assert (str(date.first) if date.first else None, str(date.last) if date.last else None) == bounds
    assert (date.precision, date.qualifier, date.text) == (precision, qualifier, text)


@pytest.mark.parametrize(
    "value",
    [
        "01/02/2024",
        "2024-02-30",
        "2023-02-29",
        "3 March",
        "12 noyabr 2021",
        "2024-13",
        "2024-00",
        "2024-25",
        "2024-5-6",
        "20240516",
        "2024-21-05",
        "2024-XX-05",
        "202X-05",
        "XXXX",
        "0000",
        "24",
        "2024-05-16T10:00",
        "../..",
        "/",
        "../",
        "2025/2024",
        "2024-05-17/2024-05-16",
        "2024/2025/2026",
        "2024??",
        "-2024",
        "NaN",
        "２０２４",
        "٢٠٢٤-٠٥",
        "{{7*7}}",
        "2024\x00",
    ],
)
def test_what_is_no_date_is_refused_and_says_how_to_write_one(value: str) -> None:
    with pytest.raises(InvalidDate) as caught:
        Edtf.parse(value)
    assert caught.value.remedy


def test_the_sentence_names_the_value_that_is_refused() -> None:
    with pytest.raises(InvalidDate, match=r"'2024-02-30' names a day, month or season that does not exist\."):
        Edtf.parse("2024-02-30")


@pytest.mark.parametrize(
    ("value", "first", "last", "overlaps"),
    [
        ("2024-05-16", "2024-05-16", "2024-05-16", True),
        ("2024-05-16", "2024-05-17", None, False),
        ("2024-05-16", None, "2024-05-15", False),
        ("2024", "2024-12-31", "2025-12-31", True),
        ("2024", "2025-01-01", "2025-12-31", False),
        ("../2027", "2020-01-01", "2020-12-31", True),
        ("../2027", "2028-01-01", None, False),
        ("2025-04-21/..", "2030-01-01", "2030-12-31", True),
        ("2025-04-21/..", None, "2025-04-20", False),
        ("", None, None, True),
        ("", "2024-01-01", None, False),
        ("", None, "2024-01-01", False),
    ],
)
def test_a_date_overlaps_the_days_that_it_can_lie_in(
    value: str, first: str | None, last: str | None, overlaps: bool
) -> None:
    ends = (dt.date.fromisoformat(day) if day else None for day in (first, last))
    assert Edtf.parse(value).overlaps(*ends) is overlaps


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("2024-05-16", ""),
        ("2024-05-16/2024-05-17", ""),
        ("", "No source gives a date."),
        ("2025-06", "Known only to the month."),
        ("2025-23", "Known only to the season."),
        ("2025", "Known only to the year."),
        ("202X", "Known only to lie or to run within this range."),
        ("../2027", "Only the latest possible date is given."),
        ("2025-04-21/..", "Announced or begun on 21 Apr 2025; no end is given."),
        ("2025-04/..", "Announced or begun in Apr 2025; no end is given."),
        ("2024-05-16?", "The source is unsure."),
        ("2024~", "Known only to the year. The date is approximate."),
        ("2024%", "Known only to the year. The source is unsure. The date is approximate."),
    ],
)
def test_what_is_uncertain_is_said(value: str, sentence: str) -> None:
    date = Edtf.parse(value)
    assert explain(date) == date.explanation == sentence


def test_every_precision_has_words() -> None:
    assert set(DATE_PRECISIONS) == set(DatePrecision)
    assert len(set(DATE_PRECISIONS.values())) == len(DatePrecision)
