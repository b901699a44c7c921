"""What every page shares: its settings, its style, its links and the end of an error."""

from __future__ import annotations

import atexit
import gc
from collections.abc import Generator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import Timer

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from chancery.errors import ChanceryError, InvalidPackage
from chancery.ui.callbacks import forget_widgets_not_drawn, keep_callbacks_whole
from chancery.ui.desk import Desk, find_desk, show_desk_line
from chancery.ui.session import View, current_view, open_view, shows, write_address

PAGES = {
    "app.py": "Atlas",
    "pages/articles.py": "Articles",
    "pages/records.py": "Records",
    "pages/places.py": "Places",
    "pages/about.py": "About",
}
"""Every page and the name of its link, in the order of the links."""

_PREPARE_AFTER_SECONDS = 4.0
"""By then a browser on the same two cores has drawn most of the first view."""

_STYLE = Path(__file__).with_name("style.css")


@contextmanager
def open_page(page: str, *, title: str) -> Generator[View]:
    """Set a page up, and show an error of ours as a sentence instead of the rest of the page.

    It loads little, so that the browser has something to set up while the rest of the page is loaded.

    Parameters
    ----------
    page
        Its path, one of `PAGES`.
    title
        What the browser's tab says.
    """
    keep_callbacks_whole()
    forget_widgets_not_drawn()
    st.set_page_config(page_title=f"{title} · Chancery", layout="wide", initial_sidebar_state="auto")
    st.html(f"<style>{_read_style()}</style>")
    follows = shows(page)
    view = open_view(page)
    desk = find_desk()
    with st.sidebar:
        links = st.container()
    if not follows:
        _draw_links(links, desk)
    # What comes and goes has a place of its own: the fields below stay where they are, with what is typed in them.
    with st.container():
        if desk.trouble:
            st.caption(desk.trouble)
    from chancery.ui.library import follow_changes, read_mark  # noqa: PLC0415 - once the frame has left for the browser

    # Before anything is read of the atlas: what is saved meanwhile leads to one look more, and is not missed.
    mark = read_mark()
    try:
        yield view
    except InvalidPackage as error:
        st.error(f"The data of this atlas cannot be read: {error}")
        st.caption("`python -m chancery check` lists every fault with its file, row and field.")
    except ChanceryError as error:
        st.error(str(error))
    except Exception:
        if follows:
            _draw_links(links, desk)
        raise
    if follows:  # what the reader has asked for comes first: the links are there already
        _draw_links(links, desk)
    write_address()
    follow_changes(mark)
    _prepare_changes()


@st.cache_resource(show_spinner=False)
def _prepare_changes() -> None:
    """Make ready for the first change of filters while the reader looks at the first view; once a process."""
    timer = Timer(_PREPARE_AFTER_SECONDS, _prepare)
    timer.daemon = True
    timer.start()


def _prepare() -> None:
    from chancery.query.engine import prepare_filtering  # noqa: PLC0415 - as above

    prepare_filtering()
    # Streamlit collects garbage after every run. What is loaded by now stays: to look through it each time costs as
    # much as the run itself, and what the run has drawn last waits for it.
    gc.collect()
    gc.freeze()
    atexit.register(gc.unfreeze)  # or DuckDB counts at the end what it takes for lost


def _draw_links(place: DeltaGenerator, desk: Desk) -> None:
    with place:
        st.html('<div class="ch-brand">Chancery</div>')
        with st.container(key="ch-links", horizontal=True, gap="small"):
            for path, label in PAGES.items():
                st.page_link(path, label=label, width="content", query_params=current_view().to_parameters())
        show_desk_line(desk)


@cache
def _read_style() -> str:
    return _STYLE.read_text(encoding="utf-8")
