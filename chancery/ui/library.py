"""The atlas that a session looks at: read once a revision of its data, shared read-only by all sessions.

It comes from the session's own drafts, else from the configured database, else from the published package. A database
that is out of reach leaves the last atlas that was read from it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from chancery.errors import ChanceryError, InvalidFile
from chancery.exchange.descriptor import read_descriptor
from chancery.exchange.package import read_package, read_texts
from chancery.model import Atlas
from chancery.query.details import Catalogue
from chancery.query.engine import Engine, Headline, Option, TimelineUnit
from chancery.query.filters import Filters
from chancery.ui.holdings import SessionDrafts, data_folder, find_database, find_drafts
from chancery.views.timeline import choose_unit

if TYPE_CHECKING:
    from chancery.store import Store

FOLLOW_SECONDS = 3
"""How often an open page looks whether somebody has changed the atlas."""

_VIEWS_KEPT = 128
"""Most views of one atlas whose answers are kept."""

_DRAFT_LIBRARY = "session-library"


@dataclass(frozen=True, slots=True)
class Library:
    """An atlas with all that answers questions about it.

    `ask` keeps the answers for other sessions that look at the same, as long as the atlas is looked at.
    """

    title: str
    revision: str
    catalogue: Catalogue
    ask: Callable[[Filters], Answers]
    articles: Mapping[str, str]
    labels: Mapping[str, Mapping[str, str]]
    years: tuple[int, int] | None


class Answers:
    """What the read model says of one set of filters; each question is put when its answer is first wanted.

    A page asks in the order in which it draws, so that the browser is at work on what came first.

    Parameters
    ----------
    engine
        What is asked.
    filters
        What is kept.
    """

    def __init__(self, engine: Engine, filters: Filters) -> None:
        self._engine = engine
        self._filters = filters
        self._everywhen = filters.without("years")

    @cached_property
    def headline(self) -> Headline:
        """The figures of what is kept."""
        return self._engine.measure_headline(self._filters)

    @cached_property
    def map_rows(self) -> pd.DataFrame:
        """The places of the records kept."""
        return self._engine.list_map_rows(self._filters)

    @cached_property
    def records(self) -> pd.DataFrame:
        """The records kept."""
        return self._engine.list_records(self._filters)

    @cached_property
    def unit(self) -> TimelineUnit:
        """What the timeline counts by, whatever the years that are kept."""
        kept = self._everywhen == self._filters
        years = self.headline if kept else self._engine.measure_headline(self._everywhen)
        return choose_unit(years.first_day, years.last_day)

    @cached_property
    def periods(self) -> pd.DataFrame:
        """What the timeline shows: the counts of what the filters keep, of whatever years."""
        return self._engine.count_by_period(self._everywhen, self.unit)

    @cached_property
    def options(self) -> Mapping[str, tuple[Option, ...]]:
        """What each filter offers."""
        return self._engine.count_options(self._filters)


def open_library() -> Library:
    """Return the atlas at its present revision.

    Raises
    ------
    InvalidFile, InvalidPackage
        If the package is missing or has faults.
    """
    drafts = find_drafts()
    if drafts is not None:
        return _open_drafts(drafts)
    database = find_database()
    if database is None:
        return _open_package()
    shelf = _shelf(database.mark)
    try:
        shelf.latest = _read_store(database.mark, database.read_revision(), database.open())
    except ChanceryError:
        return shelf.latest or _open_package()
    return shelf.latest


def follow_changes(mark: str) -> None:
    """Let the page run again, now and then, when the database has changed since `mark` was read of it."""
    if find_database() is not None:
        _follow(mark)


@st.fragment(run_every=FOLLOW_SECONDS)
def _follow(shown: str) -> None:
    if read_mark() != shown:
        st.rerun()


def read_mark() -> str:
    """Return a text that changes with the database: its revision, or that it is out of reach."""
    database = find_database()
    try:
        return str(database.read_revision()) if database else ""
    except ChanceryError:
        return "out of reach"


class _Shelf:
    """Where the last atlas that was read from a database stands, for as long as the database is out of reach."""

    def __init__(self) -> None:
        self.latest: Library | None = None


@st.cache_resource(max_entries=4, show_spinner=False)
def _shelf(database: str) -> _Shelf:
    return _Shelf()


def _open_drafts(drafts: SessionDrafts) -> Library:
    revision = f"{drafts.mark} {drafts.store.revision()}"
    known: Library | None = st.session_state.get(_DRAFT_LIBRARY)
    if known is None or known.revision != revision:
        known = make_library(drafts.store.read_atlas(), drafts.store.read_texts(), revision)
        st.session_state[_DRAFT_LIBRARY] = known
    return known


def _open_package() -> Library:
    folder = data_folder()
    return _read_folder(str(folder), _read_revision(folder))


def _read_revision(folder: Path) -> str:
    """Return a mark that changes whenever a file of the package does."""
    files = sorted(path for path in (folder, folder / "articles") if path.is_dir() for path in path.iterdir())
    return " ".join(f"{path.name}:{path.stat().st_mtime_ns}:{path.stat().st_size}" for path in files if path.is_file())


@st.cache_resource(max_entries=2, show_spinner=False)
def _read_folder(folder: str, revision: str) -> Library:
    return make_library(read_package(Path(folder)), read_texts(Path(folder)), f"{folder} {revision}")


@st.cache_resource(max_entries=2, show_spinner=False)
def _read_store(database: str, revision: int, _store: Store) -> Library:
    snapshot, texts = _store.read_snapshot_and_texts()
    return make_library(snapshot.atlas, texts, f"{database} {snapshot.revision}")


def make_library(atlas: Atlas, texts: Mapping[str, str], revision: str) -> Library:
    """Make an atlas ready to be asked.

    Parameters
    ----------
    texts
        Texts of articles by the name of their file.
    revision
        Changes whenever the atlas does.
    """
    engine = Engine.from_atlas(atlas)
    catalogue = Catalogue.of(atlas)
    return Library(
        title=_read_title(data_folder()),
        revision=revision,
        catalogue=catalogue,
        ask=lru_cache(_VIEWS_KEPT)(partial(Answers, engine)),
        articles={item.source_id: texts[item.text_file] for item in atlas.sources if item.text_file in texts},
        labels=catalogue.find_labels(),
        years=engine.find_year_range(),
    )


def _read_title(folder: Path) -> str:
    try:
        return str(read_descriptor(folder).get("title") or "Atlas")
    except InvalidFile:
        return "Atlas"
