"""Every mention with the place that it means, or where its surroundings put it."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from chancery.geocoding.places import GazetteerPlace
from chancery.reading.article import Article
from chancery.reading.choice import Choice, choose_places
from chancery.reading.places import PlaceMention
from chancery.reading.surroundings import Surroundings

Level = Literal["country", "region", "city", "facility"]

_SITES = frozenset("AIRB AIRP ANS CSTL DAM FT INDS INSM MUS PRK PRT PSN SQR ST STDM".split())


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
    surroundings = Surroundings(article, mentions, [choice.place if choice else None for choice in choices])
    return tuple(
        _make(mention, choice)
        if choice is not None and not (mention.kind == "facility" and choice.place.is_country)
        else _make_unknown(mention, surroundings)
        for mention, choice in zip(mentions, choices, strict=True)
    )


def _make_unknown(mention: PlaceMention, surroundings: Surroundings) -> ResolvedPlace:
    name = display_name(mention.surface)
    level: Level = "facility" if mention.kind == "facility" else "region" if mention.kind == "landform" else "city"
    spot = surroundings.locate(mention)
    return ResolvedPlace(
        mention, None, name, spot.country_code, spot.latitude, spot.longitude, level, spot.confidence, spot.reason
    )


def _make(mention: PlaceMention, choice: Choice) -> ResolvedPlace:
    place = choice.place
    confidence = round(0.5 + 0.49 * (1 - math.exp(-max(choice.lead, 0.0))), 2)
    level: Level = "region"
    if mention.kind == "facility" or place.feature_code in _SITES:
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
