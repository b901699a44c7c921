"""Stores on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from chancery.store import Author, Identity, Store, admit_local
from tests.stores import DATABASES, create_empty, create_seeded


@pytest.fixture(params=DATABASES)
def database(request: pytest.FixtureRequest) -> str:
    """Return the kind of database, one after the other."""
    return request.param


@pytest.fixture
def empty_url(database: str, tmp_path: Path) -> str:
    """Return the address of a database that nothing was ever written to."""
    return create_empty(database, tmp_path)


@pytest.fixture
def url(database: str, tmp_path: Path) -> str:
    """Return the address of a store that holds nothing yet."""
    return create_seeded(database, tmp_path, seeded=False)


@pytest.fixture
def store(database: str, tmp_path: Path) -> Iterator[Store]:
    """Return a store with the small atlas, which the local user may edit."""
    store = Store.open(create_seeded(database, tmp_path), admit=admit_local)
    yield store
    store.close()


@pytest.fixture
def editor(store: Store) -> Author:
    """Return the local user."""
    return store.as_user(Identity.local())
