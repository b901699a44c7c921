"""Which place a mention means: containment, the countries and places beside it, the dateline, population."""

from __future__ import annotations

import bisect
import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, pairwise
from typing import Literal

from chancery.geocoding.measure import great_circle_km
from chancery.geocoding.names import fold_name
from chancery.geocoding.places import GazetteerPlace
from chancery.reading.article import Article
from chancery.reading.candidates import Candidate, candidates_for
from chancery.reading.lexicon import load_map, load_rows
from chancery.reading.places import PlaceMention

Level = Literal["country", "region", "city", "facility"]

# What each kind of evidence is worth, on the scale of the priors: powers of ten of people.
_HELD_BY_NEIGHBOUR = 6.0
_HOLDS_NEIGHBOUR = 4.0
_COUNTRY_NAMED = 1.6
_PEOPLE_NAMED = 1.1
_AREA_NAMED = 2.2
_SAME_AREA = 0.9
_HOLDS_OTHERS = 3.4
_NEAR_OTHERS = 1.3
_NEAR_KM = 250.0
_DATELINE_COUNTRY = 0.8
_MOST_CANDIDATES = 40
_MOST_OTHERS = 60
_CONTAINER_GAP = re.compile(r",\s|\s?\(|,?\s(?:in|of)\s(?:the\s)?(?:[a-z]+\s){0,2}")
_LIST_GAP = re.compile(r",\s(?:and\s|or\s)?|\s(?:and|or)\s")
_SAME_KIND_IN_LIST = 3.0
_SAME_COUNTRY = 0.4
_SURE_LEAD = 1.6


@dataclass(frozen=True, slots=True)
class ResolvedPlace:
    """A mention with the place that it means.

    Attributes
    ----------
    place
        Of the gazetteer; none for a facility or landform that only its surroundings locate.
    name
        As the text prints it; a name in capitals in title case.
    latitude, longitude
        None where nothing locates it.
    level
        What it is: a country (or something larger: a continent, a region of several countries), a region (any other
        area or water), a city or a facility.
    confidence, reason
        From 0 to 1, and what decided.
    """

    mention: PlaceMention
    place: GazetteerPlace | None
    name: str
    country_code: str
    latitude: float | None
    longitude: float | None
    level: Level
    confidence: float
    reason: str


@dataclass(frozen=True)
class _Context:
    """What a text says about where it is: countries by weight, areas, and places that are beyond doubt."""

    countries: Mapping[str, float]
    dateline_country: str
    areas: Counter[int]
    sure: Mapping[str, GazetteerPlace]
    listed: Mapping[str, frozenset[str]]
    held_by: Mapping[str, frozenset[int]]
    holds: Mapping[str, frozenset[int]]


def resolve_places(article: Article, mentions: Sequence[PlaceMention]) -> tuple[ResolvedPlace, ...]:
    """Resolve every mention of a text; the same name means the same place throughout."""
    groups = {_key(mention): _options(mention) for mention in mentions if mention.base}
    held_by, holds = _pair_neighbours(article, mentions, groups)
    sure: dict[str, GazetteerPlace] = {}
    chosen: dict[str, tuple[Candidate, float, str]] = {}
    for _ in range(3):
        context = _read_context(article, mentions, groups, sure, held_by, holds)
        chosen = {key: _choose(key, options, context) for key, options in groups.items() if options}
        found = {key: candidate.place for key, (candidate, lead, _) in chosen.items() if lead >= _SURE_LEAD}
        if found == sure:
            break
        sure = found
    return _spread(article, mentions, chosen)


def _key(mention: PlaceMention) -> str:
    suffix = f"|{mention.kind}" if mention.kind != "name" else ""
    return fold_name(mention.base) + suffix


def _options(mention: PlaceMention) -> tuple[Candidate, ...]:
    options = candidates_for(mention.base)[:_MOST_CANDIDATES]
    if not options and mention.base.isupper():
        options = candidates_for(mention.base.title())[:_MOST_CANDIDATES]
    if mention.kind == "facility":
        towns = tuple(option for option in options if option.place.is_populated_place)
        return towns or options
    if mention.kind == "landform":
        return tuple(
            Candidate(option.place, option.prior + (0.0 if option.place.is_populated_place else 1.0), option.exact)
            for option in options
            if not option.place.is_country
        )
    return options


# -- context ----------------------------------------------------------------------------------------------------------


def _pair_neighbours(
    article: Article, mentions: Sequence[PlaceMention], groups: Mapping[str, tuple[Candidate, ...]]
) -> tuple[dict[str, frozenset[int]], dict[str, frozenset[int]]]:
    """Find names that stand before the area that holds them: Paris, Texas; Horgos in Serbia.

    Returns for each name the numbers of its places that are so held, and for each area those that so hold.
    """
    held: dict[str, set[int]] = {}
    holding: dict[str, set[int]] = {}
    for left, right in pairwise(mentions):
        if not left.base or not right.base or not _CONTAINER_GAP.fullmatch(article.text[left.end : right.start]):
            continue
        inner, outer = _key(left), _key(right)
        if not _may_hold(groups[inner], groups[outer]):
            continue
        for candidate in groups[inner]:
            for area in groups[outer]:
                if candidate.place.number != area.place.number and holds_place(area.place, candidate.place):
                    held.setdefault(inner, set()).add(candidate.place.number)
                    holding.setdefault(outer, set()).add(area.place.number)
    return ({k: frozenset(v) for k, v in held.items()}, {k: frozenset(v) for k, v in holding.items()})


def _may_hold(inner: tuple[Candidate, ...], outer: tuple[Candidate, ...]) -> bool:
    """Refuse to read a list of countries as containment; before a state's name it is a town (Peru, Indiana)."""
    if not inner or not outer:
        return False
    return not inner[0].place.is_country or outer[0].place.is_area


def holds_place(area: GazetteerPlace, place: GazetteerPlace) -> bool:
    """Tell whether an area contains a place by administration; populated places contain nothing."""
    if area.is_country:
        return place.country_code == area.country_code and not place.is_country
    if area.is_area:
        return area.number in (place.admin1, place.admin2)
    if area.feature_code.startswith("RGN"):
        near = great_circle_km(area.latitude, area.longitude, place.latitude, place.longitude) <= max(
            area.radius_km, 50
        )
        return near and place.country_code in area.country_codes and not place.is_country
    return False


def _read_context(
    article: Article,
    mentions: Sequence[PlaceMention],
    groups: Mapping[str, tuple[Candidate, ...]],
    sure: Mapping[str, GazetteerPlace],
    held_by: Mapping[str, frozenset[int]],
    holds: Mapping[str, frozenset[int]],
) -> _Context:
    countries: dict[str, float] = {}
    areas: Counter[int] = Counter()
    for mention in mentions:
        options = groups.get(_key(mention), ()) if mention.base else ()
        place = sure.get(_key(mention)) if mention.base else None
        best = place or (options[0].place if options else None)
        if best is None:
            continue
        if best.is_country:
            countries[best.country_code] = _COUNTRY_NAMED
        elif place is not None:
            areas.update(number for number in (place.admin1, place.admin2, place.number) if number is not None)
    for code in _peoples_named(article):
        countries.setdefault(code, _PEOPLE_NAMED)
    listed = _find_lists(article, mentions)
    return _Context(countries, _dateline_country(mentions, sure), areas, sure, listed, held_by, holds)


def _find_lists(article: Article, mentions: Sequence[PlaceMention]) -> dict[str, frozenset[str]]:
    """Return for each name those that stand beside it in a list: Oregon, Washington and Idaho."""
    lists: dict[str, set[str]] = {}
    for left, right in pairwise(mentions):
        if left.base and right.base and _LIST_GAP.fullmatch(article.text[left.end : right.start]):
            lists.setdefault(_key(left), set()).add(_key(right))
            lists.setdefault(_key(right), set()).add(_key(left))
    return {key: frozenset(others) for key, others in lists.items()}


def _peoples_named(article: Article) -> set[str]:
    demonyms = load_map("demonyms")
    return {
        demonyms[word]
        for token in article.tokens
        if token.is_capitalised
        and (word := token.lower if token.lower in demonyms else token.lower.removesuffix("s")) in demonyms
    }


def _dateline_country(mentions: Sequence[PlaceMention], sure: Mapping[str, GazetteerPlace]) -> str:
    for mention in mentions:
        if mention.in_dateline and mention.base and (place := sure.get(_key(mention))):
            return place.country_code
    return ""


# -- choice -----------------------------------------------------------------------------------------------------------


def _choose(key: str, options: tuple[Candidate, ...], context: _Context) -> tuple[Candidate, float, str]:
    """Return the best candidate, how far it leads (in powers of ten), and what spoke for it."""
    others = [
        other for name, other in islice(context.sure.items(), _MOST_OTHERS) if name != key and not other.is_country
    ]
    rated = [(*_rate(key, option, options, others, context), option) for option in options]
    rated.sort(key=lambda item: (-item[0], item[2].place.number))
    score, reason, best = rated[0]
    rival = next((other for other, _, option in rated[1:] if not _same_spot(option.place, best.place)), None)
    return best, score - rival if rival is not None else 9.0, reason


def _same_spot(left: GazetteerPlace, right: GazetteerPlace) -> bool:
    """Tell whether two entries are one place seen twice: a town and its district."""
    return (
        left.country_code == right.country_code
        and great_circle_km(left.latitude, left.longitude, right.latitude, right.longitude) <= 40
    )


def _rate(
    key: str, option: Candidate, options: tuple[Candidate, ...], others: Sequence[GazetteerPlace], context: _Context
) -> tuple[float, str]:
    place = option.place
    score, reasons = option.prior, ["population and kind"]
    if place.number in context.held_by.get(key, ()):
        score += _HELD_BY_NEIGHBOUR
        reasons.append("the area named after it")
    if place.number in context.holds.get(key, ()):
        score += _HOLDS_NEIGHBOUR
        reasons.append("a place inside it named before it")
    if not place.is_country and (weight := context.countries.get(place.country_code, 0.0)):
        score += weight
        reasons.append("its country is named")
    if place.country_code and place.country_code == context.dateline_country:
        score += _DATELINE_COUNTRY
        reasons.append("the dateline's country")
    neighbours = [context.sure[other] for other in context.listed.get(key, ()) if other in context.sure]
    if any(place.is_area and _same_kind(place, other) for other in neighbours):
        score += _SAME_KIND_IN_LIST
        reasons.append("stands in a list of such places")
    bonus, why = _coherence(place, options, others)
    if bonus:
        score += bonus
        reasons.append(why)
    return score, ", ".join(reasons[1:] or reasons)


def _same_kind(left: GazetteerPlace, right: GazetteerPlace) -> bool:
    return left.feature_code == right.feature_code and left.country_code == right.country_code


def _shares_seat(area: GazetteerPlace, options: tuple[Candidate, ...]) -> bool:
    """Tell whether the name is also that of a town in the area, which a text means unless it says otherwise."""
    return any(
        option.place.is_populated_place and option.place.admin1 == area.number and option.place.population >= 20_000
        for option in options
    )


def _coherence(
    place: GazetteerPlace, options: tuple[Candidate, ...], others: Sequence[GazetteerPlace]
) -> tuple[float, str]:
    """Rate how well a place goes with the places that are beyond doubt: inside one area, near, or around them."""
    if place.is_country or place.is_area:
        inside = any(holds_place(place, other) for other in others) and not _shares_seat(place, options)
        abroad = _SAME_COUNTRY * min(4, sum(other.country_code == place.country_code for other in others))
        return (_HOLDS_OTHERS if inside else 0.0) + (
            abroad if place.is_area else 0.0
        ), "it holds other places named, or goes with them"
    named = any(
        other.number in (place.admin1, place.admin2) and fold_name(other.name) != fold_name(place.name)
        for other in others
    )
    if named:
        return _AREA_NAMED, "its area is named"
    same = sum(1 for other in others if place.admin1 is not None and other.admin1 == place.admin1)
    near = max((_nearness(place, other) for other in others if other.is_populated_place), default=0.0)
    bonus = _SAME_AREA * min(same, 2) + _NEAR_OTHERS * near
    return bonus, "near other places named"


def _nearness(left: GazetteerPlace, right: GazetteerPlace) -> float:
    return math.exp(-great_circle_km(left.latitude, left.longitude, right.latitude, right.longitude) / _NEAR_KM)


# -- results ----------------------------------------------------------------------------------------------------------


def _spread(
    article: Article, mentions: Sequence[PlaceMention], chosen: Mapping[str, tuple[Candidate, float, str]]
) -> tuple[ResolvedPlace, ...]:
    """Give every mention its place; what the gazetteer does not know is put at the nearest town of the text."""
    resolved: list[ResolvedPlace] = []
    towns = [
        (mention, chosen[_key(mention)][0].place)
        for mention in mentions
        if mention.base and _key(mention) in chosen and _is_compact(chosen[_key(mention)][0].place)
    ]
    for mention in mentions:
        found = chosen.get(_key(mention)) if mention.base else None
        if found is None:
            resolved.append(_locate_by_surroundings(mention, towns))
            continue
        candidate, lead, reason = found
        confidence = round(0.5 + 0.49 * (1 - math.exp(-max(lead, 0.0))), 2)
        resolved.append(_make(mention, candidate.place, confidence, reason))
    return tuple(resolved)


def _is_compact(place: GazetteerPlace) -> bool:
    """Tell whether a place is small enough to stand in for one inside it."""
    return place.is_populated_place or (place.is_area and place.radius_km <= 150)


def _make(mention: PlaceMention, place: GazetteerPlace, confidence: float, reason: str) -> ResolvedPlace:
    level: Level = "region"
    if mention.kind == "facility":
        level = "facility"
    elif mention.kind == "name" and (
        place.is_country or place.feature_code in ("CONT", "OCN") or len(place.country_codes) > 1
    ):
        level = "country"
    elif place.is_populated_place and mention.kind == "name":
        level = "city"
    name = display_name(mention.surface)
    return ResolvedPlace(
        mention, place, name, place.country_code, place.latitude, place.longitude, level, confidence, reason
    )


def display_name(surface: str) -> str:
    """Return a name as it is shown: on one line, and in title case where the text prints it in capitals."""
    name = " ".join(surface.split())
    if name.isupper() and len(name) > 4:
        return re.sub(
            r"[^\W\d_]+", lambda word: word.group().capitalize() if len(word.group()) > 1 else word.group(), name
        )
    return name


@lru_cache(maxsize=1)
def _seats() -> dict[str, tuple[float, float, str]]:
    return {row[0]: (float(row[1]), float(row[2]), row[3]) for row in load_rows("seats", 5)}


def _locate_by_surroundings(
    mention: PlaceMention, towns: Sequence[tuple[PlaceMention, GazetteerPlace]]
) -> ResolvedPlace:
    name = display_name(mention.surface)
    level: Level = "facility" if mention.kind == "facility" else "region" if mention.kind == "landform" else "city"
    seat = _seats().get(mention.surface)
    if seat:
        latitude, longitude, code = seat
        return ResolvedPlace(mention, None, name, code, latitude, longitude, "facility", 0.95, "a well-known seat")
    first = bisect.bisect_left(towns, mention.start, key=lambda item: item[0].start)
    near = min(towns[max(0, first - 3) : first + 3], key=lambda item: _distance(mention, item[0]), default=None)
    if near is None or mention.kind == "landform":
        return ResolvedPlace(mention, None, name, "", None, None, level, 0.2, "not in the gazetteer")
    place = near[1]
    reason = f"not in the gazetteer; put at {place.name}, the place named nearest"
    return ResolvedPlace(mention, None, name, place.country_code, place.latitude, place.longitude, level, 0.3, reason)


def _distance(mention: PlaceMention, other: PlaceMention) -> int:
    """Return how far apart two mentions stand; one that follows after a comma is nearest, for it holds the first."""
    if 0 < other.start - mention.end <= 3:
        return 0
    return abs(other.start - mention.start) + (1000 if other.in_dateline else 0)
