"""The desk that a session works at: who sits there, what they may do, and where what they save is kept."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from chancery.errors import ChanceryError, NotPermitted
from chancery.store.permissions import Access, Identity
from chancery.ui.access import can_log_in, identify_reader
from chancery.ui.holdings import find_database, find_drafts

if TYPE_CHECKING:
    from chancery.store import Author, Store

_READABLE = "What is shown was read before, or is the published atlas; nothing can be saved for now."
_DRAFTING = Identity(issuer="urn:chancery:session", subject="draft", name="this session")


class Keeping(StrEnum):
    """Where what is saved at a desk is kept."""

    DATABASE = "database"
    SESSION = "session"
    NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True)
class Desk:
    """What one session can do at this moment.

    Attributes
    ----------
    access
        What to show; the store checks every write by itself.
    store
        What is read and written; ``None`` where there is only the published package, or the database is out of reach.
    trouble
        What keeps the database from being used, as sentences for the reader; empty if nothing does.
    """

    identity: Identity
    access: Access
    store: Store | None
    keeping: Keeping
    trouble: str = ""

    @property
    def can_edit(self) -> bool:
        """Whether changes can be saved here now."""
        return self.store is not None and not self.store.why_read_only and self.access.includes(Access.EDITOR)

    @property
    def author(self) -> Author:
        """The store as this reader may write to it.

        Raises
        ------
        NotPermitted
            If there is nothing to write to.
        """
        if self.store is None:
            raise NotPermitted("Nothing can be saved here.", remedy="This atlas is read-only.")
        return self.store.as_user(self.identity)


def find_desk() -> Desk:
    """Return the desk of this session, as things stand now."""
    drafts = find_drafts()
    if drafts is not None:
        return Desk(_DRAFTING, Access.EDITOR, drafts.store, Keeping.SESSION)
    identity = identify_reader()
    database = find_database()
    if database is None:
        return Desk(identity, Access.VIEWER, None, Keeping.NOWHERE)
    try:
        database.read_revision()
        store = database.open()
        access = store.find_access(identity)
    except ChanceryError as error:
        return Desk(identity, Access.VIEWER, None, Keeping.NOWHERE, _describe_trouble(error))
    trouble = f"Nothing can be saved now: {store.why_read_only}" if store.why_read_only else ""
    return Desk(identity, access, store, Keeping.DATABASE, trouble)


def show_desk_line(desk: Desk) -> None:
    """Say in one quiet line who is at the desk and whether they can edit, with the way in or out."""
    with st.container(key="ch-desk", horizontal=True, gap="small", vertical_alignment="center"):
        st.html(f'<p class="ch-quiet">{describe_desk(desk)}</p>', width="content")
        if not can_log_in() or desk.keeping is Keeping.SESSION:
            return
        if desk.identity.subject:
            st.button("Log out", type="tertiary", on_click=st.logout)
        else:
            st.button("Log in", type="tertiary", on_click=st.login)


def describe_desk(desk: Desk) -> str:
    """Return who is at the desk and whether they can edit, as escaped text."""
    if desk.keeping is Keeping.SESSION:
        return "Trying out changes; nothing is saved"
    name = escape(str(desk.identity))
    if desk.can_edit:
        return f"Editing as {name}"
    return f"Reading as {name}" if desk.identity.subject else "Reading only"


def _describe_trouble(error: ChanceryError) -> str:
    remedy = f"{error.remedy.rstrip('.')}." if error.remedy else ""
    return " ".join(part for part in (error.message, remedy, _READABLE) if part)
