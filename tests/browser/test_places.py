"""Places settled in a real browser: pinned, drawn, chosen among candidates, worked through by keyboard."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Frame, Locator, Page, expect

from chancery.exchange.package import read_package, read_texts, write_package
from chancery.model import PlaceName
from chancery.store import Identity, Store
from chancery.vocabulary import Precision
from tests.browser.conftest import PHONE, SIZES, Server
from tests.conftest import DATA
from tests.unit.views.test_map import PAYLOADS

SHUSHA = "gn147105"
RECORDS_THERE = 7

Visit = Callable[..., Page]
Serve = Callable[..., Server]


class PlacesPage:
    """The page of the places, and the frame of its map."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.map = page.frame_locator("iframe[title*='st_folium']")
        self.await_map()

    @property
    def frame(self) -> Frame:
        return next(frame for frame in self.page.frames if "st_folium" in frame.url)

    def await_map(self) -> None:
        self.map.locator(".spot").first.wait_for(timeout=120_000)
        self.wait_until("window.Chancery?.places?.fitted && Chancery.places.basemap.labels.length > 0")

    def ask(self, expression: str) -> Any:
        return self.frame.evaluate(expression)

    def wait_until(self, expression: str) -> None:
        self.frame.wait_for_function(expression)

    def click_at(self, latitude: float, longitude: float) -> None:
        """Click the ground at a position."""
        point = self.ask(f"Chancery.places.map.latLngToContainerPoint([{latitude}, {longitude}])")
        self.map.locator(".chancery").click(position={"x": point["x"], "y": point["y"]})

    def status(self) -> Locator:
        return self.page.locator(".ch-unsaved")


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'atlas.db'}"


@pytest.fixture
def desk(serve: Serve, url: str, tmp_path: Path) -> Server:
    """Return a server whose atlas whoever sits at this machine may edit."""
    cache = str(tmp_path / "cache")
    return serve(CHANCERY_DATABASE=url, CHANCERY_EDIT="local", CHANCERY_GEOCODING_CACHE=cache)


def open_places(visit: Visit, server: Server, address: str = "", **options: Any) -> PlacesPage:
    return PlacesPage(visit(f"{server.url}/places{address}", **options))


def find_records(frame: Frame) -> dict[str, Any]:
    """Return where the atlas draws Shusha, and how many records it draws there."""
    return frame.evaluate(
        """() => {
          const there = window.Chancery?.atlas?.points?.find((point) => point.place.id === 'gn147105');
          return there ? { latitude: there.getLatLng().lat, records: there.records.length } : null;
        }"""
    )


def await_latitude(frame: Frame, wanted: str) -> None:
    """Wait until the atlas draws Shusha elsewhere; by the clock, since a page behind another draws no frames."""
    found = f"point.place.id === 'gn147105' && point.getLatLng().lat {wanted}"
    frame.wait_for_function(f"Chancery.atlas.points.some((point) => {found})", polling=200)


def test_a_pin_moves_every_record_there_for_every_reader(desk: Server, visit: Visit, url: str) -> None:
    atlas = visit(f"{desk.url}/?place={SHUSHA}")
    atlas.frame_locator("iframe[title*='st_folium']").locator(".place, .cluster").first.wait_for(timeout=120_000)
    frame = next(frame for frame in atlas.frames if "st_folium" in frame.url)
    frame.wait_for_function("window.Chancery?.atlas?.points?.some((point) => point.place.id === 'gn147105')")
    assert find_records(frame) == {"latitude": 39.76006, "records": RECORDS_THERE}

    places = open_places(visit, desk, f"?at={SHUSHA}")
    places.click_at(39.80, 46.70)
    expect(places.status()).to_contain_text("moved")
    expect(places.page.get_by_text(f"{RECORDS_THERE} records are there and go with it.")).to_be_visible()
    expect(places.map.locator(".pin")).to_have_count(1)
    assert find_records(frame)["latitude"] == 39.76006
    places.page.get_by_role("textbox", name="Why").fill("Off by a valley")
    places.page.get_by_role("button", name="Save").click()
    expect(places.page.get_by_text("every record there has moved along")).to_be_visible()

    await_latitude(frame, "> 39.79")
    moved = find_records(frame)
    assert moved["records"] == RECORDS_THERE
    store = Store.open(url)
    sheet = store.read_place(SHUSHA)
    assert abs(sheet.place.latitude - moved["latitude"]) < 1e-9
    assert abs(sheet.place.latitude - 39.80) < 0.01
    assert (sheet.place.geocoder, sheet.place.geocoded_query) == ("hand", "pinned on the map")
    store.close()

    places.page.get_by_text("History", exact=True).click()
    expect(places.page.get_by_text("“Off by a valley”")).to_be_visible()
    places.page.get_by_role("button", name="Undo").click()
    await_latitude(frame, "< 39.761")


def test_a_pin_that_is_not_saved_outlives_a_reload_and_a_look_at_another_place(
    desk: Server, visit: Visit, url: str
) -> None:
    places = open_places(visit, desk, f"?at={SHUSHA}")
    places.click_at(39.80, 46.70)
    expect(places.status()).to_contain_text("moved")
    places.page.reload()
    expect(places.status()).to_contain_text("moved")
    expect(places.map.locator(".pin")).to_have_count(1)
    places.map.locator(".spot[data-place='gn146970']").click()
    expect(places.page.get_by_role("heading", name="Khankendi")).to_be_visible()
    expect(places.map.locator(".pin")).to_have_count(0)
    places.page.get_by_role("button", name="Continue").click()
    expect(places.page.get_by_role("heading", name="Shusha")).to_be_visible()
    expect(places.map.locator(".pin")).to_have_count(1)
    places.page.get_by_role("button", name="Save").click()
    expect(places.page.get_by_text("every record there has moved along")).to_be_visible()
    expect(places.page.get_by_role("button", name="Continue")).to_have_count(0)
    store = Store.open(url)
    assert abs(store.read_place(SHUSHA).place.latitude - 39.80) < 0.01
    assert not store.as_user(Identity.local()).list_drafts()
    store.close()


def test_an_outline_is_drawn_on_the_map_and_the_atlas_draws_its_records_in_it(
    desk: Server, visit: Visit, url: str
) -> None:
    places = open_places(visit, desk, "?at=karabakh")
    places.map.get_by_label("Draw the outline of the area").click()
    corners = [(40.2, 46.3), (40.3, 47.2), (39.4, 47.3), (39.3, 46.5)]
    for number, corner in enumerate([*corners, corners[0]]):
        places.click_at(*corner)
        if number < len(corners):
            places.wait_until(f"Chancery.places.map.pm.Draw.Polygon._layer?.getLatLngs().length === {number + 1}")
    expect(places.status()).to_contain_text("outline drawn")
    expect(places.map.locator(".outline-draft")).to_have_count(1)
    places.page.get_by_role("button", name="Save").click()
    expect(places.page.get_by_text("every record there has moved along")).to_be_visible()
    expect(places.map.locator(".outline.reach")).to_have_count(1)
    store = Store.open(url)
    assert store.read_place("karabakh").place.area.startswith('{"type":"Polygon","coordinates":[[[46.')
    store.close()
    atlas = visit(f"{desk.url}/?place=karabakh")
    expect(atlas.frame_locator("iframe[title*='st_folium']").locator(".area-drawn")).to_have_count(1, timeout=120_000)


def test_candidates_are_compared_and_chosen_on_the_map_or_by_a_key(desk: Server, visit: Visit) -> None:
    places = open_places(visit, desk, f"?at={SHUSHA}")
    places.page.get_by_role("textbox", name="Ask the geocoders for").fill("Brest")
    places.page.get_by_role("textbox", name="Ask the geocoders for").press("Enter")
    places.page.get_by_role("button", name="Ask", exact=True).click()
    expect(places.page.locator(".ch-candidate").nth(1)).to_contain_text("score")
    expect(places.map.locator(".candidate").nth(1)).to_be_visible()
    places.map.locator(".candidate[data-candidate='2']").click()
    expect(places.map.locator(".candidate[data-candidate='2']")).to_have_attribute("aria-pressed", "true")
    expect(places.status()).to_contain_text("moved")
    places.page.keyboard.press("1")
    expect(places.map.locator(".candidate[data-candidate='1']")).to_have_attribute("aria-pressed", "true")
    places.page.get_by_role("button", name="Discard").click()
    expect(places.status()).to_have_count(0)


def test_the_queue_is_worked_through_by_keyboard(desk: Server, visit: Visit, url: str) -> None:
    places = open_places(visit, desk)
    page = places.page
    page.get_by_text("To settle", exact=True).click()
    kicker = page.locator(".ch-kicker")
    expect(kicker).to_contain_text("1 of ")
    total = int(re.findall(r"\d+", kicker.inner_text())[1])
    expect(page.locator(".st-key-queue-accept button")).to_be_visible()  # which is drawn after those that have the keys
    page.keyboard.press("j")
    expect(kicker).to_contain_text(f"2 of {total}")
    page.keyboard.press("k")
    expect(kicker).to_contain_text(f"1 of {total}")
    title = page.locator(".ch-place-head h2").inner_text()
    expect(page.locator(".ch-candidate").first).to_be_visible()
    page.keyboard.press("1")
    page.keyboard.press("a")
    expect(page.get_by_text(f"“{title}” is settled.")).to_be_visible()
    expect(kicker).to_contain_text(f"1 of {total - 1}")
    store = Store.open(url)
    (change, *_) = store.list_changes()
    assert change.why == "Settled: place unsure"
    store.close()


COVERED = """() => [...document.querySelectorAll(".stMain .st-key-ch-top button")].filter((button) => {
  const { x, y, width, height } = button.getBoundingClientRect();
  return width > 0 && !button.contains(document.elementFromPoint(x + width / 2, y + height / 2));
}).map((button) => button.textContent)"""


@pytest.mark.parametrize("path", ["places", "records"])
def test_nothing_lies_over_the_tools_at_the_top(desk: Server, visit: Visit, path: str) -> None:
    page = visit(f"{desk.url}/{path}")
    for size in SIZES.values():
        page.set_viewport_size(size)
        expect(page.locator(".st-key-ch-top button").first).to_be_visible()
        page.wait_for_function(f"({COVERED})().length === 0")  # once the sidebar has made way


def test_a_reader_cannot_pin_or_draw(atlas: Server, visit: Visit) -> None:
    places = open_places(visit, atlas, f"?at={SHUSHA}")
    expect(places.map.get_by_label("Draw the outline of the area")).to_be_hidden()
    places.click_at(39.80, 46.70)
    places.map.locator(".spot[data-place='gn146970']").click()
    expect(places.page.get_by_role("heading", name="Khankendi")).to_be_visible()
    expect(places.status()).to_have_count(0)
    expect(places.map.locator(".pin")).to_have_count(0)


def test_a_link_opens_a_place_and_the_map_is_worked_by_keyboard_on_a_phone(atlas: Server, visit: Visit) -> None:
    places = open_places(visit, atlas, f"?at={SHUSHA}", size=PHONE, color_scheme="dark")
    expect(places.page.get_by_role("heading", name="Shusha")).to_be_visible()
    places.map.locator(".spot[data-place='gn146970']").focus()
    places.page.keyboard.press("Enter")
    expect(places.page.get_by_role("heading", name="Khankendi")).to_be_visible()
    expect(places.page).to_have_url(re.compile("at=gn146970"))
    width = places.page.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE["width"]


def test_hostile_names_are_text_on_this_map_too(serve: Serve, visit: Visit, tmp_path: Path) -> None:
    atlas = read_package(DATA)
    payloads = [text.replace("\x00", "") for text in PAYLOADS]
    places = tuple(
        dataclasses.replace(place, name=payloads[number % len(payloads)], note=payloads[number % len(payloads)])
        for number, place in enumerate(atlas.places)
    )
    names = (*atlas.place_names, *(PlaceName(SHUSHA, text, "en") for text in payloads))
    trapped = dataclasses.replace(atlas, places=places, place_names=tuple(sorted(names, key=lambda n: n.name)))
    write_package(trapped, tmp_path / "package", read_texts(DATA))
    opened = open_places(visit, serve(tmp_path / "package"), f"?at={SHUSHA}")
    opened.page.on("dialog", lambda dialog: pytest.fail(f"ran {dialog.message}"))
    number = next(number for number, place in enumerate(atlas.places) if place.place_id == SHUSHA)
    label = opened.map.locator(f".spot[data-place='{SHUSHA}']").get_attribute("aria-label")
    assert label == f"{payloads[number % len(payloads)]}: {RECORDS_THERE} records, open"
    shown = opened.ask("Chancery.places.payload.features.spots.map((spot) => spot.name)")
    assert set(shown) == {place.name for place in places}
    opened.map.locator(f".spot[data-place='{SHUSHA}']").focus()
    expect(opened.map.locator(".hint strong")).to_have_text(payloads[number % len(payloads)])
    assert opened.page.locator("img[src='x']").count() == opened.map.locator("img[src='x']").count() == 0
    opened.page.get_by_text("Names", exact=True).click()
    for text in ("{{7*7}}", "${alert(1)}", "</script><script>alert(1)</script>"):
        expect(opened.page.locator(".ch-names").get_by_text(text, exact=True).first).to_be_visible()


def test_the_place_of_a_record_that_was_rough_leaves_the_queue_once_it_is_pinned(
    desk: Server, visit: Visit, url: str
) -> None:
    places = open_places(visit, desk, "?at=az-sarijali")
    places.click_at(40.0, 46.99)
    expect(places.status()).to_contain_text("how exactly it is known")
    places.page.get_by_role("button", name="Save").click()
    expect(places.page.get_by_text("every record there has moved along")).to_be_visible()
    store = Store.open(url)
    assert store.read_place("az-sarijali").place.precision is Precision.EXACT
    store.close()
