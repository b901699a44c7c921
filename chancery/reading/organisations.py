"""Names of organisations, documents, events and programmes: a place name inside one is no place mention."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from chancery.reading.article import Article, Sentence
from chancery.reading.candidates import candidates_for
from chancery.reading.lexicon import load_rows, load_words
from chancery.reading.name_runs import Run

_LINK = re.compile(r"\s(?:of|for|on|and|&|in)\s(?:the\s)?")
_LONGEST_CHAIN = 5


@dataclass(frozen=True, slots=True)
class ThingName:
    """The name of something that is neither person nor place: tokens `first` to `last`, exclusive.

    Attributes
    ----------
    is_body
        Whether it can act: a ministry, a company or a team, and not a treaty, a prize or a festival.
    is_site
        Whether its last word is also that of a building or site: a plant, a complex, a university.
    """

    first: int
    last: int
    start: int
    end: int
    name: str
    is_body: bool
    is_site: bool = False


@lru_cache(maxsize=1)
def facility_heads() -> dict[str, str]:
    """Return the nouns that end the names of sites, with where each is marked: always, or when visited."""
    return {noun: where for noun, where in load_rows("facilities", 2)}  # noqa: C416 - dict() loses the type


def is_thing_head(word: str) -> bool:
    """Tell whether a word ends the names of organisations, documents or events."""
    heads = load_words("organisations")
    return word in heads or (word.endswith("s") and word[:-1] in heads)


def find_things(
    article: Article, sentence: Sentence, runs: list[Run], place_runs: frozenset[tuple[int, int]]
) -> list[ThingName]:
    """Return the names of organisations and other things among the runs of one sentence.

    A run is one when its last word says so ("Ganja Automobile Plant", "Asian Parliamentary Assembly"), when it begins
    with such a word and goes on with "of" ("Bank of China", "Congress of Leaders"), or when it is an abbreviation.
    """
    found: list[ThingName] = []
    used: set[int] = set()
    for position, run in enumerate(runs):
        if position in used or (run.first, run.last) in place_runs:
            continue
        first, last = run.first, run.last
        if position and _is_joined(article, runs, position) and _is_common(article, runs[position - 1].last - 1):
            first = runs[position - 1].first
        head = _head_position(article, run)
        if head is None:
            if len(run) == 1 and _is_abbreviation(article.tokens[run.first].text):
                found.append(_make(article, first, last, is_body=True))
            continue
        if len(run) == 1 and not _chain_follows(article, runs, position):
            continue
        chain_last = _extend_chain(article, runs, position, used, sentence)
        found.append(_make(article, first, chain_last or run.last, is_body=_is_body(article.tokens[head].text)))
    return found


def _make(article: Article, first: int, last: int, *, is_body: bool) -> ThingName:
    start, end = article.tokens[first].start, article.tokens[last - 1].end
    is_site = article.tokens[last - 1].text in facility_heads()
    return ThingName(first, last, start, end, article.text[start:end], is_body, is_site)


def _head_position(article: Article, run: Run) -> int | None:
    """Return the token that makes the run a name of a thing: its last word, or its last but a company's form."""
    tokens = article.tokens
    for index in range(run.last - 1, run.first - 1, -1):
        word = tokens[index].text
        if is_thing_head(word) or (
            index == run.last - 1 and index > run.first and facility_heads().get(word) == "visited"
        ):
            return index
    return None


def _is_abbreviation(word: str) -> bool:
    return word.isupper() and 2 <= len(word) <= 8 and word.isalpha() and word not in load_words("acronym_places")


def _chain_follows(article: Article, runs: list[Run], position: int) -> bool:
    if position + 1 >= len(runs):
        return False
    gap = article.text[runs[position].end : runs[position + 1].start]
    return gap.strip() in ("of", "of the", "for")


def _extend_chain(article: Article, runs: list[Run], position: int, used: set[int], sentence: Sentence) -> int | None:
    """Follow "of", "for", "on" and "and" to the runs that belong to the name; none if the name ends with its run.

    "of" and a run join where the first word of the name calls for it (Bank of, University of); others join only up to
    common nouns (Congress of Leaders), so that the country after a ministry stays a place.
    """
    last: int | None = None
    head = article.tokens[runs[position].last - 1].text
    owns_place = head in load_words("place_owning_heads") and head not in load_words("ministerial_heads")
    for follower in range(position + 1, min(position + _LONGEST_CHAIN, len(runs))):
        gap = article.text[runs[follower - 1].end : runs[follower].start]
        if not _LINK.fullmatch(gap):
            break
        word = article.tokens[runs[follower].first].text
        place = next(iter(candidates_for(article.text[runs[follower].start : runs[follower].end])), None)
        common = word.lower() in load_words("common_words") and (place is None or not place.place.is_country)
        continent = place is not None and place.place.feature_code == "CONT"
        if gap.strip().startswith(("and", "in")) and not (common and last is not None):
            break
        if not common and not ((owns_place or continent) and gap.strip() in ("of", "of the", "&")):
            break
        used.add(follower)
        last = runs[follower].last
    return last


def _is_joined(article: Article, runs: list[Run], position: int) -> bool:
    """Tell whether a run ends a name that the run before begins: China Road and Bridge Corporation."""
    gap = article.text[runs[position - 1].end : runs[position].start]
    return gap in (" and ", " & ") and is_thing_head(article.tokens[runs[position].last - 1].text)


def _is_common(article: Article, index: int) -> bool:
    token = article.tokens[index]
    known = candidates_for(token.text)
    return token.lower in load_words("common_words") and not (known and known[0].place.is_country)


def _is_body(head: str) -> bool:
    return head not in load_words("non_bodies") and not (head.endswith("s") and head[:-1] in load_words("non_bodies"))
