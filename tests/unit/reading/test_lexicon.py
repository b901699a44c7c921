"""The word lists: whole, well-formed, and at one with the code that reads them."""

from __future__ import annotations

import re
from pathlib import Path

import pycountry
import pytest

from chancery.reading import lexicon
from chancery.reading.cues import KNOWN_ASPECTS
from chancery.reading.drafts import KIND_OF_GROUP
from chancery.reading.lexicon import load_map, load_rows, load_words
from chancery.vocabulary import Sector, Status

FOLDER = Path(lexicon.__file__).parent
FILES = sorted(FOLDER.rglob("*.tsv"))
FORMER_COUNTRIES = {"SU", "YU", "XK"}
GROUPS = set(KIND_OF_GROUP)
GOALS = {
    "place",
    "goal",
    "arrival",
    "stay",
    "halt",
    "guest",
    "landmark",
    "recipient",
    "walked",
    "site",
    "visitor",
    "person",
    "party",
    "delegation",
    "rival",
    "dated",
    "together",
}


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_every_list_says_what_it_holds_and_has_no_line_twice(file: Path) -> None:
    lines = file.read_text(encoding="utf-8").splitlines()
    rows = [line for line in lines if line.strip() and not line.startswith("#")]
    assert lines[0].startswith("# ")
    assert rows
    assert len(rows) == len(set(rows))
    assert not [line for line in rows if line != line.rstrip(" ")]


def test_months_weekdays_and_seasons_are_complete() -> None:
    assert {int(number) for number in load_map("months").values()} == set(range(1, 13))
    assert {int(number) for number in load_map("weekdays").values()} == set(range(1, 8))
    assert {int(code) for code in load_map("seasons").values()} == {21, 22, 23, 24}


def test_every_demonym_leads_to_a_country() -> None:
    known = {country.alpha_2 for country in pycountry.countries} | FORMER_COUNTRIES
    assert {code for _, code in load_rows("demonyms", 2)} <= known


def test_every_country_of_the_united_nations_size_has_a_demonym() -> None:
    known = {code for _, code in load_rows("demonyms", 2)}
    assert {"BY", "AZ", "FR", "CN", "BR", "ZA", "FJ", "IS", "KZ", "PE"} <= known
    assert len(known) > 190


def test_every_sector_and_status_of_the_lists_is_one_of_the_vocabulary() -> None:
    assert {name for name, _ in load_rows("sectors", 2)} == {sector.value for sector in Sector}
    statuses = {name for name, _ in load_rows("status_cues", 2)}
    assert statuses - {"postponed"} <= {status.value for status in Status}


def test_every_cue_belongs_to_a_kind_and_needs_something_that_exists() -> None:
    classes = set(load_map("object_classes")) | GROUPS | GOALS
    for verb, group, needs in load_rows("event_verbs", 3):
        assert group in GROUPS, verb
        assert set(filter(None, needs.split("|"))) <= classes, (verb, needs)
    assert {group for _, group, _ in load_rows("event_nouns", 3)} <= GROUPS
    assert {alone for _, _, alone in load_rows("event_nouns", 3)} == {"yes", "part", "dated", "no"}
    for pattern, group, aspect, words in load_rows("event_patterns", 4):
        re.compile(pattern)
        assert group in GROUPS
        assert aspect in KNOWN_ASPECTS
        assert words == words.lower()
        assert all(word[:3] in pattern for word in words.split("|")), pattern


def test_no_word_is_both_a_given_name_and_a_month() -> None:
    assert not {"March", "Monday", "Spring"} & load_words("given_names", "und")


def test_a_row_with_too_many_fields_is_a_fault_with_its_line() -> None:
    with pytest.raises(ValueError, match=r"months.tsv, line 2"):
        load_rows("months", 1)
