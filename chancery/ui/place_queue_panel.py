"""What is to be settled, one after the other, by keyboard: K back, J next, 1 to 9 choose, A accepts."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from chancery.errors import ChanceryError, InvalidValue, NotFound
from chancery.geocoding.candidates import PlaceQuery
from chancery.model import Place
from chancery.store import Edit, RowKey
from chancery.ui.desk import Desk
from chancery.ui.geocoders import ask_offline, find_borders
from chancery.ui.library import Library
from chancery.ui.map_panel import show_place_map, take_report
from chancery.ui.place_candidates_panel import chosen_candidate, keep_answer, show_candidates, show_question
from chancery.ui.place_work import PlaceSection, change_place_work, current_place_work, put_place_down
from chancery.ui.saving import attempt
from chancery.ui.session import change_view
from chancery.ui.work import change_work, current_work, finish_work, show_outcome
from chancery.views.candidates import SHOWN
from chancery.views.fields import ROLES_IN_WORDS
from chancery.views.place_forms import pin, refit_stops, take_candidate
from chancery.views.place_map import Chosen, Pinned, build_place_map, read_report
from chancery.views.place_queue import QueueItem, build_queue, find_place, find_stop, settle, stop_key
from chancery.views.row_form import RowForm, open_row_form, start_row_form
from chancery.views.table import read_selection
from chancery.vocabulary import Role

_MAP_KEY = "queue-map"
_TABLE_KEY = "queue-table"
_MAP_HEIGHT = 360
_TABLE_HEIGHT = 560


def show_queue(desk: Desk, library: Library) -> None:
    """Draw the list, and the item that is open with its candidates."""
    queue = build_queue(library.catalogue, find_borders())
    if not queue:
        show_outcome()
        st.html(
            '<div class="ch-empty"><h2>Nothing is left to settle</h2><p>Every record has a place, and every place is '
            "as sure as it can be.</p></div>"
        )
        return
    number = _find_number(queue)
    item = queue[number]
    _prepare(item, number)
    _take_map_report(desk, item)
    show_outcome()
    with st.container(key="ch-records"):
        with st.container(key="ch-list"):
            st.caption(f"{len(queue)} to settle. Keys: K back, J next, 1 to 9 choose, A accepts.")
            _show_list(queue, number)
        with st.container(key="ch-sheet"):
            _show_item(desk, library, item, number, queue)


def _find_number(queue: tuple[QueueItem, ...]) -> int:
    """Return the number of the open item; when it is settled, the next one has its number."""
    work = current_place_work()
    keys = [item.key for item in queue]
    if work.queue_key in keys:
        return keys.index(work.queue_key)
    return min(work.queue_number, len(queue) - 1)


def _prepare(item: QueueItem, number: int) -> None:
    """Open an item: what the gazetteer knows by the name that is printed is there without asking."""
    work = current_place_work()
    if work.queue_key == item.key:
        return
    put_place_down(queue_key=item.key, queue_number=number, question=item.question)
    if item.question:
        try:
            keep_answer(ask_offline(PlaceQuery(item.question, limit=SHOWN)))
        except ChanceryError as error:
            change_work(failed=str(error))
    change_place_work(chosen=1 if current_place_work().candidates else 0)


def _show_list(queue: tuple[QueueItem, ...], number: int) -> None:
    st.session_state[_TABLE_KEY] = {"selection": {"rows": [number], "columns": [], "cells": []}}

    def take() -> None:
        row = read_selection(st.session_state[_TABLE_KEY]["selection"], number)
        if row is not None and row < len(queue):
            _go_to(queue, row)

    st.dataframe(
        pd.DataFrame([(item.title, item.doubt.value) for item in queue], columns=["what", "doubt"]),
        key=_TABLE_KEY,
        height=min(_TABLE_HEIGHT, 35 + 30 * len(queue)),
        hide_index=True,
        row_height=30,
        column_config={
            "what": st.column_config.TextColumn("What", width=236),
            "doubt": st.column_config.TextColumn("Doubt", width=118),
        },
        selection_mode=["single-row", "single-cell"],
        on_select=take,
        alt="What is to be settled",
    )


def _go_to(queue: tuple[QueueItem, ...], number: int) -> None:
    change_place_work(queue_key="", queue_number=number % len(queue))
    change_work(clashes=())


def _show_item(desk: Desk, library: Library, item: QueueItem, number: int, queue: tuple[QueueItem, ...]) -> None:
    st.html(
        f'<div class="ch-place-head"><p class="ch-kicker">{number + 1} of {len(queue)} · {escape(item.doubt.value)}</p>'
        f"<h2>{escape(item.title)}</h2><p>{escape(item.detail)}</p></div>"
    )
    work = current_place_work()
    show_place_map(
        build_place_map(
            library.catalogue, place_id=item.place_id, form=work.form, candidates=work.candidates, chosen=work.chosen
        ),
        can_pin=desk.can_edit,
        can_draw=False,
        asked=f"{item.key} {work.asked}",
        theme="dark" if st.context.theme.type == "dark" else "light",
        height=_MAP_HEIGHT,
        key=_MAP_KEY,
    )
    _show_keys(desk, library, item, number, queue)
    show_question(desk, item.question, key=f"queue-question-{item.key}")
    here = library.catalogue.places.get(item.place_id)
    show_candidates((here.latitude, here.longitude) if here else None, _choose)


def _show_keys(desk: Desk, library: Library, item: QueueItem, number: int, queue: tuple[QueueItem, ...]) -> None:
    work = current_place_work()
    role = Role.VENUE
    with st.container(key="ch-queue-keys", horizontal=True, gap="small", vertical_alignment="center"):
        st.button("Back", shortcut="K", key="queue-back", on_click=_go_to, args=(queue, number - 1))
        st.button("Next", shortcut="J", key="queue-on", on_click=_go_to, args=(queue, number + 1))
        if desk.can_edit:
            if item.record_id and not item.place_id:
                role = st.selectbox(
                    "The place is its",
                    [*Role],
                    index=[*Role].index(Role.VENUE),
                    format_func=ROLES_IN_WORDS.__getitem__,
                    key=f"role-{item.key}",
                    label_visibility="collapsed",
                    width=150,
                )
            ready = work.form is not None or work.chosen > 0
            pressed = st.button("Accept", shortcut="A", type="primary", key="queue-accept", disabled=not ready)
            if pressed:
                _accept(desk, library, item, number, role)
        if item.place_id:
            st.button("Open the place", type="tertiary", key="queue-open", on_click=_open_place, args=(item.place_id,))
        if item.record_id:
            st.page_link("pages/records.py", label="Open the record", query_params={"record": [item.record_id]})
    if work.form is not None:
        is_new = work.form.base is None
        st.caption(
            "Accept adds a new place where the cross-hair is."
            if is_new
            else "Accept puts the place where the cross-hair is."
        )


def _choose(number: int) -> None:
    change_place_work(chosen=number, form=None)


def _open_place(place_id: str) -> None:
    put_place_down(section=PlaceSection.PLACES)
    change_view(place_id=place_id)


def _take_map_report(desk: Desk, item: QueueItem) -> None:
    feature = take_report(_MAP_KEY)
    try:
        report = None if feature is None else read_report(feature)
        match report:
            case Chosen(number) if number <= len(current_place_work().candidates):
                _choose(number)
            case Pinned(latitude, longitude) if desk.can_edit:
                change_place_work(form=pin(_start_form(desk, item), latitude, longitude), chosen=0)
            case _:
                pass
    except ChanceryError as error:
        change_work(failed=f"{error.message} {error.remedy}".strip())


def _start_form(desk: Desk, item: QueueItem) -> RowForm:
    """Return the form of the place that an item is about, or of a new one where it is a record's."""
    if not item.record_id and desk.store is not None:
        return open_row_form(desk.store.read_row(RowKey("places", (item.place_id,))))
    form = start_row_form("places")
    name = (current_place_work().question or "").strip()
    if not name:
        raise InvalidValue("A new place needs a name.", remedy="Type it above the candidates, then pin it.")
    return form.fill_in({"name": name})


def _accept(desk: Desk, library: Library, item: QueueItem, number: int, role: Role) -> None:
    """Save what was chosen or pinned, and go on to the next."""
    token = f"settle {current_work().number} {item.key} {current_place_work().chosen}"
    try:
        edits = _plan(desk, library, item, role)
    except ChanceryError as error:
        change_work(failed=f"{error.message} {error.remedy}".strip())
        st.rerun()
    if attempt(lambda: desk.author.apply(edits, why=f"Settled: {item.doubt.value}", token=token)):
        finish_work(f"“{item.title}” is settled.")
    else:
        # Somebody else was there first: what they saved is shown, and nothing of it overwritten.
        change_work(clashes=())
    change_place_work(queue_key="", queue_number=number, form=None)
    st.rerun()


def _plan(desk: Desk, library: Library, item: QueueItem, role: Role) -> list[Edit]:
    work, catalogue = current_place_work(), library.catalogue
    candidate = chosen_candidate(work.candidates, work.chosen)
    if desk.store is None or (candidate is None and work.form is None):
        raise NotFound("Nothing is chosen.", remedy="Choose a candidate, or click the map.")
    if not item.record_id:
        form = work.form
        if form is None and candidate is not None:
            form = take_candidate(_start_form(desk, item), candidate)
        assert form is not None  # noqa: S101 - one of the two is there
        edit = form.build(catalogue.places)
        place = edit.row
        stops = desk.store.read_place(item.place_id).stops
        return [edit, *(refit_stops(place, stops) if isinstance(place, Place) else ())]
    if work.form is not None:
        place = work.form.build(catalogue.places).row
    else:
        assert candidate is not None  # noqa: S101 - as above
        place = find_place(candidate, catalogue)
    if not isinstance(place, Place):
        raise NotFound("Nothing is chosen.", remedy="Choose a candidate, or click the map.")
    version = desk.store.read_row(stop_key(item)).version if find_stop(catalogue, item) else None
    return list(settle(item, place, catalogue, role=role, version=version))
