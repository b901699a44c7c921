"""The places of an event: which of the sentence's places belong to it, in which role and order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from chancery.model import ProposedPlace
from chancery.reading.article import Article
from chancery.reading.drafts import Draft
from chancery.reading.resolution import ResolvedPlace
from chancery.reading.senses import sense_of
from chancery.reading.travel import travellers
from chancery.vocabulary import Kind, Precision, Role

_GOAL = re.compile(
    r"\b(?:to|into|for|reach(?:ed|es)?|visit(?:ed|s|ing)?|tour(?:ed|s|ing)?|in|at"
    r"|enter(?:ed)?)\s(?:the\s)?(?:[a-z]+\s){0,3}(?:of\s)?(?:the\s)?$"
)
_SOURCE = re.compile(r"\b(?:from|(?:left|leave|leaving)(?!\sfor))\s(?:the\s)?(?:[a-z]+\s){0,2}$")
_VENUE = re.compile(r"\b(?:in|at|near|inside|outside|on|across|off)\s(?:the\s)?(?:[\w-]+\s){0,3}(?:of\s)?$")


_PAID_BY = re.compile(r"\b(?:funded|financed|sponsored|donated|paid\sfor|backed|supported)\s(?:\w+\s)?by\s(?:the\s)?$")
_WHERE = re.compile(r"[\s,]*where\b")
_NEXT = 3
_FROM = re.compile(
    r"\b(?P<who>[a-z]+)\sfrom\s(?:the\s)?(?:[A-Z][\w’'-]*(?:\s[A-Z][\w’'-]*){0,2},?\s(?:and\s(?:the\s)?)?){0,5}$"
)
_MEANS = frozenset({"money", "aid", "help", "funds", "support", "company", "companies", "credit", "grant", "loan"})
_BACK = re.compile(
    r"\b(?:[Tt]here(?!\s(?:is|are|was|were|has|have|will))|[Tt]he\s(?:island\s)?(?P<noun>city"
    r"|town|village|region|province|district|country|nation|island|capital)\b(?!\sof))"
)
_BRIEFINGS = frozenset({"press conference", "news conference", "briefing"})
_VENUE_NEXT = re.compile(r"\s(?:on\s\w+\s)?(?:in|at)\s(?:the\s)?(?:(?:city|town|capital|village)\sof\s)?")
_BILATERAL = re.compile(
    r"\b(?:bilateral|the two (?:countries|leaders|presidents|nations|sides|governments)|both"
    r" (?:countries|sides|nations)|mutual)\b",
    re.IGNORECASE,
)
_AT_ONE_PLACE = frozenset({Kind.MEETING, Kind.CULTURE, Kind.PROJECT, Kind.OTHER, Kind.SPORT})
_AT_A_VENUE = frozenset({Kind.MEETING, Kind.AGREEMENT, Kind.CULTURE, Kind.OTHER})
_SEAT = re.compile(
    r"\b(?:embass(?:y|ies)|consulates?(?:\sgeneral)?|missions?|ambassadors?|envoys?)\s(?:of|to|in|for)\s(?:the\s)?$"
)
_LEVELS: dict[str, tuple[str, ...]] = {
    "city": ("city",),
    "town": ("city",),
    "village": ("city",),
    "capital": ("city",),
    "region": ("region",),
    "province": ("region",),
    "district": ("region",),
    "island": ("region", "country"),
    "country": ("country",),
    "nation": ("country",),
}


@dataclass(frozen=True, slots=True)
class PlaceContext:
    """What the events before lend to one that names no place.

    Attributes
    ----------
    visit
        Places of the visit that is being told, empty if there is none.
    previous
        Places of the event before, in the same paragraph.
    near
        Places of all the events of the last sentences.
    pair
        The two countries that the text is about.
    filed
        Places of the dateline, the filing place first.
    """

    visit: tuple[ResolvedPlace, ...] = ()
    previous: tuple[ResolvedPlace, ...] = ()
    near: tuple[ResolvedPlace, ...] = ()
    pair: tuple[ResolvedPlace, ...] = ()
    filed: tuple[ResolvedPlace, ...] = ()


def places_of(
    article: Article, draft: Draft, resolved: Sequence[ResolvedPlace], context: PlaceContext
) -> list[ResolvedPlace]:
    """Return the places that belong to a draft, in the order of the text, each name once.

    The venue right after a noun comes first (the summit in Tokyo), then the places of its own clauses, then what
    "there" or "the city" means, then the visit that it is part of, then the rest of the sentence, then the event
    before.
    Countries that only say whose minister someone is are left out while there are others.
    """
    body = [place for place in resolved if not place.mention.in_dateline]
    if draft.kind is Kind.MEETING and draft.lead.word in _BRIEFINGS:
        here = [p for p in body if draft.clause_start <= p.mention.start < draft.clause_end]
        if context.filed and not any(sense_of(article, place.mention) == "literal" for place in here):
            return list(context.filed[:1])
    venue = _venue_after(article, draft, body)
    if venue:
        return _once(venue)
    own = _choose(article, draft, [p for p in body if draft.clause_start <= p.mention.start < draft.clause_end])
    own = _antecedent(article, draft, body) + own
    back = _referred(article, draft, body, context)
    if own or back:
        found = _once([*own, *back])
        return _narrowest(found) if draft.kind is Kind.MEETING else found
    words = article.text[draft.sentence.start : draft.sentence.end]
    if _BILATERAL.search(words) and context.pair:
        return list(context.pair)
    if draft.kind in _AT_A_VENUE:
        scene = _scene_of(article, draft, body)
        if scene or context.visit:
            return scene or _town_in(context.visit, context.near) or _narrowest(context.visit)
    if draft.lead.definite:
        return list(context.previous)
    rest = _choose(article, draft, [p for p in body if draft.sentence.start <= p.mention.start < draft.sentence.end])
    return _once(rest or context.previous)


def _antecedent(article: Article, draft: Draft, body: Sequence[ResolvedPlace]) -> list[ResolvedPlace]:
    """Return the place that "where" at the head of a clause means: was in Kyiv, where he opened a school."""
    if _WHERE.match(article.text, draft.clause_start) is None:
        return []
    before = [p for p in body if draft.sentence.start <= p.mention.start < draft.clause_start]
    return before[-1:] if before and draft.clause_start - before[-1].mention.end <= _NEXT else []


def _narrowest(places: Sequence[ResolvedPlace]) -> list[ResolvedPlace]:
    """Leave out the countries of the towns and sites among some places: talks in Baku during a visit to Azerbaijan."""
    towns = [place for place in places if place.level in ("city", "facility")]
    holding = {town.country_code for town in towns} - {""}
    return (
        [p for p in places if p.level != "country" or p.country_code not in holding]
        if len(places) > 1
        else list(places)
    )


def _town_in(visit: Sequence[ResolvedPlace], near: Sequence[ResolvedPlace]) -> list[ResolvedPlace]:
    """Return the latest town or site of the events before that lies in the one country that is visited."""
    if len(visit) != 1 or visit[0].level != "country":
        return []
    towns = [p for p in near if p.level in ("city", "facility") and p.country_code == visit[0].country_code]
    return towns[-1:]


def _scene_of(article: Article, draft: Draft, body: Sequence[ResolvedPlace]) -> list[ResolvedPlace]:
    """Return the town or site where the story last was: named in this paragraph, before the clause of the draft."""
    for place in reversed(body):
        position = place.mention.start
        if position >= draft.clause_start or place.level not in ("city", "facility"):
            continue
        sentence = article.sentence_at(position)
        if sentence is None or sentence.paragraph != draft.sentence.paragraph:
            return []
        if sense_of(article, place.mention) == "literal" and _VENUE.search(_before(article, place)):
            return [place]
    return []


def main_countries(places: Sequence[ResolvedPlace]) -> tuple[ResolvedPlace, ...]:
    """Return the two countries that a text names most, if it names two at least."""
    countries = [place for place in places if place.level == "country" and place.country_code]
    counts = Counter(place.country_code for place in countries)
    first = {place.country_code: place for place in reversed(countries)}
    leading = [code for code, _ in counts.most_common(2)]
    return tuple(first[code] for code in leading) if len(leading) == 2 else ()


def _venue_after(article: Article, draft: Draft, body: Sequence[ResolvedPlace]) -> list[ResolvedPlace]:
    """Return the place that stands with "in" or "at" right after the noun of a meeting, show or contest."""
    if draft.kind not in (Kind.MEETING, Kind.CULTURE, Kind.SPORT) or draft.lead.strength == 2:
        return []
    match = _VENUE_NEXT.match(article.text, draft.lead.end, draft.sentence.end)
    if match is None:
        return []
    return [place for place in body if place.mention.start == match.end()]


def _referred(
    article: Article, draft: Draft, body: Sequence[ResolvedPlace], context: PlaceContext
) -> list[ResolvedPlace]:
    """Return the place that "there", "the city" or "the country" means: of the visit told, or the last of its level."""
    match = _BACK.search(article.text, draft.clause_start, draft.clause_end)
    if match is None:
        return []
    levels = _LEVELS.get((match["noun"] or "").lower(), ("city", "region", "country", "facility"))
    of_visit = [place for place in context.visit if place.level in levels]
    if of_visit:
        return of_visit[-1:]
    earlier = [place for place in body if place.mention.start < match.start() and place.level in levels]
    if match["noun"] == "capital":
        country = context.pair[0].country_code if context.pair else ""
        seats = [place for place in earlier if place.place is not None and place.place.feature_code == "PPLC"]
        return [place for place in seats if place.country_code == country][-1:] or seats[-1:]
    firm = [place for place in earlier if sense_of(article, place.mention) == "literal"] or earlier
    return firm[-1:]


def _choose(article: Article, draft: Draft, places: list[ResolvedPlace]) -> list[ResolvedPlace]:
    firm = [place for place in places if not _is_office(article, place)]
    if any(sense_of(article, place.mention) == "literal" for place in firm):
        firm = [place for place in firm if sense_of(article, place.mention) != "associative"]
    if draft.kind is Kind.OTHER:
        return [place for place in places if place in firm or _SEAT.search(_before(article, place))]
    if draft.kind is Kind.VISIT:
        firm = [place for place in firm if not _is_owner(article, place)] or firm
        return firm
    if not firm and draft.kind in (Kind.MEETING, Kind.AGREEMENT) and len(places) > 1:
        return places
    if draft.kind in _AT_ONE_PLACE:
        return [place for place in firm if not _is_home(article, place)] or firm
    return firm


def _is_office(article: Article, place: ResolvedPlace) -> bool:
    """Tell whether a place only says whose office it is; the district of a governor is what a meeting is about."""
    return sense_of(article, place.mention) == "associative" and place.level != "region"


def _is_home(article: Article, place: ResolvedPlace) -> bool:
    """Tell whether a place only says where people or means are from: scholars from China and Chile."""
    if _PAID_BY.search(_before(article, place)):
        return True
    match = _FROM.search(_before(article, place, 90))
    return match is not None and (match["who"] in _MEANS or travellers("traveller").fullmatch(match["who"]) is not None)


def _is_owner(article: Article, place: ResolvedPlace) -> bool:
    """Tell whether a place only says whose someone is: Hungary's minister."""
    return re.match(r"['’]s\s", article.text[place.mention.end : place.mention.end + 3]) is not None


def _before(article: Article, place: ResolvedPlace, reach: int = 40) -> str:
    return article.text[max(0, place.mention.start - reach) : place.mention.start]


def _once(places: Sequence[ResolvedPlace]) -> list[ResolvedPlace]:
    seen: dict[str, ResolvedPlace] = {}
    for place in places:
        seen.setdefault(place.name.casefold(), place)
    return list(seen.values())


def propose_place(article: Article, kind: Kind, place: ResolvedPlace) -> ProposedPlace:
    """Turn a resolved place into a place of a proposal, with its role."""
    return ProposedPlace(
        name=place.name,
        name_in_source=place.mention.surface,
        role=_role_of(article, kind, place),
        precision=precision_of(place),
        place_id=f"gn{place.place.geonames_id}"
        if place.place and place.place.geonames_id
        else place.place.place_id
        if place.place
        else "",
        country_code=place.country_code,
        latitude=place.latitude,
        longitude=place.longitude,
    )


def precision_of(place: ResolvedPlace) -> Precision:
    """Return how exactly a resolved place is known."""
    if place.level == "facility":
        return Precision.EXACT if place.confidence >= 0.9 else Precision.NEAR
    if place.place is None:
        return Precision.ASSUMED_UNCLEAR
    return Precision(place.place.precision)


def _role_of(article: Article, kind: Kind, place: ResolvedPlace) -> Role:
    before = _before(article, place)
    if kind is Kind.VISIT:
        if _SOURCE.search(before):
            return Role.ORIGIN
        return (
            Role.DESTINATION if _GOAL.search(before) or sense_of(article, place.mention) == "literal" else Role.SUBJECT
        )
    if sense_of(article, place.mention) == "literal" and _VENUE.search(before):
        return Role.VENUE
    return Role.SUBJECT
