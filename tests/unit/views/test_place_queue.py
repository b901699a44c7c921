"""What is still to be settled, and what settling it does."""

from __future__ import annotations

import dataclasses

import pytest

from chancery.geocoding.borders import read_borders
from chancery.geocoding.candidates import Candidate
from chancery.model import Atlas, Place, RecordPlace
from chancery.query.details import Catalogue
from chancery.store import Save
from chancery.views.place_queue import Doubt, QueueItem, build_queue, find_place, settle
from chancery.vocabulary import Precision, Role
from tests.sample import ATLAS, make_place


def change_places(**changes: dict[str, object]) -> Atlas:
    """Return the sample with some fields of some places changed."""
    places = (dataclasses.replace(place, **changes.get(place.place_id, {})) for place in ATLAS.places)
    return dataclasses.replace(ATLAS, places=tuple(places))


def list_doubts(atlas: Atlas) -> list[tuple[Doubt, str]]:
    queue = build_queue(Catalogue.of(atlas), read_borders())
    return [(item.doubt, item.record_id or item.place_id) for item in queue]


def find_item(atlas: Atlas, doubt: Doubt) -> QueueItem:
    return next(item for item in build_queue(Catalogue.of(atlas), read_borders()) if item.doubt is doubt)


def test_a_record_without_a_place_is_to_be_settled() -> None:
    assert list_doubts(ATLAS) == [(Doubt.NO_PLACE, "exchange")]
    assert list_doubts(Atlas()) == []


@pytest.mark.parametrize("precision", Precision)
def test_a_place_of_a_record_is_unsure_where_it_is_estimated_or_assumed_but_for_seats_of_government(
    precision: Precision,
) -> None:
    stops = tuple(
        dataclasses.replace(stop, precision=precision) if stop.record_id == "games" else stop
        for stop in ATLAS.record_places
    )
    doubts = list_doubts(dataclasses.replace(ATLAS, record_places=stops))
    assert ((Doubt.UNSURE, "games") in doubts) == (precision in (5, 7, 9))


@pytest.mark.parametrize("precision", [None, *Precision])
def test_a_place_whose_coordinates_are_rough_is_to_be_settled(precision: Precision | None) -> None:
    doubts = list_doubts(change_places(shusha={"precision": precision}))
    assert ((Doubt.ROUGH, "shusha") in doubts) == (precision in (2, 5))


def test_a_place_that_the_basemap_draws_in_another_country_is_in_the_queue_and_says_so() -> None:
    item = find_item(change_places(shusha={"country_code": "BY"}), Doubt.ELSEWHERE)
    assert (item.place_id, item.question) == ("shusha", "Shusha")
    assert "Neither decides" in item.detail


def test_each_item_has_a_key_of_its_own() -> None:
    atlas = change_places(
        shusha={"country_code": "BY", "precision": Precision.NEAR}, baku={"precision": Precision.NEAR}
    )
    keys = [item.key for item in build_queue(Catalogue.of(atlas), read_borders())]
    assert len(set(keys)) == len(keys) == 4


def test_a_record_gets_a_place_of_the_atlas_or_a_new_one() -> None:
    catalogue, item = Catalogue.of(ATLAS), find_item(ATLAS, Doubt.NO_PLACE)
    minsk = catalogue.places["minsk"]
    assert settle(item, minsk, catalogue, role=Role.SUBJECT) == (
        Save(RecordPlace("exchange", "minsk", Role.SUBJECT, 1, "", Precision.EXACT)),
    )
    new = make_place("new", "New", "BY", (53.0, 28.0), "RGN")
    assert settle(item, new, catalogue) == (
        Save(new),
        Save(RecordPlace("exchange", "new", Role.VENUE, 1, "", Precision.FIRST_ORDER_AREA)),
    )


def test_an_unsure_place_is_replaced_under_the_name_that_is_printed() -> None:
    stops = tuple(
        dataclasses.replace(stop, precision=Precision.ASSUMED_UNCLEAR) if stop.record_id == "games" else stop
        for stop in ATLAS.record_places
    )
    atlas = dataclasses.replace(ATLAS, record_places=stops)
    catalogue, item = Catalogue.of(atlas), find_item(atlas, Doubt.UNSURE)
    assert item.question == "Мінск"
    assert settle(item, catalogue.places["baku"], catalogue, version=4) == (
        Save(RecordPlace("games", "baku", Role.VENUE, 1, "Мінск", Precision.EXACT), 4),
    )


def test_a_candidate_that_the_atlas_has_is_that_place() -> None:
    candidate = Candidate(
        name="Minsk", address="", latitude=53.9, longitude=27.5, country_code="BY", feature_code="PPLC",
        precision=Precision.EXACT, score=1.0, provider="gazetteer", provider_id="gn:625144", answered_at="2026-01-02",
        query="Minsk", attribution="",
    )  # fmt: skip
    known = dataclasses.replace(ATLAS.places[3], place_id="gn625144", name="Minsk of ours")
    assert find_place(candidate, Catalogue.of(dataclasses.replace(ATLAS, places=(known,)))).name == "Minsk of ours"
    found: Place = find_place(candidate, Catalogue.of(ATLAS))
    assert (found.place_id, found.name) == ("gn625144", "Minsk")
