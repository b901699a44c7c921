"""The objects that verbs need to tell of an event: visited Minsk, signed an agreement, received the minister."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from chancery.reading.cues import class_pattern, nouns_in
from chancery.reading.lexicon import load_map
from chancery.reading.phrases import TimePhrase
from chancery.reading.recognition import Names
from chancery.reading.verbs import Aspect

_REACH = 130
_STAY_PUT = frozenset("visit tour inspect pay make lay place stay spend welcome send accompany".split())
_NEAR_OBJECT = 70
_NEXT = 25
_GOODS = re.compile(
    r"\b(?:cargo|tanker|ship|shipment|oil|crude|gas|grain|tons?|tonnes|trains?|rails?|traffic|prices?"
    r"|trade|line|railway|talks|relations|work|deal|agreement|flights?|temperature|number"
    r"|exports?|imports?|turnover|money|river|pipeline|road|virus|outbreak|storm|hurricane|quake"
    r"|service|aid|championships?|games|title|prize|cup|summit|conference|chair|presidency|award"
    r"|lorr(?:y|ies)|planes?|aircraft|trucks?|buses|carpets|paintings|exhibition|current|route|idea"
    r"|proposal|question|decision|news|law|power|goods)\b"
    r"(?!\s(?:ministers?|missions?|delegations?|teams?|chiefs?|officials?|envoys?|groups?|representatives?|unions?))",
    re.IGNORECASE,
)
_COUNTABLE = re.compile(
    r"\b(?:an?|two|three|four|five|six|ten|twelve|twenty|fifty|hundred|several|its\sfirst|\d[\d,.]*)\s\w+"
)
_NO_GIFT = re.compile(
    r"\s(?:[\w'’-]+\s){0,4}?(?:speech|lecture|concert|recital|interview|talk|statement|answer|example|reasons?|boost|ideas?|hint"
    r"|signs?|figures?|details|chance|opportunity|priority|impetus|assessment|account|order|orders|start|go-ahead|briefing"
    r"|press conference|news conference|dinner|reception|lunch|welcome|look|tour|warning|promise|report|overview|name|rise)\b"
)
_NOT_MET = re.compile(
    r"\s(?:the\s|its\s|their\s|all\s|these\s)?(?:\w+\s)?(?:needs?|demands?|targets?|requirements?"
    r"|criteria|goals?|standards?|deadline|costs?|obligations|challenge)"
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
CARRIERS = re.compile(
    r"\b(?:cargo|tankers?|vessels?|ships?|shipments?|trains?|convoys?|consignments?|batch|freight|caravan)\b",
    re.IGNORECASE,
)
IN_NEED = re.compile(
    r"\b(?:humanitarian|relief|aid|victims?|earthquake|quake|flood(?:s|ed|ing)?|famine|refugees?|displaced|drought|cyclone"
    r"|hurricane|Gaza|wounded|war-torn|free of charge|as a gift|donat\w+)\b"
)
_OFTEN = re.compile(r"\s(?:numerous|many|several|countless)\stimes|\s(?:often|regularly|frequently)\b")
_COUNTED = re.compile(r"\s(?:each other\s|one another\s)?(?:\w+\stimes|twice)\b")
_PRONOUNS = re.compile(r"\b(?i:he|she|they|who|we)\b|\b[A-Z][a-z]+(?:ans|ians|eans|ese|ish|is|ks|es|ders)\s(?:\w+\s)?$")
_ANYWHERE = re.compile(
    r"\b(?:there|here|home|the (?:city|farm|plant|factory|border|site|scene|palace|museum|airport|port|front|embassy"
    r"|memorial|village|residence|region|country|capital|town|area))\b"
)


@dataclass(frozen=True, slots=True)
class VerbEntry:
    """A verb of the lists: its words, its class, and the objects that it needs, any of which will do."""

    words: tuple[str, ...]
    group: str
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Use:
    """A verb as one clause uses it: its span, its aspect, and the words before and after."""

    clause: tuple[int, int]
    start: int
    end: int
    aspect: Aspect
    before: str
    after: str
    dates: tuple[TimePhrase, ...]

    @classmethod
    def of(
        cls, text: str, clause: tuple[int, int], span: tuple[int, int], aspect: Aspect, phrases: Sequence[TimePhrase]
    ) -> Use:
        """Take the words within reach; what a relative clause is about stands before it."""
        start, end = span
        relative = re.match(r"\W*(?:which|that)\b", text[clause[0] : clause[0] + 10]) is not None
        before = text[max(0 if relative else clause[0], start - _REACH) : start]
        after = text[end : min(clause[1], end + _REACH)]
        return cls(clause, start, end, aspect, before, after, tuple(dates_in(clause, phrases)))

    @property
    def is_dated(self) -> bool:
        """Whether the clause says when."""
        return bool(self.dates)

    @property
    def is_dated_after(self) -> bool:
        """Whether it says so after the verb."""
        return any(phrase.start >= self.end for phrase in self.dates)


def dates_in(clause: tuple[int, int], phrases: Sequence[TimePhrase]) -> list[TimePhrase]:
    """Return what says when in a clause, and not only for how long or when it was said."""
    return [
        phrase
        for phrase in phrases
        if clause[0] <= phrase.start < clause[1]
        and phrase.edtf
        and phrase.meaning not in ("duration", "origin")
        and not phrase.dates_saying
    ]


Match = Literal["object", "date", "none"]


_DESTINATIONS = frozenset({"place", "goal", "arrival", "stay", "site", "visitor", "halt", "walked", "guest"})


def match_object(use: Use, entry: VerbEntry, names: Names) -> Match:
    """Tell whether a verb has one of the objects that it needs, after it, or before it in the passive, or a date."""
    if _is_other_sense(use, entry):
        return "none"
    if entry.group == "trip" and entry.words[0] not in _STAY_PUT and _GOODS.search(use.before):
        return "object" if CARRIERS.search(use.before[-60:]) else "none"
    if entry.group == "trip" and entry.words[0] not in _STAY_PUT and not _has_traveller(use, names):
        return "none"
    if not entry.needs:
        return "object" if entry.group != "works" or use.aspect != "gerund" else "none"
    if any(_has_needed(use, needs, names) for needs in entry.needs if needs != "dated"):
        return "object"
    finite = use.aspect not in ("gerund", "infinitive")
    return "date" if "dated" in entry.needs and use.is_dated and finite else "none"


@lru_cache(maxsize=2)
def travellers(name: str) -> re.Pattern[str]:
    """Return the pattern of the people of one class of the list: traveller or force."""
    return re.compile(rf"\b(?:{load_map('travellers')[name]})s?\b", re.IGNORECASE)


def _has_traveller(use: Use, names: Names) -> bool:
    """Tell whether someone who can travel stands before a verb of going, and not only a thing."""
    if any(use.start - _REACH <= person.start < use.start for person in names.people):
        return True
    return _PRONOUNS.search(use.before) is not None or any(
        travellers(name).search(use.before) for name in ("traveller", "force")
    )


def _has_needed(use: Use, needs: str, names: Names) -> bool:
    if use.aspect == "gerund" and needs not in ("site", "person", "party"):
        return False
    if needs in _DESTINATIONS:
        return _has_destination(use, needs, names)
    if needs in ("person", "party"):
        return _has_party(use, needs, names)
    return _has_listed_object(use, needs, names)


def _is_other_sense(use: Use, entry: VerbEntry) -> bool:
    """Tell whether a verb stands in a sense that is no event: meets the needs, can be seen, came back."""
    if entry.words[0] == "meet" and use.after.startswith((" by all", " by both", " with approval", " with criticism")):
        return True
    if entry.words[0] in ("meet", "see") and _COUNTED.match(use.after):
        return True
    if entry.words[0] == "agree" and use.aspect == "present" and not use.is_dated_after:
        return True
    if entry.words[0] == "meet":
        return _NOT_MET.match(use.after) is not None or _OFTEN.match(use.after) is not None
    if entry.words[0] == "see":
        return _is_passive(use.before)
    if entry.words[0] == "receive" and entry.group == "gathering" and _is_passive(use.before):
        return _GOODS.search(use.before) is not None
    return entry.words[0] in ("come", "go") and use.after.startswith((" back", " home"))


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
    pattern = class_pattern(needs)
    if needs == "audience":
        placed = any(use.clause[0] <= place.start < use.clause[1] for place in names.places)
        return (placed or use.is_dated) and pattern.search(after[:_NEAR_OBJECT]) is not None
    if needs in _NOUN_GROUPS:
        return _governs(after, before, needs, aspect)
    if needs in ("output", "goods", "quantity"):
        return pattern.search(after) is not None or (_is_passive(before) and pattern.search(before) is not None)
    return pattern.search(after) is not None or (
        aspect != "gerund"
        and (_is_passive(before) or _POSTPOSED.match(after) is not None)
        and pattern.search(before) is not None
    )


_NOUN_GROUPS = frozenset({"trip", "gathering", "paper", "works", "show", "contest"})


def _governs(after: str, before: str, group: str, aspect: Aspect) -> bool:
    """Tell whether the event noun nearest after a verb, or before it where it opens or is opened, is of a class."""
    follower = next(nouns_in(after), None)
    if follower is not None and follower.start <= _NEAR_OBJECT and not re.match(r"\s?(?:by|in|at|on)\s", after):
        return follower.entry[1] == group
    if aspect == "gerund":
        return False
    return any(leader.entry[1] == group for leader in list(nouns_in(before))[-2:])


def _is_passive(before: str) -> bool:
    return re.search(r"\b(?:is|are|was|were|be|been|being)\s(?:\w+\s)?$", before) is not None


def _has_destination(use: Use, needs: str, names: Names) -> bool:
    """Tell whether a verb of going leads to a place, as its entry asks: right after it, after "to", as a site."""
    end, after = use.end, use.after
    reach = {
        "place": 45,
        "goal": 60,
        "arrival": 30,
        "stay": 60,
        "site": 100,
        "visitor": 40,
        "halt": 30,
        "walked": 60,
        "guest": 30,
    }[needs]
    near = [place for place in names.places if end <= place.start < min(use.clause[1], end + reach)]
    if needs == "site":
        return (
            bool(near)
            or re.match(r"\s(?:the|a|an|his|her|their|its|several|one|two|some|there)\b|\s[A-Z]", after) is not None
        )
    if needs == "stay":
        return (
            bool(near)
            and re.match(r"\s(?:\w+\s){0,2}(?:days?|weeks?|weekend|hours|nights?|[A-Z]\w+day)\b", after) is not None
        )
    if needs == "guest":
        return _is_guest(use, names)
    if needs == "halt":
        return bool(near) and re.match(r"\s(?:over\s|briefly\s)?(?:in|at|off)\s", after) is not None
    if needs == "walked":
        return re.match(r"\s(?:\w+\s)?(?:to|along|around|round|through|across|past|over)\s", after) is not None
    if needs == "goal":
        moves = re.match(r"\s(?:\w+\s){0,3}?(?:to|in|into|at|for|on)\s", after) is not None
        return moves and (bool(near) or _ANYWHERE.search(after[:40]) is not None)
    if needs == "visitor":
        return bool(near) and near[0].start - end <= 6
    return bool(near)


def _is_given(use: Use, names: Names) -> bool:
    """Tell whether something countable is given to someone named: gave its neighbour a field kitchen."""
    after = use.after[:_NEAR_OBJECT]
    named = (*names.places, *names.people, *(thing for thing in names.things if thing.is_body))
    someone = any(use.end <= name.start < use.end + _NEAR_OBJECT for name in named) or _PARTY.search(after) is not None
    return someone and _COUNTABLE.search(after) is not None and _NO_GIFT.match(use.after) is None


def _is_guest(use: Use, names: Names) -> bool:
    """Tell whether "be" puts a person, and not a thing, right in a place: the minister was in Rome on Friday."""
    start = re.match(r"\s(?:\w+\s)?(?:in|at|back\sin)\s(?:the\s)?", use.after)
    if start is None or not any(place.start == use.end + start.end() for place in names.places):
        return False
    near = use.before[-40:]
    person = any(use.start - 25 <= someone.end <= use.start for someone in names.people)
    return (
        person
        or re.search(
            r"(?:^|\s)(?:he|she|[Hh]e|[Ss]he|minister|president|premier|ambassador|delegation|envoy|guest)\s(?:\w+\s)?$",
            near,
        )
        is not None
    )


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
        and re.match(r"\s?(?:on|in|at|for|again|yesterday|today|last|to discuss)\b|\s?[.,]|$", after.lstrip(" "))
        is not None
    )
