"""Positions as people type and read them."""

from __future__ import annotations

import math
import re

from geopy.point import Point

from chancery.errors import InvalidCoordinates, Location
from chancery.geocoding.measure import great_circle_km
from chancery.model import check_coordinates

_DECIMAL_COMMAS = re.compile(r"\s*(-?\d{1,3}),(\d+)\s*[;\s]\s*(-?\d{1,3}),(\d+)\s*")
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
    commas = _DECIMAL_COMMAS.fullmatch(text)
    plain = f"{commas[1]}.{commas[2]}, {commas[3]}.{commas[4]}" if commas else text.strip()
    numbers = [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", plain)]
    try:
        if len(numbers) == 2:
            check_coordinates(*numbers)
        point = Point(plain)
    except ValueError as error:
        if isinstance(error, InvalidCoordinates):
            raise
        remedy = "Write latitude and longitude like 39.7601, 46.7499."
        raise InvalidCoordinates(
            f"'{text}' is no position.", where=Location(field="latitude"), remedy=remedy
        ) from error
    latitude, longitude = round(point.latitude, 6), round(point.longitude, 6)
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
