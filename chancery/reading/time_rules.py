# ruff: noqa: E501 - a pattern is easier to check in one piece
"""The grammar of phrases of time: a table of patterns, each with the function that turns it into EDTF.

A rule sees one phrase, the day of publication, the direction that the verb points to, and the value of the phrase
before it (for "that year"). What needs a day of publication is left unresolved where there is none.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

from chancery.reading.almanac import (
    Anchor,
    Direction,
    add_months,
    bounds_of,
    day_value,
    interval,
    make_day,
    month_value,
    nearest_day,
    nearest_month,
    nearest_season,
    nearest_weekday,
    shift_day,
    week_value,
    year_value,
)
from chancery.reading.lexicon import load_map

MONTHS = {name: int(number) for name, number in load_map("months").items()}
WEEKDAYS = {name: int(number) for name, number in load_map("weekdays").items()}
SEASONS = {name: int(code) for name, code in load_map("seasons").items()}
NUMBERS = {word: float(value) for word, value in load_map("numbers").items()}


@dataclass(frozen=True, slots=True)
class Setting:
    """What a rule may go by besides the words of its phrase."""

    anchor: Anchor | None
    direction: Direction
    previous: str


Resolve = Callable[[re.Match[str], Setting], str | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """One pattern of the grammar.

    Attributes
    ----------
    name
        What the phrase is: shown as the reason for its date.
    meaning
        ``point``, ``span``, ``open`` (no end known), ``duration`` (no date at all) or ``origin`` (the start that a
        count of years gives).
    """

    name: str
    meaning: str
    pattern: re.Pattern[str]
    resolve: Resolve


def _alternatives(names: dict[str, int]) -> str:
    return "|".join(name.capitalize() for name in sorted(names, key=len, reverse=True))


_SHORT_MONTHS = {name: number for name, number in MONTHS.items() if len(name) <= 4 and name not in ("june", "july")}
_M = rf"(?:(?:{_alternatives({name: MONTHS[name] for name in MONTHS.keys() - _SHORT_MONTHS.keys()})})\b|(?:{_alternatives(_SHORT_MONTHS)})\b\.?)"
_WD = rf"(?:{_alternatives(WEEKDAYS)})"
_S = r"(?:[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter)"
_D = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?(?![\d])"
_Y = r"(?:1[5-9]|20|21)\d\d(?!\d)"
_NUM_WORDS = "|".join(sorted((word for word in NUMBERS if word != "half"), key=len, reverse=True))
_NUM = rf"(?:\d{{1,3}}|(?i:{_NUM_WORDS}))"
_UNIT = r"(?:day|week|month|year|decade)"
_DASH = r"\s?[-–—]\s?"
_TO = rf"(?:{_DASH}|\s(?:to|until|till|through|and)\s(?:the\s)?)"
_REL = r"(?:last|this|next|the same|that|the previous|the following|the coming)"
_YEAR_REF = rf"(?:{_Y}|{_REL} year)"
_OF_YEAR = rf"(?:,?\s(?:of\s)?(?P<year>{_YEAR_REF}))"
_PART_OF_DAY = r"(?:\s(?:morning|afternoon|evening|night))"


def _number(word: str) -> float:
    return float(word) if word.isdigit() else NUMBERS[word.lower()]


def _month(name: str) -> int:
    return MONTHS[name.lower().rstrip(".")]


def _ordinal(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def _year(words: str | None, setting: Setting) -> int | None:
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


def _day_of(day: str, month: str, year: str | None, setting: Setting) -> dt.date | None:
    number = _month(month)
    known = _year(year, setting)
    if known is not None:
        return make_day(known, number, _ordinal(day))
    if setting.anchor is None or year:
        return None
    return nearest_day(setting.anchor, number, _ordinal(day), setting.direction)


def _single_day(match: re.Match[str], setting: Setting) -> str | None:
    made = _day_of(match["day"], match["month"], match["year"], setting)
    return day_value(made) if made else None


def _day_range(match: re.Match[str], setting: Setting) -> str | None:
    groups = match.groupdict()
    last = _day_of(groups["day2"], groups.get("month2") or groups["month"], groups["year"], setting)
    if last is None:
        return None
    first = make_day(last.year, _month(groups["month"]), _ordinal(groups["day"]))
    if first and first > last:
        first = make_day(last.year - 1, first.month, first.day)
    return interval(day_value(first), day_value(last)) if first else None


def _iso_day(match: re.Match[str], setting: Setting) -> str | None:
    made = make_day(int(match["y"]), int(match["m"]), int(match["d"]))
    return day_value(made) if made else None


def _numeric_day(match: re.Match[str], setting: Setting) -> str | None:
    """Read 15.05.2024 and 15/05/2024; with a slash, a day that could be a month is nobody's to guess."""
    first, second = int(match["a"]), int(match["b"])
    if match["sep"] == "/" and first <= 12 and second <= 12 and first != second:
        return None
    day, month = (second, first) if second > 12 else (first, second)
    made = make_day(int(match["y"]), month, day)
    return day_value(made) if made else None


def _month_of_year(match: re.Match[str], setting: Setting) -> str | None:
    year = _year(match["year"], setting)
    return month_value(year, _month(match["month"])) if year else None


def _month_alone(match: re.Match[str], setting: Setting) -> str | None:
    if setting.anchor is None:
        return None
    return month_value(*nearest_month(setting.anchor, _month(match["month"]), setting.direction))


def _relative_month(match: re.Match[str], setting: Setting) -> str | None:
    """Resolve "last June" (the last one before this month), "this June", "next June"."""
    if setting.anchor is None:
        return None
    relation, month = match["relation"].lower(), _month(match["month"])
    year, current = setting.anchor.last.year, setting.anchor.last.month
    if relation in ("last", "past", "this past"):
        year -= month >= current
    elif relation in ("next", "the coming", "this coming", "coming"):
        year += month <= current
    return month_value(year, month)


def _month_range(match: re.Match[str], setting: Setting) -> str | None:
    first, last = _month(match["month"]), _month(match["month2"])
    year = _year(match["year"], setting)
    if year is None:
        if setting.anchor is None:
            return None
        year = nearest_month(setting.anchor, last, setting.direction)[0]
    return interval(month_value(year - (first > last), first), month_value(year, last))


def _part_of_month(match: re.Match[str], setting: Setting) -> str | None:
    """Resolve "the first week of April": seven days, the last week being the last seven."""
    year = _year(match["year"], setting)
    month = _month(match["month"])
    if year is None:
        if setting.anchor is None:
            return None
        year, month = nearest_month(setting.anchor, month, setting.direction)
    which = match["which"].lower()
    if which == "last":
        end = shift_day(dt.date(year, month, 1), 1) - dt.timedelta(1)
        return interval(day_value(end - dt.timedelta(6)), day_value(end))
    start = dt.date(year, month, 1) + dt.timedelta(7 * ({"first": 1, "second": 2, "third": 3}[which] - 1))
    return interval(day_value(start), day_value(start + dt.timedelta(6)))


def _season(match: re.Match[str], setting: Setting) -> str | None:
    code = SEASONS[match["season"].lower()]
    groups = match.groupdict()
    year = _year(groups.get("year"), setting)
    if year is None:
        if setting.anchor is None or groups.get("year"):
            return None
        relation = (groups.get("relation") or "").lower()
        direction: Direction = {"last": "past", "next": "future", "coming": "future"}.get(relation, setting.direction)  # type: ignore[assignment]
        year = nearest_season(setting.anchor, code, direction)
        if relation == "this":
            year = setting.anchor.last.year
        elif (
            relation in ("next", "coming")
            and dt.date(year, {21: 3, 22: 6, 23: 9, 24: 12}[code], 1) <= setting.anchor.first
        ):
            year += 1
        elif (
            relation == "last"
            and shift_day(dt.date(year, {21: 3, 22: 6, 23: 9, 24: 12}[code], 1), 3) > setting.anchor.last
        ):
            year -= 1
    return f"{year_value(year)}-{code}"


def _year_range(match: re.Match[str], setting: Setting) -> str | None:
    first, last = int(match["y1"]), match["y2"]
    end = int(last) if len(last) == 4 else int(match["y1"][: 4 - len(last)] + last)
    return interval(year_value(first), year_value(end)) if end >= first else None


def _part_of_year(match: re.Match[str], setting: Setting) -> str | None:
    words = match["year"]
    year = setting.anchor.last.year if words == "the year" and setting.anchor else _year(words, setting)
    if year is None:
        return None
    which = {"first": 0, "second": 1, "third": 2, "fourth": 3, "last": -1}[match["which"].lower()]
    months = {"half": 6, "quarter": 3}[match["part"].lower()]
    start = 12 - months + 1 if which < 0 else which * months + 1
    if start > 12:
        return None
    return interval(month_value(year, start), month_value(year, start + months - 1))


def _edge_months(match: re.Match[str], setting: Setting) -> str | None:
    """Resolve "the first three months of the year"."""
    words = match["year"]
    year = setting.anchor.last.year if words == "the year" and setting.anchor else _year(words, setting)
    count = int(_number(match["count"]))
    if year is None or not 1 <= count <= 12:
        return None
    if match["which"].lower() == "first":
        return interval(month_value(year, 1), month_value(year, count))
    return interval(month_value(year, 13 - count), month_value(year, 12))


def _plain_year(match: re.Match[str], setting: Setting) -> str | None:
    return year_value(int(match["y"]))


def _decade(match: re.Match[str], setting: Setting) -> str | None:
    return f"{match['decade']}X"


def _relative_year(match: re.Match[str], setting: Setting) -> str | None:
    words = re.sub(
        r"^(?:the )?(?:early|earlier|late|later|end of|beginning of|start of|middle of)\s(?:in\s)?",
        "",
        match.group().lower(),
    )
    if words == "the year" and setting.anchor:
        return year_value(setting.anchor.last.year)
    year = _year(words, setting)
    return year_value(year) if year else None


def _relative_unit(match: re.Match[str], setting: Setting) -> str | None:
    """Resolve weeks, months and weekends named by where they lie: this, last, next."""
    if setting.anchor is None:
        return None
    relation, unit = (match["relation"] or "this").lower(), match["unit"].lower()
    if relation.split()[-1] in ("following", "previous") and setting.previous:
        day = bounds_of(setting.previous)[1 if relation.endswith("following") else 0]
        if day is not None:
            setting = Setting(Anchor(day, day, day_value(day)), setting.direction, "")
    shift = {"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1, "following": 1}.get(
        relation.split()[-1], 0
    )
    anchor = setting.anchor
    if anchor is None:
        return None
    if unit == "month" or not anchor.knows_day:
        if not anchor.knows_month:
            return anchor.value
        months = shift if unit == "month" else 0
        return month_value(*add_months(anchor.first.year, anchor.first.month, months))
    if unit == "week":
        return week_value(anchor.first + dt.timedelta(7 * shift))
    saturday = anchor.first + dt.timedelta((6 - anchor.first.isoweekday()) % 7)
    if (setting.direction == "past" and relation not in ("next", "coming")) or relation == "last":
        saturday = anchor.first - dt.timedelta((anchor.first.isoweekday() - 6) % 7)
    return interval(day_value(saturday), day_value(saturday + dt.timedelta(1)))


def _shift(count: float, unit: str, anchor: Anchor) -> str:
    """Move the day of publication by a count of units; the result is as coarse as the unit."""
    if unit == "day":
        if not anchor.knows_day:
            return anchor.value
        return day_value(anchor.first + dt.timedelta(round(count)))
    if unit == "week":
        day = anchor.first + dt.timedelta(round(7 * count))
        return day_value(day) if abs(count) == 1 and anchor.knows_day else month_value(day.year, day.month)
    if unit == "month":
        return month_value(*add_months(anchor.first.year, anchor.first.month, round(count)))
    return year_value(anchor.first.year + round(count * (10 if unit == "decade" else 1)))


def _ago(match: re.Match[str], setting: Setting) -> str | None:
    if match["word"] == "earlier" and setting.previous and (start := bounds_of(setting.previous)[0]):
        anchor: Anchor | None = Anchor(start, start, day_value(start))
    else:
        anchor = setting.anchor
    if anchor is None:
        return None
    if match["count"].lower() in ("few", "several", "a few", "some"):
        unit = match["unit"].lower()
        return _shift(0, "month", anchor) if unit in ("day", "week") else None
    return _shift(-_number(match["count"].lower().removeprefix("a ").strip() or "a"), match["unit"].lower(), anchor)


def _ahead(match: re.Match[str], setting: Setting) -> str | None:
    """Resolve "within two months" (from now until then) and "in two years" (then, if the verb is future)."""
    if setting.anchor is None:
        return None
    count, unit = _number(match["count"]), match["unit"].lower()
    if match["word"].lower().startswith("in") and match["word"].lower() == "in":
        return _shift(count, unit, setting.anchor) if setting.direction == "future" else None
    first = setting.anchor.first
    months = {"month": 1, "year": 12, "decade": 120}.get(unit)
    end = (
        shift_day(first, round(count * months))
        if months
        else first + dt.timedelta(round(count * (7 if unit == "week" else 1)))
    )
    if not setting.anchor.knows_day or unit in ("year", "decade"):
        return interval(year_value(first.year), year_value(end.year))
    return interval(day_value(first), day_value(end))


def _past_stretch(match: re.Match[str], setting: Setting) -> str | None:
    if setting.anchor is None:
        return None
    count, unit = _number(match["count"]), match["unit"].lower()
    past = _shift(-count, unit, setting.anchor)
    now = _shift(0, unit, setting.anchor)
    return (
        interval(past, now)
        if match["relation"].lower() != "next"
        else interval(now, _shift(count, unit, setting.anchor))
    )


def _open_future(match: re.Match[str], setting: Setting) -> str | None:
    return setting.anchor.ahead if setting.anchor else None


def _open_past(match: re.Match[str], setting: Setting) -> str | None:
    return setting.anchor.behind if setting.anchor else None


def _deictic_day(match: re.Match[str], setting: Setting) -> str | None:
    words = match.group().lower()
    if (
        words.startswith(("the same", "that", "the next", "the following", "the previous", "the day before", "a day"))
        and setting.previous
    ):
        first, last = bounds_of(setting.previous)
        day = last if last and first == last else None
        if day is None:
            return setting.previous if words.startswith(("the same", "that")) else None
        shift = (
            1
            if ("next" in words or "following" in words or "later" in words)
            else -1
            if "same" not in words and "that" not in words
            else 0
        )
        return day_value(day + dt.timedelta(shift))
    if setting.anchor is None:
        return None
    shift = (
        -1
        if words.startswith(("yesterday", "the day before", "the previous"))
        else 1
        if words.startswith(("tomorrow", "the next", "the following"))
        else 0
    )
    if not setting.anchor.knows_day:
        return setting.anchor.value
    return day_value(setting.anchor.first + dt.timedelta(shift))


def _two_days(match: re.Match[str], setting: Setting) -> str | None:
    if setting.anchor is None or not setting.anchor.knows_day:
        return setting.anchor.value if setting.anchor else None
    first = setting.anchor.first - dt.timedelta(match.group().lower().startswith("yesterday"))
    return interval(day_value(first), day_value(first + dt.timedelta(1)))


def _weekday(match: re.Match[str], setting: Setting) -> str | None:
    if setting.anchor is None:
        return None
    if not setting.anchor.knows_day:
        return setting.anchor.value
    relation = (match["relation"] or "").lower()
    direction = setting.direction
    if relation in ("next", "coming", "this coming"):
        direction = "future"
    elif relation in ("last", "past"):
        direction = "past"
    day = nearest_weekday(setting.anchor, WEEKDAYS[match["weekday"].lower()], direction)
    if relation in ("next", "last") and day == setting.anchor.first:
        day += dt.timedelta(7 if relation == "next" else -7)
    if not match["weekday2"]:
        return day_value(day)
    ahead = (WEEKDAYS[match["weekday2"].lower()] - day.isoweekday()) % 7
    last = day + dt.timedelta(ahead)
    if direction != "future" and last > setting.anchor.last:
        last, day = last - dt.timedelta(7), day - dt.timedelta(7)
    return interval(day_value(day), day_value(last))


def _duration(match: re.Match[str], setting: Setting) -> str | None:
    return ""


def _count_of_years(match: re.Match[str], setting: Setting) -> str | None:
    if setting.anchor is None:
        return None
    return year_value(setting.anchor.last.year - int(_number(match["count"])))


def _rule(name: str, meaning: str, pattern: str, resolve: Resolve) -> Rule:
    return Rule(name, meaning, re.compile(rf"(?<![\w]){pattern}(?![\w])"), resolve)


RULES: tuple[Rule, ...] = (
    _rule("days of a month", "span", rf"(?P<day>{_D}){_TO}(?P<day2>{_D})\s(?:of\s)?(?P<month>{_M}){_OF_YEAR}?", _day_range),
    _rule("days of a month", "span", rf"(?P<month>{_M})\s(?P<day>{_D}){_TO}(?P<day2>{_D})(?!\s(?:{_M})){_OF_YEAR}?", _day_range),
    _rule("days of two months", "span", rf"(?P<month>{_M})\s(?P<day>{_D}){_TO}(?P<month2>{_M})\s(?P<day2>{_D}){_OF_YEAR}?", _day_range),
    _rule("days of two months", "span", rf"(?P<day>{_D})\s(?P<month>{_M}){_TO}(?P<day2>{_D})\s(?P<month2>{_M}){_OF_YEAR}?", _day_range),
    _rule("day", "point", rf"(?:{_WD},?\s)?(?P<day>{_D})\s(?:of\s)?(?P<month>{_M}){_OF_YEAR}?", _single_day),
    _rule("day", "point", rf"(?:{_WD},?\s)?(?P<month>{_M})\s(?P<day>{_D})(?!\s?(?:million|billion|per|%)){_OF_YEAR}?", _single_day),
    _rule("day in figures", "point", r"(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})", _iso_day),
    _rule("day in figures", "point", r"(?P<a>\d{1,2})(?P<sep>[./])(?P<b>\d{1,2})[./](?P<y>\d{4})", _numeric_day),
    _rule("week of a month", "span", rf"(?P<which>first|second|third|last)\sweek\s(?:of|in)\s(?P<month>{_M}){_OF_YEAR}?", _part_of_month),
    _rule("month of a year", "point", rf"(?P<month>{_M}),?\s(?:of\s|in\s)?(?P<year>{_YEAR_REF})", _month_of_year),
    _rule("months", "span", rf"(?P<month>{_M})(?:{_DASH}|\s(?:to|until|till|through|and)\s)(?P<month2>{_M}){_OF_YEAR}?", _month_range),
    _rule("month", "point", rf"(?P<relation>[Ll]ast|[Tt]his|[Nn]ext|[Tt]his coming|[Tt]he coming|[Cc]oming|[Tt]his past|past)\s(?P<month>{_M})", _relative_month),
    _rule(
        "month",
        "point",
        rf"(?:(?:[Ii]n|[Ss]ince|[Bb]y|[Uu]ntil|[Tt]ill|[Ff]rom|[Dd]uring|[Bb]efore|[Aa]fter|of|for|to|[Ll]ate|[Ee]arly|[Mm]id|[Ee]nd-?|[Ss]tarting|throughout)[\s-])+(?:the\s(?:start|beginning|middle|end)\sof\s)?(?P<month>{_M})(?!\s\d)",
        _month_alone,
    ),
    _rule("season", "point", rf"(?:(?P<relation>[Ll]ast|[Tt]his|[Nn]ext|[Cc]oming)\s)?(?P<season>{_S}){_OF_YEAR}", _season),
    _rule("season", "point", rf"(?P<relation>[Ll]ast|[Tt]his|[Nn]ext|[Cc]oming)\s(?:early\s|late\s)?(?P<season>{_S})", _season),
    _rule("season", "point", rf"(?:[Ii]n|[Bb]y|[Ss]ince|[Uu]ntil|[Dd]uring|[Ff]or|[Ff]rom|[Oo]ver|[Bb]efore|[Aa]fter|[Ee]arly|[Ll]ate)\s(?:the\s)?(?:early\s|late\s)?(?P<season>{_S})", _season),
    _rule("years", "span", rf"(?P<y1>{_Y})(?:{_DASH}|/)(?P<y2>\d{{4}}|\d\d)", _year_range),
    _rule("years", "span", rf"(?:[Ff]rom|[Bb]etween)\s(?P<y1>{_Y})\s(?:to|and|until|till|through)\s(?P<y2>\d{{4}})", _year_range),
    _rule("part of a year", "span", rf"(?P<which>[Ff]irst|[Ss]econd|[Tt]hird|[Ff]ourth|[Ll]ast)\s(?P<part>half|quarter)\s(?:of\s|in\s)?(?P<year>{_YEAR_REF}|the year)", _part_of_year),
    _rule("part of a year", "span", rf"(?P<which>[Ff]irst|[Ll]ast)\s(?P<count>{_NUM})\smonths\s(?:of|in)\s(?P<year>{_YEAR_REF}|the year)", _edge_months),
    _rule("decade", "span", r"(?:[Tt]he\s)?(?P<decade>1[5-9]\d|20\d)0s", _decade),
    _rule("year", "point", r"(?:[Ee]arly|[Ee]arlier|[Ll]ate|[Ll]ater|[Ee]nd of|[Bb]eginning of|[Ss]tart of|[Mm]iddle of)\s(?:in\s)?(?:the|this|last|next|that)\syear", _relative_year),
    _rule("year", "point", r"(?:[Ll]ast|[Tt]his|[Nn]ext|[Tt]hat|[Tt]he same|[Tt]he previous|[Tt]he following|[Tt]he coming)\syear", _relative_year),
    _rule("part of a month or week", "point", r"(?:(?:[Ee]arlier|[Ll]ater|[Ee]arly|[Ll]ate)\s)?(?:in\s)?(?P<relation>(?:the\s)?(?:[Ll]ast|[Tt]his|[Nn]ext|[Cc]oming|[Ff]ollowing|[Pp]revious|[Pp]ast))\s(?P<unit>week|month|weekend)", _relative_unit),
    _rule("part of a month or week", "point", r"(?:[Ee]arlier|[Ll]ater|[Aa]t|[Oo]ver)\s(?:in\s|this\s)?(?:the\s)?(?P<relation>)(?P<unit>week|month|weekend)", _relative_unit),
    _rule("time ago", "point", rf"(?:(?:[Ll]ess|[Mm]ore)\sthan\s|[Nn]early\s|[Aa]bout\s|[Ss]ome\s|[Oo]ver\s|[Aa]lmost\s|[Jj]ust\s)?(?P<count>{_NUM}|[Aa] few|few|several)\s(?P<unit>{_UNIT})s?\s(?P<word>ago|earlier)", _ago),
    _rule("time ahead", "span", rf"(?P<word>[Ww]ithin|[Oo]ver|[Dd]uring|[Ii]n)\s(?:the\s)?(?:next\s|coming\s)(?P<count>{_NUM})\s(?P<unit>{_UNIT})s?", lambda match, setting: _ahead(match, setting) if match["word"].lower() != "in" else _past_or_next(match, setting)),
    _rule("time ahead", "span", rf"(?P<word>[Ww]ithin|[Ii]n)\s(?P<count>{_NUM})\s(?P<unit>{_UNIT})s?(?:['’]s?\stime)?", _ahead),
    _rule("stretch of time", "span", rf"(?:[Oo]ver|[Ii]n|[Dd]uring|[Ff]or|[Ww]ithin)\sthe\s(?P<relation>past|last|previous|next)\s(?P<count>{_NUM})\s(?P<unit>{_UNIT})s?", _past_stretch),
    _rule("without a date ahead", "open", r"(?:[Ss]oon|[Ss]hortly|[Ii]n the near future|[Ii]n (?:the )?coming (?:days|weeks|months|years)|[Ww]ithin (?:days|weeks|months)|[Ii]n the (?:next few|following) (?:days|weeks|months))", _open_future),
    _rule("without a date before", "open", r"(?:[Pp]reviously|[Ff]ormerly|[Ii]n the past)", _open_past),
    _rule("day counted from another", "point", r"(?:[Tt]oday|[Yy]esterday|[Tt]omorrow|[Tt]onight|[Tt]his\s(?:morning|afternoon|evening)|(?:[Ee]arlier|[Ll]ater)\s(?:today|in the day|on the day|that day|the same day)|(?:on\s)?(?:[Tt]he same|[Tt]hat)\sday|[Tt]he\s(?:next|following|previous)\sday|[Tt]he day before|[Aa] day (?:later|earlier))", _deictic_day),
    _rule("two days running", "span", r"(?:[Yy]esterday and today|[Tt]oday and tomorrow)", _two_days),
    _rule("weekday", "point", rf"(?:(?P<relation>[Ll]ast|[Nn]ext|[Tt]his|[Cc]oming|[Tt]his coming|[Pp]ast)\s)?(?P<weekday>{_WD}){_PART_OF_DAY}?(?:(?:\s(?:and|to|through|until)\s|{_DASH})(?P<weekday2>{_WD}))?{_PART_OF_DAY}?", _weekday),
    _rule("count of years", "origin", rf"(?P<count>{_NUM})\syears\s(?:of\s(?:\w+\s){{0,2}}(?:relations|ties|friendship|partnership|independence|cooperation|diplomacy)|as\ssister|since\sthe)", _count_of_years),
    _rule("anniversary", "origin", r"(?P<count>\d{1,3})(?:st|nd|rd|th)\s(?:\w+\s)?anniversary", _count_of_years),
    _rule("duration", "duration", rf"(?P<count>{_NUM})[\s-](?P<unit>{_UNIT}|hour|minute)s?(?:['’])?", _duration),
    _rule("year", "point", rf"(?P<y>{_Y})", _plain_year),
)  # fmt: skip


def _past_or_next(match: re.Match[str], setting: Setting) -> str | None:
    if setting.anchor is None:
        return None
    count, unit = _number(match["count"]), match["unit"].lower()
    return interval(_shift(0, unit, setting.anchor), _shift(count, unit, setting.anchor))
