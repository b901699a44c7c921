"""Sources and actors: found by name, edited in a form, with their history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from chancery.errors import ChanceryError, NotFound
from chancery.store import RowKey, Store
from chancery.ui.conflict_panel import show_clashes
from chancery.ui.desk import Desk
from chancery.ui.history_panel import show_history
from chancery.ui.library import Library
from chancery.ui.row_fields import RowFields
from chancery.ui.saving import attempt
from chancery.ui.work import change_work, current_work, finish_work
from chancery.views.history import describe_changes, name_rows
from chancery.views.row_form import RowForm, open_row_form, settle_row, start_row_form


def show_rows(desk: Desk, store: Store, library: Library, table: str) -> None:
    """Choose a source or an actor and edit it, or add one."""
    catalogue = library.catalogue
    rows = catalogue.sources if table == "sources" else catalogue.actors
    names = name_rows(catalogue)
    labels = {row_id: f"{names(table, row_id)} ({row_id})" for row_id in rows}
    noun = table.rstrip("s")
    chosen, begin = st.columns([5, 2], vertical_alignment="bottom")
    with chosen:
        row_id = st.selectbox(
            f"Find {'an' if noun == 'actor' else 'a'} {noun}", sorted(labels, key=lambda item: labels[item].casefold()),
            index=None, format_func=labels.__getitem__, key=f"find-{table}", filter_mode="contains",
        )  # fmt: skip
    with begin:
        if desk.can_edit:
            st.button(f"Add a new {noun}", on_click=lambda: change_work(row_form=start_row_form(table)))
    form = _find_form(store, table, row_id)
    if form is None:
        return
    _show_form(desk, library, form)
    if form.base is not None:
        with st.expander("History"):
            changes = store.read_row_history(form.base.key)
            show_history(desk, describe_changes(changes, names, row=form.base.key), key=table)


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
    edit = None
    try:
        edit = form.build({*library.catalogue.sources, *library.catalogue.actors})
    except ChanceryError as error:
        faults[error.where.field or ""] = error
    RowFields(form.table, form.form_id, form.values, _change, faults=faults if form.base or work.failed else {}).show()
    why = st.text_input("Why (shown in the history)", key=f"why-{form.form_id}", max_chars=500)
    if not st.button("Save", type="primary", key=f"save-{form.form_id}", disabled=not desk.can_edit):
        return
    if edit is None:
        change_work(failed="Nothing was saved: see what is said below the fields.")
    elif attempt(lambda: desk.author.apply([edit], why=why.strip(), token=form.token)):
        finish_work("Saved.")
    st.rerun()


def _change(name: str, value: str) -> None:
    form = current_work().row_form
    if form is not None:
        change_work(row_form=replace(form, values={**form.values, name: value}))


def _settle(choices: Mapping[int, frozenset[str] | None]) -> None:
    work = current_work()
    if work.row_form is not None:
        change_work(row_form=settle_row(work.row_form, work.clashes[0], choices[0]), clashes=(), failed="")
