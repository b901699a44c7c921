"""How well a reading agrees with a hand-made annotation: the measures behind docs/reading.md.

A found mention counts when its span is exactly that of the annotation. Events are paired one to one, those of one kind
and overlapping spans first; an annotated event marked optional is never a miss, and its finds are no false hits. What
follows is measured on the pairs: the same EDTF value; bounds that meet, within a factor of four in length; F1 of the
names of places; recall of surnames; status; sector.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from chancery.dates import Edtf
from chancery.errors import InvalidDate
from chancery.geocoding.measure import great_circle_km

Item = Mapping[str, Any]

NEAR_KM = 25
EARLIEST, LATEST = dt.date(1900, 1, 1), dt.date(2100, 12, 31)
MOST_LENGTHS_APART = 4


@dataclass
class Count:
    """Found rightly, found wrongly, missed."""

    hits: int = 0
    false: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """Share of the found that is right; 0 if nothing was found."""
        return self.hits / (self.hits + self.false) if self.hits + self.false else 0.0

    @property
    def recall(self) -> float:
        """Share of the annotated that was found; 0 if nothing is annotated."""
        return self.hits / (self.hits + self.missed) if self.hits + self.missed else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.hits / (2 * self.hits + self.false + self.missed) if self.hits else 0.0


@dataclass
class Score:
    """Everything that is measured on one set of articles."""

    places: Count = field(default_factory=Count)
    resolved: list[bool] = field(default_factory=list[bool])
    events: Count = field(default_factory=Count)
    any_kind: Count = field(default_factory=Count)
    by_kind: dict[str, Count] = field(default_factory=dict[str, Count])
    date_exact: list[bool] = field(default_factory=list[bool])
    date_near: list[bool] = field(default_factory=list[bool])
    event_places: list[float] = field(default_factory=list[float])
    actors: list[float] = field(default_factory=list[float])
    status: list[bool] = field(default_factory=list[bool])
    sector: list[bool] = field(default_factory=list[bool])

    def figures(self) -> dict[str, float]:
        """Return the figures by name."""
        return {
            "place F1": self.places.f1,
            "place resolution": mean(self.resolved),
            "event F1": self.events.f1,
            "event F1, any kind": self.any_kind.f1,
            "date, same": mean(self.date_exact),
            "date, overlapping": mean(self.date_near),
            "event places F1": mean(self.event_places),
            "actor recall": mean(self.actors),
            "status": mean(self.status),
            "sector": mean(self.sector),
        }


def mean(values: Iterable[float]) -> float:
    """Return the mean; 0 for nothing."""
    listed = list(values)
    return sum(listed) / len(listed) if listed else 0.0


def score_article(score: Score, found: Item, gold: Item) -> None:
    """Add one article to a score: `found` as ``read --json`` prints it, `gold` as annotated."""
    _score_places(score, found["places"], gold["places"])
    events, wanted = found["events"], gold["events"]
    optional = {index for index, event in enumerate(wanted) if event.get("optional")}
    pairs = pair_events(events, wanted, same_kind=True)
    _count(score.events, events, wanted, pairs, optional)
    _count(score.any_kind, events, wanted, pair_events(events, wanted, same_kind=False), optional)
    _count_kinds(score, events, wanted, pairs, optional)
    for left, right in pairs:
        _score_pair(score, events[left], wanted[right], found["places"], gold["places"])


def _score_places(score: Score, found: Sequence[Item], gold: Sequence[Item]) -> None:
    ours = {(place["start"], place["end"]): place for place in found}
    theirs = {(place["start"], place["end"]): place for place in gold}
    hits = ours.keys() & theirs.keys()
    score.places.hits += len(hits)
    score.places.false += len(ours) - len(hits)
    score.places.missed += len(theirs) - len(hits)
    score.resolved.extend(_is_resolved(ours[span], theirs[span]) for span in hits)


def _is_resolved(found: Item, gold: Item) -> bool:
    if gold["type"] in ("country", "region"):
        return (found["country_code"] or "") == (gold["country_code"] or "")
    if found["lat"] is None:
        return False
    return great_circle_km(found["lat"], found["lon"], gold["lat"], gold["lon"]) <= NEAR_KM


def pair_events(found: Sequence[Item], gold: Sequence[Item], *, same_kind: bool) -> list[tuple[int, int]]:
    """Pair events whose spans overlap, one to one, those that agree most first."""
    candidates: list[tuple[bool, bool, int, int, int, int]] = []
    for left, event in enumerate(found):
        for right, wanted in enumerate(gold):
            shared = overlap(event, wanted)
            if shared and (not same_kind or event["kind"] == wanted["kind"]):
                names = {fold(name) for name in event["places"]} & place_names(wanted)
                same_date = event["date_edtf"] == wanted["date_edtf"]
                candidates.append((event["kind"] == wanted["kind"], same_date, len(names), shared, left, right))
    pairs: list[tuple[int, int]] = []
    for *_, left, right in sorted(candidates, reverse=True):
        if all(left != a and right != b for a, b in pairs):
            pairs.append((left, right))
    return pairs


def _count(
    count: Count, found: Sequence[Item], gold: Sequence[Item], pairs: Sequence[tuple[int, int]], optional: set[int]
) -> None:
    paired = {left for left, _ in pairs}
    hits = sum(right not in optional for _, right in pairs)
    lone = [event for index, event in enumerate(found) if index not in paired]
    count.hits += hits
    count.false += sum(not any(overlap(event, gold[index]) for index in optional) for event in lone)
    count.missed += len(gold) - len(optional) - hits


def _count_kinds(
    score: Score, found: Sequence[Item], gold: Sequence[Item], pairs: Sequence[tuple[int, int]], optional: set[int]
) -> None:
    for kind in {event["kind"] for event in (*found, *gold)}:
        ours = [index for index, event in enumerate(found) if event["kind"] == kind]
        theirs = [index for index, event in enumerate(gold) if event["kind"] == kind and index not in optional]
        hits = sum(left in ours and right in theirs for left, right in pairs)
        count = score.by_kind.setdefault(kind, Count())
        count.hits += hits
        count.false += len(ours) - sum(left in ours for left, _ in pairs)
        count.missed += len(theirs) - hits


def _score_pair(score: Score, found: Item, gold: Item, mentions: Sequence[Item], gold_mentions: Sequence[Item]) -> None:
    score.date_exact.append((found["date_edtf"] or "") == (gold["date_edtf"] or ""))
    score.date_near.append(dates_near(found["date_edtf"], gold["date_edtf"]))
    score.status.append(found["status"] == gold["status"])
    score.sector.append(found["sector"] == gold["sector"])
    wanted = place_names(gold)
    ours = {fold(name) for name in found["places"]} - ({fold(name) for name in gold.get("implied_places", [])} - wanted)
    shared = _shared_places(ours, wanted, _aliases(mentions), _aliases(gold_mentions))
    score.event_places.append(1.0 if not ours and not wanted else 2 * shared / (len(ours) + len(wanted)))
    if gold.get("actors"):
        surnames = {surname(actor) for actor in found["actors"]}
        score.actors.append(mean(surname(actor) in surnames for actor in gold["actors"]))


def overlap(left: Item, right: Item) -> int:
    """Return how many code points two events share."""
    (a, b), (c, d) = _span(left), _span(right)
    return max(0, min(b, d) - max(a, c))


def _span(event: Item) -> tuple[int, int]:
    return event.get("start", event.get("sentence_start", 0)), event.get("end", event.get("sentence_end", 0))


def place_names(event: Item) -> set[str]:
    """Return the folded names of an annotated event's places."""
    return {fold(place["name"] if isinstance(place, Mapping) else place) for place in event.get("places", [])}


def fold(text: str) -> str:
    """Return a name without case, marks and signs."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(character for character in plain if character.isalnum() or character == " ").strip()


def surname(actor: str) -> str:
    """Return the last word of a name, without what stands in brackets."""
    words = fold(actor.split("(", maxsplit=1)[0]).split()
    return words[-1] if words else ""


def _aliases(mentions: Sequence[Item]) -> dict[str, set[str]]:
    forms: dict[str, set[str]] = {}
    for mention in mentions:
        forms.setdefault(fold(mention["name"]), set()).add(fold(mention["surface"]))
    return {name: {name, *surfaces} for name, surfaces in forms.items() if name}


def _shared_places(
    found: set[str], gold: set[str], forms: Mapping[str, set[str]], gold_forms: Mapping[str, set[str]]
) -> int:
    left = [gold_forms.get(name, {name}) for name in gold]
    shared = 0
    for name in sorted(found):
        hit = next((other for other in left if other & forms.get(name, {name})), None)
        if hit is not None:
            left.remove(hit)
            shared += 1
    return shared


def dates_near(left: str, right: str) -> bool:
    """Tell whether two EDTF values meet, neither more than four times as long as the other."""
    if (left or "") == (right or ""):
        return True
    bounds = [_bounds(value) for value in (left, right)]
    if bounds[0] is None or bounds[1] is None:
        return False
    (a, b), (c, d) = bounds[0], bounds[1]
    lengths = sorted([(b - a).days + 1, (d - c).days + 1])
    return a <= d and c <= b and lengths[1] / lengths[0] <= MOST_LENGTHS_APART


def _bounds(value: str) -> tuple[dt.date, dt.date] | None:
    try:
        date = Edtf.parse(value)
    except InvalidDate:
        return None
    return (date.first or EARLIEST, date.last or LATEST) if value else None


def score_mentions(found: Sequence[Item], gold: Sequence[Item]) -> tuple[int, int, int, int, int]:
    """Compare place mentions by overlap, one to one, for geovirus.json.

    Returns
    -------
    How many spans are the same, how many overlap, how many were found, how many are annotated, and how many of the
    overlapping lie within 161 km (1,500 km where the found place is a country or larger).
    """
    ranked = sorted(
        (
            (left["start"] != right["start"] or left["end"] != right["end"], -_shared(left, right), a, b)
            for a, right in enumerate(gold)
            for b, left in enumerate(found)
            if _shared(left, right) > 0
        ),
    )
    used_gold: set[int] = set()
    used: set[int] = set()
    same = near = 0
    for differs, _, a, b in ranked:
        if a in used_gold or b in used:
            continue
        used_gold.add(a)
        used.add(b)
        same += not differs
        near += _is_near(found[b], gold[a])
    return same, len(used), len(found), len(gold), near


def _shared(left: Item, right: Item) -> int:
    return min(left["end"], right["end"]) - max(left["start"], right["start"])


def _is_near(found: Item, gold: Item) -> bool:
    if found["lat"] is None:
        return False
    cap = 1500 if found["level"] == "country" else 161
    return great_circle_km(found["lat"], found["lon"], gold["latitude"], gold["longitude"]) <= cap
