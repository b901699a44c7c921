"""Phrases of time in a text, each resolved against the day of publication to an EDTF value."""

from __future__ import annotations

import bisect
import datetime as dt
import re
from dataclasses import dataclass

from chancery.dates import Edtf
from chancery.errors import InvalidDate
from chancery.reading.almanac import Anchor, bounds_of, day_value
from chancery.reading.article import Article, Sentence
from chancery.reading.lexicon import load_map
from chancery.reading.tense import direction_of_time, is_date_of_saying
from chancery.reading.time_rules import RULES, Rule
from chancery.reading.time_words import Setting

_BEFORE = re.compile(
    r"(?P<word>\bby|\bbefore|\buntil|\btill|\bsince|\bfrom|\bafter|\bstarting(?: in| on| from)?|\bas of|\bback to"
    r"|\bahead of|\bno later than|\bprior to|\bup to|\bbetween|\bfollowing)\s(?:the\s)?(?:(?:end"
    r"|start|beginning|middle)\sof\s)?$",
    re.IGNORECASE,
)
_SIGNS = (
    frozenset(
        "day days week weeks weekend month months year years decade decades morning evening"
        " afternoon tonight tomorrow today"
        " yesterday soon shortly previously formerly future past spring summer autumn fall winter"
        " hour hours minute minutes"
        " anniversary".split()
    )
    | frozenset(load_map("months"))
    | frozenset(load_map("weekdays"))
)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_QUALIFIED = re.compile(r"(?:\bearly|\blate|\bmid)(?:\sin)?[\s-]$", re.IGNORECASE)
_ENDING = re.compile(r"\b(?:by|until|till)\s(?:the\s)?$", re.IGNORECASE)
_UNTIL = re.compile(r"\s(?:to|until|till|through)\s(?:the\s)?$")
_NOT_A_YEAR = re.compile(
    r"\s?(?:people|persons|tons|tonnes|km|kilomet|met|hectares|dollars|euros|troops|soldiers"
    r"|megawatt|MW|%|percent|per cent|students|delegates|participants|visitors|jobs|cases|deaths"
    r"|homes|miles|feet|men|women|workers|residents)"
)
_NAME_BEFORE_YEAR = re.compile(r"(?:\$|€|£|No\.?\s|[\d.,]|[A-Z]\w*-)$")
_LATEST_WORDS: tuple[str, ...] = ("by", "no later than", "before", "prior to", "ahead of", "until", "till", "up to")
_EARLIEST_WORDS: tuple[str, ...] = ("since", "back to", "as of", "starting", "after", "from")
_OPEN_BOUNDS: dict[str, str] = {word: "../{0}" for word in _LATEST_WORDS} | {word: "{0}/.." for word in _EARLIEST_WORDS}  # noqa: C420


@dataclass(frozen=True, slots=True)
class TimePhrase:
    """A phrase of time and what it means.

    Attributes
    ----------
    start, end
        Span of the phrase, without the preposition before it.
    edtf
        Its value; empty for a duration, and where it needs a day of publication that is not known.
    meaning
        ``point``, ``span``, ``open``, ``by``, ``since``, ``until``, ``duration`` or ``origin`` (the start that a count
        of years gives, derived and not said).
    reason
        Which rule of the grammar read it, and against what.
    dates_saying
        Whether it tells when something was said, not when it happens.
    """

    start: int
    end: int
    surface: str
    edtf: str
    meaning: str
    reason: str
    dates_saying: bool = False


def find_phrases(article: Article, anchor: Anchor | None) -> tuple[TimePhrase, ...]:
    """Return the phrases of time of a text, in its order, none overlapping another.

    Where patterns compete for the same words, the longer match wins, and of two as long the rule that comes first.
    """
    found: list[TimePhrase] = []
    previous = previous_day = ""
    for sentence in article.sentences:
        if not _speaks_of_time(article, sentence):
            continue
        for rule, match in _select_matches(article.text, sentence):
            phrase = _resolve(article.text, sentence, rule, match, anchor, (previous, previous_day))
            if phrase is None:
                continue
            found.append(phrase)
            if phrase.edtf and phrase.meaning not in ("origin", "open"):
                previous = phrase.edtf
                previous_day = previous if _DAY.fullmatch(previous) else previous_day
    return tuple(_join_ranges(article.text, found))


def _speaks_of_time(article: Article, sentence: Sentence) -> bool:
    """Tell whether a sentence has a number or a word of time at all: most rules need not be tried on the others."""
    return any(token.lower in _SIGNS or token.text[0].isdigit() for token in article.tokens_of(sentence))


def _select_matches(text: str, sentence: Sentence) -> list[tuple[Rule, re.Match[str]]]:
    candidates = [
        (match.start() - match.end(), order, rule, match)
        for order, rule in enumerate(RULES)
        for match in rule.pattern.finditer(text, sentence.start, sentence.end)
        if _is_time(text, rule, match)
    ]
    candidates.sort(key=lambda item: (item[0], item[1], item[3].start()))
    starts: list[int] = []
    chosen: list[tuple[Rule, re.Match[str]]] = []
    for _, _, rule, match in candidates:
        at = bisect.bisect_left(starts, match.start())
        free_left = at == 0 or chosen[at - 1][1].end() <= match.start()
        free_right = at == len(starts) or chosen[at][1].start() >= match.end()
        if free_left and free_right:
            starts.insert(at, match.start())
            chosen.insert(at, (rule, match))
    return chosen


def _is_time(text: str, rule: Rule, match: re.Match[str]) -> bool:
    """Refuse numbers that are no years, and the names of people and things that look like dates."""
    if rule.name == "year" and match.group().isdigit():
        before, after = text[max(0, match.start() - 12) : match.start()], text[match.end() : match.end() + 14]
        if (
            _NAME_BEFORE_YEAR.search(before)
            or _NOT_A_YEAR.match(after)
            or re.match(r"[-–]\w|[.,]\d|-?(?:th|st|nd)\b", after)
        ):
            return False
    if (
        rule.name == "month"
        and match.groupdict().get("month") == "March"
        and text[match.end() : match.end() + 4] == " on "
    ):
        return True
    return True


def _resolve(
    text: str,
    sentence: Sentence,
    rule: Rule,
    match: re.Match[str],
    anchor: Anchor | None,
    previous: tuple[str, str],
) -> TimePhrase | None:
    direction = direction_of_time(text, match.start(), match.end(), sentence.start, sentence.end)
    if direction == "past" and _ENDING.search(text, max(sentence.start, match.start() - 20), match.start()):
        direction = "unknown"
    try:
        value = rule.resolve(match, Setting(anchor, direction, *previous))
        if value:
            Edtf.parse(value)
    except (InvalidDate, ValueError, OverflowError, TypeError):
        value = None
    reason = rule.name if direction == "unknown" or rule.meaning == "duration" else f"{rule.name}, {direction} verb"
    start = match.start()
    inner = re.match(
        r"(?:(?:in|since|by|until|till|from|during|before|after|of|for|to|starting|throughout|between|within)\s)+",
        match.group(),
        re.IGNORECASE,
    )
    if inner and rule.name in ("month", "season", "years"):
        start += inner.end()
    meaning = rule.meaning
    if value and "/" not in value and meaning in ("point", "span"):
        meaning, value = _apply_preposition(text, sentence.start, start, value, meaning)
    if value is None:
        value = ""
    said = is_date_of_saying(text, match.start(), match.end(), sentence.start, sentence.end)
    return TimePhrase(start, match.end(), text[start : match.end()], value, meaning, reason, said)


def _apply_preposition(text: str, lowest: int, start: int, value: str, meaning: str) -> tuple[str, str]:
    """Turn a point into an interval where a word before it opens one end: by 2027, since 2007, until May."""
    before = text[max(lowest, start - 40) : start]
    before = _QUALIFIED.sub("", before)
    found = _BEFORE.search(before)
    if found is None:
        return meaning, value
    word = found["word"].lower()
    word = "starting" if word.startswith("starting") else word
    pattern = _OPEN_BOUNDS.get(word)
    if pattern is None:
        return meaning, value
    name = {"by": "by", "no later than": "by", "before": "by", "prior to": "by", "ahead of": "by"}.get(word)
    name = name or ("until" if word in ("until", "till", "up to") else "since")
    return name, pattern.format(value)


def _join_ranges(text: str, phrases: list[TimePhrase]) -> list[TimePhrase]:
    """Join "from P to Q" where both ends were read by themselves: from 2011 to next year."""
    joined: list[TimePhrase] = []
    for phrase in phrases:
        last = joined[-1] if joined else None
        if (
            last is not None
            and last.meaning == "since"
            and last.edtf.endswith("/..")
            and phrase.meaning in ("point", "until", "by")
            and _UNTIL.fullmatch(text[last.end : phrase.start])
            and phrase.edtf
        ):
            left, right = last.edtf.removesuffix("/.."), phrase.edtf.removeprefix("../")
            if "/" not in right and _in_order(left, right):
                joined[-1] = TimePhrase(
                    last.start,
                    phrase.end,
                    text[last.start : phrase.end],
                    f"{left}/{right}",
                    "span",
                    "from one to the other",
                )
                continue
        joined.append(phrase)
    return joined


def _in_order(left: str, right: str) -> bool:
    first, last = bounds_of(left)[0], bounds_of(right)[1]
    return first is not None and last is not None and first <= last


def publication_of(article: Article) -> str:
    """Return the date that the dateline itself gives in full, as EDTF; empty if it leaves out the year."""
    line = article.dateline
    if line is None or line.day is None or line.month is None or line.year is None:
        return ""
    try:
        return day_value(dt.date(line.year, line.month, line.day))
    except ValueError:
        return ""
