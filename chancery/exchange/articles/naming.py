"""Identifiers for new rows: readable, of plain letters, and not taken."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from itertools import count

from chancery.geocoding.names import fold_name

_LONGEST = 70
_DATE = re.compile(r"\d{4}(?:-\d\d){0,2}", re.ASCII)


class Names:
    """The identifiers of one table: those that are taken, to which each new one is added.

    Parameters
    ----------
    taken
        Identifiers in use, or once used.
    """

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = set(taken)

    def take(self, words: str) -> str:
        """Return a new identifier made of words, and take it."""
        stem = make_slug(words)
        name = next(
            candidate
            for number in count(1)
            if (candidate := stem if number == 1 else f"{stem}-{number}") not in self._taken
        )
        self._taken.add(name)
        return name

    def number(self, stem: str) -> str:
        """Return a new identifier made of a row's and a number, as its parts have them, and take it."""
        name = next(candidate for n in count(1) if (candidate := f"{stem[:110]}.{n}") not in self._taken)
        self._taken.add(name)
        return name


def make_slug(words: str) -> str:
    """Return words as plain lower-case letters and digits with hyphens; a short hash where no letter is plain.

    >>> make_slug("State visit to Şuşa"), make_slug("Mətbuat")
    ('state-visit-to-susa', 'metbuat')
    """
    folded = "".join(letter if letter.isascii() and letter.isalnum() else " " for letter in fold_name(words))
    slug = "-".join(folded.split())[:_LONGEST].strip("-")
    if slug:
        return slug
    return f"x{hashlib.sha256(words.encode('utf-8', 'replace')).hexdigest()[:8]}"


def find_date_stem(date_edtf: str) -> str:
    """Return what of a date begins a record's name: its first point; ``undated`` without one.

    >>> find_date_stem("2024-05-16/2024-05-17"), find_date_stem("../2027"), find_date_stem("")
    ('2024-05-16', '2027', 'undated')
    """
    found = _DATE.search(date_edtf)
    return found[0] if found else "undated"
