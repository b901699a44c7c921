"""Which country a point lies in, by the borders that the basemap draws.

The borders are Natural Earth's: de facto, simplified away from Belarus and Azerbaijan, coasts to a few kilometres. A
town on a shore or at a border may fall outside of its country by that much, hence `Borders.distance_km`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from chancery.errors import GazetteerUnavailable, Location

EMBEDDED: Final = Path(__file__).resolve().parents[2] / "static" / "basemap" / "countries.geojson"
KM_PER_DEGREE: Final = 111.195  # of latitude, on a sphere of 6371 km
COAST_TOLERANCE_KM: Final = 12.0  # what simplification may cut off a coast, and a pier or an islet

Ring = npt.NDArray[np.float64]


class Borders:
    """Countries as rings of (longitude, latitude); made by `read`, never changed, safe to share between threads.

    Parameters
    ----------
    rings
        For each country code, its rings, outlines and holes alike.
    """

    def __init__(self, rings: Mapping[str, Sequence[Ring]]) -> None:
        self._rings = {code: tuple(parts) for code, parts in rings.items()}
        self._boxes = {
            code: np.array([[*part.min(axis=0), *part.max(axis=0)] for part in parts])
            for code, parts in self._rings.items()
        }

    @classmethod
    def read(cls, path: Path = EMBEDDED) -> Borders:
        """Read the basemap's layer of countries.

        Raises
        ------
        GazetteerUnavailable
            The file is missing or is no such layer.
        """
        try:
            features: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["features"]
            rings = {
                feature["properties"]["code"]: [
                    np.array(ring, dtype=np.float64) for part in feature["geometry"]["coordinates"] for ring in part
                ]
                for feature in features
                if feature["properties"]["code"]
            }
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise GazetteerUnavailable(
                "The borders of the basemap cannot be read.",
                where=Location(file=str(path)),
                remedy="Restore static/basemap/ from the repository, or rebuild it with scripts/build_basemap.py.",
            ) from error
        return cls(rings)

    @property
    def codes(self) -> frozenset[str]:
        """The ISO 3166-1 alpha-2 codes of the countries that are drawn."""
        return frozenset(self._rings)

    def country_at(self, latitude: float, longitude: float) -> str | None:
        """Return the code of the country in which a point is drawn, or None at sea."""
        for code, boxes in self._boxes.items():
            west, south, east, north = boxes.T
            near = (west <= longitude) & (longitude <= east) & (south <= latitude) & (latitude <= north)
            if near.any() and self._contains(code, latitude, longitude):
                return code
        return None

    def distance_km(self, code: str, latitude: float, longitude: float) -> float:
        """Return how far a point is from a country: 0 inside, else kilometres to its nearest border or shore.

        Parameters
        ----------
        code
            ISO 3166-1 alpha-2. A country that is not drawn, such as a small island, is infinitely far.
        """
        if code not in self._rings:
            return float("inf")
        if self._contains(code, latitude, longitude):
            return 0.0
        return min(_distance_to_ring(ring, latitude, longitude) for ring in self._rings[code])

    def lies_in(self, code: str, latitude: float, longitude: float, *, within_km: float = COAST_TOLERANCE_KM) -> bool:
        """Tell whether a point lies in a country or within ``within_km`` of it; True for one that is not drawn."""
        return code not in self._rings or self.distance_km(code, latitude, longitude) <= within_km

    def _contains(self, code: str, latitude: float, longitude: float) -> bool:
        """Count crossings of a ray to the east: an odd number over all rings, holes among them, means inside."""
        return sum(_count_crossings(ring, latitude, longitude) for ring in self._rings[code]) % 2 == 1


@cache
def read_borders() -> Borders:
    """Return the basemap's borders, read once a process."""
    return Borders.read()


def country_at(latitude: float, longitude: float) -> str | None:
    """Return the code of the country in which the basemap draws a point, or None at sea.

    Examples
    --------
    >>> country_at(39.76, 46.75), country_at(53.9, 27.57), country_at(42.0, 50.8)
    ('AZ', 'BY', None)
    """
    return read_borders().country_at(latitude, longitude)


def _count_crossings(ring: Ring, latitude: float, longitude: float) -> int:
    x, y = ring[:-1, 0], ring[:-1, 1]
    next_x, next_y = ring[1:, 0], ring[1:, 1]
    spans = (y > latitude) != (next_y > latitude)
    rise = next_y[spans] - y[spans]
    crossing = x[spans] + (latitude - y[spans]) / rise * (next_x[spans] - x[spans])
    return int(np.count_nonzero(crossing > longitude))


def _distance_to_ring(ring: Ring, latitude: float, longitude: float) -> float:
    """Return kilometres to a ring, on a plane that touches the globe at the point: good to 1% within 500 km."""
    scale = np.array([KM_PER_DEGREE * np.cos(np.radians(latitude)), KM_PER_DEGREE])
    offset = ring - np.array([longitude, latitude])
    offset[:, 0] = (offset[:, 0] + 180.0) % 360.0 - 180.0  # the short way round
    starts, ends = offset[:-1] * scale, offset[1:] * scale
    along = ends - starts
    length = np.einsum("ij,ij->i", along, along)
    share = np.clip(-np.einsum("ij,ij->i", starts, along) / np.where(length > 0, length, 1.0), 0.0, 1.0)
    nearest = starts + share[:, None] * along
    return float(np.sqrt(np.min(np.einsum("ij,ij->i", nearest, nearest))))
