"""The founding article, read, beside the small atlas and an empty one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from chancery.exchange.articles.clipping import Clipping, check_clipping
from chancery.exchange.articles.decisions import Review, start_review
from chancery.reading.reader import read
from chancery.store import Author, Identity, Store, admit_local
from tests.conftest import DATA

FOUNDING = (DATA / "articles" / "azertac-2025-04-21.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def review() -> Review:
    """Return the review of the founding article, with nothing decided."""
    clipping = check_clipping(
        Clipping(FOUNDING, publisher="AZERTAC", published="2025-04-21", published_note="Inferred", language="en")
    )
    return start_review(clipping, read(clipping.text, clipping.published))


@pytest.fixture
def editor() -> Iterator[Author]:
    """Return the local user of an empty store."""
    store = Store.in_memory(admit=admit_local)
    yield store.as_user(Identity.local())
    store.close()
