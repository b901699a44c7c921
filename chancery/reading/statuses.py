"""The status of an event: ahead, running, past or called off, by its verb and the words beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from chancery.dates import Edtf
from chancery.reading.almanac import Anchor
from chancery.reading.drafts import Draft, own_dates
from chancery.reading.lexicon import load_map
from chancery.reading.phrases import TimePhrase
from chancery.reading.tense import direction_at
from chancery.vocabulary import Kind, Status

_DIRECT = {
    "past": "past",
    "perfect": "past",
    "pluperfect": "past",
    "future": "future",
    "infinitive": "unknown",
    "gerund": "unknown",
}
_SURE = 0.8
_BREAKS_GROUND = re.compile(
    r"\b(?:start of (?:work|works|construction|building)"
    r"|(?:began|begun|start(?:ed)?|launched) (?:the )?(?:work|works|construction|building)"
    r"|(?:[Cc]onstruction|[Bb]uilding|[Ww]orks?|[Dd]redging|[Dd]rilling)\b[^,;.]{0,50}\b(?:began|begun|started|resumed)"
    r"|begun to (?:build|lay|construct|dig|drill|erect)|started to (?:build|lay|construct)"
    r"|broke ground|ground was broken|foundation stone|first stone|cornerstone|laid the foundations?"
    r"|foundations? (?:was|were|has|have)|gave the (?:start|go-ahead))\b"
)
_GOING_ON = re.compile(r"\b(?:is|are)\s(?:also\s|now\s)?(?!being)[a-z]{2,}ing\b(?!\sto\b)")
_STAYS = re.compile(r"\b(?:is|are)\s(?:\w+\s){0,4}on\s(?:a|an|his|her|their)\s(?:[\w-]+\s){0,3}(?:visit|trip|tour)\b")
_SHOWN_UNTIL = re.compile(r"\b(?:can be seen|is open|are open|runs?|continues?|is on|lasts?)\b[^.;]*\buntil\b")


@lru_cache(maxsize=1)
def _patterns() -> dict[str, re.Pattern[str]]:
    return {name: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for name, words in load_map("status_cues").items()}


Choice = tuple[Status, float, str]


def choose_status(text: str, draft: Draft) -> Choice:
    """Choose the status of a draft.

    Words that say so come first ("cancelled"), then the verb that leads, then the words and verbs around it.

    Returns
    -------
    The status, a confidence from 0 to 1, and the reason.
    """
    words = text[draft.clause_start : draft.clause_end]
    return _by_words(words, draft) or _by_verb(words, draft) or _by_surroundings(text, words, draft)


def _done(draft: Draft) -> Status:
    return Status.HELD if draft.kind is Kind.MEETING else Status.COMPLETED


def _by_words(words: str, draft: Draft) -> Choice | None:
    done = draft.lead.strength == 2 and draft.lead.aspect in ("past", "perfect", "pluperfect")
    for name, status in (("cancelled", Status.CANCELLED), ("postponed", Status.PLANNED), ("planned", Status.PLANNED)):
        if name == "planned" and done:
            continue
        if found := _patterns()[name].search(words):
            return status, 0.75, f"'{found.group()}'"
    if draft.kind is Kind.PROJECT and draft.lead.word == "announce":
        return Status.PLANNED, 0.8, "'announced'"
    if draft.kind is Kind.VISIT and _STAYS.search(words):
        return Status.ONGOING, 0.85, "is there now"
    return None


def _by_verb(words: str, draft: Draft) -> Choice | None:
    lead = draft.lead
    if lead.aspect == "ongoing":
        return Status.ONGOING, 0.8, "a verb that says it is going on"
    if draft.kind is Kind.VISIT and lead.aspect == "perfect" and lead.word.split()[0] in ("come", "arrive", "land"):
        return Status.ONGOING, 0.7, "has come, and is there"
    direction = _DIRECT.get(lead.aspect, "unknown")
    if direction == "past" and lead.strength == 2:
        if draft.kind is Kind.PROJECT and _BREAKS_GROUND.search(words):
            return Status.ONGOING, 0.75, "the work has begun"
        running = _patterns()["ongoing"].search(words) if draft.kind is Kind.PROJECT else None
        if running and running.group().lower() in ("under construction", "continues", "currently"):
            return Status.ONGOING, 0.8, f"'{running.group()}'"
        return _done(draft), 0.9, "a verb in the past"
    return (Status.PLANNED, 0.9, "a verb or word that looks ahead") if direction == "future" else None


def _by_surroundings(text: str, words: str, draft: Draft) -> Choice:
    lead = draft.lead
    if draft.kind in (Kind.CULTURE, Kind.SPORT) and _SHOWN_UNTIL.search(words):
        return Status.ONGOING, 0.7, "runs until a day"
    if found := _patterns()["ongoing"].search(words):
        return Status.ONGOING, 0.75, f"'{found.group()}'"
    if draft.kind in (Kind.MEETING, Kind.VISIT) and _GOING_ON.search(words):
        return Status.ONGOING, 0.6, "the verb beside it is in progress"
    direction = direction_at(text, lead.start, lead.end, draft.clause_start, draft.clause_end)
    quoted = re.search(r"[”\"»]", text[draft.sentence.start : draft.clause_start + 2]) is not None
    if direction == "unknown" and not quoted:
        direction = direction_at(text, lead.start, lead.end, draft.sentence.start, draft.sentence.end)
    if direction == "future":
        return Status.PLANNED, 0.7, "the verbs around it look ahead"
    if lead.aspect == "present" and draft.kind is Kind.PROJECT:
        return Status.ONGOING, 0.6, "a verb in the present"
    return _done(draft), 0.6 if direction == "unknown" else 0.75, "the verbs around it look back"


def settle_status(choice: Choice, draft: Draft, phrases: Sequence[TimePhrase], anchor: Anchor | None) -> Choice:
    """Let the dates of a draft correct a status that its words leave unsure: what lies ahead is planned."""
    status, confidence, _ = choice
    if anchor is None or confidence >= _SURE:
        return choice
    dates = [Edtf.parse(phrase.edtf) for phrase in own_dates(draft, phrases) if not phrase.dates_saying]
    if not dates:
        return choice
    done = status in (Status.HELD, Status.COMPLETED)
    running = any(
        "/" in date.value
        and date.first is not None
        and date.last is not None
        and date.first <= anchor.last <= date.last
        for date in dates
    )
    if status is Status.PLANNED and running and draft.kind in (Kind.MEETING, Kind.CULTURE, Kind.SPORT, Kind.VISIT):
        return Status.ONGOING, 0.65, "its days are running"
    if (done or status is Status.ONGOING) and all(
        date.first is not None and date.first > anchor.last for date in dates
    ):
        return Status.PLANNED, 0.65, "its date lies ahead"
    if status is Status.PLANNED and all(date.last is not None and date.last < anchor.first for date in dates):
        return _done(draft), 0.65, "its date is past"
    return choice
