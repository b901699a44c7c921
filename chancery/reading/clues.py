"""What the words around a place name say of which place it is: what holds it, what it is near, its kind."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from chancery.reading.article import Article
from chancery.reading.lexicon import load_map
from chancery.reading.places import PlaceMention

PlaceKind = Literal["", "area", "town"]

_AREA = (
    r"(?:state|province|region|oblast|governorate|prefecture|department|county|district|canton|voivodeship|territory)"
)
_TOWN = r"(?:city|town|village|hamlet|suburb|municipality|port|township|settlement|resort)"
_AREA_BEFORE = re.compile(rf"\b{_AREA}s?\sof\s(?:the\s)?$")
_AREA_AFTER = re.compile(rf"\s{_AREA}\b")
_TOWN_BEFORE = re.compile(rf"\b{_TOWN}(?:\sof)?\s$")
_HOLDS_AFTER = re.compile(
    r",\s|\s?\(|,?\s(?:in|of)\s(?:the\s)?(?:[a-z-]+\s){0,4}?(?:of\s)?(?:the\s)?"
    r"|,\s(?:a|an|the)\s(?:[\w-]+\s){1,5}?(?:in|of)\s(?:the\s)?(?:[a-z-]+\s){0,3}?"
)
_HOLDS_BEFORE = re.compile(
    rf"(?:['’]s)?\s(?:[a-z-]+\s){{0,3}}?{_TOWN}s?(?:\sof)?\s|['’]s\s(?:[a-z-]+\s){{0,2}}?(?:{_TOWN},?\s(?:of\s)?)?"
)
_NEAR = re.compile(
    r",?\s(?:just\s|about\s|some\s)?(?:\d[\w.,-]*\s(?:km|kilomet(?:er|re)s?|miles?)\s)?(?:(?:north|south|east|west|"
    r"north-?east|north-?west|south-?east|south-?west)\sof|near|outside)\s(?:the\s)?(?:[a-z-]+\s){0,3}?(?:of\s)?"
)
_LIST = re.compile(r",\s(?:and\s|or\s)?|\s(?:and|or)\s")


@dataclass(frozen=True, slots=True)
class Clues:
    """What stands around one mention.

    Attributes
    ----------
    kind
        Whether the words call it an area ("state of") or a town ("town of"); empty if they do not say.
    country_code
        Of the people whose place it is called: "the Serbian town of".
    holders
        Numbers of the mentions that may name what holds it: after it ("Paris, Texas") or before ("the Texas town of").
    near
        Number of the mention that it is said to be near.
    listed
        Numbers of the mentions beside it in a list.
    """

    kind: PlaceKind = ""
    country_code: str = ""
    holders: tuple[int, ...] = ()
    near: int | None = None
    listed: tuple[int, ...] = ()


@lru_cache(maxsize=1)
def _people_before() -> re.Pattern[str]:
    return re.compile(
        rf"\b([A-Z][\w-]+)\s(?:[a-z-]+\s){{0,2}}?(?:{_TOWN}|{_AREA}|capital|island)(?:\sof)?\s(?:the\s)?$"
    )


def find_clues(article: Article, mentions: Sequence[PlaceMention]) -> list[Clues]:
    """Return the clues to each mention, in their order."""
    holders: list[list[int]] = [[] for _ in mentions]
    near: list[int | None] = [None] * len(mentions)
    listed: list[list[int]] = [[] for _ in mentions]
    for number, (left, right) in enumerate(pairwise(mentions)):
        gap = article.text[left.end : right.start]
        if len(gap) > 90 or "\n" in gap.strip(" ,"):
            continue
        if _HOLDS_AFTER.fullmatch(gap):
            holders[number].append(number + 1)
        if _HOLDS_BEFORE.fullmatch(gap):
            holders[number + 1].append(number)
        if _NEAR.fullmatch(gap):
            near[number] = number + 1
        if _LIST.fullmatch(gap):
            listed[number].append(number + 1)
            listed[number + 1].append(number)
    return [
        Clues(
            _kind_of(article, mention),
            _people_of(article, mention),
            tuple(holders[number]),
            near[number],
            tuple(listed[number]),
        )
        for number, mention in enumerate(mentions)
    ]


def _kind_of(article: Article, mention: PlaceMention) -> PlaceKind:
    if mention.kind != "name":
        return ""
    before = article.text[max(0, mention.start - 30) : mention.start]
    if _AREA_BEFORE.search(before) or _AREA_AFTER.match(article.text, mention.end):
        return "area"
    if mention.in_dateline or _TOWN_BEFORE.search(before):
        return "town"
    return ""


def _people_of(article: Article, mention: PlaceMention) -> str:
    found = _people_before().search(article.text[max(0, mention.start - 60) : mention.start])
    return load_map("demonyms").get(found[1].lower(), "") if found else ""
