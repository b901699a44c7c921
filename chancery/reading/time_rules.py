# ruff: noqa: E501 - a pattern is easier to check in one piece
"""The grammar of phrases of time: a table of patterns, each with the function that turns it into EDTF.

A rule sees one phrase, the day of publication, the direction that the verb points to, and the value of the phrase
before it (for "that year"). What needs a day of publication is left unresolved where there is none.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from chancery.reading.calendar_times import (
    resolve_count_of_years,
    resolve_day,
    resolve_days,
    resolve_decade,
    resolve_edge_months,
    resolve_iso_day,
    resolve_month,
    resolve_month_of_year,
    resolve_months,
    resolve_numeric_day,
    resolve_part_of_month,
    resolve_part_of_year,
    resolve_plain_year,
    resolve_relative_month,
    resolve_relative_year,
    resolve_season,
    resolve_years,
)
from chancery.reading.relative_times import (
    resolve_ago,
    resolve_ahead,
    resolve_deictic_day,
    resolve_duration,
    resolve_later,
    resolve_next_units,
    resolve_open_future,
    resolve_open_past,
    resolve_stretch,
    resolve_two_days,
    resolve_unit,
    resolve_weekday,
)
from chancery.reading.time_words import MONTHS, NUMBERS, WEEKDAYS, Setting

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


def _rule(name: str, meaning: str, pattern: str, resolve: Resolve) -> Rule:
    return Rule(name, meaning, re.compile(rf"(?<![\w]){pattern}(?![\w])"), resolve)


RULES: tuple[Rule, ...] = (
    _rule("days of a month", "span", rf"(?P<day>{_D}){_TO}(?P<day2>{_D})\s(?:of\s)?(?P<month>{_M}){_OF_YEAR}?", resolve_days),
    _rule("days of a month", "span", rf"(?P<month>{_M})\s(?P<day>{_D}){_TO}(?P<day2>{_D})(?!\s(?:{_M})){_OF_YEAR}?", resolve_days),
    _rule("days of two months", "span", rf"(?P<month>{_M})\s(?P<day>{_D}){_TO}(?P<month2>{_M})\s(?P<day2>{_D}){_OF_YEAR}?", resolve_days),
    _rule("days of two months", "span", rf"(?P<day>{_D})\s(?P<month>{_M}){_TO}(?P<day2>{_D})\s(?P<month2>{_M}){_OF_YEAR}?", resolve_days),
    _rule("day", "point", rf"(?:{_WD},?\s)?(?P<day>{_D})\s(?:of\s)?(?P<month>{_M}){_OF_YEAR}?", resolve_day),
    _rule("day", "point", rf"(?:{_WD},?\s)?(?P<month>{_M})\s(?P<day>{_D})(?!\s?(?:million|billion|per|%)){_OF_YEAR}?", resolve_day),
    _rule("day in figures", "point", r"(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})", resolve_iso_day),
    _rule("day in figures", "point", r"(?P<a>\d{1,2})(?P<sep>[./])(?P<b>\d{1,2})[./](?P<y>\d{4})", resolve_numeric_day),
    _rule("week of a month", "span", rf"(?P<which>first|second|third|last)\sweek\s(?:of|in)\s(?P<month>{_M}){_OF_YEAR}?", resolve_part_of_month),
    _rule("month of a year", "point", rf"(?P<month>{_M}),?\s(?:of\s|in\s)?(?P<year>{_YEAR_REF})", resolve_month_of_year),
    _rule("months", "span", rf"(?P<month>{_M})(?:{_DASH}|\s(?:to|until|till|through|and)\s)(?P<month2>{_M}){_OF_YEAR}?", resolve_months),
    _rule("month", "point", rf"(?P<relation>[Ll]ast|[Tt]his|[Nn]ext|[Tt]his coming|[Tt]he coming|[Cc]oming|[Tt]his past|past)\s(?P<month>{_M})", resolve_relative_month),
    _rule(
        "month",
        "point",
        rf"(?:(?:[Ii]n|[Ss]ince|[Bb]y|[Uu]ntil|[Tt]ill|[Ff]rom|[Dd]uring|[Bb]efore|[Aa]fter|of|for|to|[Ll]ate|[Ee]arly|[Mm]id|[Ee]nd-?|[Ss]tarting|throughout)[\s-])+(?:the\s(?:start|beginning|middle|end)\sof\s)?(?P<month>{_M})(?!\s\d)",
        resolve_month,
    ),
    _rule("season", "point", rf"(?:(?P<relation>[Ll]ast|[Tt]his|[Nn]ext|[Cc]oming)\s)?(?P<season>{_S}){_OF_YEAR}", resolve_season),
    _rule("season", "point", rf"(?P<relation>[Ll]ast|[Tt]his|[Nn]ext|[Cc]oming)\s(?:early\s|late\s)?(?P<season>{_S})", resolve_season),
    _rule("season", "point", rf"(?:[Ii]n|[Bb]y|[Ss]ince|[Uu]ntil|[Dd]uring|[Ff]or|[Ff]rom|[Oo]ver|[Bb]efore|[Aa]fter|[Ee]arly|[Ll]ate)\s(?:the\s)?(?:early\s|late\s)?(?P<season>{_S})", resolve_season),
    _rule("years", "span", rf"(?P<y1>{_Y})(?:{_DASH}|/)(?P<y2>\d{{4}}|\d\d)", resolve_years),
    _rule("years", "span", rf"(?:[Ff]rom|[Bb]etween)\s(?P<y1>{_Y})\s(?:to|and|until|till|through)\s(?P<y2>\d{{4}})", resolve_years),
    _rule("part of a year", "span", rf"(?P<which>[Ff]irst|[Ss]econd|[Tt]hird|[Ff]ourth|[Ll]ast)\s(?P<part>half|quarter)\s(?:of\s|in\s)?(?P<year>{_YEAR_REF}|the year)", resolve_part_of_year),
    _rule("part of a year", "span", rf"(?P<which>[Ff]irst|[Ll]ast)\s(?P<count>{_NUM})\smonths\s(?:of|in)\s(?P<year>{_YEAR_REF}|the year)", resolve_edge_months),
    _rule("decade", "span", r"(?:[Tt]he\s)?(?P<decade>1[5-9]\d|20\d)0s", resolve_decade),
    _rule("year", "point", r"(?:[Ee]arly|[Ee]arlier|[Ll]ate|[Ll]ater|[Ee]nd of|[Bb]eginning of|[Ss]tart of|[Mm]iddle of)\s(?:in\s)?(?:the|this|last|next|that)\syear", resolve_relative_year),
    _rule("year", "point", r"(?:[Ll]ast|[Tt]his|[Nn]ext|[Tt]hat|[Tt]he same|[Tt]he previous|[Tt]he following|[Tt]he coming)\syear", resolve_relative_year),
    _rule("part of a month or week", "point", r"(?:(?:[Ee]arlier|[Ll]ater|[Ee]arly|[Ll]ate)\s)?(?:in\s)?(?P<relation>(?:the\s)?(?:[Ll]ast|[Tt]his|[Nn]ext|[Cc]oming|[Ff]ollowing|[Pp]revious|[Pp]ast))\s(?P<unit>week|month|weekend)", resolve_unit),
    _rule("part of a month or week", "point", r"(?:[Ee]arlier|[Ll]ater|[Aa]t|[Oo]ver)\s(?:in\s|this\s)?(?:the\s)?(?P<relation>)(?P<unit>week|month|weekend)", resolve_unit),
    _rule("time ago", "point", rf"(?:(?:[Ll]ess|[Mm]ore)\sthan\s|[Nn]early\s|[Aa]bout\s|[Ss]ome\s|[Oo]ver\s|[Aa]lmost\s|[Jj]ust\s)?(?P<count>{_NUM}|[Aa] few|few|several)\s(?P<unit>{_UNIT})s?\s(?P<word>ago|earlier)", resolve_ago),
    _rule("time after another", "point", rf"(?P<count>{_NUM})\s(?P<unit>{_UNIT})s?\s(?:later|afterwards)", resolve_later),
    _rule("time ahead", "span", rf"(?P<word>[Ww]ithin|[Oo]ver|[Dd]uring|[Ii]n)\s(?:the\s)?(?:next\s|coming\s)(?P<count>{_NUM})\s(?P<unit>{_UNIT})s?", lambda match, setting: resolve_ahead(match, setting) if match["word"].lower() != "in" else resolve_next_units(match, setting)),
    _rule("time ahead", "span", rf"(?P<word>[Ww]ithin|[Ii]n)\s(?P<count>{_NUM})\s(?P<unit>{_UNIT})s?(?:['’]s?\stime)?", resolve_ahead),
    _rule("stretch of time", "span", rf"(?:[Oo]ver|[Ii]n|[Dd]uring|[Ff]or|[Ww]ithin)\sthe\s(?P<relation>past|last|previous|next)\s(?P<count>{_NUM})\s(?P<unit>{_UNIT})s?", resolve_stretch),
    _rule("without a date ahead", "open", r"(?:[Ss]oon|[Ss]hortly|[Ii]n the near future|[Ii]n (?:the )?coming (?:days|weeks|months|years)|[Ww]ithin (?:days|weeks|months)|[Ii]n the (?:next few|following) (?:days|weeks|months))", resolve_open_future),
    _rule("without a date before", "open", r"(?:[Pp]reviously|[Ff]ormerly|[Ii]n the past)", resolve_open_past),
    _rule("day counted from another", "point", r"(?:[Tt]oday|[Yy]esterday|[Tt]omorrow|[Tt]onight|[Tt]his\s(?:morning|afternoon|evening)|(?:[Ee]arlier|[Ll]ater)\s(?:today|in the day|on the day|that day|the same day)|(?:on\s)?(?:[Tt]he same|[Tt]hat)\sday|[Tt]he\s(?:next|following|previous)\sday|[Tt]he day before|[Aa] day (?:later|earlier))", resolve_deictic_day),
    _rule("two days running", "span", r"(?:[Yy]esterday and today|[Tt]oday and tomorrow)", resolve_two_days),
    _rule("weekday", "point", rf"(?:(?P<relation>[Ll]ast|[Nn]ext|[Tt]his|[Cc]oming|[Tt]his coming|[Pp]ast)\s)?(?P<weekday>{_WD}){_PART_OF_DAY}?(?:(?:\s(?:and|to|through|until)\s|{_DASH})(?P<weekday2>{_WD}))?{_PART_OF_DAY}?", resolve_weekday),
    _rule("count of years", "origin", rf"(?P<count>{_NUM})\syears\s(?:of\s(?:\w+\s){{0,2}}(?:relations|ties|friendship|partnership|independence|cooperation|diplomacy)|as\ssister|since\sthe)", resolve_count_of_years),
    _rule("anniversary", "origin", r"(?P<count>\d{1,3})(?:st|nd|rd|th)\s(?:\w+\s)?anniversary", resolve_count_of_years),
    _rule("duration", "duration", rf"(?P<count>{_NUM})[\s-](?P<unit>{_UNIT}|hour|minute)s?(?:['’])?", resolve_duration),
    _rule("year", "point", rf"(?P<y>{_Y})", resolve_plain_year),
)  # fmt: skip
