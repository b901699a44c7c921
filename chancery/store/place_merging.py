"""Two places made one: what is at either is at the one that stays, under the names of both."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from sqlalchemy.engine import Connection

from chancery.errors import InvalidValue
from chancery.model import PlaceName, RecordPlace
from chancery.store.changes import Edit, Retire, Save
from chancery.store.holdings import select_rows
from chancery.store.rows import RowKey, StoredRow
from chancery.store.schema import ROW_TABLES
from chancery.store.snapshot import PlaceSheet, read_place_sheet


def plan_place_merge(
    connection: Connection, kept_id: str, absorbed_id: str, *, seen: int, as_of: int | None
) -> list[Edit]:
    """Return the edits that make one place of two.

    The records at the place that goes are at the one that stays, its names become names of that one, its own name too.
    A record that was at both in one role is there once; its further places move up.

    Parameters
    ----------
    seen
        Version of the place that goes.
    as_of
        Revision at which its names and records were seen.

    Raises
    ------
    NotFound
        If one of the places is not there.
    InvalidValue
        If both are the same.
    """
    if kept_id == absorbed_id:
        raise InvalidValue("A place cannot be merged with itself.", remedy="Choose two places.")
    kept, absorbed = read_place_sheet(connection, kept_id), read_place_sheet(connection, absorbed_id)
    gone = Retire(RowKey("places", (absorbed_id,)), seen, as_of, successor=(kept_id,))
    return [*_move_names(kept, absorbed), *_move_stops(connection, kept_id, absorbed, as_of), gone]


def _move_names(kept: PlaceSheet, absorbed: PlaceSheet) -> Iterator[Edit]:
    names = [stored.row for stored in absorbed.names if isinstance(stored.row, PlaceName)]
    if absorbed.place.name not in {name.name for name in names}:
        names.append(PlaceName(absorbed.place.place_id, absorbed.place.name))
    there = {stored.key for stored in kept.names}
    known = {kept.place.name, *(str(key.values[1]) for key in there)}
    for name in names:
        moved = Save(replace(name, place_id=kept.place.place_id))
        # Under another language the same name may be news; without a language it is not.
        if moved.key not in there and (name.language or name.name not in known):
            yield moved


def _move_stops(connection: Connection, kept_id: str, absorbed: PlaceSheet, as_of: int | None) -> Iterator[Edit]:
    records = {str(stored.key.values[0]) for stored in absorbed.stops}
    column = ROW_TABLES["record_places"].c.record_id
    routes: dict[str, list[StoredRow]] = defaultdict(list)
    for stored in select_rows(connection, "record_places", column.in_(records)) if records else ():
        routes[str(stored.key.values[0])].append(stored)
    for route in routes.values():
        yield from _move_route(route, kept_id, absorbed.place.place_id, as_of)


def _move_route(route: Sequence[StoredRow], kept_id: str, absorbed_id: str, as_of: int | None) -> Iterator[Edit]:
    """Yield the edits of one record's places: moved, told once, and numbered without a gap."""
    wanted: dict[tuple[str, str], RecordPlace] = {}
    for stop in (stored.row for stored in route):
        if isinstance(stop, RecordPlace):
            moved = replace(stop, place_id=kept_id) if stop.place_id == absorbed_id else stop
            wanted.setdefault((moved.place_id, moved.role), moved)
    rows = [replace(stop, position=number) for number, stop in enumerate(wanted.values(), 1)]
    for number, stored in enumerate(route):
        seen = stored.version if as_of is None or stored.changed_in <= as_of else 0
        if number >= len(rows):
            yield Retire(stored.key, seen)
        elif rows[number] != stored.row:
            yield Save(rows[number], seen)
