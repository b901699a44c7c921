"""From drafts to proposals: dating, placing, naming, and merging what several sentences tell of one event."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from chancery.dates import Edtf
from chancery.model import Judgement, ProposedActor, Proposal
from chancery.reading.actors import ActorFinder, merge_actors
from chancery.reading.article import Article, Sentence
from chancery.reading.calendar import Anchor
from chancery.reading.drafts import Draft, draft_events, is_talk
from chancery.reading.event_dates import EventDate, Flow, date_event
from chancery.reading.event_places import places_of, propose_place
from chancery.reading.phrases import TimePhrase
from chancery.reading.recognition import Names
from chancery.reading.resolution import ResolvedPlace, holds_place
from chancery.reading.sectors import choose_sector, count_words
from chancery.reading.statuses import choose_status
from chancery.reading.titles import make_title
from chancery.vocabulary import Kind, Status

_LOOK_BACK = 3


@dataclass(frozen=True, slots=True)
class _Event:
    """An event as far as it has been read: its draft and all that has been added to it."""

    draft: Draft
    status: Status
    status_judgement: Judgement
    date: EventDate
    places: tuple[ResolvedPlace, ...]
    actors: tuple[ProposedActor, ...]
    start: int
    end: int
    last_sentence: int
    merged: tuple[str, ...] = field(default=())


def propose_events(
    article: Article,
    names: Names,
    resolved: Sequence[ResolvedPlace],
    phrases: Sequence[TimePhrase],
    anchor: Anchor | None,
) -> tuple[Proposal, ...]:
    """Draft a record for every event that a text tells of, in its order.

    Repeated mentions of one event are one proposal, whose span runs from the sentence that states it to the last that
    adds to it.
    """
    finder = ActorFinder(article, names)
    events: list[_Event] = []
    flow = Flow()
    for sentence in article.sentences:
        for draft in draft_events(article, sentence, names, phrases):
            event = _read_event(article, draft, resolved, phrases, anchor, flow, finder)
            if not _is_event(event, events):
                continue
            target = _find_same(events, event)
            if target is None:
                events.append(event)
                flow = _advance(flow, event)
            else:
                events[target] = _merge(events[target], event)
    return _finish(article, events)


def _read_event(
    article: Article,
    draft: Draft,
    resolved: Sequence[ResolvedPlace],
    phrases: Sequence[TimePhrase],
    anchor: Anchor | None,
    flow: Flow,
    finder: ActorFinder,
) -> _Event:
    status, confidence, reason = choose_status(article.text, draft)
    date = date_event(article.text, draft, status, phrases, anchor, flow)
    sentence = draft.sentence
    actors = merge_actors(
        finder.in_span(draft.clause_start, draft.clause_end),
        finder.referred_in(sentence, sentence.start, draft.clause_end),
        finder.in_span(sentence.start, sentence.end),
    )
    return _Event(
        draft,
        status,
        Judgement(confidence, reason),
        date,
        tuple(places_of(article, draft, resolved)),
        tuple(actors),
        sentence.start,
        sentence.end,
        sentence.index,
    )


def _is_event(event: _Event, events: Sequence[_Event]) -> bool:
    """Refuse what names neither party, place nor date: plans without an act, general praise."""
    lead = event.draft.lead
    if lead.strength == 0 and not (event.places or event.date.own):
        return False
    if lead.aspect == "infinitive" and event.draft.kind is not Kind.VISIT and not (event.places or event.date.own):
        return False
    return bool(event.places or event.actors or event.date.own or lead.definite)


# -- merging ----------------------------------------------------------------------------------------------------------


def _find_same(events: Sequence[_Event], new: _Event) -> int | None:
    """Return the index of the event that a new draft tells of again, the latest first; none if it is another."""
    for index in range(len(events) - 1, -1, -1):
        old = events[index]
        if old.draft.kind is new.draft.kind and new.last_sentence - old.last_sentence <= _LOOK_BACK and _is_same(old, new):
            return index
    return None


def _is_same(old: _Event, new: _Event) -> bool:
    if old.last_sentence == new.last_sentence and old.draft.sentence is new.draft.sentence:
        return False
    if new.date.own and old.date.own and not _dates_agree(old.date.edtf, new.date.edtf):
        return _is_completion(old, new)
    if _is_completion(old, new):
        return True
    if _is_ahead(old.status) != _is_ahead(new.status):
        return new.draft.lead.definite and not new.date.own and new.draft.kind is not Kind.VISIT
    fresh = _fresh_places(old, new)
    shared = _shares_actor(old, new)
    if new.draft.lead.definite:
        return not fresh or not old.places
    if new.draft.kind is Kind.VISIT:
        return not fresh and shared
    if new.draft.kind is Kind.MEETING:
        adds = is_talk(new.draft.lead) and new.last_sentence - old.last_sentence <= 1 and not new.date.own
        return (adds and (shared or not new.actors)) or (not fresh and shared and not _fresh_actors(old, new))
    if new.draft.kind in (Kind.PROJECT, Kind.AGREEMENT):
        near = new.last_sentence - old.last_sentence <= 1
        return near and not fresh and not new.date.own and not _fresh_actors(old, new)
    return not fresh and not new.date.own and new.last_sentence - old.last_sentence <= 1


def _is_ahead(status: Status) -> bool:
    return status is Status.PLANNED


def _is_completion(old: _Event, new: _Event) -> bool:
    """Tell whether a sentence says when a project told of before will be done."""
    if new.draft.kind is not Kind.PROJECT or new.draft.lead.word not in ("complete", "finish", "open", "complex", "line", "plant", "project"):
        return False
    return new.last_sentence - old.last_sentence <= 2 and not _fresh_places(old, new) and (new.draft.lead.definite or _has_definite(new))


def _has_definite(event: _Event) -> bool:
    return any(cue.definite for cue in event.draft.cues)


def _dates_agree(left: str, right: str) -> bool:
    if left == right:
        return True
    if not left or not right:
        return False
    first, second = Edtf.parse(left), Edtf.parse(right)
    return first.overlaps(second.first, second.last)


def _fresh_places(old: _Event, new: _Event) -> list[ResolvedPlace]:
    """Return the places of the new event that neither repeat, hold nor lie in one of the old."""
    return [place for place in new.places if not any(_related(place, other) for other in old.places)]


def _related(left: ResolvedPlace, right: ResolvedPlace) -> bool:
    if left.name.casefold() == right.name.casefold():
        return True
    if left.place is None or right.place is None:
        return left.country_code != "" and left.country_code == right.country_code
    return left.place.number == right.place.number or holds_place(left.place, right.place) or holds_place(right.place, left.place)


def _shares_actor(old: _Event, new: _Event) -> bool:
    names = {actor.name for actor in old.actors}
    return any(actor.name in names for actor in new.actors)


def _fresh_actors(old: _Event, new: _Event) -> bool:
    names = {actor.name for actor in old.actors}
    return any(actor.name not in names for actor in new.actors)


def _merge(old: _Event, new: _Event) -> _Event:
    date = old.date
    if new.date.own and not old.date.own:
        date = new.date
    known = {place.name.casefold() for place in old.places}
    places = (*old.places, *(place for place in new.places if place.name.casefold() not in known))
    return replace(
        old,
        date=date,
        places=places,
        actors=tuple(merge_actors(old.actors, new.actors)),
        end=max(old.end, new.end),
        last_sentence=new.last_sentence,
        merged=(*old.merged, new.draft.lead.word),
    )


def _advance(flow: Flow, event: _Event) -> Flow:
    """Move the story on: a dated past event dates what is told after it, an announced one what is announced after it."""
    value = event.date.edtf
    if event.status is Status.PLANNED:
        return replace(flow, ahead=value if event.draft.kind is Kind.VISIT else flow.ahead)
    if value and event.draft.lead.aspect != "pluperfect" and Edtf.parse(value).precision.value == "day":
        return replace(flow, past=value)
    return flow


# -- finishing --------------------------------------------------------------------------------------------------------


def _finish(article: Article, events: Sequence[_Event]) -> tuple[Proposal, ...]:
    wide = count_words(article.text)
    return tuple(_propose(article, event, wide) for event in events)


def _propose(article: Article, event: _Event, wide: dict[object, int]) -> Proposal:
    kind, draft = event.draft.kind, event.draft
    sector, sector_confidence, sector_reason = choose_sector(kind, article.text[event.start : event.end], wide)  # type: ignore[arg-type]
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
        title=make_title(draft, event.status, places, event.actors),
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


def _judge_places(event: _Event) -> tuple[float, str]:
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


def sentence_span(sentence: Sentence) -> tuple[int, int]:
    """Return the span of a sentence."""
    return sentence.start, sentence.end
