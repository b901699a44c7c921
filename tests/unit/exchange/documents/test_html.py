"""Web pages give their article, and say of themselves only what their markup says."""

from __future__ import annotations

import pytest

from chancery.errors import InvalidFile
from chancery.exchange.documents.html import read_html

PARAGRAPHS = (
    "Baku, 21 April. The ambassador said that the two countries had agreed on a programme for the coming years.",
    "A delegation will travel to Minsk in the autumn, he said, and visit the tractor works and the National Library.",
    "Trade between the two countries grew by half in a year, and more than a hundred documents have been signed.",
)


def write_page(head: str = "", body: str = "") -> str:
    article = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    return (
        f'<html lang="en"><head><title>Envoy speaks</title>{head}</head><body><nav><a href="/">Home</a></nav>'
        f"<article><h1>Envoy speaks</h1>{article}{body}</article><footer>© 2019 The Gazette</footer></body></html>"
    )


def test_the_article_is_found_without_what_stands_around_it() -> None:
    found = read_html(write_page().encode())
    assert found.text.split("\n\n") == list(PARAGRAPHS)
    assert (found.title, found.language) == ("Envoy speaks", "en")


def test_date_and_publisher_come_from_the_markup() -> None:
    head = (
        '<meta property="article:published_time" content="2025-04-21T10:00:00+04:00">'
        '<meta property="og:site_name" content="The Gazette">'
    )
    found = read_html(write_page(head).encode())
    assert (found.published, found.publisher) == ("2025-04-21", "The Gazette")


def test_no_date_is_taken_from_the_text_or_the_footer() -> None:
    assert read_html(write_page(body="<p>They met in 2018 and again on 3 March 2017.</p>").encode()).published == ""


def test_the_declared_encoding_is_used_and_the_servers_too() -> None:
    words = "Президент Лукашенко посетил город Шуша и провёл переговоры о сотрудничестве двух стран в промышленности."
    page = write_page(body=f"<p>{words}</p>")
    declared = page.replace("<head>", '<head><meta charset="windows-1251">').replace("©", "")
    assert words in read_html(declared.encode("cp1251")).text
    assert words in read_html(page.replace("©", "").encode("cp1251"), charset="windows-1251").text


def test_the_address_is_the_one_that_was_fetched_not_the_one_that_the_page_claims() -> None:
    page = write_page('<link rel="canonical" href="javascript:alert(1)">').encode()
    assert read_html(page, url="https://news.example/a").url == "https://news.example/a"
    assert read_html(page).url == ""


@pytest.mark.parametrize(
    "markup",
    [
        b"",
        b"no markup at all",
        b"<html><body></body></html>",
        b"<html><script>let a = 1;</script></html>",
        b"<" * 5_000,
    ],
)
def test_a_page_without_an_article_is_refused(markup: bytes) -> None:
    with pytest.raises(InvalidFile):
        read_html(markup)


def test_entities_and_doctypes_of_a_page_are_not_followed() -> None:
    doctype = '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    assert (
        "root:" not in read_html((doctype + write_page(body="<p>&x; is not here, said the envoy.</p>")).encode()).text
    )
