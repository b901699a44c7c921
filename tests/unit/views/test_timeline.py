"""The timeline counts by period and kind, shows what is filtered to, and reads the brush as whole months."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict

import pytest

from chancery.model import Atlas
from chancery.query.engine import Engine, TimelineUnit
from chancery.query.filters import Filters
from chancery.query.period import ALWAYS, Period
from chancery.views.timeline import ROW_HEIGHT, Timeline, build_timeline, choose_unit, read_brush
from chancery.vocabulary import Kind, Sector, Status
from tests.sample import ATLAS, make_record


def make_timeline(unit: TimelineUnit, kept: Period = ALWAYS, atlas: Atlas = ATLAS) -> Timeline:
    return build_timeline(Engine.from_atlas(atlas).count_by_period(Filters(), unit), unit, kept)


@pytest.mark.parametrize(
    ("first", "last", "unit"),
    [
        (None, None, "year"),
        ("2024-01-01", "2024-12-31", "month"),
        ("2023-01-01", "2025-06-30", "month"),
        ("2023-01-01", "2025-12-31", "quarter"),
        ("2018-01-01", "2025-12-31", "quarter"),
        ("1993-06-11", "2027-12-31", "year"),
        ("0001-01-01", "9999-12-31", "year"),
    ],
)
def test_the_unit_follows_the_span(first: str | None, last: str | None, unit: str) -> None:
    assert choose_unit(*(dt.date.fromisoformat(day) if day else None for day in (first, last))) == unit


def test_every_count_is_a_dot_with_its_period_in_words() -> None:
    timeline = make_timeline("quarter")
    assert sum(dot.count for dot in timeline.dots) == 7
    (visit,) = [dot for dot in timeline.dots if timeline.rows[dot.row] == "visits"]
    assert (visit.start, visit.end, visit.certain) == ("2024-04-01", "2024-06-30", True)
    assert visit.label == "2024, quarter 2: 1 visit"


@pytest.mark.parametrize(("unit", "when"), [("year", "2024"), ("quarter", "2024, quarter 2"), ("month", "May 2024")])
def test_periods_are_named(unit: TimelineUnit, when: str) -> None:
    timeline = make_timeline(unit)
    assert [dot.label for dot in timeline.dots if dot.row == 0] == [f"{when}: 1 visit"]


def test_uncertain_dates_are_told_apart() -> None:
    timeline = make_timeline("year")
    uncertain = [dot for dot in timeline.dots if not dot.certain]
    assert {timeline.rows[dot.row] for dot in uncertain} == {"projects"}
    assert all("uncertain" in dot.label for dot in uncertain)


def test_there_is_a_row_for_each_kind_in_the_order_of_the_vocabulary() -> None:
    timeline = make_timeline("year")
    assert timeline.rows == ("visits", "meetings", "agreements", "projects", "culture events", "sport events")
    assert timeline.height > len(timeline.rows) * ROW_HEIGHT


@pytest.mark.parametrize("date", ["0988", "0001-01-01", "9999-12-31", "1648-10-24"])
@pytest.mark.parametrize("unit", ["year", "quarter", "month"])
def test_any_year_has_a_name_and_an_end(date: str, unit: TimelineUnit) -> None:
    record = make_record("r", date, "Long ago or far ahead", Kind.OTHER, Sector.POLITICS, Status.HELD)
    (dot,) = make_timeline(unit, atlas=Atlas(records=(record,))).dots
    assert str(int(date[:4])) in dot.label
    assert dot.start[:4] == dot.end[:4] == date[:4]


def test_what_is_sent_is_plain_json() -> None:
    assert json.loads(json.dumps(asdict(make_timeline("month", Period.of_years(2024, 2024)))))


def test_no_records_make_an_empty_timeline_with_a_height() -> None:
    timeline = make_timeline("year", atlas=Atlas())
    assert timeline.dots == ()
    assert timeline.height > 0


def test_the_period_filtered_to_is_a_band() -> None:
    assert make_timeline("year").kept is None
    assert make_timeline("year", Period.of_years(2024, 2025)).kept == ("2024-01-01", "2025-12-31")


@pytest.mark.parametrize(
    ("kept", "band"),
    [
        (Period.of_years(2025, None), ("2025-01-01", "2027-12-31")),
        (Period.of_years(None, 2024), ("2023-01-01", "2024-12-31")),
        (Period.of_years(1, 9999), ("2023-01-01", "2027-12-31")),
    ],
)
def test_the_band_does_not_stretch_the_axis_beyond_what_is_there(kept: Period, band: tuple[str, str]) -> None:
    assert make_timeline("year", kept).kept == band


@pytest.mark.parametrize("kept", [Period.of_years(1900, 1910), Period.of_years(2100, None)])
def test_a_period_beyond_what_is_there_has_no_band(kept: Period) -> None:
    assert make_timeline("year", kept).kept is None


@pytest.mark.parametrize(
    ("ends", "first", "last"),
    [
        (["2024-02-10", "2024-04-20"], "2024-02-01", "2024-04-30"),
        (["2024-04-20", "2024-02-10"], "2024-02-01", "2024-04-30"),
        (["2024-02-01", "2024-02-29"], "2024-02-01", "2024-02-29"),
        (["0960-01-15", "9999-12-31"], "0960-01-01", "9999-12-31"),
    ],
)
def test_a_brush_is_read_as_the_whole_months_it_covers(ends: list[str], first: str, last: str) -> None:
    assert read_brush(ends) == Period(dt.date.fromisoformat(first), dt.date.fromisoformat(last))


@pytest.mark.parametrize(
    "ends", [None, {}, [], ["2024-01-01"], [1.0, 2.0], ["2024-13-01", "2024-01-01"], ["", ""], "2024-01-01", ["a"] * 3]
)
def test_without_a_sound_brush_there_is_no_period(ends: object) -> None:
    assert read_brush(ends) is None
