"""The timeline under the map: records by period and kind, as a Vega-Lite specification.

A row for each kind, a dot for each period, its area the number of records. What cannot be said to lie in one period,
because its date is coarser or open, is drawn hollow where it can have begun.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from chancery.dates import Edtf
from chancery.query.engine import TimelineUnit
from chancery.query.period import Period
from chancery.vocabulary import KINDS, Kind

BRUSH = "brush"
"""Name of the selection that the reader makes by dragging."""

INK = "#3f7f90"
"""Colour of the dots: kinds are told apart by their rows, so that the sectors keep the colours for themselves."""

ROW_HEIGHT = 15
"""Height of one kind's row, pixels."""

_AXIS_HEIGHT = 24


def choose_unit(first: dt.date | None, last: dt.date | None) -> TimelineUnit:
    """Choose the unit that gives between about ten and fifty periods from `first` to `last`."""
    if first is None or last is None:
        return "year"
    years = (last - first).days / 365.25
    if years <= 2.5:
        return "month"
    return "quarter" if years <= 8 else "year"


def build_timeline(counts: pd.DataFrame, unit: TimelineUnit, kept: Period) -> dict[str, Any]:
    """Build the specification.

    Parameters
    ----------
    counts
        As `chancery.query.engine.Engine.count_by_period` returns them.
    unit
        The unit that they are counted in.
    kept
        The period that is filtered to; it is shown as a band.

    Returns
    -------
    dict
        A Vega-Lite 6 specification with its data inline; ``usermeta.rows`` is the number of rows drawn.
    """
    kinds = [kind for kind in Kind if kind.value in set(counts["kind"])]
    values = [
        {
            "period": period.date().isoformat() if isinstance(period, dt.datetime) else str(period),
            "end": _end_of(pd.Timestamp(period), unit).isoformat(),
            "when": _name_period(pd.Timestamp(period), unit),
            "kind": KINDS[Kind(kind)].plural,
            "known": "in this period" if certain else "uncertain: begun or announced then, or known less exactly",
            "certain": bool(certain),
            "count": int(count),
        }
        for period, kind, certain, count in counts.itertuples(index=False)
    ]
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "usermeta": {"rows": len(kinds)},
        "height": max(len(kinds), 1) * ROW_HEIGHT,
        "padding": {"left": 2, "top": 2, "right": 6, "bottom": 0},
        "data": {"values": values},
        "layer": [*_band(kept, values), _dots([KINDS[kind].plural for kind in kinds], unit)],
        "config": {"view": {"stroke": None}},
    }


def measure_height(spec: dict[str, Any]) -> int:
    """Return the height of a timeline in pixels, its axis included."""
    return int(spec["height"]) + _AXIS_HEIGHT


def read_brush(selection: dict[str, Any] | None) -> Period | None:
    """Return the whole months that a brush covers; ``None`` without one that makes sense.

    Parameters
    ----------
    selection
        What the chart reports for `BRUSH`: the ends of the brushed range, milliseconds since 1970, UTC.
    """
    ends = next(iter((selection or {}).values()), None)
    if not ends or len(ends) < 2:
        return None
    try:
        low, high = (dt.datetime.fromtimestamp(end / 1000, tz=dt.UTC).date() for end in (min(ends), max(ends)))
    except (ValueError, OverflowError, OSError):  # an instant beyond the years 1 to 9999
        return None
    last = Edtf.parse(high.isoformat()[:7]).last
    return Period(low.replace(day=1), last)


def _dots(kinds: list[str], unit: TimelineUnit) -> dict[str, Any]:
    return {
        "params": [{"name": BRUSH, "select": {"type": "interval", "encodings": ["x"]}}],
        "mark": {"type": "point", "shape": "circle", "strokeWidth": 1.2, "stroke": INK, "fill": INK, "opacity": 1},
        "encoding": {
            "x": {
                "field": "middle",
                "type": "temporal",
                "title": None,
                "axis": {
                    "grid": False,
                    "tickCount": "year" if unit != "year" else 10,
                    "format": "%Y",
                    "labelFlush": True,
                },
                "scale": {"nice": False, "padding": 8},
            },
            "y": {
                "field": "kind",
                "type": "nominal",
                "sort": kinds,
                "title": None,
                "axis": {
                    "domain": False,
                    "ticks": False,
                    "grid": True,
                    "labelPadding": 6,
                    "labelLimit": 90,
                    "labelOverlap": False,
                },
            },
            "size": {
                "field": "count",
                "type": "quantitative",
                "scale": {"type": "sqrt", "domainMin": 0, "range": [14, 210]},
                "legend": None,
            },
            "fillOpacity": {"condition": {"test": "datum.certain", "value": 0.75}, "value": 0},
            "tooltip": [
                {"field": "when", "title": "Period"},
                {"field": "kind", "title": "Kind"},
                {"field": "count", "title": "Records"},
                {"field": "known", "title": "Date"},
            ],
        },
        "transform": [
            {"calculate": "(time(toDate(datum.period)) + time(toDate(datum.end))) / 2", "as": "middle"},
        ],
    }


def _band(kept: Period, values: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Draw the period kept as far as there are records: beyond them it would only stretch the axis."""
    if not kept or not values:
        return []
    first = max(kept.first or dt.date.min, min(dt.date.fromisoformat(value["period"]) for value in values))
    last = min(kept.last or dt.date.max, max(dt.date.fromisoformat(value["end"]) for value in values))
    if first > last:
        return []
    edges = {"x": {"datum": _instant(first)}, "x2": {"datum": _instant(last)}}
    return [
        {
            "data": {"values": [{}]},
            "mark": {"type": "rect", "color": INK, "opacity": 0.14, "clip": True},
            "encoding": edges,
        }
    ]


def _instant(day: dt.date) -> dict[str, int]:
    return {"year": day.year, "month": day.month, "date": day.day}


def _end_of(start: pd.Timestamp, unit: TimelineUnit) -> dt.date:
    offset = {"year": pd.offsets.YearEnd(), "quarter": pd.offsets.QuarterEnd(), "month": pd.offsets.MonthEnd()}[unit]
    return (start + offset).date()


def _name_period(start: pd.Timestamp, unit: TimelineUnit) -> str:
    if unit == "quarter":
        return f"{start.year}, quarter {start.quarter}"
    year = f"{start.year:04}"
    return Edtf.parse(year if unit == "year" else f"{year}-{start.month:02}").text
