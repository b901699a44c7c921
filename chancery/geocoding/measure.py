"""Distances on the globe."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

MEAN_EARTH_RADIUS_KM = 6371.0088  # IUGG mean radius R1


def great_circle_km(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Return the distance between two points in kilometres, by the haversine formula on a sphere (good to 0.5%).

    Examples
    --------
    >>> round(great_circle_km(40.3777, 49.8920, 53.9, 27.5667))
    2304
    """
    half_latitude = sin(radians(other_latitude - latitude) / 2)
    half_longitude = sin(radians(other_longitude - longitude) / 2)
    chord = half_latitude**2 + cos(radians(latitude)) * cos(radians(other_latitude)) * half_longitude**2
    return 2 * MEAN_EARTH_RADIUS_KM * asin(min(1.0, sqrt(chord)))
