"""From drafts to proposals: dating, placing, naming, and merging what several sentences tell of one event."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from chancery.dates import DatePrecision, Edtf
from chancery.model import Judgement, Proposal, ProposedActor
from chancery.reading.actors import ActorFinder, actor_of, merge_actors
from chancery.reading.almanac import Anchor
from chancery.reading.article import Article, Sentence
from chancery.reading.drafts import Draft, draft_events, is_talk
from chancery.reading.durations import run_for_days
from chancery.reading.event import Event, is_arrival
from chancery.reading.event_dates import Flow, date_event
from chancery.reading.event_places import PlaceContext, main_countries, places_of
from chancery.reading.merging import LATEST, find_same, merge_events
from chancery.reading.phrases import TimePhrase
from chancery.reading.progress import begins, falls_due, leave_open, run_from, span_in_clause
from chancery.reading.proposals import make_proposals
from chancery.reading.recognition import Names
from chancery.reading.resolution import ResolvedPlace
from chancery.reading.senses import sense_of
from chancery.reading.spans import InOrder
from chancery.reading.statuses import choose_status, settle_status
from chancery.vocabulary import ActorKind, Kind, Status

_REACH_BACK = 8
_HISTORY_DAYS = 92
_POINTS_BACK = re.compile(
    r"^[\"“]?(?:It|They|He|She|This|That|Both|The|His|Her|Their|Its)\b|\b(?:the (?:ceremony|event"
    r"|opening|meeting|talks|visit|agreement|document)|looked on|attended|took part|was present)\b"
)


@dataclass(frozen=True, slots=True)
class _Spot:
    """A resolved place by where it is named."""

    place: ResolvedPlace

    @property
    def start(self) -> int:
        return self.place.mention.start

    @property
    def end(self) -> int:
        return self.place.mention.end


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
    finder = ActorFinder.of(article, names)
    pair = main_countries(resolved)
    times, spots = InOrder(phrases), InOrder([_Spot(place) for place in resolved])
    people, things, mentions = InOrder(names.people), InOrder(names.things), InOrder(names.places)
    events: list[Event] = []
    flow = Flow()
    for sentence in article.sentences:
        flow = _turn_page(flow, sentence)
        span = (sentence.start, sentence.end)
        local = Names(mentions.between(*span), people.between(*span), things.between(*span))
        near = article.sentences[max(0, sentence.index - _REACH_BACK)].start
        places = [spot.place for spot in spots.between(near, sentence.end)]
        filed = [place for place in resolved[:3] if place.mention.in_dateline]
        drafts = draft_events(article, sentence, local, times.between(*span))
        if not drafts and events:
            events[-1] = _extend(article, events[-1], sentence, places, finder)
        for draft in drafts:
            context = _place_context(events, sentence, pair, tuple(filed))
            event = _read_event(
                article,
                draft,
                places_of(article, draft, places, context),
                _dates_for(draft, drafts, times.between(*span)),
                anchor=anchor,
                flow=flow,
                finder=finder,
                previous=events[-1] if events else None,
            )
            if not _is_event(event):
                continue
            target = find_same(events, event)
            if target is not None:
                events[target] = merge_events(article.text, events[target], event, anchor)
                continue
            events.append(event)
            flow = _advance(flow, event, anchor)
            if _come_together(local, draft) and all(other.kind is not Kind.MEETING for other in drafts):
                events.append(_as_meeting(event))
    return make_proposals(article, events)


def _dates_for(draft: Draft, drafts: Sequence[Draft], phrases: Sequence[TimePhrase]) -> list[TimePhrase]:
    """Leave out of a visit or meeting what dates works in a later clause: toured a plant, which was built in 2023."""
    if draft.kind not in (Kind.VISIT, Kind.MEETING):
        return list(phrases)
    works = [other for other in drafts if other.kind is Kind.PROJECT and other.clause_start >= draft.clause_end]
    return [p for p in phrases if not any(other.clause_start <= p.start < other.clause_end for other in works)]


def _come_together(names: Names, draft: Draft) -> bool:
    """Tell whether people of two countries come to a place together: that is a visit and a meeting."""
    if draft.kind is not Kind.VISIT or draft.lead.strength < 2 or draft.lead.aspect in ("future", "infinitive"):
        return False
    people = [m.person for m in names.people if draft.clause_start <= m.start < draft.lead.start]
    countries = {actor_of(person).country_code for person in people} - {""}
    return len(countries) > 1


def _as_meeting(event: Event) -> Event:
    draft = replace(event.draft, kind=Kind.MEETING)
    return replace(event, draft=draft, status=Status.HELD, status_judgement=Judgement(0.6, "they came together"))


def _place_context(
    events: Sequence[Event],
    sentence: Sentence,
    pair: tuple[ResolvedPlace, ...],
    filed: tuple[ResolvedPlace, ...],
) -> PlaceContext:
    """Return what the events told so far lend to one in this sentence."""
    near = [event for event in events[-LATEST:] if sentence.index - event.last_sentence <= 2 and event.places]
    near = [event for event in near if not any(place.mention.in_dateline for place in event.places)]
    visits = [event.places for event in near if event.draft.kind is Kind.VISIT]
    previous = [event.places for event in near if event.draft.sentence.paragraph == sentence.paragraph]
    lately = tuple(place for event in near for place in event.places)
    return PlaceContext(visits[-1] if visits else (), previous[-1] if previous else (), lately, pair, filed)


def _extend(
    article: Article, event: Event, sentence: Sentence, resolved: Sequence[ResolvedPlace], finder: ActorFinder
) -> Event:
    """Let a sentence without an event of its own add to the one before: who else was there, what it was about."""
    last = article.sentences[event.last_sentence]
    if sentence.index != event.last_sentence + 1 or sentence.paragraph != last.paragraph:
        return event
    text = article.text[sentence.start : sentence.end]
    if _POINTS_BACK.search(text) is None and not finder.in_span(sentence.start, sentence.end):
        return event
    people = [
        actor
        for actor in finder.in_span(sentence.start, sentence.end)
        if actor.kind is ActorKind.PERSON or event.draft.kind is Kind.PROJECT
    ]
    named = tuple(
        place
        for place in resolved
        if sentence.start <= place.mention.start < sentence.end and sense_of(article, place.mention) == "literal"
    )
    known = {place.name.casefold() for place in event.places}
    wider = event.draft.kind is Kind.PROJECT
    places = event.places or named
    if wider and event.places:
        places = (
            *event.places,
            *(p for p in named if p.name.casefold() not in known and p.level in ("city", "facility")),
        )
    return replace(
        event,
        actors=tuple(merge_actors(event.actors, people)),
        places=places,
        end=sentence.end,
        last_sentence=sentence.index,
    )


def _read_event(
    article: Article,
    draft: Draft,
    places: Sequence[ResolvedPlace],
    phrases: Sequence[TimePhrase],
    *,
    anchor: Anchor | None,
    flow: Flow,
    finder: ActorFinder,
    previous: Event | None,
) -> Event:
    status, confidence, reason = settle_status(choose_status(article.text, draft), draft, phrases, anchor)
    date = date_event(article.text, draft, status, phrases, anchor, flow)
    sentence = draft.sentence
    begun, due = span_in_clause(article.text, draft, phrases)
    if not due:
        begun, due = begins(article.text, draft, status, date), falls_due(article.text, draft, status, date, anchor)
    if begun or due:
        date, status = run_from(date, begun, due, status, anchor)
        date = leave_open(article.text, draft, date, begun, due)
    date, status = run_for_days(article.text, draft, date, status, anchor)
    actors = merge_actors(
        finder.in_span(draft.clause_start, draft.clause_end),
        finder.referred_in(sentence, sentence.start, draft.clause_end),
        finder.in_span(sentence.start, sentence.end),
    )
    if not any(actor.kind is ActorKind.PERSON for actor in actors):
        actors = merge_actors(
            actors, _signatories(draft, previous), finder.unnamed_in(draft.clause_start, draft.clause_end)
        )
    return Event(
        draft,
        status,
        Judgement(confidence, reason),
        date,
        tuple(places),
        tuple(actors),
        sentence.start,
        sentence.end,
        sentence.index,
        any(draft.clause_start <= place.mention.start < draft.clause_end for place in places),
        begun,
        due,
    )


def _signatories(draft: Draft, previous: Event | None) -> Sequence[ProposedActor]:
    """Return who talked right before a paper is signed, for one that names nobody."""
    if draft.kind is not Kind.AGREEMENT or previous is None or previous.draft.kind not in (Kind.MEETING, Kind.VISIT):
        return ()
    near = draft.sentence.index - previous.last_sentence <= 2
    return [actor for actor in previous.actors if actor.kind is ActorKind.PERSON] if near else ()


def _is_event(event: Event) -> bool:
    """Refuse what names neither party, place nor date: plans without an act, general praise."""
    lead = event.draft.lead
    if _is_vague_meeting(event) or _is_bare_arrival(event):
        return False
    people = any(actor.kind is ActorKind.PERSON for actor in event.actors)
    if lead.strength == 0 and not (event.places or event.date.own or (people and event.draft.kind is Kind.MEETING)):
        return False
    if lead.aspect == "infinitive" and event.draft.kind is not Kind.VISIT and not (event.places or event.date.own):
        return False
    return bool(event.places or event.actors or event.date.own or lead.definite)


def _is_vague_meeting(event: Event) -> bool:
    """Tell whether meetings are only spoken of in general: "at later meetings"."""
    lead = event.draft.lead
    vague = lead.strength == 1 and lead.end - lead.start > len(lead.word) and not lead.definite
    idle = is_talk(lead) and not any(actor.kind is ActorKind.PERSON for actor in event.actors)
    ahead = event.status is Status.PLANNED and not event.date.own
    return event.draft.kind is Kind.MEETING and (vague or idle) and ahead


def _is_bare_arrival(event: Event) -> bool:
    """Tell whether someone only arrives, no place or day being said: "before the two arrived"."""
    return event.draft.kind is Kind.VISIT and is_arrival(event) and not event.date.own and not event.own_places


def _is_passing(event: Event, anchor: Anchor | None) -> bool:
    """Tell whether an event long ago is only mentioned in passing, so that it dates nothing told after it."""
    last, lead = Edtf.parse(event.date.edtf).last, event.draft.lead
    if anchor is None or last is None:
        return False
    first = Edtf.parse(event.date.edtf).first
    if first is not None and (last - first).days > _HISTORY_DAYS and event.draft.lead.aspect == "pluperfect":
        return True
    if (anchor.first - last).days <= _HISTORY_DAYS:
        return False
    noun = lead.strength < 2 and event.draft.kind is not Kind.VISIT
    return noun or lead.aspect == "perfect" or event.draft.clause_start > event.draft.sentence.start


def _advance(flow: Flow, event: Event, anchor: Anchor | None) -> Flow:
    """Move the story on: a past event dates what is told after it, an announced one what is announced after."""
    value = event.date.edtf
    if event.status is not Status.PLANNED and value and event.date.own and not _is_passing(event, anchor):
        main = flow.main or (value if Edtf.parse(value).precision is DatePrecision.DAY else "")
        flow = replace(flow, past=value, main=main)
    if event.status is Status.PLANNED:
        return replace(flow, ahead=value if event.draft.kind is Kind.VISIT else flow.ahead)
    return flow


def _turn_page(flow: Flow, sentence: Sentence) -> Flow:
    """Return to the main line at a new paragraph: what was recalled in the last one dates nothing in this."""
    if sentence.paragraph == flow.paragraph:
        return flow
    return replace(flow, past=flow.main, paragraph=sentence.paragraph)
