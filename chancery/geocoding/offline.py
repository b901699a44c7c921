"""The embedded gazetteer as a provider among others; it needs no gate and no cache."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from geopy.location import Location

from chancery.geocoding.candidates import GAZETTEER, Candidate, PlaceQuery, PointQuery
from chancery.geocoding.gazetteer import Gazetteer
from chancery.geocoding.provider import Purpose, make_candidate
from chancery.geocoding.services.service import Reading
from chancery.vocabulary import Precision

ATTRIBUTION = "GeoNames, CC BY 4.0, https://www.geonames.org/, and Chancery's own tables"


@dataclass(frozen=True, slots=True)
class OfflineProvider:
    """The gazetteer that comes with Chancery.

    Parameters
    ----------
    gazetteer
        geopy's geocoder on it.
    name
        What records call it.
    """

    gazetteer: Gazetteer
    name: str = GAZETTEER

    @classmethod
    def open(cls) -> OfflineProvider:
        """Return the embedded gazetteer.

        Raises
        ------
        GazetteerUnavailable
            If it is missing or damaged.
        """
        return cls(Gazetteer())

    def find(self, query: PlaceQuery, purpose: Purpose = Purpose.SEARCH) -> tuple[Candidate, ...]:
        """Return the places that a query may mean, best first."""
        found = self.gazetteer.geocode(
            query.normalised,
            exactly_one=False,
            limit=query.limit,
            country_codes=query.country_codes or None,
            language=query.language or None,
        )
        return self._candidates(found, query.normalised)

    def reverse(self, query: PointQuery) -> tuple[Candidate, ...]:
        """Return the towns nearest to a point."""
        point = (query.latitude, query.longitude)
        found = self.gazetteer.reverse(point, exactly_one=False, limit=5, language=query.language or None)
        return self._candidates(found, query.normalised)

    def _candidates(self, found: Location | list[Location] | None, query: str) -> tuple[Candidate, ...]:
        locations = found if isinstance(found, list) else [found] if found else []
        candidates = (
            make_candidate(location, _read(location), provider=self.name, query=query) for location in locations
        )
        return tuple(candidate for candidate in candidates if candidate is not None)


def _read(location: Location) -> Reading:
    raw: dict[str, Any] = location.raw
    return Reading(
        name=raw["name"],
        country_code=raw["country_code"],
        feature_code=raw["feature_code"],
        precision=Precision(raw["precision"]),
        score=raw["score"],
        provider_id=f"gn:{raw['geonames_id']}" if raw["geonames_id"] else raw["place_id"],
        attribution=ATTRIBUTION,
        population=raw["population"],
        radius_km=raw["radius_km"],
        admin1=raw["admin1"],
    )
