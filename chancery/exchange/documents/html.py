"""Web pages: the article without what stands around it, and what the page's markup says of it."""

from __future__ import annotations

import re
from typing import Any

import trafilatura
from lxml import etree  # pyright: ignore[reportAttributeAccessIssue] - it is compiled

from chancery.errors import InvalidFile
from chancery.exchange.documents.document import Document, clean_day, clean_line, clean_text
from chancery.exchange.documents.text import decode_text
from chancery.model import LANGUAGE, is_web_link

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_HEAD = 8 * 1024
_DAYS: dict[str, Any] = {"extensive_search": False, "original_date": True, "outputformat": "%Y-%m-%d"}
"""Only what the markup names as the date: a search of the text would find any date, and take it for this one."""


def read_html(data: bytes, *, charset: str = "", url: str = "") -> Document:
    """Return the article of a web page.

    Parameters
    ----------
    charset
        Encoding that the server named; the page's own mark and declaration are used too.
    url
        Where the page is from; its own ``canonical`` link is not trusted to say so.

    Raises
    ------
    InvalidFile
        If it has no article, or is not HTML.
    """
    declared = _CHARSET.search(data[:_HEAD])
    markup = decode_text(data, charset or (declared[1].decode("ascii") if declared else ""))
    if "<" not in markup:
        raise InvalidFile("It is not HTML.", remedy="Save the page again, or paste the text.")
    try:
        found: Any = trafilatura.bare_extraction(
            markup,
            include_comments=False,
            include_tables=True,
            with_metadata=True,
            favor_recall=True,
            date_extraction_params=_DAYS,
        )
    except (etree.LxmlError, ValueError, RecursionError) as error:
        raise InvalidFile("The page cannot be parsed.", remedy="Paste the text instead.") from error
    text = str(getattr(found, "text", "") or "")
    if not text.strip():
        raise InvalidFile("No article was found in the page.", remedy="Open it in a browser and paste its text.")
    title = clean_line(found.title)
    return Document(
        text=clean_text(_drop_heading(text, title).replace("\n", "\n\n")),
        title=title,
        publisher=clean_line(found.sitename),
        published=clean_day(found.date),
        language=_read_language(markup),
        url=url if is_web_link(url) else "",
    )


def _drop_heading(text: str, title: str) -> str:
    """Return a text without the title at its head: what comes after it, dateline and all, is the article."""
    first, _, rest = text.lstrip().partition("\n")
    return rest if rest.strip() and title and " ".join(first.split()) == title else text


def _read_language(markup: str) -> str:
    named = re.search(r"<html[^>]{0,300}?\slang\s*=\s*[\"']?([A-Za-z]{2,3})\b", markup[:_HEAD], re.IGNORECASE)
    code = named[1].lower() if named else ""
    return code if LANGUAGE.fullmatch(code) else ""
