"""Short, neutral titles for proposals, in the manner of the atlas."""

from __future__ import annotations

from collections.abc import Sequence

from chancery.model import ProposedActor, ProposedPlace
from chancery.reading.drafts import Draft
from chancery.vocabulary import ActorKind, Kind, Role, Status

_LONGEST = 90


def make_title(draft: Draft, status: Status, places: Sequence[ProposedPlace], actors: Sequence[ProposedActor]) -> str:
    """Write a title from the kind, the people and the places: "Pinevich to visit Khankendi and Shusha"."""
    who = _join([_short(actor) for actor in actors[:2]])
    where = _join([place.name for place in places if place.role is not Role.ORIGIN][:3])
    if draft.kind is Kind.VISIT:
        title = _visit(who, where, status)
    elif draft.kind is Kind.MEETING:
        title = _meeting(draft, who, where, status)
    else:
        title = _named(draft, who, where, status)
    return title if len(title) <= _LONGEST else title[: _LONGEST - 1].rsplit(" ", 1)[0] + "…"


def _visit(who: str, where: str, status: Status) -> str:
    goal = f" {where}" if where else ""
    if status is Status.PLANNED:
        return f"{who} to visit{goal}" if who and goal else f"Visit to{goal}" if goal else "Visit announced"
    return (
        f"{who} visits{goal}" if who and goal else f"Visit to{goal}" if goal else f"Visit of {who}" if who else "Visit"
    )


def _meeting(draft: Draft, who: str, where: str, status: Status) -> str:
    noun = _noun(draft) or "meeting"
    venue = f" in {where}" if where else ""
    if who and " and " in who:
        return f"{who} {'to meet' if status is Status.PLANNED else 'meet'}{venue}"
    head = noun.capitalize() + (f" of {who}" if who else "")
    return f"{head}{venue}" + (" planned" if status is Status.PLANNED else "")


def _named(draft: Draft, who: str, where: str, status: Status) -> str:
    noun = _noun(draft)
    default = {
        Kind.AGREEMENT: "agreement",
        Kind.PROJECT: "project",
        Kind.CULTURE: "culture event",
        Kind.SPORT: "sport event",
    }
    head = (noun or default.get(draft.kind, draft.lead.word)).capitalize()
    sentence = head + (f": {where}" if where else f": {who}" if who else "")
    return sentence + (" (planned)" if status is Status.PLANNED else "")


def _noun(draft: Draft) -> str:
    return next((cue.word for cue in draft.cues if cue.strength < 2), "")


def _short(actor: ProposedActor) -> str:
    return actor.name.split()[-1] if actor.kind is ActorKind.PERSON else actor.name


def _join(names: Sequence[str]) -> str:
    names = [name for name in names if name]
    return names[0] if len(names) == 1 else " and ".join([", ".join(names[:-1]), names[-1]]) if names else ""
