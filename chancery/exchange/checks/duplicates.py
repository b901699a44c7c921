"""Duplicates: one happening, one place, one document, one actor, one row."""

from __future__ import annotations

import difflib
import itertools
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import TypeVar
from urllib.parse import parse_qsl, urlencode, urlsplit

from chancery.errors import ChanceryError, InvalidValue, Location
from chancery.exchange.package import PackageContent
from chancery.geocoding.measure import great_circle_km
from chancery.geocoding.names import fold_name
from chancery.model import Actor, Place, Record

Row = TypeVar("Row")

SAME_PLACE_KM = 1.0
"""Two places of one name that are no further apart are one."""

SAME_TITLE = 0.85
"""From this share of common characters on, two titles tell of one event, if kind, date and places are the same."""

COMPARISONS = 200
"""With so many rows of its group is a row compared."""

_TRACKING = ("utm_", "fbclid", "gclid", "yclid")


def find_repeated_records(content: PackageContent) -> Iterator[ChanceryError]:
    """Yield a fault for each record that tells of an earlier row's happening.

    That is: of one kind, and either with one title and dates that overlap, or with one date, the same places and titles
    that are nearly the same.
    """
    places: defaultdict[str, set[str]] = defaultdict(set)
    for row in content.tables["record_places"].rows:
        places[row.record_id].add(row.place_id)
    rows: tuple[tuple[int, Record], ...] = content.numbered("records")
    by_title = _group(rows, lambda record: (record.kind, fold_name(record.title)))
    by_event = _group(rows, lambda record: (record.kind, record.date_edtf, frozenset(places[record.record_id])))
    told: set[int] = set()
    pairs = itertools.chain(_find_pairs(by_title, _dates_meet), _find_pairs(by_event, _titles_meet))
    for (earlier, first), (later, _) in pairs:
        if later not in told:
            told.add(later)
            message = f"It tells of the same {first.kind.value} as row {earlier}, '{first.record_id}'."
            yield _repeated("records", later, "title", message)


def find_repeated_places(content: PackageContent) -> Iterator[ChanceryError]:
    """Yield a fault for each place with an earlier row's name and feature code within `SAME_PLACE_KM` of it."""
    groups = _group(content.numbered("places"), lambda place: (fold_name(place.name), place.feature_code))
    for (earlier, first), (later, second) in _find_pairs(groups, _are_near):
        yield _repeated("places", later, "name", f"'{second.name}' is the place of row {earlier}, '{first.place_id}'.")


def find_repeated_sources(content: PackageContent) -> Iterator[ChanceryError]:
    """Yield a fault for each source whose address leads to an earlier row's document."""
    rows = [(number, row) for number, row in content.numbered("sources") if row.url]
    for (earlier, first), (later, _) in _find_pairs(_group(rows, lambda source: normalise_url(source.url))):
        yield _repeated("sources", later, "url", f"It is the document of row {earlier}, '{first.source_id}'.")


def find_repeated_actors(content: PackageContent) -> Iterator[ChanceryError]:
    """Yield a fault for each actor with an earlier row's name, unless they act for different countries."""
    groups = _group(content.numbered("actors"), lambda actor: fold_name(actor.name))
    for (earlier, first), (later, second) in _find_pairs(groups, _may_act_for_one_country):
        yield _repeated("actors", later, "name", f"'{second.name}' is the actor of row {earlier}, '{first.actor_id}'.")


def find_repeated_links(content: PackageContent) -> Iterator[ChanceryError]:
    """Yield a fault for each place, actor or piece of evidence that a record has twice."""
    for table, columns in (
        ("record_places", ("record_id", "place_id", "role")),
        ("record_actors", ("record_id", "actor_id", "role")),
        ("evidence", ("record_id", "source_id", "quote")),
    ):
        groups = _group(
            content.numbered(table), lambda row, columns=columns: tuple(getattr(row, name) for name in columns)
        )
        for (earlier, _), (later, _) in _find_pairs(groups):
            yield _repeated(table, later, columns[1], f"The record already has it in row {earlier}.")


def normalise_url(url: str) -> str:
    """Return the form in which addresses of one document are equal.

    Scheme, ``www.``, fragment, trailing slash, the order of parameters and parameters that only track do not count.

    >>> normalise_url("http://WWW.example.org/a/?utm_source=x&b=1#top")
    'example.org/a?b=1'
    """
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").removeprefix("www.")
        port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    except ValueError:
        return url.strip()
    kept = sorted(pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not pair[0].startswith(_TRACKING))
    query = f"?{urlencode(kept)}" if kept else ""
    return f"{host}{port}{parts.path.rstrip('/')}{query}"


def _dates_meet(first: Record, second: Record) -> bool:
    if not first.date_edtf or not second.date_edtf:
        return True
    return first.date.overlaps(second.date.first, second.date.last)


def _titles_meet(first: Record, second: Record) -> bool:
    ratio = difflib.SequenceMatcher(None, fold_name(first.title), fold_name(second.title)).ratio()
    return ratio >= SAME_TITLE


def _are_near(first: Place, second: Place) -> bool:
    apart = great_circle_km(first.latitude, first.longitude, second.latitude, second.longitude)
    return apart <= SAME_PLACE_KM


def _may_act_for_one_country(first: Actor, second: Actor) -> bool:
    return first.country_code == second.country_code or not (first.country_code and second.country_code)


def _are_alike(_first: object, _second: object) -> bool:
    return True


def _group(rows: Iterable[tuple[int, Row]], key: Callable[[Row], Hashable]) -> list[list[tuple[int, Row]]]:
    groups: dict[Hashable, list[tuple[int, Row]]] = {}
    for number, row in rows:
        groups.setdefault(key(row), []).append((number, row))
    return list(groups.values())


def _find_pairs(
    groups: Iterable[Sequence[tuple[int, Row]]], is_same: Callable[[Row, Row], bool] = _are_alike
) -> Iterator[tuple[tuple[int, Row], tuple[int, Row]]]:
    """Yield each row of a group that is the same as an earlier one, after that one; a row is yielded once.

    A row is compared with the first `COMPARISONS` of its group at most, so that a large group takes no age.
    """
    for members in groups:
        for place, (later, second) in enumerate(members):
            for earlier, first in members[: min(place, COMPARISONS)]:
                if is_same(first, second):
                    yield (earlier, first), (later, second)
                    break


def _repeated(table: str, number: int, field: str, message: str) -> InvalidValue:
    remedy = "Merge the two rows and what refers to them."
    return InvalidValue(message, where=Location(f"{table}.csv", number, field), remedy=remedy)
