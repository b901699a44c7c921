"""The date of an event: the phrase of time that belongs to it, or what the flow of the text implies."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from chancery.dates import DatePrecision, Edtf
from chancery.reading.almanac import Anchor, interval
from chancery.reading.drafts import Draft, is_talk
from chancery.reading.phrases import TimePhrase
from chancery.vocabulary import Kind, Status

_LONG_AGO = re.compile(r"\b(?:previously|earlier|once|already|formerly)\b")
_SAYS = re.compile(r"\b(?:said|told)\b")
_SOON = 21
_PUT_OFF = re.compile(r"\b(?:put off|postponed|delayed|adjourned|moved)\b[^,;]{0,20}$")
_RANK = {"point": 0, "span": 0, "by": 1, "since": 2, "until": 3, "open": 4, "origin": 5}


@dataclass(frozen=True, slots=True)
class EventDate:
    """A date with how sure it is and why.

    Attributes
    ----------
    own
        Whether the text gives the event this date itself, so that later mentions must agree with it.
    """

    edtf: str
    confidence: float
    reason: str
    own: bool


@dataclass(frozen=True, slots=True)
class Flow:
    """Where the story stands when an event without a date of its own comes up.

    Attributes
    ----------
    past
        Date of the last dated event told in the past, in this paragraph.
    ahead
        Date of the last event announced.
    main
        Day of the first event told as news: where a new paragraph takes the story up again.
    paragraph
        The paragraph that the story is in.
    """

    past: str = ""
    ahead: str = ""
    main: str = ""
    paragraph: int = 0


def date_event(
    text: str, draft: Draft, status: Status, phrases: Sequence[TimePhrase], anchor: Anchor | None, flow: Flow
) -> EventDate:
    """Date one draft.

    A phrase of its own clause counts first, then one that opens the sentence, then one of another clause without an
    event of its own. The date of saying something dates the event only when nothing else does and the event is the
    saying. Without any: what is ahead is open from publication, what is past in the main line has the day of the event
    before it or of publication, what is only recalled has none.
    """
    usable = [phrase for phrase in phrases if _fits(text, phrase, draft, status, anchor)]
    own = [phrase for phrase in usable if draft.clause_start <= phrase.start < draft.clause_end]
    near = own or [p for p in usable if p.meaning != "since" or p.start < draft.clause_start]
    if near:
        return _from_phrase(text, draft, status, near, anchor, bool(own))
    return _from_flow(text, draft, status, anchor, flow)


def _fits(text: str, phrase: TimePhrase, draft: Draft, status: Status, anchor: Anchor | None) -> bool:
    """Tell whether a phrase can date the draft: it says when, and lies on the side that the status asks for."""
    if (
        not (draft.sentence.start <= phrase.start < draft.sentence.end)
        or phrase.meaning == "duration"
        or not phrase.edtf
    ):
        return False
    if draft.kind is Kind.AGREEMENT and status is not Status.PLANNED and phrase.meaning in ("by", "until"):
        return False
    if anchor is None:
        return not phrase.dates_saying
    if status in (Status.COMPLETED, Status.HELD) and draft.lead.strength == 2 and _is_term(text, phrase):
        return False
    date = Edtf.parse(phrase.edtf)
    if status is Status.PLANNED:
        return (
            not phrase.dates_saying and (date.last is None or date.last >= anchor.first) and phrase.meaning != "origin"
        )
    if phrase.meaning == "origin":
        return draft.kind is Kind.VISIT
    if phrase.dates_saying:
        return status is not Status.ONGOING
    if status is Status.COMPLETED or status is Status.HELD:
        return (date.first is None or date.first <= anchor.last) and not _outlasts(date, anchor)
    return True


def _outlasts(date: Edtf, anchor: Anchor) -> bool:
    """Tell whether a stretch of time ends in a later year: what is over cannot have it, the plan for 2025-2026 can."""
    return "/" in date.value and date.last is not None and date.last.year > anchor.last.year


def _from_phrase(
    text: str, draft: Draft, status: Status, phrases: Sequence[TimePhrase], anchor: Anchor | None, own: bool
) -> EventDate:
    position = draft.lead.start
    best = min(
        phrases,
        key=lambda p: (
            p.dates_saying,
            _is_term(text, p) or _is_of_another_verb(text, p, position),
            _RANK.get(p.meaning, 6),
            abs(p.start - position),
        ),
    )
    value = _stretch(text, draft, status, phrases, best, anchor)
    if best.meaning == "origin" and anchor is not None:
        value = f"{best.edtf}/{anchor.last.year:04d}" if draft.kind is Kind.VISIT else best.edtf
    if best.meaning == "since" and status in (Status.COMPLETED, Status.HELD) and draft.kind is not Kind.PROJECT:
        value = value.removesuffix("/..")
    confidence = 0.9 if own and not best.dates_saying else 0.7
    return EventDate(value, confidence, f"'{best.surface}' ({best.reason})", own)


def _stretch(
    text: str, draft: Draft, status: Status, phrases: Sequence[TimePhrase], best: TimePhrase, anchor: Anchor | None
) -> str:
    """Return the value of a phrase: from first to last day for a tour, from today on for what runs until a day."""
    day = DatePrecision.DAY
    if best.meaning == "until" and status is Status.ONGOING and anchor is not None and anchor.knows_day:
        last = Edtf.parse(best.edtf)
        if last.precision is day and last.last is not None and 0 < (last.last - anchor.last).days <= _SOON:
            return interval(anchor.value, best.edtf.removeprefix("../"))
    if best.meaning == "until" and _PUT_OFF.search(text, draft.sentence.start, best.start):
        return best.edtf.removeprefix("../")
    days = sorted(
        p.edtf
        for p in phrases
        if draft.clause_start <= p.start < draft.clause_end
        and p.meaning == "point"
        and not p.dates_saying
        and Edtf.parse(p.edtf).precision is day
    )
    if (
        draft.kind is Kind.VISIT
        and len(days) > 1
        and best.edtf in days
        and days[0] != days[-1]
        and "/" not in "".join(days)
    ):
        return interval(days[0], days[-1])
    return best.edtf


def _is_of_another_verb(text: str, phrase: TimePhrase, position: int) -> bool:
    """Tell whether "and" parts a phrase from the verb after it: hosted a forum in 2023 and gave masks in 2020."""
    return phrase.end <= position and re.search(r"\band\s", text[phrase.end : position]) is not None


def _is_term(text: str, phrase: TimePhrase) -> bool:
    """Tell whether a phrase says for which time something is, not when it happens: the plan for 2025-2026."""
    return (
        re.search(r"\bfor\s(?:the\s(?:year|years|period|season)\s)?$", text[max(0, phrase.start - 20) : phrase.start])
        is not None
    )


def _from_flow(text: str, draft: Draft, status: Status, anchor: Anchor | None, flow: Flow) -> EventDate:
    if anchor is None:
        return EventDate("", 0.2, "no date is given and the day of publication is unknown", False)
    today = anchor.value
    if status is Status.PLANNED:
        if flow.ahead and draft.kind is not Kind.VISIT and draft.lead.strength == 2:
            return EventDate(flow.ahead, 0.5, "within the event announced before it", False)
        return EventDate(anchor.ahead, 0.7, "announced without a date: open from publication", False)
    if status is Status.ONGOING:
        if draft.kind is Kind.PROJECT:
            return EventDate("", 0.5, "running without a start", False)
        return EventDate(today, 0.6, "going on when the text was published", False)
    if is_recalled(text, draft):
        return EventDate("", 0.5, "recalled without a date", False)
    if (draft.lead.strength < 2 or is_talk(draft.lead)) and _SAYS.search(
        text, draft.sentence.start, draft.sentence.end
    ):
        return EventDate(flow.main or today, 0.55, "where something is said now", False)
    if flow.past and draft.sentence.index > 0:
        return EventDate(flow.past, 0.55, "told in one line with the event before it", False)
    return EventDate(today, 0.6, "told as news: the day of publication", False)


def is_recalled(text: str, draft: Draft) -> bool:
    """Tell whether an undated event is only looked back on: had visited, have just signed, under a memorandum."""
    lead = draft.lead
    if lead.aspect == "pluperfect":
        return draft.kind is not Kind.VISIT or _LONG_AGO.search(text, draft.clause_start, draft.clause_end) is not None
    if lead.aspect == "perfect":
        return draft.sentence.index > 0
    return lead.strength == 0 and draft.kind is Kind.AGREEMENT
