"""What is done to a place before it is saved: put somewhere else, given an outline, begun from a candidate.

All of it changes the form of the place (`chancery.views.row_form`), so that one save makes it one change with its
history. Who gives the coordinates, what was asked and how exactly the answer is known goes into the form with them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import replace

from chancery.areas import Area
from chancery.errors import InvalidValue, Location
from chancery.exchange.checks.places import allowed_precisions
from chancery.geocoding.candidates import Candidate
from chancery.geocoding.measure import great_circle_km
from chancery.model import COUNTRY, Place, PlaceName, RecordPlace, check_coordinates
from chancery.store import Edit, Retire, Save, StoredRow
from chancery.views.fields import Values, build_row, format_number, read_values
from chancery.views.positions import describe_move, format_km, format_position
from chancery.views.row_form import RowForm, start_row_form
from chancery.vocabulary import POINT_PRECISIONS, NameKind, Precision

HAND = "hand"
"""Geocoder of what a person placed."""

PINNED = "pinned on the map"
TYPED = "typed"
DRAWN = "outline drawn on the map"

REGION = "RGN"
"""GeoNames feature code of an area without an office."""

_DIGITS = 5
_DETAILS = {
    "name": "name",
    "country_code": "country",
    "admin1": "region",
    "feature_code": "what it is",
    "precision": "how exactly it is known",
    "note": "note",
}


def pin(form: RowForm, latitude: float, longitude: float, *, how: str = PINNED) -> RowForm:
    """Return the form with the place put somewhere by hand; an outline that would not hold it goes.

    Raises
    ------
    InvalidCoordinates
        If it is no point on Earth.
    """
    check_coordinates(latitude, longitude)
    area = form.values.get("area", "")
    kept = area if area and Area.parse(area).contains(latitude, longitude) else ""
    precision = _fit(form.values, Precision.EXACT)
    return _place(form, latitude, longitude, {"area": kept, "precision": precision, "geocoded_query": how})


def draw(form: RowForm, area: Area) -> RowForm:
    """Return the form with an outline; the label point moves into it, and the reach is that of its farthest corner.

    A place that was a point becomes a region.

    Raises
    ------
    InvalidValue
        If the outline crosses itself.
    """
    if area.find_crossing() is not None:
        raise InvalidValue("The outline crosses itself.", where=Location(field="area"), remedy="Draw it again.")
    position = read_position(form)
    latitude, longitude = position if position and area.contains(*position) else area.find_label_point()
    reach = max(great_circle_km(latitude, longitude, y, x) for x, y in area.positions)
    was_point = Precision.EXACT in allowed_precisions(_as_place(form.values))
    code = REGION if was_point else form.values.get("feature_code", REGION)
    values = {"area": area.text, "radius_km": format_number(round(reach, 1)), "feature_code": code}
    precision = _fit({**form.values, "feature_code": code}, Precision.FIRST_ORDER_AREA)
    return _place(form, latitude, longitude, {**values, "precision": precision, "geocoded_query": DRAWN})


def take_candidate(form: RowForm, candidate: Candidate) -> RowForm:
    """Return the form with the place where a candidate is, and what it is; its name, country and note stay."""
    found = read_values(candidate.as_place())
    taken = ("latitude", "longitude", "geocoder", "geocoded_on", "geocoded_as", "geocoded_query", "precision")
    values = {**form.values, **{name: found[name] for name in taken}, "area": ""}
    if found["feature_code"]:
        values |= {"feature_code": found["feature_code"], "radius_km": found["radius_km"]}
    return replace(form, values={**values, "precision": _fit(values, candidate.precision)})


def start_place(candidate: Candidate) -> RowForm:
    """Return the form of a new place that a candidate is."""
    return replace(start_row_form("places"), values=read_values(candidate.as_place()))


def read_position(form: RowForm) -> tuple[float, float] | None:
    """Return where a form puts the place; ``None`` while it says nothing sound."""
    try:
        latitude, longitude = float(form.values.get("latitude", "")), float(form.values.get("longitude", ""))
        check_coordinates(latitude, longitude)
    except ValueError:
        return None
    return latitude, longitude


def describe_change(form: RowForm) -> str:
    """Say in a few words what a save of the form would change; empty if nothing."""
    position = read_position(form)
    where = f" to {format_position(*position)}" if position else ""
    if form.base is None or not isinstance(form.base.row, Place):
        return f"a new place{where.replace(' to ', ' at ')}"
    before: Values = read_values(form.base.row)
    changed = [name for name, value in form.values.items() if before.get(name, "") != value]
    moved = describe_move((form.base.row.latitude, form.base.row.longitude), position) if position else ""
    said = [f"moved {moved},{where}"] if moved else []
    if "area" in changed:
        area = form.values["area"]
        said.append(f"outline drawn, reaching {format_km(float(form.values['radius_km']))}" if area else "outline gone")
    said += [label for name, label in _DETAILS.items() if name in changed]
    return "; ".join(said) or ("who gives the coordinates" if changed else "")


def refit_stops(place: Place, stops: Collection[StoredRow]) -> tuple[Edit, ...]:
    """Return the edits that keep what is at a place as exact as the place allows, where it has become something else.

    A town that becomes a region has records somewhere in the region; they are no longer drawn as points.
    """
    allowed = allowed_precisions(place)
    edits: list[Edit] = []
    for stored in stops:
        stop = stored.row
        if isinstance(stop, RecordPlace) and stop.precision not in allowed:
            edits.append(Save(replace(stop, precision=fit_precision(place, stop.precision)), stored.version))
    return tuple(edits)


def fit_precision(place: Place, wanted: Precision) -> Precision:
    """Return how exactly a record can be at a place: as wanted, or the nearest that the place allows."""
    allowed = sorted(allowed_precisions(place))
    if wanted in allowed:
        return wanted
    return next((code for code in allowed if code not in POINT_PRECISIONS), allowed[0])


def build_name_edits(place_id: str, values: Values, base: StoredRow | None) -> tuple[Edit, ...]:
    """Return the edits that save one name of a place; a name or a language that changed is another row.

    Raises
    ------
    InvalidValue
        If a field is not sound, or a disputed name does not say who uses it; `where.field` names the field.
    """
    row = build_row("place_names", {**values, "place_id": place_id})
    if not isinstance(row, PlaceName):
        raise TypeError(type(row).__name__)
    if row.kind is NameKind.DISPUTED and not row.used_by.strip():
        remedy = "Say who calls the place so, like: Armenian sources."
        raise InvalidValue("A disputed name says who uses it.", where=Location(field="used_by"), remedy=remedy)
    save = Save(row)
    if base is None:
        return (save,)
    if base.key == save.key:
        return (Save(row, base.version),)
    return (Retire(base.key, base.version), save)


def _place(form: RowForm, latitude: float, longitude: float, values: Values) -> RowForm:
    position = {
        name: format_number(round(number, _DIGITS))
        for name, number in (("latitude", latitude), ("longitude", longitude))
    }
    origin = {"geocoder": HAND, "geocoded_as": "", "geocoded_on": dt.datetime.now(dt.UTC).date().isoformat()}
    return form.fill_in({**position, **origin, **values})


def _fit(values: Values, wanted: Precision) -> str:
    """Return the precision wanted, or the nearest that what the place is allows, as a form has it."""
    return str(int(fit_precision(_as_place(values), wanted)))


def _as_place(values: Values) -> Place:
    """Return a place that is what a form says, wherever."""
    country = values.get("country_code", "").strip()
    country = country if COUNTRY.fullmatch(country) else "XX"
    return Place("x", "x", country, "", 1.0, 1.0, values.get("feature_code", ""), 0.0, "", "")
