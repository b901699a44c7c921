"""The geopy geocoder: 65 places in many spellings, what narrows a query, and what an answer holds."""

from __future__ import annotations

import csv
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import geopy.geocoders.base
import pytest
from geopy.exc import GeocoderQueryError

from chancery.geocoding.gazetteer import Gazetteer
from chancery.geocoding.measure import great_circle_km

TABLE = Path(__file__).resolve().parents[2] / "fixtures" / "places_65.csv"


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer()


def read_table() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def spelled_rows() -> list[object]:
    return [
        pytest.param(spelling, row, id=spelling)
        for row in read_table()
        for spelling in [row["name"], *row["spellings"].split("|")]
    ]


def test_the_table_has_the_founding_places_and_sixty_more() -> None:
    names = [row["name"] for row in read_table()]
    assert len(names) == len(set(names)) == 65
    assert names[:5] == ["Baku", "Shusha", "Khankendi", "Aghdam", "Minsk"]


@pytest.mark.parametrize(("spelling", "row"), spelled_rows())
def test_every_spelling_finds_its_place_in_its_country(
    gazetteer: Gazetteer, spelling: str, row: dict[str, str]
) -> None:
    found = gazetteer.geocode(spelling, country_codes=row["country_code"])
    assert found is not None
    distance = great_circle_km(found.latitude, found.longitude, float(row["latitude"]), float(row["longitude"]))
    assert distance <= float(row["tolerance_km"]), f"{found.address} is {distance:.1f} km off"
    assert found.raw["country_code"] == row["country_code"]


@pytest.mark.parametrize("row", read_table()[:5], ids=lambda row: row["name"])
def test_the_founding_places_need_no_hint(gazetteer: Gazetteer, row: dict[str, str]) -> None:
    for spelling in [row["name"], *row["spellings"].split("|")]:
        found = gazetteer.geocode(spelling)
        assert (found.raw["name"], found.raw["country_code"]) == (row["name"], row["country_code"]), spelling


def test_it_is_a_geopy_geocoder(gazetteer: Gazetteer) -> None:
    assert isinstance(gazetteer, geopy.geocoders.base.Geocoder)
    with gazetteer as opened:
        assert opened.geocode("Minsk").raw["country_code"] == "BY"


def test_an_exact_spelling_beats_one_that_folds_alike(gazetteer: Gazetteer) -> None:
    assert gazetteer.geocode("Şuşa").raw["name"] == "Shusha"
    assert gazetteer.geocode("Sousse").raw["country_code"] == "TN"
    assert gazetteer.geocode("Şuşa").raw["match"] == "exact"
    assert gazetteer.geocode("şuşa", country_codes="AZ").raw["match"] == "folded"


def test_a_folded_match_scores_below_the_exact_one_and_names_the_stored_spelling(gazetteer: Gazetteer) -> None:
    exact, folded = gazetteer.geocode("Baku").raw, gazetteer.geocode("BAKU").raw
    assert folded["place_id"] == exact["place_id"]
    assert folded["score"] < exact["score"] <= 1
    assert (folded["match"], folded["matched_name"]) == ("folded", "Baku")


@pytest.mark.parametrize(
    ("query", "name", "country"),
    [
        ("Shusha, Azerbaijan", "Shusha", "AZ"),
        ("Shusha, AZ", "Shusha", "AZ"),
        ("city of Shusha", "Shusha", "AZ"),
        ("Lachin district of Azerbaijan", "Lachin District", "AZ"),
        ("Aghdam District", "Aghdam District", "AZ"),
        ("Nesvizh district", "Nesvizh District", "BY"),
        ("Несвижский район", "Nesvizh District", "BY"),
        ("Brest Oblast", "Brest Region", "BY"),
        ("Гомельская область", "Gomel Region", "BY"),
        ("Paris", "Paris", "FR"),
        ("Paris, Texas", "Paris", "US"),
        ("Paris, TX", "Paris", "US"),
        ("Brest, France", "Brest", "FR"),
        ("Brest", "Brest", "BY"),
        ("Georgia", "Georgia", "GE"),
        ("Georgia, USA", "Georgia", "US"),
        ("UK", "United Kingdom", "GB"),
        ("Czech Republic", "Czechia", "CZ"),
        ("Türkiye", "Türkiye", "TR"),
        ("Burma", "Myanmar", "MM"),
        ("DR Congo", "Democratic Republic of the Congo", "CD"),
        ("Беларусь", "Belarus", "BY"),
        ("Azərbaycan", "Azerbaijan", "AZ"),
        ("Karabakh", "Karabakh", "AZ"),
        ("Eastern Zangezur", "Eastern Zangezur", "AZ"),
        ("Nagorno-Karabakh", "Nagorno-Karabakh", "AZ"),
        ("Nakhchivan Autonomous Republic", "Nakhchivan Autonomous Republic", "AZ"),
        ("Polesia", "Polesia", ""),
        ("South Caucasus", "South Caucasus", ""),
        ("the Caspian Sea", "Caspian Sea", ""),
        ("BY", "Belarus", "BY"),
    ],
)
def test_a_query_with_its_container_or_kind(gazetteer: Gazetteer, query: str, name: str, country: str) -> None:
    found = gazetteer.geocode(query)
    assert found is not None
    assert (found.raw["name"], found.raw["country_code"]) == (name, country)


def test_a_contradicting_container_leaves_nothing(gazetteer: Gazetteer) -> None:
    assert gazetteer.geocode("Shusha, Belarus") is None


def test_an_unknown_container_lowers_the_score(gazetteer: Gazetteer) -> None:
    assert gazetteer.geocode("Shusha, Qwertyland").raw["score"] < gazetteer.geocode("Shusha").raw["score"]


@pytest.mark.parametrize("query", ["", "   ", ",", "xqzzy", "\x00", "\ud800", "😀" * 500])
def test_what_is_no_name_is_answered_with_none(gazetteer: Gazetteer, query: str) -> None:
    assert gazetteer.geocode(query) is None
    assert gazetteer.geocode(query, exactly_one=False) is None


def test_a_country_code_leaves_out_places_elsewhere(gazetteer: Gazetteer) -> None:
    assert gazetteer.geocode("Brest", country_codes=["fr"]).raw["country_code"] == "FR"
    assert gazetteer.geocode("Şuşa", country_codes="BY") is None
    both = gazetteer.geocode("Astara", exactly_one=False, country_codes="AZ,IR")
    assert {found.raw["country_code"] for found in both} == {"AZ", "IR"}


def test_a_viewbox_prefers_and_a_bounded_one_filters(gazetteer: Gazetteer) -> None:
    brittany = [(47.0, -6.0), (49.0, -1.0)]
    assert gazetteer.geocode("Brest", viewbox=brittany).raw["country_code"] == "FR"
    found = gazetteer.geocode("Brest", viewbox=brittany, bounded=True, exactly_one=False)
    assert {location.raw["country_code"] for location in found} == {"FR"}
    with pytest.raises(GeocoderQueryError):
        gazetteer.geocode("Brest", viewbox=[(47.0, -6.0)])


def test_several_candidates_come_best_first_and_limited(gazetteer: Gazetteer) -> None:
    found = gazetteer.geocode("Minsk", exactly_one=False, limit=2)
    assert len(found) == 2
    assert found[0].raw["score"] >= found[1].raw["score"]
    with pytest.raises(GeocoderQueryError):
        gazetteer.geocode("Minsk", exactly_one=False, limit=0)


def test_an_answer_says_what_it_is(gazetteer: Gazetteer) -> None:
    raw = gazetteer.geocode("Xankəndi", addressdetails=True).raw
    assert raw | {"score": 0} == {
        "place_id": "146970",
        "geonames_id": 146970,
        "name": "Khankendi",
        "matched_name": "Xankəndi",
        "match": "exact",
        "score": 0,
        "precision": 1,
        "feature_code": "PPL",
        "country_code": "AZ",
        "admin1": "Khankendi City",
        "population": raw["population"],
        "radius_km": raw["radius_km"],
        "address": {"ADM1": "Khankendi City", "PCLI": "Azerbaijan"},
    }


@pytest.mark.parametrize(
    ("query", "precision"),
    [("Shusha", 1), ("Sarijali", 2), ("Nesvizh District", 3), ("Lachin District", 4), ("Karabakh", 5), ("Belarus", 6)],
)
def test_precision_follows_the_kind_of_place(gazetteer: Gazetteer, query: str, precision: int) -> None:
    assert gazetteer.geocode(query).raw["precision"] == precision


def test_names_come_in_the_language_asked_for(gazetteer: Gazetteer) -> None:
    assert gazetteer.geocode("Shusha", language="ru").address.startswith("Шуша, ")
    assert gazetteer.geocode("Minsk", language="be").address.endswith("Беларусь")
    assert gazetteer.geocode("Minsk", language="xx").raw["name"] == "Minsk"


def test_a_point_is_answered_with_the_towns_around_it(gazetteer: Gazetteer) -> None:
    assert gazetteer.reverse((39.7601, 46.7499)).raw["name"] == "Shusha"
    nearest = gazetteer.reverse("53.9, 27.5667", exactly_one=False, limit=3)
    distances = [found.raw["distance_km"] for found in nearest]
    assert nearest[0].raw["name"] == "Minsk"
    assert distances == sorted(distances)
    assert gazetteer.reverse((0.0, -140.0)) is None
    with pytest.raises(ValueError, match="Point"):
        gazetteer.reverse("no point")


def test_threads_share_one_gazetteer(gazetteer: Gazetteer) -> None:
    names = ["Baku", "Şuşa", "Гомель", "Paris, Texas", "nowhere at all"] * 40
    with ThreadPoolExecutor(8) as pool:
        together = [found and found.raw for found in pool.map(gazetteer.geocode, names)]
    assert together == [found and found.raw for found in map(gazetteer.geocode, names)]
