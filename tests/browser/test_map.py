"""The map in Chromium: what is drawn, what a click says, what moves it, and what hostile text does not do."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pandas as pd
import pytest
from playwright.sync_api import Frame, Locator, Page, expect

from chancery.views.map_features import FEATURE_LIMIT
from tests.browser.conftest import PHONE, ROOT, Server, Traffic
from tests.browser.conftest import _await_health as await_health  # pyright: ignore[reportPrivateUsage]
from tests.browser.conftest import _free_port as find_free_port  # pyright: ignore[reportPrivateUsage]
from tests.unit.views.rows import AZERBAIJAN, BAKU, KARABAKH, MINSK, SHUSHA, make_rows
from tests.unit.views.test_map import PAYLOADS
from tests.unit.views.test_map_features import spread_rows

AGHDAM = {"place_id": "gn585557", "place_name": "Aghdam", "country_code": "AZ", "latitude": 39.99, "longitude": 46.93}
GANJA = {"place_id": "gn586523", "place_name": "Ganja", "country_code": "AZ", "latitude": 40.68, "longitude": 46.36}
BREST = {"place_id": "gn629634", "place_name": "Brest", "country_code": "BY", "latitude": 52.1, "longitude": 23.69}

CURATED = make_rows(
    {"record_id": "visit-1", "title": "To Baku"} | MINSK | {"role": "origin"},
    {"record_id": "visit-1", "title": "To Baku", "position": 2},
    {"record_id": "visit-2", "title": "To Baku again", "status": "planned"} | MINSK | {"role": "origin"},
    {"record_id": "visit-2", "title": "To Baku again", "status": "planned", "position": 2},
    *({"record_id": f"meeting-{n}", "kind": "meeting", "title": f"Meeting {n}", "sector": "trade"} for n in range(5)),
    {"record_id": "project_1", "kind": "project", "title": "A plant", "status": "ongoing", "sector": "agriculture"}
    | AGHDAM,
    {"record_id": "project_2", "kind": "project", "title": "A school", "status": "planned"} | SHUSHA,
    {"record_id": "culture-1", "kind": "culture", "title": "A concert", "sector": "culture"} | BREST,
    {"record_id": "sport-1", "kind": "sport", "title": "Games", "sector": "sport"} | GANJA,
    {"record_id": "agreement-1", "kind": "agreement", "title": "An accord"} | AZERBAIJAN,
    {"record_id": "other-1", "kind": "other", "title": "A gift"} | KARABAKH,
)


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Server]]:
    """Return a function that starts the map page on rows, with environment variables of the test's own."""
    running: list[subprocess.Popen[bytes]] = []

    def start(rows: pd.DataFrame, **environment: str) -> Server:
        folder = tmp_path_factory.mktemp("hall")
        shutil.copytree(ROOT / "static", folder / "static")
        shutil.copytree(ROOT / ".streamlit", folder / ".streamlit")
        page = shutil.copy(ROOT / "tests" / "browser" / "map_page.py", folder)
        rows.to_json(folder / "rows.json", orient="records")
        port = find_free_port()
        options = {"server.address": "127.0.0.1", "server.port": port, "server.headless": "true"}
        options["server.fileWatcherType"] = "none"
        command = [sys.executable, "-m", "streamlit", "run", page]
        command += [f"--{name}={value}" for name, value in options.items()]
        with (folder / "server.log").open("wb") as output:
            process = subprocess.Popen(
                command,
                cwd=folder,
                env={**os.environ, "PYTHONPATH": str(ROOT), "CHANCERY_TILES_URL": "", **environment},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        running.append(process)
        server = Server(f"http://127.0.0.1:{port}", folder / "server.log", process)
        await_health(server)
        return server

    yield start
    for process in running:
        process.terminate()
        process.wait(10)


@pytest.fixture(scope="module")
def curated(hall: Callable[..., Server]) -> Server:
    return hall(CURATED)


class MapPage:
    """The page of a test, and the frame of its map."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.map = page.frame_locator("iframe[title*='st_folium']")
        self.map.locator(".place").first.wait_for()
        self.wait_until("Chancery.atlas.fitted && Chancery.atlas.basemap.labels.length > 0")

    @property
    def frame(self) -> Frame:
        return next(frame for frame in self.page.frames if "st_folium" in frame.url)

    def ask(self, expression: str) -> Any:
        return self.frame.evaluate(expression)

    def wait_until(self, expression: str) -> None:
        self.frame.wait_for_function(expression)

    def runs(self) -> int:
        return int(self.page.get_by_text("runs:").inner_text().removeprefix("runs: "))

    def sign(self, record: str) -> Locator:
        return self.map.locator(f".sign[data-record='{record}']")

    def fill(self, label: str, text: str) -> None:
        self.page.get_by_label(label).fill(text)
        self.page.keyboard.press("Enter")

    def come_close(self, place: dict[str, Any], zoom: int = 9) -> None:
        self.ask(
            f"void Chancery.atlas.map.setView([{place['latitude']}, {place['longitude']}], {zoom}, {{animate: false}})"
        )

    def expect_selected(self, record: str) -> None:
        expect(self.page.get_by_text("selected:")).to_have_text(f"selected: {record}")


@pytest.fixture
def open_map(visit: Callable[..., Page]) -> Callable[..., MapPage]:
    """Return a function that opens the page at an address and waits for its map."""
    return lambda server, **options: MapPage(visit(server.url, **options))


def test_a_click_selects_the_record_by_its_id(curated: Server, open_map: Callable[..., MapPage]) -> None:
    opened = open_map(curated)
    opened.sign("culture-1").click()
    opened.expect_selected("culture-1")
    expect(opened.sign("culture-1")).to_have_class("sign is-selected")


def test_the_same_record_can_be_clicked_again_after_another_was_chosen_elsewhere(
    curated: Server, open_map: Callable[..., MapPage]
) -> None:
    opened = open_map(curated)
    opened.sign("culture-1").click()
    opened.expect_selected("culture-1")
    opened.fill("Select", "meeting-1")
    opened.expect_selected("meeting-1")
    opened.sign("culture-1").click()
    opened.expect_selected("culture-1")
    expect(opened.page.get_by_text("clicks:")).to_have_text("clicks: 2")


def test_a_click_runs_the_page_once(curated: Server, open_map: Callable[..., MapPage]) -> None:
    opened = open_map(curated)
    before = opened.runs()
    opened.sign("culture-1").click()
    opened.expect_selected("culture-1")
    opened.page.wait_for_timeout(600)  # longer than st_folium gathers events for
    assert opened.runs() == before + 1


def test_panning_and_zooming_run_nothing(curated: Server, open_map: Callable[..., MapPage]) -> None:
    opened = open_map(curated)
    opened.page.wait_for_timeout(600)
    before = opened.runs()
    box = opened.page.locator("iframe[title*='st_folium']").bounding_box()
    assert box
    x, y = box["x"] + 90, box["y"] + 340
    for turn in range(6):
        opened.page.mouse.move(x, y)
        opened.page.mouse.down()
        opened.page.mouse.move(x + 60, y - 40, steps=5)
        opened.page.mouse.up()
        opened.page.mouse.wheel(0, 240 if turn % 2 else -240)
    opened.map.locator(".leaflet-control-zoom-in").click()
    opened.page.wait_for_timeout(900)
    assert opened.ask("Chancery.atlas.moved") is True
    assert opened.runs() == before


def test_a_change_of_what_is_kept_leaves_the_map_mounted(curated: Server, open_map: Callable[..., MapPage]) -> None:
    opened = open_map(curated)
    opened.ask("window.mark = 'the same page'")
    opened.fill("Keep", "project_")
    opened.wait_until("Chancery.atlas.features.records.length === 2")
    opened.fill("Keep", "project_2")
    opened.wait_until("Chancery.atlas.features.records.length === 1")
    expect(opened.sign("project_2")).to_be_visible()
    expect(opened.sign("project_1")).to_have_count(0)
    assert opened.ask("window.mark") == "the same page"


def test_a_map_without_room_is_fitted_when_it_has_some(curated: Server, open_map: Callable[..., MapPage]) -> None:
    """While a page is laid out its map is a strip for a moment, to which nothing can be fitted."""
    opened = open_map(curated)
    zoom = opened.ask("Chancery.atlas.map.getZoom()")
    frame = opened.page.locator("iframe[title*='st_folium']")
    height = frame.evaluate("(frame) => frame.style.height")
    frame.evaluate("(frame) => { frame.style.height = '17px'; }")
    opened.wait_until("Chancery.atlas.map.getSize().y === 17")
    opened.ask("void Chancery.atlas.fit()")
    assert opened.ask("Chancery.atlas.map.getZoom()") == zoom
    opened.ask("void Chancery.atlas.map.setZoom(9, {animate: false})")
    frame.evaluate("(frame, height) => { frame.style.height = height; }", height)
    opened.wait_until("Chancery.atlas.map.getBounds().contains(Chancery.atlas.boundsOf(() => true))")


def test_the_view_fits_what_is_kept_until_the_reader_moves_it(
    curated: Server, open_map: Callable[..., MapPage]
) -> None:
    opened = open_map(curated)
    opened.fill("Keep", "project_")
    opened.wait_until("Chancery.atlas.map.getZoom() > 7")
    opened.fill("Keep", "")
    opened.wait_until("Chancery.atlas.map.getZoom() < 6")
    opened.map.locator(".leaflet-control-zoom-in").click()
    opened.wait_until("Chancery.atlas.moved")
    zoom = opened.ask("Chancery.atlas.map.getZoom()")
    opened.fill("Keep", "visit-")
    opened.wait_until("Chancery.atlas.features.records.length === 2")
    assert opened.ask("Chancery.atlas.map.getZoom()") == zoom
    opened.map.get_by_label("Fit to what is kept").click()
    opened.wait_until("!Chancery.atlas.moved")


def test_a_selection_made_elsewhere_is_brought_into_view(curated: Server, open_map: Callable[..., MapPage]) -> None:
    opened = open_map(curated)
    opened.come_close(BAKU)
    opened.fill("Select", "culture-1")
    opened.wait_until(f"Chancery.atlas.map.getBounds().contains([{BREST['latitude']}, {BREST['longitude']}])")
    expect(opened.sign("culture-1")).to_have_class("sign is-selected")
    expect(opened.map.locator(".has-selection")).to_have_count(1)


def test_several_records_at_one_place_are_listed_and_each_can_be_chosen(
    curated: Server, open_map: Callable[..., MapPage]
) -> None:
    opened = open_map(curated)
    opened.come_close(BAKU)
    opened.map.get_by_label("Baku: 7 records").click()
    listed = opened.map.locator(".listed")
    expect(listed).to_have_count(7)
    expect(listed.first).to_be_focused()
    opened.page.keyboard.press("Tab")
    opened.page.keyboard.press("Enter")
    opened.expect_selected("visit-2")
    expect(opened.map.locator(".listed[aria-current=true]")).to_have_text("To Baku again17 May 2024")


def test_a_cluster_says_what_is_in_it_and_parts_when_clicked(curated: Server, open_map: Callable[..., MapPage]) -> None:
    opened = open_map(curated)
    opened.come_close(SHUSHA, zoom=4)
    cluster = opened.map.locator(".cluster").first
    expect(cluster.locator("[aria-label]")).to_have_attribute("aria-label", re.compile(r"records at .*Shusha"))
    cluster.click()
    opened.wait_until("Chancery.atlas.map.getZoom() > 4")


def test_a_country_is_tinted_and_listed_never_a_pin(curated: Server, open_map: Callable[..., MapPage]) -> None:
    opened = open_map(curated)
    expect(opened.map.locator("path.area-country")).to_have_count(1)
    expect(opened.map.locator("path.area-region")).to_have_count(1)
    expect(opened.sign("agreement-1")).to_have_count(0)
    opened.ask("void Chancery.atlas.map.setView(Chancery.atlas.areas[0].getLatLng(), 8, {animate: false})")
    opened.map.get_by_label("Azerbaijan: 1 record, exact place unknown").click()
    expect(opened.map.locator(".list-head")).to_contain_text("Somewhere in the country")
    opened.map.locator(".listed").click()
    opened.expect_selected("agreement-1")


def test_routes_have_a_direction_and_planned_ones_are_dashed(curated: Server, open_map: Callable[..., MapPage]) -> None:
    opened = open_map(curated)
    travelled, planned = opened.map.locator("path.route-travelled"), opened.map.locator("path.route-planned")
    expect(travelled.first).to_have_css("stroke-dasharray", "none")
    expect(planned.first).to_have_css("stroke-dasharray", "6px, 5px")
    expect(opened.map.locator(".leaflet-routes-pane .arrow")).to_have_count(2)


def test_a_kind_can_be_switched_off_with_its_routes(curated: Server, open_map: Callable[..., MapPage]) -> None:
    opened = open_map(curated)
    opened.map.get_by_role("checkbox", name="visit 2").press("Space")
    expect(opened.map.locator(".leaflet-routes-pane .arrow")).to_have_count(0)
    opened.come_close(BAKU)
    expect(opened.map.get_by_label("Baku: 5 records")).to_be_visible()
    opened.map.get_by_role("checkbox", name="visit 2").press("Space")
    expect(opened.map.get_by_label("Baku: 7 records")).to_be_visible()


def test_a_tooltip_tells_title_date_and_printed_place(curated: Server, open_map: Callable[..., MapPage]) -> None:
    opened = open_map(curated)
    opened.sign("culture-1").hover()
    expect(opened.map.locator(".hint")).to_have_text("A concert17 May 2024 · Brest")


def test_the_theme_changes_without_a_new_map(curated: Server, open_map: Callable[..., MapPage]) -> None:
    dark = open_map(curated, color_scheme="dark")
    dark.wait_until("Chancery.atlas.element.dataset.theme === 'dark'")
    dark.ask("window.mark = 'the same page'")
    dark.page.emulate_media(color_scheme="light")
    dark.wait_until("Chancery.atlas.element.dataset.theme === 'light'")
    assert dark.ask("window.mark") == "the same page"


def test_the_key_is_closed_on_a_phone_and_targets_are_large_enough(
    curated: Server, open_map: Callable[..., MapPage]
) -> None:
    opened = open_map(curated, size=PHONE)
    expect(opened.map.locator(".key-body")).to_be_hidden()
    opened.map.get_by_role("button", name="Show the key").click()
    expect(opened.map.locator(".key-body")).to_be_visible()
    sizes = opened.ask(
        "[...document.querySelectorAll('.chancery button, .chancery .leaflet-bar a, .key-kind')]"
        ".map((target) => target.getBoundingClientRect()).filter(({width}) => width)"
        ".map(({width, height}) => Math.min(width, height))"
    )
    assert min(sizes) >= 24


def test_fullscreen_and_back(curated: Server, open_map: Callable[..., MapPage]) -> None:
    opened = open_map(curated)
    opened.map.get_by_role("button", name="Full screen").click()
    opened.wait_until("document.fullscreenElement !== null")
    opened.map.get_by_role("button", name="Leave full screen").click()
    opened.wait_until("document.fullscreenElement === null")


def test_newer_features_that_arrive_while_scripts_load_are_drawn(curated: Server, visit: Callable[..., Page]) -> None:
    page = visit("about:blank")
    held: list[Any] = []
    page.route("**/bundle/map.js", lambda route: held.append(route))  # noqa: PLW0108 - Playwright inspects it
    with page.expect_request("**/bundle/map.js"):
        page.goto(curated.url)
    page.get_by_label("Keep").fill("project_")
    page.keyboard.press("Enter")
    expect(page.get_by_text("runs:")).to_have_text("runs: 2")
    for route in held:
        route.continue_()
    opened = MapPage(page)
    opened.wait_until("Chancery.atlas.features.records.length === 2")


def hostile_rows() -> pd.DataFrame:
    """Return a record for each payload, the payload in every text of it, at places far enough apart to be single."""
    texts = [text for text in PAYLOADS if "\x00" not in text]
    return make_rows(
        *(
            {
                "record_id": f"{number}{text}",
                "title": text,
                "date_text": text,
                "sector": text,
                "status": text if number % 2 else "planned",
                "kind": text,
                "place_id": f"{number}{text}",
                "place_name": text,
                "name_in_source": text,
                "country_code": text,
                "latitude": 35 + 2 * number,
                "longitude": 15 + 3 * number,
                "precision": 1 if number % 3 else 6,
            }
            for number, text in enumerate(texts)
        )
    )


def test_hostile_text_is_text(hall: Callable[..., Server], open_map: Callable[..., MapPage]) -> None:
    rows = hostile_rows()
    opened = open_map(hall(rows))
    opened.page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    shown = opened.ask("JSON.stringify(Chancery.atlas.features)")
    records = json.loads(shown)["records"]
    assert [record["title"] for record in records] == list(rows["title"])
    assert [record["id"] for record in records] == list(rows["record_id"])
    opened.ask("void Chancery.atlas.map.setZoom(6, {animate: false})")
    for number, row in enumerate(rows.to_dict("records")):
        opened.come_close({"latitude": row["latitude"], "longitude": row["longitude"]}, zoom=8)
        if row["precision"] == 1:
            sign = opened.map.locator(".sign").and_(opened.map.get_by_label(str(row["title"])))
            sign.first.hover()
            expect(opened.map.locator(".hint strong")).to_have_text(str(row["title"]))
            sign.first.click()
            opened.wait_until(f"Chancery.atlas.selected === {json.dumps(row['record_id'])}")
            opened.expect_selected(str(row["record_id"]))  # and the page has answered: nothing moves the map later
        assert opened.ask("document.querySelectorAll('script:not([src]), .chancery img').length") <= 1, number


def test_the_map_is_whole_without_a_network(
    hall: Callable[..., Server], open_map: Callable[..., MapPage], traffic: Traffic
) -> None:
    """The address of the tiles is a port of this machine where nobody listens."""
    tiles = f"http://127.0.0.1:{find_free_port()}/{{z}}/{{x}}/{{y}}.png"
    opened = open_map(hall(CURATED, CHANCERY_TILES_URL=tiles, CHANCERY_TILES_MIN_ZOOM="3"))
    expect(opened.map.locator(".map-note")).to_have_text("Online map tiles are not reachable; showing the embedded map")
    expect(opened.sign("culture-1")).to_be_visible()
    assert opened.ask("Chancery.atlas.basemap.land.getLayers().length") > 200
    expect(opened.map.locator(".leaflet-control-attribution")).to_have_text("Borders: Natural Earth (de facto)")
    assert all(tiles.partition("{")[0] in error for error in traffic.errors)
    traffic.errors.clear()


@pytest.fixture
def tile_server() -> Iterator[str]:
    """Return the address of tiles on this machine, each the same grey pixel."""

    class Pixel(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "image/gif")
            self.end_headers()
            self.wfile.write(
                bytes.fromhex("47494638396101000100800000aaaaaa00000021f90400000000002c00000000010001000002024401003b")
            )

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Pixel) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/{{z}}/{{x}}/{{y}}.gif"
        server.shutdown()
        thread.join()


def test_tiles_that_can_be_reached_are_shown_from_close_by_and_credited(
    hall: Callable[..., Server], open_map: Callable[..., MapPage], tile_server: str
) -> None:
    opened = open_map(hall(CURATED, CHANCERY_TILES_URL=tile_server))
    credit = opened.map.locator(".leaflet-control-attribution")
    expect(opened.map.locator(".online-tiles img")).to_have_count(0)
    expect(credit).not_to_contain_text("OpenStreetMap")
    opened.come_close(BAKU)
    expect(opened.map.locator(".online-tiles img.leaflet-tile-loaded").first).to_be_visible()
    expect(credit).to_contain_text("© OpenStreetMap contributors")
    expect(opened.map.locator(".name-city, .name-country")).to_have_count(0)
    expect(opened.map.locator(".map-note")).to_be_hidden()
    opened.come_close(BAKU, zoom=4)
    expect(credit).not_to_contain_text("OpenStreetMap")


def test_too_many_records_are_counted_by_cell_and_that_is_said(
    hall: Callable[..., Server], open_map: Callable[..., MapPage]
) -> None:
    opened = open_map(hall(spread_rows(5_000)))
    expect(opened.map.locator(".map-note")).to_contain_text("5,000 records are too many to draw one by one")
    expect(opened.map.locator(".sign[data-record]")).to_have_count(0)
    cells = opened.ask("Chancery.atlas.features.cells.length")
    assert 0 < cells <= FEATURE_LIMIT
