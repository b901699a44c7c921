"""Where a session's atlas is kept: in the configured database, in drafts of the session's own, or in the package."""

from __future__ import annotations

import os
import threading
import time
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from chancery import store as stores
from chancery.errors import ChanceryError, InvalidFile, InvalidPackage, StoreUnavailable
from chancery.exchange.package import read_package, read_texts
from chancery.store.permissions import admit_all
from chancery.ui.access import admit

if TYPE_CHECKING:
    from chancery.store import Store

DATA_VARIABLE = "CHANCERY_DATA"
"""Environment variable that names the folder of the published package; ``data`` beside app.py if it is not set."""

DATABASE_VARIABLE = "CHANCERY_DATABASE"
"""Environment variable with the URL of the database; without it the package is shown as it is."""

PATIENCE_SECONDS = 5.0
"""How long a database that did not answer is left alone, so that no page waits for it again and again."""

_DEFAULT_DATA = Path(__file__).resolve().parents[2] / "data"
_DRAFTS = "session-drafts"
_DRAFTS_WANTED = "session-drafts-wanted"


@dataclass(frozen=True, slots=True)
class SessionDrafts:
    """Changes that one session tries out: a store in its memory, gone with it.

    Attributes
    ----------
    mark
        Tells it from those of other sessions.
    """

    store: Store
    mark: str


class Database:
    """The configured database as this process knows it: opened once, and left alone for a while when it is gone.

    Attributes
    ----------
    mark
        Tells it from other databases that this process had.
    """

    def __init__(self, url: str) -> None:
        self.mark = uuid.uuid4().hex
        self._url = url
        self._lock = threading.Lock()
        self._store: Store | None = None
        self._failure: ChanceryError | None = None
        self._ask_again_at = 0.0

    def open(self) -> Store:
        """Return its store; an empty one is filled from the published package first.

        Raises
        ------
        ChanceryError
            If it cannot be opened, or did not answer a moment ago.
        """
        with self._lock:
            if self._failure is not None and time.monotonic() < self._ask_again_at:
                raise self._failure
            if self._store is None:
                try:
                    self._store = _open_seeded(self._url)
                except ChanceryError as error:
                    self._note(error)
                    raise
            return self._store

    def read_revision(self) -> int:
        """Return the number of its latest change.

        Raises
        ------
        ChanceryError
            If it cannot be opened, or does not answer.
        """
        store = self.open()
        try:
            revision = store.revision()
        except StoreUnavailable as error:
            self._note(error)
            raise
        self._failure = None
        return revision

    def _note(self, error: ChanceryError) -> None:
        self._failure = error
        self._ask_again_at = time.monotonic() + PATIENCE_SECONDS


def data_folder() -> Path:
    """Return the folder of the published package."""
    return Path(os.environ.get(DATA_VARIABLE) or _DEFAULT_DATA)


def find_database() -> Database | None:
    """Return the configured database; ``None`` if there is none."""
    url = os.environ.get(DATABASE_VARIABLE, "").strip()
    return _connect(url) if url else None


def find_drafts() -> SessionDrafts | None:
    """Return the drafts of this session, if it has begun any."""
    known: SessionDrafts | None = st.session_state.get(_DRAFTS)
    if known is None and st.session_state.get(_DRAFTS_WANTED):
        with st.spinner("Copying the atlas"):
            folder = data_folder()
            store = stores.Store.in_memory(read_package(folder), read_texts(folder), admit=admit_all)
        known = SessionDrafts(store, uuid.uuid4().hex)
        st.session_state[_DRAFTS] = known
    return known


def begin_drafts() -> None:
    """Let this session try changes out on a copy of the published package, in its own memory.

    The copy is made when it is first asked for: the click that begins it is not lost when another one cuts it short.
    """
    st.session_state[_DRAFTS_WANTED] = True


def drop_drafts() -> None:
    """Forget the drafts of this session."""
    st.session_state.pop(_DRAFTS_WANTED, None)
    drafts: SessionDrafts | None = st.session_state.pop(_DRAFTS, None)
    if drafts is not None:
        drafts.store.close()


@st.cache_resource(max_entries=4, show_spinner=False)
def _connect(url: str) -> Database:
    return Database(url)


def _open_seeded(url: str) -> Store:
    store = stores.Store.open(url, admit=admit)
    if store.revision() == 0 and not store.why_read_only:
        try:
            atlas, texts = read_package(data_folder()), read_texts(data_folder())
        except InvalidPackage:
            store.close()
            raise
        except InvalidFile:  # no package at all: the store begins empty
            return store
        store.seed(atlas, texts, why="The published package")
    return store
