"""The review of an article: its marked text, the list of drafts, the one that is open, and saving."""

from __future__ import annotations

from dataclasses import replace
from html import escape

import streamlit as st
from streamlit.components.v2 import component

from chancery.dates import Edtf
from chancery.errors import ChanceryError
from chancery.exchange.articles.acceptance import save_review
from chancery.exchange.articles.decisions import Review, Verdict
from chancery.exchange.articles.duplicates import accept_open
from chancery.exchange.articles.matching import AtlasIndex
from chancery.model import Atlas
from chancery.ui.article_draft_panel import show_draft
from chancery.ui.article_work import (
    ArticleWork,
    begin_anew,
    change_work,
    current_work,
    drop_draft,
    fail,
    name_change,
    open_draft,
)
from chancery.ui.desk import Desk, Keeping
from chancery.ui.library import Library
from chancery.views.article import Piece, count_decisions, cut_text, find_next_open, name_left_open, name_saving

_LISTED = 25
"""Drafts shown at once; a long text has many."""

_follow_words = component(
    "chancery_follow_words",
    html="<span></span>",
    js="""
        const shown = new WeakMap();
        export default function ({ parentElement, data }) {
            if (shown.get(parentElement) === data.draft) return;
            shown.set(parentElement, data.draft);
            setTimeout(() => {
                const words = document.querySelector(".ch-text mark");
                const box = words?.closest(".st-key-ch-scroll");
                if (box) box.scrollTop += words.getBoundingClientRect().top - box.getBoundingClientRect().top - 120;
            }, 150);
        }
    """,
)
"""Scrolls the text, and nothing else, to the words of the draft that was opened."""

_SIGNS = {Verdict.ACCEPT: "✓", Verdict.MERGE: "+", Verdict.REJECT: "×", Verdict.OPEN: ""}
_NAMES = {Verdict.ACCEPT: "accepted", Verdict.MERGE: "merged", Verdict.REJECT: "rejected", Verdict.OPEN: "to decide"}


def show_review(work: ArticleWork, review: Review, desk: Desk, library: Library) -> None:
    """Draw the review of what the session works on."""
    index = _index(library.revision, library.catalogue.atlas)
    _show_head(work, review, desk, index)
    with st.container(key="ch-review"):
        with st.container(key="ch-article"):
            _show_text(work, review)
        with st.container(key="ch-drafts"):
            _show_list(work, review)
            _show_figures(review)
        with st.container(key="ch-open-draft"):
            if review.decisions:
                show_draft(work, review, library, index)
            else:
                st.caption(
                    "The reader found nothing in this text that is an event. The records' page takes one by hand."
                )


@st.cache_resource(max_entries=2, show_spinner=False)
def _index(revision: str, _atlas: Atlas) -> AtlasIndex:
    return AtlasIndex.of(_atlas)


def _show_head(work: ArticleWork, review: Review, desk: Desk, index: AtlasIndex) -> None:
    clipping = review.clipping
    day = Edtf.parse(clipping.published).text if clipping.published else "no date"
    about = " · ".join(part for part in (clipping.publisher, day) if part)
    added = " The atlas has this source already; what you accept is added to it." if review.source_id else ""
    with st.container(key="ch-head"):
        with st.container(key="ch-progress"):
            st.html(
                f'<p class="ch-kicker">{escape(about)}</p><p class="ch-sentence" role="status"><b>'
                f"{escape(count_decisions(review))}.</b> Nothing is saved yet.{added}</p>"
            )
            if work.failed and not _is_corrected(work, review):
                st.html(f'<p class="ch-fault" role="alert">{escape(work.failed)}</p>')
            if work.said:
                st.html(f'<p class="ch-note" role="status">{escape(work.said)}</p>')
        with st.container(key="ch-settle", horizontal=True, gap="small"):
            _show_settling(work, review, desk, index)


def _is_corrected(work: ArticleWork, review: Review) -> bool:
    """Tell whether the form is open that says itself what is wrong with it."""
    return bool(review.decisions) and review.decisions[work.current].typed is not None


def _show_settling(work: ArticleWork, review: Review, desk: Desk, index: AtlasIndex) -> None:
    is_open = review.count(Verdict.OPEN) > 0
    chosen = review.count(Verdict.ACCEPT) + review.count(Verdict.MERGE) + sum(item.kept for item in review.figures)
    st.button("Accept the rest", key="accept-all", disabled=not is_open, on_click=_accept_all, args=(index,))
    st.button("Reject the rest", key="reject-all", disabled=not is_open, on_click=_reject_all)
    st.button(
        name_saving(review, for_good=desk.keeping is not Keeping.SESSION),
        type="primary",
        key="save-review",
        disabled=not chosen or not desk.can_edit,
        on_click=_save,
        args=(desk, name_change(work)),
        help=None if desk.can_edit else "This atlas is read-only: try changes out first, above.",
    )
    st.button("Put it aside", type="tertiary", key="put-aside", on_click=_put_aside, args=(desk,))


def _accept_all(index: AtlasIndex) -> None:
    work = current_work()
    if work.review is not None:
        review = accept_open(work.review, index)
        left = review.count(Verdict.OPEN)
        change_work(review=review, current=find_next_open(review, work.current), failed="")
        change_work(said=name_left_open(left) if left else "")


def _reject_all() -> None:
    review = current_work().review
    if review is not None:
        change_work(review=review.decide_open(Verdict.REJECT), failed="", said="")


def _save(desk: Desk, shown: str) -> None:
    """Save what the button said when it was clicked; a decision made in the same moment is asked about again."""
    work = current_work()
    if work.review is None or work.saved is not None:
        return
    number = work.review.find_unfinished()
    if number is not None:
        words = f"Draft {number + 1} is being corrected. Accept it as corrected, or leave it as it was; then save."
        change_work(current=number, failed=words)
        return
    if name_change(work) != shown:
        change_work(failed="A decision came in with your click. Look at the number, then save again.")
        return
    try:
        acceptance, _ = save_review(desk.author, work.review, token=shown)
    except ChanceryError as error:
        fail(error)
        return
    drop_draft(desk)
    change_work(saved=acceptance, failed="")


def _put_aside(desk: Desk) -> None:
    if desk.keeping is not Keeping.DATABASE or not desk.can_edit:
        drop_draft(desk)
    begin_anew()


def _show_text(work: ArticleWork, review: Review) -> None:
    title = f"<h2>{escape(review.clipping.title)}</h2>" if review.clipping.title else ""
    proposal = review.decisions[work.current].proposal if review.decisions else None
    pieces = cut_text(work.reading, proposal) if work.reading is not None else (Piece(review.clipping.text),)
    with st.container(key="ch-scroll"):
        body = render_text(pieces)
        st.html(f'<article class="ch-text" aria-label="Text of the article">{title}<div>{body}</div></article>')
    _follow_words(data={"draft": work.current}, key="follow-words", height=0)
    st.html(
        '<p class="ch-quiet ch-key"><span class="ch-place">place</span> <span class="ch-person">person</span> '
        '<span class="ch-date">date</span> <mark>words of the open draft</mark></p>'
    )


def render_text(pieces: tuple[Piece, ...]) -> str:
    """Return the pieces of a text as HTML; nothing in them is markup."""
    rendered: list[str] = []
    for piece in pieces:
        words = escape(piece.text)
        if piece.mark:
            words = f'<span class="ch-{piece.mark}" title="{escape(piece.title)}">{words}</span>'
        rendered.append(f"<mark>{words}</mark>" if piece.quoted else words)
    return "".join(rendered)


def _show_list(work: ArticleWork, review: Review) -> None:
    first = work.current // _LISTED * _LISTED
    for number in range(first, min(first + _LISTED, len(review.decisions))):
        decision = review.decisions[number]
        chosen = "secondary" if number == work.current else "tertiary"
        sign = _SIGNS[decision.verdict]
        st.button(
            f"{number + 1}\u2002{sign + ' ' if sign else ''}{_plain(decision.proposal.title)}",
            key=f"open-draft-{number}",
            type=chosen,
            width="stretch",
            help=_NAMES[decision.verdict],
            on_click=open_draft,
            args=(number,),
        )
    if len(review.decisions) > _LISTED:
        last = min(first + _LISTED, len(review.decisions))
        st.caption(f"Drafts {first + 1} to {last} of {len(review.decisions)}.")
        with st.container(horizontal=True, gap="small"):
            st.button("Earlier", type="tertiary", disabled=not first, on_click=open_draft, args=(first - _LISTED,))
            st.button(
                "Later", type="tertiary", disabled=last == len(review.decisions), on_click=open_draft, args=(last,)
            )


def _plain(title: str) -> str:
    """Return a title as a button shows it, without anything in it being taken for Markdown."""
    return "".join(f"\\{letter}" if letter in "\\`*_{}[]<>()#+-.!|:$~&" else letter for letter in title)


def _show_figures(review: Review) -> None:
    if not review.figures:
        return
    name = current_work().name
    kept = sum(item.kept for item in review.figures)
    with st.expander(f"Reported numbers: {kept} of {len(review.figures)} kept"):
        for number, item in enumerate(review.figures[:_LISTED]):
            figure = item.figure
            amount = " ".join(part for part in (figure.qualifier, f"{figure.value:,g}", figure.unit) if part)
            key = f"figure-{name}-{number}"
            st.session_state[key] = item.kept
            words = f"**{_plain(amount)}** {_plain(figure.label)}"
            st.checkbox(words, key=key, on_change=_keep_figure, args=(name, number, key))


def _keep_figure(name: str, number: int, key: str) -> None:
    review = current_work().review
    if review is not None and current_work().name == name:
        figures = list(review.figures)
        figures[number] = replace(figures[number], kept=st.session_state[key])
        change_work(review=replace(review, figures=tuple(figures)))
