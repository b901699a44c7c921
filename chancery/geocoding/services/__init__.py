"""The geocoding services that Chancery knows in detail, one a module; any other of geopy's goes by `other`."""

from __future__ import annotations

from typing import Final

from chancery.geocoding.services.geonames import GeoNamesService
from chancery.geocoding.services.nominatim import NominatimService
from chancery.geocoding.services.other import OtherService
from chancery.geocoding.services.pelias import PeliasService
from chancery.geocoding.services.photon import PhotonService
from chancery.geocoding.services.service import Service

SERVICES: Final[dict[str, Service]] = {
    service.name: service for service in (NominatimService(), PhotonService(), PeliasService(), GeoNamesService())
}
"""By the name that geopy has for it. A new service: a module here, a line above, a test module, a line in the docs."""


def service_named(name: str) -> Service:
    """Return how to speak to a service of geopy's, in detail if it is known here.

    Raises
    ------
    InvalidValue
        If geopy has no geocoder of that name.
    """
    return SERVICES.get(name.lower()) or OtherService.named(name)
