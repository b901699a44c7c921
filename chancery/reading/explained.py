"""Cues that another cue of the same clause explains: the ceremony of a signing, the plant of a contract."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from chancery.reading.cues import Cue

_CEREMONIAL = frozenset(
    "ceremony appointment discussion conversation reception gathering lunch dinner anniversary mark celebrate".split()
)
_OF_PAPER = re.compile(
    r"\b(?:programme|plan|agreement|memorandum|protocol|schedule|calendar|contract|timetable)s?\s(?:of|on|for)\s(?:\w+\s)?$"
)
_ON = re.compile(r"\s(?:on|about|regarding|concerning|over)\s")


@dataclass(frozen=True, slots=True)
class _Scene:
    """The cues of one clause, and what a rule about one of them may ask."""

    cues: Sequence[Cue]
    text: str
    groups: frozenset[str]
    verbs: frozenset[str]


def drop_explained(cues: list[Cue], text: str) -> list[Cue]:
    """Drop cues that another of the same clause explains: the ceremony of a signing, the plant of a contract."""
    groups = frozenset(cue.group for cue in cues)
    verbs = frozenset(cue.group for cue in cues if cue.strength == 2)
    scene = _Scene(cues, text, groups, verbs)
    return [cue for cue in cues if not any(explains(cue, scene) for explains in _RULES[cue.group])]


def _explains_gathering(cue: Cue, scene: _Scene) -> bool:
    if cue.strength < 2 and _OF_PAPER.search(scene.text[max(0, cue.start - 40) : cue.start]):
        return True
    if cue.strength < 2 and any(other.word in ("recall", "invite") for other in scene.cues):
        return True
    if cue.word in _CEREMONIAL and scene.groups & {"paper", "works", "show", "contest"}:
        return True
    return (
        cue.strength == 2 and cue.word in ("host", "hold", "attend", "open") and bool(scene.verbs & {"show", "contest"})
    )


def _explains_works(cue: Cue, scene: _Scene) -> bool:
    if "paper" in scene.verbs and (cue.strength < 2 or cue.aspect in ("gerund", "infinitive")):
        return True
    if cue.strength < 2 and _is_topic(cue, scene):
        return True
    if cue.strength < 1 and "trip" in scene.verbs and "construction" not in scene.text[cue.start : cue.end + 40]:
        return True
    begins = cue.word in ("begin", "start", "open", "launch")
    return begins and bool(scene.verbs & {"trip", "contest"}) and not _has_works(scene.cues)


def _explains_paper(cue: Cue, scene: _Scene) -> bool:
    if cue.strength < 2:
        return _is_topic(cue, scene)
    loose = cue.word in ("announce", "exchange", "join")
    return loose and bool(scene.verbs & {"trip", "works"}) and not _has_paper(scene.cues)


def _explains_show(cue: Cue, scene: _Scene) -> bool:
    if cue.strength == 2 or "paper" not in scene.verbs:
        return False
    return re.search(r"\bat\sthe\s(?:\w+\s)?$", scene.text[max(0, cue.start - 30) : cue.start]) is not None


def _explains_act(cue: Cue, scene: _Scene) -> bool:
    if cue.loose:
        return any(not other.loose for other in scene.cues)
    if cue.strength < 2 and _is_topic(cue, scene):
        return True
    agreed = any(other.group == "paper" and other.strength == 2 and other.start < cue.start for other in scene.cues)
    return agreed and (cue.strength < 2 or cue.aspect in ("infinitive", "future", "gerund"))


def _explains_trip(cue: Cue, scene: _Scene) -> bool:
    if cue.word == "bring" and scene.groups & {"show", "contest"}:
        return True
    return cue.word in ("accompany", "lay a wreath", "lay flowers") and _other_trip(cue, scene.cues)


def _explains_contest(cue: Cue, scene: _Scene) -> bool:
    return cue.word == "medal" and "act" in scene.verbs


_RULES: dict[str, tuple[Callable[[Cue, _Scene], bool], ...]] = {
    "gathering": (_explains_gathering,),
    "works": (_explains_works,),
    "paper": (_explains_paper,),
    "show": (_explains_show,),
    "act": (_explains_act,),
    "trip": (_explains_trip,),
    "contest": (_explains_contest,),
}


def _has_paper(cues: Sequence[Cue]) -> bool:
    return any(cue.group == "paper" and cue.strength < 2 for cue in cues)


def _has_works(cues: Sequence[Cue]) -> bool:
    return any(cue.group == "works" and cue.strength < 2 for cue in cues)


def _other_trip(cue: Cue, cues: Sequence[Cue]) -> bool:
    return any(other.group == "trip" and other is not cue for other in cues)


def _is_topic(cue: Cue, scene: _Scene) -> bool:
    """Tell whether a noun is only what people talk about: discussed a plant, talks on a joint venture."""
    return any(
        other.group == "gathering"
        and other.start < cue.start
        and (other.strength == 2 or _ON.match(scene.text, other.end, cue.start) is not None)
        for other in scene.cues
    )
