"""Borders: which country a point lies in, and how far it is from one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from chancery.errors import GazetteerUnavailable
from chancery.geocoding.borders import Borders, country_at, read_borders
from chancery.geocoding.places import PlaceIndex


@pytest.mark.parametrize(
    ("latitude", "longitude", "code"),
    [
        (39.76, 46.75, "AZ"),
        (39.21, 45.41, "AZ"),  # Nakhchivan, apart from the rest
        (53.90, 27.57, "BY"),
        (52.52, 13.40, "DE"),
        (66.0, -175.0, "RU"),  # east of the date line
        (-29.6, 28.2, "LS"),  # a hole in South Africa
        (-80.0, 0.0, "AQ"),
        (42.0, 50.8, None),  # in the Caspian
        (0.0, 0.0, None),
        (90.0, 0.0, None),
    ],
)
def test_a_point_lies_in_the_country_that_the_map_draws(latitude: float, longitude: float, code: str | None) -> None:
    assert country_at(latitude, longitude) == code


def test_distance_is_nought_inside_and_grows_outside() -> None:
    borders = read_borders()
    assert borders.distance_km("AZ", 39.76, 46.75) == 0
    assert 10 < borders.distance_km("AZ", 40.25, 50.84) < 30  # Oil Rocks, on piles in the sea
    assert borders.distance_km("BY", 39.76, 46.75) > 1000
    assert borders.lies_in("AZ", 40.25, 50.84, within_km=30)
    assert not borders.lies_in("BY", 39.76, 46.75)
    assert borders.distance_km("XX", 0, 0) == float("inf")


def test_towns_of_both_countries_lie_in_them() -> None:
    index, borders = PlaceIndex.embedded(), read_borders()
    outside = [
        place.name
        for place in map(index.place, range(len(index)))
        if place.country_code in {"AZ", "BY"}
        and not borders.lies_in(place.country_code, place.latitude, place.longitude)
    ]
    assert outside == ["Oil Rocks"]


@pytest.mark.parametrize("text", ["", "[]", json.dumps({"features": [{}]})])
def test_an_unreadable_layer_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "countries.geojson"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(GazetteerUnavailable):
        Borders.read(path)
    with pytest.raises(GazetteerUnavailable):
        Borders.read(tmp_path / "missing.geojson")
