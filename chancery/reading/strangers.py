"""Places that the gazetteer does not know, found by the words around them."""

from __future__ import annotations

import bisect
import re
from collections.abc import Mapping, Sequence

from chancery.reading.article import Article, Sentence
from chancery.reading.lexicon import load_words
from chancery.reading.name_runs import Run
from chancery.reading.places import PlaceMention, is_never_place, is_personal_name, is_weak_word

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


_IN = re.compile(
    r"\b(?:in|near|outside|around|towards?|across|throughout|inside|off|close to|far away as|far as|crossing of|camp of"
    r"|(?:north|south|east|west|north-?east|north-?west|south-?east|south-?west)\sof"
    r"|(?:outskirts|residents|streets|mayor|people|inhabitants|suburbs|coast|shores?|wells|villages?|towns?|cities"
    r"|centre|center|ports?|harbou?rs?|wharf|quay|airport|airfield|mines?|ruins|quarter|district|area) of)\s$",
    re.IGNORECASE,
)
_FROM = re.compile(r"\b(?:from|at|to|through|via|reach(?:ed|ing)?|left|between|over)\s$", re.IGNORECASE)
_AT = re.compile(r"(?P<before>[\w-]+)\s(?:him\s|her\s|them\s)?at\s$")
_STAFF = re.compile(
    r"(?:work\w*|employ\w*|jobs?|stud\w+|director|manager|analyst|economist|expert|engineers?|researchers?|professor"
    r"|lecturer|fellow|scientists?|staff|executive|officer|chief|head|partner|spokes\w+|aimed|angry|look\w*)"
)
_JOINED = re.compile(r",\s(?:and\s|or\s)?|\s(?:and|or|to)\s")
_OWNED = re.compile(r"['’]s?\s")


def find_strangers(
    article: Article,
    runs: Mapping[int, Sequence[Run]],
    taken: Sequence[tuple[int, int]],
    place_starts: set[int],
) -> list[PlaceMention]:
    """Find names that must be places though no list has them: "the village of Cellardyke", "Greenlane, Auckland".

    What was found to be one is one wherever the text names it, and so is what stands in a list with it.

    Parameters
    ----------
    taken
        Spans of everything that is named already, sorted.
    place_starts
        Where the known places begin.
    """
    free: list[tuple[Run, str]] = []
    for sentence in article.sentences:
        first = bisect.bisect_left(taken, (sentence.start, 0))
        spans = taken[first : bisect.bisect_left(taken, (sentence.end, 0))]
        for run in runs[sentence.index]:
            if any(run.start < end and start < run.end for start, end in spans):
                continue
            free.append((run, _judge(article, sentence, run, place_starts)))
    return _repeat(article, free, place_starts | {end for _, end in taken})


def _repeat(article: Article, free: Sequence[tuple[Run, str]], edges: set[int]) -> list[PlaceMention]:
    """Add to the names found their other mentions, and the unknown names joined to them or to a known place."""
    names = {article.text[run.start : run.end] for run, reason in free if reason}
    edges = edges | {edge for run, reason in free if reason for edge in (run.start, run.end)}
    found: list[PlaceMention] = []
    for run, given in free:
        surface, reason = article.text[run.start : run.end], given
        if not reason and surface in names:
            reason = "named as a place elsewhere"
        if reason:
            found.append(PlaceMention(run.start, run.end, surface, "", "name", reason))
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
    if not _is_strange(article, run):
        return ""
    if _IN.search(before):
        return "stands after a word of place"
    at = _AT.search(before)
    if at is not None and not _STAFF.fullmatch(at["before"].lower()):
        return "stands after 'at'"
    joined = _JOINED.match(article.text, run.end, sentence.end)
    if _FROM.search(before) and joined and joined.end() in place_starts:
        return "stands after a word of place, beside a place"
    return ""


def _is_strange(article: Article, run: Run) -> bool:
    """Tell whether no word of a run is known as anything else, and nothing belongs to it as to a person."""
    words = article.tokens[run.first : run.last]
    if _OWNED.match(article.text, run.end) or any(word.is_upper for word in words):
        return False
    return not any(
        word.lower in load_words("common_words")
        or word.text in load_words("no_places")
        or (is_personal_name(word.text) and word.is_capitalised)
        or is_never_place(word.text)
        for word in words
    )
