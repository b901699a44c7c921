"""The page of the articles put together: enter one, review what was drafted from it, save, and see it on the atlas."""

from __future__ import annotations

from html import escape

import streamlit as st

from chancery.dates import Edtf
from chancery.exchange.articles.clipping import Clipping, KnownSource
from chancery.exchange.articles.decisions import Verdict
from chancery.exchange.articles.planner import Acceptance
from chancery.query.filters import Filters
from chancery.ui.article_entry_panel import read_with_progress, show_entry, start
from chancery.ui.article_review_panel import show_review
from chancery.ui.article_work import begin_anew, change_work, current_work, go_on, keep_work
from chancery.ui.desk import Keeping, find_desk
from chancery.ui.keeping_panel import show_keeping
from chancery.ui.library import Library, open_library
from chancery.ui.session import RECORD_PARAMETER
from chancery.ui.work import Section
from chancery.ui.work import change_work as change_record_work

_LISTED = 30


def show_articles() -> None:
    """Draw the page, as far as the session's work has come."""
    desk, library = find_desk(), open_library()
    st.html('<h1 class="ch-title">Articles</h1>')
    with st.container():  # first: a click that cuts this run short must not take what the last one did along
        keep_work(desk)
    work = current_work()
    if not desk.can_edit or desk.keeping is Keeping.SESSION:
        show_keeping(desk)
    if work.saved is not None:
        left = work.review.count(Verdict.OPEN) if work.review else 0
        _show_saved(work.saved, left, library, for_good=desk.keeping is Keeping.DATABASE)
    elif work.known is not None:
        _show_known(work.known, library)
    elif work.review is not None:
        show_review(work, work.review, desk, library)
    else:
        st.html(
            '<p class="ch-sentence">Enter an article; the reader drafts records from it, each with the sentence that '
            "says so. You decide on each of them before anything is saved.</p>"
        )
        show_entry(desk, library)


def _show_saved(saved: Acceptance, open_drafts: int, library: Library, *, for_good: bool) -> None:
    source = library.catalogue.sources.get(saved.source_id)
    records = len(saved.record_ids)
    words = f"{records} record{'' if records == 1 else 's'} {'saved' if for_good else 'kept in this session'}"
    if saved.merged_ids:
        words += f", and evidence added to {len(saved.merged_ids)} more"
    publisher = source.publisher if source else ""
    where = "for every reader" if for_good else "in this session only: nothing is saved"
    st.html(
        f'<div class="ch-empty ch-done"><h2 role="status">{words}</h2><p>From {escape(publisher or saved.source_id)}; '
        f"on the map and in the table now, {where}.</p></div>"
    )
    if saved.placeless:
        st.caption(f"Left out, since nothing says where it is: {', '.join(saved.placeless)}.")
    _show_links(publisher, (*saved.record_ids, *saved.merged_ids), library)
    with st.container(horizontal=True, gap="medium"):
        st.button("Enter another article", on_click=begin_anew, key="another")
        if st.button("See this change, or undo it", key="see-change", type="tertiary"):
            change_record_work(section=Section.CHANGES)
            st.switch_page("pages/records.py")
        if open_drafts:
            drafts = "draft" if open_drafts == 1 else f"{open_drafts} drafts"
            st.button(f"Go on with the {drafts} left open", on_click=go_on, key="go-on", type="tertiary")


def _show_known(known: KnownSource, library: Library) -> None:
    source = known.source
    day = f", {escape(Edtf.parse(source.published).text)}" if source.published else ""
    differs = "" if known.same_text else " Its text there differs from yours; that one is kept."
    count = len(known.record_ids)
    rest = "1 record rests on it" if count == 1 else f"{count} records rest on it"
    st.html(
        '<div class="ch-empty ch-done"><h2 role="status">This article is in the atlas already</h2>'
        f"<p>{escape(source.publisher)}{day}: {rest}.{differs}</p></div>"
    )
    _show_links(source.publisher, known.record_ids, library)
    with st.container(horizontal=True, gap="medium"):
        if st.button("Read it again", key="read-again", help="Drafts what it tells from the text that is kept."):
            clipping = Clipping(
                known.text,
                source.title,
                source.publisher,
                source.country,
                source.language,
                source.published,
                source.published_note,
                source.url,
                source.kind,
            )
            start(clipping, read_with_progress(known.text, source.published), source.source_id)
            st.rerun()
        st.button("Back", type="tertiary", on_click=lambda: change_work(known=None), key="known-back")


def _show_links(publisher: str, record_ids: tuple[str, ...], library: Library) -> None:
    with st.container(key="ch-saved"):
        _list_links(publisher, record_ids, library)


def _list_links(publisher: str, record_ids: tuple[str, ...], library: Library) -> None:
    there = [library.catalogue.records[name] for name in record_ids if name in library.catalogue.records]
    if there and publisher:
        address = Filters(sources=(publisher,)).to_parameters() | {RECORD_PARAMETER: [there[0].record_id]}
        st.page_link("app.py", label=f"Show them on the atlas, with all that {publisher} reports", query_params=address)
    for record in there[:_LISTED]:
        address = {RECORD_PARAMETER: [record.record_id]}
        st.page_link("app.py", label=f"{record.title} ({record.date_text})", query_params=address)
    if len(there) > _LISTED:
        st.caption(f"and {len(there) - _LISTED} more")
