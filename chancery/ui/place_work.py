"""What a session is at work on, on the page of the places: the one typed object that the page keeps beside its view."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

import streamlit as st

from chancery.geocoding.candidates import Candidate
from chancery.store import StoredRow
from chancery.views.fields import Values
from chancery.views.row_form import RowForm

_WORK = "place-work"


class PlaceSection(StrEnum):
    """What the page shows."""

    PLACES = "Places"
    QUEUE = "To settle"
    LIST = "A list of names"


class PlaceTask(StrEnum):
    """What is done with the open place."""

    WHERE = "Where it is"
    NAMES = "Names"
    RECORDS = "Records there"
    HISTORY = "History"
    MERGE = "Merge"


@dataclass(frozen=True, slots=True)
class NameForm:
    """One name of a place being written; `base` is ``None`` while it is new."""

    values: Values
    base: StoredRow | None
    form_id: str = field(default_factory=lambda: uuid.uuid4().hex)


@dataclass(frozen=True, slots=True)
class PlaceWork:
    """What a session is at work on.

    Attributes
    ----------
    words
        What the list of places is searched for.
    form
        The open place as it is to be, or a new one; ``None`` where nothing can be changed.
    times_filled
        How often something else than the fields has filled in the form.
    question
        The name to ask the geocoders for; ``None`` for that of the open place.
    candidates, failures, attributions
        What they answered; `asked` tells one answer from another.
    chosen
        Number of the candidate chosen, from 1; 0 for none.
    queue_key
        Key of the item of the queue that is open; empty for the first.
    queue_number
        Where it stands in the queue: the next one takes its number when it is settled.
    """

    section: PlaceSection = PlaceSection.PLACES
    task: PlaceTask = PlaceTask.WHERE
    words: str = ""
    form: RowForm | None = None
    name_form: NameForm | None = None
    times_filled: int = 0
    question: str | None = None
    candidates: tuple[Candidate, ...] = ()
    failures: tuple[str, ...] = ()
    attributions: tuple[str, ...] = ()
    asked: str = ""
    chosen: int = 0
    queue_key: str = ""
    queue_number: int = 0


def current_place_work() -> PlaceWork:
    """Return what the session is at work on."""
    if _WORK not in st.session_state:
        st.session_state[_WORK] = PlaceWork()
    return st.session_state[_WORK]


def change_place_work(**changes: Any) -> None:
    """Change fields of it."""
    st.session_state[_WORK] = replace(current_place_work(), **changes)


def fill_in_place(form: RowForm, chosen: int = 0) -> None:
    """Take what the map or a candidate says of the open place."""
    change_place_work(form=form, chosen=chosen, times_filled=current_place_work().times_filled + 1)


def put_place_down(**changes: Any) -> None:
    """Forget the form and the candidates of the place that was looked at."""
    empty: dict[str, Any] = {"form": None, "name_form": None, "question": None, "chosen": 0}
    nobody: dict[str, Any] = {"candidates": (), "failures": (), "attributions": (), "asked": ""}
    change_place_work(**{**empty, **nobody, **changes})
