"""Where an article is entered: its text, pasted, from a file or from an address, and what is known of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillReading
from dataclasses import replace
from html import escape

import streamlit as st

from chancery.errors import ChanceryError
from chancery.exchange.articles.clipping import Clipping, check_clipping, find_known_source, take_document
from chancery.exchange.articles.decisions import start_review
from chancery.exchange.documents.document import LONGEST_TEXT, Document
from chancery.exchange.documents.extraction import FORMATS, extract_document
from chancery.exchange.documents.url import fetch_article
from chancery.reading.reader import Reading, read
from chancery.ui.article_work import ArticleWork, change_work, current_work, drop_draft, fail, find_drafts, take_up
from chancery.ui.desk import Desk
from chancery.ui.library import Library
from chancery.ui.session import hold
from chancery.vocabulary import SOURCE_KINDS, SourceKind

_LONG = 30_000
"""From so many characters on, reading shows its progress."""

_TEXT_HEIGHT = 460
_FIELDS = frozenset({"file", "address", "text", "title", "publisher", "published", "published_note", "country", "url"})
"""Where a fault can be shown."""

_LANGUAGES = {
    "": "Not said",
    "en": "English",
    "az": "Azerbaijani",
    "ru": "Russian",
    "be": "Belarusian",
    "tr": "Turkish",
}


def show_entry(desk: Desk, library: Library) -> None:
    """Draw the form; reading it starts the review."""
    _offer_drafts(desk)
    text, details = st.columns([3, 2], gap="large")
    with text:
        _show_ways_in()
        _show_text()
    with details, st.container(key="ch-entry"):
        _show_details()
        _show_fault("")
        if st.button("Read the article", type="primary", key="read-article"):
            _read(library)
        st.caption("Reading saves nothing. The text stays on this server; nothing is sent anywhere.")


def _offer_drafts(desk: Desk) -> None:
    drafts = [draft for draft in find_drafts(desk) if draft[0] != f"article {current_work().name}"]
    for number, (name, review, moment) in enumerate(drafts[:5]):
        title = review.clipping.title or " ".join([*review.clipping.text.split()[:9], "…"])
        with st.container(key=f"ch-draft-article-{number}", horizontal=True, gap="small", vertical_alignment="center"):
            st.html(
                f'<p class="ch-waiting">Not saved yet: <b>{escape(title)}</b>, from {escape(moment)}.</p>',
                width="content",
            )
            st.button("Go on with it", type="tertiary", key=f"take-{name}", on_click=take_up, args=(name, review))
            st.button("Drop it", type="tertiary", key=f"drop-{name}", on_click=drop_draft, args=(desk, name))


def _show_ways_in() -> None:
    file, address = st.columns(2, gap="medium")
    with file:
        upload = st.file_uploader(
            "From a file",
            type=[suffix.removeprefix(".") for suffix in FORMATS],
            key=f"file-{current_work().name}",
        )
        if upload is not None and upload.file_id != current_work().taken:
            change_work(taken=upload.file_id)
            with st.spinner("Reading the file"):
                _take(lambda: extract_document(upload.getvalue(), upload.name), "file")
        _show_fault("file")
    with address:
        key = f"address-{current_work().name}"
        url = st.text_input("From an address", key=key, placeholder="https://", max_chars=2000)
        if st.button("Fetch the page", disabled=not url.strip(), key="fetch-page"):
            with st.spinner("Fetching the page"):
                _take(lambda: fetch_article(url), "address")
        _show_fault("address")


def _take(find: Callable[[], Document], way: str) -> None:
    """Put what a file or a page says into the form."""
    work = current_work()
    try:
        found = find()
    except ChanceryError as error:
        fail(error, way)
    else:
        clipping = take_document(work.clipping, found, work.found)
        change_work(clipping=clipping, found=found, notes=found.notes, failed="", failed_field="", asks_date=False)
    st.rerun()


def _show_text() -> None:
    work = current_work()
    key, take = _bind("text")
    st.text_area(
        "Text of the article",
        key=key,
        height=_TEXT_HEIGHT,
        max_chars=LONGEST_TEXT,
        placeholder="Paste the text here, with its dateline.",
        on_change=take,
    )
    _show_fault("text")
    for note in work.notes:
        st.caption(note)


def _show_details() -> None:
    _ask_words("title", "Title")
    publisher, kind = st.columns(2)
    with publisher:
        _ask_words("publisher", "Publisher", "AZERTAC, BelTA, a ministry")
    with kind:
        _choose("kind", "Who stands behind it", {code.value: term.label for code, term in SOURCE_KINDS.items()})
    _ask_date(current_work())
    language, country = st.columns(2)
    with language:
        current = current_work().clipping.language
        _choose("language", "Language", {**_LANGUAGES, current: _LANGUAGES.get(current, current)})
    with country:
        _ask_words("country", "Publisher's country", "AZ")
    _ask_words("url", "Address", "https://")


def _ask_date(work: ArticleWork) -> None:
    day, note = st.columns(2)
    with day:
        _ask_words("published", "Published", "2025-04-21")
    with note:
        _ask_words("published_note", "How the date is known", "if the article does not say")
    if work.asks_date:
        said = work.dateline_day.removeprefix("--")
        what = f"The text says {_name_day(said)}, and no year." if said else "The text does not say when."
        st.html(f'<p class="ch-fault" role="alert">When was it published? {what} Give the day; no year is guessed.</p>')
        key = f"undated-{work.name}"
        st.session_state[key] = work.undated

        def take() -> None:
            if current_work().name == work.name:
                change_work(undated=st.session_state[key])

        st.checkbox("Nobody knows: leave its dates open", key=key, on_change=take)


def _name_day(day: str) -> str:
    month, _, number = day.partition("-")
    names = "January February March April May June July August September October November December".split()
    return f"{int(number)} {names[int(month) - 1]}"


def _ask_words(field: str, label: str, placeholder: str = "") -> None:
    key, take = _bind(field)
    st.text_input(label, key=key, placeholder=placeholder, max_chars=2000, on_change=take)
    _show_fault(field)


def _show_fault(field: str) -> None:
    """Say what kept the article from being read, beside the field that it is about; what is about none, at the end."""
    work = current_work()
    if work.failed and field == (work.failed_field if work.failed_field in _FIELDS else ""):
        st.html(f'<p class="ch-fault" role="alert">{escape(work.failed)}</p>')


def _choose(field: str, label: str, options: dict[str, str]) -> None:
    key, take = _bind(field, SourceKind if field == "kind" else str)
    st.selectbox(label, [*options], format_func=options.__getitem__, key=key, on_change=take)


def _bind(field: str, read_value: Callable[[str], str] = str) -> tuple[str, Callable[[], None]]:
    """Return the key of the widget of a field, and what takes a change of it into the article it was drawn for."""
    work = current_work()
    key = f"{field}-{work.name}"
    hold(key, str(getattr(work.clipping, field)))

    def take() -> None:
        now = current_work()
        if now.name == work.name:
            clipping = replace(now.clipping, **{field: read_value(st.session_state[key])})
            change_work(clipping=clipping, failed="", failed_field="")

    return key, take


def _read(library: Library) -> None:
    """Read what was entered, unless it is not complete, or is in the atlas already."""
    work = current_work()
    try:
        clipping = check_clipping(work.clipping)
        known = find_known_source(clipping.text, clipping.url, library.catalogue.atlas, library.articles)
        if known is not None and known.text:
            change_work(known=known, failed="")
            st.rerun()
        published = clipping.published or (known.source.published if known else "")
        reading = read_with_progress(clipping.text, published)
    except ChanceryError as error:
        fail(error)
        st.rerun()
    if reading.published_needed and not work.undated:
        change_work(asks_date=True, dateline_day=reading.dateline_day, failed="", failed_field="")
        st.rerun()
    start(replace(clipping, published=published or reading.published), reading, known.source.source_id if known else "")
    st.rerun()


def start(clipping: Clipping, reading: Reading, source_id: str) -> None:
    """Begin the review of a reading."""
    review = start_review(clipping, reading, source_id)
    change_work(clipping=clipping, review=review, reading=reading, current=0, known=None, failed="", asks_date=False)


def read_with_progress(text: str, published: str) -> Reading:
    """Read a text; a long one with a bar that fills as fast as its beginning was read."""
    if len(text) < _LONG:
        return read(text, published or None)
    begun = time.monotonic()
    read(text[: _LONG // 3], published or None)
    expected = (time.monotonic() - begun) * len(text) / (_LONG // 3)
    words = f"Reading {len(text):,} characters"
    bar = st.progress(0.0, text=words)
    begun = time.monotonic()
    with ThreadPoolExecutor(max_workers=1) as pool:
        reading = pool.submit(read, text, published or None)
        while True:
            try:
                return reading.result(timeout=0.25)
            except StillReading:
                share = min(0.97, (time.monotonic() - begun) / max(expected, 0.1))
                bar.progress(share, text=f"{words}: about {max(1, round(expected * (1 - share)))} s left")
