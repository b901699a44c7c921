"""The closed lists are complete, unambiguous and joined to the lists of the field."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from enum import Enum

import pytest

from chancery.vocabulary import (
    ACTOR_KINDS,
    COLOUR_GROUPS,
    CONFIDENCES,
    INTENT_CROSSWALK,
    KINDS,
    POINT_PRECISIONS,
    PRECISIONS,
    ROLES,
    SECTOR_COLOURS,
    SECTORS,
    SOURCE_KINDS,
    STATUSES,
    ActorKind,
    Confidence,
    Kind,
    Precision,
    Role,
    Sector,
    SourceKind,
    Status,
    Term,
)

LISTS: list[tuple[type[Enum], Mapping[Enum, Term]]] = [
    (Kind, KINDS),
    (Sector, SECTORS),
    (Status, STATUSES),
    (Role, ROLES),
    (Precision, PRECISIONS),
    (Confidence, CONFIDENCES),
    (SourceKind, SOURCE_KINDS),
    (ActorKind, ACTOR_KINDS),
]
CROSSWALKS = {
    Kind: re.compile(r"CAMEO 0\d\d|PLOVER [A-Z]+"),
    Sector: re.compile(r"DAC \d{3}|CRS \d{5}"),
    Status: re.compile(r"IATI [1-6]"),
    Precision: re.compile(r"IATI [1-9]"),
}


@pytest.mark.parametrize(("codes", "terms"), LISTS)
def test_every_code_has_a_term_and_no_two_read_alike(codes: type[Enum], terms: Mapping[Enum, Term]) -> None:
    assert list(terms) == list(codes)
    assert all(term.label.strip() and term.plural.strip() for term in terms.values())
    assert max(Counter(term.label for term in terms.values()).values()) == 1
    assert max(Counter(term.plural for term in terms.values()).values()) == 1


@pytest.mark.parametrize(("codes", "terms"), LISTS)
def test_crosswalks_are_codes_of_the_lists_they_name(codes: type[Enum], terms: Mapping[Enum, Term]) -> None:
    pattern = CROSSWALKS.get(codes)
    if pattern is None:
        assert not any(term.crosswalk for term in terms.values())
        return
    without = {code for code, term in terms.items() if not term.crosswalk}
    assert without <= {Kind.OTHER}, "only what is like nothing else goes without a crosswalk"
    assert all(pattern.fullmatch(code) for term in terms.values() for code in term.crosswalk)


def test_visits_meetings_and_agreements_have_the_cameo_codes_of_their_names() -> None:
    assert KINDS[Kind.VISIT].crosswalk == ("CAMEO 042", "CAMEO 043", "CAMEO 044")
    assert KINDS[Kind.MEETING].crosswalk == ("CAMEO 046",)
    assert KINDS[Kind.AGREEMENT].crosswalk == ("CAMEO 057",)
    assert INTENT_CROSSWALK == "CAMEO 03x"


def test_place_precisions_are_the_iati_codes_one_to_nine() -> None:
    assert [(int(code), PRECISIONS[code].crosswalk) for code in Precision] == [
        (number, (f"IATI {number}",)) for number in range(1, 10)
    ]


def test_only_a_place_known_exactly_or_nearly_is_a_point() -> None:
    assert {Precision.EXACT, Precision.NEAR} == POINT_PRECISIONS


def test_every_sector_is_in_exactly_one_colour_group() -> None:
    grouped = Counter(sector for group in COLOUR_GROUPS for sector in group.sectors)
    assert grouped == Counter(Sector)
    assert set(SECTOR_COLOURS) == set(Sector)


def test_colours_are_unique_and_from_the_colour_blind_safe_palette() -> None:
    okabe_ito = {"#000000", "#e69f00", "#56b4e9", "#009e73", "#f0e442", "#0072b2", "#d55e00", "#cc79a7"}
    colours = [group.colour for group in COLOUR_GROUPS]
    assert len(set(colours)) == len(colours)
    assert set(colours) <= okabe_ito
    assert len({group.label for group in COLOUR_GROUPS}) == len(COLOUR_GROUPS)


def test_codes_stand_for_themselves_in_files_and_addresses() -> None:
    for codes, _ in LISTS:
        if codes is not Precision:
            assert all(re.fullmatch(r"[a-z_]+", str(code.value)) for code in codes)
