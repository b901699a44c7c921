"""Acts told by a verb that is in no list: who did something, and on which day."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from functools import lru_cache

from chancery.reading.article import Article, Sentence
from chancery.reading.cues import Cue, nouns_in
from chancery.reading.lexicon import load_rows, load_words
from chancery.reading.phrases import TimePhrase
from chancery.reading.recognition import Names
from chancery.reading.travel import CARRIERS, IN_NEED
from chancery.reading.verb_use import dates_in
from chancery.reading.verbs import Aspect, aspect_at, forms_of

_AMOUNTS = re.compile(
    r"\b(?:per\s?cent|percent|times|turnover|growth|forecasts?|rates?|average|prices?|shares?|volumes?|output|GDP|inflation"
    r"|profits?|revenues?|sales|worth|population)\b|%"
)
_BEFORE_NO_VERB = frozenset(
    "the a an of in on at for with by from to its his her their this that these those no".split()
)
_SUBJECTS = re.compile(r"\b(?:he|she|they|it|who|which)\b", re.IGNORECASE)
_AHEAD = re.compile(
    r"\b(?:will|shall|(?:is|are)\s(?:due\s|set\s|expected\s|scheduled\s)?to)\s(?:\w+ly\s)?(?:be\s)?(?P<verb>[a-z]{3,})\b"
)
_NOBODY = re.compile(r"(?:[Nn]o|[Nn]obody|[Nn]one|[Nn]ever)\b")
_THINGS = frozenset({"paper", "works", "show", "contest"})
_TOGETHER = re.compile(r"[^,;]{0,80}\b(?:and|with|beside|alongside)\b[^,;]{0,60}")
_PAIR = 2
_SHORTEST = 4
_NEAR_THING = 45


def find_plain_acts(
    article: Article, sentence: Sentence, clause: tuple[int, int], names: Names, phrases: Sequence[TimePhrase]
) -> list[Cue]:
    """Return the first verb of a clause that says what someone named did, or is to do, on a day, month or year.

    Asked only of clauses without any other cue; amounts and what is only said, thought or felt are left out.
    """
    text = article.text
    if _NOBODY.match(text[slice(*clause)].lstrip(" ,;")):
        return []
    dated = bool(dates_in(clause, phrases))
    counted = re.search(r"\b\d{1,3},\d{3}\b", text[slice(*clause)]) is not None
    if _AMOUNTS.search(text, *clause) or not _has_party(text, clause, names):
        return []
    for match in _AHEAD.finditer(text, *clause):
        if dated and match["verb"] not in _no_acts():
            return [_cue(text, clause, match.span("verb"), "future")]
    first, last = article.token_index(clause[0]), article.token_index(clause[1])
    for index in range(max(first, sentence.first_token + 1), last):
        token, before = article.tokens[index], article.tokens[index - 1]
        if token.text in _past_forms() or (
            token.text.endswith("ed") and len(token.text) >= _SHORTEST and token.text.islower()
        ):
            aspect = aspect_at(article, index, {"past", "participle"}, first)
            if before.lower in _BEFORE_NO_VERB or token.text in _no_acts() or aspect in (None, "present"):
                continue
            if text[token.end : token.end + 1] != "-" and (dated or (aspect in ("perfect", "ongoing") and not counted)):
                return [_cue(text, clause, (token.start, token.end), aspect)]
    return []


def find_company(
    article: Article, sentence: Sentence, clause: tuple[int, int], names: Names, phrases: Sequence[TimePhrase]
) -> list[Cue]:
    """Return the verb of a clause that puts two people named somewhere together: they met, whatever they did.

    Asked only of clauses without any other cue; what is only said or thought is left out.
    """
    people = [mention for mention in names.people if clause[0] <= mention.start < clause[1]]
    placed = any(clause[0] <= place.start < clause[1] for place in names.places)
    if len({mention.person.name for mention in people}) < _PAIR or not (placed or dates_in(clause, phrases)):
        return []
    if not any(_TOGETHER.fullmatch(article.text[left.end : right.start]) for left, right in itertools.pairwise(people)):
        return []
    first, last = article.token_index(people[0].end), article.token_index(clause[1])
    for index in range(max(first, sentence.first_token + 1), last):
        token = article.tokens[index]
        if token.text in load_words("speech_verbs") or token.text in _public_acts():
            return []
        if token.text in _past_forms() or (token.text.endswith("ed") and token.text.islower()):
            return [Cue("gathering", token.start, token.end, "past", False, 2, token.text, loose=True)]
    return []


@lru_cache(maxsize=1)
def _public_acts() -> frozenset[str]:
    """Return the forms of verbs that make a paper, a work or a show of what two people do together."""
    verbs = {verb for verb, group, _ in load_rows("event_verbs", 3) if group in ("paper", "works", "show")}
    return frozenset(form for verb in verbs | {"attend"} if " " not in verb for form in forms_of(verb))


@lru_cache(maxsize=1)
def _building() -> frozenset[str]:
    """Return the forms of verbs that make a work of whatever they are said of: an aviary was opened, a weir mended."""
    return frozenset(form for verb in load_words("building_verbs") for form in forms_of(verb))


def _cue(text: str, clause: tuple[int, int], span: tuple[int, int], aspect: Aspect) -> Cue:
    """Make the cue; what a listed thing near the verb is decides the class: a deal torn up is an agreement."""
    left, right = max(clause[0], span[0] - _NEAR_THING), min(clause[1], span[1] + _NEAR_THING)
    groups = [noun.entry[1] for noun in nouns_in(text, left, right) if noun.entry[2] != "no"]
    group = next((group for group in groups if group in _THINGS), "act")
    if group == "act" and text[slice(*span)] in _building():
        group = "works"
    if group == "act" and CARRIERS.search(text, left, span[0]) and not IN_NEED.search(text, *clause):
        group = "works"
    return Cue(group, *span, aspect, False, 2, text[slice(*span)], loose=True)


def _has_party(text: str, clause: tuple[int, int], names: Names) -> bool:
    left, right = clause
    named = (*names.places, *names.people, *(thing for thing in names.things if thing.is_body))
    return any(left <= name.start < right for name in named) or _SUBJECTS.search(text, left, right) is not None


@lru_cache(maxsize=1)
def _past_forms() -> frozenset[str]:
    rows = load_rows("irregular_verbs", 3)
    return frozenset(form for row in rows for form in row[1:]) - {row[0] for row in rows}


@lru_cache(maxsize=1)
def _no_acts() -> frozenset[str]:
    """Return every form of the verbs that are no acts, and what only looks like a past form."""
    forms = {form for verb in load_words("no_act_verbs") for form in forms_of(verb)}
    groups: dict[str, set[str]] = {}
    for verb, group, _ in load_rows("event_verbs", 3):
        groups.setdefault(verb, set()).add(group)
    others = {verb for verb, found in groups.items() if " " not in verb and found <= {"trip", "gathering"}}
    forms |= {form for verb in others for form in forms_of(verb)}
    return frozenset(forms | load_words("no_past_forms") | load_words("speech_verbs") | {"not", "one", "also"})
