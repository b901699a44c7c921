"""From events to proposals: title, sector, places with roles, the words that carry each, and the reasons."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from chancery.dates import Edtf
from chancery.model import Judgement, Proposal
from chancery.reading.article import Article
from chancery.reading.drafts import Draft
from chancery.reading.event import Event, is_arrival
from chancery.reading.event_places import propose_place
from chancery.reading.merging import LATEST
from chancery.reading.sectors import choose_sector, count_words
from chancery.reading.titles import make_title
from chancery.vocabulary import Kind, Sector, Status

_REACH_AHEAD = 8


def make_proposals(article: Article, events: Sequence[Event]) -> tuple[Proposal, ...]:
    """Turn the events of a text into proposals, each with its reasons, in their order."""
    wide = count_words(article.text)
    return tuple(
        _propose(article, _keep_running(event, events[index + 1 :]), wide) for index, event in enumerate(events)
    )


def _keep_running(event: Event, later: Sequence[Event]) -> Event:
    """Let a visit of which only the arrival is told go on while its guest still has something ahead there."""
    if event.draft.kind is not Kind.VISIT or event.status is not Status.COMPLETED or not is_arrival(event):
        return event
    names = {actor.name for actor in event.actors}
    ahead = any(
        other.status is Status.PLANNED
        and other.draft.kind is not Kind.VISIT
        and other.draft.sentence.index - event.last_sentence <= _REACH_AHEAD
        and names & {actor.name for actor in other.actors}
        for other in later[:LATEST]
    )
    if not ahead:
        return event
    return replace(event, status=Status.ONGOING, status_judgement=Judgement(0.6, "has arrived, with more ahead"))


def _propose(article: Article, event: Event, wide: dict[Sector, int]) -> Proposal:
    kind, draft = event.draft.kind, event.draft
    sector, sector_confidence, sector_reason = choose_sector(  # type: ignore[arg-type]
        kind,
        article.text[draft.clause_start : draft.clause_end],
        article.text[event.start : event.end],
        wide,
        " ".join(actor.role for actor in event.actors),
    )
    places = tuple(propose_place(article, kind, place) for place in event.places)
    judgements = {
        "kind": Judgement(0.6 + 0.15 * draft.lead.strength, f"'{article.text[draft.lead.start : draft.lead.end]}'"),
        "date": Judgement(event.date.confidence, event.date.reason),
        "status": event.status_judgement,
        "sector": Judgement(sector_confidence, sector_reason),
        "places": Judgement(*_judge_places(event)),
        "actors": Judgement(0.8 if event.actors else 0.5, "named with it" if event.actors else "the text names none"),
    }
    quote_start, quote_end = _quote(article, draft)
    return Proposal(
        kind=kind,
        title=make_title(article.text, draft, event.status, places, event.actors),
        date_edtf=event.date.edtf,
        date_text=Edtf.parse(event.date.edtf).text,
        status=event.status,
        sector=sector,
        places=places,
        actors=event.actors,
        start=event.start,
        end=event.end,
        quote_start=quote_start,
        quote_end=quote_end,
        judgements=judgements,
    )


def _judge_places(event: Event) -> tuple[float, str]:
    if not event.places:
        return 0.4, "the text names none with it"
    weakest = min(event.places, key=lambda place: place.confidence)
    return weakest.confidence, f"{weakest.name}: {weakest.reason}"


def _quote(article: Article, draft: Draft) -> tuple[int, int]:
    """Return the span of the words that carry the event: its clauses, without blanks at the ends."""
    start, end = draft.clause_start, draft.clause_end
    while start < end and (article.text[start].isspace() or re.match(r"[,;]", article.text[start])):
        start += 1
    while end > start and article.text[end - 1].isspace():
        end -= 1
    return start, end
