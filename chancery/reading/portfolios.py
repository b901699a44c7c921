"""Names right after what an office is of: Minister of Health Ana Lima, Ambassador of Peru to Chile Luis Paz."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from chancery.reading.article import Article, Sentence
from chancery.reading.candidates import candidates_for
from chancery.reading.lexicon import load_map, load_rows, load_words
from chancery.reading.name_runs import Run, plain
from chancery.reading.offices import country_named, role_pattern
from chancery.reading.persons import given_names
from chancery.reading.places import is_large, is_major

_REACH = 120
_LINKED = re.compile(r"\b(?:of|for|to|and|at|in|the|&)\s$")
_FEWEST, _MOST = 2, 5
_LONGEST_PLACE = 3


@dataclass(frozen=True, slots=True)
class OfficeBefore:
    """An office with what it is of, and the token where its holder's name begins."""

    name_first: int
    role: str
    country_code: str


def name_after_office(article: Article, sentence: Sentence, run: Run) -> OfficeBefore | None:
    """Part a run that begins with what the office before it is of from the name that follows; none if it does not.

    "Economy Elnur Aliyev" after "Minister of", "Azerbaijan Dmitry Pinevich" after "Ambassador of Belarus to".
    """
    before = article.text[max(sentence.start, run.start - _REACH) : run.start]
    ended = run.first > 0 and article.tokens[run.first - 1].text in _of_bodies() and before.endswith(" ")
    if len(run) < _FEWEST or not (ended or _LINKED.search(before)):
        return None
    office = _last_office(before)
    name_first = _after_body(article, run) if office is not None else None
    name_first = run.first if ended and name_first is None and len(run) <= _MOST else name_first
    if office is None or name_first is None:
        return None
    inside = article.text[run.start : article.tokens[name_first].start]
    words = f"{office['office']}{inside}".strip()
    demonym = (office["demonym"] or "").lower()
    return OfficeBefore(name_first, words, load_map("demonyms").get(demonym, "") or country_named(words))


def _last_office(before: str) -> re.Match[str] | None:
    """Return the office that stands last before a run, not one whose holder is named between."""
    found = None
    position = 0
    while position >= 0 and (match := _chain().search(before, position)) is not None:
        found, position = match, match.end("title")
    return found


@lru_cache(maxsize=1)
def _chain() -> re.Pattern[str]:
    """Return the pattern of an office and of what links it to a run, at the end of a stretch of text."""
    rank = "first|deputy|vice|acting|former|state|prime|chief|executive"
    return re.compile(
        rf"(?:\b(?P<demonym>(?!(?i:{rank})\b)[A-Z]\w+)\s)?\b(?P<office>(?P<title>(?i:(?:(?:{rank})[\s-]){{0,3}}(?:{role_pattern()})))\s(?:of|for|to|at|in)\s(?:the\s)?"
        r"(?:(?:[A-Z][\w’'-]*|of|for|to|and|the|&),?\s)*|(?i:ambassador)\sExtraordinary\sand\s)$"
    )


def _after_body(article: Article, run: Run) -> int | None:
    """Return the token after the last word of a run that belongs to a body, a portfolio or a place."""
    tokens = article.tokens
    starts = range(max(run.first + 1, run.last - _MOST), run.last - _FEWEST + 1)
    if tokens[run.last - 1].text in _of_bodies():
        return None
    for index in reversed(starts):
        if tokens[index - 1].text in _of_bodies() or _ends_place(article, run.first, index):
            return index
    return next((index for index in starts if plain(tokens[index].text) in given_names()), None)


@lru_cache(maxsize=1)
def _of_bodies() -> frozenset[str]:
    """Words that end what an office is of: portfolios, organisations, sites and areas."""
    places = {row[0] for name in ("facilities", "landforms") for row in load_rows(name, 2) if " " not in row[0]}
    return load_words("portfolios") | load_words("organisations") | places


def _ends_place(article: Article, first: int, last: int) -> bool:
    """Tell whether a country or large place ends before a token."""
    if article.tokens[last - 1].lower in load_map("demonyms"):
        return False
    for start in range(max(first, last - _LONGEST_PLACE), last):
        found = candidates_for(article.text[article.tokens[start].start : article.tokens[last - 1].end])
        if is_major(found) or is_large(found):
            return True
    return False
