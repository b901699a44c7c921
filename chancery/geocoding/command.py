"""``python -m chancery geocode NAME``: what a name may mean, on the terminal."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from typing import Any

from chancery.geocoding.places import PlaceIndex
from chancery.geocoding.resolve import Candidate, resolve_query


def add_geocode_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command to a parser, and the command itself as ``run``."""
    parser.add_argument("name", help='a place in any script and spelling: "Shusha", "Paris, Texas"')
    parser.add_argument("--country", metavar="CODE", help="ISO 3166-1 alpha-2 code; several with commas")
    parser.add_argument("--limit", type=_positive, default=5, metavar="N", help="most candidates to print (default 5)")
    parser.add_argument("--json", action="store_true", help="print JSON, one list of candidates")
    parser.set_defaults(run=run_geocode)


def run_geocode(options: argparse.Namespace) -> int:
    """Print the candidates of a name; return 0, or 1 if the gazetteer has no such place."""
    codes = [code.strip().upper() for code in (options.country or "").split(",") if code.strip()]
    index = PlaceIndex.embedded()
    candidates = resolve_query(index, options.name, country_codes=codes)[: options.limit]
    if options.json:
        rows = [describe_candidate(index, candidate) for candidate in candidates]
        print(json.dumps(rows, ensure_ascii=False, indent=2))
    elif candidates:
        print(format_candidates(index, candidates))
    if candidates:
        return 0
    where = f" in {', '.join(codes)}" if codes else ""
    print(f"No place named {options.name!r}{where}. Try another spelling or a larger place near it.", file=sys.stderr)
    return 1


def describe_candidate(index: PlaceIndex, candidate: Candidate) -> dict[str, Any]:
    """Return a candidate as plain values, in the order in which they are printed."""
    place = candidate.place
    return {
        "place_id": place.place_id,
        "geonames_id": place.geonames_id,
        "name": place.name,
        "within": [container.name for container in index.containers_of(place)],
        "country_code": place.country_code,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "radius_km": place.radius_km,
        "feature_code": place.feature_code,
        "precision": place.precision,
        "population": place.population,
        "matched_name": candidate.matched_name,
        "match": candidate.match,
        "score": candidate.score,
    }


def format_candidates(index: PlaceIndex, candidates: Sequence[Candidate]) -> str:
    """Return candidates as lines of aligned columns under a heading."""
    heading = ("score", "match", "latitude", "longitude", "type", "precision", "place id", "place")
    rows: list[tuple[str, ...]] = [heading]
    for candidate in candidates:
        place = candidate.place
        within = dict.fromkeys([place.name, *(container.name for container in index.containers_of(place))])
        rows.append(
            (
                f"{candidate.score:.2f}",
                candidate.match,
                f"{place.latitude:.4f}",
                f"{place.longitude:.4f}",
                place.feature_code,
                str(place.precision),
                place.place_id,
                ", ".join(within),
            )
        )
    widths = [max(len(row[column]) for row in rows) for column in range(len(heading))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number
