"""Everything that belongs to one record, looked up by its id."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TypeVar

from chancery.countries import name_country
from chancery.errors import NotFound
from chancery.model import Actor, Atlas, Evidence, Figure, Place, Record, RecordActor, RecordPlace, Source
from chancery.query.filters import Filters
from chancery.query.period import Period

Row = TypeVar("Row", RecordPlace, RecordActor, Evidence, Figure)


@dataclass(frozen=True, slots=True)
class Details:
    """One record with its places and actors in order, its evidence and its figures, each beside what it points to."""

    record: Record
    places: tuple[tuple[RecordPlace, Place], ...]
    actors: tuple[tuple[RecordActor, Actor], ...]
    evidence: tuple[tuple[Evidence, Source], ...]
    figures: tuple[tuple[Figure, Source], ...]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """An atlas indexed by its keys. Build one with `Catalogue.of`."""

    atlas: Atlas
    records: Mapping[str, Record]
    places: Mapping[str, Place]
    actors: Mapping[str, Actor]
    sources: Mapping[str, Source]
    place_names: Mapping[str, tuple[str, ...]]
    _stops: Mapping[str, tuple[RecordPlace, ...]]
    _parts: Mapping[str, tuple[RecordActor, ...]]
    _evidence: Mapping[str, tuple[Evidence, ...]]
    _figures: Mapping[str, tuple[Figure, ...]]

    @staticmethod
    def of(atlas: Atlas) -> Catalogue:
        """Index an atlas."""
        names: dict[str, list[str]] = defaultdict(list)
        for name in atlas.place_names:
            names[name.place_id].append(name.name)
        return Catalogue(
            atlas=atlas,
            records={record.record_id: record for record in atlas.records},
            places={place.place_id: place for place in atlas.places},
            actors={actor.actor_id: actor for actor in atlas.actors},
            sources={source.source_id: source for source in atlas.sources},
            place_names={place_id: tuple(others) for place_id, others in names.items()},
            _stops=_by_record(atlas.record_places),
            _parts=_by_record(atlas.record_actors),
            _evidence=_by_record(atlas.evidence),
            _figures=_by_record(atlas.figures),
        )

    def find_record(self, record_id: str) -> Details:
        """Return one record with all that belongs to it.

        Raises
        ------
        NotFound
            If no record has that id.
        """
        record = self.records.get(record_id)
        if record is None:
            raise NotFound(f"There is no record '{record_id}'.", remedy="Choose one from the table.")
        stops = sorted(self._stops.get(record_id, ()), key=lambda stop: stop.position)
        parts = sorted(self._parts.get(record_id, ()), key=lambda part: part.position)
        return Details(
            record=record,
            places=tuple((stop, self.places[stop.place_id]) for stop in stops),
            actors=tuple((part, self.actors[part.actor_id]) for part in parts),
            evidence=tuple((piece, self.sources[piece.source_id]) for piece in self._evidence.get(record_id, ())),
            figures=tuple((figure, self.sources[figure.source_id]) for figure in self._figures.get(record_id, ())),
        )

    def list_stops(self) -> tuple[RecordPlace, ...]:
        """Return every place of every record."""
        return self.atlas.record_places

    def find_labels(self) -> dict[str, dict[str, str]]:
        """Return the names that people read for the codes of the open filters, by filter field."""
        return {
            "places": {place_id: place.name for place_id, place in self.places.items()},
            "actors": {actor_id: actor.name for actor_id, actor in self.actors.items()},
            "countries": {code: name_country(code) for code in {place.country_code for place in self.places.values()}},
        }

    def find_outlines(self) -> dict[str, str]:
        """Return the outlines that were drawn, as GeoJSON, by the id of their place."""
        return {place_id: place.area for place_id, place in self.places.items() if place.area}

    def list_figures(self, kept: Collection[str], filters: Filters) -> tuple[tuple[Figure, Source], ...]:
        """List the reported figures that belong to what is kept.

        A figure of a record goes with its record; one that stands for itself is there while nothing but the years is
        filtered, and its own period can lie within them.
        """
        period = filters.years
        only_years = not filters.without("years")
        found = [figure for figure in self.atlas.figures if _belongs(figure, kept, period if only_years else None)]
        return tuple((figure, self.sources[figure.source_id]) for figure in found)


def _belongs(figure: Figure, kept: Collection[str], period: Period | None) -> bool:
    if figure.record_id:
        return figure.record_id in kept
    return period is not None and (not period or figure.period.overlaps(period.first, period.last))


def _by_record(rows: tuple[Row, ...]) -> dict[str, tuple[Row, ...]]:
    grouped: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row.record_id].append(row)
    return {record_id: tuple(found) for record_id, found in grouped.items()}
