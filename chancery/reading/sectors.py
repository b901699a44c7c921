"""The sector of an event, by the vocabulary around it."""

from __future__ import annotations

import re
from functools import lru_cache

from chancery.reading.lexicon import load_rows
from chancery.vocabulary import Kind, Sector

_OWN = 3.0
_NEAR = 0.5
_OFFICE = 2.0
_WIDE = 1.5
_MAIN = 2.0
_MAIN_SHARE = 0.4
_FEWEST_WORDS = 3
_TOLD_WITH_THE_TEXT = frozenset({Kind.VISIT, Kind.MEETING})
_LEANING = {
    Kind.VISIT: (Sector.POLITICS, 3.2),
    Kind.MEETING: (Sector.POLITICS, 2.5),
    Kind.AGREEMENT: (Sector.POLITICS, 2.0),
    Kind.PROJECT: (Sector.INDUSTRY, 0.5),
    Kind.CULTURE: (Sector.CULTURE, 6.0),
    Kind.SPORT: (Sector.SPORT, 9.0),
    Kind.OTHER: (Sector.POLITICS, 1.5),
}


_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_SHORTEST_STEM = 3


@lru_cache(maxsize=1)
def _vocabulary() -> tuple[dict[str, Sector], dict[str, Sector], dict[str, Sector]]:
    """Return the whole words, the beginnings of words, and the phrases that speak for each sector."""
    whole: dict[str, Sector] = {}
    stems: dict[str, Sector] = {}
    phrases: dict[str, Sector] = {}
    for name, words in load_rows("sectors", 2):
        for word in words.split():
            table = phrases if "-" in word else stems if word.endswith("*") else whole
            table.setdefault(word.rstrip("*").replace("-", " "), Sector(name))
    return whole, stems, phrases


@lru_cache(maxsize=65_536)
def sector_of_word(word: str) -> Sector | None:
    """Return the sector that a lower-case word speaks for; none for most words."""
    whole, stems, _ = _vocabulary()
    if word in whole:
        return whole[word]
    return next((stems[word[:size]] for size in range(len(word), _SHORTEST_STEM - 1, -1) if word[:size] in stems), None)


def count_words(text: str) -> dict[Sector, int]:
    """Count the different words of each sector's vocabulary in a text."""
    lower = text.lower()
    counts = dict.fromkeys(Sector, 0)
    for word in set(_WORD.findall(lower)):
        sector = sector_of_word(word) or next(filter(None, map(sector_of_word, word.split("-"))), None)
        if sector is not None:
            counts[sector] += 1
    for phrase, sector in _vocabulary()[2].items():
        counts[sector] += phrase in lower
    return counts


def _weigh_topics(kind: Kind, wide: dict[Sector, int]) -> dict[Sector, float]:
    """Return what the whole text adds to each sector: its share, and for visits and talks more for its main one."""
    topics = {sector: count for sector, count in wide.items() if sector is not Sector.POLITICS}
    whole = sum(topics.values()) or 1
    weights = dict.fromkeys(Sector, 0.0) | {sector: _WIDE * count / whole for sector, count in topics.items()}
    main = max(topics, key=lambda sector: topics[sector])
    if kind in _TOLD_WITH_THE_TEXT and topics[main] >= max(_FEWEST_WORDS, _MAIN_SHARE * whole):
        weights[main] += _MAIN
    return weights


def choose_sector(
    kind: Kind, own: str, near: str, wide: dict[Sector, int], offices: str = ""
) -> tuple[Sector, float, str]:
    """Choose the sector of an event.

    Parameters
    ----------
    own
        The clauses that tell of it.
    near
        The sentences that state it.
    wide
        Counts of the whole text, as `count_words` gives them: its topic counts where the event's own words say little.
    offices
        The offices of the people who take part: a minister of energy speaks for energy.

    Returns
    -------
    The sector, a confidence from 0 to 1, and the reason.
    """
    counts = count_words(own)
    around = counts if near == own else count_words(near)
    leaning, weight = _LEANING[kind]
    held = count_words(offices)
    topics = _weigh_topics(kind, wide)
    scores = {
        sector: _OWN * counts[sector]
        + _NEAR * (around[sector] - counts[sector])
        + _OFFICE * min(1, held[sector])
        + topics[sector]
        for sector in Sector
    }
    scores[Sector.POLITICS] = 0.0
    scores[leaning] += weight
    order = list(Sector)
    best = max(scores, key=lambda sector: (scores[sector], -order.index(sector)))
    total = sum(scores.values()) or 1.0
    words = counts[best]
    reason = f"{words} word{'s' if words != 1 else ''} of its vocabulary" if words else "the usual sector of its kind"
    return best, round(0.4 + 0.6 * max(0.0, scores[best]) / total, 2), reason
