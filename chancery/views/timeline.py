"""The timeline under the map: records by period and kind, as plain data for the script that draws it.

A row for each kind, a dot for each period, its area the number of records. What cannot be said to lie in one period,
because its date is coarser or open, is drawn hollow where it can have begun.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from chancery.dates import Edtf
from chancery.errors import ChanceryError
from chancery.query.engine import TimelineUnit
from chancery.query.period import Period
from chancery.vocabulary import KINDS, Kind

ROW_HEIGHT = 15
"""Height of one kind's row, pixels."""

_AXIS_HEIGHT = 24


@dataclass(frozen=True, slots=True)
class Dot:
    """The records of one kind that begin in one period.

    Attributes
    ----------
    row
        Number of the kind's row.
    start, end
        First and last day of the period, ISO 8601.
    certain
        Whether their dates say for certain that they lie in it.
    label
        All of it in words.
    """

    row: int
    start: str
    end: str
    certain: bool
    count: int
    label: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """What the timeline shows.

    Attributes
    ----------
    rows
        Names of the kinds, from the top.
    kept
        First and last day of the period filtered to, as far as there are records; ``None`` if there is none.
    """

    rows: tuple[str, ...]
    dots: tuple[Dot, ...]
    kept: tuple[str, str] | None

    @property
    def height(self) -> int:
        """Its height with the axis, pixels."""
        return max(len(self.rows), 1) * ROW_HEIGHT + _AXIS_HEIGHT


def choose_unit(first: dt.date | None, last: dt.date | None) -> TimelineUnit:
    """Choose the unit that gives between about ten and fifty periods from `first` to `last`."""
    if first is None or last is None:
        return "year"
    years = (last - first).days / 365.25
    if years <= 2.5:
        return "month"
    return "quarter" if years <= 8 else "year"


def build_timeline(counts: pd.DataFrame, unit: TimelineUnit, kept: Period) -> Timeline:
    """Build the timeline.

    Parameters
    ----------
    counts
        As `chancery.query.engine.Engine.count_by_period` returns them.
    unit
        The unit that they are counted in.
    kept
        The period that is filtered to.
    """
    codes = set(counts["kind"])
    kinds = [kind for kind in Kind if kind.value in codes]
    rows = {kind.value: number for number, kind in enumerate(kinds)}
    dots = tuple(
        _make_dot(rows[kind], Kind(kind), pd.Timestamp(period), unit, bool(certain), int(count))
        for period, kind, certain, count in counts.itertuples(index=False)
    )
    return Timeline(tuple(KINDS[kind].plural for kind in kinds), dots, _find_band(kept, dots))


def read_brush(ends: object) -> Period | None:
    """Return the whole months from one day to another; ``None`` for what a browser cannot mean.

    Parameters
    ----------
    ends
        What the timeline reports: two days, ISO 8601, in either order.
    """
    match ends:
        case [str() as one, str() as other]:
            try:
                low, high = sorted(dt.date.fromisoformat(day) for day in (one, other))
                last = Edtf.parse(high.isoformat()[:7]).last
            except (ValueError, ChanceryError):
                return None
            return Period(low.replace(day=1), last)
        case _:
            return None


def _make_dot(row: int, kind: Kind, start: pd.Timestamp, unit: TimelineUnit, certain: bool, count: int) -> Dot:
    term = KINDS[kind]
    label = f"{_name_period(start, unit)}: {count} {term.label if count == 1 else term.plural}"
    if not certain:
        label += "; uncertain: begun or announced then, or known less exactly"
    return Dot(row, start.date().isoformat(), _end_of(start, unit).isoformat(), certain, count, label)


def _find_band(kept: Period, dots: Sequence[Dot]) -> tuple[str, str] | None:
    """Return the period kept as far as there are records: beyond them it would only stretch the axis."""
    if not kept or not dots:
        return None
    first = max((kept.first or dt.date.min).isoformat(), min(dot.start for dot in dots))
    last = min((kept.last or dt.date.max).isoformat(), max(dot.end for dot in dots))
    return (first, last) if first <= last else None


def _end_of(start: pd.Timestamp, unit: TimelineUnit) -> dt.date:
    offset = {"year": pd.offsets.YearEnd(), "quarter": pd.offsets.QuarterEnd(), "month": pd.offsets.MonthEnd()}[unit]
    return (start + offset).date()


def _name_period(start: pd.Timestamp, unit: TimelineUnit) -> str:
    if unit == "quarter":
        return f"{start.year}, quarter {start.quarter}"
    year = f"{start.year:04}"
    return Edtf.parse(year if unit == "year" else f"{year}-{start.month:02}").text
