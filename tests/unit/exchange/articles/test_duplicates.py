"""Likely duplicates: the published atlas is recognised in the article that it was made from, and little else is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chancery.exchange.articles.decisions import Review, Verdict
from chancery.exchange.articles.duplicates import LIKELY, MOST, accept_open, find_likely_duplicates
from chancery.exchange.articles.matching import AtlasIndex
from chancery.exchange.package import read_package
from chancery.model import Atlas, Proposal, ProposedActor, ProposedPlace
from chancery.vocabulary import Kind, Precision, Role, Sector, Status
from tests.conftest import DATA
from tests.sample import ATLAS


@pytest.fixture(scope="module")
def published() -> AtlasIndex:
    return AtlasIndex.of(read_package(DATA))


def draft(title: str, kind: Kind, date: str, place: str = "", actor: str = "") -> Proposal:
    """Return a draft as a reader would make it."""
    places = (ProposedPlace(place, place, Role.DESTINATION, Precision.EXACT, place_id=place),) if place else ()
    actors = (ProposedActor(actor),) if actor else ()
    return Proposal(kind, title, date, "", Status.HELD, Sector.POLITICS, places, actors, 0, 1, 0, 1)


VISIT = draft("Lukashenko visits Shusha", Kind.VISIT, "2024", "gn147105", "Aleksandr Lukashenko")


def find_ids(proposal: Proposal, index: AtlasIndex, source_id: str = "") -> list[str]:
    return [item.record.record_id for item in find_likely_duplicates(proposal, index, source_id=source_id)]


def test_a_happening_of_the_atlas_is_recognised_with_reasons(published: AtlasIndex) -> None:
    first = find_likely_duplicates(VISIT, published)[0]
    assert first.record.record_id == "2024-05-17-lukashenko-shusha"
    reasons = "; ".join(first.reasons)
    assert "same kind (visit)" in reasons
    assert "also at Shusha" in reasons
    assert "with Aleksandr Lukashenko" in reasons


def test_dates_that_rule_each_other_out_make_no_duplicate(published: AtlasIndex) -> None:
    assert "2024-05-17-lukashenko-shusha" not in find_ids(replace(VISIT, date_edtf="2023-05"), published)


def test_a_surname_and_another_spelling_are_the_same_person(published: AtlasIndex) -> None:
    known = replace(VISIT, actors=(ProposedActor("Lukashenko"),))
    assert "with Aleksandr Lukashenko" in find_likely_duplicates(known, published)[0].reasons


def test_the_country_alone_makes_no_duplicate(published: AtlasIndex) -> None:
    other = draft("Rowing cup", Kind.SPORT, "2025-04", "gn587116")
    assert find_ids(other, published) == []


def test_the_same_words_of_the_same_article_are_one_happening(published: AtlasIndex) -> None:
    piece = next(e for e in published.atlas.evidence if e.source_id == "azertac-2025-04-21" and e.start is not None)
    assert piece.start is not None
    assert piece.end is not None
    alien = replace(draft("Something else", Kind.OTHER, "1950"), quote_start=piece.start, quote_end=piece.end)
    assert piece.record_id in find_ids(alien, published, "azertac-2025-04-21")
    assert find_ids(alien, published) == []


def test_the_founding_article_is_recognised_in_the_atlas_that_it_founded(review: Review, published: AtlasIndex) -> None:
    recognised = [bool(find_ids(item.proposal, published, "azertac-2025-04-21")) for item in review.decisions]
    assert sum(recognised) >= 0.7 * len(recognised)


def test_few_are_shown_and_only_likely_ones(review: Review, published: AtlasIndex) -> None:
    for decision in review.decisions:
        found = find_likely_duplicates(decision.proposal, published)
        assert len(found) <= MOST
        assert all(item.score >= LIKELY and item.reasons for item in found)
        assert list(found) == sorted(found, key=lambda item: -item.score)


def test_what_resembles_a_record_is_left_open_when_the_rest_is_accepted(review: Review, published: AtlasIndex) -> None:
    once = accept_open(review.decide(0, Verdict.REJECT), published)
    assert once.decisions[0].verdict is Verdict.REJECT
    for number, decision in enumerate(once.decisions[1:], 1):
        likely = find_ids(review.decisions[number].proposal, published)
        assert decision.verdict is (Verdict.OPEN if likely else Verdict.ACCEPT)
    assert once.count(Verdict.OPEN) > 0
    twice = accept_open(once, published)
    assert twice.count(Verdict.OPEN) == 0
    assert twice.decisions[0].verdict is Verdict.REJECT


def test_all_is_accepted_into_an_empty_atlas(review: Review) -> None:
    assert accept_open(review, AtlasIndex.of(Atlas())).count(Verdict.ACCEPT) == len(review.decisions)


@pytest.mark.parametrize("atlas", [Atlas(), ATLAS])
def test_an_atlas_without_it_has_no_duplicate(atlas: Atlas) -> None:
    assert find_ids(replace(VISIT, date_edtf="1990"), AtlasIndex.of(atlas)) == []
