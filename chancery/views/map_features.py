"""What the map draws, computed from rows: records, the points and areas where they are, and the routes between.

Nothing here knows how it is drawn. A point is a place known exactly or nearly; every other precision makes an area,
since a country is not the dot in its middle. Above `FEATURE_LIMIT` there are only cells with counts.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from chancery.areas import Area
from chancery.views.routes import Journey, Leg, Stop, gather_legs
from chancery.vocabulary import COLOUR_GROUPS, POINT_PRECISIONS, SECTORS, Kind, Precision, Role, Sector, Status

FEATURE_LIMIT = 2_000
"""The most features that a browser is sent; above it, records are counted by cell."""

COLUMNS = (
    "record_id",
    "kind",
    "title",
    "date_text",
    "status",
    "sector",
    "place_id",
    "place_name",
    "name_in_source",
    "country_code",
    "latitude",
    "longitude",
    "radius_km",
    "precision",
    "role",
    "position",
)
"""The columns that `build_features` reads: a row for each record at each of its places."""

OTHER_GROUP = len(COLOUR_GROUPS)
"""The colour group of a sector that the vocabulary does not know: neutral."""

_CELL_SIZES = (0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0)
"""Degrees; the finest that keeps within the limit is taken."""

_LEAST_RADII_KM = {Precision.SECOND_ORDER_AREA: 15.0, Precision.FIRST_ORDER_AREA: 40.0, Precision.COUNTRY: 100.0}
_LEAST_RADIUS_KM = 10.0
"""Drawn for an area whose own radius is smaller or unknown: a soft area must never look like a point."""

_Term = TypeVar("_Term", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class MapRecord:
    """A record as the map shows it; `group` is an index into `COLOUR_GROUPS`, or `OTHER_GROUP`."""

    id: str
    kind: Kind
    title: str
    date: str
    status: Status
    group: int
    sector: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A record at a place, under the name that its source prints."""

    record: int
    name_in_source: str


@dataclass(frozen=True, slots=True)
class MapPoint:
    """A place known exactly or nearly, with the records there."""

    id: str
    name: str
    country_code: str
    latitude: float
    longitude: float
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class MapArea:
    """Somewhere within: a country, an outline, or whatever lies `radius_km` around a label point.

    `outline` is GeoJSON, drawn by hand; ``None`` where none was.
    """

    id: str
    name: str
    country_code: str
    latitude: float
    longitude: float
    radius_km: float
    whole_country: bool
    mentions: tuple[Mention, ...]
    outline: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class MapCell:
    """A cell of the grid with the number of records in it, in all and by colour group.

    The coordinates are the mean of what is in the cell; the bounds are ``south, west, north, east``.
    """

    latitude: float
    longitude: float
    bounds: tuple[float, float, float, float]
    count: int
    groups: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class MapFeatures:
    """Everything on the map for one set of rows: either records in their places, or cells.

    Attributes
    ----------
    record_count
        Records that have at least one place with coordinates.
    """

    record_count: int = 0
    records: tuple[MapRecord, ...] = ()
    points: tuple[MapPoint, ...] = ()
    areas: tuple[MapArea, ...] = ()
    legs: tuple[Leg, ...] = ()
    cells: tuple[MapCell, ...] = ()


def build_features(rows: pd.DataFrame, outlines: Mapping[str, str] | None = None) -> MapFeatures:
    """Turn rows into what the map draws.

    Parameters
    ----------
    rows
        One row for each record at each of its places, with the columns `COLUMNS`, in the order in which records are to
        be listed. Rows without usable coordinates are passed over; codes that the vocabulary does not know become
        "other".
    outlines
        Outlines of regions as GeoJSON, by the id of their place.

    Returns
    -------
    MapFeatures
        At most `FEATURE_LIMIT` features: with more records at places than that, cells alone.
    """
    located = rows.loc[:, list(COLUMNS)]
    located = located[_has_coordinates(located)]
    record_count = int(located["record_id"].nunique())
    if len(located) > FEATURE_LIMIT:
        return MapFeatures(record_count=record_count, cells=_count_by_cell(located))
    return _place_records(_list_rows(located), outlines or {})


def _list_rows(rows: pd.DataFrame) -> list[dict[Hashable, Any]]:
    """Return rows as dictionaries; pandas' own ``to_dict`` takes four times as long."""
    columns = (rows[name].to_numpy(dtype=object) for name in COLUMNS)
    return [dict(zip(COLUMNS, values, strict=True)) for values in zip(*columns, strict=True)]


def _has_coordinates(rows: pd.DataFrame) -> pd.Series[bool]:
    latitude = pd.to_numeric(rows["latitude"], errors="coerce")
    longitude = pd.to_numeric(rows["longitude"], errors="coerce")
    return latitude.between(-90, 90) & longitude.between(-180, 180)


def _place_records(rows: list[dict[Hashable, Any]], outlines: Mapping[str, str]) -> MapFeatures:
    records: dict[str, MapRecord] = {}
    stops: dict[str, list[Stop]] = {}
    places: dict[tuple[str, bool, bool], list[dict[Hashable, Any]]] = {}
    for row in rows:
        record_id = str(row["record_id"])
        if record_id not in records:
            records[record_id] = _make_record(row)
        stops.setdefault(record_id, []).append(_make_stop(row))
        precision = _read_precision(row)
        key = (str(row["place_id"]), precision in POINT_PRECISIONS, precision is Precision.COUNTRY)
        places.setdefault(key, []).append(row)
    index = {record_id: position for position, record_id in enumerate(records)}
    journeys = (
        Journey(index[record_id], record.kind, record.status, tuple(stops[record_id]))
        for record_id, record in records.items()
    )
    return MapFeatures(
        record_count=len(records),
        records=tuple(records.values()),
        points=tuple(_make_point(there, index) for (_, exact, _), there in places.items() if exact),
        areas=tuple(
            _make_area(there, index, whole, outlines.get(place_id, ""))
            for (place_id, exact, whole), there in places.items()
            if not exact
        ),
        legs=gather_legs(journeys),
    )


def _make_record(row: dict[Hashable, Any]) -> MapRecord:
    sector = _read_term(row["sector"], Sector, None)
    groups = (number for number, group in enumerate(COLOUR_GROUPS) if sector in group.sectors)
    return MapRecord(
        id=str(row["record_id"]),
        kind=_read_term(row["kind"], Kind, Kind.OTHER),
        title=_read_text(row["title"]),
        date=_read_text(row["date_text"]),
        status=_read_term(row["status"], Status, Status.HELD),
        group=next(groups, OTHER_GROUP),
        sector=SECTORS[sector].label if sector else "",
    )


def _make_stop(row: dict[Hashable, Any]) -> Stop:
    return Stop(
        place_id=str(row["place_id"]),
        latitude=float(row["latitude"]),
        longitude=float(row["longitude"]),
        soft=_read_precision(row) not in POINT_PRECISIONS,
        role=_read_term(row["role"], Role, Role.SUBJECT),
        position=int(row["position"]),
    )


def _make_point(rows: list[dict[Hashable, Any]], index: dict[str, int]) -> MapPoint:
    first = rows[0]
    return MapPoint(
        id=str(first["place_id"]),
        name=_read_text(first["place_name"]),
        country_code=_read_text(first["country_code"]),
        latitude=float(first["latitude"]),
        longitude=float(first["longitude"]),
        mentions=_gather_mentions(rows, index),
    )


def _make_area(rows: list[dict[Hashable, Any]], index: dict[str, int], whole_country: bool, outline: str) -> MapArea:
    first = rows[0]
    least = max(_LEAST_RADII_KM.get(_read_precision(row), _LEAST_RADIUS_KM) for row in rows)
    radius = float(first["radius_km"])
    return MapArea(
        id=str(first["place_id"]),
        name=_read_text(first["place_name"]),
        country_code=_read_text(first["country_code"]),
        latitude=float(first["latitude"]),
        longitude=float(first["longitude"]),
        radius_km=max(radius, least) if math.isfinite(radius) else least,
        whole_country=whole_country,
        mentions=_gather_mentions(rows, index),
        outline=Area.parse(outline).geometry if outline else None,
    )


def _gather_mentions(rows: Iterable[dict[Hashable, Any]], index: dict[str, int]) -> tuple[Mention, ...]:
    """Keep each record once at a place, though it may be there as origin and as venue."""
    named = {index[str(row["record_id"])]: _read_text(row["name_in_source"]) for row in rows}
    return tuple(Mention(record, name) for record, name in named.items())


def _count_by_cell(rows: pd.DataFrame) -> tuple[MapCell, ...]:
    latitude = rows["latitude"].to_numpy(dtype=float)
    longitude = rows["longitude"].to_numpy(dtype=float)
    numberings = (_number_cells(latitude, longitude, size) for size in _CELL_SIZES)
    cell = next(numbers for numbers in numberings if np.unique(numbers).size <= FEATURE_LIMIT)
    group = rows["sector"].map(_SECTOR_GROUPS).fillna(OTHER_GROUP).to_numpy(dtype=int)
    columns = {"cell": cell, "group": group, "latitude": latitude, "longitude": longitude}
    return _make_cells(pd.DataFrame({**columns, "record_id": rows["record_id"].to_numpy()}))


def _number_cells(latitude: NDArray[np.float64], longitude: NDArray[np.float64], size: float) -> NDArray[np.float64]:
    """Return the number of each position's cell in a grid of so many degrees."""
    columns = math.ceil(360 / size) + 1
    return np.floor((latitude + 90) / size) * columns + np.floor((longitude + 180) / size)


_SECTOR_GROUPS = {str(sector): number for number, group in enumerate(COLOUR_GROUPS) for sector in group.sectors}


def _make_cells(rows: pd.DataFrame) -> tuple[MapCell, ...]:
    rows = rows.drop_duplicates(["cell", "record_id"])
    places = rows.groupby("cell", sort=True)[["latitude", "longitude"]].agg(["mean", "min", "max"])
    counts = pd.crosstab(rows["cell"], rows["group"]).reindex(columns=range(OTHER_GROUP + 1), fill_value=0)
    return tuple(
        MapCell(
            latitude=float(place[0]),
            longitude=float(place[3]),
            bounds=(float(place[1]), float(place[4]), float(place[2]), float(place[5])),
            count=int(sum(groups)),
            groups=tuple(int(number) for number in groups),
        )
        for place, groups in zip(places.to_numpy(), counts.to_numpy(), strict=True)
    )


def _read_precision(row: dict[Hashable, Any]) -> Precision:
    try:
        return Precision(int(row["precision"]))
    except (TypeError, ValueError):
        return Precision.ASSUMED_UNCLEAR


def _read_term(value: Any, terms: type[_Term], otherwise: Any) -> Any:
    """Return the term of a closed list that a code stands for: whatever else the cell holds stays off the map."""
    try:
        return terms(value)
    except ValueError:
        return otherwise


def _read_text(value: Any) -> str:
    """Return a cell as text; a missing value of any of pandas' kinds is no text."""
    return value if isinstance(value, str) else ""
