"""Who can travel, and where verbs of going lead: the minister flew to Fiji, and not the price fell to 40."""

from __future__ import annotations

import re
from functools import lru_cache

from chancery.reading.lexicon import load_map
from chancery.reading.recognition import Names
from chancery.reading.verb_use import REACH, Use

STAY_PUT = frozenset("be visit tour inspect pay make lay place stay spend welcome send accompany".split())
GOODS = re.compile(
    r"\b(?:cargo|tanker|ship|shipment|oil|crude|gas|grain|tons?|tonnes|trains?|rails?|traffic|prices?"
    r"|trade|line|railway|talks|relations|work|deal|agreement|flights?|temperature|number"
    r"|exports?|imports?|turnover|money|river|pipeline|road|virus|outbreak|storm|hurricane|quake"
    r"|service|aid|championships?|games|title|prize|cup|summit|conference|chair|presidency|award"
    r"|lorr(?:y|ies)|planes?|aircraft|trucks?|buses|carpets|paintings|exhibition|current|route|idea"
    r"|proposal|question|decision|news|law|power|goods)\b"
    r"(?!\s(?:ministers?|missions?|delegations?|teams?|chiefs?|officials?|envoys?|groups?|representatives?|unions?))",
    re.IGNORECASE,
)
CARRIERS = re.compile(
    r"\b(?:cargo|tankers?|vessels?|ships?|shipments?|trains?|convoys?|consignments?|batch|freight|caravan|buses|lorries|trucks|tractors|locomotives|wagons|containers)\b",
    re.IGNORECASE,
)
_NAMED_BEFORE = re.compile(
    r"\b(?P<name>[A-Z][a-z][\w’'-]+)\s(?:(?:is|was|has|had|will|also|then|later|now|nonetheless|himself|herself)\s){0,3}$"
)
_ANYWHERE = re.compile(
    r"\b(?:there|here|home|the (?:city|farm|plant|factory|border|site|scene|palace|museum|airport|port|front|embassy"
    r"|memorial|village|residence|region|country|(?:[A-Z]\w+\s)?capital|town|area))\b"
)
_PRONOUNS = re.compile(r"\b(?i:he|she|they|who|we)\b|\b[A-Z][a-z]+(?:ans|ians|eans|ese|ish|is|ks|es|ders)\s(?:\w+\s)?$")
DESTINATIONS = frozenset({"place", "goal", "arrival", "stay", "site", "visitor", "halt", "walked", "guest"})
IN_NEED = re.compile(
    r"\b(?:humanitarian|relief|aid|victims?|earthquake|quake|flood(?:s|ed|ing)?|famine|refugees?|displaced|drought|cyclone"
    r"|hurricane|Gaza|wounded|war-torn|free of charge|as a gift|donat\w+)\b"
)


@lru_cache(maxsize=2)
def travellers(name: str) -> re.Pattern[str]:
    """Return the pattern of the people of one class of the list: traveller or force."""
    return re.compile(rf"\b(?:{load_map('travellers')[name]})s?\b", re.IGNORECASE)


def has_traveller(use: Use, names: Names) -> bool:
    """Tell whether someone who can travel stands before a verb of going, and not only a thing."""
    if any(use.start - REACH <= person.start < use.start for person in names.people):
        return True
    named = _NAMED_BEFORE.search(use.before)
    if named is not None:
        position = use.start - len(use.before) + named.start("name")
        if not any(place.start <= position < place.end for place in names.places):
            return True
    return _PRONOUNS.search(use.before) is not None or any(
        travellers(name).search(use.before) for name in ("traveller", "force")
    )


def has_destination(use: Use, needs: str, names: Names) -> bool:
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


def _is_guest(use: Use, names: Names) -> bool:
    """Tell whether "be" puts a person, and not a thing, right in a place: the minister was in Rome on Friday."""
    start = re.match(r"\s(?:also\s|again\s|recently\s|still\s|back\s|here\s|there\s)?(?:in|at)\s(?:the\s)?", use.after)
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
