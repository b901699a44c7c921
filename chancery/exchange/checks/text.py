"""Text: no stray blanks, no word in two alphabets, no address that is not one of the web."""

from __future__ import annotations

import re
from collections.abc import Iterator

from chancery.errors import ChanceryError, InvalidValue, Location
from chancery.exchange.package import PackageContent
from chancery.model import is_web_link

_AS_PRINTED = ("quote", "name_in_source")
_NAMES = (("places", "name"), ("place_names", "name"), ("actors", "name"), ("records", "title"))
_LATIN = "A-Za-z\u00c0-\u024f\u0250-\u02af"
_CYRILLIC = "\u0400-\u052f"
_MIXED = re.compile(rf"\w*(?:[{_LATIN}][{_CYRILLIC}]|[{_CYRILLIC}][{_LATIN}])\w*")


def find_stray_blanks(content: PackageContent) -> Iterator[ChanceryError]:
    """Yield a fault for each text with blanks around it; what is kept as a source prints it is left alone."""
    for item in content.tables.values():
        names = [column.name for column in item.table.columns if column.type == "string" and not column.terms]
        for number, row in content.numbered(item.table.name):
            for name in names:
                text = getattr(row, name)
                if text != text.strip() and name not in _AS_PRINTED:
                    where = Location(item.table.file_name, number, name)
                    yield InvalidValue("It begins or ends with a blank.", where=where, remedy="Take the blank out.")


def find_mixed_alphabets(content: PackageContent) -> Iterator[ChanceryError]:
    """Yield a fault for each name with a word in Latin and Cyrillic letters at once, which no search would find."""
    for table, column in _NAMES:
        for number, row in content.numbered(table):
            word = _MIXED.search(getattr(row, column))
            if word:
                yield InvalidValue(
                    f"'{word[0]}' mixes Latin and Cyrillic letters.",
                    where=Location(f"{table}.csv", number, column),
                    remedy="Type the word again in one alphabet.",
                )


def find_bad_links(content: PackageContent) -> Iterator[ChanceryError]:
    """Yield a fault for each address of a source that is not an http or https link."""
    for number, source in content.numbered("sources"):
        for name in ("url", "archive_url"):
            url = getattr(source, name)
            if url and not is_web_link(url):
                where = Location("sources.csv", number, name)
                remedy = "Give an address that begins with https:// or http://, or none."
                yield InvalidValue(f"'{url}' is not a web address.", where=where, remedy=remedy)
