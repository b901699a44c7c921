"""An article under review, as plain data: its text in marked pieces, its drafts on a map and in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import pandas as pd

from chancery.dates import Edtf
from chancery.exchange.articles.decisions import Decision, Review, Verdict
from chancery.exchange.articles.matching import name_in_gazetteer
from chancery.geocoding.places import PlaceIndex
from chancery.model import Proposal, ProposedPlace
from chancery.reading.reader import Reading
from chancery.views.map_features import COLUMNS
from chancery.vocabulary import KINDS, ROLES, SECTORS, STATUSES

UNSURE = 0.7
"""Below this confidence, a part of a draft is shown as unsure."""

_PART_NAMES = {
    "kind": "Kind",
    "date": "Date",
    "status": "Status",
    "sector": "Sector",
    "places": "Places",
    "actors": "People",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text.

    Attributes
    ----------
    mark
        ``place``, ``person``, ``date`` or empty.
    title
        What the mark stands for.
    quoted
        Whether it belongs to the words of the draft that is open.
    """

    text: str
    mark: str = ""
    title: str = ""
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class DraftView:
    """A draft in words."""

    number: int
    title: str
    kind: str
    sector: str
    status: str
    when: str
    edtf: str
    places: tuple[str, ...]
    people: tuple[str, ...]
    before: str
    quote: str
    after: str
    confidence: str
    unsure: tuple[str, ...]
    verdict: Verdict
    merge_into: str


def cut_text(reading: Reading, proposal: Proposal | None) -> tuple[Piece, ...]:
    """Return a text as pieces that together are the text, the words of one draft among them.

    Where marks overlap, the one that begins first counts.
    """
    marks = _list_marks(reading)
    first, last = (proposal.quote_start, proposal.quote_end) if proposal else (0, 0)
    edges = {0, len(reading.text), first, last}
    for start, end, _, _ in marks:
        edges |= {start, end}
    pieces: list[Piece] = []
    position = 0
    for start, end in pairwise(sorted(edges)):
        while position < len(marks) and marks[position][1] <= start:
            position += 1
        mark, title = "", ""
        if position < len(marks) and marks[position][0] <= start:
            mark, title = marks[position][2:]
        pieces.append(Piece(reading.text[start:end], mark, title, first <= start < last))
    return tuple(pieces)


def describe_draft(number: int, decision: Decision, text: str) -> DraftView:
    """Return a draft in words, with its sentence and what the reader is unsure of."""
    proposal = decision.proposal
    start, end = min(proposal.start, proposal.quote_start), max(proposal.end, proposal.quote_end)
    unsure = sorted((item.confidence, part, item.reason) for part, item in proposal.judgements.items())
    return DraftView(
        number=number,
        title=proposal.title,
        kind=KINDS[proposal.kind].label,
        sector=SECTORS[proposal.sector].label,
        status=STATUSES[proposal.status].label,
        when=proposal.date_text or Edtf.parse(proposal.date_edtf).text,
        edtf=proposal.date_edtf,
        places=tuple(_describe_place(place) for place in proposal.places),
        people=tuple(
            ", ".join(part for part in (actor.name, actor.role, actor.country_code) if part)
            for actor in proposal.actors
        ),
        before=text[start : proposal.quote_start],
        quote=text[proposal.quote_start : proposal.quote_end],
        after=text[proposal.quote_end : end],
        confidence=name_confidence(proposal.confidence),
        unsure=tuple(
            f"{_PART_NAMES.get(part, part)}: {reason}" for confidence, part, reason in unsure if confidence < UNSURE
        ),
        verdict=decision.verdict,
        merge_into=decision.merge_into,
    )


def name_confidence(confidence: float) -> str:
    """Return how sure the reader is, in a word: of the least sure part of a draft."""
    return "sure" if confidence >= 0.75 else "fairly sure" if confidence >= 0.6 else "unsure"


def count_decisions(review: Review) -> str:
    """Return in words how far a review has come."""
    words = {
        Verdict.ACCEPT: "accepted",
        Verdict.MERGE: "merged",
        Verdict.REJECT: "rejected",
        Verdict.OPEN: "to decide",
    }
    counts = [f"{review.count(verdict)} {word}" for verdict, word in words.items() if review.count(verdict)]
    total = len(review.decisions)
    return f"{total} draft{'' if total == 1 else 's'}: {', '.join(counts)}" if total else "No drafts"


def name_saving(review: Review, *, for_good: bool = True) -> str:
    """Return what the button that saves would save, counted; it is not said to save what only a session keeps."""

    def count(number: int, noun: str) -> str:
        return f"{number} {noun}{'' if number == 1 else 's'}"

    accepted, merged = review.count(Verdict.ACCEPT), review.count(Verdict.MERGE)
    kept = sum(item.kept for item in review.figures)
    parts = [count(accepted, "record")] if accepted else []
    parts += [f"evidence of {count(merged, 'record')}"] if merged else []
    parts += [count(kept, "number")] if kept and not parts else []
    counted = " and ".join(parts)
    return f"Save {counted}".strip() if for_good else f"Keep {counted or 'it'} in this session"


def name_left_open(count: int) -> str:
    """Return why drafts are still open after the rest was accepted."""
    words = "1 draft resembles a record" if count == 1 else f"{count} drafts resemble records"
    them, they = ("it", "it is") if count == 1 else ("them", "they are")
    return f"{words} of the atlas, and {they} left to you: merge {them}, or accept the rest again."


def build_draft_rows(proposals: Sequence[Proposal]) -> pd.DataFrame:
    """Return drafts as the map wants them: a row for each at each of its located places."""
    rows: list[dict[str, object]] = []
    for number, proposal in enumerate(proposals):
        for position, place in enumerate(proposal.places, 1):
            if place.latitude is not None and place.longitude is not None:
                rows.append(_map_row(f"draft-{number}", proposal, place, position))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _map_row(name: str, proposal: Proposal, place: ProposedPlace, position: int) -> dict[str, object]:
    known = PlaceIndex.embedded().find_id(name_in_gazetteer(place.place_id)) if place.place_id else None
    radius = float(known.radius_km) if known and not known.is_populated_place else 0.0
    return {
        "record_id": name,
        "kind": proposal.kind.value,
        "title": proposal.title,
        "date_text": proposal.date_text,
        "status": proposal.status.value,
        "sector": proposal.sector.value,
        "place_id": place.place_id or f"{place.latitude},{place.longitude}",
        "place_name": place.name,
        "name_in_source": place.name_in_source,
        "country_code": place.country_code,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "radius_km": radius,
        "precision": int(place.precision),
        "role": place.role.value,
        "position": position,
    }


def _describe_place(place: ProposedPlace) -> str:
    located = "" if place.latitude is not None else " (nothing says where it is)"
    country = f", {place.country_code}" if place.country_code else ""
    return f"{ROLES[place.role].label} {place.name}{country}{located}"


def _list_marks(reading: Reading) -> list[tuple[int, int, str, str]]:
    """Return (start, end, mark, title) of what is marked, in order and without overlaps."""
    marks = [
        (
            item.mention.start,
            item.mention.end,
            "place",
            ", ".join(part for part in (item.name, item.country_code) if part),
        )
        for item in reading.places
    ]
    marks += [(item.start, item.end, "person", item.person.name) for item in reading.people]
    marks += [
        (item.start, item.end, "date", Edtf.parse(item.edtf).text if item.edtf else "a date that needs a year")
        for item in reading.phrases
    ]
    kept: list[tuple[int, int, str, str]] = []
    for mark in sorted(marks, key=lambda item: (item[0], -item[1])):
        if mark[1] > mark[0] and (not kept or mark[0] >= kept[-1][1]):
            kept.append(mark)
    return kept


def merge_choices(review: Review, number: int) -> dict[str, str]:
    """Return the other drafts that one can be merged into, by the name to merge under: those that are accepted."""
    return {
        f"draft:{other}": f"Draft {other + 1}: {decision.proposal.title}"
        for other, decision in enumerate(review.decisions)
        if other != number and decision.verdict is Verdict.ACCEPT
    }


def find_next_open(review: Review, number: int) -> int:
    """Return the next draft to decide on after one, from the top again at the end; the same one if all are decided."""
    count = len(review.decisions)
    after = [(number + step) % count for step in range(1, count + 1)] if count else []
    return next((other for other in after if review.decisions[other].verdict is Verdict.OPEN), number)


def reopen(review: Review, number: int) -> Review:
    """Return a review in which one draft is to be decided on again, and so are those that were merged into it."""
    decisions = list(review.decisions)
    decisions[number] = replace(decisions[number], verdict=Verdict.OPEN, merge_into="")
    for other, decision in enumerate(decisions):
        if decision.merge_into == f"draft:{number}":
            decisions[other] = replace(decision, verdict=Verdict.OPEN, merge_into="")
    return replace(review, decisions=tuple(decisions))
