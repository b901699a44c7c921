"""Routes: how those who travelled went from place to place, leg by leg.

Many visits go the same way. Drawn one by one they hide each other, so legs with the same two ends and of the same state
are one leg here that knows all its records, and the map draws it once, the wider the more went that way. The venues of
one city are one end, a hub: what counts on a route is that it led from Minsk to Baku, not from which hall.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from chancery.vocabulary import Kind, Role, Status

HUB_RADIUS_KM = 30.0
"""Stops closer to each other than this are one end of a route."""

EARTH_RADIUS_KM = 6371.0088
"""Mean radius of the Earth, IUGG."""

_BAND = math.degrees(HUB_RADIUS_KM / EARTH_RADIUS_KM)


class LegState(StrEnum):
    """Whether the way was travelled."""

    TRAVELLED = "travelled"
    PLANNED = "planned"
    CANCELLED = "cancelled"


_STATES = {Status.PLANNED: LegState.PLANNED, Status.CANCELLED: LegState.CANCELLED}


@dataclass(frozen=True, slots=True)
class Stop:
    """A place of a record, as far as a route is concerned.

    Attributes
    ----------
    soft
        The place is known only as an area: its coordinates are a label point, not where anyone stood.
    position
        Order within the record, from 1.
    """

    place_id: str
    latitude: float
    longitude: float
    soft: bool
    role: Role
    position: int


@dataclass(frozen=True, slots=True)
class Journey:
    """All stops of one record, in any order.

    Attributes
    ----------
    record
        Index of the record in the list that the map is given.
    """

    record: int
    kind: Kind
    status: Status
    stops: tuple[Stop, ...]


@dataclass(frozen=True, slots=True)
class Leg:
    """The way from one place to the next, and the records that went it.

    Attributes
    ----------
    start, end
        ``(latitude, longitude)``, degrees.
    start_soft, end_soft
        That end is an area's label point.
    records
        Indices of the records, each once, in the order given.
    """

    start: tuple[float, float]
    end: tuple[float, float]
    start_soft: bool
    end_soft: bool
    state: LegState
    records: tuple[int, ...]


def order_stops(journey: Journey) -> list[Stop]:
    """Return the stops in the order travelled: origins first, then by position.

    What a record is about (`Role.SUBJECT`) is not a stop. A record that is no visit travels only if its source names an
    origin: two venues of one exhibition are not a journey.
    """
    stops = [stop for stop in journey.stops if stop.role is not Role.SUBJECT]
    if journey.kind is not Kind.VISIT and not any(stop.role is Role.ORIGIN for stop in stops):
        return []
    stops.sort(key=lambda stop: (stop.role is not Role.ORIGIN, stop.position))
    return [stop for index, stop in enumerate(stops) if index == 0 or stop.place_id != stops[index - 1].place_id]


def gather_legs(journeys: Iterable[Journey]) -> tuple[Leg, ...]:
    """Turn journeys into legs, one for each pair of ends and state, in the order in which they first occur.

    Stops within `HUB_RADIUS_KM` of a busier one end there, so a way between two of them is no leg.
    """
    ways = [(journey, stops) for journey in journeys if len(stops := order_stops(journey)) > 1]
    hubs = _find_hubs(stop for _, stops in ways for stop in stops)
    gathered: dict[tuple[Stop, Stop, LegState], dict[int, None]] = {}
    for journey, stops in ways:
        state = _STATES.get(journey.status, LegState.TRAVELLED)
        for start, end in pairwise(hubs[stop.place_id, stop.soft] for stop in stops):
            if start is not end:
                gathered.setdefault((start, end, state), {})[journey.record] = None
    return tuple(_make_leg(start, end, state, list(records)) for (start, end, state), records in gathered.items())


def _find_hubs(stops: Iterable[Stop]) -> dict[tuple[str, bool], Stop]:
    """Give each place, exact or soft, the stop where its legs end: the busiest nearby, or itself."""
    places: dict[tuple[str, bool], Stop] = {}
    visits: Counter[tuple[str, bool]] = Counter()
    for stop in stops:
        places.setdefault((stop.place_id, stop.soft), stop)
        visits[stop.place_id, stop.soft] += 1
    hubs: defaultdict[int, list[Stop]] = defaultdict(list)  # by band of latitude, so that few need be measured
    found: dict[tuple[str, bool], Stop] = {}
    for key, _ in visits.most_common():
        stop = places[key]
        band = int(stop.latitude // _BAND)
        near = (hub for number in (band - 1, band, band + 1) for hub in hubs[number] if _is_near(stop, hub))
        found[key] = hub = next(near, stop)
        if hub is stop:
            hubs[band].append(stop)
    return found


def _is_near(stop: Stop, hub: Stop) -> bool:
    """Tell whether a stop may end in a hub; an area is nowhere in particular, so it stays apart."""
    return not (stop.soft or hub.soft) and _measure_km(stop, hub) <= HUB_RADIUS_KM


def _measure_km(one: Stop, other: Stop) -> float:
    """Great-circle distance by the haversine formula, on a sphere of the Earth's mean radius."""
    latitude, other_latitude = math.radians(one.latitude), math.radians(other.latitude)
    across = math.radians(other.longitude - one.longitude)
    chord = (
        math.sin((other_latitude - latitude) / 2) ** 2
        + math.cos(latitude) * math.cos(other_latitude) * math.sin(across / 2) ** 2
    )
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(chord))


def _make_leg(start: Stop, end: Stop, state: LegState, records: Sequence[int]) -> Leg:
    return Leg(
        start=(start.latitude, start.longitude),
        end=(end.latitude, end.longitude),
        start_soft=start.soft,
        end_soft=end.soft,
        state=state,
        records=tuple(records),
    )
