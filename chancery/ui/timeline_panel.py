"""The timeline on a page, and the period that was brushed on it."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path

import streamlit as st
from streamlit.components.v2 import component

from chancery.ui.library import Answers
from chancery.ui.session import View, change_view, current_view
from chancery.views.timeline import build_timeline, read_brush

_KEY = "timeline"
_PART = Path(__file__).with_name("timeline.js")

_draw = component(
    "chancery_timeline",
    html='<div class="timeline"></div>',
    css=_PART.with_suffix(".css").read_text(encoding="utf-8"),
    js=_PART.read_text(encoding="utf-8"),
)
"""Drawn by a script of the project's own: the chart that Streamlit brings loads more than all the rest of the page."""


def show_timeline(answers: Answers, view: View) -> None:
    """Draw the timeline of what the other filters keep; brushing it filters to the months brushed."""
    timeline = build_timeline(answers.periods, answers.unit, view.filters.years)
    _draw(data={**asdict(timeline), "height": timeline.height}, key=_KEY, on_brushed_change=_take)


def _take() -> None:
    period = read_brush(st.session_state[_KEY].get("brushed"))
    view = current_view()
    if period is not None and period != view.filters.years:
        change_view(filters=replace(view.filters, years=period))
