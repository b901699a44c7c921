"""Uses of a verb that tell of no event: a noun of the same form, a habit, a wish, an aside."""

from __future__ import annotations

import re
from functools import lru_cache

from chancery.reading.article import Article, Sentence
from chancery.reading.cues import noun_entries
from chancery.reading.lexicon import load_words
from chancery.reading.verb_use import Use, VerbEntry
from chancery.reading.verbs import Aspect, Form, forms_of

_MAY_PRECEDE = frozenset("he she it they which who that also now then will would".split())
_NEVER_SUBJECT = frozenset(
    "the a an of in on at for with by from its his her their this that no new first next".split()
)
_OPENS_OBJECT = frozenset("a an the its his her their two three four five several some all".split())
_REACH_OF_DOUBT = 40
_REACH_OF_WISH = 70
_LINKED = re.compile(r"\sby\s(?:(?!\b(?:is|are|was|were|has|have|had|will)\b)[^,;]){2,60}")


def is_noun_use(article: Article, index: int, sentence: Sentence, aspect: Aspect) -> bool:
    """Tell whether a form is that of a noun ("plant", "orders", "tests"): it has neither a subject nor an object."""
    token = article.tokens[index]
    if aspect != "present" or not (token.lower in _noun_forms() or token.lower in noun_entries()):
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


def is_general(text: str, use: Use, entry: VerbEntry) -> bool:
    """Tell whether a clause says what people do or may do, and not what someone did: Kenyans who travel."""
    left, right = use.clause
    words = text[left:right].lstrip(" ,;")
    if re.match(r"(?:No|Nobody|None)\b", words) or re.search(r"\b(?:no|nobody|none)\s\w+\s(?:had|has|have)\b", words):
        return True
    if use.aspect == "present" and re.match(r"(?:who|which|that|whose)\b", words):
        return True
    if use.aspect == "ongoing" and entry.group == "trip" and re.match(r"who\b", words):
        return re.search(r"\b[a-z]+,?\s?$", text[:left]) is not None
    if use.aspect == "gerund" and use.before.endswith("since "):
        return True
    if entry.group == "trip" and re.search(r"\b(?:can|could)\s(?:\w+\s)?$", use.before):
        return True
    doubt = re.search(
        r"\b(?:may|might|could|whether|if|how)\b", text[max(left, use.start - _REACH_OF_DOUBT) : use.start]
    )
    return entry.group in ("works", "paper", "act") and doubt is not None


@lru_cache(maxsize=1)
def wish_pattern() -> re.Pattern[str]:
    """Return the pattern of the words that make what comes after them a wish, at the end of a stretch of text."""
    words = "|".join(sorted(load_words("wish_words"), key=len, reverse=True))
    to = r"to\s(?:\w+ly\s|jointly\s)?"
    return re.compile(
        rf"\b(?:{words})\s(?:(?:[\w’'-]+\s){{0,4}}?(?:{to})?|to\s[^,;.]{{3,50}}\sand\s{to})$", re.IGNORECASE
    )


def is_wish(use: Use, entry: VerbEntry) -> bool:
    """Tell whether a verb is only what someone proposes, hopes or refuses to do: offered to build.

    A date makes a plan of it, save where it is refused.
    """
    if use.aspect not in ("infinitive", "future", "gerund"):
        return False
    before = use.before[-_REACH_OF_WISH:]
    return wish_pattern().search(before) is not None and not use.is_dated_after


def is_aside(text: str, use: Use, entry: VerbEntry, forms: set[Form]) -> bool:
    """Tell whether a participle only says by whom a thing named in passing was made: a school financed by Brussels."""
    if entry.group not in ("works", "paper", "act") or "participle" not in forms or use.aspect != "past":
        return False
    if re.match(r"\sby\s", use.after) is None or any(
        phrase.start >= use.end and _LINKED.fullmatch(text[use.end : phrase.start]) for phrase in use.dates
    ):
        return False
    return re.search(r"\b(?:is|are|was|were|be|been|being|has|have|had)\s(?:[\w-]+\s){0,2}$", use.before) is None
