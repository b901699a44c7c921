"""Merging, splitting and taking out sources and actors, each with what it will do before it is done."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import streamlit as st

from chancery.errors import ChanceryError, NotFound
from chancery.store import RowKey, Store, StoredRow, key_of
from chancery.ui.desk import Desk
from chancery.ui.library import Library
from chancery.ui.row_fields import RowFields, show_fault
from chancery.ui.saving import attempt
from chancery.ui.work import Task, change_work, current_work, finish_work
from chancery.views.fields import read_values
from chancery.views.merging import Movable
from chancery.views.row_form import make_split_row
from chancery.views.row_uses import count_uses, list_uses

_SPLIT_VALUES = "row-split-values"
_SHOWN = 8


def show_row_task(desk: Desk, store: Store, library: Library, key: RowKey, labels: Mapping[str, str]) -> None:
    """Draw what is to be done with a source or an actor."""
    work = current_work()
    if not work.stored or work.stored[0].key != key:
        change_work(stored=(store.read_row(key),), as_of=store.revision())
    row = current_work().stored[0]
    uses = list_uses(library.catalogue, key)
    match work.row_task:
        case Task.MERGE:
            _show_merge(desk, store, library, row, labels)
        case Task.SPLIT:
            _show_split(desk, library, row, uses)
        case _:
            _show_retire(desk, row, labels, uses)


def _show_merge(desk: Desk, store: Store, library: Library, row: StoredRow, labels: Mapping[str, str]) -> None:
    own = str(row.key.values[0])
    others = {row_id: label for row_id, label in labels.items() if row_id != own}
    other_id = st.selectbox(
        "Merge with", sorted(others, key=lambda item: others[item].casefold()), index=None, filter_mode="contains",
        format_func=others.__getitem__, key=f"merge-row-{own}", placeholder="Type a part of its name",
    )  # fmt: skip
    if other_id is None:
        st.caption("Both become one. What rests on the one that goes, rests on the one that stays from then on.")
        return
    other = _read_second(store, RowKey(row.key.table, (other_id,)))
    if other is None:
        return
    stays = st.radio(
        "Which one stays", [own, other_id], format_func=labels.__getitem__, key=f"row-stays-{own}-{other_id}"
    )
    kept, gone = (row, other) if stays == own else (other, row)
    moves = list_uses(library.catalogue, gone.key)
    _show_uses("Goes over to the one that stays", moves)
    why = _ask_why(f"merge-row-why-{own}")
    if st.button("Merge them", type="primary", disabled=not desk.can_edit):
        as_of, token = current_work().as_of, f"merge {current_work().number} {kept.key} {gone.key}"
        done = attempt(
            lambda: desk.author.merge_rows(kept.key, gone.key, seen=gone.version, as_of=as_of, why=why, token=token)
        )
        _end(done, "The two are one now.", str(kept.key.values[0]))


def _show_split(desk: Desk, library: Library, row: StoredRow, uses: tuple[Movable, ...]) -> None:
    table, number = row.key.table, current_work().number
    key = f"{_SPLIT_VALUES}-{number}"
    values: dict[str, str] = st.session_state.setdefault(key, read_values(row.row))
    st.caption("The new one begins as a copy of this one; say what is different, and what goes over to it.")

    def change(name: str, value: str) -> None:
        st.session_state[key] = {**st.session_state[key], name: value}

    new_row = None
    faults: dict[str, ChanceryError] = {}
    try:
        new_row = make_split_row(table, values, {*library.catalogue.sources, *library.catalogue.actors})
    except ChanceryError as error:
        faults[error.where.field or ""] = error
    RowFields(table, key, values, change, faults=faults).show()
    labels = {use.key: use.label for use in uses}
    chosen = st.multiselect(
        "Goes over to the new one", [*labels], format_func=labels.__getitem__, key=f"row-parts-{number}"
    )
    why = _ask_why(f"split-row-why-{number}")
    is_ready = desk.can_edit and new_row is not None and bool(chosen)
    if st.button("Split", type="primary", disabled=not is_ready) and new_row is not None:
        token = f"split {number} {sorted(map(str, chosen))}"
        as_of = current_work().as_of
        done = attempt(lambda: desk.author.split_row(row.key, new_row, chosen, as_of=as_of, why=why, token=token))
        _end(done, "There are two now; this is the new one.", str(key_of(new_row).values[0]))


def _show_retire(desk: Desk, row: StoredRow, labels: Mapping[str, str], uses: tuple[Movable, ...]) -> None:
    row_id = str(row.key.values[0])
    st.html(f"<p>“{escape(labels[row_id])}” goes out of the atlas. It is kept and can be brought back.</p>")
    if uses:
        st.caption(f"{count_uses(uses)} Merge it with another, or change those first.")
        _show_uses("Named by", uses)
    why = _ask_why(f"retire-row-why-{row_id}")
    if st.button("Take it out", type="primary", disabled=not desk.can_edit or bool(uses)):
        token, as_of = f"retire {current_work().number}", current_work().as_of
        done = attempt(lambda: desk.author.retire(row.key, seen=row.version, as_of=as_of, why=why, token=token))
        _end(done, "It is taken out; “Taken out” has it.", "")


def _show_uses(heading: str, uses: tuple[Movable, ...]) -> None:
    items = "".join(f"<li>{escape(use.label)}</li>" for use in uses[:_SHOWN]) or "<li>nothing</li>"
    more = f'<p class="ch-quiet">and {len(uses) - _SHOWN} more</p>' if len(uses) > _SHOWN else ""
    st.html(f'<div class="ch-moves"><p><b>{heading}</b></p><ul>{items}</ul>{more}</div>')


def _ask_why(key: str) -> str:
    return st.text_input("Why (shown in the history)", key=key, max_chars=500).strip()


def _read_second(store: Store, key: RowKey) -> StoredRow | None:
    """Return the other row as it was when it was chosen."""
    work = current_work()
    known = next((row for row in work.stored if row.key == key), None)
    if known is None:
        try:
            known = store.read_row(key)
        except NotFound as error:
            show_fault(error)
            return None
        change_work(stored=(work.stored[0], known), as_of=store.revision())
    return known


def _end(done: bool, said: str, chosen: str) -> None:
    if done:
        finish_work(said, form=current_work().form, chosen=chosen)
    else:
        # What was looked at is out of date: it is read again.
        change_work(stored=(), clashes=())
    st.rerun()
