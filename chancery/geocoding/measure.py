"""Distances on the globe."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

import numpy as np
import numpy.typing as npt

MEAN_EARTH_RADIUS_KM = 6371.0088  # IUGG mean radius R1


def great_circle_km(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Return the distance between two points in kilometres, by the haversine formula on a sphere (good to 0.5%).

    Examples
    --------
    >>> round(great_circle_km(40.3777, 49.8920, 53.9, 27.5667))
    2244
    """
    half_latitude = sin(radians(other_latitude - latitude) / 2)
    half_longitude = sin(radians(other_longitude - longitude) / 2)
    chord = half_latitude**2 + cos(radians(latitude)) * cos(radians(other_latitude)) * half_longitude**2
    return 2 * MEAN_EARTH_RADIUS_KM * asin(min(1.0, sqrt(chord)))


def great_circles_km(
    latitude: float, longitude: float, latitudes: npt.NDArray[np.float64], longitudes: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """Return the distances from one point to many, in kilometres, as `great_circle_km` does for two."""
    rows, columns = np.radians(latitudes), np.radians(longitudes)
    half_latitudes = np.sin((rows - np.radians(latitude)) / 2)
    half_longitudes = np.sin((columns - np.radians(longitude)) / 2)
    chords = half_latitudes**2 + np.cos(np.radians(latitude)) * np.cos(rows) * half_longitudes**2
    return 2 * MEAN_EARTH_RADIUS_KM * np.arcsin(np.minimum(1.0, np.sqrt(chords)))
