"""Any EDTF value of level 1 is read as an independent reading of the standard says; anything else is refused."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass

from hypothesis import example, given
from hypothesis import strategies as st

from chancery.dates import Edtf, explain
from chancery.errors import InvalidDate


@dataclass(frozen=True)
class Span:
    """A written value and the days that it can mean, as the test works them out; ``None`` is open."""

    value: str
    first: dt.date | None
    last: dt.date | None


YEARS = st.integers(1, 9998)
QUALIFIERS = st.sampled_from(["", "?", "~", "%"])
SEASON_STARTS = {21: 3, 22: 6, 23: 9, 24: 12}


@st.composite
def whole_years(draw: st.DrawFn) -> Span:
    year = draw(YEARS)
    suffix = draw(st.sampled_from(["", "-XX", "-XX-XX"]))
    return Span(f"{year:04}{suffix}", dt.date(year, 1, 1), dt.date(year, 12, 31))


@st.composite
def months(draw: st.DrawFn) -> Span:
    year, month = draw(YEARS), draw(st.integers(1, 12))
    suffix = draw(st.sampled_from(["", "-XX"]))
    last = dt.date(year, month, calendar.monthrange(year, month)[1])
    return Span(f"{year:04}-{month:02}{suffix}", dt.date(year, month, 1), last)


@st.composite
def seasons(draw: st.DrawFn) -> Span:
    year, season = draw(YEARS), draw(st.sampled_from(sorted(SEASON_STARTS)))
    first = dt.date(year, SEASON_STARTS[season], 1)
    following = dt.date(year + (season == 24), (first.month + 2) % 12 + 1, 1)
    return Span(f"{year:04}-{season}", first, following - dt.timedelta(days=1))


@st.composite
def days(draw: st.DrawFn) -> Span:
    day = draw(st.dates())
    return Span(day.isoformat(), day, day)


@st.composite
def decades(draw: st.DrawFn) -> Span:
    start = draw(st.integers(0, 999))
    return Span(f"{start:03}X", dt.date(max(start * 10, 1), 1, 1), dt.date(start * 10 + 9, 12, 31))


@st.composite
def centuries(draw: st.DrawFn) -> Span:
    start = draw(st.integers(0, 99))
    return Span(f"{start:02}XX", dt.date(max(start * 100, 1), 1, 1), dt.date(start * 100 + 99, 12, 31))


@st.composite
def points(draw: st.DrawFn) -> Span:
    span = draw(st.one_of(whole_years(), months(), seasons(), days(), decades(), centuries()))
    return Span(span.value + draw(QUALIFIERS), span.first, span.last)


@st.composite
def intervals(draw: st.DrawFn) -> Span:
    one, other = draw(points()), draw(points())
    if one.first > other.last:
        one, other = other, one
    return Span(f"{one.value}/{other.value}", one.first, other.last)


@st.composite
def open_intervals(draw: st.DrawFn) -> Span:
    point, mark = draw(points()), draw(st.sampled_from(["", ".."]))
    if draw(st.booleans()):
        return Span(f"{mark}/{point.value}", None, point.last)
    return Span(f"{point.value}/{mark}", point.first, None)


spans = st.one_of(points(), intervals(), open_intervals())


@given(spans)
def test_bounds_are_those_of_the_standard(span: Span) -> None:
    date = Edtf.parse(span.value)
    assert (date.first, date.last) == (span.first, span.last)


@given(spans)
def test_bounds_are_ordered_and_a_reader_gets_words(span: Span) -> None:
    date = Edtf.parse(span.value)
    assert date.first is None or date.last is None or date.first <= date.last
    assert date.text.strip()
    assert isinstance(explain(date), str)
    assert Edtf.parse(f"  {span.value} ") == date


@st.composite
def near_days(draw: st.DrawFn) -> dt.date:
    return dt.date(2024, 1, 1) + dt.timedelta(days=draw(st.integers(-40, 40)))


@st.composite
def near_spans(draw: st.DrawFn) -> Span:
    """Draw spans in a few weeks, so that every day of them can be looked at."""
    one, other = sorted([draw(near_days()), draw(near_days())])
    form = draw(st.sampled_from(["{0}", "{0}/{1}", "{0}/..", "../{1}", "/{1}", "{0}/"]))
    value = form.format(one, other)
    first = one if "{0}" in form else None
    last = other if "{1}" in form else (one if form == "{0}" else None)
    return Span(value, first, last)


def days_of(first: dt.date | None, last: dt.date | None) -> set[dt.date]:
    """Return every day from `first` to `last` within a window that reaches well beyond `near_days`."""
    start = dt.date(2023, 1, 1)
    window = (start + dt.timedelta(days=number) for number in range(2 * 366))
    return {day for day in window if (first is None or first <= day) and (last is None or day <= last)}


@given(near_spans(), st.none() | near_days(), st.none() | near_days())
def test_overlap_is_a_day_in_common(span: Span, one: dt.date | None, other: dt.date | None) -> None:
    first, last = sorted([one, other]) if one and other else (one, other)
    expected = bool(days_of(span.first, span.last) & days_of(first, last))
    assert Edtf.parse(span.value).overlaps(first, last) is expected


@given(near_spans(), near_spans())
def test_overlap_is_symmetric(one: Span, other: Span) -> None:
    left, right = Edtf.parse(one.value), Edtf.parse(other.value)
    assert left.overlaps(right.first, right.last) is right.overlaps(left.first, left.last)


@given(st.one_of(st.text(), st.text("0123456789-/.X?~% ", max_size=24), st.from_regex(r"\d{4}(-\d\d){0,2}[?~%]?/?")))
@example("9999-24")
@example("0000-12-31")
@example("2024-02-30/2024-03-01")
@example("٢٠٢٤")
def test_any_text_is_a_date_or_is_refused_as_one(text: str) -> None:
    try:
        date = Edtf.parse(text)
    except InvalidDate:
        return
    assert date.first is None or date.last is None or date.first <= date.last
    assert date.value.isascii()
