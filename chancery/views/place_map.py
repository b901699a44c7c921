"""What the map of the places shows, and what it reports: plain data, for `chancery.views.map` to hand on.

A report comes from a browser: nothing in it is taken as it is.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from chancery.areas import Area
from chancery.errors import ChanceryError
from chancery.geocoding.candidates import Candidate
from chancery.model import Place, check_coordinates
from chancery.query.details import Catalogue
from chancery.views.candidates import list_candidates
from chancery.views.map_features import FEATURE_LIMIT
from chancery.views.place_forms import read_position
from chancery.views.places import count_records
from chancery.views.row_form import RowForm

Geometry = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Spot:
    """A place of the atlas on the map; `outline` is GeoJSON, ``None`` where none was drawn."""

    id: str
    name: str
    country_code: str
    latitude: float
    longitude: float
    records: int
    radius_km: float
    outline: Geometry | None


@dataclass(frozen=True, slots=True)
class CandidateSpot:
    """A candidate on the map, under the number that it has in the list."""

    number: int
    name: str
    detail: str
    latitude: float
    longitude: float
    radius_km: float


@dataclass(frozen=True, slots=True)
class Draft:
    """Where the open place is to go, before it is saved."""

    latitude: float
    longitude: float
    radius_km: float
    outline: Geometry | None


@dataclass(frozen=True, slots=True)
class PlaceMap:
    """Everything on the map of the places.

    Attributes
    ----------
    open
        Id of the place that is open; empty for none.
    draft
        Where it is to go; ``None`` while nothing is to be saved.
    chosen
        Number of the candidate chosen; 0 for none.
    """

    spots: tuple[Spot, ...] = ()
    open: str = ""
    draft: Draft | None = None
    candidates: tuple[CandidateSpot, ...] = ()
    chosen: int = 0


@dataclass(frozen=True, slots=True)
class Pinned:
    """Somebody clicked the ground."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Drawn:
    """Somebody drew an outline."""

    area: Area


@dataclass(frozen=True, slots=True)
class Opened:
    """Somebody clicked a place of the atlas."""

    place_id: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """Somebody clicked a candidate."""

    number: int


Report = Pinned | Drawn | Opened | Chosen


def build_place_map(
    catalogue: Catalogue,
    *,
    place_id: str = "",
    form: RowForm | None = None,
    candidates: Sequence[Candidate] = (),
    chosen: int = 0,
) -> PlaceMap:
    """Gather what the map shows.

    Parameters
    ----------
    form
        The form of the open place, or of a new one: what it says otherwise than the atlas is where it is to go.
    candidates
        As the list beside the map has them.
    """
    counts = count_records(catalogue)
    lines = list_candidates(candidates)
    busiest = sorted(catalogue.atlas.places, key=lambda place: (place.place_id != place_id, -counts[place.place_id]))
    return PlaceMap(
        spots=tuple(_make_spot(place, counts[place.place_id]) for place in busiest[:FEATURE_LIMIT]),
        open=place_id,
        draft=None if form is None else _make_draft(form),
        candidates=tuple(
            CandidateSpot(
                line.number,
                line.name,
                f"{line.number} · {line.provider}, {line.precision}",
                candidate.latitude,
                candidate.longitude,
                candidate.radius_km,
            )
            for line, candidate in zip(lines, candidates, strict=False)
        ),
        chosen=chosen,
    )


def read_report(feature: Mapping[str, Any]) -> Report | None:
    """Return what a feature that the map reported tells of; ``None`` if it is nothing that the map could mean.

    Raises
    ------
    InvalidValue
        If an outline was drawn that is none.
    """
    properties = feature.get("properties")
    if not isinstance(properties, Mapping):
        return None
    event, value = properties.get("event"), properties.get("value")
    match event, value:
        case "pin", [float() | int() as latitude, float() | int() as longitude]:
            try:
                check_coordinates(float(latitude), float(longitude))
            except ChanceryError:
                return None
            return Pinned(float(latitude), float(longitude))
        case "place", str() if value.isprintable():
            return Opened(value[:120])
        case "candidate", int() if not isinstance(value, bool):
            return Chosen(value)
        case "area", dict():
            return Drawn(Area.from_geometry(value))
        case _:
            return None


def _make_spot(place: Place, records: int) -> Spot:
    outline = Area.parse(place.area).geometry if place.area else None
    return Spot(
        id=place.place_id,
        name=place.name,
        country_code=place.country_code,
        latitude=place.latitude,
        longitude=place.longitude,
        records=records,
        radius_km=place.radius_km,
        outline=outline,
    )


def _make_draft(form: RowForm) -> Draft | None:
    position = read_position(form)
    if position is None or not form.is_changed():
        return None
    text = form.values.get("area", "")
    try:
        radius_km = float(form.values.get("radius_km", ""))
    except ValueError:
        radius_km = 0.0
    return Draft(*position, radius_km if 0 <= radius_km <= _WIDEST_KM else 0.0, json.loads(text) if text else None)


_WIDEST_KM = 10_000
