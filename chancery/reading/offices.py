"""Offices beside names: before them ("Ambassador of Belarus to Azerbaijan, ") and after ("the premier of Hungary")."""

from __future__ import annotations

import re
from functools import lru_cache

from chancery.reading.article import Article, Sentence
from chancery.reading.candidates import candidates_for
from chancery.reading.lexicon import load_map, load_words
from chancery.reading.name_runs import function_words

_REPRESENTS = re.compile(r",\swho\srepresents\s(?P<place>[A-Z]\w+(?:\s[A-Z]\w+){0,2})\s(?:in|at)\s")


@lru_cache(maxsize=1)
def role_pattern() -> str:
    """Return the offices of running text as alternatives of a pattern, the longest first."""
    return "|".join(re.escape(role) for role in sorted(load_words("role_nouns"), key=len, reverse=True))


@lru_cache(maxsize=1)
def _last_role_words() -> frozenset[str]:
    last = {re.findall(r"\w+", role)[-1] for role in load_words("role_nouns")}
    return frozenset(last | {f"{word}s" for word in last})


@lru_cache(maxsize=1)
def _before_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"(?:\b(?P<demonym>[A-Z][\w.]+)\s)?\b(?P<role>(?:[A-Za-z]+\s)?(?:{role_pattern()}))s?"
        r"(?P<of>(?:\s(?:of|to|in|for)\s(?:the\s)?[A-Z]\w+(?:\s[A-Z]\w+){0,2}){0,2}),?\s$",
        re.IGNORECASE,
    )


@lru_cache(maxsize=1)
def _after_pattern() -> re.Pattern[str]:
    modifiers = r"(?:(?:the|a|an|its|his|their|new|former|acting|then|who is|who chairs|currently)\s){0,2}"
    of = r"(?:\s(?:of|to|in|for)\s(?:the\s)?(?P<place>[A-Z][\w]+(?:\s[A-Z]\w+){0,2}))?"
    return re.compile(
        rf",\s{modifiers}(?:(?P<demonym>[A-Z]\w+)\s)?(?P<role>(?:[a-z]+\s){{0,2}}?(?:{role_pattern()}))\b{of}"
    )


@lru_cache(maxsize=1)
def body_pattern() -> re.Pattern[str]:
    """Return the pattern of an office whose body comes next: Chairman of the."""
    return re.compile(rf"\b(?:{role_pattern()})\s(?:of|for)\s(?:the\s)?$", re.IGNORECASE)


def country_named(words: str) -> str:
    """Return the code of the country that is named first after "of" or "to"; empty if there is none."""
    for name in re.findall(r"(?:of|to|in|for)\s(?:the\s)?([A-Z]\w+(?:\s[A-Z]\w+){0,2})", words):
        for candidate in candidates_for(name)[:1]:
            if candidate.place.is_country:
                return candidate.place.country_code
    return ""


def office_before(article: Article, sentence: Sentence, start: int) -> tuple[str, str, bool]:
    """Return the office written right before a name ("Ambassador of Belarus to Azerbaijan, "), and its country."""
    before = article.text[max(sentence.start, start - 90) : start]
    words = re.findall(r"\w+", before)
    if not words or (words[-1].lower() not in _last_role_words() and not before.endswith(", ")):
        return "", "", False
    found = _before_pattern().search(before)
    if found is None or (found["of"] and not before.rstrip().endswith(",")):
        return "", "", False
    words = found["role"].split()
    demonym = (found["demonym"] or "").lower()
    if words[0].lower() in load_map("demonyms"):
        demonym = words.pop(0).lower()
    elif words[0].lower() in function_words():
        words.pop(0)
    return " ".join(words) + found["of"], load_map("demonyms").get(demonym, "") or country_named(found["of"]), True


def office_after(article: Article, sentence: Sentence, end: int) -> tuple[str, str]:
    """Return the office in an apposition after a name ("Viktor Orban, the premier of Hungary"), and its country."""
    limit = min(sentence.end, end + 110)
    envoy = _REPRESENTS.match(article.text, end, limit)
    if envoy is not None:
        return f"ambassador of {envoy['place']}", country_named(f"of {envoy['place']}")
    found = _after_pattern().match(article.text, end, limit)
    if found is None:
        return "", ""
    place = found["place"] or ""
    if place.split(" ")[0].lower() in load_map("demonyms"):
        place = ""
    role = found["role"] + (f" of {place}" if place else "")
    return role, load_map("demonyms").get((found["demonym"] or "").lower(), "") or country_named(
        f"of {place}" if place else ""
    )
