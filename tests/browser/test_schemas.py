"""A database of an older or a newer Chancery, as a reader sees it: stepped up, or a sentence that says what to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from chancery.store import Store
from tests.browser.conftest import Server
from tests.browser.record_form import RECORD, TITLE, await_first_page
from tests.faults.hurt import let_disk_be_written, small_disk
from tests.unit.store.test_migrations import make_first_schema

Visit = Callable[..., Page]
Serve = Callable[..., Server]


def open_records(visit: Visit, serve: Serve, url: str) -> Page:
    """Open a record on a server on a database that whoever sits at this machine would edit."""
    page = visit(f"{serve(CHANCERY_DATABASE=url, CHANCERY_EDIT='local').url}/records?record={RECORD}")
    await_first_page(page)
    return page


def test_a_store_of_a_newer_chancery_is_refused_with_what_to_do(serve: Serve, visit: Visit, tmp_path: Path) -> None:
    Store.open(f"sqlite:///{tmp_path}/atlas.db").close()
    with sqlite3.connect(tmp_path / "atlas.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'v9999'")
    connection.close()
    before = (tmp_path / "atlas.db").read_bytes()
    page = open_records(visit, serve, f"sqlite:///{tmp_path}/atlas.db")
    expect(page.get_by_text("which this Chancery does not know")).to_contain_text("Update Chancery")
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    expect(page.get_by_role("button", name="Add a record")).to_have_count(0)
    assert (tmp_path / "atlas.db").read_bytes() == before


def test_a_store_of_an_older_chancery_is_backed_up_and_goes_on(serve: Serve, visit: Visit, tmp_path: Path) -> None:
    make_first_schema(f"sqlite:///{tmp_path}/atlas.db", tmp_path)
    with sqlite3.connect(tmp_path / "atlas.db") as connection:
        connection.execute("UPDATE state SET revision = 1")  # as after a first change: it is not empty
    connection.close()
    server = serve(CHANCERY_DATABASE=f"sqlite:///{tmp_path}/atlas.db", CHANCERY_EDIT="local")
    page = visit(f"{server.url}/places?at=shusha")
    expect(page.get_by_text("Editing as")).to_be_visible()
    expect(page.get_by_role("heading", name="Shusha")).to_be_visible()
    assert len(list((tmp_path / "backups").iterdir())) == 1


def test_a_store_of_an_older_chancery_that_cannot_be_written_says_what_to_do(
    serve: Serve, visit: Visit, tmp_path: Path
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    with small_disk(disk, 32) as obstacle:
        if obstacle:
            pytest.skip(obstacle)
        make_first_schema(f"sqlite:///{disk}/atlas.db", tmp_path)
        let_disk_be_written(disk, False)
        page = open_records(visit, serve, f"sqlite:///{disk}/atlas.db")
        trouble = page.get_by_text("The database has an older schema and cannot be brought up to date")
        expect(trouble).to_contain_text("Let them be written")
        expect(trouble).to_contain_text("nothing can be saved for now")
        expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
        expect(page.get_by_role("button", name="Add a record")).to_have_count(0)
        let_disk_be_written(disk, True)
        expect(page.get_by_role("button", name="Add a record")).to_be_visible()
        expect(trouble).to_have_count(0)
        assert len(list((disk / "backups").iterdir())) == 1
