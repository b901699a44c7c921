"""Nouns and turns of phrase that tell of an event: a summit in Tokyo, is due in Fiji."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from chancery.reading.article import Article, Sentence
from chancery.reading.cues import PERFORMERS, Cue, NounFound, nouns_in
from chancery.reading.lexicon import load_rows, load_words
from chancery.reading.no_events import wish_pattern
from chancery.reading.phrases import TimePhrase
from chancery.reading.recognition import Names
from chancery.reading.verb_cues import has_definite_subject, new_thing
from chancery.reading.verb_use import dates_in
from chancery.reading.verbs import Aspect

_MONEY = re.compile(r"(?:[$€£]\s?\d|\b(?:million|billion)\b)")
_NO_EVENT_BEFORE = frozenset("no any such each every if whether".split())
_DEFINITE = frozenset("the this that these those his her their its my our your".split())
_NEAR_THING = 60
_STAGED = frozenset({"paper", "works", "show", "contest", "act"})
_ADJUNCT = re.compile(
    r"\b(?:before|after|during|following|ahead of|prior to|upon|since|until|completion of|end of|eve of|margins of"
    r"|as part of|within the framework of|in the framework of|in the course of|over the course of|within|thanks to)\s"
    r"(?:the|his|her|their|this|that|these)\s(?:\w+\s){0,2}$",
    re.IGNORECASE,
)
_GENERIC_WORKS = frozenset({"construction", "reconstruction", "production", "start of work", "expansion"})
_SLATED = re.compile(
    r"\s(?:is|are)\s(?:also\s|now\s)?(?:slated|scheduled|planned|due|expected)\b"
    r"|[^,;.]{0,60}?\s(?:to\sbe\sheld|to\stake\splace|(?:scheduled|slated|planned)\sfor)\b"
)
_AHEAD = frozenset("coming upcoming forthcoming next planned scheduled future expected possible proposed".split())


@lru_cache(maxsize=1)
def _turns() -> tuple[tuple[re.Pattern[str], str, Aspect, frozenset[str]], ...]:
    return tuple(
        (re.compile(pattern), group, how, frozenset(words.split("|")))  # type: ignore[misc]
        for pattern, group, how, words in load_rows("event_patterns", 4)
    )


def find_turns(article: Article, sentence: Sentence) -> list[Cue]:
    """Return the turns of phrase of the lexicon that tell of an event: is due in Fiji, is in China on a visit."""
    said = {token.lower for token in article.tokens_of(sentence)}
    return [
        Cue(
            group,
            *match.span(),
            aspect,
            has_definite_subject(article.text[sentence.start : match.start()], group),
            2,
            match.group().strip(),
            new_thing(group).search(article.text[sentence.start : match.start()]) is not None,
        )
        for pattern, group, aspect, words in _turns()
        if not words.isdisjoint(said)
        for match in pattern.finditer(article.text, sentence.start, sentence.end)
    ]


@lru_cache(maxsize=1)
def _stages() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(sorted(load_words('stage_nouns')))})\sof\s", re.IGNORECASE)


def find_stages(article: Article, clause: tuple[int, int], names: Names, phrases: Sequence[TimePhrase]) -> list[Cue]:
    """Return the nouns of one clause that say what begins, is made or ends: the opening of an embassy.

    The thing decides the class; a date or a place beside it makes it an event.
    """
    text = article.text
    if not (dates_in(clause, phrases) or any(clause[0] <= place.start < clause[1] for place in names.places)):
        return []
    found: list[Cue] = []
    for match in _stages().finditer(text, *clause):
        thing = next(nouns_in(text, match.end(), min(clause[1], match.end() + _NEAR_THING)), None)
        if thing is not None and thing.entry[1] in _STAGED and not _is_in_name(thing.start, thing.end, names):
            aspect: Aspect = "future" if _AHEAD & set(text[clause[0] : match.start()].lower().split()[-3:]) else "noun"
            found.append(Cue(thing.entry[1], match.start(), thing.end, aspect, False, 1, thing.entry[0]))
    return found


def find_noun_cues(
    article: Article, sentence: Sentence, clause: tuple[int, int], names: Names, phrases: Sequence[TimePhrase]
) -> list[Cue]:
    """Return the nouns of one clause that tell of an event, alone or by what stands with them."""
    text = article.text
    found: list[Cue] = []
    for match in nouns_in(text, *clause):
        if _is_in_name(match.start, match.end, names):
            continue
        noun, group, alone = match.entry
        index = article.token_index(match.start)
        before = [token.lower for token in article.tokens[max(sentence.first_token, index - 4) : index]]
        if any(word in _NO_EVENT_BEFORE for word in before[-2:]) or _is_verb_use(
            article, index, text[match.start : match.end].lower(), before
        ):
            continue
        if alone == "no" or re.search(
            r"\bnot\s(?:\w+['’]?s?\s){0,4}$", text[max(clause[0], match.start - 40) : match.start]
        ):
            continue
        strength = 1 if alone == "yes" else 0
        if alone == "dated" and not dates_in(clause, phrases):
            continue
        if strength == 0 and not _has_support(text, clause, match, group, names, phrases):
            continue
        if noun == "tour" and PERFORMERS.search(text[clause[0] : clause[1]]):
            group = "show"
        ahead = any(word in _AHEAD for word in before[-3:]) or _SLATED.match(text, match.end, clause[1])
        aspect: Aspect = "future" if ahead else "noun"
        points_back = (
            any(word in _DEFINITE for word in before[-2:]) and aspect != "future" and before[-2:] != ["for", "the"]
        )
        definite = points_back and not _is_named_newly(text, match, names)
        if definite and _ADJUNCT.search(text[max(clause[0], match.start - 40) : match.start]):
            continue
        if strength == 0 and wish_pattern().search(text[max(clause[0], match.start - 40) : match.start]):
            continue
        brings = not definite and noun not in _GENERIC_WORKS
        found.append(Cue(group, match.start, match.end, aspect, definite, strength, noun, brings))
    return found


def _is_in_name(start: int, end: int, names: Names) -> bool:
    """Tell whether a noun is inside the name of a body, a place or a person."""
    if any(
        thing.start <= start < thing.end and thing.is_body and not (end == thing.end and thing.is_site)
        for thing in names.things
    ):
        return True
    return any(place.start <= start < place.end for place in names.places) or any(
        person.start <= start < person.end for person in names.people
    )


def _is_verb_use(article: Article, index: int, word: str, before: list[str]) -> bool:
    """Tell whether a word that is noun and verb stands as a verb: "to visit", "will tour", "visits Minsk"."""
    if word in (
        "visits",
        "tours",
        "talks",
        "plays",
        "races",
        "drills",
        "supplies",
        "exports",
        "hosts",
        "marks",
        "shows",
    ):
        follower = article.tokens[index + 1] if index + 1 < len(article.tokens) else None
        return follower is not None and follower.is_capitalised and article.between(index, index + 1) == " "
    if word == "show" and before and before[-1].endswith("s") and before[-1] not in ("its", "this", "his"):
        return True
    return bool(before) and before[-1] in (
        "to",
        "will",
        "would",
        "shall",
        "should",
        "may",
        "can",
        "could",
        "they",
        "he",
        "she",
        "who",
        "also",
    )


def _is_named_newly(text: str, match: NounFound, names: Names) -> bool:
    """Tell whether a definite noun is told apart by a name or a place of its own: the Quad summit in Tokyo."""
    after = text[match.end : match.end + 40]
    before = text[max(0, match.start - 30) : match.start]
    named = re.search(r"\bthe\s(?:[a-z-]+\s){0,2}[A-Z0-9][\w-]*\s(?:[\w-]+\s)?$", before)
    return (
        named is not None or re.match(r"\s(?:of|in|at|between|by|on)\s(?:the\s)?(?:[a-z]+\s)?[A-Z]", after) is not None
    )


_PAPER_IN_USE = re.compile(r"\b(?:under|by|through|thanks to|with)\s(?:a|an|the)\s(?:[\w-]+\s){0,3}$", re.IGNORECASE)
_PAPER_AHEAD = re.compile(
    r"\b(?:should|will|is|are|to)\s(?:\w+\s)?(?:follow|be|expected|due|planned|ready|close|reached|prepared)\b"
)
_WORKS_SAY = re.compile(
    r"\b(?:under construction|construction of|start of|work on|working on|joint|contract for|is"
    r" planned|are planned|planned|project|cost|costs|is to be|will be|should be|to be ready"
    r"|took place|takes place|first|completed|finished|inaugurated|opened|launched|operational|expected)\b"
)


def _has_support(
    text: str,
    clause: tuple[int, int],
    match: NounFound,
    group: str,
    names: Names,
    phrases: Sequence[TimePhrase],
) -> bool:
    """Tell whether a noun that is no event by itself has a date, place, party or word beside it that makes it one."""
    words = text[clause[0] : clause[1]]
    dated = bool(dates_in(clause, phrases))
    placed = any(clause[0] <= place.start < clause[1] for place in names.places)
    if group == "paper":
        before = text[max(clause[0], match.start - 30) : match.start]
        between = re.match(r"\s(?:between|reached|signed|with)\b", text[match.end : match.end + 12]) is not None
        return (
            between or (_PAPER_IN_USE.search(before) is not None and placed) or _PAPER_AHEAD.search(words) is not None
        )
    if group == "works":
        said = _WORKS_SAY.search(words) is not None
        return said and (dated or placed or _MONEY.search(words) is not None)
    if group == "gathering":
        peopled = any(clause[0] <= person.start < clause[1] for person in names.people)
        return dated or placed or peopled
    return dated or placed
