"""Places as the page of the places shows them: the list, one place with where it is known from, and who is there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from chancery.dates import Edtf
from chancery.geocoding.borders import Borders
from chancery.geocoding.measure import great_circle_km
from chancery.model import Place, PlaceName, RecordPlace
from chancery.query.details import Catalogue
from chancery.query.folding import fold_text
from chancery.store import Change, PlaceSheet, RowKey
from chancery.views.conflict import describe_moment
from chancery.views.fields import ROLES_IN_WORDS
from chancery.views.place_forms import HAND
from chancery.views.positions import format_km, format_position
from chancery.vocabulary import NAME_KINDS, PRECISIONS, NameKind

COLUMNS: dict[str, str] = {
    "name": "Name that the atlas shows.",
    "country": "Country that the record puts it in.",
    "records": "How many records are there.",
    "found as": "The name that was searched for, where it is another.",
}
"""Columns of the list of places and what each holds."""

RECORD_COLUMNS: dict[str, str] = {
    "when": "The date as its best source gives it.",
    "title": "What happened, in a few words.",
    "role": "What the place is to the record.",
    "printed": "The place's name as the source prints it.",
    "how exactly": "How exactly the record is known to be there.",
}
"""Columns of the list of records at a place and what each holds."""


@dataclass(frozen=True, slots=True)
class NameLine:
    """One name of a place as it is listed; `about` says what kind of name, when and whose."""

    row: PlaceName
    name: str
    language: str
    about: str


@dataclass(frozen=True, slots=True)
class PlaceView:
    """One place in words.

    Attributes
    ----------
    origin
        Where its coordinates come from: who, under which id, when, asked for what, how exactly.
    dispute
        That the basemap draws it in another country than the record says; empty where they agree.
    """

    place_id: str
    name: str
    lies_in: str
    position: str
    origin: str
    dispute: str
    note: str
    record_count: int
    names: tuple[NameLine, ...]


def build_place_table(catalogue: Catalogue, words: str = "") -> pd.DataFrame:
    """Return the places that have a name like the words, all without words; the busiest first.

    Names count in every script and spelling that the atlas knows, and so do ids.

    Returns
    -------
    pandas.DataFrame
        Columns of `COLUMNS`, indexed by ``place_id``.
    """
    counts = count_records(catalogue)
    wanted = fold_text(words)
    rows: list[dict[str, object]] = []
    for place in sorted(catalogue.atlas.places, key=lambda item: (-counts[item.place_id], fold_text(item.name))):
        found = _find_name(catalogue, place, wanted)
        if found is not None:
            rows.append(
                {
                    "place_id": place.place_id,
                    "name": place.name,
                    "country": place.country_code,
                    "records": counts[place.place_id],
                    "found as": "" if found == place.name else found,
                }
            )
    return pd.DataFrame(rows, columns=["place_id", *COLUMNS]).set_index("place_id")


def count_records(catalogue: Catalogue) -> Counter[str]:
    """Return how many records are at each place, a record once a place."""
    return Counter(place_id for _, place_id in {(stop.record_id, stop.place_id) for stop in catalogue.list_stops()})


def describe_place(catalogue: Catalogue, place: Place, borders: Borders | None) -> PlaceView:
    """Put one place into words."""
    names = sorted(
        (name for name in catalogue.atlas.place_names if name.place_id == place.place_id),
        key=lambda name: (_KIND_ORDER.index(name.kind), name.language, fold_text(name.name)),
    )
    return PlaceView(
        place_id=place.place_id,
        name=place.name,
        lies_in=", ".join(part for part in (place.admin1, place.country_code) if part),
        position=format_position(place.latitude, place.longitude),
        origin=describe_origin(place),
        dispute=describe_dispute(place, borders),
        note=place.note,
        record_count=count_records(catalogue)[place.place_id],
        names=tuple(NameLine(name, name.name, name.language, describe_name(name)) for name in names),
    )


def describe_origin(place: Place) -> str:
    """Say where the coordinates of a place come from, and how exactly they stand for it."""
    known_as = f" ({place.geocoded_as})" if place.geocoded_as else ""
    who = {HAND: "Placed by hand", "": "Nobody is named for the coordinates"}.get(
        place.geocoder, f"From {place.geocoder}{known_as}"
    )
    asked = place.geocoded_query and (
        f", {place.geocoded_query}" if place.geocoder == HAND else f", asked for “{place.geocoded_query}”"
    )
    on = f" on {Edtf.parse(place.geocoded_on).text}" if place.geocoded_on else ""
    how = f": {PRECISIONS[place.precision].label}" if place.precision is not None else ""
    return f"{who}{on}{asked}{how}."


def describe_before(place_id: str, changes: Iterable[Change]) -> str:
    """Say where a place was before it was last moved, and from whom; empty if it never was.

    Parameters
    ----------
    changes
        Those of the place, the latest first.
    """
    for change in changes:
        for row in change.rows:
            moved = {"latitude", "longitude"} & {name for name, *_ in row.differences}
            if row.key != RowKey("places", (place_id,)) or not moved or row.before is None or row.after is None:
                continue
            latitude, longitude = float(row.before["latitude"] or 0), float(row.before["longitude"] or 0)
            position = format_position(latitude, longitude)
            who = f", from {row.before['geocoder']}" if row.before["geocoder"] else ""
            return f"Until {describe_moment(change.made_at)} it was at {position}{who}."
    return ""


def describe_dispute(place: Place, borders: Borders | None) -> str:
    """Say that the basemap draws a place in another country than its record names; empty where the two agree.

    Neither decides: the record keeps what its source says. Borders and coasts are taken roughly.
    """
    if borders is None or not place.country_code:
        return ""
    if borders.lies_in(place.country_code, place.latitude, place.longitude):
        return ""
    drawn = borders.country_at(place.latitude, place.longitude)
    where = f"in {drawn}" if drawn else "at sea"
    return (
        f"The record puts it in {place.country_code}, as its source does; the borders of the basemap (Natural Earth, "
        f"de facto) draw the point {where}. Neither decides for the other."
    )


def describe_name(name: PlaceName) -> str:
    """Say what a name is to its place: its kind, its time and who uses it."""
    kind = "" if name.kind is NameKind.OTHER else NAME_KINDS[name.kind].label
    period = Edtf.parse(name.period_edtf).text if name.period_edtf else ""
    used_by = f"used by: {name.used_by}" if name.used_by else ""
    return ", ".join(part for part in (kind, period, used_by) if part)


def build_record_table(catalogue: Catalogue, place_id: str) -> pd.DataFrame:
    """Return the records at a place, the newest first.

    Returns
    -------
    pandas.DataFrame
        Columns of `RECORD_COLUMNS`, indexed by ``record_id``; a record that has the place in two roles is there twice.
    """
    stops = [
        stop for stop in catalogue.list_stops() if stop.place_id == place_id and stop.record_id in catalogue.records
    ]
    rows: list[dict[str, object]] = []
    for stop in sorted(stops, key=lambda item: str(catalogue.records[item.record_id].date.first or ""), reverse=True):
        record = catalogue.records[stop.record_id]
        rows.append(
            {
                "record_id": record.record_id,
                "when": record.date_text or record.date.text,
                "title": record.title,
                "role": ROLES_IN_WORDS[stop.role],
                "printed": stop.name_in_source,
                "how exactly": PRECISIONS[stop.precision].label,
            }
        )
    return pd.DataFrame(rows, columns=["record_id", *RECORD_COLUMNS]).set_index("record_id")


def list_merge_choices(catalogue: Catalogue, place: Place) -> dict[str, str]:
    """Return the places that another could be the same as, by id, the nearest first, each with all its names."""
    counts = count_records(catalogue)
    apart = {
        other.place_id: great_circle_km(place.latitude, place.longitude, other.latitude, other.longitude)
        for other in catalogue.atlas.places
        if other.place_id != place.place_id
    }
    labels: dict[str, str] = {}
    for place_id in sorted(apart, key=lambda item: apart[item]):
        other = catalogue.places[place_id]
        facts = f"{other.name}, {other.country_code or 'no country'} · {format_km(apart[place_id])} away"
        names = [name for name in catalogue.place_names.get(place_id, ()) if name != other.name]
        labels[place_id] = " · ".join([f"{facts}, {counts[place_id]} records", *names])
    return labels


def preview_place_merge(kept: PlaceSheet, absorbed: PlaceSheet) -> tuple[str, ...]:
    """Say line by line what making one place of two will do."""
    records = len({stop.row.record_id for stop in absorbed.stops if isinstance(stop.row, RecordPlace)})
    there = {kept.place.name, *_list_names(kept)}
    names = [absorbed.place.name, *_list_names(absorbed)]
    new = [name for name in dict.fromkeys(names) if name not in there]
    apart = great_circle_km(
        kept.place.latitude, kept.place.longitude, absorbed.place.latitude, absorbed.place.longitude
    )
    moved = f", {format_km(apart)} from where they are" if records else ""
    return (
        f"{records} record{'' if records == 1 else 's'} of {absorbed.place.name} will be at {kept.place.name}{moved}",
        f"Names that {kept.place.name} gains: {', '.join(new) or 'none'}",
        f"{absorbed.place.name} ({absorbed.place.place_id}) is taken out; the history brings it back",
    )


def _list_names(sheet: PlaceSheet) -> list[str]:
    return [stored.row.name for stored in sheet.names if isinstance(stored.row, PlaceName)]


_KIND_ORDER = (NameKind.OFFICIAL, NameKind.OTHER, NameKind.FORMER, NameKind.DISPUTED)


def _find_name(catalogue: Catalogue, place: Place, wanted: str) -> str | None:
    """Return the name of a place that has the wanted words at a beginning of a word; ``None`` if none has."""
    if not wanted:
        return place.name
    names = (place.name, *catalogue.place_names.get(place.place_id, ()), place.place_id)
    return next((name for name in names if f" {wanted}" in f" {fold_text(name)}"), None)
