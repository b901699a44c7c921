"""What tells of an event: the cue itself, the nouns of the lists, and the clauses that cues stand in."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import get_args

from chancery.reading.article import Sentence
from chancery.reading.lexicon import load_map, load_rows
from chancery.reading.verbs import Aspect

KNOWN_ASPECTS: frozenset[str] = frozenset(get_args(Aspect))
"""What a turn of phrase may say of time."""

_CLAUSE = re.compile(
    r",\s(?=[^,;.]{0,70}\b(?:said|says|told|reported|announced|according to)\b)|[,.!?][”\"»’]\s"
    r"|,\s(?:only|just|shortly)\s|\s(?:after|before)\s(?=(?:he|she|they|it)\s)|[;:—]\s|,\s(?:and"
    r"|but|while|whereas|which|who|whose|where|when|after|before|as|for(?!\sits\spart|\sthe\sfirst|\sinstance|\sexample))\s|\s(?:while|which|who"
    r"|after which|where)\s|\s(?=that\swill\s)|,\s(?=with\s(?:one|another|a\ssecond|a\sthird)\s)|\s[–-]\s"
    r"|,\s(?=(?:founded|opened|built|signed|launched|established|completed|commissioned|inaugurated|donated|adopted|held"
    r"|organised|organized|created|rebuilt|restored|closed|approved|agreed|begun|started|introduced|appointed|elected)"
    r"\s[^,;.]{0,60}(?:\d{3,4}|ago|earlier|last|this|in\s[A-Z]|on\s[A-Z]))"
    r"|,\s(?=on\s[A-Z]\w+day\s(?:he|she|they|the)\s)"
)
_NO_VERB = "".join(
    rf"(?<!\b{word})" for word in "is are was were be been due set expected scheduled planned slated likely".split()
)
_ANNOUNCED = re.compile(
    rf"\s(?:for|of|in|on|at|about|ahead\sof|before)(?=\s(?:the|an?|its|their|this)\s)[^,;.]{{6,90}}?{_NO_VERB}\s"
    r"(?:to\sbe\s(?:held|opened|signed|built|launched)|to\stake\splace|(?:scheduled|slated|planned)\sfor"
    r"|due\s(?:in|on|to\sbe))\s"
)
_OPENING = re.compile(
    r"(?:[A-Z]\w*\s(?:\w+\s){0,2})?(?:[Aa]fter|[Bb]efore|[Ff]ollowing)\s[^,;]{8,90}[a-z]\sin\s[A-Z][^,;]{1,30},(?=\s)"
)
PERFORMERS = re.compile(
    r"\b(?:ensemble|orchestra|band|theatre|theater|choir|troupe|circus|dancers?|quartet|puppet\w*|acrobats"
    r"|singer|musicians?|ballet|concert|group “)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Cue:
    """A word or phrase that tells of an event.

    Attributes
    ----------
    group
        Class of the lexicon: trip, gathering, paper, works, show, contest or act.
    aspect
        How the verb is used; ``noun`` for a noun.
    definite
        Whether it points back: the visit, this agreement.
    strength
        2 a verb with the object it needs, 1 a noun that tells of an event by itself, 0 a noun that needs more.
    word
        The lemma: the verb or the noun.
    brings
        Whether it brings in something new: signed a memorandum, ten deals, an extension.
    loose
        Whether nothing but the date of its clause makes it an event, so that any other cue there comes first.
    """

    group: str
    start: int
    end: int
    aspect: Aspect
    definite: bool
    strength: int
    word: str
    brings: bool = False
    loose: bool = False


@dataclass(frozen=True, slots=True)
class NounFound:
    """A noun of the lists in a text."""

    start: int
    end: int
    entry: tuple[str, str, str]


@lru_cache(maxsize=1)
def _nouns_by_word() -> dict[str, list[tuple[tuple[str, ...], tuple[str, str, str]]]]:
    """Return the nouns and their plurals by their first word, the longest first."""
    index: dict[str, list[tuple[tuple[str, ...], tuple[str, str, str]]]] = {}
    for noun, entry in noun_entries().items():
        words = tuple(re.findall(r"\w+", noun))
        index.setdefault(words[0], []).append((words, entry))
    return {word: sorted(nouns, key=lambda item: -len(item[0])) for word, nouns in index.items()}


_TOKENS = re.compile(r"\w+")


def nouns_in(text: str, start: int = 0, end: int | None = None) -> Iterator[NounFound]:
    """Yield the nouns of the lists in a stretch of text, in its order, the longest at each place."""
    tokens = [
        (m.start(), m.end(), m.group().lower())
        for m in _TOKENS.finditer(text, start, len(text) if end is None else end)
    ]
    position = 0
    while position < len(tokens):
        first, _, word = tokens[position]
        for words, entry in _nouns_by_word().get(word, ()):
            stretch = tokens[position : position + len(words)]
            if tuple(token[2] for token in stretch) == words and text[max(0, first - 1) : first] != "-":
                yield NounFound(first, stretch[-1][1], entry)
                position += len(words) - 1
                break
        position += 1


@lru_cache(maxsize=1)
def noun_entries() -> dict[str, tuple[str, str, str]]:
    """Return every noun and its plural with its lemma, its class and whether it tells of an event alone."""
    entries: dict[str, tuple[str, str, str]] = {}
    for noun, group, alone in load_rows("event_nouns", 3):
        entries[noun] = entries.setdefault(_plural(noun), (noun, group, alone))
        entries[noun] = (noun, group, alone)
    return entries


def _plural(noun: str) -> str:
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return noun[:-1] + "ies"
    return noun if noun.endswith("s") else noun + ("es" if noun.endswith(("ch", "sh", "x")) else "s")


@lru_cache(maxsize=64)
def class_pattern(name: str) -> re.Pattern[str]:
    """Return the pattern of the objects of a class: its nouns, or the words listed for it."""
    listed = load_map("object_classes").get(name)
    if listed:
        return re.compile(rf"\b(?:{listed})s?\b", re.IGNORECASE)
    nouns = sorted({word for word, (_, group, _) in noun_entries().items() if group == name}, key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(re.escape(noun) for noun in nouns) + r")\b", re.IGNORECASE)


def split_clauses(text: str, sentence: Sentence) -> list[tuple[int, int]]:
    """Cut a sentence at semicolons, relative pronouns and conjunctions after a comma, and after what opens it.

    What is announced in passing is a clause too: talked of plans | for the summit to be held in May.
    """
    cuts = [match.start() + 1 for match in _CLAUSE.finditer(text, sentence.start, sentence.end)]
    cuts = sorted({*cuts, *(match.start() + 1 for match in _ANNOUNCED.finditer(text, sentence.start, sentence.end))})
    opening = _OPENING.match(text, sentence.start, sentence.end)
    if opening is not None:
        cuts = sorted({*cuts, opening.end()})
    edges = [sentence.start, *cuts, sentence.end]
    return [(left, right) for left, right in itertools.pairwise(edges) if left < right]
