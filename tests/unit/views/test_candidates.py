"""Candidates as people compare them."""

from __future__ import annotations

from typing import Any

from chancery.geocoding.candidates import Candidate
from chancery.views.candidates import SHOWN, describe_disagreement, list_candidates, pick_shown
from chancery.vocabulary import Precision


def make_candidate(name: str = "Şuşa", **changes: Any) -> Candidate:
    """Make a candidate; what is not given is plain."""
    values: dict[str, Any] = {
        "address": f"{name}, Azerbaijan", "latitude": 39.76, "longitude": 46.75, "country_code": "AZ",
        "feature_code": "PPL", "precision": Precision.EXACT, "score": 0.5, "provider": "gazetteer", "provider_id": "gn:1",
        "answered_at": "2026-01-02T03:04:05", "query": name, "attribution": "",
    }  # fmt: skip
    return Candidate(name=name, **(values | changes))


def test_a_candidate_is_compared_by_who_how_sure_how_exactly_how_large_and_how_far() -> None:
    candidates = [make_candidate(population=19_400), make_candidate("Far", latitude=40.76, score=None, population=0)]
    first, second = list_candidates(candidates, (39.76, 46.75))
    assert (first.number, first.provider, first.score, first.precision) == (1, "gazetteer", "0.50", "exact place")
    assert (first.population, first.distance, first.position) == ("19,400", "here", "39.76, 46.75")
    assert (second.score, second.population, second.distance) == ("", "", "111 km away")


def test_without_a_place_distances_are_from_the_first() -> None:
    first, second = list_candidates([make_candidate(), make_candidate(latitude=39.86)])
    assert (first.distance, second.distance) == ("here", "11 km away")
    assert [line.distance for line in list_candidates([make_candidate()])] == [""]


def test_every_provider_is_shown_however_many_candidates_another_has() -> None:
    many = [make_candidate(f"A{number}") for number in range(20)]
    shown = pick_shown([*many, make_candidate("B", provider="nominatim"), make_candidate("C", provider="photon")])
    assert len(shown) == SHOWN
    assert [candidate.provider for candidate in shown[-2:]] == ["nominatim", "photon"]
    assert shown[:7] == tuple(many[:7])
    assert pick_shown([]) == ()


def test_geocoders_that_put_one_place_in_two_countries_are_said_to() -> None:
    here, there = make_candidate(), make_candidate(provider="nominatim", country_code="AM")
    assert "gazetteer puts Şuşa in AZ, nominatim in AM" in describe_disagreement([here, there])
    assert describe_disagreement([here, make_candidate(provider="nominatim")]) == ""
    assert describe_disagreement([here, make_candidate(country_code="AM")]) == ""
    far = make_candidate(provider="nominatim", country_code="AM", latitude=41)
    assert describe_disagreement([here, far]) == ""
    assert describe_disagreement([here, make_candidate(provider="nominatim", country_code="")]) == ""
