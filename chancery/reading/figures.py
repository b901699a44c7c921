"""Reported numbers: how much, how many, of what, and when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from chancery.reading.article import Article
from chancery.reading.lexicon import load_map
from chancery.reading.phrases import TimePhrase

_QUALIFIERS = (
    r"more than|over|about|around|some|nearly|almost|up to|at least|less than|under|a little over"
    r"|approximately|roughly|exceeding"
)
_SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_UNITS = (
    r"percent|per cent|%|times|tonnes|tons|kilometres|kilometers|km|hectares|megawatts|MW|barrels"
    r"|dollars|euros|manats|rubles|roubles|yuan|pounds"
    r"|visits|documents|agreements|companies|people|students|tractors|lifts|scholarships"
    r"|delegates|participants|countries|jobs|households|cubic metres|flights|reactors|turbines"
    r"|projects|memorandums|contracts|deals"
)
_NUMBER = re.compile(
    rf"(?:\b(?P<qualifier>(?i:{_QUALIFIERS}))\s)?(?P<sign>[$€£])?\b(?P<number>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?|(?:{{words}})(?=\s))"
    rf"(?:[\s-](?P<scale>thousand|million|billion|trillion))?(?:[\s-](?P<adjective>[a-z]+))??(?:[\s-]?(?P<unit>{_UNITS})\b)".replace(
        "{words}", "|".join(word for word in sorted(load_map("numbers"), key=len, reverse=True) if len(word) > 2)
    )
)
_CURRENCY = {
    "$": "USD",
    "€": "EUR",
    "£": "GBP",
    "dollars": "USD",
    "euros": "EUR",
    "pounds": "GBP",
    "yuan": "CNY",
    "manats": "AZN",
}


@dataclass(frozen=True, slots=True)
class ReportedNumber:
    """A number that a text reports.

    Attributes
    ----------
    label
        The words around it, as a draft of what is counted.
    period_edtf
        The time that it is about; empty if the sentence does not say.
    """

    label: str
    qualifier: str
    value: float
    unit: str
    period_edtf: str
    start: int
    end: int


def find_figures(article: Article, phrases: Sequence[TimePhrase]) -> tuple[ReportedNumber, ...]:
    """Return the numbers with a unit that a text reports, in its order; dates and durations are none."""
    found: list[ReportedNumber] = []
    for sentence in article.sentences:
        own = [phrase for phrase in phrases if sentence.start <= phrase.start < sentence.end]
        for match in _NUMBER.finditer(article.text, sentence.start, sentence.end):
            if any(phrase.start <= match.start("number") < phrase.end for phrase in own):
                continue
            period = next((phrase.edtf for phrase in own if phrase.meaning in ("point", "span") and phrase.edtf), "")
            found.append(
                ReportedNumber(
                    label=_label(article.text, sentence.start, match.start()),
                    qualifier=match["qualifier"] or "",
                    value=_value(match),
                    unit=_unit(match),
                    period_edtf=period,
                    start=match.start(),
                    end=match.end(),
                )
            )
    return tuple(found)


def _value(match: re.Match[str]) -> float:
    words = match["number"].replace(",", "")
    number = float(words) if words[0].isdigit() else float(load_map("numbers")[words.lower()])
    return number * _SCALES.get(match["scale"] or "", 1.0)


def _unit(match: re.Match[str]) -> str:
    unit = match["unit"] or ""
    return _CURRENCY.get(match["sign"] or unit, {"per cent": "percent", "%": "percent"}.get(unit, unit))


def _label(text: str, start: int, position: int) -> str:
    """Return up to eight words before a number, as they stand."""
    return " ".join(text[start:position].split()[-8:]).strip(" ,;:“\"'") or "reported number"
