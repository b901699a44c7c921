"""The wide table ``explore``: one row for each record at each of its places.

It repeats what belongs to the record on each of its rows, so that every question of a page is one scan without joins. A
record without a place has one row, whose place columns are empty.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pyarrow as pa

from chancery.dates import Edtf
from chancery.model import Atlas, Evidence, Place, Record, RecordPlace, Source
from chancery.query.filters import FILTERS, ChoiceFilter
from chancery.query.folding import fold_text, sound_text
from chancery.vocabulary import Confidence

ArrowTable = Any
"""A ``pyarrow.Table``; pyarrow ships no types of its own."""

EXPLORE = "explore"
"""Name of the table in every engine."""

TAG_MARK = ":"
"""Stands in a tag between the filter field and the code: ``kinds:visit``."""

SCHEMA = pa.schema(
    [
        ("record_no", pa.int32()),
        ("record_id", pa.string()),
        ("kind", pa.string()),
        ("title", pa.string()),
        ("summary", pa.string()),
        ("date_text", pa.string()),
        ("date_edtf", pa.string()),
        ("date_first", pa.date32()),
        ("date_last", pa.date32()),
        ("date_precision", pa.string()),
        ("status", pa.string()),
        ("sector", pa.string()),
        ("confidence", pa.string()),
        ("actor_ids", pa.list_(pa.string())),
        ("actors", pa.string()),
        ("source_ids", pa.list_(pa.string())),
        ("publishers", pa.list_(pa.string())),
        ("source_url", pa.string()),
        ("record_places", pa.string()),
        ("search", pa.string()),
        ("tags", pa.list_(pa.string())),
        ("place_id", pa.string()),
        ("place_name", pa.string()),
        ("name_in_source", pa.string()),
        ("country_code", pa.string()),
        ("latitude", pa.float64()),
        ("longitude", pa.float64()),
        ("radius_km", pa.float64()),
        ("precision", pa.int8()),
        ("role", pa.string()),
        ("position", pa.int32()),
    ]
)
"""Columns of ``explore``. Dates are the bounds of the EDTF value, empty on an open side; degrees are WGS 84."""

_CONFIDENCE_ORDER = (Confidence.HIGH, Confidence.MEDIUM, Confidence.LOW)


def build_explore(atlas: Atlas) -> ArrowTable:
    """Join the tables of an atlas into ``explore``.

    Returns
    -------
    pyarrow.Table
        Columns of `SCHEMA`, records in the order of their bounds, then of their ids; empty for an empty atlas.
    """
    return _Joiner(atlas).join()


class _Joiner:
    """Looks the tables of one atlas up by record and by place."""

    def __init__(self, atlas: Atlas) -> None:
        self.records = sorted(atlas.records, key=_chronological)
        self.places = {place.place_id: place for place in atlas.places}
        self.sources = {source.source_id: source for source in atlas.sources}
        self.actor_names = {actor.actor_id: actor.name for actor in atlas.actors}
        self.stops: dict[str, list[RecordPlace]] = defaultdict(list)
        self.parts: dict[str, list[str]] = defaultdict(list)
        self.printed: dict[str, list[str]] = defaultdict(list)
        self.evidence: dict[str, list[Evidence]] = defaultdict(list)
        self.other_names: dict[str, list[str]] = defaultdict(list)
        for stop in sorted(atlas.record_places, key=lambda stop: stop.position):
            self.stops[stop.record_id].append(stop)
        for part in sorted(atlas.record_actors, key=lambda part: part.position):
            self.parts[part.record_id].append(part.actor_id)
            self.printed[part.record_id] += [part.name_in_source, part.role]
        for piece in atlas.evidence:
            self.evidence[piece.record_id].append(piece)
        for name in atlas.place_names:
            self.other_names[name.place_id].append(name.name)

    def join(self) -> ArrowTable:
        rows: list[dict[str, Any]] = []
        for number, record in enumerate(self.records):
            shared = self._record_columns(number, record)
            stops = self.stops[record.record_id]
            rows += [shared | self._place_columns(stop) for stop in stops] or [shared]
        for row in rows:
            row["tags"] = _list_tags(row)
        return pa.Table.from_pylist(rows, schema=SCHEMA)

    def _record_columns(self, number: int, record: Record) -> dict[str, Any]:
        date = record.date
        evidence = self.evidence[record.record_id]
        sources = [self.sources[piece.source_id] for piece in evidence]
        actor_ids = list(dict.fromkeys(self.parts[record.record_id]))
        stops = self.stops[record.record_id]
        return {
            "record_no": number,
            "record_id": record.record_id,
            "kind": record.kind.value,
            "title": record.title,
            "summary": record.summary,
            "date_text": record.date_text or date.text,
            "date_edtf": record.date_edtf,
            "date_first": date.first,
            "date_last": date.last,
            "date_precision": date.precision.value,
            "status": record.status.value,
            "sector": record.sector.value,
            "confidence": min((piece.confidence for piece in evidence), key=_CONFIDENCE_ORDER.index, default=None),
            "actor_ids": actor_ids,
            "actors": "; ".join(self.actor_names[actor_id] for actor_id in actor_ids),
            "source_ids": list(dict.fromkeys(source.source_id for source in sources)),
            "publishers": list(dict.fromkeys(source.publisher for source in sources)),
            "source_url": next((source.url for source in sources if source.url), ""),
            "record_places": " → ".join(dict.fromkeys(self.places[stop.place_id].name for stop in stops)),
            "search": self._search_text(record, actor_ids, stops, sources),
        }

    def _search_text(
        self, record: Record, actor_ids: list[str], stops: list[RecordPlace], sources: list[Source]
    ) -> str:
        words = [record.title, record.summary, *self.printed[record.record_id]]
        words += [self.actor_names[actor_id] for actor_id in actor_ids]
        words += [source.publisher for source in sources]
        for stop in stops:
            words += [self.places[stop.place_id].name, stop.name_in_source, *self.other_names[stop.place_id]]
        text = " ".join(words)
        spelled = fold_text(text)
        spoken = dict.fromkeys(sound_text(text).split())
        return " ".join([spelled, *(word for word in spoken if word not in spelled)])

    def _place_columns(self, stop: RecordPlace) -> dict[str, Any]:
        place: Place = self.places[stop.place_id]
        return {
            "place_id": place.place_id,
            "place_name": place.name,
            "name_in_source": stop.name_in_source,
            "country_code": place.country_code,
            "latitude": place.latitude,
            "longitude": place.longitude,
            "radius_km": place.radius_km,
            "precision": int(stop.precision),
            "role": stop.role.value,
            "position": stop.position,
        }


def _list_tags(row: dict[str, Any]) -> list[str]:
    """Return ``field:code`` for every choice that a row answers to, so that all options are counted in one pass."""
    tags: list[str] = []
    for entry in FILTERS:
        if isinstance(entry, ChoiceFilter):
            value = row.get(entry.column)
            codes = (value or []) if entry.many else [value]
            tags += [f"{entry.field}{TAG_MARK}{code}" for code in codes if code not in (None, "")]
    return tags


def _chronological(record: Record) -> tuple[str, str, str]:
    date: Edtf = record.date
    first = date.first or date.last
    last = date.last or date.first
    return (str(first) if first else "9999", str(last) if last else "9999", record.record_id)
