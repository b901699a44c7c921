"""The atlas page put together: filters, headline, map beside table, timeline, card."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from chancery.errors import NotFound
from chancery.ui.card_panel import show_card, show_figures
from chancery.ui.filter_panel import show_filters
from chancery.ui.headline_panel import show_headline
from chancery.ui.library import Answers, Library, open_library
from chancery.ui.map_panel import show_map, take_click
from chancery.ui.session import View, change_view, current_view, reset_filters
from chancery.ui.table_panel import show_table
from chancery.ui.timeline_panel import show_timeline
from chancery.views.card import build_card, describe_figure

MAP_HEIGHT = 410
TABLE_HEIGHT = 520
_MAP_KEY = "atlas-map"


def show_workspace(view: View) -> None:
    """Draw the whole page for what the reader looks at."""
    clicked = take_click(_MAP_KEY)
    if clicked is not None:
        change_view(selected=clicked)
        view = current_view()
    library = open_library()
    answers = library.ask(view.filters)
    with st.sidebar:
        filters = st.container()
    top = st.container()
    if answers.records.empty:
        with top:
            show_headline(library, view, answers.headline)
        _show_nothing_kept(library)
    else:
        _show_answers(library, answers, view, top)
    with filters:  # last: what is kept need not wait for the counts of what else could be
        show_filters(library, answers.options)


def _show_answers(library: Library, answers: Answers, view: View, top: DeltaGenerator) -> None:
    """Lay the page out, then fill it: first what the browser takes longest to draw, last what can best wait."""
    # In the order of a phone's one column; style.css lays them out side by side where there is room.
    with st.container(key="ch-workspace"):
        world, record, table, timeline = (
            st.container(key=f"ch-{part}") for part in ("map", "record", "table", "timeline")
        )
    kept = frozenset(answers.records["record_id"])
    with world:
        show_map(
            answers.map_rows,
            selected=view.selected or None,
            theme="dark" if st.context.theme.type == "dark" else "light",
            height=MAP_HEIGHT,
            key=_MAP_KEY,
            outlines=library.catalogue.find_outlines(),
        )
    with top:
        show_headline(library, view, answers.headline)
    if view.selected:
        with record:
            _show_open_record(library, view, kept)
    with table:
        show_table(answers.records, selected=view.selected, height=TABLE_HEIGHT)
        _show_notes(answers)
    with timeline:
        show_timeline(answers, view)
    if not view.selected:
        with record:
            _show_reported_figures(library, view, kept)


def _show_open_record(library: Library, view: View, kept: frozenset[str]) -> None:
    try:
        card = build_card(library.catalogue, view.selected, library.articles)
    except NotFound:
        st.caption("The record that this link points to is not in the atlas.")
        return
    if view.selected not in kept:
        st.caption("This record is open, but the filters do not keep it.")
    show_card(card)


def _show_reported_figures(library: Library, view: View, kept: frozenset[str]) -> None:
    st.caption("Choose a marker or a row to open its record, with the words of each source.")
    figures = [describe_figure(*pair) for pair in library.catalogue.list_figures(kept, view.filters)]
    if figures:
        show_figures(figures)


def _show_notes(answers: Answers) -> None:
    if answers.headline.records > len(answers.records):
        st.caption(f"The table shows the newest {len(answers.records):,} of {answers.headline.records:,} records.")
    if answers.headline.placeless:
        count = answers.headline.placeless
        words = "record without a place is" if count == 1 else "records without a place are"
        st.caption(f"{count} {words} in the table only.")


def _show_nothing_kept(library: Library) -> None:
    if not library.catalogue.records:
        st.html(
            '<div class="ch-empty"><h2>This atlas has no records yet</h2>'
            "<p>Put a data package into the data folder, or name its folder in CHANCERY_DATA.</p></div>"
        )
        return
    st.html(
        '<div class="ch-empty"><h2>No record passes all of these filters</h2>'
        "<p>Take one filter away, search for fewer words, or widen the years.</p></div>"
    )
    st.button("Reset filters", on_click=reset_filters, key="reset-empty")
