"""Names of the gazetteer in a text: which of them read like places, by their words and what stands beside them."""

from __future__ import annotations

import bisect
import re

from chancery.reading.article import Article, Sentence
from chancery.reading.candidates import candidates_for
from chancery.reading.doubts import Doubt, DoubtfulMention, settle_doubts
from chancery.reading.lexicon import load_words
from chancery.reading.name_runs import Run
from chancery.reading.people import title_words
from chancery.reading.places import (
    NameFinder,
    NameSpan,
    PlaceMention,
    abbreviated_area,
    is_large,
    is_major,
    is_never_place,
    is_part_of_thing,
    is_personal_name,
    is_weak_word,
    landform_heads,
    locative_before,
)

_QUARTERS = frozenset("North South East West Upper Lower Little New Old".split())
_SHIPS = frozenset("USS HMS HMAS HMCS MV MS SS MT RMS INS USNS".split())
_VAST_KM = 1000
_WEAK_LOCATIVES = frozenset({"to", "from", "between", "leave", "left"})
_CONTAINER = re.compile(r",?\s(?:in|of)\s(?:the\s)?|,\s")


def find_named(
    article: Article,
    finder: NameFinder,
    runs: dict[int, list[Run]],
    taken: list[tuple[int, int]],
) -> list[PlaceMention]:
    """Walk the tokens of each sentence and accept what reads like a place.

    Parameters
    ----------
    taken
        Spans of people, things and sites, sorted: no place is found inside them.
    """
    accepted: list[PlaceMention] = []
    doubtful: list[DoubtfulMention] = []
    for sentence in article.sentences:
        index = sentence.first_token
        blocked = _spans_within(taken, sentence)
        run_of = {position: run for run in runs[sentence.index] for position in range(run.first, run.last)}
        while index < sentence.last_token:
            token = article.tokens[index]
            area = abbreviated_area(article, token.start) if token.is_capitalised else None
            if area is not None and not _is_blocked(area.start, area.end, blocked):
                accepted.append(area)
                index = article.token_index(area.end)
                continue
            span = finder.at(index) if token.is_capitalised and not token.text[0].isdigit() else None
            landform = _read_landform(article, sentence, index, run_of.get(index), span)
            if landform is not None and not _is_blocked(landform.start, landform.end, blocked):
                accepted.append(landform)
                index = article.token_index(landform.end)
                continue
            if span is None or _is_blocked(span.start, span.end, blocked):
                index += 1
                continue
            verdict, doubt = _judge(article, sentence, span, _clip(article, run_of.get(index), blocked), finder)
            if verdict:
                mention = _as_printed(article, span, run_of.get(index), verdict)
                if doubt:
                    located = bool(locative_before(article, sentence, mention.start))
                    doubtful.append(DoubtfulMention(mention, doubt, located))
                else:
                    accepted.append(mention)
                index = span.last
            else:
                index += 1
    return accepted + settle_doubts(article, doubtful, accepted)


def _as_printed(article: Article, span: NameSpan, run: Run | None, reason: str) -> PlaceMention:
    """Return the mention of a span: without the article, and with the quarter of the sky that belongs to the name."""
    start, base, kind = span.start, span.name, "name"
    if base.startswith(("The ", "the ")) and span.candidates and span.candidates[0].place.is_country:
        start, base = start + 4, base[4:] if candidates_for(base[4:]) else base
    leader = article.tokens[span.first - 1] if run is not None and span.first > run.first else None
    if leader is not None and leader.text in _QUARTERS and article.between(span.first - 1, span.first) == " ":
        start = leader.start
        base, kind = (base, "landform") if is_large(span.candidates) else ("", "name")
    return PlaceMention(start, span.end, article.text[start : span.end], base, kind, reason)


def _spans_within(spans: list[tuple[int, int]], sentence: Sentence) -> list[tuple[int, int]]:
    """Return those of sorted spans that begin in a sentence."""
    return spans[bisect.bisect_left(spans, (sentence.start, 0)) : bisect.bisect_left(spans, (sentence.end, 0))]


def _clip(article: Article, run: Run | None, blocked: list[tuple[int, int]]) -> Run | None:
    """Shorten a run to what stands before the first person or thing in it: "Havana" of "Havana Obama"."""
    if run is None:
        return None
    for start, _ in blocked:
        if run.start < start < run.end:
            last = article.token_index(start)
            return Run(run.first, last, run.start, article.tokens[last - 1].end)
    return run


def _is_blocked(start: int, end: int, blocked: list[tuple[int, int]]) -> bool:
    return any(start < right and left < end for left, right in blocked)


def _read_landform(
    article: Article, sentence: Sentence, index: int, run: Run | None, span: NameSpan | None
) -> PlaceMention | None:
    """Read "Lake Prespa", "Ise Bay", "Lachin District" whole, also where the gazetteer knows only a part or nothing."""
    if run is None or index >= run.last:
        return None
    tokens = article.tokens
    before, after = landform_heads()
    word = tokens[index].text
    first = index - 1 if index > run.first and tokens[index - 1].text in _QUARTERS else index
    if word in before and index + 1 < run.last and (span is None or span.last == index + 1):
        last = min(run.last, index + 3)
        if tokens[last - 1].text in before | after and last - index > 2:
            last -= 1
        surface = article.text[tokens[index].start : tokens[last - 1].end]
        return PlaceMention(tokens[index].start, tokens[last - 1].end, surface, "", "landform", f"begins with {word!r}")
    stop = span.last if span is not None else index + 1
    if stop < run.last and tokens[stop].text in after and article.between(stop - 1, stop) == " ":
        if (span is None and (index != run.first or is_weak_word(article, word))) or is_never_place(word):
            return None
        if span is None and tokens[stop].text in (
            "State",
            "Republic",
            "City",
            "Department",
            "Pass",
            "Channel",
            "Ward",
            "Hill",
            "Lake",
        ):
            return None
        surface = article.text[tokens[first].start : tokens[stop].end]
        base = span.name if span is not None and first == index else ""
        return PlaceMention(
            tokens[first].start, tokens[stop].end, surface, base, "landform", f"ends in {tokens[stop].text!r}"
        )
    return None


def _judge(
    article: Article, sentence: Sentence, span: NameSpan, run: Run | None, finder: NameFinder
) -> tuple[str, Doubt | None]:
    """Return why a name is a place, empty if it is not, and what doubt remains."""
    surface = article.text[span.start : span.end]
    if is_never_place(surface) or is_part_of_thing(article, span.start, span.end):
        return "", None
    abbreviated = article.text[span.end : span.end + 1] == "." and surface in load_words("abbreviations")
    if abbreviated or surface in load_words("no_places"):
        return "", None
    if run is not None and not _fits_run(article, run, span, finder):
        return "", None
    contained = _container_after(article, sentence, span, finder)
    locative = locative_before(article, sentence, span.start)
    if span.last - span.first > 1:
        common = all(word.lower() in load_words("common_words") for word in surface.split())
        named = is_major(span.candidates) or locative or contained or surface.split()[-1] in landform_heads()[1]
        return ("a name of common words", "common") if common and not named else ("a name of several words", None)
    opens = span.first == sentence.first_token
    if is_weak_word(article, surface):
        return _judge_weak(article, surface, span, opens=opens, contained=contained, locative=locative)
    if is_major(span.candidates):
        return _judge_major(article, span)
    if contained:
        return "stands before the area that holds it", None
    return _judge_word(surface, span, locative)


def _judge_major(article: Article, span: NameSpan) -> tuple[str, Doubt | None]:
    """Judge the name of a major place: a river has the article, and a region of hand may be a person's name too."""
    best = span.candidates[0].place
    the = article.text[max(0, span.start - 4) : span.start].lower() == "the "
    if best.feature_code == "STM" and not the:
        return "", None
    if best.radius_km < _VAST_KM and best.place_id.startswith("region:") and is_personal_name(span.name) and not the:
        return "a personal name too", "personal"
    return "a well-known place", None


def _judge_weak(
    article: Article, surface: str, span: NameSpan, *, opens: bool, contained: bool, locative: str
) -> tuple[str, Doubt | None]:
    """Judge a word that is more often no name: Turkey, Nice, Hue."""
    if is_major(span.candidates) and (span.candidates[0].place.is_country or (locative and not opens)):
        return "a well-known place", None
    if contained and not (opens and surface.lower() in load_words("function_words")):
        return "stands before the area that holds it", None
    if not is_large(span.candidates):
        return ("", None) if opens else ("a common word too", "common")
    if locative and article.text[max(0, span.start - 4) : span.start].lower() != "the ":
        return "stands after a word of place", None
    return ("", None) if opens else ("a common word too", "common")


def _judge_word(surface: str, span: NameSpan, locative: str) -> tuple[str, Doubt | None]:
    """Judge a single word that is no common one by the word before it and the size of what it may mean."""
    personal, large = is_personal_name(surface), is_large(span.candidates)
    if locative and (large or not (personal and locative in _WEAK_LOCATIVES)):
        return f"stands after {locative!r}", None
    if personal:
        return "a personal name too", "personal"
    return ("a large town or area", None) if large else ("a small place without a word of place", "small")


def _fits_run(article: Article, run: Run, span: NameSpan, finder: NameFinder) -> bool:
    """Tell whether the capitalised words beside a name leave it a place: Tashkent Mayor, but not Paris Hilton."""
    tokens = article.tokens
    if span.last < run.last:
        follower = tokens[span.last].text
        gap = article.between(span.last - 1, span.last)
        titled = any(token.lower in title_words() for token in tokens[span.last : run.last])
        if gap == " " and not titled and not _may_follow(article, follower, finder, span.last):
            return False
        if gap in ("-", "'", "’") and finder.at(span.last) is None:
            return False
    if span.first > run.first:
        leader = tokens[span.first - 1].text
        gap = article.between(span.first - 1, span.first)
        if leader in _SHIPS:
            return False
        if gap in ("-", "'", "’", ".", ". ") and not _is_large_at(finder, span.first - 1):
            return False
        opens = article.sentence_at(run.start)
        leads_sentence = opens is not None and opens.first_token == span.first - 1
        if gap == " " and not _may_lead(leader, finder, span.first - 1, leads_sentence):
            return False
    return True


def _may_follow(article: Article, word: str, finder: NameFinder, position: int) -> bool:
    lower = word.lower()
    return (
        lower in title_words() or is_never_place(word) or lower in {"based", "born"} or _is_large_at(finder, position)
    )


def _may_lead(word: str, finder: NameFinder, position: int, leads_sentence: bool) -> bool:
    return (
        word in load_words("directions")
        or word.lower() in title_words()
        or is_never_place(word)
        or (leads_sentence and (word.lower() in load_words("common_words") or word.endswith(("ing", "ed", "ly"))))
        or _is_large_at(finder, position)
    )


def _is_large_at(finder: NameFinder, position: int) -> bool:
    span = finder.at(position)
    return span is not None and is_large(span.candidates)


def _container_after(article: Article, sentence: Sentence, span: NameSpan, finder: NameFinder) -> bool:
    """Tell whether an area that holds one of the candidates stands right after: Paris, Texas; Horgos in Serbia."""
    match = _CONTAINER.match(article.text, span.end, sentence.end)
    if match is None:
        return False
    index = article.token_index(match.end())
    if index >= sentence.last_token or article.tokens[index].start != match.end():
        return False
    short, outer = abbreviated_area(article, match.end()), finder.at(index)
    if outer is None and short is None:
        return False
    holders = candidates_for(short.base) if short else outer.candidates if outer else ()
    areas = {candidate.place.number for candidate in holders}
    countries = {candidate.place.country_code for candidate in holders if candidate.place.is_country}
    return any(
        candidate.place.country_code in countries or {candidate.place.admin1, candidate.place.admin2} & areas
        for candidate in span.candidates[:50]
        if candidate.place.number not in areas
    )
