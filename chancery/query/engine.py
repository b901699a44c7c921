"""The read model: every question that a view asks, as bounded Ibis queries over ``explore``.

One engine serves all sessions of a process. It holds the table in a DuckDB in memory and gives each thread a cursor of
its own; the expressions themselves are Ibis over the table's schema alone, so that they can be compiled for any backend
that holds the same table.

A filter keeps a record when one of its rows passes; what is then shown of a record is always the whole of it, so that a
route keeps the stops that lie outside the filter.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, Literal

import duckdb
import ibis
import pandas as pd

from chancery.errors import QueryError, QueryTimeout
from chancery.model import Atlas
from chancery.query.explore import EXPLORE, SCHEMA, TAG_MARK, ArrowTable, build_explore
from chancery.query.filters import FILTERS, ChoiceFilter, Expression, Filters
from chancery.vocabulary import Kind

MAX_RECORDS = 2_000
"""Most records that a table is given at once."""

MAX_MAP_ROWS = 6_000
"""Most rows of ``explore`` that a map is given; the map itself draws 2,000 features and groups what is more."""

MAX_OPTIONS = 200
"""Most options listed for one filter, the most frequent first."""

TIME_LIMIT_S = 10.0
"""Longest time that one query may take, seconds."""

_EXPLORE: Expression = ibis.table(ibis.Schema.from_pyarrow(SCHEMA), name=EXPLORE)
_KEPT: Expression = ibis.table({"record_no": "int32"}, name="kept")
"""The numbers of the records that pass the filters: a temporary table that each thread has for itself."""

Question = Callable[[Expression, Expression], Expression]
"""What is asked of ``explore`` and of the numbers of the records kept."""

TimelineUnit = Literal["year", "quarter", "month"]

_RECORD_COLUMNS = (
    "record_no", "record_id", "date_text", "date_first", "date_last", "kind", "title", "record_places",
    "sector", "status", "actors", "source_url", "publishers", "confidence", "date_edtf", "summary",
)  # fmt: skip

_MAP_COLUMNS = (
    "record_no", "record_id", "kind", "title", "date_text", "status", "sector", "place_id", "place_name",
    "name_in_source", "country_code", "latitude", "longitude", "radius_km", "precision", "role", "position",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Option:
    """One value that a filter offers, with the number of records that it would keep under the other filters."""

    code: str
    count: int


@dataclass(frozen=True, slots=True)
class Headline:
    """The figures of a view. `first_day` and `last_day` are ``None`` when no record kept has a date."""

    records: int
    visits: int
    projects: int
    places: int
    sources: int
    placeless: int
    first_day: dt.date | None
    last_day: dt.date | None


class Engine:
    """Answers the questions of a view from ``explore``.

    Build one with `Engine.from_atlas` or `Engine.from_table`.

    Parameters
    ----------
    connection
        A DuckDB connection that holds ``explore``.
    time_limit_s
        Longest time of one query, seconds.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, *, time_limit_s: float = TIME_LIMIT_S) -> None:
        self._connection = connection
        self._local = threading.local()
        self._time_limit_s = time_limit_s

    @classmethod
    def from_atlas(cls, atlas: Atlas, *, time_limit_s: float = TIME_LIMIT_S) -> Engine:
        """Load an atlas into a new database in memory."""
        return cls.from_table(build_explore(atlas), time_limit_s=time_limit_s)

    @classmethod
    def from_table(cls, explore: ArrowTable, *, time_limit_s: float = TIME_LIMIT_S) -> Engine:
        """Load a table with the columns of `chancery.query.explore.SCHEMA` into a new database in memory."""
        connection = duckdb.connect(":memory:")
        connection.register("incoming", explore)
        connection.execute(f"CREATE TABLE {EXPLORE} AS SELECT * FROM incoming")  # noqa: S608 - a constant name
        connection.unregister("incoming")
        return cls(connection, time_limit_s=time_limit_s)

    def measure_headline(self, filters: Filters) -> Headline:
        """Count what is kept."""
        row = self._ask(_headline, filters).iloc[0]
        return Headline(
            first_day=_day(row.pop("first_day")),
            last_day=_day(row.pop("last_day")),
            **{str(name): int(count) for name, count in row.items()},
        )

    def count_options(self, filters: Filters) -> dict[str, tuple[Option, ...]]:
        """Count, for every value of every choice filter, the records that it would keep under the other filters.

        Returns
        -------
        dict
            Options by filter field, most frequent first; values that would keep nothing are left out.
        """
        active = [entry.field for entry in _CHOICES if getattr(filters, entry.field)]
        counts = [self._run(_compile(_group_tags(_matching(_EXPLORE, filters))))]
        if active:
            # What a field offers does not depend on what is chosen in it: it is asked for without its own choice.
            parts = [_count_field(_EXPLORE, filters.without(field), field) for field in active]
            inactive = ~counts[0]["tag"].str.split(TAG_MARK, n=1).str[0].isin(active)
            counts = [counts[0][inactive], self._run(_compile(ibis.union(*parts)))]
        options: dict[str, list[Option]] = {entry.field: [] for entry in _CHOICES}
        for tag, count in (
            pd.concat(counts).sort_values(["count", "tag"], ascending=[False, True]).itertuples(index=False)
        ):
            field, _, code = tag.partition(TAG_MARK)
            if len(options[field]) < MAX_OPTIONS:
                options[field].append(Option(code, int(count)))
        return {field: tuple(found) for field, found in options.items()}

    def list_records(self, filters: Filters) -> pd.DataFrame:
        """List the records kept, newest first, `MAX_RECORDS` at most.

        Returns
        -------
        pandas.DataFrame
            One row a record: ``record_id, date_text, date_first, date_last, kind, title, record_places, sector, status,
            actors, source_url, publishers (list), confidence, date_edtf, summary``.
        """
        return self._ask(_list_records, filters).drop(columns="record_no")

    def list_map_rows(self, filters: Filters) -> pd.DataFrame:
        """List the places of the records kept, in the order of their records and stops, `MAX_MAP_ROWS` at most.

        Returns
        -------
        pandas.DataFrame
            One row for each record at each of its places; records without a place are left out.
        """
        return self._ask(_list_map_rows, filters).drop(columns="record_no")

    def count_by_period(self, filters: Filters, unit: TimelineUnit) -> pd.DataFrame:
        """Count the records kept by period and kind.

        A date that is not fine enough for the unit is counted at its earliest possible day, as uncertain.

        Returns
        -------
        pandas.DataFrame
            ``period`` (first day of the year, quarter or month), ``kind``, ``certain`` (bool) and ``count``.
        """
        return self._ask(_COUNT_BY_PERIOD[unit], filters)

    def find_year_range(self) -> tuple[int, int] | None:
        """Return the first and the last year that any record's known bounds reach; ``None`` if no record has a date."""
        headline = self.measure_headline(Filters())
        if headline.first_day is None or headline.last_day is None:
            return None
        return headline.first_day.year, headline.last_day.year

    def _ask(self, question: Question, filters: Filters) -> pd.DataFrame:
        """Put a question to the records kept."""
        self._keep(filters)
        return self._run(_compile_question(question))

    def _keep(self, filters: Filters) -> None:
        """Put the numbers of the records that pass into this thread's own table of what is kept."""
        if getattr(self._local, "filters", None) == filters:
            return
        kept = _matching(_EXPLORE, filters).select("record_no").distinct()
        self._run(f"CREATE OR REPLACE TEMP TABLE {_KEPT.get_name()} AS {_compile(kept)}")
        self._local.filters = filters

    def _run(self, statement: str) -> pd.DataFrame:
        if not hasattr(self._local, "cursor"):
            self._local.cursor = self._connection.cursor()
        cursor: duckdb.DuckDBPyConnection = self._local.cursor
        with _time_limit(cursor.interrupt, self._time_limit_s) as ran_out:
            try:
                return cursor.execute(statement).df()
            except duckdb.InterruptException as error:
                if not ran_out():
                    raise
                raise QueryTimeout(
                    f"The query took longer than {self._time_limit_s:g} seconds.",
                    remedy="Narrow the filters and try again.",
                ) from error
            except duckdb.Error as error:
                raise QueryError(f"The read model failed: {error}", remedy="Reload the page.") from error


@cache
def _compile_question(question: Question) -> str:
    """Return the statement of a question, which depends on nothing but the two schemas."""
    return _compile(question(_EXPLORE, _KEPT))


def _compile(expression: Expression) -> str:
    return str(ibis.to_sql(expression, dialect="duckdb"))


_CHOICES: tuple[ChoiceFilter, ...] = tuple(entry for entry in FILTERS if isinstance(entry, ChoiceFilter))


def _matching(explore: Expression, filters: Filters) -> Expression:
    """Return the rows that pass every filter."""
    conditions = [
        entry.keep(explore, getattr(filters, entry.field)) for entry in FILTERS if getattr(filters, entry.field)
    ]
    return explore.filter(*conditions) if conditions else explore


def _headline(explore: Expression, kept: Expression) -> Expression:
    rows = explore.semi_join(kept, "record_no")
    counted = rows.aggregate(
        records=rows.record_no.nunique(),
        visits=rows.record_no.nunique(where=rows.kind == Kind.VISIT.value),
        projects=rows.record_no.nunique(where=rows.kind == Kind.PROJECT.value),
        places=rows.place_id.nunique(),
        placeless=rows.record_no.nunique(where=rows.place_id.isnull()),
        first_day=rows.date_first.coalesce(rows.date_last).min(),
        last_day=rows.date_last.coalesce(rows.date_first).max(),
    )
    sources = rows.select(source_id=rows.source_ids.unnest()).aggregate(sources=lambda t: t.source_id.nunique())
    return counted.cross_join(sources)


def _list_records(explore: Expression, kept: Expression) -> Expression:
    records = explore.semi_join(kept, "record_no").select(*_RECORD_COLUMNS).distinct()
    newest = records.date_first.coalesce(records.date_last)
    return records.order_by([newest.desc(nulls_first=False), ibis.desc("record_no")]).limit(MAX_RECORDS)


def _list_map_rows(explore: Expression, kept: Expression) -> Expression:
    rows = explore.semi_join(kept, "record_no")
    placed = rows.filter(rows.place_id.notnull()).select(*_MAP_COLUMNS)
    return placed.order_by(["record_no", "position"]).limit(MAX_MAP_ROWS)


def _count_by_period(unit: TimelineUnit, explore: Expression, kept: Expression) -> Expression:
    records = explore.semi_join(kept, "record_no")
    truncation = _TRUNCATIONS[unit]
    day = records.date_first.coalesce(records.date_last)
    bounded = records.date_first.notnull() & records.date_last.notnull()
    certain = bounded & (records.date_first.truncate(truncation) == records.date_last.truncate(truncation))
    periods = records.filter(day.notnull()).select(
        "record_no", "kind", period=day.truncate(truncation), certain=certain
    )
    counted = periods.group_by(["period", "kind", "certain"]).aggregate(count=periods.record_no.nunique())
    return counted.order_by(["period", "kind", "certain"]).limit(MAX_RECORDS)


_TRUNCATIONS: Mapping[TimelineUnit, Literal["Y", "Q", "M"]] = {"year": "Y", "quarter": "Q", "month": "M"}
_COUNT_BY_PERIOD = {unit: partial(_count_by_period, unit) for unit in _TRUNCATIONS}


def _count_field(explore: Expression, filters: Filters, field: str) -> Expression:
    """Count the records that pass for each value of one field."""
    tags = _group_tags(_matching(explore, filters))
    return tags.filter(tags.tag.startswith(field + TAG_MARK))


def _group_tags(rows: Expression) -> Expression:
    """Count the records that have each tag on one of these rows."""
    tags = rows.select("record_no", tag=rows.tags.unnest())
    return tags.group_by("tag").aggregate(count=tags.record_no.nunique())


@contextmanager
def _time_limit(interrupt: Callable[[], None], seconds: float) -> Any:
    """Call `interrupt` after some seconds unless the block is left before; yield a question whether it was."""
    fired = threading.Event()

    def stop() -> None:
        fired.set()
        interrupt()

    timer = threading.Timer(seconds, stop)
    timer.daemon = True
    timer.start()
    try:
        yield fired.is_set
    finally:
        timer.cancel()


def _day(value: Any) -> dt.date | None:
    return None if pd.isna(value) else pd.Timestamp(value).date()
