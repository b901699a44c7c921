"""The timeline on a page, and the period that was brushed on it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from chancery.ui.library import Answers
from chancery.ui.session import View, change_view, current_view
from chancery.views.timeline import BRUSH, build_timeline, measure_height, read_brush


def show_timeline(answers: Answers, view: View) -> None:
    """Draw the timeline of what the other filters keep; brushing it filters to the months brushed."""
    spec = build_timeline(answers.periods, answers.unit, view.filters.years)
    key = f"timeline-{view.generation}"
    st.vega_lite_chart(
        spec,
        key=key,
        height=measure_height(spec),
        on_select=lambda: _take(key),
        selection_mode=[BRUSH],
        alt="Records by period and kind; uncertain dates are hollow",
    )


def _take(key: str) -> None:
    selection: dict[str, Any] = st.session_state[key].get("selection", {})
    period = read_brush(selection.get(BRUSH))
    view = current_view()
    if period is not None and period != view.filters.years:
        # The band shows what is kept from now on: the chart is made anew, without the brush.
        change_view(filters=replace(view.filters, years=period), generation=view.generation + 1)
