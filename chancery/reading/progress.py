"""When works begin, are due and are done, put together from what several sentences say."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from chancery.dates import DatePrecision, Edtf
from chancery.reading.almanac import Anchor, interval
from chancery.reading.drafts import Draft
from chancery.reading.event_dates import EventDate
from chancery.reading.phrases import TimePhrase
from chancery.vocabulary import Kind, Status

_BEGINS = re.compile(
    r"\b(?:beg[aiu]n|begins|started|starts?|start of|broke ground|ground was broken|ground broken|first stone"
    r"|cornerstone|foundations?|begun|since|launched|kick(?:s|ed)?\soff|first driven|breaking ground|groundbreaking)\b",
    re.IGNORECASE,
)
_WORK = (
    r"(?:construction|building|works?|repairs?|laying|drilling|dredging|digging|renovation|reconstruction|restoration"
    r"|moderni[sz]ation|deliver(?:y|ies)|supplies|shipments|production|assembly|installation|overhaul|widening|electrification|excavations?)"
)
_STARTS = r"(?:beg[aiu]n|begins|starts?|started|commenced?|kick(?:s|ed)?\soff|(?:get|got|gets)\sunder\sway)"
_OPENS_WORKS = re.compile(
    rf"\b{_WORK}\b[^,;.]{{0,70}}\b{_STARTS}\b|\b{_STARTS}\s(?:the\s|its\s)?{_WORK}\b|\bbr(?:eak|oke)\sground\b",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"\b(?:complet\w+|finish\w*|ready|done|commissioned|operational|opened|in(?:to)? (?:operation|service|use))\b"
)
_AND_NEXT = re.compile(r"\b(?:another|second|third|one)\b")


def begins(text: str, draft: Draft, status: Status, date: EventDate) -> str:
    """Return the day, month or year on which a work began, if its clause says so; else nothing."""
    if draft.kind is not Kind.PROJECT or not date.own:
        return ""
    if status is Status.PLANNED and not opens_works(text, draft):
        return ""
    start = date.edtf.removesuffix("/..")
    said = _BEGINS.search(text, draft.clause_start, draft.clause_end) is not None or start != date.edtf
    return start if said and "/" not in start else ""


def opens_works(text: str, draft: Draft) -> bool:
    """Tell whether the clauses of a draft speak of the start of building, not of use: repairs are to begin in May."""
    return _OPENS_WORKS.search(text, draft.clause_start, draft.clause_end) is not None


def span_in_clause(text: str, draft: Draft, phrases: Sequence[TimePhrase]) -> tuple[str, str]:
    """Return when a work began and is due where one sentence says both: begun in 2023, will be finished in 2026."""
    if draft.kind is not Kind.PROJECT:
        return "", ""
    dates = [p for p in phrases if p.edtf and p.meaning in ("point", "since", "by") and not p.dates_saying]
    dates = [p for p in dates if draft.clause_start <= p.start < draft.clause_end]
    for left, right in itertools.pairwise(dates):
        starts = _BEGINS.search(text, draft.clause_start, left.start) is not None
        between = text[left.end : right.start]
        if starts and _ENDS.search(between) is not None and _AND_NEXT.search(between) is None:
            return left.edtf.removesuffix("/.."), right.edtf.removeprefix("../")
    return "", ""


def leave_open(text: str, draft: Draft, date: EventDate, begun: str, due: str) -> EventDate:
    """Return the date of a work whose start alone is told, and told no closer than by month: open from then on."""
    if due or not begun or date.edtf != begun or not opens_works(text, draft):
        return date
    return date if Edtf.parse(begun).precision is DatePrecision.DAY else replace(date, edtf=f"{begun}/..")


def falls_due(text: str, draft: Draft, status: Status, date: EventDate, anchor: Anchor | None) -> str:
    """Return when a work is to be done, if its clause says so; else nothing."""
    if draft.kind is not Kind.PROJECT or not date.own:
        return ""
    if status is Status.PLANNED and opens_works(text, draft):
        return ""
    due = date.edtf.removeprefix("../")
    first = Edtf.parse(due).first
    ahead = status is Status.ONGOING and anchor is not None and first is not None and first > anchor.last
    return due if (status is Status.PLANNED or ahead or due != date.edtf) and not due.endswith("/..") else ""


def run_from(date: EventDate, begun: str, due: str, status: Status, anchor: Anchor | None) -> tuple[EventDate, Status]:
    """Return the date and status of a work of which the text says when it began, when it is due, or both."""
    if begun and due and _in_order(begun, due):
        value = interval(begun, due.rsplit("/", maxsplit=1)[-1])
        first, last = Edtf.parse(begun).first, Edtf.parse(due).last
        running = anchor is not None and first is not None and last is not None and first <= anchor.last <= last
        over = anchor is not None and last is not None and last < anchor.first
        status = Status.ONGOING if running else Status.COMPLETED if over else status
        return replace(date, edtf=value, own=True, reason="from the start to the day when it is due"), status
    if due and status is Status.ONGOING:
        return replace(
            date, edtf=f"../{due.rsplit('/', maxsplit=1)[-1]}", own=True, reason="running until it is due"
        ), status
    return date, status


def _in_order(left: str, right: str) -> bool:
    first, last = Edtf.parse(left).first, Edtf.parse(right).last
    return first is not None and last is not None and first < last and not left.startswith(right)


def close_span(old: EventDate, new: EventDate, ends: bool) -> EventDate | None:
    """Return the span of an event whose end another sentence gives: opened on Thursday, runs until Sunday."""
    if not old.own or not new.own or "/" in old.edtf.removesuffix("/.."):
        return None
    start, last = old.edtf.removesuffix("/.."), new.edtf.removeprefix("../")
    if not (ends or last != new.edtf) or "/" in last:
        return None
    day = DatePrecision.DAY
    if Edtf.parse(start).precision is not day or Edtf.parse(last).precision is not day or not _in_order(start, last):
        return None
    return replace(old, edtf=interval(start, last), reason="from the opening to the end")
