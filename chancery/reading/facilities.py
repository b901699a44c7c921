"""Names of buildings, sites and roads: places, whole name, where someone is or goes there."""

from __future__ import annotations

import re
from functools import lru_cache

from chancery.reading.article import Article, Sentence
from chancery.reading.candidates import candidates_for
from chancery.reading.lexicon import load_rows, load_words
from chancery.reading.name_runs import Run
from chancery.reading.organisations import facility_heads
from chancery.reading.people import PersonMention
from chancery.reading.places import NameFinder, PlaceMention, is_large, is_never_place
from chancery.reading.spans import InOrder

_FACILITY_CONTEXT = re.compile(
    r"\b(?i:in|at|to|near|from|into|inside|outside|around|by|through|via|of|tour|toured|touring|round"
    r"|visit|visited|visiting|visits|inspect|inspected|see|saw|show|showed|shown|viewed|familiar with|acquainted with"
    r"|opened|open|inaugurate|inaugurated|reached|entered|left|between|beside|including)\s(?:the\s)?(?:[a-z]+\s)?$"
)
_ABOUT_SCHOOLS = re.compile(
    r"\b(?:outside|inside|near|to|into|toured?|touring|visit(?:ed|ing|s)?|opened|inaugurated|entered|left)"
    r"\s(?:the\s)?(?:[a-z]+\s)?$"
)
_NAMED_AFTER = re.compile(r"\sof\s(?:the\s)?(?:(?:St|Sts|SS)\.?\s)?[A-Z]\w+")
_OWNER = re.compile(r"(?P<name>(?:(?:St|Sts|[A-Z]\w+)\.?\s){0,2}(?!The\b)[A-Z][\w-]+)['’]s?\s$")
_DONE_TO = re.compile(
    r"(?:,\swhich\s[^,;.]{3,60},)?\s(?:(?:is|are|was|were|be|been|being|will\sbe|has\sbeen|had\sbeen)\s(?:\w+\s)?"
    r"(?:open|closed|built|rebuilt|restored|repaired|damaged|inaugurated|completed|finished|renamed|under)"
    r"|opened|reopened|closed|collapsed|hosted|hosts|will\shost)"
)
_SCHOOLS = frozenset({"University", "College", "Institute", "School", "Academy", "Observatory"})
_ROAD = re.compile(
    r"(?<![\w.])(?:(?:U\.S\.|US|State|County|Interstate|Ontario|Georgia|Texas)\s)?"
    r"(?:Highway|Route|Interstate|Motorway|Autobahn|Loop)\s\d+[A-Z]?\b|(?<=\bthe\s)[AMNE]\d{1,3}\b|\bI-\d{1,3}\b"
)
_OPENERS = frozenset({"Alley", "Palace", "Museum", "Tower", "Gate", "Temple", "Cathedral", "Church"})
_LEADERS = frozenset({"Villa", "Palazzo", "Château", "Chateau", "Palais", "Schloss", "Hotel"})
BY_ITS_NOUN = "a site, by its noun"
_UNIQUE = frozenset(
    {"Museum", "Library", "Theatre", "Theater", "Gallery", "Stadium", "Palace", "Opera", "Archive", "Archives"}
)
_CHIEF = frozenset({"National", "State", "Central", "Olympic", "Presidential", "Royal", "Grand", "Great", "Academic"})
_GENERIC = frozenset({"agro", "industrial"})


def find_facilities(
    article: Article, runs: dict[int, list[Run]], finder: NameFinder, people: InOrder[PersonMention]
) -> list[PlaceMention]:
    """Return the sites and roads that a text names, none of them part of a person's name.

    What has the article and the noun of a site is one though it bears a person's name: the Perdana Putra complex.
    """
    found: list[PlaceMention] = []
    for sentence in article.sentences:
        for run in runs[sentence.index]:
            mention = _read_facility(article, sentence, run, finder) or _read_lower_facility(
                article, sentence, run, finder
            )
            mention = mention or _read_port_of(article, sentence, run, finder)
            if mention is not None and (mention.reason == BY_ITS_NOUN or not people.covers(mention.start)):
                found.append(mention)
        found.extend(
            PlaceMention(road.start(), road.end(), road.group(), "", "facility", "a numbered road")
            for road in _ROAD.finditer(article.text, sentence.start, sentence.end)
        )
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
    start, alone = tokens[first].start, run.last - first == 1
    if alone:
        follow = _NAMED_AFTER.match(article.text, end, min(sentence.end, end + 40)) if head in _OPENERS else None
        owner = _OWNER.search(article.text[max(sentence.start, start - 40) : start])
        if where is None or (follow is None and (owner is None or _is_place_owner(owner["name"]))):
            return None
        end = follow.end() if follow else end
        start = start if follow or owner is None else start - len(owner.group())
    elif (where is None and tokens[first].text not in _LEADERS) or _is_generic(article, first, run.last):
        return None
    whole = None if alone else finder.at(first)
    if whole is not None and whole.last == run.last and is_large(whole.candidates):
        return None
    if not _is_used_as_place(article, sentence, (start, end), head):
        return None
    base = next(
        (span.name for index in range(first, run.last) if (span := finder.at(index)) and is_large(span.candidates)), ""
    )
    base = whole.name if whole is not None and whole.last == run.last else "" if alone else base
    reason = BY_ITS_NOUN if start < tokens[first].start else f"ends in {head!r} and is a site"
    return PlaceMention(start, end, article.text[start:end], base, "facility", reason)


def _is_place_owner(name: str) -> bool:
    """Tell whether a site is only a place's own: Uzbekistan's Museum, but not Martyrs' Memorial."""
    found = candidates_for(name)
    return is_large(found) or is_never_place(name) or (bool(found) and found[0].place.is_country)


def _is_used_as_place(article: Article, sentence: Sentence, span: tuple[int, int], head: str) -> bool:
    """Tell whether someone is or goes at a site, or something is done to one that is always a place."""
    before = article.text[max(sentence.start, span[0] - 30) : span[0]]
    if (_ABOUT_SCHOOLS if head in _SCHOOLS else _FACILITY_CONTEXT).search(before):
        return True
    return (
        facility_heads().get(head) == "always"
        and before.lower().endswith("the ")
        and _DONE_TO.match(article.text, span[1], sentence.end) is not None
    )


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
    if last - first > 1 and article.tokens[last - 1].text in _UNIQUE and article.tokens[first].text in _CHIEF:
        return False
    return all(token.lower in known or token.lower in _GENERIC for token in article.tokens[first:last])


_LOWER_FACILITY = re.compile(
    r"(?:\s[a-z]{3,12})?\s(?:airbase|air base|airport|airfield|refinery|plant|shipyard|cosmodrome|spaceport"
    r"|power station|power plant|mosque|cathedral|monastery|bridge|dam|crossing|checkpoint|free economic zone"
    r"|industrial park|industrial zone|oil ?field|gas ?field|mine|stadium|reservoir|barracks|prison|port"
    r"|complex|border post|border point|border gate|gate|palace|residence|museum|memorial|monument|hospital"
    r"|castle|fortress|tunnel|railway station|terminal|arena|training ground|training centre"
    r"|training center|naval base|air force base|military base"
    r"|nature reserve|national park|exhibition centre|exhibition center|theatre|theater|opera house)\b"
)
_TO_A_SITE = re.compile(
    r"\b(?:at|in|to|near|around|over|across|through|tour|toured|visit|visited|inspected|outside|from)\sthe\s$"
)


def _read_lower_facility(article: Article, sentence: Sentence, run: Run, finder: NameFinder) -> PlaceMention | None:
    """Read "the Ganja automobile plant", "the Rygge airbase" and "the Naftan refinery" where someone is or goes."""
    if len(run) > 3 or is_never_place(article.text[run.start : run.end]):
        return None
    match = _LOWER_FACILITY.match(article.text, run.end, min(sentence.end, run.end + 40))
    if match is None or not _TO_A_SITE.search(article.text[max(sentence.start, run.start - 20) : run.start]):
        return None
    span = finder.at(run.first)
    base = span.name if span is not None and span.last == run.last and not is_never_place(span.name) else ""
    if not base and all(token.lower in load_words("common_words") for token in article.tokens[run.first : run.last]):
        return None
    return PlaceMention(run.start, match.end(), article.text[run.start : match.end()], base, "facility", BY_ITS_NOUN)


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
