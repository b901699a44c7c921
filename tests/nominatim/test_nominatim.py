"""geopy.Nominatim, through the chain, against a real Nominatim."""

from __future__ import annotations

from pathlib import Path

import pytest

from chancery.geocoding.candidates import PlaceQuery, PointQuery
from chancery.geocoding.chain import Chain
from chancery.geocoding.measure import great_circle_km
from chancery.geocoding.offline import OfflineProvider
from chancery.geocoding.settings import GeocodingSettings
from chancery.vocabulary import Precision
from tests.nominatim.osm_extract import read_places

SHUSHA = (39.760, 46.750)
SAME_PLACE_KM = 5.0


@pytest.mark.parametrize("name", ["Şuşa", "Shusha", "Шуша", "Շուշի", "shusha", "  ŞUŞA  ", "Shusha, Azerbaijan"])
def test_a_town_is_found_by_its_name_in_any_script(chain: Chain, name: str) -> None:
    answer = chain.find(PlaceQuery(name))
    best = answer.candidates[0]
    assert great_circle_km(best.latitude, best.longitude, *SHUSHA) < 0.1
    assert (best.country_code, best.feature_code, best.precision) == ("AZ", "PPL", Precision.EXACT)
    assert not answer.failures


def test_an_answer_says_who_gave_it_when_for_what_and_under_which_licence(chain: Chain) -> None:
    best = chain.find(PlaceQuery(" Гомель ", language="en")).candidates[0]
    assert best.provider == "nominatim"
    assert best.provider_id.startswith("node/")
    assert best.query == "Гомель"
    assert best.answered_at.endswith("+00:00")
    assert "OpenStreetMap" in best.attribution
    assert "ODbL" in best.attribution
    assert best.bounding_box is not None
    assert best.bounding_box.south < best.latitude < best.bounding_box.north
    assert best.score is not None
    assert 0 < best.score < 1
    assert best.address.endswith("Belarus")


@pytest.mark.parametrize(("language", "name"), [("en", "Gomel"), ("ru", "Гомель"), ("be", "Гомель"), ("az", "Гомель")])
def test_names_come_in_the_language_asked_for(chain: Chain, language: str, name: str) -> None:
    assert chain.find(PlaceQuery("Homel", language=language)).candidates[0].name == name


def test_a_search_can_be_kept_to_countries(chain: Chain) -> None:
    assert chain.find(PlaceQuery("Brest", country_codes=("BY",))).candidates[0].country_code == "BY"
    assert chain.find(PlaceQuery("Brest", country_codes=("AZ",))).candidates == ()
    assert chain.find(PlaceQuery("Brest", country_codes=("AZ", "BY"))).candidates != ()


def test_nothing_found_is_an_answer_and_no_failure(chain: Chain) -> None:
    answer = chain.find(PlaceQuery("Nowhere-upon-Nothing"))
    assert answer.candidates == ()
    assert answer.failures == ()
    assert answer.is_final


@pytest.mark.parametrize(
    ("name", "feature_code", "precision"),
    [
        ("Azerbaijan", "PCLI", Precision.COUNTRY),
        ("Brest Region", "ADM1", Precision.FIRST_ORDER_AREA),
        ("Brest District", "ADM2", Precision.SECOND_ORDER_AREA),
        ("Minsk", "PPL", Precision.EXACT),
        ("Neman", "STM", Precision.ESTIMATED),
        ("Heydar Aliyev International Airport", "AIRP", Precision.EXACT),
    ],
)
def test_precision_follows_from_the_kind_of_place(
    chain: Chain, name: str, feature_code: str, precision: Precision
) -> None:
    best = chain.find(PlaceQuery(name, language="en")).candidates[0]
    assert (best.feature_code, best.precision) == (feature_code, precision)
    assert (best.radius_km > 0) == (precision is not Precision.EXACT)


def test_several_candidates_are_offered_for_a_name_of_several_places(chain: Chain) -> None:
    candidates = chain.find(PlaceQuery("Brest", language="en")).candidates
    assert {candidate.name for candidate in candidates} >= {"Brest", "Brest Region"}


def test_a_point_has_an_address(chain: Chain) -> None:
    answer = chain.reverse(PointQuery(*SHUSHA, language="en"))
    best = answer.candidates[0]
    assert "Shusha" in best.address
    assert best.country_code == "AZ"


def test_a_point_at_sea_has_none(chain: Chain) -> None:
    answer = chain.reverse(PointQuery(-40.0, -120.0))
    assert answer.candidates == ()
    assert answer.is_final


def test_the_65_places_are_the_same_offline_and_online(chain: Chain) -> None:
    offline = OfflineProvider.open()
    apart: list[str] = []
    rows = read_places()
    assert len(rows) == 65
    for row in rows:
        for name in (row["name"], *row["spellings"].split("|")):
            query = PlaceQuery(name, country_codes=(row["country_code"],))
            inside, outside = offline.find(query), chain.find(query).candidates
            if not inside or not outside:
                apart.append(f"{name}: {'' if inside else 'not offline'} {'' if outside else 'not online'}")
            elif inside[0].distance_km(outside[0]) > SAME_PLACE_KM:
                apart.append(f"{name}: {inside[0].distance_km(outside[0]):.1f} km")
    assert not apart, "; ".join(apart)


def test_a_name_that_the_gazetteer_knows_is_not_sent(environment: dict[str, str], tmp_path: Path) -> None:
    both = Chain.open(GeocodingSettings.load({**environment, "CHANCERY_GEOCODERS": "gazetteer,nominatim"}, tmp_path))
    answer = both.find(PlaceQuery("Shusha"))
    assert answer.asked == ("gazetteer",)
    assert answer.candidates[0].provider == "gazetteer"
    everywhere = both.find_everywhere(PlaceQuery("Shusha"))
    assert {candidate.provider for candidate in everywhere.candidates} == {"gazetteer", "nominatim"}
    assert len(everywhere.attributions) == 2


def test_an_answer_is_kept_for_the_next_process(chain: Chain, environment: dict[str, str], tmp_path: Path) -> None:
    first = chain.find(PlaceQuery("Polotsk"))
    dead = {**environment, "CHANCERY_GEOCODER_NOMINATIM_TIMEOUT_S": "0.1"}
    again = Chain.open(GeocodingSettings.load(dead, tmp_path)).find(PlaceQuery("Polotsk"))
    assert again.candidates == first.candidates
