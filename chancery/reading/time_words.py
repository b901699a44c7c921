"""The words that phrases of time are made of, and what a phrase may go by besides its words."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from chancery.reading.almanac import Anchor, Direction, bounds_of
from chancery.reading.lexicon import load_map

MONTHS = {name: int(number) for name, number in load_map("months").items()}
WEEKDAYS = {name: int(number) for name, number in load_map("weekdays").items()}
SEASONS = {name: int(code) for name, code in load_map("seasons").items()}
NUMBERS = {word: float(value) for word, value in load_map("numbers").items()}


@dataclass(frozen=True, slots=True)
class Setting:
    """What a rule may go by besides the words of its phrase: the phrase before, and the last that is a single day."""

    anchor: Anchor | None
    direction: Direction
    previous: str
    previous_day: str = ""


def number_of(word: str) -> float:
    """Return the number that figures or a word stand for."""
    return float(word) if word.isdigit() else NUMBERS[word.lower()]


def month_of(name: str) -> int:
    """Return the number of a month by its name."""
    return MONTHS[name.lower().rstrip(".")]


def ordinal_of(text: str) -> int:
    """Return the number of a day: 21st is 21."""
    return int(re.sub(r"\D", "", text))


def year_of(words: str | None, setting: Setting) -> int | None:
    """Resolve a year or a reference to one."""
    if not words:
        return None
    if words[0].isdigit():
        return int(words)
    relation = words.rsplit(" ", 1)[0].lower()
    if relation in ("the same", "that", "the following", "the previous") and setting.previous:
        first, last = bounds_of(setting.previous)
        base = (last or first or dt.date.min).year
        return base + {"the following": 1, "the previous": -1}.get(relation, 0)
    if setting.anchor is None:
        return None
    shift = {"last": -1, "the previous": -1, "next": 1, "the following": 1, "the coming": 1}.get(relation, 0)
    return setting.anchor.last.year + shift
