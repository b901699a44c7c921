"""Filters survive their address, and the read model keeps, counts and lists what a plain reading of the rows does."""

from __future__ import annotations

import calendar
import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from chancery.dates import DatePrecision
from chancery.model import Atlas, Evidence, Place, Record, RecordPlace
from chancery.query.engine import Engine
from chancery.query.filters import FILTERS, MAX_CHOICES, ChoiceFilter, Filters
from chancery.query.folding import fold_text, sound_text
from chancery.query.period import Period
from chancery.vocabulary import Kind
from tests.property.atlases import atlases

CHOICES = [entry for entry in FILTERS if isinstance(entry, ChoiceFilter)]


@st.composite
def months(draw: st.DrawFn) -> tuple[int, int]:
    return draw(st.integers(1, 9999)), draw(st.integers(1, 12))


@st.composite
def periods(draw: st.DrawFn) -> Period:
    """Draw whole months, open on any side."""
    one, other = sorted([draw(months()), draw(months())])
    first = draw(st.none() | st.just(dt.date(*one, 1)))
    last = draw(st.none() | st.just(dt.date(*other, calendar.monthrange(*other)[1])))
    return Period(first, last)


printable = st.text(max_size=40).filter(str.isprintable)


def codes(entry: ChoiceFilter) -> st.SearchStrategy[tuple[str, ...]]:
    any_code = st.sampled_from(sorted(entry.known)) if entry.known else printable.filter(bool)
    return st.lists(any_code, unique=True, max_size=MAX_CHOICES).map(tuple)


searches = printable.map(lambda text: " ".join(text.split()))
any_filters = st.builds(Filters, years=periods(), text=searches, **{entry.field: codes(entry) for entry in CHOICES})


@given(any_filters)
def test_filters_come_back_from_their_address(filters: Filters) -> None:
    assert Filters.parse(filters.to_parameters()) == filters


@given(any_filters)
def test_filters_always_read_as_a_sentence(filters: Filters) -> None:
    sentence = filters.describe({})
    assert sentence
    assert (sentence == "all records") is (not filters)


parameters = st.sampled_from([entry.parameter for entry in FILTERS])


@given(st.dictionaries(parameters, st.lists(st.text(), max_size=5)))
def test_any_address_is_read_without_error_and_settles(address: dict[str, list[str]]) -> None:
    filters = Filters.parse(address)
    assert Filters.parse(filters.to_parameters()) == filters


@dataclass(frozen=True)
class Row:
    """A record at one of its places, or at none."""

    record: Record
    stop: RecordPlace | None
    place: Place | None


class Reading:
    """The atlas as someone reads it who goes through its tables with a pencil."""

    def __init__(self, atlas: Atlas) -> None:
        self.atlas = atlas
        self.places = {place.place_id: place for place in atlas.places}
        self.sources = {source.source_id: source for source in atlas.sources}
        self.actors = {actor.actor_id: actor for actor in atlas.actors}

    def rows(self) -> Iterator[Row]:
        for record in self.atlas.records:
            stops = [stop for stop in self.atlas.record_places if stop.record_id == record.record_id]
            for stop in stops:
                yield Row(record, stop, self.places[stop.place_id])
            if not stops:
                yield Row(record, None, None)

    def values(self, field: str, row: Row) -> set[str]:
        """Return the codes that a row has for a choice filter."""
        record, record_id = row.record, row.record.record_id
        values = {
            "kinds": {record.kind.value},
            "sectors": {record.sector.value},
            "statuses": {record.status.value},
            "countries": {row.place.country_code} - {""} if row.place else set(),
            "places": {row.place.place_id} if row.place else set(),
            "actors": {part.actor_id for part in self.atlas.record_actors if part.record_id == record_id},
            "sources": {self.sources[piece.source_id].publisher for piece in self.evidence(record_id)},
            "date_precisions": {record.date.precision.value},
            "place_precisions": {str(row.stop.precision.value)} if row.stop else set(),
        }
        return values[field]

    def evidence(self, record_id: str) -> list[Evidence]:
        return [piece for piece in self.atlas.evidence if piece.record_id == record_id]

    def words(self, record: Record) -> list[str]:
        """Return every text that a search looks into."""
        texts = [record.title, record.summary]
        for part in self.atlas.record_actors:
            if part.record_id == record.record_id:
                texts += [part.name_in_source, part.role, self.actors[part.actor_id].name]
        texts += [self.sources[piece.source_id].publisher for piece in self.evidence(record.record_id)]
        for stop in self.atlas.record_places:
            if stop.record_id == record.record_id:
                texts += [stop.name_in_source, self.places[stop.place_id].name]
                texts += [name.name for name in self.atlas.place_names if name.place_id == stop.place_id]
        return [f"{fold_text(text)} {sound_text(text)}" for text in texts]

    def passes(self, row: Row, filters: Filters) -> bool:
        period, date = filters.years, row.record.date
        if period and (date.precision is DatePrecision.NONE or not date.overlaps(period.first, period.last)):
            return False
        if not all(
            self.values(entry.field, row) & set(getattr(filters, entry.field))
            for entry in CHOICES
            if getattr(filters, entry.field)
        ):
            return False
        texts = self.words(row.record)
        words = zip(fold_text(filters.text).split(), sound_text(filters.text).split(), strict=True)
        return all(any(word in text or spoken in text for text in texts) for word, spoken in words)

    def kept(self, filters: Filters) -> set[str]:
        return {row.record.record_id for row in self.rows() if self.passes(row, filters)}

    def options(self, filters: Filters, field: str) -> dict[str, int]:
        """Return, for each value of a field, the number of records that it would keep under the other filters."""
        offered = {code for row in self.rows() for code in self.values(field, row)}
        others = filters.without(field)
        counts = {code: len(self.kept(Filters(**{**fields_of(others), field: (code,)}))) for code in offered}
        return {code: count for code, count in counts.items() if count}


def fields_of(filters: Filters) -> dict[str, object]:
    return {entry.field: getattr(filters, entry.field) for entry in FILTERS}


@st.composite
def views(draw: st.DrawFn) -> tuple[Atlas, Filters]:
    """Draw an atlas and filters that have something to do with it."""
    atlas = draw(atlases())
    reading = Reading(atlas)
    rows = list(reading.rows())
    chosen: dict[str, object] = {}
    for entry in CHOICES:
        offered = sorted({code for row in rows for code in reading.values(entry.field, row)} | {"nowhere"})
        if entry.known is not None:
            offered = sorted(entry.known)
        if draw(st.integers(0, 3)) == 0:
            chosen[entry.field] = tuple(draw(st.lists(st.sampled_from(offered), unique=True, min_size=1, max_size=3)))
    if draw(st.integers(0, 3)) == 0:
        year = draw(st.integers(1992, 2030))
        chosen["years"] = Period.of_years(year, draw(st.none() | st.integers(year, 2031)))
    if rows and draw(st.integers(0, 3)) == 0:
        words = [word for row in rows for text in reading.words(row.record) for word in text.split()]
        chosen["text"] = draw(st.sampled_from(words or ["x"]))[: draw(st.integers(1, 5))]
    return atlas, Filters(**chosen)


@settings(max_examples=20)
@given(views())
def test_the_read_model_agrees_with_a_plain_reading(view: tuple[Atlas, Filters]) -> None:
    atlas, filters = view
    reading, engine = Reading(atlas), Engine.from_atlas(atlas)
    kept = reading.kept(filters)
    assert sorted(engine.list_records(filters)["record_id"]) == sorted(kept)

    placed = sorted(
        (stop.record_id, stop.position, stop.place_id) for stop in atlas.record_places if stop.record_id in kept
    )
    rows = engine.list_map_rows(filters)
    assert sorted(zip(rows["record_id"], rows["position"], rows["place_id"], strict=True)) == placed

    options = engine.count_options(filters)
    for entry in CHOICES:
        counted = {option.code: option.count for option in options[entry.field]}
        assert counted == reading.options(filters, entry.field), entry.field

    check_headline(engine, reading, filters, kept)
    check_periods(engine, atlas, filters, kept)


def check_headline(engine: Engine, reading: Reading, filters: Filters, kept: set[str]) -> None:
    headline = engine.measure_headline(filters)
    records = [record for record in reading.atlas.records if record.record_id in kept]
    stops = [stop for stop in reading.atlas.record_places if stop.record_id in kept]
    assert headline.records == len(records)
    assert headline.visits == sum(record.kind is Kind.VISIT for record in records)
    assert headline.projects == sum(record.kind is Kind.PROJECT for record in records)
    assert headline.places == len({stop.place_id for stop in stops})
    assert headline.placeless == len(kept - {stop.record_id for stop in stops})
    assert headline.sources == len({piece.source_id for piece in reading.atlas.evidence if piece.record_id in kept})
    firsts = [record.date.first or record.date.last for record in records if record.date_edtf]
    lasts = [record.date.last or record.date.first for record in records if record.date_edtf]
    assert (headline.first_day, headline.last_day) == (min(firsts, default=None), max(lasts, default=None))


def check_periods(engine: Engine, atlas: Atlas, filters: Filters, kept: set[str]) -> None:
    for unit, length in (("year", 12), ("quarter", 3), ("month", 1)):
        expected: Counter[tuple[dt.date, str, bool]] = Counter()
        for record in atlas.records:
            first, last = record.date.first, record.date.last
            if record.record_id in kept and (first or last):
                begins = [begin_of(day, length) for day in (first, last) if day]
                expected[begins[0], record.kind.value, len(begins) == 2 and begins[0] == begins[1]] += 1
        counts = engine.count_by_period(filters, unit)
        found = {
            (period.date(), kind, bool(certain)): count
            for period, kind, certain, count in counts.itertuples(index=False)
        }
        assert found == dict(expected), unit


def begin_of(day: dt.date, length: int) -> dt.date:
    """Return the first day of the period of so many months that a day lies in."""
    return dt.date(day.year, (day.month - 1) // length * length + 1, 1)


@settings(max_examples=15)
@given(atlases())
def test_records_come_newest_first(atlas: Atlas) -> None:
    table = Engine.from_atlas(atlas).list_records(Filters())
    days = [row.date_first if not pd.isna(row.date_first) else row.date_last for row in table.itertuples()]
    dated = [day for day in days if not pd.isna(day)]
    assert dated == sorted(dated, reverse=True)
    assert all(pd.isna(day) for day in days[len(dated) :])
