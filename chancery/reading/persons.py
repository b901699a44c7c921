"""A person whom a text names, and the mentions that mean the same person."""

from __future__ import annotations

import re
from dataclasses import dataclass

from chancery.reading.article import Article
from chancery.reading.candidates import candidates_for
from chancery.reading.lexicon import load_map, load_words
from chancery.reading.name_runs import Run, plain
from chancery.reading.places import is_major
from chancery.reading.spans import InOrder

_IN_PLACE = re.compile(r"\b(?:in|near)\s$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Person:
    """Someone whom the text names.

    Attributes
    ----------
    name
        The fullest form that the text gives.
    role
        The office as the text writes it; empty if it gives none.
    country_code
        From the adjective or the country beside the office; empty if unknown.
    """

    name: str
    role: str = ""
    country_code: str = ""

    @property
    def surname(self) -> str:
        """The last word of the name."""
        return self.name.split()[-1]


@dataclass(frozen=True, slots=True)
class PersonMention:
    """One place of the text that names a person: `start` to `end` is the name, without title and office."""

    start: int
    end: int
    person: Person
    reason: str


def given_names() -> frozenset[str]:
    """Return the given names that the lists know, without diacritics."""
    return load_words("given_names", "und")


def surnames() -> frozenset[str]:
    """Return the surnames that the lists know, without diacritics."""
    return load_words("surnames", "und")


def complete_names(mentions: list[PersonMention]) -> list[PersonMention]:
    """Give every mention of a person the fullest name, office and country that the text has."""
    full: dict[str, Person] = {}
    for mention in mentions:
        known = full.get(plain(mention.person.surname).lower())
        if known is None or not _same_person(known, mention.person):
            full.setdefault(plain(mention.person.surname).lower(), mention.person)
            continue
        longer = max(known.name, mention.person.name, key=len)
        merged = Person(longer, known.role or mention.person.role, known.country_code or mention.person.country_code)
        full[plain(mention.person.surname).lower()] = merged
    completed: list[PersonMention] = []
    for mention in mentions:
        known = full[plain(mention.person.surname).lower()]
        person = known if _same_person(known, mention.person) else mention.person
        completed.append(PersonMention(mention.start, mention.end, person, mention.reason))
    return completed


def drop_places(
    article: Article, mentions: list[PersonMention], place_runs: frozenset[tuple[int, int]]
) -> list[PersonMention]:
    """Drop "Havana Obama" (in "From Havana Obama flies on"), where the first word is a town and the second a person."""
    kept: list[PersonMention] = []
    given: dict[str, set[str]] = {}
    for mention in mentions:
        given.setdefault(mention.person.surname, set()).add(mention.person.name.split()[0])
    for mention in mentions:
        words = mention.person.name.split()
        index = article.token_index(mention.start)
        starts_with_place = len(words) == 2 and (index, index + 1) in place_runs
        if starts_with_place and given[words[-1]] - {words[0]}:
            continue
        kept.append(mention)
    return kept


def _same_person(left: Person, right: Person) -> bool:
    """Tell whether two names with one surname can be one person: one has no given name, or both have the same."""
    first, second = left.name.split(), right.name.split()
    return len(first) == 1 or len(second) == 1 or plain(first[0]).lower() == plain(second[0]).lower()


def find_surnames(
    article: Article,
    runs: dict[int, list[Run]],
    mentions: list[PersonMention],
    taken: set[tuple[int, int]],
    place_runs: frozenset[tuple[int, int]],
) -> list[PersonMention]:
    """Find single words, and parts of longer names, that repeat the name of a person introduced before."""
    known: dict[str, PersonMention] = {}
    spans = InOrder(mentions)
    for mention in reversed(mentions):
        words = mention.person.name.split()
        known[plain(words[-1]).lower()] = mention
        if len(words) > 1 and len(words[0]) > 1:
            known.setdefault(plain(words[0]).lower(), mention)
        for word in words[1:-1]:
            if word[0].isupper() and len(word) > 2 and plain(word) not in given_names():
                known.setdefault(plain(word).lower(), mention)
    found: list[PersonMention] = []
    for sentence in article.sentences:
        for run in runs[sentence.index]:
            last = article.tokens[run.last - 1]
            first_known = known.get(plain(last.text).lower())
            if (
                first_known is None
                or len(run) > 2
                or (run.start, run.end) in taken
                or last.lower in load_map("demonyms")
            ):
                continue
            start = _name_start(article, run, known, place_runs)
            if start is None or spans.touches(start, run.end) or _is_rather_a_town(run, last.text, first_known.person):
                continue
            introduced = start >= first_known.start or plain(last.text) in surnames()
            if introduced and not _IN_PLACE.search(article.text[max(0, start - 6) : start]):
                found.append(PersonMention(start, run.end, first_known.person, "a surname named before"))
    return found


def _is_rather_a_town(run: Run, word: str, person: Person) -> bool:
    """Tell whether a single word is a well-known place, though it is also a part of a person's name."""
    return len(run) == 1 and word != person.surname and is_major(candidates_for(word))


def _name_start(
    article: Article, run: Run, known: dict[str, PersonMention], place_runs: frozenset[tuple[int, int]]
) -> int | None:
    """Return where the name of a run of one or two words begins: with its second word if the first is a place."""
    first = plain(article.tokens[run.first].text).lower()
    if len(run) == 1 or first in known:
        return run.start
    return article.tokens[run.last - 1].start if (run.first, run.first + 1) in place_runs else None
