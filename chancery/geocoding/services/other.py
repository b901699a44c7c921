"""Any other service that geopy has a geocoder for, of which only what all have in common is known."""

from __future__ import annotations

import inspect
from typing import Any

from geopy.geocoders.base import Geocoder
from geopy.location import Location

from chancery.geocoding.candidates import PlaceQuery, PointQuery
from chancery.geocoding.services.service import Arguments, Reading, Service, geocoder_class_named
from chancery.vocabulary import Precision


class OtherService(Service):
    """A service known by geopy's name for it alone.

    Its answers carry a name and coordinates; how exact these are nobody says, so they count as estimated until a person
    has looked.
    """

    def __init__(self, name: str) -> None:
        self.name = name

    @classmethod
    def named(cls, name: str) -> OtherService:
        """Return the service of a name.

        Raises
        ------
        InvalidValue
            If geopy has no geocoder of that name.
        """
        geocoder_class_named(name)
        return cls(name.lower())

    def search_arguments(self, query: PlaceQuery) -> Arguments:
        """Pass on the language and the number of answers where the geocoder takes them."""
        wanted: dict[str, Any] = {"language": query.language, "limit": query.limit}
        return _accepted(self.geocoder_class, "geocode", wanted)

    def reverse_arguments(self, query: PointQuery) -> Arguments:
        """Pass on the language where the geocoder takes it."""
        return _accepted(self.geocoder_class, "reverse", {"language": query.language})

    def read(self, location: Location) -> Reading:
        """Read the name; precision is estimated."""
        return Reading(
            name=location.address.split(",")[0],
            precision=Precision.ESTIMATED,
            attribution=f"{self.geocoder_class.__name__}, under the terms of the service",
        )


def _accepted(geocoder: type[Geocoder], method: str, wanted: dict[str, Any]) -> Arguments:
    """Return the arguments that a method takes; some services have no way from a point to a place."""
    function = getattr(geocoder, method, None)
    known = inspect.signature(function).parameters if function else {}
    return {name: value for name, value in wanted.items() if value and name in known}
