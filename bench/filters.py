"""Measure the page as a reader waits for it: a change of filters, and the first view.

    python -m bench.filters

A change counts from the click on an option until headline, table and map show the new view, in Chromium, each view one
that the server has not answered before. The table shows it when its canvas was last painted before its copy for screen
readers tells the new number of rows, which the grid writes a fifth of a second after the last painting. The first view
counts from the start of a cold server until the map shows a record, beside the smallest app with an st_folium
map, measured in turns with it in the same run; what that app loads from other hosts is there without delay.
"""

from __future__ import annotations

import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, Route, sync_playwright

from chancery.vocabulary import KINDS, SECTORS, STATUSES
from scripts.ensure_browser import chromium_arguments, find_browser

ROOT = Path(__file__).resolve().parent.parent
FIRST_VIEWS = 3
PATIENCE_S = 120
MAP = 'iframe[title="streamlit_folium.st_folium"]'

HELLO_WORLD = """
import folium, streamlit as st
from streamlit_folium import st_folium
world = folium.Map(location=(40.4, 49.9), zoom_start=5)
folium.Marker((40.4, 49.9), tooltip="Baku").add_to(world)
st_folium(world)
"""

NOTE_PAINTING = """
const fill = CanvasRenderingContext2D.prototype.fillText;
CanvasRenderingContext2D.prototype.fillText = function (...text) {
  if (this.canvas.closest("[data-testid=stDataFrame]")) window.tablePainted = performance.now();
  return fill.apply(this, text);
};
"""

CLICK_AND_WAIT = """
async ([frame, label, patience]) => {
  const atlas = document.querySelector(frame).contentWindow.Chancery.atlas;
  const shown = {
    headline: () => document.querySelector(".ch-sentence").textContent,
    table: () => document.querySelector("[data-testid=stDataFrame] table").getAttribute("aria-rowcount"),
    map: () => atlas.revision,
  };
  const before = Object.fromEntries(Object.entries(shown).map(([part, read]) => [part, read()]));
  const pills = [...document.querySelectorAll("[data-testid=stSidebar] [data-testid=stButtonGroup] button")];
  const pill = pills.find((button) => button.textContent.split("  ")[0] === label);
  const start = performance.now();
  pill.click();
  const times = {};
  while (Object.keys(times).length < 3) {
    await new Promise(requestAnimationFrame);
    const now = performance.now() - start;
    for (const [part, read] of Object.entries(shown)) {
      if (part in times || read() === before[part]) continue;
      times[part] = part === "table" ? window.tablePainted - start : now;
    }
    if (now > patience) return { ...times, missing: before };
  }
  return times;
}
"""


def main() -> None:
    """Print the figures."""
    path = find_browser()  # which asks Playwright itself, and so cannot be asked within the block
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=chromium_arguments())
        show_changes(measure_changes(browser))
        ours, hello = measure_first_views(browser)
        browser.close()
    print(f"\nfirst view, cold server, median of {FIRST_VIEWS}")
    print(f"{'atlas':24}{ours:8.2f} s")
    print(f"{'hello world, st_folium':24}{hello:8.2f} s")
    print(f"{'ratio':24}{ours / hello:8.2f}     aimed at: 1.5 or less")


def measure_changes(browser: Browser) -> list[dict[str, float]]:
    """Return, for each change of filters, the milliseconds until each part of the page showed it."""
    labels = [term.label for terms in (KINDS, SECTORS, STATUSES) for term in terms.values()]
    with serve(ROOT / "app.py") as url, open_page(browser, url) as page:
        page.frame_locator(MAP).locator(".sign").first.wait_for()
        page.locator("[data-testid=stDataFrame] table").wait_for(state="attached")
        page.locator("[data-testid=stSidebar] [data-testid=stButtonGroup]").nth(2).wait_for()
        # Each choice is added to those before, so that no view comes twice; the first warms the process up.
        times = [choose(page, label) for label in labels if has_option(page, label)]
    assert len(times) > 20, f"only {len(times)} changes were measured"
    return times[1:]


def choose(page: Page, label: str) -> dict[str, float]:
    """Click an option, and wait for all parts of the page."""
    times: dict[str, Any] = page.evaluate(CLICK_AND_WAIT, [MAP, label, PATIENCE_S * 1000])
    assert "missing" not in times, f"{label}: not everything changed: {times}"
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    return times


def has_option(page: Page, label: str) -> bool:
    """Tell whether the filters offer an option now."""
    pattern = re.compile(rf"^{re.escape(label)}\s\d")
    return page.get_by_test_id("stSidebar").get_by_role("button", name=pattern).count() > 0


def show_changes(times: list[dict[str, float]]) -> None:
    """Print the distribution of the times of each part and of the whole."""
    print(f"change of filters, published atlas, {len(times)} changes{'p50':>15}{'p95':>9}")
    for part in ("headline", "table", "map"):
        print_row(part, [row[part] for row in times])
    print_row("all three", [max(row.values()) for row in times], aim="   aimed at: p50 350 ms or less")


def print_row(name: str, milliseconds: list[float], aim: str = "") -> None:
    """Print one line of the table."""
    p50, p95 = statistics.median(milliseconds), statistics.quantiles(milliseconds, n=20)[-1]
    print(f"{name:54}{p50:6.0f} ms{p95:6.0f} ms{aim}")


def measure_first_views(browser: Browser) -> tuple[float, float]:
    """Return the median seconds to the first view of the atlas and of the smallest app, measured in turns."""
    ours: list[float] = []
    hello: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "hello.py"
        script.write_text(HELLO_WORLD, encoding="utf-8")
        for _ in range(FIRST_VIEWS):
            hello.append(measure_first_view(browser, script, ".leaflet-marker-icon"))
            ours.append(measure_first_view(browser, ROOT / "app.py", ".sign"))
    return statistics.median(ours), statistics.median(hello)


def measure_first_view(browser: Browser, script: Path, sign: str) -> float:
    """Return the seconds from starting a server until its map shows a sign."""
    start = time.perf_counter()
    with serve(script) as url, open_page(browser, url) as page:
        page.frame_locator(MAP).locator(sign).first.wait_for()
        return time.perf_counter() - start


@contextmanager
def open_page(browser: Browser, url: str) -> Generator[Page]:
    """Open a page whose requests to other machines are answered at once, so that no network is measured."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    context.set_default_timeout(PATIENCE_S * 1000)
    context.route(re.compile(r"^https?://(?!127\.0\.0\.1)"), answer_at_once)
    page = context.new_page()
    page.add_init_script(NOTE_PAINTING)
    page.goto(url)
    yield page
    context.close()


def answer_at_once(route: Route) -> None:
    """Give the smallest app its Leaflet, and nothing of all else that folium loads from other hosts."""
    name = urlsplit(route.request.url).path.rpartition("/")[2]
    if name in {"leaflet.js", "leaflet.css"}:
        route.fulfill(path=ROOT / "static" / "vendor" / "leaflet" / name)
    elif name.endswith((".js", ".css")):
        route.fulfill(body="", content_type="text/javascript" if name.endswith(".js") else "text/css")
    else:
        route.abort()


@contextmanager
def serve(script: Path) -> Generator[str]:
    """Run a Streamlit app on a free port until the block ends, and give its address."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.headless=true"]
    command += ["--server.address=127.0.0.1", f"--server.port={port}", "--browser.gatherUsageStats=false"]
    process = subprocess.Popen(
        command,
        cwd=script.parent,
        env={**os.environ, "CHANCERY_TILES_URL": ""},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        await_health(f"http://127.0.0.1:{port}", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def await_health(url: str, process: subprocess.Popen[bytes]) -> None:
    """Wait until a server answers."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urlopen(f"{url}/_stcore/health", timeout=5):  # noqa: S310 - the address of our own server
                return
        except (URLError, OSError):
            time.sleep(0.02)
    raise RuntimeError(f"The server at {url} did not start.")


if __name__ == "__main__":
    main()
