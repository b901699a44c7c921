"""The page of the records put together: find one, read it, and for an editor all that can be done with it."""

from __future__ import annotations

from html import escape

import streamlit as st

from chancery.errors import ChanceryError
from chancery.store import RowKey, Store
from chancery.ui.card_panel import show_card
from chancery.ui.desk import Desk, find_desk
from chancery.ui.filter_panel import show_filters
from chancery.ui.history_panel import show_history
from chancery.ui.keeping_panel import show_keeping
from chancery.ui.library import Library, open_library
from chancery.ui.record_editor import show_editor
from chancery.ui.record_tasks import show_merge, show_retire, show_split
from chancery.ui.row_panel import show_rows
from chancery.ui.saving import attempt, find_drafts, offer_drafts
from chancery.ui.session import View, change_view
from chancery.ui.table_panel import show_table
from chancery.ui.work import Section, Task, change_work, current_work, finish_work, forget_outcome, show_outcome
from chancery.views.card import build_card
from chancery.views.conflict import describe_moment
from chancery.views.history import describe_changes, name_retired, name_rows
from chancery.views.record_form import RecordForm, open_form, start_form

_TABLE_HEIGHT = 640


def show_records(view: View) -> None:
    """Draw the whole page for what the reader looks at."""
    desk, library = find_desk(), open_library()
    with st.container(key="ch-top", horizontal=True, gap="medium", vertical_alignment="center"):
        st.html('<h1 class="ch-title">Records</h1>', width="content")
        section = _choose_section(desk)
        show_keeping(desk)
    show_outcome()
    _show_section(desk, library, view, section)
    forget_outcome()


def _show_section(desk: Desk, library: Library, view: View, section: Section) -> None:
    store = desk.store
    if section is Section.RECORDS or store is None:
        _show_records(desk, library, view)
    elif section in (Section.SOURCES, Section.ACTORS):
        show_rows(desk, store, library, section.value.lower())
    elif section is Section.CHANGES:
        show_history(desk, describe_changes(store.list_changes(limit=30), name_rows(library.catalogue)), key="all")
    else:
        _show_retired(desk, store)


def _choose_section(desk: Desk) -> Section:
    if desk.store is None:
        return Section.RECORDS
    key = "records-section"
    st.session_state[key] = current_work().section

    def take() -> None:
        change_work(section=st.session_state[key] or Section.RECORDS, clashes=(), row_form=None)

    st.segmented_control("Show", [*Section], key=key, on_change=take, label_visibility="collapsed")
    return current_work().section


def _show_records(desk: Desk, library: Library, view: View) -> None:
    answers = library.ask(view.filters)
    with st.sidebar:
        show_filters(library, answers.options)
    with st.container(key="ch-records"):
        with st.container(key="ch-list"):
            sentence = view.filters.describe(library.labels)
            st.caption(f"{sentence[:1].upper()}{sentence[1:]}: {len(answers.records):,} shown.")
            if desk.can_edit:
                st.button("Add a record", on_click=_begin_new, key="add-record")
            show_table(answers.records, selected=view.selected, height=_TABLE_HEIGHT)
        with st.container(key="ch-sheet"):
            _show_sheet(desk, library, view)


def _show_sheet(desk: Desk, library: Library, view: View) -> None:
    form = current_work().form
    with st.container():
        offer_drafts(desk, find_drafts(desk), form, _continue)
    if form is not None and form.record_id in ("", view.selected):
        kept = library.catalogue.records.get(form.record_id)
        name = escape(kept.title if kept else form.title) if form.record_id else "A new record"
        st.html(f'<h2 class="ch-name">{name}</h2>')
        show_editor(desk, library, form)
        return
    record_id = view.selected
    if not record_id:
        st.caption("Choose a record in the table to see it, its sources and its history.")
        return
    if record_id not in library.catalogue.records:
        _show_missing(desk, record_id)
        return
    task = _choose_task(desk, record_id)
    if task is not Task.READ:
        record = library.catalogue.records[record_id]
        day = f' <span class="ch-quiet">{escape(record.date_text or record.date.text)}</span>'
        st.html(f'<h2 class="ch-name">{escape(record.title)}{day}</h2>')
    if task is Task.READ or desk.store is None:
        show_card(build_card(library.catalogue, record_id, library.articles))
    elif task is Task.HISTORY:
        changes = desk.store.read_record_history(record_id)
        show_history(desk, describe_changes(changes, name_rows(library.catalogue), record_id=record_id), key=record_id)
    elif task is not Task.EDIT:
        _show_task(desk, desk.store, library, task, record_id)


def _show_task(desk: Desk, store: Store, library: Library, task: Task, record_id: str) -> None:
    work = current_work()
    if not work.sheets or work.sheets[0].record.record_id != record_id:
        change_work(sheets=(store.read_record(record_id),))
    sheet = current_work().sheets[0]
    match task:
        case Task.MERGE:
            show_merge(desk, store, library, sheet)
        case Task.SPLIT:
            show_split(desk, library, sheet)
        case _:
            show_retire(desk, sheet)


def _choose_task(desk: Desk, record_id: str) -> Task:
    if desk.store is None:
        return Task.READ
    tasks = [*Task] if desk.can_edit else [Task.READ, Task.HISTORY]
    key = f"task-{record_id}"
    work = current_work()
    st.session_state[key] = work.task if work.task in tasks and work.task is not Task.EDIT else Task.READ

    def take() -> None:
        task = st.session_state[key] or Task.READ
        change_work(task=task, sheets=(), clashes=())
        if task is Task.EDIT:
            _begin_edit(desk, record_id)

    st.segmented_control("What to do", tasks, key=key, on_change=take, label_visibility="collapsed")
    return st.session_state[key] or Task.READ


def _begin_edit(desk: Desk, record_id: str) -> None:
    """Open the form of a record: with what was typed before, if a draft of it is there."""
    if desk.store is None:
        return
    drafts = find_drafts(desk)
    try:
        fresh = open_form(desk.store.read_record(record_id))
    except ChanceryError as error:
        change_work(failed=str(error))
        return
    draft = drafts.get(fresh.draft_name)
    said = f"This is what you had typed by {draft[1]}; discard it to begin again." if draft else ""
    change_work(form=draft[0] if draft else fresh, said=said, task=Task.READ)


def _begin_new() -> None:
    change_work(form=start_form(), clashes=(), task=Task.READ)


def _continue(draft: RecordForm) -> None:
    change_work(form=draft, clashes=(), kept=draft.token)
    change_view(selected=draft.record_id)


def _show_missing(desk: Desk, record_id: str) -> None:
    successor = None if desk.store is None else desk.store.find_successor(record_id)
    if successor is None:
        st.caption("The record that this link points to is not in the atlas; “Taken out” may have it.")
        return
    st.caption("The record that this link points to was merged into another.")
    st.button("Show that one", type="tertiary", on_click=lambda: change_view(selected=successor))


def _show_retired(desk: Desk, store: Store) -> None:
    retired = [item for table in ("records", "sources", "actors") for item in store.list_retired(table)]
    if not retired:
        st.caption("No record, source or actor was taken out.")
    for item in retired:
        key: RowKey = item.stored.key
        name = f"{key.table}-{key.values[0]}"
        change = store.read_change(item.stored.changed_in)
        with st.container(key=f"ch-retired-{name}", horizontal=True, gap="medium", vertical_alignment="center"):
            title = name_retired(item)
            merged = f", merged into {item.successor[0]}" if item.successor else ""
            st.caption(f"{title}{merged}: {describe_moment(change.made_at)} by {change.author}")
            clicked = desk.can_edit and st.button("Bring it back", type="tertiary", key=f"restore-{name}")
        if clicked:
            token = f"restore {key} {item.stored.version}"
            # After a merger, evidence stays with the record that it moved to; undoing the merger moves it back.
            if attempt(lambda key=key, token=token: desk.author.restore(key, token=token)):
                finish_work(f"{title} is back.", form=current_work().form)
            st.rerun()
