"""What each service is asked and how its answers are read, over real requests; answers have the shapes it documents."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from chancery.geocoding.candidates import BoundingBox, Candidate, PlaceQuery, PointQuery
from chancery.geocoding.chain import Chain
from chancery.geocoding.offline import OfflineProvider
from chancery.geocoding.services import SERVICES
from chancery.geocoding.services.openstreetmap import feature_code_of
from chancery.geocoding.services.service import precision_of
from chancery.geocoding.settings import GeocodingSettings
from chancery.vocabulary import Precision
from tests.unit.geocoding.loopback import SHUSHA, LoopbackServer, answering

Open = Callable[..., Chain]
QUERY = PlaceQuery("Shusha", country_codes=("AZ",), language="en", limit=3)


@pytest.fixture
def open_service(server: LoopbackServer, tmp_path: Path) -> Open:
    """Return a function that opens a chain of one service, asked at the loopback server."""

    def open_it(service: str, **options: str) -> Chain:
        values = {"DOMAIN": server.address, "SCHEME": "http", **options}
        environment = {
            "CHANCERY_GEOCODERS": service,
            "CHANCERY_GEOCODING_CACHE": str(tmp_path / "cache"),
            "CHANCERY_GEOCODING_CONTACT": "desk@example.org",
            **{f"CHANCERY_GEOCODER_{service.upper()}_{name}": value for name, value in values.items()},
        }
        return Chain.open(GeocodingSettings.load(environment, tmp_path))

    return open_it


def features(*properties: dict[str, Any], longitude: float = 46.75, latitude: float = 39.76, **more: Any) -> Any:
    point = {"type": "Point", "coordinates": [longitude, latitude]}
    return {
        "type": "FeatureCollection",
        "features": [{"type": "Feature", "geometry": point, "properties": item, **more} for item in properties],
    }


def test_nominatim(server: LoopbackServer, open_service: Open) -> None:
    server.behave(answering([SHUSHA]))
    best = open_service("nominatim").find(QUERY).candidates[0]
    asked = server.requests[0]
    assert asked.path == "/search"
    assert asked.query == {
        "q": "Shusha", "format": "json", "limit": "3", "countrycodes": "az", "accept-language": "en",
        "addressdetails": "1",
    }  # fmt: skip
    assert asked.headers["User-Agent"] == "Chancery/0.1.0 (desk@example.org)"
    assert (best.provider_id, best.feature_code, best.precision, best.score) == ("node/2", "PPL", Precision.EXACT, 0.35)
    assert best.bounding_box == BoundingBox(39.66, 46.65, 39.86, 46.85)
    assert best.radius_km == 0


def test_photon(server: LoopbackServer, open_service: Open) -> None:
    shusha = {
        "osm_type": "R", "osm_id": 7, "osm_key": "place", "osm_value": "town", "type": "city", "name": "Shusha",
        "country": "Azerbaijan", "countrycode": "AZ", "extent": [46.7, 39.8, 46.8, 39.7],
    }  # fmt: skip
    sousse = {**shusha, "osm_id": 8, "countrycode": "TN"}
    quarter = {**shusha, "osm_id": 9, "osm_key": "place", "osm_value": "suburb", "type": "district"}
    server.behave(answering(features(sousse, shusha, quarter)))
    found = open_service("photon").find(QUERY).candidates
    assert [candidate.provider_id for candidate in found] == ["relation/7", "relation/9"]
    assert [candidate.feature_code for candidate in found] == ["PPL", "PPLX"]
    assert found[0].bounding_box == BoundingBox(39.7, 46.7, 39.8, 46.8)
    assert "OpenStreetMap" in found[0].attribution
    assert server.requests[0].query == {"q": "Shusha", "limit": "12", "lang": "en"}


def test_pelias(server: LoopbackServer, open_service: Open) -> None:
    town = {
        "gid": "whosonfirst:locality:1", "layer": "locality", "source": "whosonfirst", "name": "Shusha",
        "country_code": "AZ", "confidence": 0.9, "match_type": "exact",
    }  # fmt: skip
    server.behave(answering(features(town, {**town, "match_type": "fallback"}, {**town, "layer": "region"},
                                     bbox=[46.0, 39.0, 47.0, 40.0])))  # fmt: skip
    found = open_service("pelias", API_KEY="key").find(QUERY).candidates
    assert [candidate.precision for candidate in found] == [
        Precision.EXACT,
        Precision.NEAR,
        Precision.FIRST_ORDER_AREA,
    ]
    assert found[0].score == 0.9
    assert found[2].radius_km > 50
    assert "whosonfirst" in found[0].attribution
    assert server.requests[0].query == {"text": "Shusha", "api_key": "key", "boundary.country": "AZ", "lang": "en"}


def test_geonames(server: LoopbackServer, open_service: Open) -> None:
    toponym = {
        "geonameId": 147105, "name": "Shusha", "lat": "39.76006", "lng": "46.74989", "fcode": "PPLA",
        "countryCode": "AZ", "countryName": "Azerbaijan", "population": 4064,
    }  # fmt: skip
    server.behave(answering({"geonames": [toponym, {**toponym, "fcode": "ADM1"}]}), answering({"geonames": [toponym]}))
    chain = open_service("geonames", USERNAME="desk")
    found = chain.find(QUERY).candidates
    assert [candidate.precision for candidate in found] == [Precision.EXACT, Precision.FIRST_ORDER_AREA]
    assert (found[0].provider_id, found[0].population, found[0].score) == ("gn:147105", 4064, None)
    assert "CC BY 4.0" in found[0].attribution
    assert server.requests[0].query == {"q": "Shusha", "username": "desk", "country": "AZ"}
    assert chain.reverse(PointQuery(39.76, 46.75, "ru")).candidates[0].name == "Shusha"
    assert server.requests[1].query["lang"] == "ru"


def test_geonames_says_in_its_own_way_that_the_quota_is_used_up(server: LoopbackServer, open_service: Open) -> None:
    server.behave(answering({"status": {"message": "the hourly limit of 1000 credits has been exceeded", "value": 19}}))
    chain = open_service("geonames", USERNAME="desk")
    assert "hourly limit" in chain.find(QUERY).failures[0].reason
    assert "refused us" in chain.find(PlaceQuery("Baku")).failures[0].reason
    assert len(server.requests) == 1


def test_a_service_not_known_in_detail_is_read_with_care(server: LoopbackServer, open_service: Open) -> None:
    address = {"building": "", "road": "Nizami"}
    server.behave(answering({"results": [
        {"formatted": "Shusha, Azerbaijan", "geometry": {"lat": 39.76, "lng": 46.75}, "components": address}
    ]}))  # fmt: skip
    best = open_service("opencage", API_KEY="key").find(QUERY).candidates[0]
    assert (best.name, best.precision, best.score, best.country_code) == ("Shusha", Precision.ESTIMATED, None, "")
    assert best.attribution.startswith("OpenCage")
    assert server.requests[0].query["language"] == "en"


def test_attribution_can_be_set(server: LoopbackServer, open_service: Open) -> None:
    server.behave(answering([SHUSHA]))
    chain = open_service("nominatim", ATTRIBUTION="Survey of the embassy")
    assert chain.find(QUERY).attributions == ("Survey of the embassy",)


def test_a_place_drawn_in_another_country_is_told_and_kept(server: LoopbackServer, open_service: Open) -> None:
    server.behave(answering([{**SHUSHA, "lat": "53.9", "lon": "27.57"}]))
    best = open_service("nominatim").find(QUERY).candidates[0]
    assert (best.country_code, best.drawn_in) == ("AZ", "BY")


@pytest.mark.parametrize(
    ("key", "value", "address_type", "rank", "feature_code"),
    [
        ("boundary", "administrative", "city", 8, "PPL"),
        ("boundary", "administrative", "", 4, "PCLI"),
        ("boundary", "administrative", "", 8, "ADM1"),
        ("boundary", "administrative", "", 12, "ADM2"),
        ("boundary", "administrative", "", 18, "ADM3"),
        ("place", "square", "", 22, "LCTY"),
        ("highway", "primary", "road", 26, "RD"),
        ("waterway", "river", "river", 19, "STM"),
        ("amenity", "embassy", "amenity", 30, "BLDG"),
        ("man_made", "tower", "man_made", 30, ""),
    ],
)
def test_features_of_openstreetmap_have_their_codes(
    key: str, value: str, address_type: str, rank: int, feature_code: str
) -> None:
    assert feature_code_of(key, value, address_type, rank) == feature_code


def test_what_reaches_far_is_estimated_and_a_town_never() -> None:
    wide = BoundingBox(39.0, 46.0, 40.0, 47.0)
    assert precision_of("AIRP", None) is Precision.EXACT
    assert precision_of("AIRP", wide) is Precision.ESTIMATED
    assert precision_of("PPLC", wide) is Precision.EXACT
    assert precision_of("", None) is Precision.ESTIMATED


def test_every_service_is_in_the_docs_and_has_its_test() -> None:
    page = (Path(__file__).resolve().parents[3] / "docs" / "geocoding.md").read_text(encoding="utf-8")
    for name in SERVICES:
        assert f"`{name}`" in page
        assert f"test_{name}" in globals()


def test_a_candidate_becomes_a_place_that_says_where_it_is_from(server: LoopbackServer, open_service: Open) -> None:
    server.behave(answering([SHUSHA]))
    best = open_service("nominatim").find(QUERY).candidates[0]
    place = best.as_place()
    assert (place.place_id, place.name, place.geocoder) == ("nominatim-node-2", "Şuşa", "nominatim")
    assert place.geocoded_on == best.answered_at[:10]
    assert (place.geocoded_as, place.geocoded_query, place.precision) == ("node/2", "Shusha", best.precision)
    assert "ODbL" in place.note


@pytest.mark.parametrize(("name", "place_id"), [("Shusha", "gn147105"), ("Karabakh", "karabakh")])
def test_a_place_of_the_gazetteer_keeps_its_id(name: str, place_id: str) -> None:
    best = OfflineProvider.open().find(PlaceQuery(name))[0]
    assert best.as_place().place_id == place_id


def test_a_candidate_survives_being_kept(server: LoopbackServer, open_service: Open) -> None:
    server.behave(answering([SHUSHA]))
    best = open_service("nominatim").find(QUERY).candidates[0]
    assert Candidate.from_json(json.loads(json.dumps(best.to_json()))) == best
