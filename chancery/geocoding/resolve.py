"""Which place a name means: candidates, ranked and scored.

The rules, in their order:

1. An exact spelling beats a folded one, always (Şuşa is Shusha, and never Sousse, which folds alike).
2. What the query says of the country or area, or the caller by a country code, is binding.
3. The rest is decided by importance: see `importance_of`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from math import log10
from typing import Final, Literal

from chancery.geocoding.measure import great_circle_km
from chancery.geocoding.names import folded_spellings
from chancery.geocoding.places import GazetteerPlace, PlaceIndex

Match = Literal["exact", "folded"]

# Importance of what has no population of its own to go by, and what an area or a part of a town is worth less than a
# town of as many people: a newspaper that prints "Aghdam" alone means the town, and says "Aghdam district" otherwise.
_FIXED_IMPORTANCE: Final = {
    "CONT": 0.92, "OCN": 0.92, "SEA": 0.85, "RGN": 0.75, "PCLH": 0.7, "RGNE": 0.6, "PEN": 0.6, "RGNH": 0.55,
}  # fmt: skip
_NATURAL_FEATURE: Final = 0.6
_ADJUSTMENT: Final = {
    "PPLC": 0.1, "PPLA": 0.03, "ADM1": -0.15, "ADM2": -0.25, "PPLX": -0.15, "PPLH": -0.1, "PPLQ": -0.1, "PPLW": -0.1,
}  # fmt: skip
_ALTERNATE_NAME: Final = -0.06  # another name of the place than its usual one
_FOLDED: Final = 0.85
_UNKNOWN_CONTEXT: Final = 0.8
_IN_VIEW: Final = 0.1
_NEAR_TOWN_KM: Final = 60.0

_POPULATED = re.compile(r"(?i)^(?:the )?(?:capital |port )?(?:city|town|village|settlement) of (.+)$")
_POPULATED_AFTER = re.compile(r"(?i)^(.+) (?:city|town|village|settlement)$")
_AREA = re.compile(r"(?i)^(?:the )?(?:district|region|province|oblast|county|state) of (.+)$")
_COUNTRY_CODE = re.compile(r"^[A-Z]{2}$")
_CONTEXT = re.compile(r"(?i)\s*[,;]\s*|\s+(?:of|in)\s+(?:the\s+)?")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name may mean.

    Attributes
    ----------
    matched_name
        The name of the place that was matched, spelled as the gazetteer has it.
    match
        ``"exact"`` if that is how the name was written, ``"folded"`` if only case, marks or apostrophes differ.
    score
        0 to 1; comparable within one answer, and no probability.
    """

    place: GazetteerPlace
    matched_name: str
    match: Match
    score: float


Filter = Callable[[GazetteerPlace], bool]


def importance_of(place: GazetteerPlace) -> float:
    """Return how likely a place is meant when nothing but its name is known, 0 to 1.

    Populated places and areas go by the logarithm of their population, eight digits being 1; countries stand above all,
    continents and seas next. The weights are our own, set by looking at names that newspapers use.
    """
    if place.is_country:
        return 0.9 + 0.1 * min(1.0, log10(1 + place.population) / 9)
    if not (place.is_populated_place or place.is_area):
        return _FIXED_IMPORTANCE.get(place.feature_code, _NATURAL_FEATURE)
    value = min(0.88, log10(1 + place.population) / 8) + _ADJUSTMENT.get(place.feature_code, 0.0)
    return max(0.02, value)


def find_candidates(
    index: PlaceIndex,
    name: str,
    *,
    country_codes: Collection[str] = (),
    keep: Filter | None = None,
    prefer: Filter | None = None,
) -> list[Candidate]:
    """Return the places that a bare name may mean, best first; empty if it is no name of the gazetteer.

    Parameters
    ----------
    country_codes
        ISO 3166-1 alpha-2 codes, upper case; places elsewhere are left out.
    keep
        Further condition that a place must meet.
    prefer
        Condition that raises a place's score without excluding others.
    """

    def admits(place: GazetteerPlace) -> bool:
        if country_codes and not any(code in country_codes for code in place.country_codes):
            return False
        return keep is None or keep(place)

    spelled = [place for place in map(index.place, index.places_spelled(name)) if admits(place)]
    if spelled:
        candidates = [Candidate(place, name, "exact", _score(index, place, name, prefer)) for place in spelled]
    else:
        candidates = []
        for place in filter(admits, map(index.place, index.places_folded(name))):
            matched = _stored_spelling(index, place, name)
            candidates.append(
                Candidate(place, matched, "folded", round(_FOLDED * _score(index, place, matched, prefer), 4))
            )
    return sorted(candidates, key=lambda candidate: (-candidate.score, candidate.place.number))


def resolve_query(
    index: PlaceIndex, query: str, *, country_codes: Collection[str] = (), prefer: Filter | None = None,
    keep: Filter | None = None,
) -> list[Candidate]:  # fmt: skip
    """Return the places that a query may mean, best first.

    A query is a name ("Khankendi"), a name with its kind ("city of Shusha", "Lachin district") or a name within others
    ("Shusha, Azerbaijan", "Paris, Texas", "Lachin district of Azerbaijan"). Where a known container contradicts the
    name, the answer is empty; one that is not known lowers the score only. Two capitals that are no name are read as an
    ISO 3166-1 code.
    """
    query = " ".join(query.split())
    found = _find_with_kind(index, query, country_codes, keep, prefer)
    if found:
        return found
    if _COUNTRY_CODE.match(query):
        country = index.find_id(query)
        return [Candidate(country, query, "exact", 1.0)] if country and (keep is None or keep(country)) else []
    head, *contexts = [part for part in _CONTEXT.split(query) if part] or [""]
    if not contexts:
        return []
    scopes = [_places_of_context(index, context) for context in contexts]
    known = [scope for scope in scopes if scope]

    def within(place: GazetteerPlace) -> bool:
        inside = all(any(lies_in(place, container) for container in scope) for scope in known)
        return inside and (keep is None or keep(place))

    found = _find_with_kind(index, head, country_codes, within, prefer)
    if len(known) == len(scopes):
        return found
    return [
        Candidate(item.place, item.matched_name, item.match, round(item.score * _UNKNOWN_CONTEXT, 4)) for item in found
    ]


def lies_in(place: GazetteerPlace, container: GazetteerPlace) -> bool:
    """Tell whether a place lies in a country, area or region, or close to a town, as far as the gazetteer knows."""
    if place.number == container.number:
        return False
    if container.is_country:
        return container.country_code in place.country_codes
    if container.is_area:
        return container.number in (place.admin1, place.admin2)
    distance = great_circle_km(place.latitude, place.longitude, container.latitude, container.longitude)
    return distance <= (_NEAR_TOWN_KM if container.is_populated_place else 1.2 * container.radius_km)


def _find_with_kind(
    index: PlaceIndex, name: str, country_codes: Collection[str], keep: Filter | None, prefer: Filter | None
) -> list[Candidate]:
    """Look a name up, and if need be without the word that says its kind, which then binds the answer."""
    found = find_candidates(index, name, country_codes=country_codes, keep=keep, prefer=prefer)
    if found:
        return found
    kinds: tuple[tuple[re.Pattern[str], Filter], ...] = (
        (_POPULATED, lambda place: place.is_populated_place),
        (_POPULATED_AFTER, lambda place: place.is_populated_place),
        (_AREA, lambda place: place.is_area),
        (re.compile(r"(?i)^the (.+)$"), lambda place: True),
    )
    for pattern, is_kind in kinds:
        matched = pattern.match(name)
        if matched:

            def admits(place: GazetteerPlace, is_kind: Filter = is_kind) -> bool:
                return is_kind(place) and (keep is None or keep(place))

            found = find_candidates(index, matched.group(1), country_codes=country_codes, keep=admits, prefer=prefer)
            if found:
                return found
    return []


def _places_of_context(index: PlaceIndex, context: str) -> list[GazetteerPlace]:
    """Return what a container's name may mean: also a country code ("AZ") or the code of a US state ("TX")."""
    numbers = index.places_named(context.removeprefix("the ").removeprefix("The "))
    places = list(map(index.place, numbers))
    if len(context) == 2 and context.isascii() and context.isupper():
        places.extend(place for place in map(index.find_id, (context, f"US.{context}")) if place)
    return places


def _score(index: PlaceIndex, place: GazetteerPlace, name: str, prefer: Filter | None) -> float:
    score = importance_of(place)
    if name != place.name and name not in index.labels_of(place).values():
        score += _ALTERNATE_NAME
    if prefer is not None and prefer(place):
        score += _IN_VIEW
    return round(min(1.0, max(0.01, score)), 4)


def _stored_spelling(index: PlaceIndex, place: GazetteerPlace, name: str) -> str:
    """Return the name of a place that folds as ``name`` does: the usual one if it does, else the first."""
    wanted = set(folded_spellings(name))
    usual: Iterable[str] = (place.name, *index.labels_of(place).values())
    for spelling in (*usual, *index.names_of(place)):
        if not wanted.isdisjoint(folded_spellings(spelling)):
            return spelling
    return place.name
