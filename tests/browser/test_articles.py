"""An article from its text to the map, the table, the package on disk and everybody else's screen."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from chancery.exchange.check import check_package
from chancery.exchange.package import read_package, read_texts
from chancery.exchange.publishing import publish_store
from chancery.store import Store
from chancery.vocabulary import Kind
from tests.browser.conftest import PHONE, ROOT, Server, run_server
from tests.conftest import DATA
from tests.unit.exchange.documents.test_html import PARAGRAPHS, write_page
from tests.website import serve_site

FOUNDING = (DATA / "articles" / "azertac-2025-04-21.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, str]]:
    """Return a server on an atlas that is empty at first, which whoever sits at this machine may edit, and its store."""
    folder = tmp_path_factory.mktemp("workshop")
    url = f"sqlite:///{folder}/atlas.db"
    (folder / "nothing").mkdir()
    environment = {"CHANCERY_EDIT": "local", "CHANCERY_DATABASE": url}
    with run_server(folder / "server.log", folder / "nothing", environment) as server:
        yield server, url


def enter(page: Page, text: str = FOUNDING, published: str = "2025-04-21") -> None:
    """Paste a text, say where it is from, answer the question for its year, and read it."""
    page.get_by_label("Text of the article").fill(text)
    page.get_by_label("Publisher", exact=True).fill("AZERTAC")
    page.get_by_role("button", name="Read the article").click()
    expect(page.get_by_text("no year is guessed")).to_be_visible()
    page.get_by_label("Published", exact=True).fill(published)
    page.get_by_role("button", name="Read the article").click()
    expect(page.get_by_text("Nothing is saved yet.")).to_be_visible()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()


def count_drafts(page: Page) -> int:
    return page.locator("[class*='st-key-open-draft-']").count()  # a button with a tooltip is there twice, once hidden


def test_the_founding_article_founds_an_atlas(
    workshop: tuple[Server, str], visit: Callable[..., Page], tmp_path: Path
) -> None:
    server, url = workshop
    other = visit(server.url)
    expect(other.get_by_text("This atlas has no records yet")).to_be_visible()

    page = visit(f"{server.url}/articles")
    enter(page)
    expect(page.get_by_label("Draft 1", exact=True)).to_contain_text("Khankendi")  # which comes after their list
    drafts = count_drafts(page)
    assert drafts >= 15
    expect(page.frame_locator("iframe[title*='st_folium']").locator(".sign").first).to_be_visible()
    assert Store.open(url).revision() == 0

    press(page, "Accept the rest")
    press(page, f"Save {drafts} records")
    expect(page.get_by_text(f"{drafts} records saved")).to_be_visible()

    # Somebody else's page shows them without being asked to.
    expect(other.get_by_text("all records")).to_be_visible()
    expect(other.locator(".ch-numbers")).to_contain_text(str(drafts))

    # From the link to the map, the table and the card, with the words of the article.
    page.get_by_role("link", name="Show them on the atlas").click()
    expect(page.locator(".ch-card")).to_contain_text("I will visit the cities of Khankendi and Shusha")
    expect(page.get_by_text("Reported by AZERTAC")).to_be_visible()
    expect(page.frame_locator("iframe[title*='st_folium']").locator(".sign, .cluster").first).to_be_visible()
    expect(page.locator(".st-key-ch-table [data-testid='stDataFrame']")).to_be_visible()
    expect(page.locator(".ch-numbers")).to_contain_text(str(drafts))

    store = Store.open(url)
    publish_store(store, tmp_path / "package")
    store.close()
    atlas = read_package(tmp_path / "package")
    assert len(atlas.records) == len(atlas.evidence) == drafts
    assert read_texts(tmp_path / "package")[atlas.sources[0].text_file].strip() == FOUNDING.strip()
    assert check_package(tmp_path / "package") == ()

    # The same article again opens what is there.
    again = visit(f"{server.url}/articles")
    again.get_by_label("Text of the article").fill(FOUNDING)
    again.get_by_label("Publisher", exact=True).fill("AZERTAC")
    press(again, "Read the article")
    expect(again.get_by_text("This article is in the atlas already")).to_be_visible()


def test_drafts_are_decided_on_with_the_keyboard_and_survive_a_dropped_session(
    workshop: tuple[Server, str], visit: Callable[..., Page]
) -> None:
    server, url = workshop
    page = visit(f"{server.url}/articles")
    enter(page, f"{FOUNDING}\n\nThe text ends here.")
    page.locator("h1").click()
    expect(page.locator(".st-key-accept button")).to_be_visible()  # which has the key
    page.keyboard.press("a")
    expect(page.get_by_text("1 accepted")).to_be_visible()
    page.keyboard.press("x")
    expect(page.get_by_text("1 rejected")).to_be_visible()
    page.keyboard.press("e")
    page.get_by_label("Title", exact=True).fill("{{7*7}} <b>Envoy</b> ${alert(1)}")
    page.get_by_label("Date", exact=True).fill("yesterday")
    press(page, "Accept as corrected")
    expect(page.get_by_text("is not an EDTF date")).to_be_visible()
    expect(page.get_by_text("Not accepted yet; kept as your draft.")).to_be_visible()
    page.reload()
    press(page, "Go on with it")
    await_review(page)
    expect(page.get_by_label("Title", exact=True)).to_have_value("{{7*7}} <b>Envoy</b> ${alert(1)}")
    expect(page.get_by_label("Date", exact=True)).to_have_value("yesterday")
    page.get_by_label("Date", exact=True).fill("2025-04-20")
    press(page, "Accept as corrected")
    expect(page.get_by_text("2 accepted")).to_be_visible()
    page.context.close()

    page = visit(f"{server.url}/articles", size=PHONE)
    press(page, "Go on with it")
    expect(page.get_by_text("2 accepted, 1 rejected")).to_be_visible()
    press(page, "Reject the rest")
    press(page, "Save 2 records")
    expect(page.get_by_text("2 records saved")).to_be_visible()
    store = Store.open(url)
    titles = [record.title for record in store.read_atlas().records]
    assert titles.count("{{7*7}} <b>Envoy</b> ${alert(1)}") == 1
    store.close()
    expect(page.get_by_role("link", name="{{7*7}} <b>Envoy</b> ${alert(1)}")).to_be_visible()


def await_review(page: Page) -> None:
    """Wait until the drafts have taken the place of the form that the article was entered in, which has a title too."""
    expect(page.get_by_text("Nothing is saved yet.")).to_be_visible()
    expect(page.get_by_role("button", name="Read the article")).to_have_count(0)


def tab_to(page: Page, target: Locator, most: int = 60) -> None:
    """Press Tab until something has the focus, as somebody does who has no mouse."""
    expect(target).to_be_visible()
    for _ in range(most):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    pytest.fail(f"{most} times Tab do not lead to {target}")


def type_into(page: Page, label: str, words: str) -> None:
    """Replace what stands in a field, and leave it, by the keyboard."""
    tab_to(page, page.get_by_label(label, exact=True))
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(words)


def test_an_article_is_entered_decided_on_and_saved_without_a_mouse(
    workshop: tuple[Server, str], visit: Callable[..., Page]
) -> None:
    server, url = workshop
    store = Store.open(url)
    before = {record.record_id for record in store.read_atlas().records}
    page = visit(f"{server.url}/articles")
    type_into(page, "Text of the article", f"{FOUNDING}\n\nTyped without a mouse.")
    type_into(page, "Publisher", "AZERTAC")
    type_into(page, "Published", "2025-04-21")
    tab_to(page, page.get_by_role("button", name="Read the article"))
    page.keyboard.press("Enter")
    await_review(page)
    expect(page.get_by_label("Draft 1", exact=True)).to_be_visible()
    expect(page.locator(".st-key-accept button")).to_be_visible()  # which has the key
    page.keyboard.press("a")
    expect(page.get_by_text("1 accepted")).to_be_visible()
    page.keyboard.press("x")
    expect(page.get_by_text("1 accepted, 1 rejected")).to_be_visible()
    page.keyboard.press("e")
    type_into(page, "Title", "Corrected without a mouse")
    tab_to(page, page.get_by_label("Kind", exact=True))
    page.keyboard.type("meet")
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("button", name="Accept as corrected"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("2 accepted, 1 rejected")).to_be_visible()
    tab_to(page, page.get_by_role("button", name="Reject the rest"))
    page.keyboard.press("Enter")
    save = page.get_by_role("button", name="Save 2 records")
    tab_to(page, save)
    page.keyboard.press("Enter")
    expect(page.get_by_text("2 records saved")).to_be_visible()
    saved = {record.title: record.kind for record in store.read_atlas().records if record.record_id not in before}
    store.close()
    assert saved["Corrected without a mouse"] is Kind.MEETING
    assert len(saved) == 2
    tab_to(page, page.get_by_role("button", name="Enter another article"))
    page.keyboard.press("Enter")
    expect(page.get_by_label("Text of the article")).to_have_value("")


def test_a_file_fills_the_form_and_a_hostile_one_is_told_of(
    workshop: tuple[Server, str], visit: Callable[..., Page]
) -> None:
    server, _ = workshop
    page = visit(f"{server.url}/articles")
    upload = page.locator("input[type=file]")
    upload.set_input_files([{"name": "../../news.pdf", "mimeType": "application/pdf", "buffer": b"not a PDF"}])
    expect(page.get_by_text("is no PDF")).to_be_visible()
    upload.set_input_files(
        [{"name": "news.txt", "mimeType": "text/plain", "buffer": "Посол посетил Баку.".encode("cp1251")}]
    )
    expect(page.get_by_label("Text of the article")).to_have_value("Посол посетил Баку.")
    page.get_by_label("From an address").fill("http://127.0.0.1:1/")
    page.keyboard.press("Enter")
    press(page, "Fetch the page")
    expect(page.get_by_text("leads into a private network")).to_be_visible()


LETS_LOOPBACK_BE_ASKED = """
from chancery.exchange.documents import url
url.fetch_article.__defaults__ = (url.Limits(permit=lambda address: address.is_loopback),)
"""
"""Run by the server's Python as it starts: there is no setting by which the app would ever ask its own machine."""


def test_a_page_is_fetched_from_its_address_into_the_form(
    serve: Callable[..., Server], visit: Callable[..., Page], tmp_path: Path
) -> None:
    (tmp_path / "sitecustomize.py").write_text(LETS_LOOPBACK_BE_ASKED, encoding="utf-8")
    server = serve(PYTHONPATH=f"{tmp_path}{os.pathsep}{ROOT}")
    head = (
        '<meta property="article:published_time" content="2025-04-21T10:00:00+04:00">'
        '<meta property="og:site_name" content="The Gazette">'
    )
    with serve_site() as site:
        site.say("/story", write_page(head).encode())
        site.say("/moved", status=302, Location="/story")
        site.say("/inside", status=302, Location="http://10.0.0.1/")
        site.say("/locked", status=403)
        page = visit(f"{server.url}/articles")
        address = page.get_by_label("From an address")
        for path, words in (("/inside", "leads into a private network"), ("/locked", "(status 403)")):
            address.fill(f"http://127.0.0.1:{site.port}{path}")
            page.keyboard.press("Enter")
            press(page, "Fetch the page")
            expect(page.get_by_role("alert")).to_contain_text(words)
            expect(page.get_by_role("alert")).to_contain_text("paste its text instead")
        address.fill(f"http://127.0.0.1:{site.port}/moved")
        page.keyboard.press("Enter")
        press(page, "Fetch the page")
        expect(page.get_by_label("Text of the article")).to_have_value("\n\n".join(PARAGRAPHS))
        expect(page.get_by_role("alert")).to_have_count(0)
        found = {"Title": "Envoy speaks", "Publisher": "The Gazette", "Published": "2025-04-21"}
        for label, value in (found | {"Address": f"http://127.0.0.1:{site.port}/story"}).items():
            expect(page.get_by_label(label, exact=True)).to_have_value(value)
        assert site.asked == ["/inside", "/locked", "/moved", "/story"]
    press(page, "Read the article")
    expect(page.get_by_text("Nothing is saved yet.")).to_be_visible()
