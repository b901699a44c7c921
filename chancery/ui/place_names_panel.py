"""The names of a place: by language, with their kind, their time and who uses them."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from html import escape

import streamlit as st

from chancery.errors import ChanceryError, NotFound
from chancery.model import Place
from chancery.store import RowKey
from chancery.ui.desk import Desk
from chancery.ui.geocoders import find_borders
from chancery.ui.library import Library
from chancery.ui.place_work import NameForm, change_place_work, current_place_work
from chancery.ui.row_fields import RowFields
from chancery.ui.saving import attempt
from chancery.ui.session import change_view
from chancery.ui.work import change_work, finish_work
from chancery.views.fields import read_values
from chancery.views.place_forms import build_name_edits
from chancery.views.places import NameLine, describe_place
from chancery.vocabulary import NameKind


def show_names(desk: Desk, library: Library, place: Place) -> None:
    """Draw the names as a table, and for an editor the form of the one that is being written."""
    lines = describe_place(library.catalogue, place, find_borders()).names
    rows = "".join(
        f"<tr><td><b>{escape(line.name)}</b></td><td>{escape(line.language) or '—'}</td>"
        f"<td>{escape(line.about)}</td></tr>"
        for line in lines
    )
    shown = f"<tr><td><b>{escape(place.name)}</b></td><td></td><td>as the atlas shows it</td></tr>"
    st.html(
        '<table class="ch-versions ch-names"><thead><tr><th>Name</th><th>Language</th><th>About it</th></tr></thead>'
        f"<tbody>{shown}{rows}</tbody></table>"
    )
    if not desk.can_edit:
        return
    _choose_name(desk, place, lines)
    form = current_place_work().name_form
    if form is not None and form.values.get("place_id") == place.place_id:
        with st.container(key="ch-new-name"):
            _show_form(desk, place, form)


def _choose_name(desk: Desk, place: Place, lines: tuple[NameLine, ...]) -> None:
    labels = {number: f"{line.name} ({line.language or 'language unknown'})" for number, line in enumerate(lines)}
    key = f"edit-name-{place.place_id}-{current_place_work().asked}"

    def take() -> None:
        number = st.session_state[key]
        if number is not None:
            _open(desk, place, lines[number])

    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        st.selectbox(
            "Change a name", [*labels], index=None, format_func=labels.__getitem__, key=key, on_change=take,
            filter_mode="contains", placeholder="Choose one",
        )  # fmt: skip
        st.button("Add a name", key="add-name", on_click=_begin, args=(place,))


def _begin(place: Place) -> None:
    change_place_work(name_form=NameForm({"place_id": place.place_id, "kind": NameKind.OTHER.value}, None))


def _open(desk: Desk, place: Place, line: NameLine) -> None:
    if desk.store is None:
        return
    key = RowKey("place_names", (place.place_id, line.row.name, line.row.language))
    try:
        stored = desk.store.read_row(key)
    except NotFound as error:
        change_work(failed=str(error))
    else:
        change_place_work(name_form=NameForm(read_values(stored.row), stored))


def _show_form(desk: Desk, place: Place, form: NameForm) -> None:
    edits, faults = (), {}
    try:
        edits = build_name_edits(place.place_id, form.values, form.base)
    except ChanceryError as error:
        faults = {error.where.field or "": error}
    is_begun = bool(form.values.get("name"))
    RowFields(
        "place_names", form.form_id, form.values, partial(_change, form.form_id), faults=faults if is_begun else {}
    ).show()
    st.text_input("Why (shown in the history)", key=_name_why(form), max_chars=500)
    with st.container(horizontal=True, gap="medium"):
        key, args = f"save-{form.form_id}", (desk, place.place_id, form.form_id)
        st.button("Save the name", type="primary", key=key, disabled=not edits, on_click=_save, args=args)
        if form.base is not None:
            st.button("Take it out", type="tertiary", key=f"out-{form.form_id}", on_click=_take_out, args=args)
        st.button("Close", type="tertiary", key=f"close-{form.form_id}", on_click=_close)


def _save(desk: Desk, place_id: str, form_id: str) -> None:
    form = _find_open(place_id, form_id)
    if form is None:
        return
    why = st.session_state[_name_why(form)].strip()
    token = f"name {form.form_id} {form.values}"
    if attempt(lambda: desk.author.apply(build_name_edits(place_id, form.values, form.base), why=why, token=token)):
        _finish(f"“{form.values['name'].strip()}” is saved.")
    # After a conflict the name is read again: the other version stands in the table above.
    change_work(clashes=())


def _take_out(desk: Desk, place_id: str, form_id: str) -> None:
    form = _find_open(place_id, form_id)
    if form is None or form.base is None:
        return
    base, why = form.base, st.session_state[_name_why(form)].strip()
    if attempt(lambda: desk.author.retire(base.key, seen=base.version, why=why, token=f"out {form_id}")):
        _finish(f"“{form.values['name']}” is taken out; the history brings it back.")
    change_work(clashes=())


def _find_open(place_id: str, form_id: str) -> NameForm | None:
    """Return the form as it is at the moment of a click, and stay at its place: the address can be that of before."""
    change_view(place_id=place_id)
    form = current_place_work().name_form
    return form if form is not None and form.form_id == form_id else None


def _name_why(form: NameForm) -> str:
    return f"why-{form.form_id}"


def _finish(said: str) -> None:
    _close()
    finish_work(said)


def _close() -> None:
    change_place_work(name_form=None)


def _change(form_id: str, name: str, value: str) -> None:
    form = current_place_work().name_form
    if form is not None and form.form_id == form_id:
        change_place_work(name_form=replace(form, values={**form.values, name: value}))
