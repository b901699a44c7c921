"""The outline of an area: GeoJSON as a cell of a table keeps it, held to what a map can draw.

An outline is a Polygon or a MultiPolygon of RFC 7946: longitude first, WGS 84, each ring closed, holes allowed. It says
where something lies within, drawn by hand and to a few kilometres; it is no border.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NoReturn, cast

from chancery.errors import InvalidValue, Location

LONGEST = 60_000
"""Characters of an outline at most."""

MOST_POSITIONS = 1_000
"""Of all rings together: what a hand draws, and a browser draws at once."""

DECIMALS = 5
"""Of a coordinate: about a metre."""

Position = tuple[float, float]
"""Longitude, latitude."""

Ring = tuple[Position, ...]
"""Closed: its last position is its first."""

_REMEDY = "Draw it again, or give a GeoJSON Polygon with (longitude, latitude) positions."


@dataclass(frozen=True, slots=True)
class Area:
    """An outline: polygons, each a ring and the rings of its holes. Make one with `parse` or `from_geometry`."""

    polygons: tuple[tuple[Ring, ...], ...]

    @staticmethod
    def parse(text: str) -> Area:
        """Return the area that a text of GeoJSON tells of.

        Raises
        ------
        InvalidValue
            If it is no Polygon or MultiPolygon within the limits.
        """
        if len(text) > LONGEST:
            raise _fault(f"The outline has {len(text):,} characters; {LONGEST:,} is the most.")
        try:
            geometry = json.loads(text, object_pairs_hook=_read_object, parse_constant=_refuse_constant)
        except (ValueError, RecursionError) as error:
            raise _fault("The outline is not GeoJSON.") from error
        return Area.from_geometry(geometry)

    @staticmethod
    def from_geometry(geometry: Any) -> Area:
        """Return the area of a GeoJSON geometry that was read already; `parse` has the errors."""
        kind = geometry.get("type") if isinstance(geometry, dict) else None
        coordinates: Any = cast("dict[str, Any]", geometry).get("coordinates") if kind else None
        if kind == "Polygon":
            coordinates = [coordinates]
        elif kind != "MultiPolygon":
            raise _fault("The outline is no Polygon and no MultiPolygon.")
        polygons = tuple(tuple(map(_read_ring, _as_list(polygon))) for polygon in _as_list(coordinates))
        if not polygons or not all(polygons):
            raise _fault("The outline is empty.")
        if sum(len(ring) for rings in polygons for ring in rings) > MOST_POSITIONS:
            raise _fault(f"The outline has more than {MOST_POSITIONS:,} positions.")
        return Area(polygons)

    @property
    def text(self) -> str:
        """The one text of this outline, as a table keeps it."""
        return json.dumps(self.geometry, separators=(",", ":"))

    @property
    def geometry(self) -> dict[str, Any]:
        """The outline as plain values of GeoJSON."""
        polygons = [[[list(position) for position in ring] for ring in rings] for rings in self.polygons]
        if len(polygons) == 1:
            return {"type": "Polygon", "coordinates": polygons[0]}
        return {"type": "MultiPolygon", "coordinates": polygons}

    def contains(self, latitude: float, longitude: float) -> bool:
        """Tell whether a point lies within, holes left out (even-odd rule).

        >>> Area.parse('{"type":"Polygon","coordinates":[[[46,39],[48,39],[48,41],[46,41],[46,39]]]}').contains(40, 47)
        True
        """
        rings = (ring for rings in self.polygons for ring in rings)
        return sum(_count_crossings(ring, latitude, longitude) for ring in rings) % 2 == 1

    def find_label_point(self) -> tuple[float, float]:
        """Return latitude and longitude of a point within, to stand for the area: its middle, if that is within."""
        ring = max((rings[0] for rings in self.polygons), key=lambda outer: abs(_measure_ring(outer)))
        longitude, latitude = _find_centroid(ring)
        if not self.contains(latitude, longitude):
            longitude = _find_widest_middle(self.polygons, latitude) or longitude
        return round(latitude, DECIMALS), round(longitude, DECIMALS)

    def find_crossing(self) -> Position | None:
        """Return a position where an outline crosses itself; ``None`` if it does not."""
        for ring in (ring for rings in self.polygons for ring in rings):
            edges = list(pairwise(ring))
            for number, edge in enumerate(edges):
                # Neighbours share an end; so do the first and the last.
                others = edges[number + 2 : len(edges) - 1 if number == 0 else len(edges)]
                if any(_cross(edge, other) for other in others):
                    return edge[0]
        return None

    @property
    def positions(self) -> tuple[Position, ...]:
        """Every position of the outer rings."""
        return tuple(position for rings in self.polygons for position in rings[0])


def _read_ring(value: Any) -> Ring:
    positions = [_read_position(item) for item in _as_list(value)]
    if positions and positions[0] != positions[-1]:
        positions.append(positions[0])
    ring = tuple(item for number, item in enumerate(positions) if number == 0 or item != positions[number - 1])
    if len(ring) < 4 or not _measure_ring(ring):
        raise _fault("A ring of the outline encloses nothing.")
    return ring


def _read_position(value: Any) -> Position:
    numbers = _as_list(value)
    if len(numbers) < 2 or any(type(number) not in (int, float) for number in numbers[:2]):
        raise _fault("A position of the outline is no pair of numbers.")
    longitude, latitude = (float(number) for number in numbers[:2])
    if not (math.isfinite(longitude) and math.isfinite(latitude) and abs(longitude) <= 180 and abs(latitude) <= 90):
        raise _fault(f"({longitude}, {latitude}) is no position on Earth.")
    return round(longitude, DECIMALS), round(latitude, DECIMALS)


def _as_list(value: Any) -> list[Any]:
    if not isinstance(value, list | tuple):
        raise _fault("The outline is not nested as GeoJSON has it.")
    return list(cast("Sequence[Any]", value))


def _read_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) != len(pairs):
        raise _fault("A key of the outline stands there twice.")
    return dict(pairs)


def _refuse_constant(name: str) -> NoReturn:
    raise _fault(f"{name} is no coordinate.")


def _fault(message: str) -> InvalidValue:
    return InvalidValue(message, where=Location(field="area"), remedy=_REMEDY)


def _count_crossings(ring: Ring, latitude: float, longitude: float) -> int:
    return sum(crossing > longitude for crossing in _find_crossings(ring, latitude))


def _find_crossings(ring: Ring, latitude: float) -> Iterator[float]:
    """Yield the longitudes at which a ring crosses a parallel."""
    for (x, y), (next_x, next_y) in pairwise(ring):
        if (y > latitude) != (next_y > latitude):
            yield x + (latitude - y) / (next_y - y) * (next_x - x)


def _measure_ring(ring: Ring) -> float:
    """Return twice the signed area of a ring, in square degrees (shoelace formula)."""
    pairs = pairwise(ring)
    return sum(x * next_y - next_x * y for (x, y), (next_x, next_y) in pairs)


def _find_centroid(ring: Ring) -> Position:
    doubled = _measure_ring(ring)
    x = y = 0.0
    for (from_x, from_y), (to_x, to_y) in pairwise(ring):
        cross = from_x * to_y - to_x * from_y
        x += (from_x + to_x) * cross
        y += (from_y + to_y) * cross
    return x / (3 * doubled), y / (3 * doubled)


def _find_widest_middle(polygons: Sequence[Sequence[Ring]], latitude: float) -> float | None:
    """Return the longitude in the middle of the widest stretch of a parallel that is within."""
    crossings = sorted(item for rings in polygons for ring in rings for item in _find_crossings(ring, latitude))
    stretches = list(zip(crossings[::2], crossings[1::2], strict=False))
    west, east = max(stretches, key=lambda stretch: stretch[1] - stretch[0], default=(None, None))
    return None if west is None or east is None else (west + east) / 2


def _cross(one: tuple[Position, Position], other: tuple[Position, Position]) -> bool:
    (a, b), (c, d) = one, other
    return _side(a, b, c) * _side(a, b, d) < 0 and _side(c, d, a) * _side(c, d, b) < 0


def _side(start: Position, end: Position, point: Position) -> float:
    return (end[0] - start[0]) * (point[1] - start[1]) - (end[1] - start[1]) * (point[0] - start[0])
