"""The read model answers what a view asks, within its limits, for many sessions at once."""

from __future__ import annotations

import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa
import pytest

from chancery.dates import Edtf
from chancery.errors import QueryError, QueryTimeout
from chancery.model import Atlas, RecordPlace
from chancery.query import engine as engine_module
from chancery.query.engine import Engine, Headline, Option
from chancery.query.explore import SCHEMA, build_explore
from chancery.query.filters import FILTERS, ChoiceFilter, Filters
from chancery.query.period import Period
from chancery.query.statements import MAX_MAP_ROWS, MAX_RECORDS
from chancery.vocabulary import Kind, Precision, Role, Sector, Status
from tests.sample import ATLAS, NEWEST_FIRST, make_record

ALL = Filters()
CHOICES = [entry.field for entry in FILTERS if isinstance(entry, ChoiceFilter)]


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine.from_atlas(ATLAS)


def ids(frame: pd.DataFrame) -> list[str]:
    return list(frame["record_id"])


def test_the_headline_counts_records_and_what_belongs_to_them(engine: Engine) -> None:
    assert engine.measure_headline(ALL) == Headline(
        records=8,
        visits=1,
        projects=2,
        places=5,
        sources=3,
        placeless=1,
        first_day=dt.date(2023, 8, 5),
        last_day=dt.date(2027, 12, 31),
    )


def test_the_headline_counts_the_whole_of_a_record_that_is_kept(engine: Engine) -> None:
    headline = engine.measure_headline(Filters(places=("shusha",)))
    assert (headline.records, headline.places, headline.sources) == (1, 3, 2)


def test_records_without_a_date_have_no_first_and_last_day(engine: Engine) -> None:
    headline = engine.measure_headline(Filters(kinds=("other",)))
    assert (headline.records, headline.placeless) == (1, 1)
    assert headline.first_day is None
    assert headline.last_day is None


def test_records_are_listed_newest_first_and_undated_last(engine: Engine) -> None:
    assert ids(engine.list_records(ALL)) == NEWEST_FIRST


def test_a_record_is_listed_once_with_all_its_places(engine: Engine) -> None:
    row = engine.list_records(Filters(kinds=("visit",))).iloc[0]
    assert row["record_places"] == "Minsk → Baku → Shusha"
    assert row["actors"] == "Delegation of Belarus; Ministry of Trade"
    assert list(row["publishers"]) == ["Gazette", "Herald"]
    assert row["confidence"] == "high"
    assert row["date_text"] == "16–17 May 2024"
    assert row["source_url"] == "https://example.org/gazette"


def test_options_are_counted_under_the_other_filters(engine: Engine) -> None:
    options = engine.count_options(Filters(kinds=("project",), places=("minsk",)))
    # Kinds as if only the place were chosen, places as if only the kind were.
    assert options["kinds"] == tuple(Option(kind, 1) for kind in ("culture", "project", "sport", "visit"))
    assert options["places"] == (Option("karabakh", 1), Option("minsk", 1))
    assert options["sectors"] == (Option("industry", 1),)


def test_an_option_counts_what_it_would_keep_beside_a_filter_on_the_same_row(engine: Engine) -> None:
    """The visit is kept for its stop in Minsk; adding Baku would keep nothing, for Baku is not in Belarus."""
    options = engine.count_options(Filters(countries=("BY",)))
    assert options["places"] == (Option("minsk", 4),)
    assert options["countries"] == (Option("AZ", 4), Option("BY", 4))


def test_options_come_most_frequent_first(engine: Engine) -> None:
    options = engine.count_options(ALL)
    assert set(options) == set(CHOICES)
    assert options["places"][:2] == (Option("minsk", 4), Option("baku", 2))
    for found in options.values():
        assert all((-one.count, one.code) <= (-other.count, other.code) for one, other in pairwise(found))


def test_map_rows_follow_records_and_stops_and_leave_out_what_has_no_place(engine: Engine) -> None:
    rows = engine.list_map_rows(ALL)
    assert "exchange" not in ids(rows)
    visit = rows[rows["record_id"] == "visit"]
    assert list(visit["place_id"]) == ["minsk", "baku", "shusha"]
    assert list(visit["position"]) == [1, 2, 3]
    assert ids(rows)[:4] == ["games", "road-map", "visit", "visit"]


def test_a_route_keeps_the_stops_that_lie_outside_the_filter(engine: Engine) -> None:
    rows = engine.list_map_rows(Filters(places=("shusha",)))
    assert list(rows["place_id"]) == ["minsk", "baku", "shusha"]


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("year", {("2024-01-01", "visit", True, 1), ("2025-01-01", "project", False, 1)}),
        ("quarter", {("2024-04-01", "visit", True, 1), ("2024-01-01", "agreement", False, 1)}),
        ("month", {("2024-05-01", "visit", True, 1), ("2025-06-01", "meeting", True, 1)}),
    ],
)
def test_periods_count_records_by_kind_and_say_what_is_certain(engine: Engine, unit: Any, expected: set[Any]) -> None:
    counts = engine.count_by_period(ALL, unit)
    found = {
        (str(period.date()), kind, bool(certain), count)
        for period, kind, certain, count in counts.itertuples(index=False)
    }
    assert expected <= found
    assert counts["count"].sum() == 7, "each record with a date once"


def test_a_season_over_the_turn_of_the_year_is_uncertain() -> None:
    record = make_record("r", "2023-24", "Winter", Kind.CULTURE, Sector.CULTURE, Status.HELD)
    counts = Engine.from_atlas(Atlas(records=(record,))).count_by_period(ALL, "year")
    assert [(row.period.year, row.certain) for row in counts.itertuples()] == [(2023, False)]


def test_the_year_range_reaches_over_all_known_bounds(engine: Engine) -> None:
    assert engine.find_year_range() == (2023, 2027)


def test_dates_of_any_year_pass() -> None:
    dates = ["0988", "1648-10-24", "9998-12-31"]  # 64 bits of nanoseconds end in 1677 and 2262
    records = [make_record(f"r{date}", date, date, Kind.OTHER, Sector.POLITICS, Status.HELD) for date in dates]
    engine = Engine.from_atlas(Atlas(records=tuple(records)))
    assert engine.find_year_range() == (988, 9998)
    assert ids(engine.list_records(ALL)) == ["r9998-12-31", "r1648-10-24", "r0988"]
    assert len(engine.count_by_period(ALL, "quarter")) == 3


def test_an_empty_atlas_answers_everything() -> None:
    engine = Engine.from_atlas(Atlas())
    for filters in (ALL, Filters(kinds=("visit",), places=("baku",), text="x")):
        assert engine.measure_headline(filters) == Headline(0, 0, 0, 0, 0, 0, None, None)
        assert engine.count_options(filters) == dict.fromkeys(CHOICES, ())
        assert engine.list_records(filters).empty
        assert engine.list_map_rows(filters).empty
        assert engine.count_by_period(filters, "year").empty
    assert engine.find_year_range() is None


def test_what_is_kept_follows_the_filters(engine: Engine) -> None:
    """The table of what is kept is made once for all questions about the same filters, and anew for others."""
    visits, projects = Filters(kinds=("visit",)), Filters(kinds=("project",))
    assert engine.measure_headline(visits).records == 1
    assert ids(engine.list_records(projects)) == ["village", "tractors"]
    assert engine.measure_headline(projects).records == 2
    assert ids(engine.list_records(visits)) == ["visit"]
    assert engine.measure_headline(ALL).records == 8
    assert ids(engine.list_map_rows(visits)) == ["visit"] * 3


def test_the_frames_of_two_answers_are_two_frames(engine: Engine) -> None:
    first = engine.list_records(ALL)
    first.loc[0, "title"] = "changed"
    assert "changed" not in set(engine.list_records(ALL)["title"])


@pytest.mark.parametrize(
    "filters",
    [
        ALL,
        Filters(kinds=("visit", "project")),
        Filters(countries=("BY",), statuses=("held",)),
        Filters(years=Period.of_years(2024, 2024), text="trade"),
        Filters(text="nothing is called so"),
    ],
)
def test_a_list_narrowed_from_all_there_is_is_the_list_that_would_be_asked_for(
    engine: Engine, filters: Filters, monkeypatch: pytest.MonkeyPatch
) -> None:
    narrowed = engine.list_records(filters), engine.list_map_rows(filters)
    monkeypatch.setattr(engine_module, "MAX_RECORDS", 0)  # as if there were more than one list holds
    monkeypatch.setattr(engine_module, "MAX_MAP_ROWS", 0)
    for found, asked in zip(narrowed, (engine.list_records(filters), engine.list_map_rows(filters)), strict=True):
        pd.testing.assert_frame_equal(found, asked, check_dtype=not asked.empty)


@pytest.fixture(scope="module")
def large() -> Engine:
    """Return an engine with 3,000 records at three places each."""
    table = build_explore(ATLAS).to_pandas()
    numbers = pd.DataFrame({"number": range(3_000)})
    copies = numbers.merge(table[table["record_id"] == "visit"], how="cross")
    copies["record_no"] = copies["number"]
    copies["record_id"] = [f"visit-{number:04}" for number in copies["number"]]
    copies["tags"] = [[f"places:p{number}", "kinds:visit"] for number in copies["number"]]
    copies = copies.drop(columns="number")
    return Engine.from_table(pa.Table.from_pandas(copies, schema=SCHEMA, preserve_index=False))


def test_answers_are_cut_at_their_limits_and_counts_are_not(large: Engine) -> None:
    assert large.measure_headline(ALL).records == 3_000
    assert ids(large.list_records(ALL)) == [f"visit-{number:04}" for number in range(2_999, 999, -1)]
    assert len(large.list_records(ALL)) == MAX_RECORDS
    assert len(large.list_map_rows(ALL)) == MAX_MAP_ROWS
    options = large.count_options(ALL)
    assert len(options["places"]) == engine_module.MAX_OPTIONS
    assert options["kinds"] == (Option("visit", 3_000),)


AGES = "SELECT count(*) FROM range(1000000000) a, range(1000000000) b WHERE hash(a.range, b.range) = 1"


def test_a_query_beyond_its_time_limit_is_stopped_and_the_next_one_works() -> None:
    connection = duckdb.connect(":memory:")
    connection.register("incoming", build_explore(ATLAS))
    connection.execute("CREATE TABLE small AS SELECT * FROM incoming")
    connection.execute(f"CREATE VIEW explore AS SELECT * FROM small WHERE record_no >= 0 * ({AGES})")  # noqa: S608
    engine = Engine(connection, time_limit_s=0.05)
    with pytest.raises(QueryTimeout, match=r"longer than 0\.05 seconds") as caught:
        engine.measure_headline(ALL)
    assert caught.value.remedy
    assert isinstance(caught.value, TimeoutError)
    connection.execute("CREATE OR REPLACE VIEW explore AS SELECT * FROM small")
    patient = Engine(connection)
    assert patient.measure_headline(ALL).records == 8
    assert engine.measure_headline(ALL).records == 8, "the engine that was stopped goes on"


def test_a_query_within_its_time_limit_leaves_no_timer_behind(engine: Engine) -> None:
    for _ in range(20):
        engine.list_records(ALL)
    timers = [thread for thread in threading.enumerate() if isinstance(thread, threading.Timer)]
    assert all(timer.finished.is_set() for timer in timers)


def test_a_failing_database_is_a_query_error() -> None:
    engine = Engine(duckdb.connect(":memory:"))
    with pytest.raises(QueryError, match="The read model failed") as caught:
        engine.measure_headline(ALL)
    assert caught.value.remedy


def test_threads_share_one_engine_without_mixing_their_answers(engine: Engine) -> None:
    views = [
        (Filters(kinds=("visit",)), ["visit"]),
        (Filters(kinds=("project",)), ["village", "tractors"]),
        (Filters(countries=("BY",)), ["culture-days", "tractors", "visit", "games"]),
        (Filters(text="trade"), ["commission", "visit"]),
        (Filters(years=Period.of_years(2024, 2024)), ["village", "visit", "road-map"]),
        (Filters(date_precisions=("none",)), ["exchange"]),
        (Filters(sources=("Herald",)), ["village", "visit", "exchange"]),
        (ALL, NEWEST_FIRST),
    ]
    start = threading.Barrier(len(views))

    def look(view: tuple[Filters, list[str]]) -> None:
        filters, expected = view
        start.wait(30)
        for _ in range(3):
            assert ids(engine.list_records(filters)) == expected
            assert engine.measure_headline(filters).records == len(expected)
            assert set(ids(engine.list_map_rows(filters))) == set(expected) - {"exchange"}
            assert sum(option.count for option in engine.count_options(filters.without("kinds"))["kinds"]) >= 1

    with ThreadPoolExecutor(len(views)) as pool:
        list(pool.map(look, views))


def test_filters_that_lie_on_different_rows_of_a_record_do_not_keep_it(engine: Engine) -> None:
    """Baku is in Azerbaijan: that the same visit set out from Minsk does not make it a visit to Baku in Belarus."""
    assert engine.list_records(Filters(countries=("BY",), places=("baku",))).empty


def test_the_same_place_twice_counts_once() -> None:
    record = make_record("r", "2024", "Round trip", Kind.VISIT, Sector.POLITICS, Status.HELD)
    stops = [RecordPlace("r", "minsk", Role.DESTINATION, number, "Minsk", Precision.EXACT) for number in (1, 2)]
    engine = Engine.from_atlas(replace(Atlas(records=(record,), record_places=tuple(stops)), places=ATLAS.places))
    assert engine.measure_headline(ALL).places == 1
    assert engine.count_options(ALL)["places"] == (Option("minsk", 1),)
    assert len(engine.list_map_rows(ALL)) == 2


def test_listed_dates_are_the_bounds_of_the_values(engine: Engine) -> None:
    for row in engine.list_records(ALL).itertuples():
        date = Edtf.parse(row.date_edtf)
        assert (None if pd.isna(row.date_first) else row.date_first.date()) == date.first
        assert (None if pd.isna(row.date_last) else row.date_last.date()) == date.last
