"""Positions as people type and read them."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from chancery.errors import InvalidCoordinates, Location
from chancery.geocoding.measure import great_circle_km
from chancery.model import check_coordinates

_DECIMAL_COMMAS = re.compile(r"(-?\d{1,3}),(\d+)(\s*;\s*|\s+)(-?\d{1,3}),(\d+)")
_NUMBER = r"\d{1,3}(?:\.\d{1,15})?"
_ANGLE = rf"""(-?{_NUMBER})\s*°?\s*(?:({_NUMBER})\s*['′]\s*)?(?:({_NUMBER})\s*["″]\s*)?"""
_POSITION = re.compile(rf"{_ANGLE}([NS]?)[\s,;]+{_ANGLE}([EW]?)")
_WINDS = ("north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west")
_NEAR_KM = 0.05


def parse_position(text: str) -> tuple[float, float]:
    r"""Return latitude and longitude of a text: degrees with decimals, or with minutes and seconds.

    Decimal commas are read where a blank or a semicolon parts the numbers.

    Raises
    ------
    InvalidCoordinates
        If it tells of no point on Earth.

    Examples
    --------
    >>> parse_position("39.7601, 46.7499"), parse_position("39,7601; 46,7499")
    ((39.7601, 46.7499), (39.7601, 46.7499))
    >>> parse_position("39°45'36\"N 46°45'E")
    (39.76, 46.75)
    """
    plain = _DECIMAL_COMMAS.sub(r"\1.\2 \4.\5", text.strip())
    found = _POSITION.fullmatch(plain.replace("\u2212", "-"))
    if found is None:
        remedy = "Write latitude and longitude like 39.7601, 46.7499."
        raise InvalidCoordinates(f"'{text}' is no position.", where=Location(field="latitude"), remedy=remedy)
    latitude, longitude = _read_angle(found.groups()[:4]), _read_angle(found.groups()[4:])
    check_coordinates(latitude, longitude)
    return latitude, longitude


def format_position(latitude: float, longitude: float) -> str:
    """Return a position as it is typed, to about ten metres.

    >>> format_position(39.76006, 46.7)
    '39.7601, 46.7'
    """
    return f"{round(latitude, 4):.7g}, {round(longitude, 4):.7g}"


def describe_move(start: tuple[float, float], end: tuple[float, float]) -> str:
    """Return how far and where to something moved; empty if it did not.

    >>> describe_move((39.76, 46.75), (39.78, 46.77))
    '2.8 km to the north-east'
    """
    distance = great_circle_km(*start, *end)
    if distance < _NEAR_KM:
        return ""
    north = end[0] - start[0]
    east = ((end[1] - start[1] + 180) % 360 - 180) * math.cos(math.radians(start[0]))
    wind = _WINDS[round(math.degrees(math.atan2(east, north)) / 45) % 8]
    return f"{format_km(distance)} to the {wind}"


def format_km(distance: float) -> str:
    """Return a distance in kilometres, as exactly as it matters.

    >>> format_km(0.43), format_km(12.84), format_km(2244.2)
    ('0.4 km', '13 km', '2,244 km')
    """
    return f"{distance:.1f} km" if distance < 10 else f"{distance:,.0f} km"


def _read_angle(parts: Sequence[str | None]) -> float:
    degrees, minutes, seconds, wind = parts
    size = abs(float(degrees or 0)) + float(minutes or 0) / 60 + float(seconds or 0) / 3600
    is_negative = (degrees or "").startswith("-") != (wind in ("S", "W"))
    return round(-size if is_negative else size, 6)
