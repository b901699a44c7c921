"""Places that the gazetteer does not know, found by the words around them."""

from __future__ import annotations

import bisect
import re
from collections.abc import Mapping, Sequence

from chancery.reading.article import Article, Sentence
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
