"""Photon, a search-as-you-type geocoder on OpenStreetMap data: https://github.com/komoot/photon/blob/master/docs/api-v1.md."""

from __future__ import annotations

from typing import Any, Final

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
    read_text,
)

_OSM_TYPES: Final = {"N": "node", "W": "way", "R": "relation"}

# Photon's "district" is a part of a town, not a part of a country.
_ADDRESS_TYPES: Final = {"district": "suburb", "other": ""}


class PhotonService(Service):
    """Photon, komoot's or one's own. It cannot be limited to a country; its answers are sifted instead."""

    name = "photon"
    public_domain = "photon.komoot.io"

    def search_arguments(self, query: PlaceQuery) -> Arguments:
        """Ask for more than is wanted where other countries will be left out."""
        arguments: Arguments = {"limit": query.limit * 4 if query.country_codes else query.limit}
        if query.language:
            arguments["language"] = query.language
        return arguments

    def read(self, location: Location) -> Reading:
        """Read a feature; its box comes as west, north, east, south."""
        properties: dict[str, Any] = location.raw["properties"]
        west, north, east, south = (*(properties.get("extent") or ()), None, None, None, None)[:4]
        box = read_box(south, west, north, east)
        kind = read_text(properties, "type")
        feature = feature_code_of(
            read_text(properties, "osm_key"), read_text(properties, "osm_value"), _ADDRESS_TYPES.get(kind, kind)
        )
        osm_type = _OSM_TYPES.get(read_text(properties, "osm_type"), "")
        return Reading(
            name=read_text(properties, "name") or location.address,
            country_code=read_country(properties, "countrycode"),
            feature_code=feature,
            precision=precision_of(feature, box),
            provider_id=f"{osm_type}/{properties['osm_id']}" if osm_type and "osm_id" in properties else "",
            attribution=ATTRIBUTION,
            bounding_box=box,
            admin1=read_text(properties, "state"),
        )
