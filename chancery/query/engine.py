"""The read model: every question that a view asks, as bounded Ibis queries over ``explore``.

One engine serves all sessions of a process. It holds the table in a DuckDB in memory and gives each thread a cursor of
its own; the expressions themselves are in `chancery.query.questions`.

A filter keeps a record when one of its rows passes; what is then shown of a record is always the whole of it, so that a
route keeps the stops that lie outside the filter.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, TypeVar

import duckdb
import pandas as pd

from chancery.errors import QueryError, QueryTimeout
from chancery.model import Atlas
from chancery.query.explore import EXPLORE, TAG_MARK, ArrowTable, build_explore
from chancery.query.filters import FILTERS, ChoiceFilter, Filters
from chancery.query.statements import KEPT, MAX_MAP_ROWS, MAX_RECORDS, NARROWED, read_statements

MAX_OPTIONS = 200
"""Most options listed for one filter, the most frequent first."""

TIME_LIMIT_S = 10.0
"""Longest time that one query may take, seconds."""

_Cursor = duckdb.DuckDBPyConnection
_Answer = TypeVar("_Answer")

TimelineUnit = Literal["year", "quarter", "month"]


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
        self._everything: dict[str, pd.DataFrame] = {}

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
        self._keep(filters)
        return self._run(read_statements()["headline"], _read_headline)

    def count_options(self, filters: Filters) -> dict[str, tuple[Option, ...]]:
        """Count, for every value of every choice filter, the records that it would keep under the other filters.

        Returns
        -------
        dict
            Options by filter field, most frequent first; values that would keep nothing are left out.
        """
        counts = self._run(_narrow(filters) + read_statements()["options"], _Cursor.fetchall)
        options: dict[str, list[Option]] = {entry.field: [] for entry in _CHOICES}
        for tag, count in sorted(counts, key=lambda row: (-row[1], row[0])):
            field, _, code = tag.partition(TAG_MARK)
            if len(options[field]) < MAX_OPTIONS:
                options[field].append(Option(code, count))
        return {field: tuple(found) for field, found in options.items()}

    def list_records(self, filters: Filters) -> pd.DataFrame:
        """List the records kept, newest first, `MAX_RECORDS` at most.

        Returns
        -------
        pandas.DataFrame
            One row a record: ``record_id, date_text, date_first, date_last, kind, title, record_places, sector, status,
            actors, source_url, publishers (list), confidence, date_edtf, summary``.
        """
        return self._list("records", filters, MAX_RECORDS)

    def list_map_rows(self, filters: Filters) -> pd.DataFrame:
        """List the places of the records kept, in the order of their records and stops, `MAX_MAP_ROWS` at most.

        Returns
        -------
        pandas.DataFrame
            One row for each record at each of its places; records without a place are left out.
        """
        return self._list("map_rows", filters, MAX_MAP_ROWS)

    def count_by_period(self, filters: Filters, unit: TimelineUnit) -> pd.DataFrame:
        """Count the records kept by period and kind.

        A date that is not fine enough for the unit is counted at its earliest possible day, as uncertain.

        Returns
        -------
        pandas.DataFrame
            ``period`` (first day of the year, quarter or month), ``kind``, ``certain`` (bool) and ``count``.
        """
        return self._ask(f"periods_{unit}", filters)

    def find_year_range(self) -> tuple[int, int] | None:
        """Return the first and the last year that any record's known bounds reach; ``None`` if no record has a date."""
        headline = self.measure_headline(Filters())
        if headline.first_day is None or headline.last_day is None:
            return None
        return headline.first_day.year, headline.last_day.year

    def _list(self, question: str, filters: Filters, limit: int) -> pd.DataFrame:
        """List what is kept. Where the limit does not cut the list of everything, that is asked once, and narrowed."""
        if question not in self._everything:
            self._everything[question] = self._ask(question, Filters())
        everything = self._everything[question]
        if len(everything) < limit:
            self._keep(filters)
            kept = self._run(f"SELECT record_no FROM {KEPT}", _Cursor.fetchnumpy)  # noqa: S608 - a constant name
            listed = everything[everything["record_no"].isin(kept["record_no"])].reset_index(drop=True)
        else:
            listed = self._ask(question, filters)
        return listed.drop(columns="record_no")

    def _ask(self, question: str, filters: Filters) -> pd.DataFrame:
        """Put a question to the records kept."""
        self._keep(filters)
        return self._run(read_statements()[question], _Cursor.df)

    def _keep(self, filters: Filters) -> None:
        """Put the records that pass into this thread's own table of what is kept."""
        if getattr(self._local, "filters", None) == filters:
            return
        self._run(f"CREATE OR REPLACE TEMP TABLE {KEPT} AS {_narrow(filters)}{read_statements()['keep']}", _ignore)
        self._local.filters = filters

    def _run(self, statement: str, read: Callable[[_Cursor], _Answer]) -> _Answer:
        if not hasattr(self._local, "cursor"):
            self._local.cursor = self._connection.cursor()
        cursor: _Cursor = self._local.cursor
        with _time_limit(cursor.interrupt, self._time_limit_s) as ran_out:
            try:
                return read(cursor.execute(statement))
            except duckdb.InterruptException as error:
                if not ran_out():
                    raise
                raise QueryTimeout(
                    f"The query took longer than {self._time_limit_s:g} seconds.",
                    remedy="Narrow the filters and try again.",
                ) from error
            except duckdb.Error as error:
                raise QueryError(f"The read model failed: {error}", remedy="Reload the page.") from error


_CHOICES: tuple[ChoiceFilter, ...] = tuple(entry for entry in FILTERS if isinstance(entry, ChoiceFilter))


def prepare_filtering() -> None:
    """Load what filters are compiled with, which takes a second, before it is needed."""
    _compile_narrowed(Filters(text="any"))


def _narrow(filters: Filters) -> str:
    """Return the head of a statement that asks about the rows that the filters leave."""
    rows = _compile_narrowed(filters) if filters else read_statements()["everything"]
    return f"WITH {NARROWED} AS ({rows}) "


@lru_cache(maxsize=64)
def _compile_narrowed(filters: Filters) -> str:
    from chancery.query.questions import compile_narrowed  # noqa: PLC0415 - brings Ibis: the first view does without

    return compile_narrowed(filters)


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


def _read_headline(cursor: _Cursor) -> Headline:
    names = [column[0] for column in cursor.description or ()]
    return Headline(**dict(zip(names, cursor.fetchone() or (), strict=True)))


def _ignore(cursor: _Cursor) -> None:
    """Read nothing: the statement made a table."""
