"""Phrases of time, each resolved against the day of publication."""

from __future__ import annotations

import pytest

from chancery.errors import InvalidDate
from chancery.reading.almanac import Anchor
from chancery.reading.article import Article
from chancery.reading.phrases import TimePhrase, find_phrases

MONDAY = "2025-04-21"


def phrases_of(text: str, published: str = MONDAY) -> tuple[TimePhrase, ...]:
    return find_phrases(Article.of(text), Anchor.of(published))


def values_of(text: str, published: str = MONDAY) -> list[str]:
    return [phrase.edtf for phrase in phrases_of(text, published) if phrase.edtf]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # days
        ("They met on 14 May 2024.", "2024-05-14"),
        ("They met on May 14, 2024.", "2024-05-14"),
        ("They met on the 14th of May 2024.", "2024-05-14"),
        ("They met on Friday, April 18.", "2025-04-18"),
        ("They met on April 18.", "2025-04-18"),
        ("They met on Dec. 28.", "2024-12-28"),
        ("They will meet on May 8.", "2025-05-08"),
        ("They will meet on January 8.", "2026-01-08"),
        ("They met on 2024-05-15.", "2024-05-15"),
        ("They met on 15.05.2024.", "2024-05-15"),
        ("They met on 25/02/2024.", "2024-02-25"),
        ("They met on 29 February 2024.", "2024-02-29"),
        ("They met on May 6 last year.", "2024-05-06"),
        # runs of days
        ("It ran from 14 to 17 May.", "2024-05-14/2024-05-17"),
        ("It will run from 14 to 17 May.", "2025-05-14/2025-05-17"),
        ("The visit will last from June 2 to 5.", "2025-06-02/2025-06-05"),
        ("The cargo is due between July 10 and 15.", "2025-07-10/2025-07-15"),
        ("It will be held on May 14–17.", "2025-05-14/2025-05-17"),
        ("It lasted from March 28 to April 3.", "2025-03-28/2025-04-03"),
        ("He travelled there from December 28 to January 3.", "2024-12-28/2025-01-03"),
        # weekdays
        ("They met on Thursday.", "2025-04-17"),
        ("They met on Monday.", "2025-04-21"),
        ("They will meet on Thursday.", "2025-04-24"),
        ("The road opens to traffic on Saturday.", "2025-04-26"),
        ("They met last Monday.", "2025-04-14"),
        ("They will meet next Monday.", "2025-04-28"),
        ("They met on Thursday and Friday.", "2025-04-17/2025-04-18"),
        ("The ministry said on Friday that a bridge will be built.", "2025-04-18"),
        ("On Friday the ministry announced that a bridge will be built.", "2025-04-18"),
        # days counted from publication
        ("They met today.", "2025-04-21"),
        ("They met yesterday.", "2025-04-20"),
        ("They will meet tomorrow.", "2025-04-22"),
        ("They met this morning.", "2025-04-21"),
        ("Later in the day he left.", "2025-04-21"),
        ("They met five days ago.", "2025-04-16"),
        ("They met a week ago.", "2025-04-14"),
        ("They will meet in three days.", "2025-04-24"),
        # months
        ("They met in March.", "2025-03"),
        ("They met in May.", "2024-05"),
        ("They will meet in March.", "2026-03"),
        ("It was updated in June of last year.", "2024-06"),
        ("It was signed in February of this year.", "2025-02"),
        ("The meeting will take place this June.", "2025-06"),
        ("They agreed last September.", "2024-09"),
        ("They will meet in November next year.", "2026-11"),
        ("It opened in December 2009.", "2009-12"),
        ("They met last month.", "2025-03"),
        ("They will meet next month.", "2025-05"),
        ("Earlier this month they met.", "2025-04"),
        ("They met three months ago.", "2025-01"),
        ("Less than a month ago they met.", "2025-03"),
        ("It lasted from March to May 2024.", "2024-03/2024-05"),
        ("It came in the first week of April.", "2025-04-01/2025-04-07"),
        # weeks: EDTF level 1 has none
        ("He is due there this week.", "2025-04"),
        ("They met last week.", "2025-04"),
        ("They will meet next week.", "2025-04-28/2025-05-04"),
        # seasons
        ("The games will be held this autumn.", "2025-23"),
        ("It opened in the summer of 2023.", "2023-22"),
        ("They met last spring.", "2024-21"),
        ("A referendum is planned in autumn.", "2025-23"),
        ("The start was put off until next spring.", "../2026-21"),
        # years
        ("They met in 2024.", "2024"),
        ("He visited it last year.", "2024"),
        ("The plant should start this year.", "2025"),
        ("The session will be held next year.", "2026"),
        ("Two years ago they met.", "2023"),
        ("The road map covers 2025–2026.", "2025/2026"),
        ("It was built from 2011 to 2015.", "2011/2015"),
        ("It was built between 2011 and 2015.", "2011/2015"),
        ("Trade grew in the first half of 2024.", "2024-01/2024-06"),
        ("Trade grew in the third quarter of 2024.", "2024-07/2024-09"),
        ("Trade grew in the first three months of the year.", "2025-01/2025-03"),
        ("It was founded in the 1990s.", "199X"),
        # ends and starts
        ("The plant will be completed by 2027.", "../2027"),
        ("It should follow before the end of the year.", "../2025"),
        ("It should be signed by March.", "../2026-03"),
        ("The tournament runs until December 18.", "../2025-12-18"),
        ("They have worked together since 2007.", "2007/.."),
        ("He dates the joint work back to 2007.", "2007/.."),
        ("Embassies are to reopen within two months.", "2025-04-21/2025-06-21"),
        ("They will meet soon.", "2025-04-21/.."),
        ("He had previously visited it.", "../2025-04-21"),
        # counts
        ("They marked 32 years of diplomatic relations.", "1993"),
        ("They celebrated 25 years as sister cities.", "2000"),
        ("They marked the 30th anniversary of relations.", "1995"),
    ],
)
def test_a_phrase_becomes_the_edtf_value_that_it_means(text: str, expected: str) -> None:
    assert values_of(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "The track is 2000 kilometres long.",
        "About 1,500 people came.",
        "The work took five years.",
        "They held talks for 45 minutes.",
        "It cost $2024 to build.",
        "They may sign it.",
        "They march on the capital.",
        "They met on 01/02/2024.",
        "They met on 30 February 2024.",
    ],
)
def test_no_date_is_read_out_of_durations_amounts_and_days_that_do_not_exist(text: str) -> None:
    assert values_of(text) == []


def test_that_year_is_the_year_of_the_phrase_before() -> None:
    text = "Papers should be signed early in 2018. Builders may start in the second half of that year."
    assert values_of(text, "2017-12-28") == ["2018", "2018-07/2018-12"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They met on 3 May. Two days later they parted.", ["2025-05-03", "2025-05-05"]),
        ("They met on 3 May. A week later they parted.", ["2025-05-03", "2025-05-10"]),
        ("They met on 3 May on the plan for 2026. On the same day they parted.", ["2025-05-03", "2026", "2025-05-03"]),
    ],
)
def test_days_are_counted_from_the_day_told_before(text: str, expected: list[str]) -> None:
    assert values_of(text, "2025-05-14") == expected


def test_a_month_of_publication_makes_weekdays_known_to_the_month() -> None:
    assert values_of("On Friday they signed a memorandum.", "2022-12") == ["2022-12"]


def test_without_a_day_of_publication_only_full_dates_are_resolved() -> None:
    assert values_of("They met on Friday, on 3 March, last year and on 14 May 2024.", "") == ["2024-05-14"]


def test_a_count_of_years_is_marked_as_derived() -> None:
    (phrase,) = phrases_of("They marked 32 years of diplomatic relations.")
    assert (phrase.meaning, phrase.edtf) == ("origin", "1993")


def test_a_wrong_day_of_publication_is_refused() -> None:
    with pytest.raises(InvalidDate):
        Anchor.of("2025-02-30")
