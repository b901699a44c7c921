"""Senses of the listed verbs that tell of no event: meets the needs, is going to play, named after, came back."""

from __future__ import annotations

import re

from chancery.reading.travel import GOODS
from chancery.reading.verb_use import Use, VerbEntry

_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being)\s(?:\w+\s)?$")
_COUNTED = r"\s(?:each other\s|one another\s)?(?:\w+\stimes|twice)\b"
_GOING_HOME = r"\s(?:back|home)"
_FOLLOWED_BY = {
    "meet": re.compile(
        rf"{_COUNTED}|\s(?:by\sall|by\sboth|with\sapproval|with\scriticism)"
        r"|\s(?:numerous|many|several|countless)\stimes|\s(?:often|regularly|frequently)\b"
        r"|\s(?:the\s|its\s|their\s|all\s|these\s)?(?:\w+\s)?(?:needs?|demands?|targets?|requirements?"
        r"|criteria|goals?|standards?|deadline|costs?|obligations|challenge)"
    ),
    "see": re.compile(_COUNTED),
    "go": re.compile(rf"{_GOING_HOME}|\sto\s(?!the\s|an?\s|his\s|her\s|their\s|its\s|see\s)[a-z]+\s"),
    "come": re.compile(_GOING_HOME),
    "show": re.compile(r"\s(?:what|that|how|who|why|whether)\b|\s?[.,]"),
    "set": re.compile(r"\sup\b"),
}
"""What may not follow a verb of one word."""


def is_passive(before: str) -> bool:
    """Tell whether the words before a participle make a passive of it."""
    return _PASSIVE.search(before) is not None


def is_other_sense(use: Use, entry: VerbEntry) -> bool:
    """Tell whether a verb stands in a sense that is no event."""
    first = entry.words[0]
    followed = _FOLLOWED_BY.get(first)
    if followed is not None and (len(entry.words) == 1 or first != "set") and followed.match(use.after):
        return True
    if first == "agree":
        return use.aspect == "present" and not use.is_dated_after
    if entry.words == ("name", "after"):
        return not is_passive(use.before)
    if first == "see" or entry.words == ("assemble",):
        return (first == "see" or entry.group == "gathering") and is_passive(use.before)
    received = first == "receive" and entry.group == "gathering" and is_passive(use.before)
    return received and GOODS.search(use.before) is not None
