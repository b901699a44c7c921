"""Doubtful names: which of them are places after all, by what the text says of places elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from chancery.geocoding.measure import great_circle_km
from chancery.geocoding.names import fold_name
from chancery.geocoding.places import GazetteerPlace
from chancery.reading.article import Article
from chancery.reading.candidates import Candidate, candidates_for
from chancery.reading.coherence import likelihoods
from chancery.reading.places import PlaceMention

Doubt = Literal["small", "personal", "common"]

_BEFORE = re.compile(r"(?:\s(?:on|in)\s\w+(?:\s\w+)?)?(?:,\s(?:and\s|or\s)?|\s(?:and|or)\s)$")
_AFTER = re.compile(r"(?:,\s(?:and\s|or\s)?|\s(?:and|or)\s)")
_SPEAKS = re.compile(r"\s(?:said|says|told|added|asked|recalled|noted|argued|joked|explained|wrote|smiled|laughed)\b")
_NEAR_KM, _CLOSE_KM = 150.0, 80.0
_MOST_OPTIONS = 12
_MOST_SPOTS = 40
_LIKELY = 0.5
_ENOUGH = 0.9
_AREA_NAMED = 2.5


@dataclass(frozen=True, slots=True)
class DoubtfulMention:
    """A mention that more evidence has to make a place.

    Attributes
    ----------
    doubt
        Why: a ``small`` place without a word of place, a ``personal`` name too, a ``common`` word too.
    located
        Whether a word of place stands before it.
    """

    mention: PlaceMention
    doubt: Doubt
    located: bool


class Surroundings:
    """Where a text plays, by the places that it surely names.

    Parameters
    ----------
    names
        Their names; each counts once.
    """

    def __init__(self, names: Iterable[str]) -> None:
        distinct = {fold_name(name): name for name in names}
        options = [found for name in distinct.values() if (found := candidates_for(name)[:_MOST_OPTIONS])]
        self._areas: dict[int, float] = {}
        self._countries: dict[str, float] = {}
        shares = [likelihoods([each.prior for each in found]) for found in options]
        self._count(options, shares)
        shares = [self._reconsider(found, parts) for found, parts in zip(options, shares, strict=True)]
        self._count(options, shares)
        spots = [
            (share, each.place)
            for found, parts in zip(options, shares, strict=True)
            for each, share in zip(found, parts, strict=True)
            if share >= _LIKELY and (each.place.is_populated_place or each.place.radius_km <= 60)
        ]
        self._spots = [place for _, place in sorted(spots, key=lambda spot: -spot[0])[:_MOST_SPOTS]]

    def _reconsider(self, options: Sequence[Candidate], shares: Sequence[float]) -> list[float]:
        """Return the shares of the places of a name once more, now that the areas and countries named are known."""
        for option, share in zip(options, shares, strict=True):
            self._add(option.place, -share)
        worth = [option.prior + self._worth(option.place) for option in options]
        for option, share in zip(options, shares, strict=True):
            self._add(option.place, share)
        return likelihoods(worth)

    def _worth(self, place: GazetteerPlace) -> float:
        """Return what it is worth to a place that its area and its country are named."""
        area = max(
            (self._areas.get(area, 0.0) for area in (place.admin1, place.admin2) if area is not None), default=0.0
        )
        return _AREA_NAMED * min(area, 1.0) + min(self._countries.get(place.country_code, 0.0), 1.0)

    def _count(self, options: Sequence[Sequence[Candidate]], shares: Sequence[Sequence[float]]) -> None:
        self._areas.clear()
        self._countries.clear()
        for found, parts in zip(options, shares, strict=True):
            for each, share in zip(found, parts, strict=True):
                self._add(each.place, share)

    def _add(self, place: GazetteerPlace, share: float) -> None:
        own = (place.number,) if place.is_area else ()
        for area in {area for area in (place.admin1, place.admin2, *own) if area is not None}:
            self._areas[area] = self._areas.get(area, 0.0) + share
        self._countries[place.country_code] = self._countries.get(place.country_code, 0.0) + share

    def hold(self, options: Sequence[Candidate]) -> bool:
        """Tell whether one of the places lies in an area that is named, or near a place that is."""
        return any(
            max(self._areas.get(area, 0.0) for area in (option.place.admin1, option.place.admin2) if area is not None)
            >= _ENOUGH
            for option in options[:_MOST_OPTIONS]
            if option.place.admin1 is not None
        ) or self.are_near(options, _NEAR_KM)

    def are_near(self, options: Sequence[Candidate], reach_km: float = _CLOSE_KM) -> bool:
        """Tell whether one of the places lies near one that is named."""
        return any(
            great_circle_km(option.place.latitude, option.place.longitude, spot.latitude, spot.longitude) <= reach_km
            for option in options[:_MOST_OPTIONS]
            for spot in self._spots
        )

    def share_country(self, options: Sequence[Candidate]) -> bool:
        """Tell whether one of the likelier places lies in a country that is named, or that holds places named."""
        return any(
            self._countries.get(option.place.country_code, 0.0) >= _ENOUGH
            for option in options[:3]
            if option.place.country_code
        )


def settle_doubts(
    article: Article, doubtful: Sequence[DoubtfulMention], accepted: Sequence[PlaceMention]
) -> list[PlaceMention]:
    """Return the doubtful mentions that are places.

    One is if its name surely is a place elsewhere in the text, if it stands in a list of places, or if the gazetteer
    has a place of its name where the text plays.
    """
    sure = {mention.base for mention in accepted}
    if article.dateline:
        spans = [article.text[start:end] for start, end in article.dateline.place_spans]
        sure |= {span.title() for span in spans} | set(spans)
    surroundings = Surroundings(name for name in sure if name)
    edges = {mention.end for mention in accepted} | {mention.start for mention in accepted}
    settled: list[PlaceMention] = []
    waiting = list(doubtful)
    while waiting:
        fresh = [item for item in waiting if _is_place(article, item, sure, surroundings, edges)]
        if not fresh:
            break
        for item in fresh:
            settled.append(item.mention)
            sure.add(item.mention.base)
            edges |= {item.mention.start, item.mention.end}
        waiting = [item for item in waiting if item not in fresh]
    return settled


def _is_place(
    article: Article, item: DoubtfulMention, sure: set[str], surroundings: Surroundings, edges: set[int]
) -> bool:
    mention = item.mention
    if mention.base in sure and (item.located or item.doubt != "common"):
        return True
    options = candidates_for(mention.base)
    listed = _is_listed(article, mention, edges)
    if item.doubt == "common":
        if _is_capital(mention, options) and surroundings.share_country(options[:1]):
            return True
        return (item.located or listed) and surroundings.are_near(options, _NEAR_KM)
    if listed:
        return True
    if article.text[max(0, mention.start - 4) : mention.start].lower() == "the ":
        return False
    if _SPEAKS.match(article.text, mention.end):
        return False
    if item.doubt == "personal":
        return surroundings.hold(options) if item.located else surroundings.are_near(options)
    return surroundings.share_country(options) or surroundings.hold(options)


def _is_capital(mention: PlaceMention, options: Sequence[Candidate]) -> bool:
    return bool(options) and options[0].place.feature_code == "PPLC" and options[0].place.name == mention.base


def _is_listed(article: Article, mention: PlaceMention, edges: set[int]) -> bool:
    before = _BEFORE.search(article.text[max(0, mention.start - 30) : mention.start])
    after = _AFTER.match(article.text[mention.end : mention.end + 7])
    return bool(
        (before and mention.start - len(before.group()) in edges) or (after and mention.end + after.end() in edges)
    )
