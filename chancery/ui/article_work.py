"""What a session is at work on, on the page of the articles: the one typed object that the page keeps."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import streamlit as st

from chancery.errors import ChanceryError
from chancery.exchange.articles.clipping import Clipping, KnownSource
from chancery.exchange.articles.correction import correct_as_typed
from chancery.exchange.articles.decisions import Review, Typed, Verdict, dump_review, load_review
from chancery.exchange.articles.planner import Acceptance
from chancery.exchange.documents.document import Document
from chancery.reading.reader import Reading, read
from chancery.ui.desk import Desk, Keeping
from chancery.views.article import find_next_open
from chancery.views.conflict import describe_moment

_WORK = "article-work"
_DRAFT_NAME = "article "


@dataclass(frozen=True, slots=True)
class ArticleWork:
    """What a session is at work on.

    Attributes
    ----------
    clipping
        The article as it was entered.
    undated
        Whether the reader was told that nobody knows when it was published.
    asks_date
        Whether the page asks when it was published, and `dateline_day` what the text says of it: ``--04-21``.
    review, reading
        What is decided on it, and what was read, once it was read.
    current
        Number of the draft that is open.
    known
        The source that the atlas has it as already.
    saved
        What was saved, when it was.
    found
        The file or page that was taken last.
    said
        What came of the last click, where that is not plain to see.
    taken
        Mark of the file that was last taken.
    kept
        Mark of what is kept as a draft; empty if nothing is.
    name
        The work's own name: of its draft, its widgets and its change.
    """

    clipping: Clipping = field(default_factory=lambda: Clipping(""))
    undated: bool = False
    asks_date: bool = False
    dateline_day: str = ""
    review: Review | None = None
    reading: Reading | None = None
    current: int = 0
    known: KnownSource | None = None
    saved: Acceptance | None = None
    found: Document | None = None
    said: str = ""
    taken: str = ""
    kept: str = ""
    notes: tuple[str, ...] = ()
    failed: str = ""
    failed_field: str = ""
    name: str = field(default_factory=lambda: uuid.uuid4().hex)


def current_work() -> ArticleWork:
    """Return what the session is at work on."""
    if _WORK not in st.session_state:
        st.session_state[_WORK] = ArticleWork()
    return st.session_state[_WORK]


def change_work(**changes: Any) -> None:
    """Change fields of it."""
    st.session_state[_WORK] = replace(current_work(), **changes)


def begin_anew() -> None:
    """Put the work down; its draft stays, if it was kept."""
    st.session_state[_WORK] = ArticleWork()


def fail(error: ChanceryError, field: str = "") -> None:
    """Keep an error, to be shown beside a field: beside that which the error names, if none is given."""
    change_work(failed=f"{error.message} {error.remedy}".strip(), failed_field=field or error.where.field or "")


def decide(verdict: Verdict, merge_into: str = "") -> None:
    """Decide on the open draft, and open the next that is not decided on."""
    work = current_work()
    if work.review is not None:
        review = work.review.decide(work.current, verdict, merge_into)
        change_work(review=review, current=find_next_open(review, work.current), failed="", said="")


def begin_correcting() -> None:
    """Open the form that corrects the open draft."""
    _change_typed({})


def leave_as_drafted() -> None:
    """Close that form; what was typed into it is dropped."""
    _change_typed(None)


def name_correction(work: ArticleWork) -> str:
    """Return the name of the form that corrects the open draft; no other draft has it."""
    return f"correct-{work.name}-{work.current}"


def type_correction(form: str, field: str, value: str | list[str]) -> None:
    """Take what was typed into a field of a form, if it is still open; it is kept with the rest of the review."""
    work = current_work()
    typed = work.review.decisions[work.current].typed if work.review is not None else None
    if typed is not None and form == name_correction(work):
        _change_typed({**typed, field: value})


def _change_typed(typed: Typed | None) -> None:
    work = current_work()
    if work.review is not None:
        decision = replace(work.review.decisions[work.current], typed=typed)
        change_work(review=work.review.with_decision(work.current, decision), failed="", said="")


def take_correction() -> None:
    """Accept the open draft as it was corrected, and open the next that is not decided on."""
    work = current_work()
    review = work.review
    if review is None or review.decisions[work.current].typed is None:
        return
    try:
        taken = correct_as_typed(review.decisions[work.current], review.list_actors())
    except ChanceryError as error:
        fail(error)
        return
    review = review.with_decision(work.current, taken)
    change_work(review=review, current=find_next_open(review, work.current), failed="", said="")


def go_on() -> None:
    """Go on with the drafts that were not decided on when the others were saved."""
    work = current_work()
    if work.review is not None and work.saved is not None:
        rest = tuple(item for item in work.review.decisions if item.verdict is Verdict.OPEN)
        figures = tuple(item for item in work.review.figures if not item.kept)
        review = replace(work.review, decisions=rest, figures=figures, source_id=work.saved.source_id)
        st.session_state[_WORK] = ArticleWork(clipping=work.clipping, review=review, reading=work.reading)


def open_draft(number: int) -> None:
    """Open another draft."""
    change_work(current=number, failed="", said="")


def name_change(work: ArticleWork) -> str:
    """Return the token of the change that saves a review: the same as long as the same would be saved."""
    content = dump_review(work.review.keep_taken()) if work.review else ""
    return f"{_DRAFT_NAME}{work.name} {hashlib.sha256(content.encode('utf-8', 'replace')).hexdigest()[:16]}"


def keep_work(desk: Desk) -> None:
    """Keep the work as a draft in the database, for a session that is dropped; once for each change."""
    work = current_work()
    if desk.keeping is not Keeping.DATABASE or not desk.can_edit or work.saved or not work.clipping.text.strip():
        return
    if work.known is not None:  # it is in the atlas: there is nothing to be lost
        drop_draft(desk)
        return
    content = dump_review(work.review or Review(work.clipping, ()))
    mark = hashlib.sha256(content.encode("utf-8", "replace")).hexdigest()
    if mark == work.kept:
        return
    try:
        desk.author.keep_draft(f"{_DRAFT_NAME}{work.name}", content)
    except ChanceryError as error:
        st.caption(f"What you do here cannot be kept as a draft now: {error.message}")
        mark = ""
    change_work(kept=mark)


def find_drafts(desk: Desk) -> list[tuple[str, Review, str]]:
    """Return the name, the content and the moment of each article that was begun and not saved, the latest first."""
    if desk.keeping is not Keeping.DATABASE or not desk.can_edit:
        return []
    found: list[tuple[str, Review, str]] = []
    for draft in _attempt(desk.author.list_drafts, ()):
        if draft.name.startswith(_DRAFT_NAME):
            try:
                found.append((draft.name, load_review(draft.content), describe_moment(draft.kept_at)))
            except ChanceryError:
                drop_draft(desk, draft.name)
    return found


def take_up(name: str, review: Review) -> None:
    """Go on with a draft that was kept."""
    work = ArticleWork(clipping=review.clipping, name=name.removeprefix(_DRAFT_NAME))
    if review.decisions:
        reading = read(review.clipping.text, review.clipping.published or None)
        unfinished, last = review.find_unfinished(), len(review.decisions) - 1
        current = find_next_open(review, last) if unfinished is None else unfinished
        work = replace(work, review=review, reading=reading, current=current)
    st.session_state[_WORK] = work


def drop_draft(desk: Desk, name: str = "") -> None:
    """Forget a draft, by default that of the present work; one that cannot be forgotten now is offered again."""
    if desk.keeping is Keeping.DATABASE and desk.can_edit:
        _attempt(lambda: desk.author.drop_draft(name or f"{_DRAFT_NAME}{current_work().name}"), None)


def _attempt(task: Callable[[], Any], otherwise: Any) -> Any:
    try:
        return task()
    except ChanceryError:
        return otherwise
