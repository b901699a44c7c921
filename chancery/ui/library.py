"""The atlas that this process serves: read once a revision of its data, shared read-only by all sessions."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from chancery.exchange.package import read_package, read_texts
from chancery.query.details import Catalogue
from chancery.query.engine import Engine, Headline, Option, TimelineUnit
from chancery.query.filters import Filters
from chancery.views.timeline import choose_unit

DATA_VARIABLE = "CHANCERY_DATA"
"""Environment variable that names the folder of the published package; ``data`` beside app.py if it is not set."""

_DEFAULT_DATA = Path(__file__).resolve().parents[2] / "data"


@dataclass(frozen=True, slots=True)
class Library:
    """An atlas with all that answers questions about it."""

    title: str
    revision: str
    catalogue: Catalogue
    engine: Engine
    articles: Mapping[str, str]
    labels: Mapping[str, Mapping[str, str]]
    years: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Answers:
    """What the read model says of one set of filters."""

    headline: Headline
    options: Mapping[str, tuple[Option, ...]]
    records: pd.DataFrame
    map_rows: pd.DataFrame
    periods: pd.DataFrame
    unit: TimelineUnit


def open_library() -> Library:
    """Return the atlas at its present revision.

    Raises
    ------
    InvalidFile, InvalidPackage
        If the package is missing or has faults.
    """
    folder = Path(os.environ.get(DATA_VARIABLE) or _DEFAULT_DATA)
    return _load_library(str(folder), _read_revision(folder))


def ask(library: Library, filters: Filters) -> Answers:
    """Put the questions of one view; the answers are kept for other sessions that look at the same."""
    return _ask(library.revision, json.dumps(filters.to_parameters(), sort_keys=True), library, filters)


def _read_revision(folder: Path) -> str:
    """Return a mark that changes whenever a file of the package does."""
    files = sorted(path for path in (folder, folder / "articles") if path.is_dir() for path in path.iterdir())
    return " ".join(f"{path.name}:{path.stat().st_mtime_ns}:{path.stat().st_size}" for path in files if path.is_file())


@st.cache_resource(max_entries=2, show_spinner=False)
def _load_library(folder: str, revision: str) -> Library:
    atlas = read_package(Path(folder))
    texts = read_texts(Path(folder))
    engine = Engine.from_atlas(atlas)
    catalogue = Catalogue.of(atlas)
    return Library(
        title=_read_title(Path(folder)),
        revision=f"{folder} {revision}",
        catalogue=catalogue,
        engine=engine,
        articles={item.source_id: texts[item.text_file] for item in atlas.sources if item.text_file in texts},
        labels=catalogue.find_labels(),
        years=engine.find_year_range(),
    )


def _read_title(folder: Path) -> str:
    descriptor: dict[str, Any] = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    return str(descriptor.get("title") or "Atlas")


@st.cache_data(max_entries=512, show_spinner=False)
def _ask(revision: str, address: str, _library: Library, _filters: Filters) -> Answers:
    engine = _library.engine
    everywhen = _filters.without("years")
    years = engine.measure_headline(everywhen)
    unit = choose_unit(years.first_day, years.last_day)
    periods = engine.count_by_period(everywhen, unit)
    return Answers(
        headline=engine.measure_headline(_filters),
        options=engine.count_options(_filters),
        records=engine.list_records(_filters),
        map_rows=engine.list_map_rows(_filters),
        periods=periods,
        unit=unit,
    )
