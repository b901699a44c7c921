"""``python -m chancery geocode``: what a name may mean, on the terminal, or a whole list of names."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from chancery.errors import InvalidValue, Location, NotWritten
from chancery.geocoding.batch import FOUND, Tally, geocode_file
from chancery.geocoding.candidates import Answer, PlaceQuery
from chancery.geocoding.candidates import Candidate as SharedCandidate
from chancery.geocoding.chain import Chain
from chancery.geocoding.places import PlaceIndex
from chancery.geocoding.resolve import Candidate, resolve_query


def add_geocode_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command to a parser, and the command itself as ``run``."""
    parser.add_argument("name", nargs="?", help='a place in any script and spelling: "Shusha", "Paris, Texas"')
    parser.add_argument("--country", metavar="CODE", help="ISO 3166-1 alpha-2 code; several with commas")
    parser.add_argument("--limit", type=_positive, default=5, metavar="N", help="most candidates to print (default 5)")
    parser.add_argument("--json", action="store_true", help="print JSON, one list of candidates")
    parser.add_argument("--language", metavar="CODE", default="", help="language for the names of online geocoders")
    parser.add_argument("--everywhere", action="store_true", help="ask every geocoder of the settings, not the first")
    parser.add_argument("--file", type=Path, metavar="CSV", help="geocode a list with a column 'name'")
    parser.add_argument("--output", type=Path, metavar="CSV", help="where to write the list with coordinates")
    parser.set_defaults(run=run_geocode)


def run_geocode(options: argparse.Namespace) -> int:
    """Print the candidates of a name, or geocode a list; return 0, or 1 if something was not found.

    The gazetteer answers first; the online geocoders of the settings are asked for what it does not know.

    Raises
    ------
    InvalidValue
        If there is neither a name nor a list, or both, or no output for the list.
    """
    if (options.name is None) == (options.file is None) or (options.file is None) != (options.output is None):
        raise InvalidValue(
            "There is nothing to look for, or too much.",
            where=Location(field="name"),
            remedy="Give one name, or a list with --file and a file to write with --output.",
        )
    if options.file is not None:
        return _geocode_list(options.file, options.output)
    codes = [code.strip().upper() for code in (options.country or "").split(",") if code.strip()]
    index = PlaceIndex.embedded()
    candidates = resolve_query(index, options.name, country_codes=codes)[: options.limit]
    if candidates and not options.everywhere:
        rows = [describe_candidate(index, candidate) for candidate in candidates]
        print(json.dumps(rows, ensure_ascii=False, indent=2) if options.json else format_candidates(index, candidates))
        return 0
    query = PlaceQuery(options.name, tuple(codes), options.language, min(options.limit, 50))
    chain = Chain.open()
    answer = chain.find_everywhere(query) if options.everywhere else chain.find(query)
    for failure in answer.failures:
        print(failure.reason, file=sys.stderr)
    if options.json:
        print(json.dumps([candidate.to_json() for candidate in answer.candidates], ensure_ascii=False, indent=2))
    elif answer.candidates:
        print(format_answer(answer))
    if answer.candidates:
        return 0
    where = f" in {', '.join(codes)}" if codes else ""
    if answer.is_final:
        remedy = "Try another spelling or a larger place near it."
    else:
        remedy = "Those that could not answer may know it: try again later."
    print(f"No place named {options.name!r}{where}. {remedy}", file=sys.stderr)
    return 1


def _geocode_list(source: Path, target: Path) -> int:
    """Geocode a list, saying how far it has come; return 0 if every name was found."""
    is_terminal = sys.stderr.isatty()

    def report(tally: Tally) -> None:
        if is_terminal:
            print(f"\r\x1b[K{tally}", end="", file=sys.stderr, flush=True)
        elif tally.done == tally.total or tally.done % max(1, tally.total // 10) == 0:
            print(tally, file=sys.stderr, flush=True)

    if not target.parent.is_dir():  # before anybody is asked
        raise NotWritten(
            "There is no such folder.", where=Location(file=str(target)), remedy="Make it, or name another."
        )
    tally = geocode_file(source, target, Chain.open(), report)
    if is_terminal:
        print(file=sys.stderr)
    print(f"Wrote {target}.")
    return 0 if tally.by_status.get(FOUND, 0) == tally.total else 1


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
    return _aligned(rows)


def format_answer(answer: Answer) -> str:
    """Return candidates of several geocoders as lines of aligned columns, and below whom to credit for them."""
    heading = ("score", "geocoder", "latitude", "longitude", "type", "precision", "place id", "place")
    return "\n".join([_aligned([heading, *map(_online_row, answer.candidates)]), *answer.attributions])


def _online_row(candidate: SharedCandidate) -> tuple[str, ...]:
    return (
        "" if candidate.score is None else f"{candidate.score:.2f}",
        candidate.provider,
        f"{candidate.latitude:.4f}",
        f"{candidate.longitude:.4f}",
        candidate.feature_code,
        str(int(candidate.precision)),
        candidate.provider_id,
        f"{candidate.address} (drawn in {candidate.drawn_in})" if candidate.drawn_in else candidate.address,
    )


def _aligned(rows: Sequence[tuple[str, ...]]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is no whole number of 1 or more")
    return int(text)
