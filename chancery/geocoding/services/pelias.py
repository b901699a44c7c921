"""Pelias, a geocoder on several open collections: https://github.com/pelias/documentation/blob/master/response.md."""

from __future__ import annotations

from typing import Any, Final

from geopy.location import Location

from chancery.geocoding.candidates import PlaceQuery
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
from chancery.vocabulary import Precision

# Placetypes of Who's On First: https://whosonfirst.org/docs/placetypes/
_BY_LAYER: Final = {
    "country": "PCLI", "dependency": "PCLD",
    "macroregion": "ADM1", "region": "ADM1", "macrocounty": "ADM2", "county": "ADM2", "localadmin": "ADM3",
    "locality": "PPL", "borough": "PPLX", "macrohood": "PPLX", "neighbourhood": "PPLX",
    "street": "RD", "address": "BLDG", "venue": "BLDG", "ocean": "OCN", "marinearea": "SEA", "continent": "CONT",
}  # fmt: skip


class PeliasService(Service):
    """Pelias, one's own or hosted; the settings must name its server."""

    name = "pelias"

    def search_arguments(self, query: PlaceQuery) -> Arguments:
        """Limit by country on the server."""
        arguments: Arguments = {}
        if query.country_codes:
            arguments["countries"] = list(query.country_codes)
        if query.language:
            arguments["language"] = query.language
        return arguments

    def read(self, location: Location) -> Reading:
        """Read a feature. One that stands for a part of what was asked for (``fallback``) is near it at best."""
        raw: dict[str, Any] = location.raw
        properties: dict[str, Any] = raw["properties"]
        west, south, east, north = (*(raw.get("bbox") or ()), None, None, None, None)[:4]
        box = read_box(south, west, north, east)
        feature = _BY_LAYER.get(read_text(properties, "layer"), "")
        precision = precision_of(feature, box)
        if properties.get("match_type") == "fallback" and precision is Precision.EXACT:
            precision = Precision.NEAR
        source = read_text(properties, "source") or "open data"
        return Reading(
            name=read_text(properties, "name") or location.address,
            country_code=read_country(properties, "country_code"),
            feature_code=feature,
            precision=precision,
            score=read_score(properties.get("confidence")),
            provider_id=read_text(properties, "gid"),
            attribution=f"Pelias, from {source}; see the server's /attribution",
            bounding_box=box,
            admin1=read_text(properties, "region"),
        )
