"""Databases that are going to be hurt."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.postgres import Server, create_server
from tests.stores import DATABASES, create_seeded


@pytest.fixture(params=DATABASES)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of a store with the small atlas."""
    return create_seeded(request.param, tmp_path)


@pytest.fixture(scope="session")
def durable_server() -> Iterator[Server]:
    """Return a server that waits for the disk, as one does in earnest, and may be stopped."""
    server = create_server()
    yield server
    server.remove()
