"""What a session is at work on, on the page of the records: the one typed object that the page keeps."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field, replace
from enum import StrEnum
from html import escape
from typing import Any

import streamlit as st

from chancery.errors import Clash
from chancery.store import RecordSheet, StoredRow
from chancery.views.record_form import RecordForm
from chancery.views.row_form import RowForm

_WORK = "work"


class Section(StrEnum):
    """What the page shows."""

    RECORDS = "Records"
    SOURCES = "Sources"
    ACTORS = "Actors"
    CHANGES = "Changes"
    RETIRED = "Taken out"


class Task(StrEnum):
    """What is done with the open record."""

    READ = "Read"
    EDIT = "Edit"
    HISTORY = "History"
    MERGE = "Merge"
    SPLIT = "Split"
    RETIRE = "Take out"


@dataclass(frozen=True, slots=True)
class Work:
    """What a session is at work on.

    Attributes
    ----------
    form
        The record being edited; it stays until it is saved or discarded, whatever else is looked at.
    row_form
        The source or actor being edited.
    sheets
        The records to be merged, split or taken out, as they were when that was begun.
    chosen, row_task
        The source or actor that is open, and what is done with it.
    stored, as_of
        The sources or actors to be merged, split or taken out, as they were when that was begun, and the revision then.
    clashes
        What the last attempt to save ran into.
    said, failed
        What came of the last click, for the reader.
    tried
        Name of the form that could not be saved: what is wrong in it is shown, also where nothing was typed yet.
    kept
        Token of the form that was last kept as a draft.
    number
        Changes with each thing done; part of the keys of widgets that begin anew then.
    """

    section: Section = Section.RECORDS
    task: Task = Task.READ
    form: RecordForm | None = None
    row_form: RowForm | None = None
    sheets: tuple[RecordSheet, ...] = ()
    chosen: str = ""
    row_task: Task = Task.EDIT
    stored: tuple[StoredRow, ...] = ()
    as_of: int = 0
    clashes: tuple[Clash, ...] = ()
    said: str = ""
    failed: str = ""
    tried: str = ""
    kept: str = ""
    number: str = field(default_factory=lambda: uuid.uuid4().hex)


def current_work() -> Work:
    """Return what the session is at work on."""
    if _WORK not in st.session_state:
        st.session_state[_WORK] = Work()
    return st.session_state[_WORK]


def change_work(**changes: Any) -> None:
    """Change fields of it."""
    st.session_state[_WORK] = replace(current_work(), **changes)


def finish_work(said: str = "", *, form: RecordForm | None = None, chosen: str = "") -> None:
    """Put the work down that was just done, and say so; a form that it had nothing to do with stays."""
    st.session_state[_WORK] = Work(section=current_work().section, said=said, form=form, chosen=chosen)


def show_outcome() -> None:
    """Say what came of the last click, until `forget_outcome`."""
    work = current_work()
    with st.container():
        if work.said:
            st.html(f'<p class="ch-said" role="status">{escape(work.said)}</p>')
        if work.failed:
            st.html(f'<p class="ch-fault" role="alert">{escape(work.failed)}</p>')


def forget_outcome() -> None:
    """Let it be said once: by a page that was drawn to its end, since one that was cut short is drawn again at once."""
    change_work(said="", failed="")
