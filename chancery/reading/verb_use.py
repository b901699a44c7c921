"""A verb as one clause uses it: the words around it, its aspect, and the dates beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from chancery.reading.phrases import TimePhrase
from chancery.reading.verbs import Aspect

REACH = 130


@dataclass(frozen=True, slots=True)
class VerbEntry:
    """A verb of the lists: its words, its class, and the objects that it needs, any of which will do."""

    words: tuple[str, ...]
    group: str
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Use:
    """A verb as one clause uses it: its span, its aspect, and the words before and after."""

    clause: tuple[int, int]
    start: int
    end: int
    aspect: Aspect
    before: str
    after: str
    dates: tuple[TimePhrase, ...]

    @classmethod
    def of(
        cls, text: str, clause: tuple[int, int], span: tuple[int, int], aspect: Aspect, phrases: Sequence[TimePhrase]
    ) -> Use:
        """Take the words within reach; what a relative clause is about stands before it."""
        start, end = span
        relative = re.match(r"\W*(?:which|that)\b", text[clause[0] : clause[0] + 10]) is not None
        before = text[max(0 if relative else clause[0], start - REACH) : start]
        after = text[end : min(clause[1], end + REACH)]
        return cls(clause, start, end, aspect, before, after, tuple(dates_in(clause, phrases)))

    @property
    def is_dated(self) -> bool:
        """Whether the clause says when."""
        return bool(self.dates)

    @property
    def is_dated_after(self) -> bool:
        """Whether it says so after the verb."""
        return any(phrase.start >= self.end for phrase in self.dates)


def dates_in(clause: tuple[int, int], phrases: Sequence[TimePhrase]) -> list[TimePhrase]:
    """Return what says when in a clause, and not only for how long or when it was said."""
    return [
        phrase
        for phrase in phrases
        if clause[0] <= phrase.start < clause[1]
        and phrase.edtf
        and phrase.meaning not in ("duration", "origin")
        and not phrase.dates_saying
    ]
