"""Records of the atlas that may tell of the same happening as a draft, each with the reasons to think so."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from chancery.dates import Edtf
from chancery.exchange.articles.decisions import Review, Verdict
from chancery.exchange.articles.matching import AtlasIndex
from chancery.geocoding.names import fold_name
from chancery.model import Proposal, Record
from chancery.vocabulary import KINDS

LIKELY = 4.0
"""From this score on a record is shown as a likely duplicate."""

MOST = 3
"""How many are shown."""

_SAME_KIND = 1.5
_SAME_DAYS = 1.5
_OVERLAPPING = 0.5
_SAME_PLACE = 1.5
_SAME_COUNTRY = 0.4
_SAME_ACTOR = 1.0
_SAME_WORDS = 3.0
_SAME_QUOTE = 6.0
_CLOSE_DAYS = 45
_COMMON = frozenset(
    "a an and at by for from in of on the to with visit visits meeting meet meets agreement project planned".split()
)


@dataclass(frozen=True, slots=True)
class Likeness:
    """A record that may be what a draft tells of.

    Attributes
    ----------
    score
        Higher is likelier; `LIKELY` at least.
    reasons
        What they have in common, in words.
    """

    record: Record
    score: float
    reasons: tuple[str, ...]


def find_likely_duplicates(
    proposal: Proposal, index: AtlasIndex, *, source_id: str = "", most: int = MOST
) -> tuple[Likeness, ...]:
    """Return the records that a draft may tell of again, the likeliest first.

    Records whose dates rule each other out are none, unless they quote the same words of the same article.

    Parameters
    ----------
    source_id
        The source that the article is in the atlas as, if it is.
    """
    found = [_compare(proposal, record, index, source_id) for record in index.atlas.records]
    likely = [item for item in found if item is not None and item.score >= LIKELY]
    return tuple(sorted(likely, key=lambda item: (-item.score, item.record.record_id))[:most])


def accept_open(review: Review, index: AtlasIndex) -> Review:
    """Return the review with the open drafts accepted that resemble no record of the atlas.

    The others are left to be looked at; where only such drafts are open, they are accepted.
    """
    likely = {
        number
        for number, item in enumerate(review.decisions)
        if item.verdict is Verdict.OPEN
        and find_likely_duplicates(item.proposal, index, source_id=review.source_id, most=1)
    }
    if len(likely) == review.count(Verdict.OPEN):
        return review.decide_open(Verdict.ACCEPT)
    done = [
        replace(item, verdict=Verdict.ACCEPT) if item.verdict is Verdict.OPEN and number not in likely else item
        for number, item in enumerate(review.decisions)
    ]
    return replace(review, decisions=tuple(done))


def _compare(proposal: Proposal, record: Record, index: AtlasIndex, source_id: str) -> Likeness | None:
    score, reasons = 0.0, list[str]()
    quoted = _quotes_same_words(proposal, record, index, source_id)
    dates = _compare_dates(Edtf.parse(proposal.date_edtf), record.date)
    if dates is None and not quoted:
        return None
    if quoted:
        score += _SAME_QUOTE
        reasons.append("rests on the same words of this article")
    if proposal.kind is record.kind:
        score += _SAME_KIND
        reasons.append(f"of the same kind ({KINDS[record.kind].label})")
    if dates is not None and dates[0]:
        score += dates[0]
        reasons.append(dates[1])
    for points, words in (_compare_places(proposal, record, index), _compare_actors(proposal, record, index)):
        score += points
        reasons += [words] if words else []
    alike = _compare_titles(proposal.title, record.title, index.countries)
    if alike >= 0.34:
        score += _SAME_WORDS * alike
        reasons.append("a title of the same words" if alike > 0.75 else "a similar title")
    return Likeness(record, round(score, 2), tuple(reasons))


def _quotes_same_words(proposal: Proposal, record: Record, index: AtlasIndex, source_id: str) -> bool:
    if not source_id:
        return False
    for piece in index.evidence[record.record_id]:
        if piece.source_id == source_id and piece.start is not None and piece.end is not None:
            overlap = min(piece.end, proposal.quote_end) - max(piece.start, proposal.quote_start)
            if overlap > 0.5 * min(piece.end - piece.start, proposal.quote_end - proposal.quote_start):
                return True
    return False


def _compare_dates(one: Edtf, other: Edtf) -> tuple[float, str] | None:
    """Return what two dates have in common; ``None`` if they cannot be of one happening."""
    if not one.value or not other.value:
        return 0.0, ""
    if not one.overlaps(other.first, other.last):
        return None
    if _is_close(one.first, one.last) and _is_close(other.first, other.last):
        return _SAME_DAYS, f"at the same time ({other.text})"
    return _OVERLAPPING, f"possibly at the same time ({other.text})"


def _is_close(first: dt.date | None, last: dt.date | None) -> bool:
    return first is not None and last is not None and (last - first).days <= _CLOSE_DAYS


def _compare_places(proposal: Proposal, record: Record, index: AtlasIndex) -> tuple[float, str]:
    here = [place for place in map(index.find_place, proposal.places) if place is not None]
    there = {stop.place_id for stop in index.stops[record.record_id]}
    shared = list({place.place_id: place for place in here if place.place_id in there}.values())
    exact = [place for place in shared if not place.feature_code.startswith("PCL")]
    if exact:
        return _SAME_PLACE * min(len(exact), 2), f"also at {_list(place.name for place in exact)}"
    if shared:
        return _SAME_COUNTRY, f"also in {_list(place.name for place in shared)}"
    return 0.0, ""


def _compare_actors(proposal: Proposal, record: Record, index: AtlasIndex) -> tuple[float, str]:
    there = {fold_name(index.actors[part.actor_id].name): part.actor_id for part in index.parts[record.record_id]}
    surnames: defaultdict[str, set[str]] = defaultdict(set)
    for name, actor_id in there.items():
        surnames[name.rpartition(" ")[2]].add(actor_id)
    shared: dict[str, str] = {}
    for actor in proposal.actors:
        folded = fold_name(actor.name)
        known = there.get(folded) or next(iter(surnames.get(folded.rpartition(" ")[2], ())), "")
        if known:
            shared[known] = index.actors[known].name
    if not shared:
        return 0.0, ""
    return _SAME_ACTOR * min(len(shared), 2), f"with {_list(shared.values())}"


def _compare_titles(one: str, other: str, countries: frozenset[str]) -> float:
    """Return the share of telling words that two titles have in common; names of countries tell little."""
    first, second = _telling_words(one, countries), _telling_words(other, countries)
    return len(first & second) / min(len(first), len(second)) if len(first) > 1 and len(second) > 1 else 0.0


def _telling_words(title: str, countries: frozenset[str]) -> set[str]:
    words = "".join(character if character.isalnum() else " " for character in fold_name(title)).split()
    return {word[:6] for word in words if word not in _COMMON and word not in countries and len(word) > 2}


def _list(names: Iterable[str]) -> str:
    found: Sequence[str] = list(dict.fromkeys(names))
    return found[0] if len(found) == 1 else f"{', '.join(found[:-1])} and {found[-1]}"
