"""Nominatim, OpenStreetMap's own geocoder: https://nominatim.org/release-docs/latest/api/Output/."""

from __future__ import annotations

from typing import Any

from geopy.location import Location

from chancery.geocoding.candidates import PlaceQuery
from chancery.geocoding.services.openstreetmap import ATTRIBUTION, feature_code_of
from chancery.geocoding.services.service import (
    Arguments,
    Reading,
    Service,
    precision_of,
    read_box,
    read_country,
    read_score,
    read_text,
)


class NominatimService(Service):
    """Nominatim, public or one's own."""

    name = "nominatim"
    public_domain = "nominatim.openstreetmap.org"

    def search_arguments(self, query: PlaceQuery) -> Arguments:
        """Ask for the address too: it has the country."""
        arguments: Arguments = {"addressdetails": True, "limit": query.limit}
        if query.country_codes:
            arguments["country_codes"] = [code.lower() for code in query.country_codes]
        if query.language:
            arguments["language"] = query.language
        return arguments

    def read(self, location: Location) -> Reading:
        """Read a place: kind from ``addresstype``, importance as the score."""
        raw: dict[str, Any] = location.raw
        address: dict[str, Any] = raw.get("address") or {}
        south, north, west, east = (*raw.get("boundingbox", ()), None, None, None, None)[:4]
        box = read_box(south, west, north, east)
        feature = feature_code_of(
            read_text(raw, "class"), read_text(raw, "type"), read_text(raw, "addresstype"), raw.get("place_rank")
        )
        osm_type = read_text(raw, "osm_type")
        return Reading(
            name=read_text(raw, "name") or location.address.split(",")[0],
            country_code=read_country(address, "country_code"),
            feature_code=feature,
            precision=precision_of(feature, box),
            score=read_score(raw.get("importance")),
            provider_id=f"{osm_type}/{raw['osm_id']}" if osm_type and "osm_id" in raw else "",
            attribution=read_text(raw, "licence") or ATTRIBUTION,
            bounding_box=box,
            admin1=read_text(address, "state"),
        )
