"""Saving from a page: each attempt ends in the work finished, in both versions to compare, or in a sentence why not."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from chancery.errors import ChanceryError, Conflict
from chancery.store import Change
from chancery.ui.desk import Desk, Keeping
from chancery.ui.work import change_work, current_work
from chancery.views.conflict import describe_moment
from chancery.views.record_form import RecordForm, dump_form, load_form


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


def keep_draft(desk: Desk, form: RecordForm) -> None:
    """Keep what was typed, for a session that is dropped; once for each change of the form."""
    if desk.keeping is not Keeping.DATABASE or not desk.can_edit or form.token == current_work().kept:
        return
    if not form.is_changed():
        return
    try:
        desk.author.keep_draft(form.draft_name, dump_form(form))
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
    if desk.keeping is not Keeping.DATABASE or not desk.can_edit:
        return {}
    found: dict[str, tuple[RecordForm, str]] = {}
    try:
        drafts = desk.author.list_drafts()
    except ChanceryError:
        return {}
    for draft in drafts:
        if draft.name.startswith("record "):
            try:
                found[draft.name] = (load_form(draft.content), describe_moment(draft.kept_at))
            except ChanceryError:
                # A draft of a Chancery whose rows looked different: nothing can be made of it.
                drop_draft(desk, draft.name)
    return found
