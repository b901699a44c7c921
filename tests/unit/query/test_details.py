"""All that belongs to a record is found by its id, in order."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chancery.errors import NotFound
from chancery.model import Atlas
from chancery.query.details import Catalogue
from chancery.query.filters import Filters
from chancery.query.period import Period
from tests.sample import ATLAS, NEWEST_FIRST


@pytest.fixture
def catalogue() -> Catalogue:
    return Catalogue.of(ATLAS)


def figures(catalogue: Catalogue, kept: list[str], filters: Filters) -> list[str]:
    return [figure.figure_id for figure, _ in catalogue.list_figures(kept, filters)]


def test_a_record_comes_with_what_belongs_to_it_in_order() -> None:
    shuffled = replace(
        ATLAS, record_places=tuple(reversed(ATLAS.record_places)), record_actors=tuple(reversed(ATLAS.record_actors))
    )
    details = Catalogue.of(shuffled).find_record("visit")
    assert details.record.title == "Delegation in Shusha"
    assert [place.name for _, place in details.places] == ["Minsk", "Baku", "Shusha"]
    assert [actor.actor_id for _, actor in details.actors] == ["delegation", "ministry"]
    assert [source.publisher for _, source in details.evidence] == ["Gazette", "Herald"]


def test_a_record_without_places_actors_or_figures_has_none(catalogue: Catalogue) -> None:
    details = catalogue.find_record("exchange")
    assert (details.places, details.actors, details.figures) == ((), (), ())


@pytest.mark.parametrize("record_id", ["", "nowhere", "{{7*7}}", "VISIT"])
def test_an_unknown_record_is_not_found(catalogue: Catalogue, record_id: str) -> None:
    with pytest.raises(NotFound, match=r"There is no record") as caught:
        catalogue.find_record(record_id)
    assert caught.value.remedy


def test_figures_of_records_go_with_their_records(catalogue: Catalogue) -> None:
    assert figures(catalogue, ["road-map"], Filters(kinds=("agreement",))) == ["documents"]
    assert figures(catalogue, ["visit"], Filters(kinds=("visit",))) == []


def test_a_figure_that_stands_for_itself_goes_with_its_period(catalogue: Catalogue) -> None:
    assert figures(catalogue, NEWEST_FIRST, Filters()) == ["documents", "trade"]
    assert figures(catalogue, [], Filters(years=Period.of_years(2024, 2024))) == ["trade"]
    assert figures(catalogue, [], Filters(years=Period.of_years(2025, None))) == []
    assert figures(catalogue, [], Filters(years=Period.of_years(2024, 2024), text="trade")) == []


def test_labels_name_places_actors_and_countries(catalogue: Catalogue) -> None:
    assert catalogue.find_labels() == {
        "places": {
            "azerbaijan": "Azerbaijan", "baku": "Baku", "karabakh": "Karabakh", "minsk": "Minsk", "shusha": "Shusha",
        },
        "actors": {"delegation": "Delegation of Belarus", "ministry": "Ministry of Trade"},
        "countries": {"AZ": "Azerbaijan", "BY": "Belarus"},
    }  # fmt: skip


def test_other_names_are_kept_by_place(catalogue: Catalogue) -> None:
    assert catalogue.place_names["shusha"] == ("Şuşa", "Шуша")


def test_an_empty_atlas_is_an_empty_catalogue() -> None:
    catalogue = Catalogue.of(Atlas())
    assert figures(catalogue, [], Filters()) == []
    with pytest.raises(NotFound):
        catalogue.find_record("visit")
