"""Every mention with the place that it means, or where its surroundings put it."""

from __future__ import annotations

import bisect
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from chancery.geocoding.places import GazetteerPlace
from chancery.reading.article import Article
from chancery.reading.choice import Choice, choose_places
from chancery.reading.lexicon import load_rows
from chancery.reading.places import PlaceMention

Level = Literal["country", "region", "city", "facility"]


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


def resolve_places(
    article: Article, mentions: Sequence[PlaceMention], hints: Sequence[str] = ()
) -> tuple[ResolvedPlace, ...]:
    """Resolve every mention of a text; the same name means the same place, unless the text says otherwise.

    Parameters
    ----------
    hints
        Names of places inside those of organisations: no mentions, but they say where the text is.
    """
    choices = choose_places(article, mentions, hints)
    towns = [
        (mention, choice.place)
        for mention, choice in zip(mentions, choices, strict=True)
        if choice is not None and _is_compact(choice.place)
    ]
    return tuple(
        _locate_by_surroundings(mention, towns) if choice is None else _make(mention, choice)
        for mention, choice in zip(mentions, choices, strict=True)
    )


def _is_compact(place: GazetteerPlace) -> bool:
    """Tell whether a place is small enough to stand in for one inside it."""
    return place.is_populated_place or (place.is_area and place.radius_km <= 150)


def _make(mention: PlaceMention, choice: Choice) -> ResolvedPlace:
    place = choice.place
    confidence = round(0.5 + 0.49 * (1 - math.exp(-max(choice.lead, 0.0))), 2)
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
        mention, place, name, place.country_code, place.latitude, place.longitude, level, confidence, choice.reason
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
