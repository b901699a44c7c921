"""An event as far as a text has been read."""

from __future__ import annotations

from dataclasses import dataclass

from chancery.model import Judgement, ProposedActor
from chancery.reading.drafts import Draft
from chancery.reading.event_dates import EventDate
from chancery.reading.resolution import ResolvedPlace
from chancery.vocabulary import Status

_ARRIVALS = frozenset({"arrive", "land", "reach", "come", "get", "touch", "disembark", "alight"})


@dataclass(frozen=True, slots=True)
class Event:
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
    begun: str = ""
    due: str = ""


def is_arrival(event: Event) -> bool:
    """Tell whether the verb that leads only says that someone came."""
    return event.draft.lead.word.split()[0] in _ARRIVALS
