"""The numbers at the top name what they count, one or many."""

from __future__ import annotations

import datetime as dt

import pytest

from chancery.query.engine import Headline
from chancery.views.headline import list_numbers

NOTHING = Headline(0, 0, 0, 0, 0, 0, None, None)


def test_nothing_is_counted_as_nothing() -> None:
    assert list_numbers(NOTHING) == [
        ("0", "records"),
        ("0", "visits"),
        ("0", "projects"),
        ("0", "places"),
        ("0", "sources"),
    ]


def test_thousands_are_grouped_and_records_without_a_place_are_counted() -> None:
    headline = Headline(1_234_567, 1, 2, 3, 1, 1_000, dt.date(1993, 6, 11), dt.date(2027, 12, 31))
    assert list_numbers(headline) == [
        ("1,234,567", "records"),
        ("1", "visit"),
        ("2", "projects"),
        ("3", "places"),
        ("1", "source"),
        ("1993–2027", "years"),
        ("1,000", "without a place"),
    ]


@pytest.mark.parametrize(
    ("first", "last", "number"),
    [
        (dt.date(2024, 1, 1), dt.date(2024, 12, 31), ("2024", "year")),
        (dt.date(2024, 12, 31), dt.date(2025, 1, 1), ("2024–2025", "years")),
    ],
)
def test_years_are_one_or_a_range(first: dt.date, last: dt.date, number: tuple[str, str]) -> None:
    assert list_numbers(Headline(1, 0, 0, 0, 0, 0, first, last))[-1] == number
