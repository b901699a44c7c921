"""The fixtures of the browser tests see what they are there to see."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import PHONE, Traffic

CALLS_OUT = """<!doctype html><title>page</title><link rel="icon" href="data:,">
<img src="https://tiles.example/1.png" onerror="document.title = 'refused'">"""
THROWS = """<!doctype html><title>page</title><link rel="icon" href="data:,">
<script>console.error("said"); setTimeout(() => { document.title = "threw"; nowhere(); })</script>"""


class QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
        pass


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    (tmp_path / "calls_out.html").write_text(CALLS_OUT, encoding="utf-8")
    (tmp_path / "throws.html").write_text(THROWS, encoding="utf-8")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(QuietHandler, directory=str(tmp_path))) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_a_request_to_another_host_is_refused_and_is_a_fault(
    site: str, visit: Callable[..., Page], traffic: Traffic
) -> None:
    page = visit(f"{site}/calls_out.html")
    page.wait_for_function("document.title === 'refused'")
    assert traffic.faults(frozenset()) == ["asked for https://tiles.example/1.png"]
    assert traffic.faults(frozenset({"tiles.example"})) == []
    traffic.external.clear()


@pytest.mark.external_hosts("tiles.example")
def test_a_host_that_the_test_names_may_be_asked_in_vain(site: str, visit: Callable[..., Page]) -> None:
    visit(f"{site}/calls_out.html").wait_for_function("document.title === 'refused'")


def test_errors_of_the_page_are_faults(site: str, visit: Callable[..., Page], traffic: Traffic) -> None:
    page = visit(f"{site}/throws.html")
    with page.expect_event("pageerror"):
        page.reload()
    assert any("said" in fault for fault in traffic.faults(frozenset()))
    assert any("nowhere" in fault for fault in traffic.faults(frozenset()))
    traffic.errors.clear()


@pytest.mark.external_hosts("tiles.example")
def test_a_page_opens_at_the_size_and_in_the_colours_asked_for(site: str, visit: Callable[..., Page]) -> None:
    page = visit(f"{site}/calls_out.html", size=PHONE, color_scheme="dark")
    assert page.evaluate("[innerWidth, matchMedia('(prefers-color-scheme: dark)').matches]") == [390, True]
