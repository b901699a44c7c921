"""What is still to be settled: records without a place, places of records that are unsure, and places that are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from chancery.geocoding.borders import Borders
from chancery.geocoding.candidates import Candidate
from chancery.model import Place, Record, RecordPlace
from chancery.query.details import Catalogue
from chancery.store import Edit, Save
from chancery.store.rows import RowKey
from chancery.views.place_forms import fit_precision
from chancery.views.places import describe_dispute
from chancery.vocabulary import PRECISIONS, Precision, Role


class Doubt(StrEnum):
    """Why something is in the queue; the value is what people read."""

    NO_PLACE = "no place"
    UNSURE = "place unsure"
    ROUGH = "position rough"
    ELSEWHERE = "drawn in another country"


UNSURE = frozenset({Precision.ESTIMATED, Precision.ASSUMED_UNCLEAR, Precision.ASSUMED_UNSPECIFIED})
"""How exactly a record is known to be somewhere, where somebody could know better. A seat of government that is assumed
(8) is none of them: that is how the atlas writes down where a delegation sets out from."""

ROUGH = frozenset({Precision.NEAR, Precision.ESTIMATED})
"""The same of the coordinates of a place."""


@dataclass(frozen=True, slots=True)
class QueueItem:
    """One thing to settle.

    Attributes
    ----------
    record_id, position
        The record and which of its places; empty and 0 where it is a place by itself.
    place_id
        The place; empty where there is none.
    question
        The name to look for; empty where nothing is printed.
    """

    doubt: Doubt
    title: str
    detail: str
    question: str
    record_id: str = ""
    position: int = 0
    place_id: str = ""

    @property
    def key(self) -> str:
        """What tells it from the others."""
        return f"{self.record_id or self.place_id} {self.position} {self.doubt.name}"


def build_queue(catalogue: Catalogue, borders: Borders | None) -> tuple[QueueItem, ...]:
    """Return all that is to be settled: records without a place first, then unsure ones, then places."""
    return (*_placeless(catalogue), *_unsure(catalogue), *_rough(catalogue, borders))


def settle(
    item: QueueItem, place: Place, catalogue: Catalogue, *, role: Role = Role.VENUE, version: int | None = None
) -> tuple[Edit, ...]:
    """Return the edits that put a record of the queue at a place, which is added where the atlas does not have it.

    Parameters
    ----------
    role
        What the place is to a record that had none.
    version
        Version of the record's place that was seen; ``None`` where it had none.
    """
    edits: list[Edit] = [] if place.place_id in catalogue.places else [Save(place)]
    stop = find_stop(catalogue, item)
    wanted = fit_precision(place, place.precision or Precision.EXACT)
    if stop is None:
        edits.append(Save(RecordPlace(item.record_id, place.place_id, role, 1, "", wanted)))
    else:
        edits.append(Save(replace(stop, place_id=place.place_id, precision=wanted), version))
    return tuple(edits)


def stop_key(item: QueueItem) -> RowKey:
    """Return where the place of a record stands in the store."""
    return RowKey("record_places", (item.record_id, item.position))


def find_stop(catalogue: Catalogue, item: QueueItem) -> RecordPlace | None:
    """Return the place of the record that an item is about; ``None`` if it has none."""
    own = (stop for stop in catalogue.list_stops() if stop.record_id == item.record_id)
    return next((stop for stop in own if stop.position == item.position), None)


def find_place(candidate: Candidate, catalogue: Catalogue) -> Place:
    """Return the place that a candidate is: the one of the atlas if it has it, else a new one."""
    known = catalogue.places.get(candidate.place_id)
    return candidate.as_place() if known is None else known


def _placeless(catalogue: Catalogue) -> Iterator[QueueItem]:
    placed = {stop.record_id for stop in catalogue.list_stops()}
    for record in catalogue.atlas.records:
        if record.record_id not in placed:
            yield QueueItem(Doubt.NO_PLACE, record.title, _describe(record), "", record.record_id)


def _unsure(catalogue: Catalogue) -> Iterator[QueueItem]:
    for stop in catalogue.list_stops():
        record, place = catalogue.records.get(stop.record_id), catalogue.places[stop.place_id]
        if stop.precision in UNSURE and record is not None:
            detail = f"{_describe(record)}; at {stop.name_in_source or place.name}, {PRECISIONS[stop.precision].label}"
            question = stop.name_in_source or place.name
            yield QueueItem(Doubt.UNSURE, record.title, detail, question, stop.record_id, stop.position, stop.place_id)


def _rough(catalogue: Catalogue, borders: Borders | None) -> Iterator[QueueItem]:
    for place in catalogue.atlas.places:
        where = ", ".join(part for part in (place.admin1, place.country_code) if part)
        dispute = describe_dispute(place, borders)
        if dispute:
            yield QueueItem(Doubt.ELSEWHERE, place.name, dispute, place.name, place_id=place.place_id)
        if place.precision in ROUGH:
            detail = ". ".join(part for part in (where, place.note) if part)
            yield QueueItem(Doubt.ROUGH, place.name, detail, place.name, place_id=place.place_id)


def _describe(record: Record) -> str:
    return record.date_text or record.date.text or "no date"
