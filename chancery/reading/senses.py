"""In which sense a place is named: where something is, who acts, whose office, or where the news was filed."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from chancery.reading.article import Article
from chancery.reading.lexicon import load_rows, load_words
from chancery.reading.places import PlaceMention

Sense = Literal["literal", "metonym", "associative", "dateline"]

_BETWEEN = re.compile(r"\b(?:between|both)\s(?:the\s)?(?:[A-Z][\w’'-]*\s){0,3}(?:and\s)?(?:the\s)?$")
_LOCATIVE = re.compile(
    r"\b(?:in|at|near|into|inside|outside|around|across|through|via|throughout|within|off|toward"
    r"|towards)\s(?:the\s)?(?:[a-z]+\s){0,2}$"
)
_LINKED = re.compile(r"\b(?:of|for|to|in|and)\s(?:the\s)?$")
_VERB_AFTER = re.compile(
    r"(?:\s|’s\s|,\s)(?:also\s|now\s|has\s|have\s|had\s|is\s|was\s|will\s|would\s|may\s|must\s"
    r"|must\snow\s|did\s|does\s|and\s[A-Z]\w+\s)*"
    r"(?:[a-z]+ed|signed|agreed|wants?|supports?|backs?|has|have|had|is|are|will|would|says?|said"
    r"|plans?|hopes?|fears?|plays?|beat|won|lost|became|gave|sent|built|became|fear|agree"
    r"|promised|must|may|could|should|did)\b"
)


@lru_cache(maxsize=1)
def _office_before() -> re.Pattern[str]:
    titles = (
        {name.lower() for name, _ in load_rows("titles", 2)}
        | load_words("role_nouns")
        | {
            "ministers",
            "presidents",
            "government",
            "leaders",
            "parliament",
            "authorities",
            "embassy",
            "embassies",
            "consulate",
            "consulate general",
            "mission",
            "delegation",
            "leader",
        }
    )
    names = "|".join(re.escape(title) for title in sorted(titles, key=len, reverse=True))
    envoys = r"ambassadors?|envoys?|consuls?(?:[\s-]general)?|representatives?|attach[ée]s?|commissioners?"
    return re.compile(
        rf"\b(?:{names})s?\s(?:of|for)\s(?:(?:[a-z]+\s){{1,4}}of\s)?(?:the\s)?$|\b(?:{names})s?\sof\s[A-Z]\w+(?:\s[A-Z]\w+)?\sand\s(?:the\s)?$"
        rf"|\b(?:{envoys})(?:\sof\s[A-Z]\w+(?:\s[A-Z]\w+)?)?\s(?:to|in)\s(?:the\s)?$",
        re.IGNORECASE,
    )


@lru_cache(maxsize=256)
def _follows_office(before: str) -> bool:
    """Tell whether words end with an office and what links it to a place; asked more than once of most mentions."""
    return _office_before().search(before) is not None


def sense_of(article: Article, mention: PlaceMention) -> Sense:
    """Return the sense of one mention."""
    if mention.in_dateline:
        return "dateline"
    sentence = article.sentence_at(mention.start)
    start, end = (sentence.start, sentence.end) if sentence else (0, len(article.text))
    before = article.text[max(start, mention.start - 70) : mention.start]
    after = article.text[mention.end : min(end, mention.end + 60)]
    if mention.kind == "facility":
        return "literal"
    if _LINKED.search(before) and _follows_office(before):
        return "associative"
    if _LOCATIVE.search(before):
        return "literal"
    if _BETWEEN.search(before) or re.match(r"\s?[–-]\s?[A-Z]", after):
        return "metonym"
    if re.match(r"\s[A-Z]", after) and not re.match(r"\s(?:In|On|At)\b", after):
        return "associative"
    if _VERB_AFTER.match(after) and (
        not before.strip() or not re.search(r"\b(?:to|from|of|for|by|with)\s(?:the\s)?$", before)
    ):
        return "metonym"
    if re.match(r"['’]s?\s[a-z]+", after):
        return "metonym"
    return "literal"
