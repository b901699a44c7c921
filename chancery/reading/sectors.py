"""The sector of an event, by the vocabulary around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from chancery.reading.lexicon import load_rows
from chancery.vocabulary import Kind, Sector

_NEAR = 2.0
_WIDE = {Kind.PROJECT: 0.4, Kind.AGREEMENT: 0.25}
_WIDE_ELSE = 0.12
_LEANING = {
    Kind.VISIT: (Sector.POLITICS, 0.9),
    Kind.MEETING: (Sector.POLITICS, 0.9),
    Kind.AGREEMENT: (Sector.POLITICS, 0.9),
    Kind.PROJECT: (Sector.INDUSTRY, 0.8),
    Kind.CULTURE: (Sector.CULTURE, 4.0),
    Kind.SPORT: (Sector.SPORT, 6.0),
    Kind.OTHER: (Sector.POLITICS, 0.9),
}


@lru_cache(maxsize=1)
def _vocabulary() -> tuple[tuple[Sector, re.Pattern[str]], ...]:
    table: list[tuple[Sector, re.Pattern[str]]] = []
    for name, words in load_rows("sectors", 2):
        patterns = [
            re.escape(word.replace("-", " ")).replace(r"\*", r"\w*").replace(r"\ ", r"[\s-]") for word in words.split()
        ]
        table.append((Sector(name), re.compile(r"\b(?:" + "|".join(patterns) + r")\b", re.IGNORECASE)))
    return tuple(table)


def count_words(text: str) -> dict[Sector, int]:
    """Count the different words of each sector's vocabulary in a text."""
    return {sector: len({match.lower() for match in pattern.findall(text)}) for sector, pattern in _vocabulary()}


def choose_sector(kind: Kind, near: str, wide: dict[Sector, int]) -> tuple[Sector, float, str]:
    """Choose the sector of an event.

    Parameters
    ----------
    near
        The sentences that state it.
    wide
        Counts of the whole text, as `count_words` gives them: they break ties.

    Returns
    -------
    The sector, a confidence from 0 to 1, and the reason.
    """
    counts = count_words(near)
    leaning, weight = _LEANING[kind]
    weight_of_text = _WIDE.get(kind, _WIDE_ELSE)
    scores = {sector: _NEAR * counts[sector] + weight_of_text * min(wide[sector], 6) for sector in Sector}
    scores[Sector.POLITICS] = 0.0
    scores[leaning] += weight * _NEAR
    order = list(Sector)
    best = max(scores, key=lambda sector: (scores[sector], -order.index(sector)))
    total = sum(scores.values()) or 1.0
    words = counts[best]
    reason = f"{words} word{'s' if words != 1 else ''} of its vocabulary" if words else "the usual sector of its kind"
    return best, round(0.4 + 0.6 * scores[best] / total, 2), reason


def leading_sectors(words: Sequence[Sector]) -> Sector | None:
    """Return the sector that most of a list share; none for an empty list."""
    return max(set(words), key=words.count, default=None)
