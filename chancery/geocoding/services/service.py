"""What is to be known about a geocoding service: how it is asked, and how to read what it answers."""

from __future__ import annotations

import abc
import inspect
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from geopy.exc import GeocoderNotFound
from geopy.geocoders import get_geocoder_for_service
from geopy.geocoders.base import Geocoder
from geopy.location import Location

from chancery.errors import InvalidValue
from chancery.errors import Location as Where
from chancery.geocoding.candidates import BoundingBox, PlaceQuery, PointQuery
from chancery.vocabulary import Precision

Arguments = dict[str, Any]

WIDE_FEATURE_KM: Final = 25.0
"""IATI GeographicalPrecision: what is more than 25 kilometres from an exact place is estimated (code 5)."""

ESTIMATED_FEATURES: Final = frozenset({"RGN", "SEA", "OCN", "STM", "LK", "PRK", "RD", "RR", "MTS", "CONT"})
"""Feature codes of what stretches out, whose coordinates stand for a point on it."""

_BY_FEATURE: Final = (
    ("PCL", Precision.COUNTRY),
    ("ADM1", Precision.FIRST_ORDER_AREA),
    ("ADM", Precision.SECOND_ORDER_AREA),
    ("PPL", Precision.EXACT),
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What one answer of a service says, in the project's terms; see `candidates.Candidate` for each."""

    name: str
    country_code: str = ""
    feature_code: str = ""
    precision: Precision = Precision.ESTIMATED
    score: float | None = None
    provider_id: str = ""
    attribution: str = ""
    bounding_box: BoundingBox | None = None
    population: int = 0
    radius_km: float = 0.0
    admin1: str = ""


class Service(abc.ABC):
    """One kind of geocoding service, spoken to through its geocoder in geopy.

    Attributes
    ----------
    name
        geopy's name for it.
    public_domain
        Where it is asked if the settings name no server; empty if there is no such place.
    """

    name: str
    public_domain: str = ""

    @abc.abstractmethod
    def search_arguments(self, query: PlaceQuery) -> Arguments:
        """Return the arguments of ``geocode`` beside the text that pass on what else the query holds."""

    @abc.abstractmethod
    def read(self, location: Location) -> Reading:
        """Return what an answer says.

        Raises
        ------
        LookupError, TypeError, ValueError, AttributeError
            If it is not of the shape that the service documents.
        """

    def reverse_arguments(self, query: PointQuery) -> Arguments:
        """Return the arguments of ``reverse`` beside the point."""
        return {"language": query.language} if query.language else {}

    @property
    def geocoder_class(self) -> type[Geocoder]:
        """Geopy's class for it."""
        return geocoder_class_named(self.name)

    def options(self) -> tuple[str, ...]:
        """Return the options of geopy's class that settings may set."""
        own = ("self", "timeout", "user_agent", "adapter_factory", "ssl_context")
        return tuple(name for name in inspect.signature(self.geocoder_class).parameters if name not in own)


def geocoder_class_named(name: str) -> type[Geocoder]:
    """Return geopy's class of a name.

    Raises
    ------
    InvalidValue
        If there is none.
    """
    try:
        return get_geocoder_for_service(name)
    except GeocoderNotFound:
        raise InvalidValue(
            f"geopy knows no geocoder '{name}'.",
            where=Where(field="CHANCERY_GEOCODERS"),
            remedy="Use gazetteer, nominatim, photon, pelias, geonames or another name from geopy's documentation.",
        ) from None


def precision_of(feature_code: str, bounding_box: BoundingBox | None) -> Precision:
    """Return how exactly coordinates stand for a feature, as IATI GeographicalPrecision tells them apart.

    Countries and areas go by their kind. Whatever stretches out, by its kind or by a box that reaches more than 25 km
    from its middle, is estimated; towns stay exact however large, since people mean their centre.
    """
    for prefix, precision in _BY_FEATURE:
        if feature_code.startswith(prefix):
            return precision
    is_wide = bounding_box is not None and bounding_box.radius_km > WIDE_FEATURE_KM
    if not feature_code or feature_code in ESTIMATED_FEATURES or is_wide:
        return Precision.ESTIMATED
    return Precision.EXACT


def read_box(south: Any, west: Any, north: Any, east: Any) -> BoundingBox | None:
    """Return a box, or ``None`` where its numbers are not those of one."""
    try:
        box = BoundingBox(float(south), float(west), float(north), float(east))
    except (TypeError, ValueError):
        return None
    rows_hold = -90 <= box.south <= box.north <= 90
    columns_hold = abs(box.west) <= 180 and abs(box.east) <= 180
    return box if rows_hold and columns_hold else None


def read_score(value: Any) -> float | None:
    """Return a number from 0 to 1, or ``None`` where it is no number."""
    try:
        score = float(value)
    except (TypeError, ValueError):
        return None
    return min(1.0, max(0.0, score)) if math.isfinite(score) else None


def read_text(values: Mapping[str, Any], key: str) -> str:
    """Return a text of an answer, empty where it has none or something else."""
    value = values.get(key)
    return value if isinstance(value, str) else ""


def read_country(values: Mapping[str, Any], key: str) -> str:
    """Return a two-letter country code in capitals, empty where it is not one."""
    code = read_text(values, key).upper()
    return code if len(code) == 2 and code.isascii() and code.isalpha() else ""
