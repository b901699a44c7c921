"""What goes wrong with a store while pages are open: said in the page, nothing lost, nothing saved twice or by a stranger.

Each on both databases. The pages are those of the records and of the articles, on a server that whoever sits at this
machine may edit.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from playwright.sync_api import Page, expect

from chancery.store import Access, Author, Identity, Member, Store
from tests.browser.conftest import Server, Traffic
from tests.browser.record_form import (
    RECORD,
    TITLE,
    await_first_page,
    fill,
    hold_save,
    open_form,
    read_title,
    replay,
    save_button,
    tap,
    type_title,
)
from tests.browser.test_articles import FOUNDING, enter
from tests.faults.hurt import resize_disk, small_disk
from tests.postgres import Server as PostgresServer
from tests.postgres import create_owned, create_server, give_ownership_back, take_ownership
from tests.stores import DATABASES, create_empty

Visit = Callable[..., Page]
Serve = Callable[..., Server]

# A script or a style that the lost server no longer sends is thrown as the event of its failure.
LOST = re.compile(
    r"^threw Event$|ERR_CONNECTION_(REFUSED|RESET)|ERR_EMPTY_RESPONSE|WebSocket|Client Error"
    r"|not connected to a server|disconnected from server|status of 404 .*/component/"
)
SOON = 90_000
"""Milliseconds within which a page that lost its server or its database has found it again."""


@pytest.fixture(params=DATABASES)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of a database that nothing was ever written to."""
    return create_empty(request.param, tmp_path)


@pytest.fixture
def editing(serve: Serve, url: str) -> Server:
    """Return a server on the published atlas in that database."""
    return serve(CHANCERY_DATABASE=url, CHANCERY_EDIT="local")


@pytest.fixture
def own_server() -> Iterator[PostgresServer]:
    """Return a PostgreSQL that may be stopped."""
    server = create_server("-c fsync=off")
    yield server
    server.remove()


def open_colleague(url: str) -> Author:
    """Return somebody else at the same database, with all rights."""
    return Store.open(url, admit=lambda _: Access.ADMIN).as_user(Identity("test", "ada", name="Ada"))


def open_record(visit: Visit, server: Server) -> Page:
    page = visit(f"{server.url}/records?record={RECORD}")
    await_first_page(page)
    return page


def test_two_pages_and_one_record_show_both_versions(editing: Server, visit: Visit, url: str) -> None:
    mine, theirs = open_record(visit, editing), open_record(visit, editing)
    type_title(mine, "Mine")
    open_form(theirs)
    fill(theirs, "Title", "Theirs")
    save_button(theirs).click()
    expect(theirs.get_by_text("Saved.", exact=True)).to_be_visible()
    save_button(mine).click()
    expect(mine.get_by_text("Somebody else was there first.")).to_be_visible()
    row = mine.get_by_role("row", name=re.compile("^Title"))
    expect(row).to_contain_text(TITLE)
    expect(row).to_contain_text("Theirs")
    expect(row).to_contain_text("Mine")
    store = open_colleague(url).store
    assert read_title(store) == "Theirs"
    mine.get_by_text("Keep yours", exact=True).click()
    mine.locator("button:enabled", has_text="Take these over").click()
    save_button(mine).click()
    expect(theirs.get_by_role("heading", name="Mine")).to_be_visible()
    assert [change.rows[0].before["title"] for change in store.list_changes(limit=1) if change.rows[0].before] == [
        "Theirs"
    ]
    store.close()


def test_a_click_that_arrives_after_a_revocation_saves_nothing(serve: Serve, visit: Visit, url: str) -> None:
    editing = serve(CHANCERY_DATABASE=url, CHANCERY_EDIT="local")
    editor = tap(visit, f"{editing.url}/records?record={RECORD}")
    hold_save(editor, "Forged")
    admin = open_colleague(url)
    local = Identity.local()
    admin.save(Member(local.issuer, local.subject, "", Access.VIEWER))
    for message in editor.held:
        editor.send(message)
    expect(editor.page.get_by_text("Reading as")).to_be_visible()
    assert read_title(admin.store) == TITLE
    # The same click once more, from a session that knows by now that it only reads.
    for message in editor.held:
        editor.send(message)
    editor.page.wait_for_timeout(1_000)
    assert read_title(admin.store) == TITLE
    assert admin.store.list_changes(limit=1)[0].author == "Ada"
    admin.store.close()


def test_a_visitor_of_a_read_only_atlas_replays_an_editors_clicks_in_vain(serve: Serve, visit: Visit, url: str) -> None:
    editing = serve(CHANCERY_DATABASE=url, CHANCERY_EDIT="local")
    editor = tap(visit, f"{editing.url}/records?record={RECORD}")
    hold_save(editor, "Forged")
    viewer = tap(visit, f"{serve(CHANCERY_DATABASE=url).url}/records?record={RECORD}")
    expect(viewer.page.get_by_text("Reading only")).to_be_visible()
    store = Store.open(url)
    replay(editor, viewer, store)
    store.close()


def test_a_server_that_dies_in_mid_edit_gives_back_what_was_typed(
    serve: Serve, visit: Visit, url: str, traffic: Traffic
) -> None:
    environment = {"CHANCERY_DATABASE": url, "CHANCERY_EDIT": "local"}
    server = serve(**environment)
    page = open_record(visit, server)
    type_title(page, "Typed before the fall")
    server.process.kill()
    server.process.wait()
    serve(port=urlsplit(server.url).port, **environment)
    expect(page.get_by_text("Not saved yet: “Typed before the fall”")).to_be_visible(timeout=SOON)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("textbox", name="Title", exact=True)).to_have_value("Typed before the fall")
    save_button(page).dblclick()
    expect(page.get_by_text("Saved.", exact=True)).to_be_visible()
    store = Store.open(url)
    assert store.revision() == 2
    assert read_title(store) == "Typed before the fall"
    store.close()
    forget_lost_connections(traffic)


def test_an_article_under_review_survives_its_server_and_is_saved_once(
    serve: Serve, visit: Visit, url: str, tmp_path: Path, traffic: Traffic
) -> None:
    (tmp_path / "nothing").mkdir()
    environment = {"CHANCERY_DATABASE": url, "CHANCERY_EDIT": "local"}
    server = serve(tmp_path / "nothing", **environment)
    page = visit(f"{server.url}/articles")
    enter(page, FOUNDING)
    page.locator(".st-key-accept button").click()
    expect(page.get_by_text("1 accepted")).to_be_visible()
    server.process.kill()
    server.process.wait()
    serve(tmp_path / "nothing", port=urlsplit(server.url).port, **environment)
    page.get_by_role("button", name="Go on with it").click(timeout=SOON)
    expect(page.get_by_text("1 accepted")).to_be_visible()
    page.get_by_role("button", name="Save 1 record").dblclick()
    expect(page.get_by_text("1 record saved")).to_be_visible()
    store = Store.open(url)
    assert len(store.read_atlas().records) == 1
    assert len(store.list_changes()) == 1
    store.close()
    forget_lost_connections(traffic)


def forget_lost_connections(traffic: Traffic) -> None:
    """Let the page's complaints pass that its server was gone; it was."""
    traffic.errors[:] = [error for error in traffic.errors if not LOST.search(error)]


def test_a_database_that_goes_away_is_said_and_found_again(
    serve: Serve, visit: Visit, own_server: PostgresServer
) -> None:
    url = own_server.create_database()
    server = serve(CHANCERY_DATABASE=url, CHANCERY_EDIT="local")
    page, reader = open_record(visit, server), visit(f"{server.url}/?record={RECORD}")
    type_title(page, "Typed while it was there")
    expect(reader.get_by_role("heading", name=TITLE)).to_be_visible()
    own_server.stop("immediate")
    for other in (page, reader):
        expect(other.get_by_text("nothing can be saved for now")).to_be_visible(timeout=SOON)
    expect(reader.get_by_role("heading", name=TITLE)).to_be_visible()
    expect(page.get_by_role("textbox", name="Title", exact=True)).to_have_value("Typed while it was there")
    expect(save_button(page)).to_be_disabled()
    own_server.start()
    expect(save_button(page)).to_be_enabled(timeout=SOON)
    save_button(page).click()
    expect(reader.get_by_role("heading", name="Typed while it was there")).to_be_visible(timeout=SOON)


def test_a_database_that_lets_nothing_be_written_says_so_and_keeps_the_form(
    serve: Serve, visit: Visit, own_server: PostgresServer
) -> None:
    url = create_owned(own_server)
    page = open_record(visit, serve(CHANCERY_DATABASE=url, CHANCERY_EDIT="local"))
    type_title(page, "Typed in time")
    take_ownership(own_server, url)
    save_button(page).click()
    expect(page.get_by_role("alert").filter(has_text="does not let itself be written")).to_be_visible(timeout=SOON)
    expect(page.get_by_role("textbox", name="Title", exact=True)).to_have_value("Typed in time")
    give_ownership_back(own_server, url)
    save_button(page).click()
    expect(page.get_by_role("heading", name="Typed in time")).to_be_visible(timeout=SOON)


def test_a_full_disk_is_said_and_the_form_kept_until_there_is_space(serve: Serve, visit: Visit, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    with small_disk(disk, 32) as obstacle:
        if obstacle:
            pytest.skip(obstacle)
        url = f"sqlite:///{disk}/atlas.db"
        server = serve(CHANCERY_DATABASE=url, CHANCERY_EDIT="local")
        page = open_record(visit, server)
        type_title(page, "Typed in time")
        ballast = disk / "ballast"
        with pytest.raises(OSError, match="No space"):
            ballast.write_bytes(b"0" * 64_000_000)
        fill(page, "Summary", "More words, " * 2_000)
        save_button(page).click()
        expect(page.get_by_role("alert").filter(has_text="The disk is full")).to_be_visible()
        expect(page.get_by_role("textbox", name="Title", exact=True)).to_have_value("Typed in time")
        ballast.unlink()
        resize_disk(disk, 64)
        save_button(page).click()
        expect(page.get_by_role("heading", name="Typed in time")).to_be_visible()
        server.process.terminate()
        server.process.wait()


HOSTILE = {
    "kind": ["{{7*7}}", "visit' OR 1=1 --"],
    "years": ["9" * 2_000, "2024-1"],
    "q": ["<img src=x onerror=alert(1)>{{7*7}}${alert(1)}" + "q" * 2_000],
    "place": [f"p{number}" for number in range(400)] + ["\x00", "\u202e"],
    "record": ["../../etc/passwd"],
    "section": ["Changes"],
    "unknown": ["x" * 4_000],
}


@pytest.mark.parametrize("page_name", ["", "records", "articles"])
def test_hostile_parameters_are_ignored(atlas: Server, visit: Visit, page_name: str) -> None:
    page = visit("about:blank")
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    page.goto(f"{atlas.url}/{page_name}?{urlencode(HOSTILE, doseq=True)}")
    expect(page.locator(".st-key-ch-desk")).to_be_visible(timeout=SOON)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text("Traceback")).to_have_count(0)
    # What is not understood is gone from the address once the page is there.
    page.wait_for_function("!location.search.includes('unknown')")
    assert "49" not in page.locator("h1").inner_text()
