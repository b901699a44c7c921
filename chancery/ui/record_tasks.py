"""Merging, splitting and taking out records, each with what it will do before it is done."""

from __future__ import annotations

from html import escape

import streamlit as st

from chancery.errors import ChanceryError, NotFound
from chancery.model import Record
from chancery.store import RecordSheet, RowKey, Store
from chancery.ui.desk import Desk
from chancery.ui.library import Library
from chancery.ui.row_fields import RowFields, show_fault
from chancery.ui.saving import attempt
from chancery.ui.session import change_view
from chancery.ui.work import change_work, current_work, finish_work
from chancery.views.fields import read_values
from chancery.views.history import name_rows
from chancery.views.merging import check_split, list_parts, make_split_record, plan_takeovers, preview_merge

_SPLIT_VALUES = "split-values"


def show_merge(desk: Desk, store: Store, library: Library, sheet: RecordSheet) -> None:
    """Choose another record, see what moves, and make one of the two."""
    record_id = sheet.record.record_id
    labels = {
        item.record_id: f"{item.date_text or item.date_edtf or 'no date'} · {item.title}"
        for item in library.catalogue.atlas.records
        if item.record_id != record_id
    }
    other_id = st.selectbox(
        "Merge with", [*labels], index=None, format_func=labels.__getitem__, key=f"merge-{record_id}",
        filter_mode="contains", placeholder="Type a part of its title or date",
    )  # fmt: skip
    if other_id is None:
        st.caption("Both become one record; evidence and figures of both stay, and links to either lead to it.")
        return
    other = _read_second(store, other_id)
    if other is None:
        return
    keeps_open = st.radio(
        "Which one stays", [record_id, other_id], key=f"stays-{record_id}-{other_id}",
        format_func=lambda item: sheet.record.title if item == record_id else other.record.title,
    ) == record_id  # fmt: skip
    kept, absorbed = (sheet, other) if keeps_open else (other, sheet)
    chosen = _show_merge_preview(library, kept, absorbed)
    why = st.text_input("Why (shown in the history)", key=f"merge-why-{record_id}", max_chars=500)
    if st.button("Merge them", type="primary", disabled=not desk.can_edit):
        ids = kept.record.record_id, absorbed.record.record_id
        also = plan_takeovers(kept, absorbed, chosen)
        token = f"merge {current_work().number} {ids}"
        done = attempt(
            lambda: desk.author.merge_records(
                *ids, seen=absorbed.version, as_of=absorbed.revision, also=also, why=why.strip(), token=token
            )
        )
        _end(done, "The two records are one now.", kept.record.record_id)


def _show_merge_preview(library: Library, kept: RecordSheet, absorbed: RecordSheet) -> list[RowKey]:
    preview = preview_merge(kept, absorbed, name_rows(library.catalogue))
    if preview.disagreements:
        cells = "".join(
            f"<tr><th>{escape(label)}</th><td>{escape(stays) or '—'}</td><td><del>{escape(goes) or '—'}</del></td></tr>"
            for label, stays, goes in preview.disagreements
        )
        st.html(
            '<table class="ch-versions"><thead><tr><th></th><th>Stays</th><th>Goes</th></tr></thead>'
            f"<tbody>{cells}</tbody></table>"
        )
    moves = "".join(f"<li>{escape(item.label)}</li>" for item in preview.moves) or "<li>nothing</li>"
    st.html(f"<p><b>Moves to the record that stays</b></p><ul>{moves}</ul>")
    if not preview.offers:
        return []
    labels = {item.key: item.label for item in preview.offers}
    return st.multiselect(
        "Take over as well", [*labels], format_func=labels.__getitem__, key=f"offers-{absorbed.record.record_id}"
    )


def show_split(desk: Desk, library: Library, sheet: RecordSheet) -> None:
    """Give a part of the record to a new one."""
    record_id, number = sheet.record.record_id, current_work().number
    key = f"{_SPLIT_VALUES}-{number}"
    values: dict[str, str] = st.session_state.setdefault(key, read_values(sheet.record))
    labels = {item.key: item.label for item in list_parts(sheet, name_rows(library.catalogue))}
    st.caption("The new record begins as a copy of this one; say what is different, and what goes over to it.")

    def change(name: str, value: str) -> None:
        st.session_state[key] = {**st.session_state[key], name: value}

    row: Record | None = None
    faults: dict[str, ChanceryError] = {}
    try:
        row = make_split_record(values, library.catalogue.records)
    except ChanceryError as error:
        faults[error.where.field or ""] = error
    RowFields("records", key, values, change, faults=faults).show()
    chosen = st.multiselect("Goes to the new record", [*labels], format_func=labels.__getitem__, key=f"parts-{number}")
    why = st.text_input("Why (shown in the history)", key=f"split-why-{number}", max_chars=500)
    if chosen:
        try:
            check_split(sheet, chosen)
        except ChanceryError as error:
            show_fault(error)
            row = None
    if st.button("Split", type="primary", disabled=not desk.can_edit or row is None or not chosen) and row is not None:
        token = f"split {number} {sorted(map(str, chosen))}"
        done = attempt(
            lambda: desk.author.split_record(record_id, row, chosen, as_of=sheet.revision, why=why.strip(), token=token)
        )
        _end(done, "There are two records now; this is the new one.", row.record_id)


def show_retire(desk: Desk, sheet: RecordSheet) -> None:
    """Take the record out; it can be brought back."""
    record = sheet.record
    st.html(
        f"<p>“{escape(record.title)}” goes out of the atlas with its {len(sheet.parts)} places, actors, pieces of "
        "evidence and figures. All of it is kept and can be brought back.</p>"
    )
    why = st.text_input("Why (shown in the history)", key=f"retire-why-{record.record_id}", max_chars=500)
    if st.button("Take it out", type="primary", disabled=not desk.can_edit):
        key = RowKey("records", (record.record_id,))
        token = f"retire {current_work().number}"
        done = attempt(
            lambda: desk.author.retire(key, seen=sheet.version, as_of=sheet.revision, why=why.strip(), token=token)
        )
        _end(done, "It is taken out; “Taken out” has it.", "")


def _read_second(store: Store, record_id: str) -> RecordSheet | None:
    """Return the other record as it was when it was chosen."""
    work = current_work()
    known = next((sheet for sheet in work.sheets if sheet.record.record_id == record_id), None)
    if known is None:
        try:
            known = store.read_record(record_id)
        except NotFound as error:
            show_fault(error)
            return None
        change_work(sheets=(work.sheets[0], known))
    return known


def _end(done: bool, said: str, selected: str) -> None:
    if done:
        finish_work(said, form=current_work().form)
        change_view(selected=selected)
    else:
        # What was looked at is out of date: it is read again.
        change_work(sheets=(), clashes=())
    st.rerun()
