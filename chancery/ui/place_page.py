"""The page of the places put together: find one, settle it, or work through those that are unsure."""

from __future__ import annotations

import streamlit as st

from chancery.ui.desk import Desk, find_desk
from chancery.ui.history_panel import show_history
from chancery.ui.keeping_panel import show_keeping
from chancery.ui.library import Library, open_library
from chancery.ui.place_batch_panel import show_batch
from chancery.ui.place_heading import show_heading
from chancery.ui.place_list_panel import show_place_list
from chancery.ui.place_merge_panel import show_place_merge
from chancery.ui.place_names_panel import show_names
from chancery.ui.place_position_panel import show_position, take_map_report
from chancery.ui.place_queue_panel import show_queue
from chancery.ui.place_records_panel import show_records_there
from chancery.ui.place_work import PlaceSection, PlaceTask, change_place_work, current_place_work, put_place_down
from chancery.ui.session import View, change_view, current_view
from chancery.ui.work import change_work, forget_outcome, show_outcome
from chancery.views.history import describe_changes, name_rows


def show_places(view: View) -> None:
    """Draw the whole page for what the reader looks at."""
    desk, library = find_desk(), open_library()
    with st.container(key="ch-top", horizontal=True, gap="medium", vertical_alignment="center"):
        st.html('<h1 class="ch-title">Places</h1>', width="content")
        section = _choose_section()
        show_keeping(desk)
    if section is PlaceSection.PLACES:
        take_map_report(desk, library)
        view = current_view()
    if section is PlaceSection.QUEUE:
        show_queue(desk, library)
    elif section is PlaceSection.LIST:
        show_outcome()
        show_batch(desk)
    else:
        show_outcome()
        with st.container(key="ch-records"):
            with st.container(key="ch-list"):
                show_place_list(desk, library, view)
            with st.container(key="ch-sheet"):
                _show_sheet(desk, library, view)
    forget_outcome()


def _choose_section() -> PlaceSection:
    key = "places-section"
    st.session_state[key] = current_place_work().section

    def take() -> None:
        put_place_down(section=st.session_state[key] or PlaceSection.PLACES)
        change_work(clashes=())

    st.segmented_control("Show", [*PlaceSection], key=key, on_change=take, label_visibility="collapsed")
    return current_place_work().section


def _show_sheet(desk: Desk, library: Library, view: View) -> None:
    place = library.catalogue.places.get(view.place_id)
    if place is None:
        if view.place_id:
            _show_missing(desk, view.place_id)
        show_position(desk, library, None)
        return
    show_heading(desk, library, place)
    task = _choose_task(desk, place.place_id)
    if task is PlaceTask.WHERE or (desk.store is None and task in (PlaceTask.HISTORY, PlaceTask.MERGE)):
        show_position(desk, library, place)
    elif task is PlaceTask.NAMES:
        show_names(desk, library, place)
    elif task is PlaceTask.RECORDS:
        show_records_there(library, place)
    elif desk.store is not None and task is PlaceTask.HISTORY:
        changes = desk.store.read_place_history(place.place_id)
        views = describe_changes(changes, name_rows(library.catalogue), place_id=place.place_id)
        show_history(desk, views, key=f"place-{place.place_id}")
    elif desk.store is not None:
        show_place_merge(desk, desk.store, library, place)


def _choose_task(desk: Desk, place_id: str) -> PlaceTask:
    tasks = [PlaceTask.WHERE, PlaceTask.NAMES, PlaceTask.RECORDS]
    tasks += [PlaceTask.HISTORY] if desk.store is not None else []
    tasks += [PlaceTask.MERGE] if desk.can_edit else []
    key = f"place-task-{place_id}"
    work = current_place_work()
    st.session_state[key] = work.task if work.task in tasks else PlaceTask.WHERE

    def take() -> None:
        change_place_work(task=st.session_state[key] or PlaceTask.WHERE, name_form=None)
        change_work(clashes=())

    st.segmented_control("What to do", tasks, key=key, on_change=take, label_visibility="collapsed")
    return st.session_state[key] or PlaceTask.WHERE


def _show_missing(desk: Desk, place_id: str) -> None:
    successor = None if desk.store is None else desk.store.find_successor(place_id, "places")
    if successor is None:
        st.caption("The place that this link points to is not in the atlas.")
        return
    st.caption("The place that this link points to was merged into another.")
    st.button("Show that one", type="tertiary", on_click=lambda: change_view(place_id=successor))
