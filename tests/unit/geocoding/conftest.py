"""A server that does as it is told, and a chain that asks it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from chancery.geocoding.chain import Chain
from chancery.geocoding.settings import GeocodingSettings
from tests.unit.geocoding.loopback import LoopbackServer, serving


@pytest.fixture
def server() -> Iterator[LoopbackServer]:
    """Run a server that knows one place, until told otherwise."""
    with serving() as loopback:
        yield loopback


@pytest.fixture
def open_chain(server: LoopbackServer, tmp_path: Path) -> Callable[..., Chain]:
    """Return a function that opens a chain to the server, under settings of the test's own."""

    def open_it(geocoders: str = "nominatim", **changes: str) -> Chain:
        environment = {
            "CHANCERY_GEOCODERS": geocoders,
            "CHANCERY_GEOCODER_NOMINATIM_DOMAIN": server.address,
            "CHANCERY_GEOCODER_NOMINATIM_SCHEME": "http",
            "CHANCERY_GEOCODER_NOMINATIM_TIMEOUT_S": "5",
            "CHANCERY_GEOCODING_CACHE": str(tmp_path / "cache"),
            **{f"CHANCERY_{name}": value for name, value in changes.items()},
        }
        return Chain.open(GeocodingSettings.load(environment, tmp_path))

    return open_it
