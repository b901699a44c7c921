"""A full disk, a disk that cannot be written, a database that goes away: said, survived, and nothing half done."""

from __future__ import annotations

import os
import random
import resource
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from chancery.errors import NotWritten, StoreReadOnly, StoreUnavailable
from chancery.store import Identity, Store, admit_local
from chancery.store.backup import back_up
from scripts.ensure_postgres import NOBODY
from tests.atlases import TEXTS, build_atlas, build_record
from tests.faults.hurt import open_folder, resize_disk, run_apart, small_disk
from tests.faults.soundness import assert_sound
from tests.postgres import Server, create_owned, create_server, give_ownership_back, take_ownership
from tests.stores import create_seeded

LONG = random.Random(22).randbytes(30_000).hex()
"""A title that no database can make shorter."""


def save_until_full(store: Store, attempts: int = 2_000) -> tuple[int, StoreReadOnly]:
    """Save long records until the disk refuses; return how many were acknowledged, and the refusal."""
    editor = store.as_user(Identity.local())
    for number in range(attempts):
        try:
            editor.save(build_record(f"long-{number}", title=LONG))
        except StoreReadOnly as refusal:
            return number, refusal
    raise AssertionError("the disk never filled")


def assert_survived(store: Store, acknowledged: int) -> None:
    """Check that all that was acknowledged is there, and nothing else."""
    records = {record.record_id for record in store.read_atlas().records}
    assert records == {"meeting", "visit", *(f"long-{number}" for number in range(acknowledged))}
    assert store.revision() == acknowledged + 1
    assert_sound(store)


def fill_by_limit(url: str) -> tuple[int, str]:
    """Fill a database until this process may not make its files larger; then go on with the limit lifted."""
    store = Store.open(url, admit=admit_local)
    store.revision()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (3_000_000, hard))
    acknowledged, refusal = save_until_full(store)
    assert_survived(store, acknowledged)
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    store.as_user(Identity.local()).save(build_record(f"long-{acknowledged}", title="Space again"))
    assert_survived(store, acknowledged + 1)
    store.close()
    return acknowledged, str(refusal)


def test_a_file_that_may_not_grow_refuses_writes_and_loses_nothing(tmp_path: Path) -> None:
    url = create_seeded("sqlite", tmp_path)
    acknowledged, refusal = run_apart(fill_by_limit, url)
    assert acknowledged > 0
    assert "Nothing was changed" in refusal
    store = Store.open(url)
    assert_survived(store, acknowledged + 1)
    store.close()


def test_a_full_disk_refuses_writes_and_loses_nothing(tmp_path: Path) -> None:
    with small_disk(tmp_path, 4) as obstacle:
        if obstacle:
            pytest.skip(obstacle)
        store = Store.open(create_seeded("sqlite", tmp_path), admit=admit_local)
        acknowledged, refusal = save_until_full(store)
        assert "The disk is full" in str(refusal)
        assert_survived(store, acknowledged)
        with pytest.raises(NotWritten):
            back_up(store.engine, tmp_path / "backups")
        assert list((tmp_path / "backups").iterdir()) == []
        resize_disk(tmp_path, 16)
        store.as_user(Identity.local()).save(build_record(f"long-{acknowledged}", title="Space again"))
        assert_survived(store, acknowledged + 1)
        store.close()


@pytest.fixture
def own_server() -> Iterator[Server]:
    """Return a server for one test alone."""
    server = create_server()
    yield server
    server.remove()


def test_a_full_disk_of_postgresql_refuses_writes_and_loses_nothing(own_server: Server) -> None:
    disk = own_server.home / "disk"
    disk.mkdir()
    with small_disk(disk, 16) as obstacle:
        if obstacle:
            pytest.skip(obstacle)
        (disk / "space").mkdir()
        os.chown(disk / "space", NOBODY, NOBODY)
        own_server.execute(f"CREATE TABLESPACE small LOCATION '{disk / 'space'}'")
        store = Store.open(own_server.create_database("TABLESPACE small"), admit=admit_local)
        store.seed(build_atlas(), TEXTS)
        acknowledged, refusal = save_until_full(store)
        assert "full" in str(refusal)
        assert_survived(store, acknowledged)
        resize_disk(disk, 64)
        store.as_user(Identity.local()).save(build_record(f"long-{acknowledged}", title="Space again"))
        assert_survived(store, acknowledged + 1)
        store.close()
        own_server.stop("immediate")


def look_at_locked_folder(url: str) -> tuple[str, int, str]:
    """Open a store whose folder cannot be written; return why it is read-only, its records, and what a write says."""
    store = Store.open(url, admit=admit_local)
    try:
        store.as_user(Identity.local()).save(build_record("talks"))
    except StoreReadOnly as error:
        return store.why_read_only, len(store.read_atlas().records), str(error)
    finally:
        store.close()
    raise AssertionError("it was written")


@pytest.mark.parametrize("log_left_behind", [False, True])
def test_a_folder_that_cannot_be_written_is_read_to_the_last_change(log_left_behind: bool) -> None:
    with open_folder() as folder:
        url = create_seeded("sqlite", folder)
        store = Store.open(url, admit=admit_local)
        store.as_user(Identity.local()).save(build_record("concert"))
        if log_left_behind:
            # As a program that was killed leaves it: the last change is in the log alone.
            shutil.copyfile(folder / "atlas.db", folder / "copy.db")
            shutil.copyfile(folder / "atlas.db-wal", folder / "copy.db-wal")
            url = url.replace("atlas.db", "copy.db")
        store.close()
        for file in folder.iterdir():
            file.chmod(0o444)
        folder.chmod(0o555)
        before = sorted(file.name for file in folder.iterdir())
        why, records, refusal = run_apart(look_at_locked_folder, url, unprivileged=True)
        assert (why, records) == ("Its folder or disk cannot be written.", 3)
        assert why in refusal
        assert sorted(file.name for file in folder.iterdir()) == before


def open_nothing(url: str) -> str:
    """Open a store that is not there, where none can be made; return what is said."""
    try:
        Store.open(url)
    except StoreReadOnly as error:
        return str(error)
    raise AssertionError("it was opened")


def test_no_store_is_made_where_nothing_can_be_written() -> None:
    with open_folder() as folder:
        folder.chmod(0o555)
        said = run_apart(open_nothing, f"sqlite:///{folder}/new/atlas.db", unprivileged=True)
        assert "none can be made" in said


def test_a_postgresql_that_may_only_be_read_refuses_writes_and_is_read(own_server: Server) -> None:
    url = create_owned(own_server)
    store = Store.open(url, admit=admit_local)
    store.seed(build_atlas(), TEXTS)
    editor = store.as_user(Identity.local())
    take_ownership(own_server, url)
    with pytest.raises(StoreReadOnly, match="Nothing was changed"):
        editor.save(build_record("long-0"))
    with pytest.raises(StoreReadOnly):
        editor.keep_draft("record long-0", "{}")
    assert_survived(store, 0)
    again = Store.open(url)
    assert_survived(again, 0)
    again.close()
    give_ownership_back(own_server, url)
    editor.save(build_record("long-0"))
    assert_survived(store, 1)
    store.close()


def test_a_database_that_goes_away_is_said_and_found_again(durable_server: Server) -> None:
    store = Store.open(durable_server.create_database(), admit=admit_local)
    store.seed(build_atlas(), TEXTS)
    editor = store.as_user(Identity.local())
    editor.save(build_record("long-0"))
    durable_server.stop("immediate")
    try:
        with pytest.raises(StoreUnavailable, match="Nothing was lost"):
            editor.save(build_record("long-1"), token="form-1")
        with pytest.raises(StoreUnavailable):
            store.read_atlas()
    finally:
        durable_server.start()
    editor.save(build_record("long-1"), token="form-1")
    assert_survived(store, 2)
    store.close()


def test_a_save_waits_for_a_database_that_comes_back(durable_server: Server) -> None:
    store = Store.open(durable_server.create_database(), admit=admit_local)
    store.seed(build_atlas(), TEXTS)
    editor = store.as_user(Identity.local())
    durable_server.stop("fast")
    back = threading.Thread(target=lambda: (time.sleep(0.3), durable_server.start()))
    back.start()
    change = editor.save(build_record("long-0"))
    back.join()
    assert change is not None
    assert_survived(store, 1)
    store.close()
