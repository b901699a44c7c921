"""From drafts to proposals: dating, placing, naming, and merging what several sentences tell of one event."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from chancery.dates import DatePrecision, Edtf
from chancery.model import Judgement, Proposal, ProposedActor
from chancery.reading.actors import ActorFinder, actor_of, merge_actors
from chancery.reading.almanac import Anchor, interval
from chancery.reading.article import Article, Sentence
from chancery.reading.drafts import Draft, draft_events, is_talk
from chancery.reading.event_dates import EventDate, Flow, date_event
from chancery.reading.event_places import PlaceContext, main_countries, places_of, propose_place
from chancery.reading.phrases import TimePhrase
from chancery.reading.recognition import Names
from chancery.reading.resolution import ResolvedPlace, holds_place
from chancery.reading.sectors import choose_sector, count_words
from chancery.reading.senses import sense_of
from chancery.reading.spans import InOrder
from chancery.reading.statuses import choose_status
from chancery.reading.titles import make_title
from chancery.vocabulary import ActorKind, Kind, Sector, Status

_LOOK_BACK = 5
_LATEST = 12
_REACH_BACK = 8
_DONE = re.compile(r"\bbe\s(?:ready|completed|finished|operational|put into|commissioned)")
_BEGINNINGS = frozenset(
    {"start of work", "start", "begin", "launch", "lay the foundation", "lay the first stone", "break ground"}
)
_FOLLOW_UPS = frozenset({"ratify", "approve", "endorse"})
_SUPPLIES = frozenset(
    {"ship", "supply", "deliver", "export", "import", "transport", "pump", "buy", "purchase", "reach"}
)
_LONG_VISIT = 6
_ARRIVALS = frozenset({"arrive", "land", "reach", "come", "get to"})
_COMPANY = frozenset({"ceremony", "greet", "welcome", "attend", "accompany", "celebrate", "reception", "chair"})
_POINTS_BACK = re.compile(
    r"^[\"“]?(?:It|They|He|She|This|That|Both|The|His|Her|Their|Its)\b|\b(?:the (?:ceremony|event"
    r"|opening|meeting|talks|visit|agreement|document)|looked on|attended|took part|was present)\b"
)


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
    own_places: bool = True
    merged: tuple[str, ...] = field(default=())


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
    events: list[_Event] = []
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
                article, draft, places_of(article, draft, places, context), times.between(*span), anchor, flow, finder
            )
            if not _is_event(event):
                continue
            target = _find_same(events, event)
            if target is not None:
                events[target] = _merge(events[target], event)
                continue
            events.append(event)
            flow = _advance(flow, event)
            if _come_together(local, draft) and all(other.kind is not Kind.MEETING for other in drafts):
                events.append(_as_meeting(event))
    return _finish(article, events)


def _come_together(names: Names, draft: Draft) -> bool:
    """Tell whether people of two countries come to a place together: that is a visit and a meeting."""
    if draft.kind is not Kind.VISIT or draft.lead.strength < 2 or draft.lead.aspect in ("future", "infinitive"):
        return False
    people = [m.person for m in names.people if draft.clause_start <= m.start < draft.lead.start]
    countries = {actor_of(person).country_code for person in people} - {""}
    return len(countries) > 1


def _as_meeting(event: _Event) -> _Event:
    draft = replace(event.draft, kind=Kind.MEETING)
    return replace(event, draft=draft, status=Status.HELD, status_judgement=Judgement(0.6, "they came together"))


def _place_context(
    events: Sequence[_Event],
    sentence: Sentence,
    pair: tuple[ResolvedPlace, ...],
    filed: tuple[ResolvedPlace, ...],
) -> PlaceContext:
    """Return what the events told so far lend to one in this sentence."""
    near = [event for event in events[-_LATEST:] if sentence.index - event.last_sentence <= 2 and event.places]
    near = [event for event in near if not any(place.mention.in_dateline for place in event.places)]
    visits = [event.places for event in near if event.draft.kind is Kind.VISIT]
    previous = [event.places for event in near if event.draft.sentence.paragraph == sentence.paragraph]
    return PlaceContext(visits[-1] if visits else (), previous[-1] if previous else (), pair, filed)


def _extend(
    article: Article, event: _Event, sentence: Sentence, resolved: Sequence[ResolvedPlace], finder: ActorFinder
) -> _Event:
    """Let a sentence without an event of its own add to the one before: who else was there, what it was about."""
    last = article.sentences[event.last_sentence]
    if sentence.index != event.last_sentence + 1 or sentence.paragraph != last.paragraph:
        return event
    text = article.text[sentence.start : sentence.end]
    if _POINTS_BACK.search(text) is None and not finder.in_span(sentence.start, sentence.end):
        return event
    people = [actor for actor in finder.in_span(sentence.start, sentence.end) if actor.kind is ActorKind.PERSON]
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
        tuple(places),
        tuple(actors),
        sentence.start,
        sentence.end,
        sentence.index,
        any(draft.clause_start <= place.mention.start < draft.clause_end for place in places),
    )


def _is_event(event: _Event) -> bool:
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


def _is_vague_meeting(event: _Event) -> bool:
    """Tell whether meetings are only spoken of in general: "at later meetings"."""
    lead = event.draft.lead
    vague = lead.strength == 1 and lead.end - lead.start > len(lead.word) and not lead.definite
    idle = is_talk(lead) and not any(actor.kind is ActorKind.PERSON for actor in event.actors)
    ahead = event.status is Status.PLANNED and not event.date.own
    return event.draft.kind is Kind.MEETING and (vague or idle) and ahead


def _is_bare_arrival(event: _Event) -> bool:
    """Tell whether someone only arrives, no place or day being said: "before the two arrived"."""
    lead = event.draft.lead
    return event.draft.kind is Kind.VISIT and lead.word in _ARRIVALS and not event.date.own and not event.own_places


# -- merging ----------------------------------------------------------------------------------------------------------


def _find_same(events: Sequence[_Event], new: _Event) -> int | None:
    """Return the index of the event that a new draft tells of again, the latest first; none if it is another."""
    for index in range(len(events) - 1, max(-1, len(events) - 1 - _LATEST), -1):
        old = events[index]
        if old.draft.sentence is new.draft.sentence:
            continue
        distance = new.draft.sentence.index - old.last_sentence
        if distance <= 1 and _is_company(new) and not _dates_clash(old, new):
            return index
        if old.draft.kind is new.draft.kind and distance <= _LOOK_BACK and _is_same(old, new, distance):
            return index
    return None


def _is_company(new: _Event) -> bool:
    """Tell whether a draft only says who greeted, welcomed or looked on, or where the ceremony was."""
    cues = new.draft.cues
    return all(cue.word in _COMPANY for cue in cues) and not any(cue.aspect == "future" for cue in cues)


def _dates_clash(old: _Event, new: _Event) -> bool:
    return new.date.own and bool(old.date.edtf) and not _dates_agree(old.date.edtf, new.date.edtf)


def _is_same(old: _Event, new: _Event, distance: int) -> bool:
    """Tell whether two drafts of one kind tell of one event, by kind."""
    kind = new.draft.kind
    if _is_ahead(old.status) != _is_ahead(new.status) and not (_has_definite(new) or kind is Kind.PROJECT):
        return False
    if kind is Kind.VISIT:
        return _is_same_visit(old, new, distance)
    if kind is Kind.MEETING:
        return _is_same_meeting(old, new, distance)
    if kind is Kind.PROJECT:
        return _is_same_project(old, new, distance)
    if kind is Kind.AGREEMENT and new.draft.lead.word in _FOLLOW_UPS:
        return distance <= _LOOK_BACK
    if _dates_clash(old, new):
        return False
    if kind is Kind.AGREEMENT:
        return (_has_definite(new) or distance <= 1) and not _names_new_thing(new)
    if _fresh_places(old, new):
        return False
    return _has_definite(new) or (distance <= 1 and not _names_new_thing(new) and not new.date.own)


def _is_same_visit(old: _Event, new: _Event, distance: int) -> bool:
    if _fresh_places(old, new) or _is_stop(old, new):
        return False
    if _has_definite(new) and not _dates_clash(old, new):
        return _is_ahead(old.status) == _is_ahead(new.status) or not new.date.own
    if not _shares_actor(old, new) or (new.places and not old.places and _dates_clash(old, new)):
        return False
    if new.draft.lead.word in _ARRIVALS and distance <= 2 and _days_apart(old.date.edtf, new.date.edtf) <= _LONG_VISIT:
        return True
    return not _dates_clash(old, new) and distance <= 1


def _is_stop(old: _Event, new: _Event) -> bool:
    """Tell whether a draft tells of a stop of its own: a verb of going, and a town that the visit had not named."""
    lead = new.draft.lead
    if lead.strength < 2 or lead.word in _ARRIVALS or not old.places:
        return False
    known = {place.name.casefold() for place in old.places}
    return any(place.level in ("city", "facility") and place.name.casefold() not in known for place in new.places)


def _is_same_meeting(old: _Event, new: _Event, distance: int) -> bool:
    if _dates_clash(old, new):
        return False
    fresh_people = _fresh_people(old, new)
    if is_talk(new.draft.lead) and distance <= 1 and not new.date.own:
        return not fresh_people
    if _has_definite(new):
        return not _fresh_places(old, new)
    return (
        distance <= 1
        and not _fresh_places(old, new)
        and _shares_actor(old, new)
        and not fresh_people
        and not new.date.own
    )


def _is_same_project(old: _Event, new: _Event, distance: int) -> bool:
    """Tell whether a sentence goes on about the work told of before: its length, cost, start, end, service."""
    if _has_definite(new) and _says_when_done(new):
        return True
    if _is_later_stage(old, new):
        return False
    if _fresh_places(old, new) or _names_new_thing(new):
        return False
    if new.draft.lead.word in _SUPPLIES and _dates_clash(old, new):
        return False
    if distance > 2:
        return _has_definite(new) and distance <= 5
    return True


def _is_later_stage(old: _Event, new: _Event) -> bool:
    """Tell whether something is announced for another year than the work just told of: trains are to reach Sofia in 2030."""
    if not (new.date.own and _is_ahead(new.status) and not _is_ahead(old.status)) or _says_when_done(new):
        return False
    ahead, done = Edtf.parse(new.date.edtf).first, Edtf.parse(old.date.edtf).last
    return ahead is not None and done is not None and ahead.year > done.year


def _says_when_done(event: _Event) -> bool:
    return any(cue.word in ("complete", "finish") or _DONE.search(cue.word) for cue in event.draft.cues)


def _names_new_thing(event: _Event) -> bool:
    """Tell whether a draft brings in something by an indefinite noun: a memorandum, ten deals, an extension."""
    return any(cue.brings for cue in event.draft.cues) and not any(cue.definite for cue in event.draft.cues)


def _days_apart(left: str, right: str) -> int:
    first, second = Edtf.parse(left).first, Edtf.parse(right).first
    return abs((first - second).days) if first and second else 1 << 20


def _is_ahead(status: Status) -> bool:
    return status is Status.PLANNED


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
    """Return the places of the new event that neither repeat, hold nor lie in one of the old; none if the old has none."""
    if not old.places:
        return []
    return [place for place in new.places if not any(_related(place, other) for other in old.places)]


def _related(left: ResolvedPlace, right: ResolvedPlace) -> bool:
    if left.name.casefold() == right.name.casefold():
        return True
    if left.place is None or right.place is None:
        return left.country_code != "" and left.country_code == right.country_code
    return (
        left.place.number == right.place.number
        or holds_place(left.place, right.place)
        or holds_place(right.place, left.place)
    )


def _shares_actor(old: _Event, new: _Event) -> bool:
    names = {actor.name for actor in old.actors}
    return any(actor.name in names for actor in new.actors)


def _fresh_people(old: _Event, new: _Event) -> bool:
    names = {actor.name for actor in old.actors}
    return any(actor.name not in names for actor in new.actors if actor.kind is ActorKind.PERSON)


def _merge(old: _Event, new: _Event) -> _Event:
    date = _join_dates(old, new)
    known = {place.name.casefold() for place in old.places}
    places = (*old.places, *(place for place in new.places if place.name.casefold() not in known))
    status = old.status
    if (
        old.draft.kind is new.draft.kind is Kind.PROJECT
        and _is_ahead(new.status)
        and old.draft.lead.aspect == "ongoing"
    ):
        status = Status.PLANNED
    elif old.draft.kind is new.draft.kind is Kind.PROJECT and "/" in date.edtf and date is not old.date:
        status = Status.ONGOING if date.reason.startswith("from the start") else old.status
    return replace(
        old,
        status=status,
        date=date,
        places=places,
        actors=tuple(merge_actors(old.actors, new.actors)),
        end=max(old.end, new.end),
        last_sentence=new.last_sentence,
        merged=(*old.merged, new.draft.lead.word),
    )


def _join_dates(old: _Event, new: _Event) -> EventDate:
    """Return the date of a merged event: the first that the text gives it; a visit runs from the arrival."""
    if (
        old.draft.kind is new.draft.kind is Kind.VISIT
        and new.date.own
        and old.date.own
        and new.draft.lead.word in _ARRIVALS
    ):
        first, last = Edtf.parse(new.date.edtf), Edtf.parse(old.date.edtf)
        if (
            first.first
            and last.last
            and first.precision is last.precision is DatePrecision.DAY
            and first.first < last.last
        ):
            return replace(old.date, edtf=interval(new.date.edtf, old.date.edtf), reason="from the arrival on")
        return old.date
    if (
        old.draft.kind is new.draft.kind is Kind.PROJECT
        and old.date.own
        and new.date.own
        and new.status is Status.PLANNED
    ):
        return _until_due(old, new)
    if new.date.own and not old.date.own and new.draft.kind is old.draft.kind:
        return new.date
    return old.date


def _until_due(old: _Event, new: _Event) -> EventDate:
    """Let a work that was begun run until the day when it is due: begun in October 2021, to be ready in November 2022."""
    begun = old.draft.lead.word in _BEGINNINGS or any(cue.word in _BEGINNINGS for cue in old.draft.cues)
    due = new.date.edtf.removeprefix("../")
    if not begun or "/" in old.date.edtf or "/" in due:
        return old.date
    return replace(old.date, edtf=interval(old.date.edtf, due), reason="from the start to the day when it is due")


def _advance(flow: Flow, event: _Event) -> Flow:
    """Move the story on: a dated past event dates what is told after it, an announced one what is announced after it."""
    value = event.date.edtf
    if event.status is not Status.PLANNED and value and event.date.own:
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


# -- finishing --------------------------------------------------------------------------------------------------------


def _finish(article: Article, events: Sequence[_Event]) -> tuple[Proposal, ...]:
    wide = count_words(article.text)
    return tuple(_propose(article, event, wide) for event in events)


def _propose(article: Article, event: _Event, wide: dict[Sector, int]) -> Proposal:
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
