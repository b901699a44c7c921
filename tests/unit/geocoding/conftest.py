from __future__ import annotations

import pytest

from chancery.geocoding.gazetteer import Gazetteer
from chancery.geocoding.places import PlaceIndex


@pytest.fixture(scope="session")
def index() -> PlaceIndex:
    return PlaceIndex.embedded()


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return Gazetteer()
