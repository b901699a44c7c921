"""The line that opens a news item: where and when it was filed, and by which agency."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from chancery.reading.lexicon import load_map, load_rows, load_words

_MONTH = "|".join(sorted(load_map("months"), key=len, reverse=True))
_WEEKDAY = "|".join(load_map("weekdays"))
_DATE = re.compile(
    rf"(?:(?:{_WEEKDAY})[,.]?\s+)?(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<month>{_MONTH})\b"
    rf"|(?P<month2>{_MONTH})\b\.?\s+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?(?!\d))"
    r"(?:,?\s+(?P<year>\d{4}))?",
    re.IGNORECASE,
)
_NAME_WORD = r"(?:(?:[A-Z]\.){2,}|W\. ?Va(?=\.)|(?:(?:St|Ste|Mt|Ft|ST|MT|FT)\. )?[^\W\d_a-zß-öø-ÿ][\w'’-]*)"
_NAME = re.compile(rf"{_NAME_WORD}(?: {_NAME_WORD}){{0,3}}")
_BRACKETED = re.compile(r"\([^()\n]{1,40}\)|/[^/\n]{1,40}/")
_SEPARATOR = re.compile(r"(?:[ \t,.:–—-]|/(?![^/\n]{1,40}/))*(?:\r?\n\s*)?")
_LONGEST = 160
_LINE = re.compile(r"\n\s*")
_HEAD_LINES, _HEAD_LENGTH = 6, 800


@dataclass(frozen=True, slots=True)
class Dateline:
    """The opening line.

    Attributes
    ----------
    start, end
        Its span, with the blanks and dashes that end it.
    place_spans
        Spans of the names before the date or agency, the filing place first.
    day, month, year
        As far as it gives them; no year is ever supplied.
    """

    start: int
    end: int
    place_spans: tuple[tuple[int, int], ...]
    day: int | None
    month: int | None
    year: int | None


@lru_cache(maxsize=1)
def area_abbreviations() -> dict[str, str]:
    """Return the names of states and provinces by their abbreviations, with points and without."""
    return {key: row[1] for row in load_rows("state_abbreviations", 3) for key in (row[0], row[2]) if key}


def find_dateline(text: str) -> Dateline | None:
    """Find the dateline at the head of a text, or after its headline and byline.

    It is one when it opens with a name in capitals or capitalised, and goes on with a date, an agency or a dash:
    ``Baku, 21 April, AZERTAC``, ``LONDON (Reuters) -``, ``ASTANA - ``, ``Baku. 28 December.``, ``ROME, Ga. —``
    """
    start = len(text) - len(text.lstrip())
    first = _read_line(text, start)
    if first is not None:
        return first
    head = [match.end() for match in _LINE.finditer(text, start, start + _HEAD_LENGTH)][:_HEAD_LINES]
    lines = (_read_line(text, position) for position in head)
    return next((line for line in lines if line and text[slice(*line.place_spans[0])].isupper()), None)


def _read_line(text: str, start: int) -> Dateline | None:
    places: list[tuple[int, int]] = []
    position = start
    date: re.Match[str] | None = None
    agency = dashed = False
    while position < min(len(text), start + _LONGEST):
        found = _DATE.match(text, position)
        if found and date is None:
            date, position = found, found.end()
        elif (bracketed := _BRACKETED.match(text, position)) and places:
            agency, position = True, bracketed.end()
        elif places and (end := _match_agency(text, position)):
            agency, position = True, end
        elif not (date or agency or dashed) and len(places) < 3 and (name := _match_place(text, position)):
            places.append(name)
            position = name[1]
        else:
            break
        separator = _SEPARATOR.match(text, position)
        dashed = separator is not None and re.search(r"[–—-]", separator.group()) is not None
        position = separator.end() if separator else position
    return _judge(text, start, position, places, date, agency)


def _match_place(text: str, position: int) -> tuple[int, int] | None:
    """Match a name that is followed by what may follow the place of a dateline."""
    name = _NAME.match(text, position)
    if name is None or name.group().lower() in load_map("weekdays"):
        return None
    end = name.end() + (text[name.end() : name.end() + 1] == "." and f"{name.group()}." in area_abbreviations())
    follows = text[end : end + 3]
    if (
        follows[:1] in ",.:"
        or follows[:2] in (" (", " /")
        or (follows.lstrip(" ")[:1] in ("-", "–", "—") and follows[:1] == " ")
    ):
        return name.start(), end
    return None


def _match_agency(text: str, position: int) -> int | None:
    for name in load_words("agencies"):
        end = position + len(name)
        if text.startswith(name, position) and not text[end : end + 1].isalnum():
            return end
    return None


def _judge(
    text: str,
    start: int,
    end: int,
    places: list[tuple[int, int]],
    date: re.Match[str] | None,
    agency: bool,
) -> Dateline | None:
    """Accept what was read as a dateline only if it looks like one."""
    if not places or end >= len(text):
        return None
    tail = text[places[-1][1] : end]
    first = text[places[0][0] : places[0][1]]
    dash = re.fullmatch(r"\.?\s*(?:--?|–|—)\s+", tail) is not None or (first.isupper() and tail.strip() == ":")
    ends_well = not text[end].islower() if end < len(text) else True
    if not (date or agency or dash) or not ends_well:
        return None
    if date and not agency and not re.search(r"[.,:–—\-\n)]\s*$", text[date.end() : end] or " "):
        bare = re.fullmatch(r",\s", text[places[-1][1] : date.start()]) and re.match(r"[A-Z][a-z]*\s", text[end:])
        if bare is None:
            return None
    months = load_map("months")
    day = month = year = None
    if date:
        day = int(date.group("day") or date.group("day2"))
        month = int(months[(date.group("month") or date.group("month2")).lower()])
        year = int(date.group("year")) if date.group("year") else None
    return Dateline(start, end, tuple(places), day, month, year)
