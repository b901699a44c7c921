"""Where a place is that the gazetteer does not know: at one that the text names beside it."""

from __future__ import annotations

import bisect
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from chancery.geocoding.places import GazetteerPlace
from chancery.reading.article import Article
from chancery.reading.lexicon import load_rows
from chancery.reading.places import PlaceMention
from chancery.reading.senses import sense_of

_LARGEST_KM = 150
_LARGE_WATERS = ("Sea", "Ocean")
_HOLDS = frozenset({", ", " (", " in ", " on ", " outside ", " near "})


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a place was put, how sure that is, and why; without coordinates where nothing locates it."""

    country_code: str
    latitude: float | None
    longitude: float | None
    confidence: float
    reason: str


_GOES_ON = re.compile(r"(?:He|She|They|There|The\s(?:guests?|delegation|visitors?))\b")
_UNKNOWN = "not in the gazetteer"
_NOWHERE = Spot("", None, None, 0.2, _UNKNOWN)


class Surroundings:
    """The places of a text that others can be put at.

    Parameters
    ----------
    mentions, places
        The mentions of the text, and the place of each as far as the gazetteer has it.
    """

    def __init__(
        self, article: Article, mentions: Sequence[PlaceMention], places: Sequence[GazetteerPlace | None]
    ) -> None:
        self._article = article
        self._known = [(m, p) for m, p in zip(mentions, places, strict=True) if p is not None]
        self._towns = [(mention, place) for mention, place in self._known if _is_compact(place)]
        self._dateline = next((place for mention, place in self._towns if mention.in_dateline), None)
        counts = Counter(place.number for _, place in self._towns)
        self._usual = max((place for _, place in self._towns), key=lambda place: counts[place.number], default=None)
        self._countries = {place.country_code for _, place in self._known if place.country_code}

    def locate(self, mention: PlaceMention) -> Spot:
        """Put a place at the one that holds it, at a town of its sentence, or where the text was filed or plays."""
        seat = _seats().get(mention.surface)
        if seat:
            latitude, longitude, code = seat
            return Spot(code, latitude, longitude, 0.95, "a well-known seat")
        if mention.kind == "landform" and mention.surface.endswith(_LARGE_WATERS):
            return _NOWHERE
        holder = self._after(mention)
        if holder is not None:
            return _at(holder, "which follows it")
        beside = self._in_sentence(mention)
        if beside is not None:
            return _at(beside, "the place named nearest")
        abroad = self._abroad(mention)
        if abroad:
            town = next((place for _, place in self._towns if place.country_code == abroad), None)
            return _at(town, "in the country where the story is") if town else Spot(abroad, None, None, 0.2, _UNKNOWN)
        place = self._dateline or self._usual
        if place is not None:
            return _at(place, "where the text was filed" if self._dateline else "the place named most often")
        if len(self._countries) == 1:
            return Spot(next(iter(self._countries)), None, None, 0.2, "not in the gazetteer; the only country named")
        return _NOWHERE

    def _after(self, mention: PlaceMention) -> GazetteerPlace | None:
        """Return the place that stands right after: "Pingilikani, Kenya", "the National Museum in Lagos"."""
        first = bisect.bisect_left(self._known, mention.end, key=lambda item: item[0].start)
        if first == len(self._known):
            return None
        other, place = self._known[first]
        return place if self._article.text[mention.end : other.start] in _HOLDS else None

    def _in_sentence(self, mention: PlaceMention) -> GazetteerPlace | None:
        sentence = self._article.sentence_at(mention.start)
        if sentence is None:
            return None
        first = bisect.bisect_left(self._towns, sentence.start, key=lambda item: item[0].start)
        last = bisect.bisect_left(self._towns, sentence.end, key=lambda item: item[0].start)
        near = min(self._towns[first:last], key=lambda item: abs(item[0].start - mention.start), default=None)
        return near[1] if near else None

    def _abroad(self, mention: PlaceMention) -> str:
        """Return the country where the story just was, if it is not that of the dateline; empty if it is."""
        sentence = self._article.sentence_at(mention.start)
        if sentence is None or self._dateline is None or mention.kind != "facility":
            return ""
        goes_on = _GOES_ON.match(self._article.text, sentence.start) is not None
        first = self._article.sentences[max(0, sentence.index - goes_on)].start
        index = bisect.bisect_left(self._known, mention.start, key=lambda item: item[0].start)
        for other, place in reversed(self._known[:index]):
            if other.start < first or other.in_dateline:
                return ""
            if place.country_code and sense_of(self._article, other) == "literal":
                return place.country_code if place.country_code != self._dateline.country_code else ""
        return ""


def _at(place: GazetteerPlace, why: str) -> Spot:
    reason = f"not in the gazetteer; put at {place.name}, {why}"
    return Spot(place.country_code, place.latitude, place.longitude, 0.3, reason)


def _is_compact(place: GazetteerPlace) -> bool:
    """Tell whether a place is small enough to stand in for one inside it."""
    return place.is_populated_place or (place.is_area and place.radius_km <= _LARGEST_KM)


@lru_cache(maxsize=1)
def _seats() -> dict[str, tuple[float, float, str]]:
    return {row[0]: (float(row[1]), float(row[2]), row[3]) for row in load_rows("seats", 5)}
