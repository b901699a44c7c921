"""Past or future: what the verbs around a place in a sentence say."""

from __future__ import annotations

import bisect
import re
from functools import lru_cache

from chancery.reading.almanac import Direction
from chancery.reading.lexicon import load_rows, load_words

_CLAUSE_BREAK = re.compile(
    r"[;:—]|,?\s(?:but|while|whereas|although|that|which|who|where|under which)\s|,\s(?:and|when|as)\s|\.\s"
)
_PROGRESSIVE = re.compile(r"\b(?:is|are)\s(?:also\s|now\s|nonetheless\s)?[a-z]{2,}ing\b")
_SPEECH_REACH = 16
_LEADING = 14
_AFTER = 60


@lru_cache(maxsize=1)
def _future_pattern() -> re.Pattern[str]:
    phrases = sorted(load_words("future_cues"), key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(re.escape(phrase) for phrase in phrases) + r")\b", re.IGNORECASE)


@lru_cache(maxsize=1)
def _scheduled_pattern() -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(sorted(load_words("scheduled_present"), key=len, reverse=True)) + r")\b")


@lru_cache(maxsize=1)
def _speech_pattern() -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(sorted(load_words("speech_verbs"))) + r")\b")


@lru_cache(maxsize=1)
def _past_pattern() -> re.Pattern[str]:
    rows = load_rows("irregular_verbs", 3)
    irregular = {form for row in rows for form in row[1:]} - {row[0] for row in rows}
    words = "|".join(sorted(irregular | load_words("past_cues"), key=len, reverse=True))
    no_verbs = "|".join(sorted(load_words("no_past_forms") | load_words("speech_verbs")))
    return re.compile(rf"\b(?!(?:{no_verbs})\b)(?:{words}|(?<!being\s)(?<!\bbe\s)[a-z]{{2,20}}ed)\b")


def clause_of(text: str, position: int, start: int, end: int) -> tuple[int, int]:
    """Return the clause of the sentence (`start`, `end`) that holds a position."""
    left, right = start, end
    for match in _CLAUSE_BREAK.finditer(text, start, end):
        if match.end() <= position:
            left = match.end()
        elif match.start() >= position:
            right = match.start()
            break
    return left, right


def is_date_of_saying(text: str, first: int, last: int, start: int, end: int) -> bool:
    """Tell whether a phrase of time dates a verb of saying: "said on Friday", "On Friday the ministry announced"."""
    left, right = clause_of(text, first, start, end)
    for match in _speech_pattern().finditer(text, left, min(right, last + 200)):
        if 0 <= first - match.end() <= _SPEECH_REACH:
            return True
        if match.start() >= last and first - left <= _LEADING:
            return _past_pattern().search(text, last, match.start()) is None
    return False


def direction_at(text: str, first: int, last: int, start: int, end: int) -> Direction:
    """Tell whether what is said at (`first`, `last`) of the sentence (`start`, `end`) lies behind or ahead.

    The clause decides, then the sentence. Verbs of saying count only for the phrase that dates them. In one clause the
    cue nearest to the position wins, those before it first; a scheduled present ("opens on Saturday") is future.
    """
    if is_date_of_saying(text, first, last, start, end):
        return "past"
    left, right = clause_of(text, first, start, end)
    direction = _nearest_direction(text, first, left, right)
    if direction == "unknown" and _scheduled_pattern().search(text, left, right):
        return "future"
    return direction if direction != "unknown" else _nearest_direction(text, first, start, end)


@lru_cache(maxsize=256)
def _cues_in(words: str) -> tuple[tuple[tuple[int, int], ...], tuple[tuple[int, int], ...]]:
    """Return the spans of the cues to the past and to the future; past forms right after a future cue belong to it."""
    future = tuple(match.span() for match in _future_pattern().finditer(words) if match.group() != "May")
    ends = [right for _, right in future]
    past: list[tuple[int, int]] = []
    for match in _past_pattern().finditer(words):
        index = bisect.bisect_right(future, (match.start(), len(words))) - 1
        if index < 0 or match.start() >= ends[index] + 16:
            past.append(match.span())
    return tuple(past), future


def direction_of_time(text: str, first: int, last: int, start: int, end: int) -> Direction:
    """Tell the direction of a phrase of time; a progressive without any other cue ("is flying on Friday") is future."""
    left, right = clause_of(text, first, start, end)
    if _PROGRESSIVE.search(text, left, right) and _nearest_direction(text, first, left, right) == "unknown":
        return "past" if is_date_of_saying(text, first, last, start, end) else "future"
    return direction_at(text, first, last, start, end)


def _nearest_direction(text: str, position: int, start: int, end: int) -> Direction:
    """Return the direction of the cue nearest to a position."""
    past, future = _cues_in(text[start:end])
    position -= start
    best, nearest = "unknown", 1 << 30
    for spans, direction in ((past, "past"), (future, "future")):
        for left, right in spans:
            distance = position - right if right <= position else left - position + _AFTER
            if distance < nearest:
                best, nearest = direction, distance
    return best  # type: ignore[return-value]
