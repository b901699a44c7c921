"""The page of the articles, state by state, without a browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from chancery.store import Identity, Store, admit_local
from chancery.ui import access
from tests.conftest import DATA
from tests.pages.conftest import Reader

FOUNDING = (DATA / "articles" / "azertac-2025-04-21.txt").read_text(encoding="utf-8")


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the address of a database that the reader may edit, as if the server listened to this machine alone."""
    url = f"sqlite:///{tmp_path}/atlas.db"
    monkeypatch.setenv("CHANCERY_DATABASE", url)
    monkeypatch.setenv("CHANCERY_EDIT", "local")
    monkeypatch.setattr(access, "_edits_locally", lambda: True)
    return url


@pytest.fixture
def articles(database: str, visit: Callable[..., Reader]) -> Reader:
    return visit("pages/articles.py")


def fill(reader: Reader, label: str, value: str) -> None:
    app: AppTest = reader.app
    widgets = [*app.text_area, *app.text_input]
    next(widget for widget in widgets if widget.label == label).set_value(value)
    app.run()
    reader.check()


def typed(reader: Reader, label: str) -> str | None:
    return next(widget for widget in reader.app.text_input if widget.label == label).value


def enter(reader: Reader, published: str = "2025-04-21") -> None:
    fill(reader, "Text of the article", FOUNDING)
    fill(reader, "Publisher", "AZERTAC")
    if published:
        fill(reader, "Published", published)
    reader.press("Read the article")
    reader.check()


def test_what_is_missing_is_asked_for_in_a_sentence(articles: Reader) -> None:
    articles.press("Read the article")
    assert "publisher" in articles.words
    fill(articles, "Publisher", "AZERTAC")
    articles.press("Read the article")
    assert "There is no text in it." in articles.words


def test_the_year_is_asked_for_and_not_guessed(articles: Reader) -> None:
    enter(articles, published="")
    assert "The text says 21 April, and no year." in articles.words
    fill(articles, "Published", "01/02/2024")
    articles.press("Read the article")
    assert "is not an EDTF date" in articles.words


def test_an_article_that_nobody_can_date_keeps_its_dates_open(articles: Reader) -> None:
    enter(articles, published="")
    articles.app.checkbox[0].check().run()
    articles.press("Read the article")
    assert "no date" in articles.words
    assert "Nothing is saved yet." in articles.words


def test_drafts_are_decided_on_one_by_one_and_all_at_once(articles: Reader, database: str) -> None:
    enter(articles)
    articles.press("Accept")
    assert "1 accepted" in articles.words
    articles.press("Reject")
    assert "1 accepted, 1 rejected" in articles.words
    articles.press("Previous")
    articles.press("Decide again")
    articles.press("Reject the rest")
    store = Store.open(database, admit=admit_local)
    before = store.revision()
    articles.press("Save 1 record")
    articles.check()
    assert "1 record saved" in articles.words
    assert store.revision() == before + 1
    assert store.as_user(Identity.local()).list_drafts() == ()
    articles.press("Enter another article")
    articles.check()
    store.close()


def test_drafts_left_open_can_be_gone_on_with(articles: Reader) -> None:
    enter(articles)
    articles.press("Accept")
    articles.press("Save 1 record")
    rest = next(button.label for button in articles.app.button if button.label.startswith("Go on with the"))
    articles.press(rest)
    articles.check()
    assert "The atlas has this source already" in articles.words
    articles.press("Accept")
    articles.press("Save 1 record")
    articles.check()
    assert "1 record saved" in articles.words


def test_a_session_that_is_dropped_leaves_its_work_to_the_next(articles: Reader, visit: Callable[..., Reader]) -> None:
    enter(articles)
    articles.press("Accept")
    other = visit("pages/articles.py")
    other.press("Go on with it")
    other.check()
    assert "1 accepted" in other.words


def test_the_same_article_opens_what_is_there_and_can_be_read_again(
    articles: Reader, visit: Callable[..., Reader]
) -> None:
    enter(articles)
    articles.press("Accept the rest")
    articles.press(next(button.label for button in articles.app.button if button.label.startswith("Save")))
    other = visit("pages/articles.py")
    fill(other, "Text of the article", FOUNDING.replace("\n", "\n\n"))
    fill(other, "Publisher", "AZERTAC")
    other.press("Read the article")
    assert "This article is in the atlas already" in other.words
    other.press("Read it again")
    other.check()
    assert "rests on the same words of this article" in other.words


def test_a_fault_stands_below_its_field(articles: Reader) -> None:
    fill(articles, "Publisher", "AZERTAC")
    fill(articles, "Published", "soon")
    fill(articles, "Text of the article", "A text.")
    articles.press("Read the article")
    words = [item for item in articles.app.get("html") if "is not an EDTF date" in item.proto.body]
    assert len(words) == 1
    assert "See below" not in articles.words


def test_correcting_shows_the_words_and_no_way_to_lose_what_is_typed(articles: Reader) -> None:
    enter(articles)
    articles.press("Correct")
    labels = {button.label for button in articles.app.button}
    assert not labels & {"Accept", "Reject", "Next", "Previous"}
    assert "I will visit the cities of Khankendi and Shusha" in articles.words
    articles.press("Leave it as it was")
    assert "Accept" in {button.label for button in articles.app.button}


def test_a_correction_goes_on_in_another_session_and_keeps_the_review_from_being_saved(
    articles: Reader, visit: Callable[..., Reader]
) -> None:
    enter(articles)
    articles.press("Accept")
    articles.press("Correct")
    fill(articles, "Title", "Half a tit")
    assert "Not accepted yet; kept as your draft." in articles.words
    articles.press("Save 1 record")
    assert "Draft 2 is being corrected. Accept it as corrected, or leave it as it was; then save." in articles.words
    other = visit("pages/articles.py")
    other.press("Go on with it")
    assert typed(other, "Title") == "Half a tit"
    other.press("Leave it as it was")
    assert "Half a tit" not in other.words
    other.press("Save 1 record")
    other.check()
    assert "1 record saved" in other.words


def test_a_browser_that_is_behind_does_not_type_one_draft_into_the_next(articles: Reader) -> None:
    enter(articles)
    articles.press("Correct")
    fill(articles, "Title", "A corrected title")
    send_again = articles.hold_message()
    articles.press("Accept as corrected")
    send_again()
    articles.check()
    assert "Correct" in {button.label for button in articles.app.button}
    articles.press("Correct")
    assert typed(articles, "Title") != "A corrected title"


def test_a_browser_that_is_behind_does_not_enter_one_article_into_the_next(articles: Reader) -> None:
    enter(articles)
    articles.press("Put it aside")
    fill(articles, "Publisher", "BelTA")
    send_again = articles.hold_message()
    articles.press("Go on with it")
    articles.press("Reject the rest")
    articles.press("Put it aside")
    send_again()
    articles.check()
    assert typed(articles, "Publisher") == ""


def test_the_same_event_from_two_articles_is_offered_as_one_record_with_two_sources(
    articles: Reader, visit: Callable[..., Reader], database: str
) -> None:
    enter(articles)
    articles.press("Accept")
    articles.press("Save 1 record")
    other = visit("pages/articles.py")
    fill(other, "Text of the article", FOUNDING.replace("AZERTAC", "BelTA") + "\n\nMore was said.")
    fill(other, "Publisher", "BelTA")
    fill(other, "Published", "2025-04-21")
    other.press("Read the article")
    assert "Perhaps in the atlas already" in other.words
    other.press("Merge")
    assert "1 merged" in other.words
    other.press("Save evidence of 1 record")
    other.check()
    assert "evidence added to 1" in other.words
    store = Store.open(database)
    atlas = store.read_atlas()
    store.close()
    new = {piece.record_id for piece in atlas.evidence if "belta" in piece.source_id}
    assert len(new) == 1
    assert len({piece.source_id for piece in atlas.evidence if piece.record_id in new}) == 2


def test_markup_in_a_text_stays_text(articles: Reader) -> None:
    fill(articles, "Text of the article", f"{FOUNDING}\n\n<img src=x onerror=alert(1)> {{{{7*7}}}}")
    fill(articles, "Publisher", "<script>alert(1)</script>")
    fill(articles, "Published", "2025-04-21")
    articles.press("Read the article")
    articles.check()
    raw = "".join(element.proto.body for element in articles.app.get("html"))
    assert "<img src=x" not in raw
    assert "<script>alert" not in raw
    assert "&lt;img src=x" in raw


def test_a_read_only_atlas_reads_and_says_that_nothing_can_be_saved(visit: Callable[..., Reader]) -> None:
    reader = visit("pages/articles.py")
    assert "read-only" in reader.words
    enter(reader)
    reader.press("Accept the rest")
    save = next(button for button in reader.app.button if button.label.startswith("Save"))
    assert save.disabled
    reader.press("Try changes out")
    reader.check()
    assert "in this session only" in reader.words
    assert not [button.label for button in reader.app.button if button.label.startswith("Save")]
    reader.press(next(button.label for button in reader.app.button if button.label.startswith("Keep")))
    reader.check()
    assert "records kept in this session" in reader.words
    assert "in this session only: nothing is saved" in reader.words
    assert "records saved" not in reader.words
