"""Whatever a server answers, it is read as candidates or told as a failure, and nothing else happens."""

from __future__ import annotations

import warnings
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chancery.geocoding.candidates import PlaceQuery
from chancery.geocoding.chain import Chain
from chancery.geocoding.online import OnlineProvider
from chancery.geocoding.settings import GeocodingSettings
from tests.unit.geocoding.loopback import SHUSHA

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)

POINT = {"type": "Point", "coordinates": [46.75, 39.76]}
PHOTON = {"osm_type": "N", "osm_id": 1, "osm_key": "place", "osm_value": "town", "type": "city", "name": "Shusha",
          "countrycode": "AZ", "extent": [46.7, 39.8, 46.8, 39.7]}  # fmt: skip
PELIAS = {"gid": "w:1", "layer": "locality", "source": "w", "name": "Shusha", "country_code": "AZ", "confidence": 0.9}
GEONAMES = {"geonameId": 1, "name": "Shusha", "lat": "39.76", "lng": "46.75", "fcode": "PPLA", "countryCode": "AZ"}

ANSWERS: dict[str, Any] = {
    "nominatim": (SHUSHA, lambda place: [place]),
    "photon": (PHOTON, lambda place: {"features": [{"geometry": POINT, "properties": place}]}),
    "pelias": (
        PELIAS,
        lambda place: {"features": [{"geometry": POINT, "properties": place, "bbox": [46, 39, 47, 40]}]},
    ),
    "geonames": (GEONAMES, lambda place: {"geonames": [place]}),
}
NUMBERS = count()


@pytest.fixture(scope="module", params=ANSWERS)
def provider(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> OnlineProvider:
    """Return a provider of each service, which is never asked over a network here."""
    folder: Path = tmp_path_factory.mktemp("cache")
    name = request.param
    environment = {
        "CHANCERY_GEOCODERS": name,
        "CHANCERY_GEOCODING_CACHE": str(folder),
        f"CHANCERY_GEOCODER_{name.upper()}_DOMAIN": "127.0.0.1:9",
        "CHANCERY_GEOCODER_GEONAMES_USERNAME": "desk",
    }
    return Chain.open(GeocodingSettings.load(environment, folder)).online[0]


def ask(provider: OnlineProvider, answer: Any) -> None:
    """Let the server answer so to a new question, through a gate that nothing has closed yet."""
    number = next(NUMBERS)
    fresh = replace(provider, gate=replace(provider.gate, server=f"{provider.server} {number}"))
    fresh.geocoder.adapter.get_json = lambda url, *, timeout, headers: answer  # pyright: ignore
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # geopy's, on coordinates off the Earth
        found = Chain((fresh,)).find(PlaceQuery(f"Shusha {number}"))
    assert len(found.failures) <= 1
    assert not (found.candidates and found.failures)
    for candidate in found.candidates:
        assert -90 <= candidate.latitude <= 90
        assert -180 <= candidate.longitude <= 180
        assert candidate.as_place().name
        assert fresh.cache.find(fresh.server, PlaceQuery(f"Shusha {number}")) == found.candidates


@settings(max_examples=60)
@given(answer=json_values)
def test_any_json_is_an_answer_or_a_failure(provider: OnlineProvider, answer: Any) -> None:
    ask(provider, answer)


@settings(max_examples=60)
@given(data=st.data())
def test_an_answer_with_one_value_changed_is_read_or_refused(provider: OnlineProvider, data: st.DataObject) -> None:
    place, wrapped = ANSWERS[provider.name]
    field = data.draw(st.sampled_from(sorted(place)))
    ask(provider, wrapped({**place, field: data.draw(json_values)}))
