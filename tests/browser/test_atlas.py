"""The atlas in Chromium: a link opens its view, every part of the page answers the others, text stays text."""

from __future__ import annotations

import re
import signal
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, FrameLocator, Locator, Page, expect

from chancery.exchange.package import write_package
from chancery.model import Atlas
from tests.browser.conftest import LAPTOP, SIZES, Server, run_server
from tests.sample import ATLAS, TEXT, TEXTS

Visit = Callable[..., Page]

HEADER_HEIGHT = 35
ROW_HEIGHT = 30
CHECK_BOX = 16

PAYLOAD = (
    "{{7*7}} {%x%} {#y#} ${7*7} `t` \\ </script><img src=x onerror=alert(1)> <b>bold</b> "
    "{{cycler.__init__.__globals__}} *star* [a](javascript:alert(1)) :red[colour] $x^2$ &amp; \"'"
)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Return a server on the sample atlas."""
    folder = tmp_path_factory.mktemp("sample")
    write_package(ATLAS, folder / "package", TEXTS)
    with run_server(folder / "server.log", folder / "package", {}) as server:
        yield server


def map_of(page: Page) -> FrameLocator:
    return page.frame_locator('iframe[title="streamlit_folium.st_folium"]')


def expect_selected(page: Page, record_id: str | None) -> None:
    """Wait until the map marks a record as the selected one."""
    # Asked of the page: a frame that is asked while its document is being loaded may never answer.
    page.wait_for_function(
        """id => {
            const atlas = document.querySelector('iframe[title="streamlit_folium.st_folium"]')?.contentWindow.Chancery?.atlas;
            return atlas?.revision && atlas.selected === id;
        }""",
        arg=record_id,
    )


def sentence_of(page: Page) -> Locator:
    return page.locator(".ch-sentence")


def card_of(page: Page) -> Locator:
    return page.locator(".ch-card")


def option(page: Page, name: str) -> Locator:
    """Return a pill of the filters, whatever its count."""
    return page.get_by_test_id("stSidebar").get_by_role("button", name=re.compile(rf"^{name}\s\d"))


def await_rest(page: Page) -> None:
    """Wait until the server has nothing more to say."""
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()


def click_row(page: Page, row: int, x: float = 260) -> None:
    """Click a row of the table, counted from 0: in its title, or so many pixels from the left."""
    grid = page.get_by_test_id("stDataFrame").locator(".dvn-scroller")
    grid.click(position={"x": x, "y": HEADER_HEIGHT + ROW_HEIGHT * row + ROW_HEIGHT / 2})


def expect_address(page: Page, **parameters: list[str]) -> None:
    """Wait until the address has these parameters, in any order."""
    page.wait_for_function(
        "wanted => [...new URLSearchParams(location.search)].map((pair) => pair.join('=')).sort().join('&') === wanted",
        arg="&".join(sorted(f"{name}={value}" for name, values in parameters.items() for value in values)),
    )


def test_a_link_opens_the_same_view_with_its_record_selected(sample: Server, visit: Visit) -> None:
    page = visit(f"{sample.url}/?kind=visit&kind=meeting&years=2024..2025&record=visit")
    expect(sentence_of(page)).to_have_text("Visits and meetings, 2024–2025")
    expect(card_of(page).get_by_role("heading", level=2)).to_have_text("Delegation in Shusha")
    expect(card_of(page).locator("mark")).to_have_text("visited Baku and Şuşa")
    expect_selected(page, "visit")
    expect_address(page, years=["2024..2025"], kind=["visit", "meeting"], record=["visit"])


def test_choosing_options_narrows_everything_and_back_and_reset_widen_it(sample: Server, visit: Visit) -> None:
    page = visit(sample.url)
    expect(sentence_of(page)).to_have_text("All records")
    expect(option(page, "project")).to_have_text("project 2")
    option(page, "project").click()
    expect(sentence_of(page)).to_have_text("Projects")
    expect_address(page, kind=["project"])
    expect(option(page, "industry")).to_have_text("industry 1")
    expect(option(page, "politics")).to_have_count(0)
    option(page, "industry").click()
    expect(sentence_of(page)).to_have_text("Projects, industry")
    expect(map_of(page).locator('[data-record="tractors"]').first).to_be_visible()
    expect(map_of(page).locator('[data-record="visit"]')).to_have_count(0)
    expect_address(page, kind=["project"], sector=["industry"])  # written last: only then is there a step to go back
    page.go_back()
    expect(sentence_of(page)).to_have_text("Projects")
    page.get_by_role("button", name="Reset filters").click()
    expect(sentence_of(page)).to_have_text("All records")
    expect_address(page)
    expect(page.locator(".ch-numbers")).to_contain_text("8")


def test_a_marker_and_a_row_open_the_same_card(sample: Server, visit: Visit) -> None:
    page = visit(f"{sample.url}/?kind=project&kind=culture")
    map_of(page).locator('.sign[data-record="tractors"]').click()
    expect(card_of(page).get_by_role("heading", level=2)).to_have_text("Tractors assembled")
    expect_address(page, kind=["project", "culture"], record=["tractors"])
    click_row(page, 1)  # newest first: village, culture-days, tractors
    expect(card_of(page).get_by_role("heading", level=2)).to_have_text("Days of culture")
    expect_address(page, kind=["project", "culture"], record=["culture-days"])
    expect_selected(page, "culture-days")
    click_row(page, 1, x=CHECK_BOX)
    expect(card_of(page)).to_have_count(0)
    expect_address(page, kind=["project", "culture"])
    expect_selected(page, None)


def test_the_table_follows_to_the_row_of_the_open_record(atlas: Server, visit: Visit) -> None:
    page = visit(f"{atlas.url}/?record=1993-06-11-diplomatic-relations")
    expect(card_of(page)).to_be_visible()
    page.wait_for_function("() => document.querySelector('.st-key-ch-table .dvn-scroller')?.scrollTop > 1000")


def read_years(page: Page) -> str:
    page.wait_for_function("location.search.includes('years=')")
    (period,) = parse_qs(urlsplit(page.url).query)["years"]
    return period


def test_brushing_the_timeline_filters_to_months(sample: Server, visit: Visit) -> None:
    page = visit(sample.url)
    expect_selected(page, None)
    chart = page.locator(".timeline svg")
    expect(chart.locator(".dot").first).to_be_visible()
    box = chart.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] * 0.45, box["y"] + box["height"] * 0.4)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + box["height"] * 0.5, steps=5)
    page.mouse.move(box["x"] + box["width"] * 0.7, box["y"] + box["height"] * 0.5, steps=5)
    page.mouse.up()
    assert re.fullmatch(r"\d{4}(-\d\d)?(\.\.\d{4}(-\d\d)?)?", read_years(page))
    expect(sentence_of(page)).to_contain_text(re.compile(r"20\d\d"))
    expect(chart.locator(".band")).to_be_attached()
    page.get_by_role("button", name="Reset filters").click()
    expect(sentence_of(page)).to_have_text("All records")
    expect(chart.locator(".band")).to_have_count(0)


def test_a_dot_of_the_timeline_filters_to_its_period_by_mouse_and_by_keyboard(sample: Server, visit: Visit) -> None:
    page = visit(sample.url)
    expect_selected(page, None)
    chart = page.locator(".timeline")
    visits = chart.get_by_role("button", name="2024, quarter 2: 1 visit")
    visits.hover()
    expect(chart.locator(".hint")).to_have_text("2024, quarter 2: 1 visit")
    visits.click()
    assert read_years(page) == "2024-04..2024-06"
    page.get_by_role("button", name="Reset filters").click()
    expect(sentence_of(page)).to_have_text("All records")
    expect(chart.locator(".dot[tabindex='0']")).to_have_count(1)
    chart.locator(".dot[tabindex='0']").focus()
    for key in ("ArrowUp",) * 7:
        page.keyboard.press(key)
    expect(visits).to_be_focused()
    page.keyboard.press("Enter")
    assert read_years(page) == "2024-04..2024-06"


def test_the_link_is_copied(sample: Server, visit: Visit) -> None:
    page = visit(f"{sample.url}/?kind=visit")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_role("button", name="Link copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == f"{sample.url}/?kind=visit"


def test_what_is_folded_away_is_drawn_when_it_is_opened_and_stays_open(atlas: Server, visit: Visit) -> None:
    page = visit(atlas.url)
    expect(sentence_of(page)).to_have_text("All records")
    sidebar = page.get_by_test_id("stSidebar")
    expect(sidebar.get_by_role("combobox", name="Source")).to_be_visible()
    assert sidebar.get_by_role("combobox", name="Date known").count() == 0
    sidebar.get_by_text("How well date and place are known").click()
    dated = sidebar.get_by_role("combobox", name="Date known")
    dated.scroll_into_view_if_needed()
    await_rest(page)
    dated.press("ArrowDown")
    page.get_by_role("option", name=re.compile("^to the month")).click()
    page.keyboard.press("Escape")
    expect(sentence_of(page)).to_have_text("All records, dated to the month")
    expect(dated).to_be_visible()
    page.get_by_role("button", name="Reset filters").click()
    expect(sentence_of(page)).to_have_text("All records")
    expect(dated).to_be_visible()

    more = page.get_by_test_id("stExpander").filter(has_text="more reported figures")
    assert page.get_by_role("region", name="More reported figures").count() == 0
    more.locator("summary").click()
    rest = page.get_by_role("region", name="More reported figures")
    expect(rest).to_be_visible()
    label = more.locator("summary").inner_text()
    option(page, "agreement").click()
    expect(sentence_of(page)).to_have_text("Agreements")
    expect(more.locator("summary")).not_to_have_text(label)
    expect(rest).to_be_visible()


def test_a_page_that_waits_for_its_answer_says_so(sample: Server, visit: Visit) -> None:
    page = visit(sample.url)
    expect(option(page, "visit")).to_be_visible()
    await_rest(page)
    line = "getComputedStyle(document.querySelector('[data-testid=stApp]'), '::before')"
    assert page.evaluate(f"{line}.content") == "none"
    sample.process.send_signal(signal.SIGSTOP)
    try:
        option(page, "visit").click()
        page.wait_for_function(f"{line}.opacity === '1'")
    finally:
        sample.process.send_signal(signal.SIGCONT)
    expect(sentence_of(page)).to_have_text("Visits")
    await_rest(page)
    assert page.evaluate(f"{line}.content") == "none"


def test_filters_that_keep_nothing_offer_the_way_back(sample: Server, visit: Visit) -> None:
    page = visit(f"{sample.url}/?kind=visit&sector=sport")
    expect(page.get_by_role("heading", name="No record passes all of these filters")).to_be_visible()
    page.get_by_test_id("stMain").get_by_role("button", name="Reset filters").last.click()
    expect(sentence_of(page)).to_have_text("All records")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_published_atlas_fits_every_screen_in_light_and_dark(
    atlas: Server, visit: Visit, size: str, scheme: str
) -> None:
    page = visit(atlas.url, size=SIZES[size], color_scheme=scheme)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(map_of(page).locator(".sign").first).to_be_visible()
    expect(page.get_by_test_id("stDataFrame")).to_be_visible()
    expect(map_of(page).locator(f'.chancery[data-theme="{scheme}"]')).to_be_visible()
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0
    shade = page.evaluate("getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor")
    assert (sum(map(int, re.findall(r"\d+", shade)[:3])) > 384) is (scheme == "light")
    assert size != "laptop" or page.locator(".st-key-ch-timeline").bounding_box()["y"] < LAPTOP["height"]


def poison(atlas: Atlas) -> Atlas:
    """Return an atlas whose every free text is `PAYLOAD`."""
    free = {
        "sources": ("title", "publisher", "published_note"),
        "places": ("name", "admin1", "note"),
        "place_names": ("name",),
        "records": ("title", "summary", "date_text"),
        "record_places": ("name_in_source",),
        "actors": ("name",),
        "record_actors": ("role", "name_in_source"),
        "evidence": ("note", "reviewed_by"),
        "figures": ("label", "qualifier", "unit", "note"),
    }
    tables = {
        table: tuple(replace(row, **{name: f"{name} {PAYLOAD}" for name in names}) for row in getattr(atlas, table))
        for table, names in free.items()
    }
    addresses = ("javascript:alert(1)", "data:text/html,<script>alert(1)</script>")
    tables["sources"] = tuple(
        replace(source, url=addresses[number % 2], archive_url=addresses[number % 2])
        for number, source in enumerate(tables["sources"])
    )
    # One name more would be the same name of the same place.
    tables["place_names"] = tables["place_names"][:2]
    return Atlas(**tables)


@pytest.fixture(scope="module")
def poisoned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Return a server on an atlas made of payloads."""
    folder: Path = tmp_path_factory.mktemp("poisoned")
    text = TEXT.replace("A delegation", f"{PAYLOAD} A delegation")
    shift = len(PAYLOAD) + 1
    atlas = poison(ATLAS)
    moved = {
        name: tuple(
            row if row.start is None else replace(row, start=row.start + shift, end=row.end + shift)
            for row in getattr(atlas, name)
        )
        for name in ("evidence", "figures")
    }
    write_package(replace(atlas, **moved), folder / "package", {"gazette.txt": text})
    with run_server(folder / "server.log", folder / "package", {}) as server:
        yield server


def squeeze(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def test_payloads_are_the_text_that_they_are(poisoned: Server, visit: Visit) -> None:
    page = visit(f"{poisoned.url}/?record=visit&actor=ministry&place=baku&source=x&q=onerror")
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    expect(sentence_of(page)).to_be_visible()
    page.get_by_role("button", name="Reset filters").first.click()
    card = card_of(page)
    expect(card.get_by_role("heading", level=2)).to_have_text(squeeze(f"title {PAYLOAD}"))
    for field in ("title", "summary", "date_text", "name_in_source", "publisher", "note", "role"):
        expect(card).to_contain_text(squeeze(f"{field} {PAYLOAD}"))
    expect(card).to_contain_text("javascript:alert(1)")
    expect(card.locator("blockquote").first).to_contain_text("<img src=x onerror=alert(1)> <b>bold</b>")
    assert card.locator("a").count() == 0

    sign = map_of(page).locator("button.sign").first
    sign.hover()
    expect(map_of(page).locator("body")).to_contain_text("{{7*7}}")
    check_nothing_ran(page, dialogs)

    page.get_by_test_id("stSidebar").get_by_role("link", name="About").click()
    expect(page.get_by_role("heading", name="About this atlas")).to_be_visible()
    check_nothing_ran(page, dialogs)


def check_nothing_ran(page: Page, dialogs: list[str]) -> None:
    """No template was filled in, no markup came to life, no script asked anything."""
    for frame in page.frames:
        words = frame.locator("body").inner_text()
        assert "49" not in words
        assert "__globals__" not in words or "cycler" in words
        assert frame.locator("img[onerror], img[src='x'], a[href^='javascript:'], a[href^='data:']").count() == 0
        assert frame.locator("b", has_text=re.compile("^bold$")).count() == 0
    assert dialogs == []


def test_the_check_for_payloads_can_fail(chromium: Browser) -> None:
    page = chromium.new_page()
    for markup in ("<p>49</p>", "<b>bold</b>", "<a href='javascript:alert(1)'>x</a>"):
        page.set_content(markup)
        with pytest.raises(AssertionError):
            check_nothing_ran(page, [])
    page.set_content("<p>fine</p>")
    check_nothing_ran(page, [])
    with pytest.raises(AssertionError):
        check_nothing_ran(page, ["1"])
    page.close()
