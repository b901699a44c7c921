"""Verbs that tell of an event, with the objects that make them do so: visited Minsk, signed an agreement."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from chancery.reading.article import Article, Sentence
from chancery.reading.cues import PERFORMERS, Cue, class_pattern, noun_entries
from chancery.reading.lexicon import load_rows
from chancery.reading.no_events import is_aside, is_general, is_noun_use, is_wish
from chancery.reading.phrases import TimePhrase
from chancery.reading.recognition import Names
from chancery.reading.travel import CARRIERS, IN_NEED, travellers
from chancery.reading.verb_objects import match_object
from chancery.reading.verb_use import Use, VerbEntry
from chancery.reading.verbs import MODALS, Form, aspect_at, forms_of

_PARTED = frozenset("take show see drive send bring lose put hand".split())
_LONG_SLACK = 7
_ATHLETES = re.compile(
    r"\b(?:football|hockey|basketball|volleyball|handball|rugby|cricket\w*|national teams?|wrestlers|boxers|judokas"
    r"|players)\b"
)
_IS_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being)\s(?:\w+\s)?$")
_SUPPLYING = frozenset("deliver send ship supply dispatch transport fly export receive".split())
_TIMETABLE = re.compile(
    r"\b(?:times\sa\s(?:day|week|month)|(?:once|twice)\sa\s|daily|weekly|every\s(?:day|week))\b", re.IGNORECASE
)


@lru_cache(maxsize=1)
def _verb_index() -> dict[str, list[tuple[set[Form], VerbEntry]]]:
    """Return the verbs of the lists by each form of their first word, those of most words first."""
    index: dict[str, list[tuple[set[Form], VerbEntry]]] = {}
    for phrase, group, needs in load_rows("event_verbs", 3):
        words = tuple(re.findall(r"\w+", phrase))
        for form, kinds in forms_of(words[0]).items():
            index.setdefault(form, []).append((kinds, VerbEntry(words, group, tuple(filter(None, needs.split("|"))))))
    return {form: sorted(entries, key=lambda item: -len(item[1].words)) for form, entries in index.items()}


def find_verb_cues(
    article: Article, sentence: Sentence, clause: tuple[int, int], names: Names, phrases: Sequence[TimePhrase]
) -> list[Cue]:
    """Return the verbs of one clause that have the object they need."""
    found: list[Cue] = []
    first, last = article.token_index(clause[0]), article.token_index(clause[1])
    for index in range(first, last):
        token = article.tokens[index]
        for forms, entry in _verb_index().get(token.lower, ()):
            end_index = _match_rest(article, index, entry, last)
            if end_index is None or (token.is_capitalised and index != sentence.first_token):
                continue
            aspect = aspect_at(article, index, forms, first)
            if aspect == "gerund" and token.lower in noun_entries():
                continue
            if aspect == "present" and "base" in forms and _goes_on_ahead(article, sentence, first, index):
                aspect = "future"
            if aspect is None or is_noun_use(article, index, sentence, aspect):
                continue
            end = article.tokens[end_index - 1].end
            use = Use.of(article.text, clause, (token.start, end), aspect, phrases)
            if is_general(article.text, use, entry) or is_wish(use, entry) or is_aside(article.text, use, entry, forms):
                continue
            match = match_object(use, entry, names)
            if match == "none":
                continue
            group = _group_of(article, sentence, use, entry)
            brings = _brings_something(article.text[end : min(clause[1], end + 90)], entry.group)
            if match == "object" and not brings and _IS_PASSIVE.search(use.before):
                brings = _brings_something(use.before, entry.group)
            definite = has_definite_subject(article.text[clause[0] : token.start], group)
            lemma = " ".join(entry.words)
            found.append(
                Cue(group, token.start, end, aspect, definite, 2, lemma, brings and not definite, loose=match == "date")
            )
            break
    return found


def _goes_on_ahead(article: Article, sentence: Sentence, first: int, index: int) -> bool:
    """Tell whether a base form goes on with what "will" began in the clause before: will meet the king, and visit."""
    before = article.tokens[sentence.first_token : first]
    opening = [token.lower for token in article.tokens[first:index]]
    return opening[:1] == ["and"] and any(token.lower in MODALS for token in before)


_INDEFINITE = (
    r"\b(?:an?|another|two|three|four|five|six|seven|eight|nine|ten|twelve|several|separate|new"
    r"|\d+|many|some|more)\s(?:[\w-]+\s){0,4}?"
)


def _brings_something(after: str, group: str) -> bool:
    """Tell whether the object of a verb is something new of its class: an indefinite noun, or a number of them."""
    return group not in ("trip", "act") and new_thing(group).search(after) is not None


@lru_cache(maxsize=8)
def new_thing(group: str) -> re.Pattern[str]:
    """Return the pattern of an indefinite noun of a class, or of a number of them: a memorandum, ten deals."""
    return re.compile(_INDEFINITE + class_pattern(group).pattern, re.IGNORECASE)


@lru_cache(maxsize=8)
def _thing_before(group: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?<!\bfor\s)(?<!\bof\s)(?<!\bin\s)(?<!\bon\s)(?<!\bwith\s)\b(?:[Tt]he|[Tt]his|[Tt]hat|[Ii]ts)\s(?:\w+\s)?{class_pattern(group).pattern}[^,]{{0,40}}$"
    )


def has_definite_subject(before: str, group: str) -> bool:
    """Tell whether the subject of a verb points back to a thing of its class: "The line was built"."""
    if group not in ("paper", "works", "show", "contest"):
        return False
    if re.search(r"\b(?:it|they)\s(?:\w+\s){0,2}$", before, re.IGNORECASE):
        return True
    return _thing_before(group).search(before) is not None


def _group_of(article: Article, sentence: Sentence, use: Use, entry: VerbEntry) -> str:
    """Return the class of a verb by what goes or is sent.

    Goods and airlines that travel make a work, performers on tour a show, and supplies for people in need an act.
    """
    text, (left, right) = article.text, use.clause
    if entry.words[0] in _SUPPLYING and entry.group == "works" and IN_NEED.search(text, sentence.start, sentence.end):
        return "act"
    if entry.words[0] in ("meet", "face", "host") and _ATHLETES.search(text, left, use.start):
        return "contest"
    if entry.group != "trip":
        return entry.group
    if _is_force(use) and entry.needs != ("site",):
        return "act"
    carried = CARRIERS.search(text[max(left, use.start - 60) : use.start])
    if carried or (entry.words[0] == "fly" and _TIMETABLE.search(text, left, right)):
        return "act" if IN_NEED.search(text, sentence.start, sentence.end) else "works"
    return "show" if entry.words[0] == "tour" and PERFORMERS.search(text, left, right) else "trip"


def _is_force(use: Use) -> bool:
    """Tell whether it is soldiers or police who come: that is an act and no visit."""
    found = [(match.end(), name) for name in ("force", "traveller") for match in travellers(name).finditer(use.before)]
    return bool(found) and max(found)[1] == "force"


def _match_rest(article: Article, index: int, entry: VerbEntry, last: int) -> int | None:
    """Return the index after a verb of several words; up to two words may stand inside ("held long talks")."""
    position = index + 1
    slack = 1 if entry.words[0] in ("been", "be") else _LONG_SLACK if entry.words[0] in _PARTED else 3
    for word in entry.words[1:]:
        for skip in range(slack):
            if position + skip < last and article.tokens[position + skip].lower == word:
                position += skip + 1
                break
        else:
            return None
    return position
