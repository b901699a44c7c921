"""A clipping is complete before it is read, and recognised when the atlas has it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chancery.errors import ChanceryError, InvalidDate, InvalidFile, InvalidValue
from chancery.exchange.articles.clipping import Clipping, check_clipping, find_known_source, take_document
from chancery.exchange.documents.document import Document
from chancery.model import Atlas
from tests.sample import ATLAS, TEXT, make_source

GOOD = Clipping("Baku, 21 April. A text.", publisher="The Gazette", published="2025-04-21")


def test_what_one_file_says_of_itself_is_not_said_of_the_next() -> None:
    letter = Document("One.", title="A letter", publisher="A desk", published="2025-04-20")
    first = take_document(Clipping("", language="az"), letter, None)
    assert (first.title, first.publisher, first.language) == ("A letter", "A desk", "az")
    typed = replace(first, publisher="A paper")
    second = take_document(typed, Document("Two.", published="2025-04-22"), letter)
    assert second == Clipping("Two.", publisher="A paper", published="2025-04-22", language="az")


def test_blank_space_is_taken_off() -> None:
    assert check_clipping(replace(GOOD, text=" a \r\n\r\n b ", country=" az ")) == replace(
        GOOD, text="a \n\nb", country="AZ"
    )


@pytest.mark.parametrize(
    ("changes", "kind", "field"),
    [
        ({"text": "  "}, InvalidFile, None),
        ({"publisher": " "}, InvalidValue, "publisher"),
        ({"url": "javascript:alert(1)"}, InvalidValue, "url"),
        ({"published": "01/02/2024"}, InvalidDate, "published"),
        ({"published": "2024-02-30"}, InvalidDate, "published"),
        ({"published": "2999-01-01"}, InvalidDate, "published"),
    ],
)
def test_what_is_missing_or_wrong_is_told_beside_its_field(
    changes: dict[str, str], kind: type[ChanceryError], field: str | None
) -> None:
    with pytest.raises(kind) as error:
        check_clipping(replace(GOOD, **changes))
    assert error.value.where.field == field
    assert error.value.remedy


def test_a_date_that_nobody_knows_stays_empty() -> None:
    assert check_clipping(replace(GOOD, published="")).published == ""


ARTICLES = {"gazette": TEXT}


def test_the_same_text_is_recognised_however_it_is_spaced() -> None:
    found = find_known_source(TEXT.replace("\n", "\r\n\n "), "", ATLAS, ARTICLES)
    assert found is not None
    assert (found.source.source_id, found.same_text, found.text) == ("gazette", True, TEXT)
    assert found.record_ids


def test_the_same_address_is_recognised_however_it_is_written() -> None:
    atlas = Atlas(sources=(make_source("s", "The Gazette", "https://gazette.example/a?b=1"),))
    found = find_known_source("Other words.", "http://www.gazette.example/a/?utm_source=x&b=1#top", atlas, {})
    assert found is not None
    assert (found.source.source_id, found.same_text, found.text) == ("s", False, "")


def test_a_new_article_is_not_known() -> None:
    assert find_known_source("New words.", "", ATLAS, ARTICLES) is None
    assert find_known_source("New words.", "https://new.example/", ATLAS, ARTICLES) is None
    assert find_known_source("", "", ATLAS, {"gazette": ""}) is None
