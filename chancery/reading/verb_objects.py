"""The objects that verbs need to tell of an event: visited Minsk, signed an agreement, received the minister."""

from __future__ import annotations

import re
from typing import Literal

from chancery.reading.cues import class_pattern, nouns_in
from chancery.reading.other_senses import is_other_sense, is_passive
from chancery.reading.recognition import Names
from chancery.reading.travel import CARRIERS, DESTINATIONS, GOODS, STAY_PUT, has_destination, has_traveller
from chancery.reading.verb_use import Use, VerbEntry

_NEAR_OBJECT = 70
_NEXT = 25
_COUNTABLE = re.compile(
    r"\b(?:an?|two|three|four|five|six|ten|twelve|twenty|fifty|hundred|several|its\sfirst|\d[\d,.]*)\s\w+"
)
_NO_GIFT = re.compile(
    r"\s(?:[\w'’-]+\s){0,4}?(?:speech|lecture|concert|recital|interview|talk|statement|answer|example|reasons?|boost"
    r"|ideas?|hint|signs?|figures?|details|chance|opportunity|priority|impetus|assessment|account|order|orders|start|go-ahead|briefing"
    r"|press conference|news conference|dinner|reception|lunch|welcome|look|tour|warning|promise"
    r"|report|overview|name|rise)s?\b"
)
_PARTY = re.compile(
    r"\b(?:with|director|chairman|chairwoman|chair|chancellor|premier|secretary|commissioner"
    r"|patriarch|pope|emir|sultan|chairperson|envoy|counterpart|counterparts|colleague|colleagues"
    r"|leaders?|officials?|delegations?|ministers?|presidents?|members|representatives|each other"
    r"|guests?|visitors?|peers?|hosts?|faithful|crowds?|famil(?:y|ies)|veterans|artists|athletes|pilgrims|residents|workers|farmers|soldiers|ambassadors?|governor|mayor|speaker|king|queen|businessm[ae]n|journalists|media|envoys?"
    r"|chiefs?|heads?|authorities|community|investors|students|lawmakers|parliament|him|her"
    r"|them)\b"
)
_VISITORS = re.compile(r"\b(?:delegation|minister|president|guests?|visitors?|artists|team|group|leaders|troupe)\b")
_POSTPOSED = re.compile(
    r"\s(?:by|in|on|at|with|between|from|since|last|this|next|every|twice|once|daily|weekly|today|yesterday|tomorrow)\b|\s?[.,;]|$|\s[A-Z]\w+day\b"
)
_TOGETHER = re.compile(
    r"\b(?:[Tt]hey|the\stwo|both|leaders|ministers|presidents|premiers|sides|parties|delegations|interlocutors)\b"
    r"|\band\s(?:(?:his|her|the|their)\s)?(?:[\w-]+\s){1,6}$"
)
Match = Literal["object", "date", "none"]


def match_object(use: Use, entry: VerbEntry, names: Names) -> Match:
    """Tell whether a verb has one of the objects that it needs, after it, or before it in the passive, or a date."""
    if is_other_sense(use, entry):
        return "none"
    if entry.group == "trip" and entry.words[0] not in STAY_PUT and GOODS.search(use.before):
        return "object" if CARRIERS.search(use.before[-60:]) else "none"
    if entry.group == "trip" and entry.words[0] not in STAY_PUT and not has_traveller(use, names):
        return "none"
    if not entry.needs:
        return "object" if entry.group != "works" or use.aspect != "gerund" else "none"
    if any(_has_needed(use, needs, names) for needs in entry.needs if needs != "dated"):
        return "object"
    finite = use.aspect not in ("gerund", "infinitive")
    return "date" if "dated" in entry.needs and use.is_dated and finite else "none"


def _has_needed(use: Use, needs: str, names: Names) -> bool:
    if use.aspect == "gerund" and needs not in ("site", "person", "party"):
        return False
    if needs in DESTINATIONS:
        return has_destination(use, needs, names)
    if needs in ("person", "party"):
        return _has_party(use, needs, names)
    return _has_listed_object(use, needs, names)


def _has_listed_object(use: Use, needs: str, names: Names) -> bool:
    """Tell whether an object of a class of the lists stands where the verb wants it."""
    before, after, aspect = use.before, use.after, use.aspect
    if needs == "delegation":
        return _VISITORS.search(after) is not None
    if needs == "recipient":
        return _is_given(use, names)
    if needs == "landmark":
        return any(place.kind == "facility" and 0 <= place.start - use.end <= _NEXT for place in names.places)
    if needs == "rival":
        named = any(use.end <= place.start <= use.end + 40 for place in names.places)
        return named and not after.lstrip().startswith(("a ", "an ", "in "))
    if needs == "together":
        return _TOGETHER.search(before) is not None
    if needs == "teams":
        return class_pattern(needs).search(before) is not None
    pattern = class_pattern(needs)
    if needs == "audience":
        placed = any(use.clause[0] <= place.start < use.clause[1] for place in names.places)
        return (placed or use.is_dated) and pattern.search(after[:_NEAR_OBJECT]) is not None
    if needs in _NOUN_GROUPS:
        return _governs(use, needs, names)
    if needs in ("output", "goods", "quantity"):
        return pattern.search(after) is not None or (is_passive(before) and pattern.search(before) is not None)
    return pattern.search(after) is not None or (
        aspect != "gerund"
        and (is_passive(before) or _POSTPOSED.match(after) is not None)
        and pattern.search(before) is not None
    )


_NOUN_GROUPS = frozenset({"trip", "gathering", "paper", "works", "show", "contest"})


def _governs(use: Use, group: str, names: Names) -> bool:
    """Tell whether the event noun nearest after a verb, or before it where it opens or is opened, is of a class.

    Nouns inside the names of places do not count: the forum opened at the Orion Hotel.
    """
    offset = use.start - len(use.before)
    leaders = [n for n in nouns_in(use.before) if not _is_in_place(n.start + offset, names)]
    if is_passive(use.before) and any(leader.entry[1] == group for leader in leaders):
        return True
    follower = next((n for n in nouns_in(use.after) if not _is_in_place(n.start + use.end, names)), None)
    if follower is not None and follower.start <= _NEAR_OBJECT and not re.match(r"\s?(?:by|in|at|on)\s", use.after):
        return follower.entry[1] == group
    if use.aspect == "gerund":
        return False
    return any(leader.entry[1] == group for leader in (*leaders[:1], *leaders[-2:]))


def _is_in_place(position: int, names: Names) -> bool:
    return any(place.start < position < place.end for place in names.places)


def _is_given(use: Use, names: Names) -> bool:
    """Tell whether something countable is given to someone named: gave its neighbour a field kitchen."""
    if use.after.startswith(" by "):
        return False
    after = use.after[:_NEAR_OBJECT]
    named = (*names.places, *names.people, *(thing for thing in names.things if thing.is_body))
    someone = any(use.end <= name.start < use.end + _NEAR_OBJECT for name in named) or _PARTY.search(after) is not None
    return someone and _COUNTABLE.search(after) is not None and _NO_GIFT.match(use.after) is None


def _has_party(use: Use, needs: str, names: Names) -> bool:
    """Tell whether someone is met, received or spoken to; a meeting may also leave out with whom."""
    before, after, end = use.before, use.after, use.end
    if any(end <= person.start < min(use.clause[1], end + 90) for person in names.people):
        return True
    if _PARTY.search(after[:90]):
        return True
    if re.match(r"\s(?:[A-Z]\w+\s){1,3}", after) and not re.match(r"\s(?:In|On|At)\b", after):
        return needs == "party"
    if re.search(r"\b(?:was|were|been|be)\s$", before):
        return True
    return (
        needs == "party"
        and use.aspect not in ("infinitive", "gerund")
        and re.match(
            r"\s?(?:on|in|at|for|near|during|again|there|here|behind|over|face|together|informally|briefly"
            r"|late|early|this|next|yesterday|today|last|to discuss)\b|\s?[.,]|$",
            after.lstrip(" "),
        )
        is not None
    )
