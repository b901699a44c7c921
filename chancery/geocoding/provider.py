"""What every provider of candidates can do, and what its answers go through on their way out."""

from __future__ import annotations

import datetime as dt
from enum import Enum
from typing import Protocol

from geopy.location import Location

from chancery.errors import InvalidValue
from chancery.geocoding.candidates import Candidate, PlaceQuery, PointQuery
from chancery.geocoding.services.service import Reading
from chancery.vocabulary import POINT_PRECISIONS

_LONGEST_TEXT = 400
_MOST_READ = 4 * _LONGEST_TEXT
_JOINERS = "\u200c\u200d"  # which Persian and Indian names are spelled with


class Purpose(Enum):
    """What the answer is for, which some servers' rules make a difference of."""

    SEARCH = "search"
    """Someone asked for this one name."""
    SUGGESTION = "suggestion"
    """Someone is typing."""


class Provider(Protocol):
    """Somebody to ask for places."""

    @property
    def name(self) -> str:
        """What records call it."""
        ...

    def find(self, query: PlaceQuery, purpose: Purpose = Purpose.SEARCH) -> tuple[Candidate, ...]:
        """Return the places that a query may mean, best first; empty if it knows none.

        Raises
        ------
        ProviderUnavailable
            If it cannot answer, or may not be asked for this purpose.
        """
        ...

    def reverse(self, query: PointQuery) -> tuple[Candidate, ...]:
        """Return the places at a point, nearest first; empty if it knows none.

        Raises
        ------
        ProviderUnavailable
            If it cannot answer.
        """
        ...


def make_candidate(
    location: Location, reading: Reading, *, provider: str, query: str, attribution: str = ""
) -> Candidate | None:
    """Return the candidate that an answer amounts to, or ``None`` if it names no point on Earth."""
    try:
        return Candidate(
            name=clean_text(reading.name),
            address=clean_text(location.address),
            latitude=float(location.latitude),
            longitude=float(location.longitude),
            country_code=reading.country_code,
            feature_code=clean_text(reading.feature_code),
            precision=reading.precision,
            score=reading.score,
            provider=provider,
            provider_id=clean_text(reading.provider_id),
            answered_at=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
            query=query,
            attribution=clean_text(attribution or reading.attribution),
            bounding_box=reading.bounding_box,
            population=reading.population,
            radius_km=reading.radius_km or _reach_km(reading),
            admin1=clean_text(reading.admin1),
        )
    except InvalidValue:
        return None


def _reach_km(reading: Reading) -> float:
    """Return how far an area reaches, by its box; a point reaches nowhere, whatever box it came with."""
    if reading.bounding_box is None or reading.precision in POINT_PRECISIONS:
        return 0.0
    return round(reading.bounding_box.radius_km, 1)


def clean_text(text: str) -> str:
    """Return a text of an answer as one bounded line, without what steers a terminal or turns writing round."""
    kept = (character if character.isprintable() or character in _JOINERS else " " for character in text[:_MOST_READ])
    return " ".join("".join(kept).split())[:_LONGEST_TEXT]


def lies_outside(candidate: Candidate, country_codes: tuple[str, ...]) -> bool:
    """Tell whether a candidate is known to lie in none of the countries that were asked for."""
    return bool(country_codes and candidate.country_code) and candidate.country_code not in country_codes
