"""A real server on a free port, and Chromium on pages of it from which no request leaves this machine.

A test asks for ``atlas`` (the server on the published data) or ``serve`` (to start one on other data), and for
``visit``, which opens a page at a size and in a colour scheme::

    def test_the_title_is_shown(atlas, visit):
        page = visit(atlas.url, size=PHONE, color_scheme="dark")
        expect(page.get_by_role("heading", level=1)).to_be_visible()

When the test ends, a page that asked for another host, threw an error or logged one fails it. A test of what happens
when tiles cannot be had turns them on, ``serve(CHANCERY_TILES_URL=...)``, and names the host that the page may ask in
vain: ``@pytest.mark.external_hosts("tile.openstreetmap.org")``.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Route, ViewportSize, WebSocket, expect, sync_playwright

from scripts.ensure_browser import chromium_arguments, find_browser

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
LAPTOP = ViewportSize(width=1440, height=900)
TABLET = ViewportSize(width=768, height=1024)
PHONE = ViewportSize(width=390, height=844)
SIZES = {"laptop": LAPTOP, "tablet": TABLET, "phone": PHONE}

START_SECONDS = 60
# Two shared cores draw a first map slowly; a condition that holds is seen at once all the same.
PATIENCE_MILLISECONDS = 30_000

# At a page's own address Streamlit's script asks for these below it first, and for the right ones after a 404.
PROBES = re.compile(r"/_stcore/(health|host-config)$")

ColorScheme = Literal["light", "dark"]


@dataclass(frozen=True, slots=True)
class Server:
    """A running ``streamlit run app.py``."""

    url: str
    log: Path
    process: subprocess.Popen[bytes]

    def read_log(self) -> str:
        """Return what the server has written so far."""
        return self.log.read_text(encoding="utf-8", errors="replace")


@dataclass
class Traffic:
    """What a page asked for and complained about."""

    external: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def faults(self, allowed: frozenset[str]) -> list[str]:
        """Return what a test cannot let pass: requests to hosts that are not ``allowed``, and errors."""
        strangers = [url for url in self.external if urlsplit(url).hostname not in allowed]
        return [f"asked for {url}" for url in strangers] + self.errors


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def _is_healthy(url: str) -> bool:
    try:
        with urlopen(f"{url}/_stcore/health", timeout=5) as answer:
            return answer.status == 200
    except (URLError, OSError):
        return False


def _await_health(server: Server) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not _is_healthy(server.url):
        if server.process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"The server did not start:\n{server.read_log()}")
        time.sleep(0.05)


@contextmanager
def run_server(log: Path, data: Path | None, environment: dict[str, str], port: int = 0) -> Generator[Server]:
    """Run the app until the block ends: on a free port, unless one is given."""
    port = port or _free_port()
    options = {"server.address": "127.0.0.1", "server.port": port, "server.headless": "true"}
    options["server.fileWatcherType"] = "none"
    command = [sys.executable, "-m", "streamlit", "run", "app.py"]
    command += [f"--{name}={value}" for name, value in options.items()]
    # Without tiles the map asks this machine alone; a test of the tiles names them, and their host.
    chosen = {"CHANCERY_TILES_URL": ""} | ({"CHANCERY_DATA": str(data)} if data is not None else {})
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, **chosen, **environment},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        server = Server(f"http://127.0.0.1:{port}", log, process)
        try:
            _await_health(server)
            yield server
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the browser tests in one process, where several run the tests: two browsers at once would only wait longer."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Return one Chromium for all browser tests."""
    path = find_browser()
    assert path, "No Chromium was found: run `make test`, which gets one, or name one in CHANCERY_BROWSER."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=chromium_arguments())
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def atlas(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Return a server on the published data, shared by the tests that change nothing in it."""
    with run_server(tmp_path_factory.mktemp("atlas") / "server.log", None, {}) as server:
        yield server


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """Return a function that starts a server on a data package and with environment variables of the test's own."""
    with ExitStack() as running:

        def start(data: Path | None = None, *, port: int = 0, **environment: str) -> Server:
            log = tmp_path / f"server-{len(list(tmp_path.glob('server-*.log')))}.log"
            server: AbstractContextManager[Server] = run_server(log, data, environment, port)
            return running.enter_context(server)

        yield start


@pytest.fixture
def traffic() -> Traffic:
    """Return what the pages of this test asked for and complained about so far."""
    return Traffic()


@pytest.fixture
def visit(chromium: Browser, traffic: Traffic, request: pytest.FixtureRequest) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a page in a context of its own."""
    marker = request.node.get_closest_marker("external_hosts")
    with ExitStack() as open_contexts:

        def go(url: str, size: ViewportSize = LAPTOP, color_scheme: ColorScheme = "light") -> Page:
            context = chromium.new_context(
                viewport=size, color_scheme=color_scheme, accept_downloads=True, reduced_motion="reduce"
            )
            open_contexts.callback(context.close)
            context.set_default_timeout(PATIENCE_MILLISECONDS)
            context.route(re.compile(r"^(?!data:|blob:|about:)"), lambda route: _let_pass(route, traffic))
            context.on("console", lambda message: _note_console(message, traffic))
            context.on("weberror", lambda error: traffic.errors.append(f"threw {error.error}"))
            page = context.new_page()
            page.on("websocket", lambda opened: _note_websocket(opened, traffic))
            page.goto(url)
            return page

        yield go
    faults = traffic.faults(frozenset(marker.args if marker else ()))
    assert not faults, "\n".join(faults)


def _note_external(url: str, traffic: Traffic) -> bool:
    """Tell whether an address is of another machine, and note it if so."""
    external = urlsplit(url).hostname not in {"127.0.0.1", "localhost", "::1"}
    if external:
        traffic.external.append(url)
    return external


def _let_pass(route: Route, traffic: Traffic) -> None:
    if _note_external(route.request.url, traffic):
        route.abort("internetdisconnected")
    else:
        route.continue_()


def _note_websocket(opened: WebSocket, traffic: Traffic) -> None:
    _note_external(opened.url, traffic)


def _note_console(message: ConsoleMessage, traffic: Traffic) -> None:
    address = message.location.get("url", "")
    refused = address in traffic.external
    if message.type == "error" and not refused and not PROBES.search(address):
        traffic.errors.append(f"logged {message.text} ({address})")


expect.set_options(timeout=PATIENCE_MILLISECONDS)
