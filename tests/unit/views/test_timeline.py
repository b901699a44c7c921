"""The timeline counts by period and kind, shows what is filtered to, and reads the brush as whole months."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

from chancery.model import Atlas
from chancery.query.engine import Engine, TimelineUnit
from chancery.query.filters import Filters
from chancery.query.period import ALWAYS, Period
from chancery.views.timeline import BRUSH, ROW_HEIGHT, build_timeline, choose_unit, measure_height, read_brush
from chancery.vocabulary import Kind, Sector, Status
from tests.sample import ATLAS, make_record


def make_timeline(unit: TimelineUnit, kept: Period = ALWAYS, atlas: Atlas = ATLAS) -> dict[str, Any]:
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
    spec = make_timeline("quarter")
    values = spec["data"]["values"]
    assert sum(value["count"] for value in values) == 7
    (visit,) = [value for value in values if value["kind"] == "visits"]
    assert visit == {
        "period": "2024-04-01",
        "end": "2024-06-30",
        "when": "2024, quarter 2",
        "kind": "visits",
        "known": "in this period",
        "certain": True,
        "count": 1,
    }


@pytest.mark.parametrize(("unit", "when"), [("year", "2024"), ("quarter", "2024, quarter 2"), ("month", "May 2024")])
def test_periods_are_named(unit: TimelineUnit, when: str) -> None:
    values = make_timeline(unit)["data"]["values"]
    assert [value["when"] for value in values if value["kind"] == "visits"] == [when]


def test_uncertain_dates_are_told_apart() -> None:
    values = make_timeline("year")["data"]["values"]
    uncertain = {value["kind"] for value in values if not value["certain"]}
    assert uncertain == {"projects"}
    assert all("uncertain" in value["known"] for value in values if not value["certain"])


def test_there_is_a_row_for_each_kind_in_the_order_of_the_vocabulary() -> None:
    spec = make_timeline("year")
    kinds = spec["layer"][-1]["encoding"]["y"]["sort"]
    assert kinds == ["visits", "meetings", "agreements", "projects", "culture events", "sport events"]
    assert spec["usermeta"]["rows"] == len(kinds)
    assert measure_height(spec) > spec["height"] == len(kinds) * ROW_HEIGHT


@pytest.mark.parametrize("date", ["0988", "0001-01-01", "9999-12-31", "1648-10-24"])
@pytest.mark.parametrize("unit", ["year", "quarter", "month"])
def test_any_year_has_a_name_and_an_end(date: str, unit: TimelineUnit) -> None:
    record = make_record("r", date, "Long ago or far ahead", Kind.OTHER, Sector.POLITICS, Status.HELD)
    (value,) = make_timeline(unit, atlas=Atlas(records=(record,)))["data"]["values"]
    assert str(int(date[:4])) in value["when"]
    assert value["period"][:4] == value["end"][:4] == date[:4]


def test_the_specification_is_plain_json() -> None:
    assert json.loads(json.dumps(make_timeline("month", Period.of_years(2024, 2024))))


def test_no_records_make_an_empty_chart_with_a_height() -> None:
    spec = make_timeline("year", atlas=Atlas())
    assert spec["data"]["values"] == []
    assert measure_height(spec) > 0


def edges(spec: dict[str, Any]) -> list[tuple[int, int, int]]:
    encoding = spec["layer"][0]["encoding"]
    return [tuple(encoding[side]["datum"].values()) for side in ("x", "x2")]


def test_the_period_filtered_to_is_a_band() -> None:
    assert len(make_timeline("year")["layer"]) == 1
    spec = make_timeline("year", Period.of_years(2024, 2025))
    assert edges(spec) == [(2024, 1, 1), (2025, 12, 31)]


@pytest.mark.parametrize(
    ("kept", "band"),
    [
        (Period.of_years(2025, None), [(2025, 1, 1), (2027, 12, 31)]),
        (Period.of_years(None, 2024), [(2023, 1, 1), (2024, 12, 31)]),
        (Period.of_years(1, 9999), [(2023, 1, 1), (2027, 12, 31)]),
    ],
)
def test_the_band_does_not_stretch_the_axis_beyond_what_is_there(kept: Period, band: list[Any]) -> None:
    assert edges(make_timeline("year", kept)) == band


@pytest.mark.parametrize("kept", [Period.of_years(1900, 1910), Period.of_years(2100, None)])
def test_a_period_beyond_what_is_there_has_no_band(kept: Period) -> None:
    assert len(make_timeline("year", kept)["layer"]) == 1


def instant(day: str) -> float:
    return dt.datetime.fromisoformat(day).replace(tzinfo=dt.UTC).timestamp() * 1000


@pytest.mark.parametrize(
    ("ends", "first", "last"),
    [
        (("2024-02-10", "2024-04-20"), "2024-02-01", "2024-04-30"),
        (("2024-04-20", "2024-02-10"), "2024-02-01", "2024-04-30"),
        (("2024-02-01", "2024-02-29T23:59"), "2024-02-01", "2024-02-29"),
        (("1960-01-15", "1969-12-31"), "1960-01-01", "1969-12-31"),
    ],
)
def test_a_brush_is_read_as_the_whole_months_it_covers(ends: tuple[str, str], first: str, last: str) -> None:
    selection = {"middle": [instant(end) for end in ends]}
    assert read_brush(selection) == Period(dt.date.fromisoformat(first), dt.date.fromisoformat(last))


@pytest.mark.parametrize(
    "selection", [None, {}, {"x": []}, {"x": [1.0]}, {"x": [1e300, 2e300]}, {"x": [float("nan"), 0.0]}]
)
def test_without_a_sound_brush_there_is_no_period(selection: dict[str, Any] | None) -> None:
    assert read_brush(selection) is None


def test_the_brush_is_named_as_the_page_expects_it() -> None:
    assert make_timeline("year")["layer"][-1]["params"][0]["name"] == BRUSH
