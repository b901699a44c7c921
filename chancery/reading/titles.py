"""Short, neutral titles for proposals, in the manner of the atlas."""

from __future__ import annotations

import re
from collections.abc import Sequence

from chancery.model import ProposedActor, ProposedPlace
from chancery.reading.drafts import Draft
from chancery.reading.lexicon import load_words
from chancery.vocabulary import ActorKind, Kind, Role, Status

_LONGEST = 90
_SHORTEST = 12
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_OPENING = re.compile(
    r"^(?:(?:and|but|while|where|when|after|as|that|then|also|earlier|later|meanwhile)\s"
    r"|(?:On|In|At|Last|This|Earlier|Later|Since|From|By|After|Before|During)\b[^,]{0,45},\s(?=\S)"
    r"|(?:In\sthe\s(?:morning|afternoon|evening)|(?:Earlier|Later)\s(?:this|in\sthe|that)\s\w+|(?:Last|This|Next)\s\w+"
    rf"|On\s(?:\d{{1,2}}\s(?:{_MONTHS})|(?:{_MONTHS})\s\d{{1,2}})(?:,?\s\d{{4}})?|On\s[A-Z]\w+day"
    r"|Today|Tomorrow|Yesterday|[A-Z]\w+day['’]s)\s"
    r"|[^,;]{0,60}\b(?:said|says|noted|added|stressed|stated|announced|recalled|reported|told\s\w+)\sthat\s)"
)
_DATE_AT_END = re.compile(
    r"[\s,]+(?:(?:on|in|since|by|from|at|late|early)\s)*(?:(?:last|this|next|the same|the)\s)?"
    r"(?:(?:end|start|middle)\sof\s)?"
    r"(?:[A-Z]\w+day(?:\s(?:morning|afternoon|evening))?"
    rf"|\d{{1,2}}\s(?:{_MONTHS})(?:\s\d{{4}})?|(?:{_MONTHS})\s\d{{1,2}}(?:,?\s\d{{4}})?"
    rf"|(?:{_MONTHS})(?:\s(?:of\s)?(?:\d{{4}}|this year|last year))?|(?:19|20)\d\d"
    r"|week|month|year|day|weekend|spring|summer|autumn|winter|today|yesterday|tomorrow)$"
)
_PRONOUN = re.compile(r"^(?:he|she|they|it)\b", re.IGNORECASE)
_SIGNING = frozenset({"sign", "initial", "ink", "conclude", "put his name", "put her name", "put their names"})
_MANY = 2


def make_title(
    text: str, draft: Draft, status: Status, places: Sequence[ProposedPlace], actors: Sequence[ProposedActor]
) -> str:
    """Write a title from the kind, the people and the places: "Pinevich to visit Khankendi and Shusha".

    An act, and a work that the text gives no name, is told in the words of the text.
    """
    where = _join([place.name for place in places if place.role is not Role.ORIGIN][:3])
    if draft.kind is Kind.VISIT:
        title = _visit(_travellers(text, draft, actors), where, status)
    elif draft.kind is Kind.MEETING:
        title = _meeting(draft, actors, where, status)
    elif draft.kind is Kind.AGREEMENT:
        title = _agreement(draft, [_short(a) for a in actors if a.kind is ActorKind.PERSON][:2], where, status)
    else:
        told = draft.kind is Kind.OTHER or not _noun(draft)
        title = (told and _in_words_of(text, draft, actors)) or _named(draft, actors, where, status)
    return _cut(title)


def _travellers(text: str, draft: Draft, actors: Sequence[ProposedActor]) -> list[str]:
    """Return who travels: the first person, and a second joined by "and"; whom they meet there is left out."""
    people = [actor for actor in actors if actor.kind is ActorKind.PERSON] or list(actors)
    if len(people) < _MANY:
        return [_short(actor) for actor in people]
    sentence = text[draft.sentence.start : draft.lead.start]
    joined = re.search(rf"{re.escape(_last(people[0]))}\sand\s[^,;.]*{re.escape(_last(people[1]))}", sentence)
    return [_short(actor) for actor in people[: 2 if joined else 1]]


def _visit(who: list[str], where: str, status: Status) -> str:
    who = [name if name[0].isupper() else f"the {name}" for name in who]
    if not who:
        return f"Visit to {where}" + (" planned" if status is Status.PLANNED else "") if where else "Visit"
    if not where:
        return f"Visit of {_join(who)}" + (" planned" if status is Status.PLANNED else "")
    verb = "to visit" if status is Status.PLANNED else "visit" if len(who) > 1 else "visits"
    return _capital(f"{_join(who)} {verb} {where}")


def _meeting(draft: Draft, actors: Sequence[ProposedActor], where: str, status: Status) -> str:
    venue = f" in {where}" if where else ""
    who = [_short(actor) for actor in actors[:2] if actor.kind is ActorKind.PERSON] or [_short(a) for a in actors[:1]]
    if len(who) > 1:
        return f"{_join(who)} {'to meet' if status is Status.PLANNED else 'meet'}{venue}"
    head = _capital(_noun(draft) or "meeting")
    if who:
        head += f" of {who[0]}" if who[0][0].isupper() else f" of the {who[0]}"
    return f"{head}{venue}" + (" planned" if status is Status.PLANNED else "")


def _agreement(draft: Draft, who: list[str], where: str, status: Status) -> str:
    noun = _noun(draft) or "agreement"
    if len(who) > 1 and any(cue.word in _SIGNING for cue in draft.cues):
        return f"{_join(who)} {'to sign' if status is Status.PLANNED else 'sign'} {noun}"
    return _capital(noun) + (f": {where}" if where else "") + (" (planned)" if status is Status.PLANNED else "")


def _named(draft: Draft, actors: Sequence[ProposedActor], where: str, status: Status) -> str:
    default = {Kind.PROJECT: "project", Kind.CULTURE: "culture event", Kind.SPORT: "sport event"}
    head = _capital(_noun(draft) or default.get(draft.kind, draft.lead.word))
    who = _join([_short(actor) for actor in actors[:2]])
    sentence = head + (f": {where}" if where else f": {who}" if who else "")
    return sentence + (" (planned)" if status is Status.PLANNED else "")


def _in_words_of(text: str, draft: Draft, actors: Sequence[ProposedActor]) -> str:
    """Return the clause as a title, without what opens it and the date at its end; nothing if it has no subject."""
    words = " ".join(text[draft.clause_start : draft.clause_end].split()).strip(' ,;:.“”"')
    while (shorter := _OPENING.sub("", words, count=1)) != words:
        words = shorter
    words = _DATE_AT_END.sub("", words).strip(" ,;:.")
    if _PRONOUN.match(words):
        if not actors:
            return ""
        words = _PRONOUN.sub(_short(actors[0]), words, count=1)
    if len(words) < _SHORTEST or not (words[0].isupper() or words[0].isdigit()):
        return ""
    return _capital(re.sub(r"^(?:The|A|An)\s", "", words))


def _cut(title: str) -> str:
    if len(title) <= _LONGEST:
        return title
    comma = title.rfind(", ", 0, _LONGEST)
    if comma > _LONGEST // 2:
        return title[:comma]
    return title[: _LONGEST - 1].rsplit(" ", 1)[0] + "…"


def _noun(draft: Draft) -> str:
    return next((cue.word for cue in draft.cues if cue.strength < _MANY), "")


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _last(actor: ProposedActor) -> str:
    return actor.name.split()[-1]


def _short(actor: ProposedActor) -> str:
    """Return the surname of a person, or the whole of a name that begins with it, and a body's name."""
    words = actor.name.split()
    if (
        actor.kind is not ActorKind.PERSON
        or not actor.name[0].isupper()
        or words[0] in load_words("family_first", "und")
    ):
        return actor.name
    return words[-1]


def _join(names: Sequence[str]) -> str:
    names = [name for name in names if name]
    return names[0] if len(names) == 1 else " and ".join([", ".join(names[:-1]), names[-1]]) if names else ""
