"""GeoNames' web service: https://www.geonames.org/export/geonames-search.html."""

from __future__ import annotations

from typing import Any

from geopy.location import Location

from chancery.geocoding.candidates import PlaceQuery, PointQuery
from chancery.geocoding.services.service import Arguments, Reading, Service, precision_of, read_country, read_text


class GeoNamesService(Service):
    """GeoNames, which asks for the name of an account. It has no language for a search, only for a point."""

    name = "geonames"
    public_domain = "api.geonames.org"

    def search_arguments(self, query: PlaceQuery) -> Arguments:
        """Limit by country on the server."""
        return {"country": list(query.country_codes)} if query.country_codes else {}

    def reverse_arguments(self, query: PointQuery) -> Arguments:
        """Name the language as this service does."""
        return {"lang": query.language} if query.language else {}

    def read(self, location: Location) -> Reading:
        """Read a toponym; it has no score, its order is its rank."""
        raw: dict[str, Any] = location.raw
        feature = read_text(raw, "fcode")
        population = raw.get("population")
        return Reading(
            name=read_text(raw, "name") or location.address,
            country_code=read_country(raw, "countryCode"),
            feature_code=feature,
            precision=precision_of(feature, None),
            provider_id=f"gn:{raw['geonameId']}",
            attribution="GeoNames, CC BY 4.0, https://www.geonames.org/",
            admin1=read_text(raw, "adminName1"),
            population=population if isinstance(population, int) else 0,
        )
