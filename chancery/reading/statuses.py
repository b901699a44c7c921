"""The status of an event: ahead, running, past or called off, by its verb and the words beside it."""

from __future__ import annotations

import re
from functools import lru_cache

from chancery.reading.drafts import Draft
from chancery.reading.lexicon import load_map
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
_STAYS = re.compile(r"\b(?:is|are)\s(?:\w+\s){0,4}on\s(?:a|an|his|her|their)\s(?:[\w-]+\s){0,3}(?:visit|trip|tour)\b")
_SHOWN_UNTIL = re.compile(r"\b(?:can be seen|is open|are open|runs?|continues?|is on|lasts?)\b[^.;]*\buntil\b")


@lru_cache(maxsize=1)
def _patterns() -> dict[str, re.Pattern[str]]:
    return {name: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for name, words in load_map("status_cues").items()}


def choose_status(text: str, draft: Draft) -> tuple[Status, float, str]:
    """Choose the status of a draft.

    Returns
    -------
    The status, a confidence from 0 to 1, and the reason.
    """
    words = text[draft.clause_start : draft.clause_end]
    lead = draft.lead
    if found := _patterns()["cancelled"].search(words):
        return Status.CANCELLED, 0.8, f"'{found.group()}'"
    if found := _patterns()["postponed"].search(words):
        return Status.PLANNED, 0.7, f"'{found.group()}'"
    done = Status.HELD if draft.kind is Kind.MEETING else Status.COMPLETED
    direction = _DIRECT.get(lead.aspect, "unknown")
    if found := _patterns()["planned"].search(words):
        return Status.PLANNED, 0.7, f"'{found.group()}'"
    if draft.kind is Kind.VISIT and _STAYS.search(words):
        return Status.ONGOING, 0.85, "is there now"
    if lead.aspect == "ongoing":
        return Status.ONGOING, 0.8, "a verb that says it is going on"
    if draft.kind is Kind.VISIT and lead.aspect == "perfect" and lead.word in ("come", "arrive", "land"):
        return Status.ONGOING, 0.7, "has come, and is there"
    if direction == "past" and lead.strength == 2:
        running = draft.kind is Kind.PROJECT and _patterns()["ongoing"].search(words)
        if running and running.group().lower() in ("under construction", "continues", "currently"):
            return Status.ONGOING, 0.8, f"'{running.group()}'"
        return done, 0.9, "a verb in the past"
    if direction == "future":
        return Status.PLANNED, 0.9, "a verb or word that looks ahead"
    if draft.kind in (Kind.CULTURE, Kind.SPORT) and _SHOWN_UNTIL.search(words):
        return Status.ONGOING, 0.7, "runs until a day"
    if found := _patterns()["ongoing"].search(words):
        return Status.ONGOING, 0.75, f"'{found.group()}'"
    direction = direction_at(text, lead.start, lead.end, draft.clause_start, draft.clause_end)
    quoted = re.search(r"[”\"»]", text[draft.sentence.start : draft.clause_start]) is not None
    if direction == "unknown" and not quoted:
        direction = direction_at(text, lead.start, lead.end, draft.sentence.start, draft.sentence.end)
    if direction == "future":
        return Status.PLANNED, 0.7, "the verbs around it look ahead"
    if lead.aspect == "present" and draft.kind is Kind.PROJECT:
        return Status.ONGOING, 0.6, "a verb in the present"
    return done, 0.6 if direction == "unknown" else 0.75, "the verbs around it look back"
