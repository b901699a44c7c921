"""Which drafts tell of one event, and what becomes of it: repeated mentions, additions, when a work will be done."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from chancery.dates import DatePrecision, Edtf
from chancery.reading.actors import merge_actors
from chancery.reading.almanac import Anchor, interval
from chancery.reading.drafts import is_talk
from chancery.reading.event import Event, is_arrival
from chancery.reading.event_dates import EventDate
from chancery.reading.name_groups import holds_place
from chancery.reading.progress import close_span, run_from
from chancery.reading.resolution import ResolvedPlace
from chancery.vocabulary import ActorKind, Kind, Status

_LOOK_BACK = 5
LATEST = 12
_DONE = re.compile(r"\bbe\s(?:ready|completed|finished|operational|put into|commissioned)")
_ENDS = re.compile(r"\b(?:ends?|clos(?:es|ing)|finish(?:es)?|lasts?|runs?|continues?|until|wraps? up|concludes?)\b")
_FOLLOW_UPS = frozenset({"ratify", "approve", "endorse"})
_SUPPLIES = frozenset(
    {"ship", "supply", "deliver", "export", "import", "transport", "pump", "buy", "purchase", "reach"}
)
_LONG_VISIT = 6
_HOMAGE = frozenset(
    {"lay a wreath", "lay wreaths", "lay flowers", "place a wreath", "place flowers", "pay tribute", "pay homage"}
)
_COMPANY = frozenset({"ceremony", "greet", "welcome", "attend", "accompany", "celebrate", "reception", "chair"})


def find_same(events: Sequence[Event], new: Event) -> int | None:
    """Return the index of the event that a new draft tells of again, the latest first; none if it is another."""
    order = list(range(len(events) - 1, max(-1, len(events) - 1 - LATEST), -1))
    if _has_definite(new) and new.draft.kind in (Kind.SPORT, Kind.CULTURE):
        order.sort(key=lambda index: all(cue.strength == 2 for cue in events[index].draft.cues))
    for index in order:
        old = events[index]
        if old.draft.sentence is new.draft.sentence:
            continue
        distance = new.draft.sentence.index - old.last_sentence
        if distance <= 1 and _is_company(new) and not _dates_clash(old, new):
            return index
        if _is_homage(old, new):
            return index
        if old.draft.kind is new.draft.kind and distance <= _LOOK_BACK and _is_same(old, new, distance):
            return index
    return None


def _is_homage(old: Event, new: Event) -> bool:
    """Tell whether a draft only says that a visitor laid flowers somewhere on the way."""
    homage = all(cue.word in _HOMAGE for cue in new.draft.cues)
    return homage and old.draft.kind is Kind.VISIT and _shares_actor(old, new) and not _dates_clash(old, new)


def _is_company(new: Event) -> bool:
    """Tell whether a draft only says who greeted, welcomed or looked on, or where the ceremony was."""
    cues = new.draft.cues
    return all(cue.word in _COMPANY for cue in cues) and not any(cue.aspect == "future" for cue in cues)


def _dates_clash(old: Event, new: Event) -> bool:
    return new.date.own and bool(old.date.edtf) and not _dates_agree(old.date.edtf, new.date.edtf)


def _is_same(old: Event, new: Event, distance: int) -> bool:
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
    if _dates_clash(old, new) and not _ends_it(old, new):
        return False
    if kind is Kind.AGREEMENT:
        return (_has_definite(new) or distance <= 1) and not _names_new_thing(new)
    if _fresh_places(old, new):
        return False
    return _has_definite(new) or (distance <= 1 and not _names_new_thing(new) and not new.date.own)


def _ends_it(old: Event, new: Event) -> bool:
    """Tell whether a sentence only says when the show or contest just told of ends."""
    lead = new.draft.lead.word
    closing = lead in ("end", "close", "run", "last", "finish") or new.date.edtf.startswith("../")
    return closing and not new.own_places and close_span(old.date, new.date, ends=True) is not None


def _is_same_visit(old: Event, new: Event, distance: int) -> bool:
    if _fresh_places(old, new) or _is_stop(old, new):
        return False
    if _has_definite(new) and not _dates_clash(old, new):
        return _is_ahead(old.status) == _is_ahead(new.status) or not new.date.own
    if not _shares_actor(old, new) or (new.places and not old.places and _dates_clash(old, new)):
        return False
    if is_arrival(new) and distance <= 2 and _days_apart(old.date.edtf, new.date.edtf) <= _LONG_VISIT:
        return True
    return not _dates_clash(old, new) and distance <= 1


def _is_stop(old: Event, new: Event) -> bool:
    """Tell whether a draft tells of a stop of its own: a verb of going, and a town that the visit had not named."""
    lead = new.draft.lead
    if lead.strength < 2 or is_arrival(new) or not old.places:
        return False
    known = {place.name.casefold() for place in old.places}
    return any(place.level in ("city", "facility") and place.name.casefold() not in known for place in new.places)


def _is_same_meeting(old: Event, new: Event, distance: int) -> bool:
    if _dates_clash(old, new):
        return False
    fresh_people = _fresh_people(old, new)
    if is_talk(new.draft.lead) and distance <= 1 and not new.date.own:
        return not fresh_people
    if _has_definite(new):
        return not _fresh_places(old, new)
    nameless = not any(actor.kind is ActorKind.PERSON for actor in new.actors)
    if nameless and distance <= 1 and not new.own_places and not new.date.own and not _names_new_thing(new):
        return True
    return (
        distance <= 1
        and not _fresh_places(old, new)
        and _shares_actor(old, new)
        and not fresh_people
        and not new.date.own
    )


def _is_same_project(old: Event, new: Event, distance: int) -> bool:
    """Tell whether a sentence goes on about the work told of before: its length, cost, start, end, service."""
    if _has_definite(new) and _says_when_done(new):
        return True
    if _is_later_stage(old, new):
        return False
    if _fresh_places(old, new) or _names_new_thing(new):
        return False
    if new.own_places and not old.places and not _has_definite(new):
        return False
    if new.draft.lead.word in _SUPPLIES and _dates_clash(old, new):
        return False
    if distance > 2:
        return _has_definite(new) and distance <= 5
    return True


def _is_later_stage(old: Event, new: Event) -> bool:
    """Tell whether something is announced for a later year than the work just told of: trains to Sofia in 2030."""
    if not (new.date.own and _is_ahead(new.status) and not _is_ahead(old.status)) or _says_when_done(new):
        return False
    ahead, done = Edtf.parse(new.date.edtf).first, Edtf.parse(old.date.edtf).last
    return ahead is not None and done is not None and ahead.year > done.year


def _says_when_done(event: Event) -> bool:
    return any(cue.word in ("complete", "finish") or _DONE.search(cue.word) for cue in event.draft.cues)


def _names_new_thing(event: Event) -> bool:
    """Tell whether a draft brings in something by an indefinite noun: a memorandum, ten deals, an extension."""
    return any(cue.brings for cue in event.draft.cues) and not any(cue.definite for cue in event.draft.cues)


def _days_apart(left: str, right: str) -> int:
    first, second = Edtf.parse(left).first, Edtf.parse(right).first
    return abs((first - second).days) if first and second else 1 << 20


def _is_ahead(status: Status) -> bool:
    return status is Status.PLANNED


def _has_definite(event: Event) -> bool:
    return any(cue.definite for cue in event.draft.cues)


def _dates_agree(left: str, right: str) -> bool:
    if left == right:
        return True
    if not left or not right:
        return False
    first, second = Edtf.parse(left), Edtf.parse(right)
    return first.overlaps(second.first, second.last)


def _fresh_places(old: Event, new: Event) -> list[ResolvedPlace]:
    """Return the new places that neither repeat, hold nor lie in an old one; none if there is no old one."""
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


def _shares_actor(old: Event, new: Event) -> bool:
    names = {actor.name for actor in old.actors}
    return any(actor.name in names for actor in new.actors)


def _fresh_people(old: Event, new: Event) -> bool:
    names = {actor.name for actor in old.actors}
    return any(actor.name not in names for actor in new.actors if actor.kind is ActorKind.PERSON)


def merge_events(text: str, old: Event, new: Event, anchor: Anchor | None) -> Event:
    """Add to an event what another sentence tells of it: its date, places, people, and when it will be done."""
    date, status = _join_dates(text, old, new), old.status
    known = {place.name.casefold() for place in old.places}
    fresh = [place for place in new.places if place.name.casefold() not in known]
    if is_talk(new.draft.lead) and any(place.level in ("city", "facility") for place in old.places):
        fresh = [place for place in fresh if place.level in ("city", "facility")]
    places = (*old.places, *fresh)
    begun, due = old.begun or new.begun, max(old.due, new.due, key=_end_of)
    if old.draft.kind is new.draft.kind is Kind.PROJECT:
        if old.status is Status.COMPLETED and _is_ahead(new.status) and old.begun and due:
            status = Status.ONGOING
        if old.draft.lead.aspect == "ongoing" and _is_ahead(new.status) and not new.date.own:
            status = Status.PLANNED
        if (begun or due) and (old.status is not Status.COMPLETED or old.begun):
            date, status = run_from(date, begun, due, status, anchor)
    elif old.draft.kind is not Kind.VISIT and "/" in date.edtf and date.edtf != old.date.edtf and anchor is not None:
        last = Edtf.parse(date.edtf).last
        status = (
            Status.ONGOING if last is not None and last >= anchor.last and not _is_ahead(old.status) else old.status
        )
    return replace(
        old,
        status=status,
        date=date,
        places=places,
        actors=tuple(merge_actors(old.actors, new.actors)),
        end=max(old.end, new.end),
        last_sentence=new.last_sentence,
        begun=begun,
        due=due,
    )


def _end_of(due: str) -> str:
    return due.rsplit("/", maxsplit=1)[-1]


def _join_dates(text: str, old: Event, new: Event) -> EventDate:
    """Return the date of a merged event: the first that the text gives it; a visit runs from the arrival."""
    if old.draft.kind is new.draft.kind is Kind.VISIT and new.date.own and old.date.own and is_arrival(new):
        first, last = Edtf.parse(new.date.edtf), Edtf.parse(old.date.edtf)
        if (
            first.first
            and last.last
            and first.precision is last.precision is DatePrecision.DAY
            and first.first < last.last
        ):
            return replace(old.date, edtf=interval(new.date.edtf, old.date.edtf), reason="from the arrival on")
        return old.date
    if old.draft.kind is new.draft.kind and old.draft.kind is not Kind.PROJECT:
        ends = _ENDS.search(text, new.draft.clause_start, new.draft.clause_end) is not None
        if span := close_span(old.date, new.date, ends):
            return span
    begins_earlier = bool(new.begun) and old.status is Status.COMPLETED
    if new.date.own and not old.date.own and new.draft.kind is old.draft.kind and not begins_earlier:
        return new.date
    return old.date
