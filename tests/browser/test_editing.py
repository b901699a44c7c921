"""Editing in a real browser: seen by others without a reload, undone, and behind a real log-in by OpenID Connect."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, expect

from chancery.store import Access, Identity, Member, Store
from tests.browser.conftest import Server
from tests.browser.record_form import (
    RECORD,
    TITLE,
    Tap,
    await_first_page,
    fill,
    hold_save,
    open_form,
    read_title,
    replay,
    tap,
)

ADA = {"sub": "ada", "email": "ada@example.org", "email_verified": True, "name": "Ada Example"}
EVE = {"sub": "eve", "email": "ada@example.org", "email_verified": False, "name": "Eve Example"}

Visit = Callable[..., Page]
Serve = Callable[..., Server]


def test_an_edit_is_seen_by_others_without_a_reload_and_undone(serve: Serve, visit: Visit, tmp_path: Path) -> None:
    server = serve(CHANCERY_DATABASE=f"sqlite:///{tmp_path / 'atlas.db'}", CHANCERY_EDIT="local")
    reader = visit(f"{server.url}/?record={RECORD}")
    await_first_page(reader)
    expect(reader.get_by_role("heading", name=TITLE)).to_be_visible()
    editor = visit(f"{server.url}/records?record={RECORD}")
    open_form(editor)
    fill(editor, "Title", "First visit, seen anew")
    expect(editor.get_by_text("Not saved yet; kept as your draft.")).to_be_visible()
    editor.get_by_role("button", name="Save").dblclick()
    expect(editor.get_by_role("heading", name="First visit, seen anew")).to_be_visible()
    expect(reader.get_by_role("heading", name="First visit, seen anew")).to_be_visible()
    editor.get_by_text("History", exact=True).click()
    expect(editor.get_by_role("button", name="Undo")).to_have_count(1)
    editor.get_by_role("button", name="Undo").click()
    expect(editor.get_by_role("button", name="Redo")).to_be_visible()
    expect(reader.get_by_role("heading", name=TITLE)).to_be_visible()


def test_no_click_is_lost_to_what_comes_right_behind_it(serve: Serve, visit: Visit, tmp_path: Path) -> None:
    server = serve(CHANCERY_DATABASE=f"sqlite:///{tmp_path / 'atlas.db'}", CHANCERY_EDIT="local")
    tapped = tap(visit, f"{server.url}/records?record={RECORD}")
    page, title = tapped.page, tapped.page.get_by_role("textbox", name="Title", exact=True)
    tapped.hurries = True
    for _ in range(4):
        for button in (page.get_by_text("Edit", exact=True), page.get_by_role("button", name="Add a record")):
            button.click()
            expect(title).to_be_visible()
            page.get_by_role("button", name="Close").click()
            expect(title).to_have_count(0)
    open_form(page)
    title.fill("Typed, then saved at once")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Typed, then saved at once")).to_be_visible()


def test_what_was_typed_is_offered_in_a_new_session(serve: Serve, visit: Visit, tmp_path: Path) -> None:
    server = serve(CHANCERY_DATABASE=f"sqlite:///{tmp_path / 'atlas.db'}", CHANCERY_EDIT="local")
    lost = visit(f"{server.url}/records?record={RECORD}")
    await_first_page(lost)
    open_form(lost)
    fill(lost, "Title", "Typed and lost")
    expect(lost.get_by_text("Not saved yet; kept as your draft.")).to_be_visible()
    lost.context.close()
    again = visit(f"{server.url}/records")
    expect(again.get_by_text("Not saved yet: “Typed and lost”")).to_be_visible()
    again.get_by_role("button", name="Continue").click()
    expect(again.get_by_role("textbox", name="Title", exact=True)).to_have_value("Typed and lost")


@pytest.fixture
def provider(tmp_path: Path) -> Iterator[str]:
    """Return the address of a provider of OpenID Connect log-ins that knows Ada and Eve."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "-p", str(port)]
    command += [part for user in (ADA, EVE) for part in ("--user-claims", json.dumps(user))]
    with (tmp_path / "provider.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
        url = f"http://127.0.0.1:{port}"
        try:
            await_answer(f"{url}/.well-known/openid-configuration")
            yield url
        finally:
            process.terminate()
            process.wait(10)


def await_answer(url: str, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while True:
        try:
            with urlopen(url, timeout=5):
                return
        except (URLError, OSError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def write_secrets(path: Path, provider: str) -> None:
    path.write_text(
        f"""
[auth]
redirect_uri = "http://127.0.0.1:{{port}}/oauth2callback"
cookie_secret = "a secret for the tests, long enough to sign"
client_id = "chancery"
client_secret = "known to the tests"
server_metadata_url = "{provider}/.well-known/openid-configuration"

[[members]]
email = "{ADA["email"]}"
access = "editor"
""",
        encoding="utf-8",
    )


def log_in(page: Page, subject: str) -> None:
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url(re.compile("/oauth2/authorize"))
    page.locator(f'button[name="sub"][value="{subject}"]').click()


# The provider's own pages ask for a style sheet, in vain.
@pytest.mark.external_hosts("cdn.jsdelivr.net")
def test_a_log_in_lets_those_on_the_list_edit_until_they_are_off_it(
    serve: Serve, visit: Visit, provider: str, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'atlas.db'}"
    write_secrets(tmp_path / "secrets.toml", provider)
    # The machine's own user gets nothing once a log-in is configured.
    server = serve(CHANCERY_DATABASE=url, CHANCERY_EDIT="local", STREAMLIT_SECRETS_FILES=str(tmp_path / "secrets.toml"))
    eve = visit(f"{server.url}/records?record={RECORD}")
    await_first_page(eve)
    expect(eve.get_by_text("Reading only")).to_be_visible()
    log_in(eve, "eve")
    expect(eve.get_by_text("Reading as Eve Example")).to_be_visible()

    ada = visit(f"{server.url}/records?record={RECORD}")
    log_in(ada, "ada")
    expect(ada.get_by_text("Editing as Ada Example")).to_be_visible()
    ada.goto(f"{server.url}/records?record={RECORD}")
    open_form(ada)
    fill(ada, "Title", "Saved by Ada")
    ada.get_by_role("button", name="Save").click()
    expect(ada.get_by_role("heading", name="Saved by Ada")).to_be_visible()

    store = Store.open(url, admit=lambda _: Access.ADMIN)
    try:
        [change] = store.list_changes(limit=1)
        assert (change.author, change.subject, change.issuer.rstrip("/")) == ("Ada Example", "ada", provider)
        open_form(ada)
        fill(ada, "Title", "Saved too late")
        expect(ada.get_by_text("Not saved yet; kept as your draft.")).to_be_visible()
        store.as_user(Identity.local()).save(Member("", "", ADA["email"], Access.VIEWER))
        ada.get_by_role("button", name="Save").click(force=True)
        expect(ada.get_by_text("Reading as Ada Example")).to_be_visible()
        expect(ada.get_by_role("button", name="Save")).to_be_disabled()
        assert read_title(store) == "Saved by Ada"
    finally:
        store.close()


# The provider's own pages ask for a style sheet, in vain.
@pytest.mark.external_hosts("cdn.jsdelivr.net")
def test_a_viewer_who_is_logged_in_replays_an_editors_clicks_in_vain(
    serve: Serve, visit: Visit, provider: str, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'atlas.db'}"
    write_secrets(tmp_path / "secrets.toml", provider)
    server = serve(CHANCERY_DATABASE=url, STREAMLIT_SECRETS_FILES=str(tmp_path / "secrets.toml"))
    address = f"{server.url}/records?record={RECORD}"
    tapped: list[Tap] = []
    for subject in ("ada", "eve"):
        one = tap(visit, address)
        log_in(one.page, subject)
        expect(one.page.get_by_text(f"ing as {subject.title()} Example")).to_be_visible()
        one.page.goto(address)
        one.sent.clear()
        tapped.append(one)
    editor, viewer = tapped
    hold_save(editor, "Forged")
    expect(viewer.page.get_by_text("Reading as Eve Example")).to_be_visible()
    store = Store.open(url)
    replay(editor, viewer, store)
    store.close()
