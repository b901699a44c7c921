"""Sources and actors: found by name, edited in a form, with their history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from html import escape

import streamlit as st

from chancery.errors import ChanceryError, NotFound
from chancery.store import RowKey, Save, Store
from chancery.ui.conflict_panel import show_clashes
from chancery.ui.desk import Desk, Keeping
from chancery.ui.history_panel import show_history
from chancery.ui.library import Library, open_library
from chancery.ui.row_fields import RowFields
from chancery.ui.row_tasks import show_row_task
from chancery.ui.saving import attempt, drop_draft, find_row_drafts, keep_draft, offer_drafts
from chancery.ui.work import Task, change_work, current_work, finish_work
from chancery.views.history import describe_changes, name_rows
from chancery.views.row_form import ID_COLUMNS, RowForm, open_row_form, settle_row, start_row_form
from chancery.views.row_uses import count_uses, list_uses


def show_rows(desk: Desk, store: Store, library: Library, table: str) -> None:
    """Choose a source or an actor and work on it, or add one."""
    catalogue = library.catalogue
    rows = catalogue.sources if table == "sources" else catalogue.actors
    names = name_rows(catalogue)
    labels = {row_id: f"{names(table, row_id)} ({row_id})" for row_id in rows}
    with st.container():
        offer_drafts(desk, find_row_drafts(desk, table), current_work().row_form, _continue)
    row_id = _choose_row(desk, table, labels)
    form = _find_form(store, table, row_id)
    if form is None:
        st.caption(f"{len(rows):,} {table}. Choose one to see what rests on it, and its history.")
        return
    with st.container(key="ch-sheet"):
        if form.base is None:
            st.html(f'<h2 class="ch-part">A new {table.rstrip("s")}</h2>')
            _show_form(desk, library, form)
            return
        key = form.base.key
        st.html(f'<h2 class="ch-name">{escape(names(table, str(key.values[0])))}</h2>')
        task = _choose_task(desk)
        if task is Task.HISTORY:
            changes = store.read_row_history(key)
            show_history(desk, describe_changes(changes, names, row=key), key=f"{table}-{row_id}")
        elif task in (Task.READ, Task.EDIT):
            st.caption(count_uses(list_uses(catalogue, key)))
            _show_form(desk, library, form)
        else:
            show_row_task(desk, store, library, key, labels)


def _choose_row(desk: Desk, table: str, labels: Mapping[str, str]) -> str | None:
    noun, key = table.rstrip("s"), f"find-{table}"
    chosen, begin = st.columns([5, 2], vertical_alignment="bottom")
    st.session_state[key] = current_work().chosen if current_work().chosen in labels else None

    def take() -> None:
        change_work(chosen=st.session_state[key] or "", row_form=None, clashes=(), row_task=Task.EDIT, stored=())

    with chosen:
        st.selectbox(
            f"Find {'an' if noun == 'actor' else 'a'} {noun}", sorted(labels, key=lambda item: labels[item].casefold()),
            index=None, format_func=labels.__getitem__, key=key, filter_mode="contains", on_change=take,
            placeholder="Type a part of its name",
        )  # fmt: skip
    with begin:
        if desk.can_edit:
            st.button(f"Add a new {noun}", on_click=lambda: change_work(row_form=start_row_form(table), chosen=""))
    return st.session_state[key]


def _choose_task(desk: Desk) -> Task:
    tasks = [task for task in Task if task is not Task.READ] if desk.can_edit else [Task.READ, Task.HISTORY]
    key = f"row-task-{current_work().chosen}"
    st.session_state[key] = current_work().row_task if current_work().row_task in tasks else tasks[0]

    def take() -> None:
        change_work(row_task=st.session_state[key] or tasks[0], stored=(), clashes=())

    st.segmented_control("What to do", tasks, key=key, on_change=take, label_visibility="collapsed")
    return st.session_state[key] or tasks[0]


def _find_form(store: Store, table: str, row_id: str | None) -> RowForm | None:
    form = current_work().row_form
    if form is not None and form.table == table:
        opened = None if form.base is None else str(form.base.key.values[0])
        if opened == row_id or (opened is None and row_id is None):
            return form
    if row_id is None:
        return None
    try:
        form = open_row_form(store.read_row(RowKey(table, (row_id,))))
    except NotFound:
        return None
    change_work(row_form=form, clashes=())
    return form


def _show_form(desk: Desk, library: Library, form: RowForm) -> None:
    work = current_work()
    if work.clashes:
        show_clashes(work.clashes, name_rows(library.catalogue), _settle)
        return
    faults: dict[str, ChanceryError] = {}
    try:
        _build(form, library)
    except ChanceryError as error:
        faults[error.where.field or ""] = error
    shown = faults if form.base or work.tried == form.form_id else {}
    RowFields(
        form.table, form.form_id, form.values, partial(_change, form.form_id), faults=shown, is_locked=not desk.can_edit
    ).show()
    if not desk.can_edit:
        return
    st.text_input("Why (shown in the history)", key=_name_why(form), max_chars=500)
    where = " in this session, not for good" if desk.keeping is Keeping.SESSION else ""
    with st.container(horizontal=True, gap="medium", vertical_alignment="center"):
        key = f"save-{form.form_id}"
        st.button(f"Save{where}", type="primary", key=key, on_click=_save, args=(desk, form.form_id))
        if form.is_changed() or form.base is None:
            st.button("Discard", type="tertiary", key=f"discard-{form.form_id}", on_click=_discard, args=(desk, form))
    keep_draft(desk, form)


def _name_why(form: RowForm) -> str:
    return f"why-{form.form_id}"


def _build(form: RowForm, library: Library) -> Save:
    return form.build({*library.catalogue.sources, *library.catalogue.actors})


def _save(desk: Desk, form_id: str) -> None:
    # The form of this moment has what stands in the field that the click left.
    form = current_work().row_form
    if form is None or form.form_id != form_id:
        return
    try:
        edit = _build(form, open_library())
    except ChanceryError:
        change_work(failed="Nothing was saved: see what is said below the fields.", tried=form.form_id)
        return
    why = st.session_state[_name_why(form)].strip()
    if attempt(lambda: desk.author.apply([edit], why=why, token=form.token)):
        drop_draft(desk, form.draft_name)
        said = "Saved." if desk.keeping is Keeping.DATABASE else "Changed in this session; it is saved nowhere."
        finish_work(said, form=current_work().form, chosen=str(getattr(edit.row, ID_COLUMNS[form.table])))


def _discard(desk: Desk, form: RowForm) -> None:
    drop_draft(desk, form.draft_name)
    finish_work("What was typed is discarded.", form=current_work().form, chosen=form.row_id)


def _continue(draft: RowForm) -> None:
    change_work(row_form=draft, chosen=draft.row_id, clashes=(), row_task=Task.EDIT, kept=draft.token)


def _change(form_id: str, name: str, value: str) -> None:
    form = current_work().row_form
    if form is not None and form.form_id == form_id:
        change_work(row_form=replace(form, values={**form.values, name: value}))


def _settle(choices: Mapping[int, frozenset[str] | None]) -> None:
    work = current_work()
    if work.row_form is not None:
        change_work(row_form=settle_row(work.row_form, work.clashes[0], choices[0]), clashes=(), failed="")
