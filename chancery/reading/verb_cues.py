"""Verbs that tell of an event, with the objects that make them do so: visited Minsk, signed an agreement."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from chancery.reading.article import Article, Sentence
from chancery.reading.cues import PERFORMERS, Cue, class_pattern, noun_entries
from chancery.reading.lexicon import load_rows, load_words
from chancery.reading.phrases import TimePhrase
from chancery.reading.recognition import Names
from chancery.reading.verb_objects import CARRIERS, Use, VerbEntry, match_object
from chancery.reading.verbs import Aspect, Form, aspect_at, forms_of

_MAY_PRECEDE = frozenset("he she it they which who that also now then will would".split())
_NEVER_SUBJECT = frozenset("the a an of in on at for with by from its his her their this that no new first next".split())
_OPENS_OBJECT = frozenset("a an the its his her their two three four five several some all".split())
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
            if (
                aspect is None
                or _is_noun_use(article, index, sentence, aspect)
                or _is_generic(article, clause, token.start, aspect, entry)
            ):
                continue
            end = article.tokens[end_index - 1].end
            use = Use.of(article.text, clause, (token.start, end), aspect, phrases)
            match = match_object(use, entry, names)
            if match == "none":
                continue
            group = _group_of(article, clause, token.start, entry)
            brings = _brings_something(article.text[end : min(clause[1], end + 90)], entry.group)
            definite = has_definite_subject(article.text[clause[0] : token.start], group)
            lemma = " ".join(entry.words)
            found.append(
                Cue(
                    group, token.start, end, aspect, definite, 2, lemma, brings and not definite, loose=match == "date"
                )
            )
            break
    return found


_INDEFINITE = (
    r"\b(?:an?|another|two|three|four|five|six|seven|eight|nine|ten|twelve|several|separate|new"
    r"|\d+|many|some|more)\s(?:[\w-]+\s){0,4}?"
)


def _brings_something(after: str, group: str) -> bool:
    """Tell whether the object of a verb is something new of its class: an indefinite noun, or a number of them."""
    pattern = class_pattern(group).pattern if group in ("paper", "works", "show", "contest", "gathering") else ""
    return bool(pattern) and re.search(_INDEFINITE + pattern, after, re.IGNORECASE) is not None


def has_definite_subject(before: str, group: str) -> bool:
    """Tell whether the subject of a verb points back to a thing of its class: "The line was built"."""
    if group not in ("paper", "works", "show", "contest"):
        return False
    if re.search(r"\b(?:it|they)\s(?:\w+\s){0,2}$", before, re.IGNORECASE):
        return True
    return (
        re.search(
            rf"\b(?:[Tt]he|[Tt]his|[Tt]hat|[Ii]ts)\s(?:\w+\s)?{class_pattern(group).pattern}[^,]{{0,40}}$", before
        )
        is not None
    )


def _is_noun_use(article: Article, index: int, sentence: Sentence, aspect: Aspect) -> bool:
    """Tell whether a form is that of a noun ("plant", "orders", "tests"): it has neither a subject nor an object."""
    token = article.tokens[index]
    if aspect != "present" or token.lower not in _noun_forms():
        return False
    if index == sentence.first_token:
        return True
    before, after = article.tokens[index - 1], article.tokens[min(index + 1, len(article.tokens) - 1)]
    if before.is_capitalised or before.lower in _MAY_PRECEDE:
        return False
    has_subject = before.lower not in _NEVER_SUBJECT and article.between(index - 1, index) == " "
    number = before.lower.endswith("s") != token.lower.endswith("s")
    return not (has_subject and number and (after.is_capitalised or after.lower in _OPENS_OBJECT))


@lru_cache(maxsize=1)
def _noun_forms() -> frozenset[str]:
    return frozenset(
        form
        for verb in load_words("noun_verbs")
        for form, kinds in forms_of(verb).items()
        if kinds & {"base", "present"} and "past" not in kinds
    )


def _is_generic(article: Article, clause: tuple[int, int], start: int, aspect: Aspect, entry: VerbEntry) -> bool:
    """Tell whether a clause says what people do or may do, and not what someone did: Kenyans who travel."""
    words = article.text[clause[0] : clause[1]].lstrip(" ,;")
    if re.match(r"(?:No|Nobody|None)\b", words) or re.search(r"\b(?:no|nobody|none)\s\w+\s(?:had|has|have)\b", words):
        return True
    if aspect == "present" and re.match(r"(?:who|which|that|whose)\b", words):
        return True
    doubt = re.search(r"\b(?:may|might|could|whether|if|how)\b", article.text[max(clause[0], start - 40) : start])
    return entry.group in ("works", "paper", "act") and doubt is not None


def _group_of(article: Article, clause: tuple[int, int], start: int, entry: VerbEntry) -> str:
    """Return the class of a verb of going by who goes: goods and airlines make it works, performers on tour a show."""
    if entry.group != "trip":
        return entry.group
    words = article.text[clause[0] : clause[1]]
    if _is_carried(article, clause, start) or (entry.words[0] == "fly" and _TIMETABLE.search(words)):
        return "works"
    return "show" if entry.words[0] == "tour" and PERFORMERS.search(words) else "trip"


def _is_carried(article: Article, clause: tuple[int, int], start: int) -> bool:
    """Tell whether it is goods that travel: the tanker reached Odessa."""
    return CARRIERS.search(article.text[max(clause[0], start - 60) : start]) is not None


def _match_rest(article: Article, index: int, entry: VerbEntry, last: int) -> int | None:
    """Return the index after a verb of several words; up to two words may stand inside ("held long talks")."""
    position = index + 1
    slack = 1 if entry.words[0] in ("been", "be") else 3
    for word in entry.words[1:]:
        for skip in range(slack):
            if position + skip < last and article.tokens[position + skip].lower == word:
                position += skip + 1
                break
        else:
            return None
    return position
