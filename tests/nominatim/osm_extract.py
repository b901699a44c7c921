"""A small file in OpenStreetMap's format, drawn from the project's own table of 65 places.

Nothing in it comes from OpenStreetMap. Towns are the rows of tests/fixtures/places_65.csv; through the middle of each
runs a street of a name that such towns have, since Nominatim's reverse search goes by streets; countries have the
outlines of the basemap; and a few areas, a river and an airport, drawn by eye, stand for what is no town.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parents[2]
PLACES = ROOT / "tests" / "fixtures" / "places_65.csv"
COUNTRIES = ROOT / "static" / "basemap" / "countries.geojson"

Point = tuple[float, float]  # latitude, longitude
Tags = Mapping[str, str]

CAPITALS = {"Baku", "Minsk"}
CITIES = {*CAPITALS, "Ganja", "Sumgayit", "Brest", "Gomel", "Grodno", "Mogilev", "Vitebsk"}
VILLAGES = {"Sarijali", "Gizil Kangarli", "Jojug Marjanli", "Hadrut"}

COUNTRY_TAGS: dict[str, Tags] = {
    "AZ": {"name": "Azərbaycan", "name:az": "Azərbaycan", "name:en": "Azerbaijan", "name:ru": "Азербайджан"},
    "BY": {"name": "Беларусь", "name:be": "Беларусь", "name:en": "Belarus", "name:ru": "Белоруссия"},
}
STREET_TAGS: dict[str, Tags] = {
    "AZ": {"name": "Nizami küçəsi", "name:en": "Nizami Street", "name:ru": "улица Низами"},
    "BY": {"name": "Савецкая вуліца", "name:en": "Savieckaja Street", "name:ru": "Советская улица"},
}
# south, west, north, east: boxes that hold the place, not its borders
AREAS: tuple[tuple[int, tuple[float, float, float, float], Tags], ...] = (
    (
        4,
        (51.5, 23.1, 53.4, 27.6),
        {"name": "Брэсцкая вобласць", "name:en": "Brest Region", "name:ru": "Брестская область"},
    ),
    (
        6,
        (51.95, 23.5, 52.45, 24.1),
        {"name": "Брэсцкі раён", "name:en": "Brest District", "name:ru": "Брестский район"},
    ),
)
# Land that the basemap's coast leaves out, and that the country's border in OpenStreetMap, which runs at sea, holds.
ISLANDS: dict[str, tuple[tuple[float, float, float, float], ...]] = {"AZ": ((40.455, 50.305, 40.490, 50.326),)}
RIVER: tuple[tuple[Point, ...], Tags] = (
    ((53.30, 26.80), (53.55, 26.00), (53.45, 25.20), (53.68, 23.83), (53.95, 23.80)),
    {"waterway": "river", "name": "Нёман", "name:en": "Neman", "name:ru": "Неман"},
)
AIRPORT: tuple[Point, Tags] = (
    (40.4675, 50.0467),
    {
        "aeroway": "aerodrome",
        "name": "Heydər Əliyev Beynəlxalq Hava Limanı",
        "name:en": "Heydar Aliyev International Airport",
        "iata": "GYD",
    },
)


@dataclass
class Drawing:
    """An OSM file in the making: elements get their ids in the order in which they are drawn."""

    root: ElementTree.Element = field(
        default_factory=lambda: ElementTree.Element("osm", version="0.6", generator="chancery tests")
    )
    ids: dict[str, int] = field(default_factory=dict[str, int])
    elements: dict[str, list[ElementTree.Element]] = field(
        default_factory=lambda: {"node": [], "way": [], "relation": []}
    )

    def add(self, kind: str, tags: Tags = {}, attributes: Tags = {}) -> ElementTree.Element:  # noqa: B006 - never changed
        """Draw an element and return it; its id is its attribute ``id``."""
        self.ids[kind] = self.ids.get(kind, 0) + 1
        element = ElementTree.Element(kind, {"id": str(self.ids[kind]), "version": "1", **attributes})
        for key, value in tags.items():
            ElementTree.SubElement(element, "tag", k=key, v=value)
        self.elements[kind].append(element)
        return element

    def add_node(self, point: Point, tags: Tags = {}) -> str:  # noqa: B006
        """Draw a point and return its id."""
        return self.add("node", tags, {"lat": f"{point[0]:.6f}", "lon": f"{point[1]:.6f}"}).attrib["id"]

    def add_way(self, points: Iterable[Point], tags: Tags = {}, *, closed: bool = False) -> str:  # noqa: B006
        """Draw a line, or an outline, and return its id."""
        nodes = [self.add_node(point) for point in points]
        way = self.add("way", tags)
        for position, node in enumerate([*nodes, nodes[0]] if closed else nodes):
            way.insert(position, ElementTree.Element("nd", ref=node))
        return way.attrib["id"]

    def add_area(self, outlines: Iterable[Iterable[Point]], level: int, tags: Tags) -> None:
        """Draw an administrative area of one or more outlines."""
        ways = [self.add_way(outline, closed=True) for outline in outlines]
        boundary = {"type": "boundary", "boundary": "administrative", "admin_level": str(level), **tags}
        relation = self.add("relation", boundary)
        for position, way in enumerate(ways):
            relation.insert(position, ElementTree.Element("member", type="way", ref=way, role="outer"))

    def write(self, path: Path) -> None:
        """Write what was drawn: nodes, ways, relations."""
        for kind in ("node", "way", "relation"):
            self.root.extend(self.elements[kind])
        ElementTree.ElementTree(self.root).write(path, encoding="utf-8", xml_declaration=True)


def write_extract(path: Path) -> None:
    """Write the extract for Nominatim to import."""
    drawing = Drawing()
    for country, outlines in _outlines().items():
        islands = [_corners(*box) for box in ISLANDS.get(country, ())]
        drawing.add_area(
            [*outlines, *islands], 2, {"ISO3166-1": country, "ISO3166-1:alpha2": country, **COUNTRY_TAGS[country]}
        )
    for level, box, tags in AREAS:
        drawing.add_area([_corners(*box)], level, tags)
    for row in read_places():
        latitude, longitude = float(row["latitude"]), float(row["longitude"])
        drawing.add_node((latitude, longitude), place_tags(row))
        street = ((latitude - 0.002, longitude - 0.003), (latitude, longitude), (latitude + 0.002, longitude + 0.003))
        drawing.add_way(street, {"highway": "residential", **STREET_TAGS[row["country_code"]]})
    drawing.add_way(*RIVER)
    drawing.add_node(*AIRPORT)
    drawing.write(path)


def read_places() -> list[dict[str, str]]:
    """Return the rows of the table."""
    with PLACES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def place_tags(row: Mapping[str, str]) -> dict[str, str]:
    """Return a town's tags: its spellings told apart by script and place in the list, the rest as further names."""
    spellings = [spelling for spelling in row["spellings"].split("|") if spelling]
    cyrillic = [spelling for spelling in spellings if "а" <= spelling[-1].lower() <= "ў"]
    latin = [spelling for spelling in spellings if spelling[0].isascii() or spelling[0] in "ÇƏĞİÖŞÜ"]
    names = {"name:en": row["name"]}
    if row["country_code"] == "AZ":
        names["name:az"] = latin[0] if latin else row["name"]
        names["name"] = names["name:az"]
        names |= {"name:ru": cyrillic[0]} if cyrillic else {}
    else:
        names["name"] = names["name:be"] = cyrillic[0]
        names["name:ru"] = cyrillic[min(1, len(cyrillic) - 1)]
    others = [spelling for spelling in spellings if spelling not in names.values()]
    further = {"alt_name": ";".join(others)} if others else {}
    kind = "city" if row["name"] in CITIES else "village" if row["name"] in VILLAGES else "town"
    capital = {"capital": "yes"} if row["name"] in CAPITALS else {}
    return {"place": kind, **capital, **names, **further}


def _outlines() -> dict[str, list[list[Point]]]:
    """Return the outer rings of the two countries, as the basemap draws them."""
    features = json.loads(COUNTRIES.read_text(encoding="utf-8"))["features"]
    found: dict[str, list[list[Point]]] = {}
    for feature in features:
        code, geometry = feature["properties"]["code"], feature["geometry"]
        if code in COUNTRY_TAGS:
            parts = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
            found[code] = [[(latitude, longitude) for longitude, latitude in part[0][:-1]] for part in parts]
    return found


def _corners(south: float, west: float, north: float, east: float) -> list[Point]:
    return [(south, west), (south, east), (north, east), (north, west)]
