"""The draft that is open: its sentence, its places, what is unsure, what it resembles, and what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from html import escape

import streamlit as st

from chancery.exchange.articles.decisions import DRAFT_MARK, Review, Verdict
from chancery.exchange.articles.duplicates import Likeness, find_likely_duplicates
from chancery.exchange.articles.matching import AtlasIndex
from chancery.ui.article_correction_panel import show_correction
from chancery.ui.article_work import (
    ArticleWork,
    begin_correcting,
    change_work,
    current_work,
    decide,
    leave_as_drafted,
    open_draft,
)
from chancery.ui.library import Library
from chancery.ui.map_panel import show_map
from chancery.views.article import DraftView, build_draft_rows, describe_draft, merge_choices, reopen

_MAP_HEIGHT = 210
_VERDICTS = {Verdict.ACCEPT: "Accepted", Verdict.MERGE: "Merged", Verdict.REJECT: "Rejected", Verdict.OPEN: ""}


def show_draft(work: ArticleWork, review: Review, library: Library, index: AtlasIndex) -> None:
    """Draw the open draft of a review."""
    decision = review.decisions[work.current]
    likely = find_likely_duplicates(decision.proposal, index, source_id=review.source_id)
    _show_buttons(work, review, likely)
    view = describe_draft(work.current, decision, review.clipping.text)
    if decision.typed is not None:
        st.html(f'<article class="ch-draft">{_render_quote(view)}</article>')
        show_correction(work, review)
        return
    st.html(render_draft(view, _name_target(view.merge_into, review, library)))
    rows = build_draft_rows([decision.proposal])
    if len(rows):
        theme = "dark" if st.context.theme.type == "dark" else "light"
        show_map(rows, selected=None, theme=theme, height=_MAP_HEIGHT, key=f"draft-map-{work.current}")
    else:
        st.caption("No place of it can be drawn.")
    _show_likely(likely)
    _show_merge(work, review, library, likely)


def render_draft(view: DraftView, target: str) -> str:
    """Return a draft as HTML; nothing in it that comes from the text is markup."""
    facts = [
        ("When", f"{escape(view.when)} <code>{escape(view.edtf)}</code>"),
        ("Where", "".join(f"<div>{escape(place)}</div>" for place in view.places) or _quiet("No place is named.")),
        ("Who", "".join(f"<div>{escape(name)}</div>" for name in view.people) or _quiet("Nobody is named.")),
    ]
    rows = "".join(f"<dt>{name}</dt><dd>{body}</dd>" for name, body in facts)
    unsure = "".join(f"<li>{escape(words)}</li>" for words in view.unsure)
    doubts = f'<ul class="ch-doubts">{unsure}</ul>' if unsure else ""
    verdict = _VERDICTS[view.verdict] + (f" into {escape(target)}" if target else "")
    said = f'<p class="ch-verdict" role="status">{verdict}</p>' if verdict else ""
    return (
        f'<article class="ch-draft" aria-label="Draft {view.number + 1}">{said}<p class="ch-kicker">'
        f"{escape(view.kind)} · {escape(view.sector)} · {escape(view.status)}</p><h2>{escape(view.title)}</h2>"
        f"{_render_quote(view)}<dl>{rows}</dl>"
        f'<p class="ch-quiet">The reader is {escape(view.confidence)}.</p>{doubts}</article>'
    )


def _render_quote(view: DraftView) -> str:
    return f"<blockquote>{escape(view.before)}<mark>{escape(view.quote)}</mark>{escape(view.after)}</blockquote>"


def _show_buttons(work: ArticleWork, review: Review, likely: tuple[Likeness, ...]) -> None:
    number, count = work.current, len(review.decisions)
    is_open = review.decisions[number].verdict is Verdict.OPEN
    with st.container(key="ch-decide", horizontal=True, gap="small", vertical_alignment="center"):
        if review.decisions[number].typed is not None:
            # What is typed would be lost by any other way on.
            st.button("Leave it as it was", shortcut="E", on_click=leave_as_drafted, key="correct")
            return
        if is_open:
            st.button("Accept", type="primary", shortcut="A", on_click=decide, args=(Verdict.ACCEPT,), key="accept")
            if likely:
                target = likely[0].record
                words = f"Saves the words of this article as further evidence of: {target.title}"
                into = (Verdict.MERGE, target.record_id)
                st.button("Merge", shortcut="M", on_click=decide, args=into, key="merge", help=words)
            st.button("Reject", shortcut="X", on_click=decide, args=(Verdict.REJECT,), key="reject")
        else:
            st.button("Decide again", shortcut="U", on_click=_reopen, args=(number,), key="reopen")
        st.button("Correct", shortcut="E", on_click=begin_correcting, key="correct")
        back, forth = (number - 1) % count, (number + 1) % count
        st.button("Previous", type="tertiary", shortcut="P", on_click=open_draft, args=(back,), key="previous")
        st.button("Next", type="tertiary", shortcut="N", on_click=open_draft, args=(forth,), key="next")


def _reopen(number: int) -> None:
    review = current_work().review
    if review is not None:
        change_work(review=reopen(review, number), failed="")


def _show_likely(likely: tuple[Likeness, ...]) -> None:
    if not likely:
        return
    st.html('<h3 class="ch-part">Perhaps in the atlas already</h3>')
    for item in likely:
        record = item.record
        with st.container(key=f"ch-likely-{record.record_id}", horizontal=True, gap="small", vertical_alignment="top"):
            st.html(
                f'<div class="ch-likely"><b>{escape(record.title)}</b><div class="ch-quiet">'
                f"{escape(record.date_text or record.date.text)} · {escape('; '.join(item.reasons))}</div></div>"
            )
            st.button(
                "Merge into it",
                type="tertiary",
                key=f"merge-{record.record_id}",
                on_click=decide,
                args=(Verdict.MERGE, record.record_id),
                help="Saves the words of this article as further evidence of that record.",
            )


def _show_merge(work: ArticleWork, review: Review, library: Library, likely: tuple[Likeness, ...]) -> None:
    titles = {record.record_id: record.title for record in library.catalogue.atlas.records}
    options = {item.record.record_id: item.record.title for item in likely}
    options |= merge_choices(review, work.current) | titles
    if not options:
        return
    key = f"merge-into-{work.name}-{work.current}"
    st.selectbox(
        "Merge into another record or draft",
        [*options],
        index=None,
        format_func=options.__getitem__,
        key=key,
        placeholder="Type a part of its title",
        on_change=partial(_take_target, key, work.name, work.current),
    )


def _take_target(key: str, name: str, number: int) -> None:
    work = current_work()
    if st.session_state[key] and (work.name, work.current) == (name, number):
        decide(Verdict.MERGE, st.session_state[key])


def _name_target(merge_into: str, review: Review, library: Library) -> str:
    if merge_into.startswith(DRAFT_MARK):
        return review.decisions[int(merge_into.removeprefix(DRAFT_MARK))].proposal.title
    records: Mapping[str, object] = library.catalogue.records
    return library.catalogue.records[merge_into].title if merge_into in records else merge_into


def _quiet(words: str) -> str:
    return f'<div class="ch-quiet">{escape(words)}</div>'
