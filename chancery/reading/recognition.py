"""Finding place mentions: names of the gazetteer, less those of people and things, facilities and landforms whole."""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass
from functools import lru_cache

from chancery.reading.article import Article, Sentence
from chancery.reading.candidates import candidates_for
from chancery.reading.lexicon import load_rows, load_words
from chancery.reading.name_runs import Run, find_runs
from chancery.reading.organisations import ThingName, facility_heads, find_things
from chancery.reading.people import PersonMention, find_people, title_words
from chancery.reading.places import (
    NameFinder,
    NameSpan,
    PlaceMention,
    is_large,
    is_major,
    is_never_place,
    is_part_of_thing,
    is_personal_name,
    is_weak_word,
    landform_heads,
    locative_before,
)
from chancery.reading.spans import InOrder
from chancery.reading.strangers import find_strangers

_FACILITY_CONTEXT = re.compile(
    r"\b(?:in|at|to|near|from|into|inside|outside|around|by|through|via|of|tour|toured|touring"
    r"|visit|visited|visiting|visits|inspect|inspected|see|saw"
    r"|opened|open|inaugurate|inaugurated|reached|entered|left|between|beside|including)\s(?:the\s)?(?:[a-z]+\s)?$"
)
_WEAK_LOCATIVES = frozenset({"to", "from", "between", "leave", "left"})
_OPENERS = frozenset({"Palace", "Museum", "Tower", "Gate", "Temple", "Cathedral", "Church"})
_LEADERS = frozenset({"Villa", "Palazzo", "Château", "Chateau", "Palais", "Schloss", "Hotel"})
_GENERIC = frozenset({"agro", "industrial"})
_CONTAINER = re.compile(r",?\s(?:in|of)\s(?:the\s)?|,\s")


@dataclass(frozen=True, slots=True)
class Names:
    """Everything named in a text: places, people, and organisations or other things."""

    places: tuple[PlaceMention, ...]
    people: tuple[PersonMention, ...]
    things: tuple[ThingName, ...]


def find_names(article: Article) -> Names:
    """Find the places, people and things that a text names, none of the places inside one of the others."""
    finder = NameFinder(article)
    runs = {sentence.index: find_runs(article, sentence) for sentence in article.sentences}
    whole = frozenset(
        (run.first, run.last) for group in runs.values() for run in group if _spans_run(finder, run) and len(run) > 1
    )
    people = find_people(article, runs, whole | _single_places(finder, runs))
    things: list[ThingName] = []
    for sentence in article.sentences:
        things.extend(find_things(article, sentence, runs[sentence.index], whole))
    named = InOrder(people)
    things = [thing for thing in things if not named.touches(thing.start, thing.end)]
    sites = InOrder(_find_facilities(article, runs, finder, named))
    facilities = list(sites.items)
    things = [thing for thing in things if not sites.touches(thing.start, thing.end)]
    taken = (
        [(m.start, m.end) for m in people] + [(t.start, t.end) for t in things] + [(f.start, f.end) for f in facilities]
    )
    names = _find_named(article, finder, runs, sorted(taken))
    known = [*_in_dateline(article, finder), *facilities, *names]
    taken += [(mention.start, mention.end) for mention in known]
    strangers = find_strangers(article, runs, sorted(taken), {mention.start for mention in known})
    places = sorted([*known, *strangers], key=lambda mention: mention.start)
    return Names(tuple(places), tuple(people), tuple(sorted(things, key=lambda thing: thing.start)))


def _spans_run(finder: NameFinder, run: Run) -> bool:
    span = finder.at(run.first)
    return span is not None and span.last == run.last


def _single_places(finder: NameFinder, runs: dict[int, list[Run]]) -> frozenset[tuple[int, int]]:
    """Return the spans of single words that mean a major place: after an office they need a given name to be people."""
    return frozenset(
        (index, index + 1)
        for group in runs.values()
        for run in group
        for index in range(run.first, run.last)
        if (span := finder.at(index)) is not None and span.last == index + 1 and is_large(span.candidates)
    )


# -- dateline ---------------------------------------------------------------------------------------------------------


def _in_dateline(article: Article, finder: NameFinder) -> list[PlaceMention]:
    """Return the places of the dateline: whatever stands there is a place if the gazetteer knows it."""
    if article.dateline is None:
        return []
    mentions: list[PlaceMention] = []
    for number, (start, end) in enumerate(article.dateline.place_spans):
        surface = article.text[start:end]
        if candidates_for(surface) or number == 0:
            mentions.append(PlaceMention(start, end, surface, surface, "name", "stands in the dateline", True))
    return mentions


# -- facilities -------------------------------------------------------------------------------------------------------


def _find_facilities(
    article: Article, runs: dict[int, list[Run]], finder: NameFinder, people: InOrder[PersonMention]
) -> list[PlaceMention]:
    found: list[PlaceMention] = []
    for sentence in article.sentences:
        for run in runs[sentence.index]:
            mention = _read_facility(article, sentence, run, finder) or _read_lower_facility(
                article, sentence, run, finder
            )
            mention = mention or _read_port_of(article, sentence, run, finder)
            if mention is not None and not people.covers(mention.start):
                found.append(mention)
    return found


def _read_facility(article: Article, sentence: Sentence, run: Run, finder: NameFinder) -> PlaceMention | None:
    """Read "Heydar Aliyev Center", "Palace of the Revolution", "Mozyr Refinery" where someone is or goes there."""
    tokens = article.tokens
    first = run.first
    while first < run.last - 1 and is_never_place(tokens[first].text):
        first += 1
    head = tokens[run.last - 1].text
    end = tokens[run.last - 1].end
    seat = _seat_at(article, first)
    if seat:
        return PlaceMention(
            tokens[first].start, tokens[first].start + len(seat), seat, "", "facility", "a well-known seat"
        )
    where = facility_heads().get(head)
    if run.last - first == 1:
        follow = re.match(r"\sof\s(?:the\s)?[A-Z]\w+", article.text[end : min(sentence.end, end + 40)])
        if where is None or follow is None or head not in _OPENERS:
            return None
        end += follow.end()
    elif (where is None and tokens[first].text not in _LEADERS) or _is_generic(article, first, run.last):
        return None
    whole = finder.at(first)
    if whole is not None and whole.last == run.last and is_large(whole.candidates):
        return None
    start = tokens[first].start
    if not _FACILITY_CONTEXT.search(article.text[max(sentence.start, start - 30) : start]):
        return None
    base = next(
        (span.name for index in range(first, run.last) if (span := finder.at(index)) and is_large(span.candidates)), ""
    )
    base = whole.name if whole is not None and whole.last == run.last else base
    return PlaceMention(start, end, article.text[start:end], base, "facility", f"ends in {head!r} and is a site")


@lru_cache(maxsize=1)
def _seats() -> dict[str, tuple[str, ...]]:
    """Return the well-known seats by their first word, the longest first."""
    seats: dict[str, list[str]] = {}
    for row in load_rows("seats", 5):
        seats.setdefault(re.split(r"\W", row[0])[0], []).append(row[0])
    return {word: tuple(sorted(names, key=len, reverse=True)) for word, names in seats.items()}


def _seat_at(article: Article, index: int) -> str:
    """Return the well-known seat that is named at a token; empty if there is none."""
    token = article.tokens[index]
    for name in _seats().get(token.text, ()):
        end = token.start + len(name)
        if article.text.startswith(name, token.start) and not article.text[end : end + 1].isalnum():
            return name
    return ""


def _is_generic(article: Article, first: int, last: int) -> bool:
    """Tell whether a run has no word that names anything: Agro-Industrial Complex, Press Center."""
    known = load_words("common_words")
    return all(token.lower in known or token.lower in _GENERIC for token in article.tokens[first:last])


_LOWER_FACILITY = re.compile(
    r"(?:\s[a-z]{3,12})?\s(?:airbase|air base|airport|refinery|plant|shipyard|cosmodrome"
    r"|spaceport|power station|power plant)\b"
)


def _read_lower_facility(article: Article, sentence: Sentence, run: Run, finder: NameFinder) -> PlaceMention | None:
    """Read "the Ganja automobile plant" and "the Rygge airbase" where someone goes there."""
    span = finder.at(run.last - 1) if len(run) == 1 else finder.at(run.first)
    if span is None or span.last != run.last or is_never_place(span.name):
        return None
    if not re.search(
        r"\b(?:at|to|tour|toured|visit|visited|inspected|near)\sthe\s$",
        article.text[max(sentence.start, run.start - 20) : run.start],
    ):
        return None
    match = _LOWER_FACILITY.match(article.text, run.end, min(sentence.end, run.end + 40))
    if match is None:
        return None
    return PlaceMention(
        run.start, match.end(), article.text[run.start : match.end()], span.name, "facility", "a site of that town"
    )


def _read_port_of(article: Article, sentence: Sentence, run: Run, finder: NameFinder) -> PlaceMention | None:
    """Read "the port of Mombasa" as one facility."""
    span = finder.at(run.first)
    prefix = "port of "
    start = run.start - len(prefix)
    if span is None or start < sentence.start or article.text[start : run.start].lower() != prefix:
        return None
    if not re.search(r"\bthe\s$", article.text[max(sentence.start, start - 6) : start]):
        return None
    return PlaceMention(start, span.end, article.text[start : span.end], span.name, "facility", "the port of a town")


# -- names of the gazetteer -------------------------------------------------------------------------------------------


def _find_named(
    article: Article,
    finder: NameFinder,
    runs: dict[int, list[Run]],
    taken: list[tuple[int, int]],
) -> list[PlaceMention]:
    """Walk the tokens of each sentence and accept what reads like a place."""
    accepted: list[PlaceMention] = []
    doubtful: list[tuple[PlaceMention, NameSpan]] = []
    for sentence in article.sentences:
        index = sentence.first_token
        blocked = _spans_within(taken, sentence)
        run_of = {position: run for run in runs[sentence.index] for position in range(run.first, run.last)}
        while index < sentence.last_token:
            token = article.tokens[index]
            span = finder.at(index) if token.is_capitalised and not token.text[0].isdigit() else None
            landform = _read_landform(article, sentence, index, run_of.get(index), span)
            if landform is not None and not _is_blocked(landform.start, landform.end, blocked):
                accepted.append(landform)
                index = article.token_index(landform.end)
                continue
            if span is None or _is_blocked(span.start, span.end, blocked):
                index += 1
                continue
            verdict = _judge(article, sentence, span, _clip(article, run_of.get(index), blocked), finder)
            if verdict:
                mention = PlaceMention(
                    span.start, span.end, article.text[span.start : span.end], span.name, "name", verdict.lstrip("?")
                )
                doubtful.append((mention, span)) if verdict.startswith("?") else accepted.append(mention)
                index = span.last
            else:
                index += 1
    return accepted + _settle(doubtful, accepted, article)


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


def _settle(
    doubtful: list[tuple[PlaceMention, NameSpan]], accepted: list[PlaceMention], article: Article
) -> list[PlaceMention]:
    """Accept a doubtful mention if its name is surely a place elsewhere in the text, or stands in a list of places."""
    sure = {mention.base for mention in accepted}
    if article.dateline:
        sure |= {article.text[start:end].title() for start, end in article.dateline.place_spans}
    ends = {mention.end: mention for mention in accepted}
    starts = {mention.start: mention for mention in accepted}
    settled: list[PlaceMention] = []
    for mention, _ in doubtful:
        before = re.search(
            r"(?:,\s(?:and\s|or\s)?|\s(?:and|or)\s)$", article.text[max(0, mention.start - 7) : mention.start]
        )
        after = re.match(r"(?:,\s(?:and\s|or\s)?|\s(?:and|or)\s)", article.text[mention.end : mention.end + 7])
        beside = (before and (mention.start - len(before.group())) in ends) or (
            after and (mention.end + after.end()) in starts
        )
        if mention.base in sure or beside:
            settled.append(mention)
            ends[mention.end] = mention
    return settled


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
        surface = article.text[tokens[index].start : tokens[stop].end]
        base = span.name if span is not None else ""
        return PlaceMention(
            tokens[index].start, tokens[stop].end, surface, base, "landform", f"ends in {tokens[stop].text!r}"
        )
    return None


def _judge(article: Article, sentence: Sentence, span: NameSpan, run: Run | None, finder: NameFinder) -> str:
    """Return why a name is a place; empty if it is not, and with "?" before it if only more evidence makes it one."""
    surface = article.text[span.start : span.end]
    if is_never_place(surface) or is_part_of_thing(article, span.start, span.end):
        return ""
    if run is not None and not _fits_run(article, run, span, finder):
        return ""
    contained = _container_after(article, sentence, span, finder)
    locative = locative_before(article, sentence, span.start)
    if span.last - span.first > 1:
        common = all(word.lower() in load_words("common_words") for word in surface.split())
        named = is_major(span.candidates) or locative or contained or surface.split()[-1] in landform_heads()[1]
        return "" if common and not named else "a name of several words"
    opens = span.first == sentence.first_token
    if is_weak_word(article, surface):
        return _judge_weak(surface, span, opens=opens, contained=contained, locative=locative)
    if is_major(span.candidates):
        return "a well-known place"
    if contained:
        return "stands before the area that holds it"
    return _judge_word(surface, span, locative)


def _judge_weak(surface: str, span: NameSpan, *, opens: bool, contained: bool, locative: str) -> str:
    """Judge a word that is more often no name: Turkey, Nice, Hue."""
    if is_major(span.candidates) and (span.candidates[0].place.is_country or (locative and not opens)):
        return "a well-known place"
    if contained and not (opens and surface.lower() in load_words("function_words")):
        return "stands before the area that holds it"
    if not is_large(span.candidates):
        return ""
    if locative:
        return "stands after a word of place"
    return "" if opens else "?a common word too"


def _judge_word(surface: str, span: NameSpan, locative: str) -> str:
    """Judge a single word that is no common one by the word before it and the size of what it may mean."""
    personal, large = is_personal_name(surface), is_large(span.candidates)
    if locative and (large or not (personal and locative in _WEAK_LOCATIVES)):
        return f"stands after {locative!r}"
    if personal:
        return "?a personal name too"
    return "a large town or area" if large else "?a small place without a word of place"


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
        or (leads_sentence and word.lower() in load_words("common_words"))
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
    outer = finder.at(index)
    if outer is None:
        return False
    areas = {candidate.place.number for candidate in outer.candidates}
    countries = {candidate.place.country_code for candidate in outer.candidates if candidate.place.is_country}
    return any(
        candidate.place.country_code in countries or {candidate.place.admin1, candidate.place.admin2} & areas
        for candidate in span.candidates[:50]
        if candidate.place.number not in areas
    )
