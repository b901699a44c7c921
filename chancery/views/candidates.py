"""Candidates of the geocoders as people compare them: who says so, how sure, how exactly, how far from the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chancery.geocoding.candidates import Candidate
from chancery.geocoding.measure import great_circle_km
from chancery.views.positions import format_km, format_position
from chancery.vocabulary import PRECISIONS

SHOWN = 9
"""Candidates at most: each has a key of its own."""


@dataclass(frozen=True, slots=True)
class CandidateLine:
    """One candidate in words; `number` stands on the map too, `distance` is empty where nothing is to measure from."""

    number: int
    name: str
    address: str
    provider: str
    score: str
    precision: str
    population: str
    position: str
    distance: str
    drawn_in: str


def list_candidates(
    candidates: Sequence[Candidate], position: tuple[float, float] | None = None
) -> tuple[CandidateLine, ...]:
    """Return candidates as they are compared.

    Parameters
    ----------
    position
        Latitude and longitude to measure from: where the place is now. Without it, distances are from the first.
    """
    origin = position
    if origin is None and len(candidates) > 1:
        origin = (candidates[0].latitude, candidates[0].longitude)
    return tuple(_describe(number, candidate, origin) for number, candidate in enumerate(candidates[:SHOWN], 1))


def pick_shown(candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Return the candidates that are shown: of every provider the best, in turn, up to `SHOWN`, in their own order."""
    ranks: dict[str, int] = {}
    ranked: list[tuple[int, int]] = []
    for number, candidate in enumerate(candidates):
        ranks[candidate.provider] = ranks.get(candidate.provider, 0) + 1
        ranked.append((ranks[candidate.provider], number))
    kept = sorted(number for _, number in sorted(ranked)[:SHOWN])
    return tuple(candidates[number] for number in kept)


def describe_disagreement(candidates: Sequence[Candidate]) -> str:
    """Say that geocoders put what is nearly one place in different countries; empty where none do."""
    for number, one in enumerate(candidates):
        for other in candidates[number + 1 :]:
            codes = {one.country_code, other.country_code}
            if (
                "" not in codes
                and len(codes) > 1
                and one.provider != other.provider
                and one.distance_km(other) <= _SAME_KM
            ):
                return (
                    f"{one.provider} puts {one.name} in {one.country_code}, {other.provider} in {other.country_code}. "
                    "The record keeps what its source says."
                )
    return ""


_SAME_KM = 5.0
_HERE_KM = 0.05


def _describe(number: int, candidate: Candidate, origin: tuple[float, float] | None) -> CandidateLine:
    distance = ""
    if origin is not None:
        km = great_circle_km(*origin, candidate.latitude, candidate.longitude)
        distance = f"{format_km(km)} away" if km >= _HERE_KM else "here"
    return CandidateLine(
        number=number,
        name=candidate.name or candidate.query,
        address=candidate.address,
        provider=candidate.provider,
        score="" if candidate.score is None else f"{candidate.score:.2f}",
        precision=PRECISIONS[candidate.precision].label,
        population=f"{candidate.population:,}" if candidate.population else "",
        position=format_position(candidate.latitude, candidate.longitude),
        distance=distance,
        drawn_in=candidate.drawn_in,
    )
