"""Places that the gazetteer does not know, and abbreviations of areas, found by the words around them."""

from __future__ import annotations

import bisect
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from chancery.reading.article import Article, Sentence
from chancery.reading.lexicon import load_rows
from chancery.reading.name_runs import Run
from chancery.reading.places import PlaceMention, is_never_place, is_weak_word

_NOUN_OF = re.compile(
    r"\b(?:city|town|village|hamlet|suburb|neighbou?rhood|island|settlement|municipality"
    r"|community|township|commune|port)\sof\s$"
)
_NOUN_AFTER = re.compile(
    r"\s(?:village|district|province|county|neighbou?rhood|suburb|peninsula|island|valley|township|refugee camp)\b"
)
_LOCATIVE = re.compile(r"\b(?:in|at|near|from|to|outside|around|of)\s$|[;,]\s(?:and\s)?$")
_TRAVEL = re.compile(
    r"\b(?:sailed from|boat to|travel(?:l?ed)? to|flew to|arrived in|born in|located in|situated"
    r" in|lives? in|lived in|based in)\s$"
)


def find_strangers(
    article: Article,
    runs: Mapping[int, Sequence[Run]],
    taken: Sequence[tuple[int, int]],
    place_starts: set[int],
) -> list[PlaceMention]:
    """Find names that must be places though no list has them: "the village of Cellardyke", "Greenlane, Auckland".

    Parameters
    ----------
    taken
        Spans of everything that is named already, sorted.
    place_starts
        Where the known places begin.
    """
    found: list[PlaceMention] = []
    for sentence in article.sentences:
        first = bisect.bisect_left(taken, (sentence.start, 0))
        spans = taken[first : bisect.bisect_left(taken, (sentence.end, 0))]
        found.extend(_find_abbreviations(article, sentence, spans))
        for run in runs[sentence.index]:
            if any(run.start < end and start < run.end for start, end in spans):
                continue
            reason = _judge(article, sentence, run, place_starts)
            if reason:
                found.append(PlaceMention(run.start, run.end, article.text[run.start : run.end], "", "name", reason))
    return found


def _judge(article: Article, sentence: Sentence, run: Run, place_starts: set[int]) -> str:
    surface = article.text[run.start : run.end]
    if len(run) > 3 or surface.isupper() or is_never_place(surface) or is_weak_word(article, surface):
        return ""
    before = article.text[max(sentence.start, run.start - 30) : run.start]
    if _NOUN_OF.search(before):
        return "named as a town, village or island"
    if _TRAVEL.search(before):
        return "where someone lives, or travels"
    if _NOUN_AFTER.match(article.text, run.end, sentence.end) and re.search(
        r"\b(?:in|at|near|from|to|of)\s(?:the\s)?$", before
    ):
        return "named as a district or village"
    comma = re.match(r",\s", article.text[run.end : run.end + 2])
    if comma and run.end + comma.end() in place_starts and _LOCATIVE.search(before):
        return "stands before the place that holds it"
    return ""


@lru_cache(maxsize=1)
def _abbreviations() -> re.Pattern[str]:
    rows = load_rows("state_abbreviations", 3)
    pointed = "|".join(re.escape(row[0]) for row in sorted(rows, key=lambda row: -len(row[0])))
    postal = "|".join(row[2] for row in rows)
    return re.compile(rf",\s(?P<name>{pointed}|(?:{postal})\b)")


@lru_cache(maxsize=1)
def _full_names() -> dict[str, str]:
    return {key: row[1] for row in load_rows("state_abbreviations", 3) for key in (row[0], row[2])}


def _find_abbreviations(article: Article, sentence: Sentence, spans: Sequence[tuple[int, int]]) -> list[PlaceMention]:
    """Find the state after a town: Springfield, Ill.; Paris, TX."""
    ends = {end for _, end in spans}
    return [
        PlaceMention(
            match.start("name"),
            match.end("name"),
            match["name"],
            _full_names()[match["name"]],
            "name",
            "a state after its town",
        )
        for match in _abbreviations().finditer(article.text, sentence.start, sentence.end)
        if match.start() in ends and not any(start <= match.start("name") < end for start, end in spans)
    ]
