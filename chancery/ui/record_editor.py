"""The form of one record: its own fields, its places, actors, evidence and figures, and the rows that it adds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import streamlit as st

from chancery.errors import ChanceryError
from chancery.query.details import Catalogue
from chancery.ui.conflict_panel import show_clashes
from chancery.ui.desk import Desk, Keeping
from chancery.ui.library import Library, open_library
from chancery.ui.row_fields import RowFields, show_fault
from chancery.ui.saving import attempt, drop_draft, keep_draft
from chancery.ui.session import change_view, hold
from chancery.ui.work import change_work, current_work, finish_work
from chancery.views.composition import Composition, compose, explain_date
from chancery.views.conflict import settle_clash
from chancery.views.history import name_rows
from chancery.views.record_form import (
    Entry,
    RecordForm,
    add_entry,
    make_evidence_values,
    move_entry,
    remove_entry,
    set_value,
)

_HEADINGS = {"record_places": "Places", "record_actors": "Who", "evidence": "Evidence", "figures": "Figures"}
_ADD = {
    "record_places": "Add a place",
    "record_actors": "Add an actor",
    "evidence": "Add evidence",
    "figures": "Add a figure",
}
_Pointers = Mapping[str, Mapping[str, str]]
_Faults = Mapping[tuple[str, str], ChanceryError]
_ORDERED = frozenset({"record_places", "record_actors"})
_ADDED_ROWS = {
    "evidence": ("sources", "source_id", "Add a new source"),
    "record_actors": ("actors", "actor_id", "Add a new actor"),
}


def show_editor(desk: Desk, library: Library, form: RecordForm) -> None:
    """Draw the form, keep what is typed, and save it when it is said so."""
    work = current_work()
    if work.clashes:
        show_clashes(work.clashes, name_rows(library.catalogue), _settle)
        return
    composition = compose(form, library.catalogue, library.articles)
    is_judged = bool(form.record_id and form.is_changed()) or work.tried == form.form_id
    shown = composition.faults if is_judged else {}
    pointers = _list_pointers(form, library.catalogue)
    _show_record(form, shown, pointers)
    for table in _HEADINGS:
        _show_parts(form, table, shown, pointers)
    _show_end(desk, form, composition)
    keep_draft(desk, form)


def _show_record(form: RecordForm, faults: _Faults, pointers: _Pointers) -> None:
    reading = explain_date(form.record.values.get("date_edtf", ""))
    replace(_fields("records", form, form.record, faults, pointers), notes={"date_edtf": reading}).show()


def _show_parts(form: RecordForm, table: str, faults: _Faults, pointers: _Pointers) -> None:
    st.html(f'<h3 class="ch-part">{_HEADINGS[table]}</h3>')
    entries = form.list_entries(table)
    for number, entry in enumerate(entries):
        with st.container(key=f"ch-entry-{form.form_id}-{table}-{entry.entry_id}"):
            _fields(table, form, entry, faults, pointers).show()
            _show_moves(form, table, entry, number, len(entries))
    if (table, "") in faults:
        show_fault(faults[table, ""])
    added, pointer, words = _ADDED_ROWS.get(table, ("", "", ""))
    for entry in form.list_entries(added) if added else ():
        with st.container(key=f"ch-new-{form.form_id}-{entry.entry_id}"):
            st.html(f'<p class="ch-kicker">New {added.rstrip("s")}</p>')
            _fields(added, form, entry, faults, pointers).show()
            _show_moves(form, added, entry, 0, 1)
    with st.container(horizontal=True, gap="medium"):
        values = make_evidence_values() if table == "evidence" else None
        _button(_ADD[table], f"add-{table}", form, lambda: add_entry(form, table, values))
        if added:
            _button(words, f"add-{added}", form, lambda: _add_with_new(form, table, added, pointer))


def _add_with_new(form: RecordForm, table: str, added: str, pointer: str) -> RecordForm:
    form = add_entry(form, added)
    new_id = form.list_entries(added)[-1].entry_id
    values = make_evidence_values() if table == "evidence" else {}
    return add_entry(form, table, {**values, pointer: new_id})


def _show_moves(form: RecordForm, table: str, entry: Entry, number: int, count: int) -> None:
    row_id = entry.entry_id
    with st.container(horizontal=True, gap="small"):
        if table in _ORDERED and number > 0:
            _button("Move up", f"up-{table}-{row_id}", form, lambda: move_entry(form, table, row_id, -1))
        if table in _ORDERED and number < count - 1:
            _button("Move down", f"down-{table}-{row_id}", form, lambda: move_entry(form, table, row_id, 1))
        _button("Remove", f"remove-{table}-{row_id}", form, lambda: remove_entry(form, table, row_id))


def _show_end(desk: Desk, form: RecordForm, composition: Composition) -> None:
    key = f"why-{form.form_id}"
    hold(key, form.why)

    def take_why() -> None:
        _change(form.form_id, lambda now: replace(now, why=st.session_state[key]))

    st.text_input("Why (shown in the history)", key=key, on_change=take_why, max_chars=500)
    where = " in this session, not for good" if desk.keeping is Keeping.SESSION else ""
    with st.container(horizontal=True, gap="medium", vertical_alignment="center"):
        st.button(
            f"Save{where}", type="primary", key=f"save-{form.form_id}", disabled=not desk.can_edit,
            on_click=_save, args=(desk, form.form_id),
        )  # fmt: skip
        leave = "Discard" if form.is_changed() else "Close"
        st.button(leave, type="tertiary", key=f"discard-{form.form_id}", on_click=lambda: _discard(desk, form))
        if composition.faults and form.is_changed():
            count = len(composition.faults)
            st.caption(f"{count} field{'s are' if count > 1 else ' is'} not right yet.")
        elif form.is_changed() and desk.keeping is Keeping.DATABASE:
            st.caption("Not saved yet; kept as your draft.")


def _save(desk: Desk, form_id: str) -> None:
    # The form of this moment has what stands in the field that the click left.
    form, library = current_work().form, open_library()
    if form is None or form.form_id != form_id:
        return
    composition = compose(form, library.catalogue, library.articles)
    if composition.faults:
        change_work(failed="Nothing was saved: see what is said below the fields.", tried=form.form_id)
    elif not composition.edits:
        drop_draft(desk, form.draft_name)
        finish_work("Nothing differs from what is there; nothing was changed.")
    elif attempt(lambda: desk.author.apply(composition.edits, why=form.why.strip(), token=form.token)):
        drop_draft(desk, form.draft_name)
        finish_work("Saved." if desk.keeping is Keeping.DATABASE else "Changed in this session; it is saved nowhere.")
        change_view(selected=composition.record_id)


def _discard(desk: Desk, form: RecordForm) -> None:
    drop_draft(desk, form.draft_name)
    finish_work("What was typed is discarded." if form.is_changed() else "")


def _settle(choices: Mapping[int, frozenset[str] | None]) -> None:
    work = current_work()
    form = work.form
    for number, clash in enumerate(work.clashes):
        if form is not None:
            form = settle_clash(form, clash, choices[number])
    change_work(form=form, clashes=(), failed="")


def _fields(
    table: str,
    form: RecordForm,
    entry: Entry,
    faults: _Faults,
    pointers: _Pointers,
) -> RowFields:
    return RowFields(
        table=table,
        key=f"{form.form_id}-{table}-{entry.entry_id}",
        values=entry.values,
        change=lambda name, value: _change(
            form.form_id, lambda now: set_value(now, table, entry.entry_id, name, value)
        ),
        pointers=pointers,
        faults={name: fault for (entry_id, name), fault in faults.items() if entry_id == entry.entry_id},
    )


def _button(label: str, name: str, form: RecordForm, change: Callable[[], RecordForm]) -> None:
    st.button(label, type="tertiary", key=f"{name}-{form.form_id}", on_click=lambda: change_work(form=change()))


def _change(form_id: str, change: Callable[[RecordForm], RecordForm]) -> None:
    # The form of this moment, not that of the run that drew the widget: two fields can change in one run.
    form = current_work().form
    if form is not None and form.form_id == form_id:
        change_work(form=change(form))


def _list_other_names(catalogue: Catalogue, place_id: str, name: str) -> list[str]:
    return [other for other in dict.fromkeys(catalogue.place_names.get(place_id, ())) if other != name]


def _list_pointers(form: RecordForm, catalogue: Catalogue) -> dict[str, dict[str, str]]:
    """Return what can be chosen for the fields that name other rows, each under all of its names."""
    places = {
        place_id: " · ".join(
            [f"{place.name}, {place.country_code}", *_list_other_names(catalogue, place_id, place.name)]
        )
        for place_id, place in catalogue.places.items()
    }
    actors = {actor_id: actor.name for actor_id, actor in catalogue.actors.items()}
    sources = {
        source_id: " · ".join(part for part in (source.publisher, source.published, source.title) if part)
        for source_id, source in catalogue.sources.items()
    }
    by_label = {"place_id": places, "actor_id": actors, "source_id": sources}
    pointers = {name: dict(sorted(rows.items(), key=lambda row: row[1].casefold())) for name, rows in by_label.items()}
    for table, pointer, label in (("sources", "source_id", "publisher"), ("actors", "actor_id", "name")):
        for entry in form.list_entries(table):
            pointers[pointer][entry.entry_id] = f"New: {entry.values.get(label) or 'see below'}"
    return pointers
