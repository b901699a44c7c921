"""What the store gives out: the atlas that went in, records with their parts, and the revision they are of."""

from __future__ import annotations

from pathlib import Path

import pytest

from chancery.errors import InvalidValue, NotFound, StoreError, StoreReadOnly
from chancery.model import Atlas
from chancery.store import Author, Identity, RowKey, Store, admit_local
from chancery.store.connection import parse_url
from tests.atlases import TEXTS, build_atlas, build_evidence, build_record


def test_a_seeded_store_gives_back_the_atlas(store: Store) -> None:
    assert store.read_atlas() == build_atlas()
    assert store.read_texts() == TEXTS


def test_a_store_is_seeded_once(store: Store) -> None:
    assert store.revision() == 1
    assert store.seed(build_atlas(), TEXTS) is None
    assert store.revision() == 1


def test_a_new_store_is_empty(empty_url: str) -> None:
    store = Store.open(empty_url)
    assert store.read_atlas() == Atlas()
    assert store.revision() == 0
    store.close()


def test_seeding_with_a_quote_that_the_text_does_not_have_leaves_the_store_empty(url: str) -> None:
    store = Store.open(url)
    with pytest.raises(InvalidValue, match="does not have the quote"):
        store.seed(build_atlas(), {"agency-2024.txt": "Something else."})
    assert store.read_atlas() == Atlas()
    store.close()


def test_another_process_sees_the_revision_move(url: str) -> None:
    first, second = Store.open(url, admit=admit_local), Store.open(url)
    before = second.revision()
    first.as_user(Identity.local()).save(build_record("talks"))
    assert second.revision() == before + 1
    assert [record.record_id for record in second.read_atlas().records] == ["talks"]
    first.close()
    second.close()


def test_a_snapshot_has_the_version_of_every_row(store: Store, editor: Author) -> None:
    editor.save(build_record("visit", title="Another title"), seen=1)
    snapshot = store.read_snapshot()
    assert snapshot.revision == 2
    assert snapshot.versions[RowKey("records", ("visit",))] == 2
    assert snapshot.versions[RowKey("record_places", ("visit", 2))] == 1
    assert len(snapshot.versions) == sum(len(rows) for rows in snapshot.atlas.tables().values())


def test_a_record_comes_with_all_that_belongs_to_it(store: Store) -> None:
    sheet = store.read_record("visit")
    assert sheet.record == build_record("visit")
    assert [str(part.key) for part in sheet.parts] == [
        "record_places visit, 1",
        "record_places visit, 2",
        "record_actors visit, 1",
        "evidence visit-1",
        "figures guests-1",
    ]


def test_what_is_not_there_is_not_found(store: Store) -> None:
    with pytest.raises(NotFound):
        store.read_record("nothing")
    with pytest.raises(NotFound):
        store.read_row(RowKey("places", ("nowhere",)))
    with pytest.raises(NotFound):
        store.read_change(99)


def test_a_published_record_goes_on_counting_from_its_version(url: str) -> None:
    store = Store.open(url, admit=admit_local)
    store.seed(Atlas(records=(build_record("visit", version=3),)))
    change = store.as_user(Identity.local()).save(build_record("visit", title="Another"), seen=3)
    assert change is not None
    assert store.read_record("visit").record.version == 4
    store.close()


def test_a_store_in_memory_that_is_only_shown_refuses_to_be_written() -> None:
    store = Store.in_memory(build_atlas(), TEXTS, admit=admit_local, read_only="No database is configured.")
    assert store.read_atlas() == build_atlas()
    with pytest.raises(StoreReadOnly, match="No database is configured"):
        store.as_user(Identity.local()).save(build_evidence("e", "visit", "daily-2024"))


@pytest.mark.parametrize(
    ("text", "driver"),
    [
        ("var/atlas.db", "sqlite"),
        ("sqlite:///atlas.db", "sqlite"),
        ("postgres://user@host/atlas", "postgresql+psycopg"),
        ("postgresql://user@host/atlas", "postgresql+psycopg"),
        ("postgresql+psycopg2://user@host/atlas", "postgresql+psycopg"),
    ],
)
def test_an_address_names_one_of_two_databases(text: str, driver: str) -> None:
    assert parse_url(text).drivername == driver


@pytest.mark.parametrize("text", ["mysql://user:secret@host/atlas", "://"])
def test_another_address_is_refused_without_showing_it(text: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        parse_url(text)
    assert "secret" not in str(caught.value)


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("Not a database. " * 100, encoding="utf-8")
    with pytest.raises(StoreError, match="damaged, or not a database"):
        Store.open(str(file))
    assert file.read_text(encoding="utf-8").startswith("Not a database.")
