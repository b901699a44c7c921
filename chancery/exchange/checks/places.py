"""Places: inside the country they are said to be in, and known as exactly as what they are allows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from chancery.areas import Area
from chancery.errors import ChanceryError, InvalidValue, Location
from chancery.exchange.package import PackageContent
from chancery.geocoding.borders import read_borders
from chancery.model import Place
from chancery.vocabulary import POINT_PRECISIONS, PRECISIONS, NameKind, Precision

_FEATURE_CODE = re.compile(r"[A-Z][A-Z0-9]{1,9}")
_WIDE_FEATURES = frozenset({"SEA", "OCN", "GULF", "CONT", "ZN", "ZNB", "AREA"})
_ASSUMED = frozenset({Precision.ASSUMED_UNCLEAR, Precision.ASSUMED_UNSPECIFIED})
_POINT = POINT_PRECISIONS | _ASSUMED | {Precision.ESTIMATED, Precision.ASSUMED_CENTRAL_GOVERNMENT}
_SECOND_ORDER = _ASSUMED | {Precision.SECOND_ORDER_AREA}
_FIRST_ORDER = _ASSUMED | {Precision.FIRST_ORDER_AREA}
_COUNTRY = _ASSUMED | {Precision.COUNTRY}
_WIDE = frozenset(Precision) - _POINT | _ASSUMED


def allowed_precisions(place: Place) -> frozenset[Precision]:
    """Return how exactly a record may be said to be at a place, given what the place is.

    GeoNames feature codes decide (https://www.geonames.org/export/codes.html). An assumed place, 7 or 9, can be
    anything.
    """
    code = place.feature_code
    if code in _WIDE_FEATURES or (not place.country_code and not code.startswith("PPL")):
        return _WIDE
    if code.startswith("PCL") or code == "TERR":
        return _COUNTRY
    if code.startswith(("ADM1", "RGN")):
        return _FIRST_ORDER
    if code.startswith("ADM"):
        return _SECOND_ORDER
    return _POINT


def find_misplaced(content: PackageContent) -> Iterator[ChanceryError]:
    """Yield a fault for each place that the basemap draws outside of its country, borders and coasts taken roughly.

    Places without a country (seas, areas of several countries) are left alone, and so are countries too small to
    be drawn.
    """
    borders = read_borders()
    for number, place in content.numbered("places"):
        if not place.country_code or borders.lies_in(place.country_code, place.latitude, place.longitude):
            continue
        swapped = (place.longitude, place.latitude)
        if abs(place.longitude) <= 90 and borders.lies_in(place.country_code, *swapped):
            remedy = "Latitude and longitude look swapped."
        else:
            remedy = "Mend the coordinates or country_code; run: python -m chancery geocode NAME"
        found = borders.country_at(place.latitude, place.longitude)
        yield InvalidValue(
            f"{place.name} is said to be in {place.country_code}, but {place.latitude}, {place.longitude} "
            f"{f'lies in {found}' if found else 'lies at sea'}.",
            where=Location("places.csv", number, "latitude"),
            remedy=remedy,
        )


def find_wrong_precisions(content: PackageContent) -> Iterator[ChanceryError]:
    """Yield a fault for each precision that the place cannot have, and for each feature code that is none."""
    places: dict[str, Place] = {row.place_id: row for row in content.tables["places"].rows}
    for number, place in content.numbered("places"):
        if not _FEATURE_CODE.fullmatch(place.feature_code):
            yield InvalidValue(
                f"'{place.feature_code}' is not a GeoNames feature code.",
                where=Location("places.csv", number, "feature_code"),
                remedy="Use one like PPL, ADM1 or PCLI.",
            )
    for number, row in content.numbered("record_places"):
        place = places.get(row.place_id)
        if place is None or row.precision in allowed_precisions(place):
            continue
        fitting = ", ".join(_name(code) for code in sorted(allowed_precisions(place)))
        yield InvalidValue(
            f"{_name(row.precision)} does not suit {place.name}, a {place.feature_code}.",
            where=Location("record_places.csv", number, "precision"),
            remedy=f"Use {fitting}, or refer to another place.",
        )


def find_flat_areas(content: PackageContent) -> Iterator[ChanceryError]:
    """Yield a fault for each area without a radius: it could only be drawn as a point."""
    for number, place in content.numbered("places"):
        if not place.radius_km and not allowed_precisions(place) & POINT_PRECISIONS:
            yield InvalidValue(
                f"{place.name} is an area ({place.feature_code}) without a radius.",
                where=Location("places.csv", number, "radius_km"),
                remedy="Give how far it reaches from its label point, in kilometres.",
            )


def find_unsound_areas(content: PackageContent) -> Iterator[ChanceryError]:
    """Yield a fault for each outline that crosses itself, or whose place's label point is outside of it."""
    for number, place in content.numbered("places"):
        if not place.area:
            continue
        area = Area.parse(place.area)
        where = Location("places.csv", number, "area")
        crossing = area.find_crossing()
        if crossing is not None:
            message = f"The outline of {place.name} crosses itself near {crossing[1]}, {crossing[0]}."
            yield InvalidValue(message, where=where, remedy="Draw it again.")
        elif not area.contains(place.latitude, place.longitude):
            latitude, longitude = area.find_label_point()
            yield InvalidValue(
                f"The label point of {place.name} is outside of its outline.",
                where=where,
                remedy=f"Put it within, at {latitude}, {longitude} for instance.",
            )


def find_unattributed_names(content: PackageContent) -> Iterator[ChanceryError]:
    """Yield a fault for each disputed name that does not say who uses it: the atlas takes no side."""
    for number, name in content.numbered("place_names"):
        if name.kind is NameKind.DISPUTED and not name.used_by.strip():
            yield InvalidValue(
                f"'{name.name}' is disputed, and nobody is named who uses it.",
                where=Location("place_names.csv", number, "used_by"),
                remedy="Say who calls the place so, like: Armenian sources.",
            )


def _name(code: Precision) -> str:
    return f"{code.value} ({PRECISIONS[code].label})"
