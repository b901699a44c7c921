"""Saving from a page: each attempt ends in the work finished, in both versions to compare, or in a sentence why not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

import streamlit as st

from chancery.errors import ChanceryError, Conflict
from chancery.store import Change
from chancery.ui.desk import Desk, Keeping
from chancery.ui.work import change_work, current_work
from chancery.views.conflict import describe_moment
from chancery.views.record_form import RecordForm, dump_form, load_form
from chancery.views.row_form import RowForm, dump_row_form, load_row_form

Form = TypeVar("Form", RecordForm, RowForm)


def attempt(task: Callable[[], Change | None]) -> bool:
    """Carry out a change; tell whether it was made, and keep for the page what kept it from being made."""
    try:
        task()
    except Conflict as error:
        change_work(clashes=error.clashes, failed=f"{error.message} {error.remedy}")
        return False
    except ChanceryError as error:
        change_work(failed=f"{error.message} {error.remedy}".strip())
        return False
    return True


def keep_draft(desk: Desk, form: RecordForm | RowForm) -> None:
    """Keep what was typed, for a session that is dropped; once for each change of the form."""
    if desk.keeping is not Keeping.DATABASE or not desk.can_edit or form.token == current_work().kept:
        return
    if not form.is_changed():
        return
    try:
        content = dump_form(form) if isinstance(form, RecordForm) else dump_row_form(form)
        desk.author.keep_draft(form.draft_name, content)
    except ChanceryError as error:
        st.caption(f"What you type cannot be kept as a draft now: {error.message}")
        return
    change_work(kept=form.token)


def drop_draft(desk: Desk, name: str) -> None:
    """Forget a draft; one that cannot be forgotten now is offered again later."""
    if desk.keeping is Keeping.DATABASE and desk.store is not None:
        try:
            desk.author.drop_draft(name)
        except ChanceryError:
            return


def find_drafts(desk: Desk) -> dict[str, tuple[RecordForm, str]]:
    """Return the reader's drafts of records by name, each with the moment at which it was kept."""
    return _find_drafts(desk, "record", load_form)


def find_row_drafts(desk: Desk, table: str) -> dict[str, tuple[RowForm, str]]:
    """Return the reader's drafts of sources, actors or places, by name, each with the moment at which it was kept."""
    return _find_drafts(desk, table, load_row_form)


def offer_drafts(
    desk: Desk, drafts: Mapping[str, tuple[Form, str]], open_form: Form | None, proceed: Callable[[Form], None]
) -> None:
    """Offer what was typed and not saved, in this session or in one that was lost, but for the form that is open."""
    for name, (draft, kept_at) in drafts.items():
        if open_form is not None and name == open_form.draft_name:
            continue
        with st.container(key=f"ch-draft-{draft.form_id}", horizontal=True, gap="small", vertical_alignment="center"):
            st.caption(f"Not saved yet: “{draft.title}”, typed by {kept_at}.")
            st.button("Continue", type="tertiary", key=f"continue-{name}", on_click=proceed, args=(draft,))
            st.button("Discard", type="tertiary", key=f"drop-{name}", on_click=drop_draft, args=(desk, name))


def _find_drafts(desk: Desk, kind: str, load: Callable[[str], Form]) -> dict[str, tuple[Form, str]]:
    if desk.keeping is not Keeping.DATABASE or not desk.can_edit:
        return {}
    found: dict[str, tuple[Form, str]] = {}
    try:
        drafts = desk.author.list_drafts()
    except ChanceryError:
        return {}
    for draft in drafts:
        if draft.name.startswith(f"{kind} "):
            try:
                found[draft.name] = (load(draft.content), describe_moment(draft.kept_at))
            except ChanceryError:
                # A draft of a Chancery whose rows looked different: nothing can be made of it.
                drop_draft(desk, draft.name)
    return found
