"""What the gazetteer offers for a name in a text: places with how likely each is before the text is heard."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

from chancery.geocoding.names import fold_name
from chancery.geocoding.places import GazetteerPlace, PlaceIndex

_FOLDED_PENALTY = 2.5
_FOLDED_PENALTY_ASCII = 0.35
_ALTERNATE = 1.4  # what a name loses that is not the usual one of the place
_ALTERNATE_COUNTRY = 2.0  # Brasilia is Brazil in some languages
_BESIDE_NAMESAKE = 1.5  # what a place loses by a name that is not its own but that of a country, capital or big city
_BIG_CITY = 200_000
_REGION, _SMALL_KM = 5, 15  # IATI's precision of a region, and what makes one small
_MOST = 400


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name may mean.

    Attributes
    ----------
    prior
        How likely it is without any context, on a scale of powers of ten of people: a city of a million has 6.
    exact
        Whether the name is spelled as in the gazetteer, or only folds alike.
    """

    place: GazetteerPlace
    prior: float
    exact: bool


@lru_cache(maxsize=65_536)
def candidates_for(name: str) -> tuple[Candidate, ...]:
    """Return what a name may mean, the likeliest first; empty if the gazetteer does not know it.

    Exact spellings come before folded ones. A name written without diacritics may stand for one with them, so there
    the folded ones lose little; a name with diacritics is taken at its word.
    """
    index = PlaceIndex.embedded()
    exact = index.places_spelled(name)
    folded = [number for number in index.places_folded(name) if number not in set(exact)]
    penalty = _FOLDED_PENALTY_ASCII if name.isascii() else _FOLDED_PENALTY
    found = [_candidate(index.place(number), name, 0.0) for number in exact[:_MOST]]
    found += [_candidate(index.place(number), name, penalty) for number in folded[:_MOST]]
    if any(_is_well_known(each.place) for each in found if fold_name(each.place.name) == fold_name(name)):
        found = [_beside_namesake(each, name) for each in found]
    return tuple(sorted(found, key=lambda candidate: (-candidate.prior, candidate.place.number)))


def _is_well_known(place: GazetteerPlace) -> bool:
    """Tell whether a place is a country, a capital or a big city: who writes its name means it, or says otherwise."""
    return place.feature_code in ("PCLI", "PPLC") or (
        place.feature_code.startswith("PPL") and place.population >= _BIG_CITY
    )


def _beside_namesake(candidate: Candidate, name: str) -> Candidate:
    if fold_name(candidate.place.name) == fold_name(name):
        return candidate
    return Candidate(candidate.place, candidate.prior - _BESIDE_NAMESAKE, candidate.exact)


def _candidate(place: GazetteerPlace, name: str, penalty: float) -> Candidate:
    return Candidate(place, prior_of(place, name) - penalty, penalty == 0.0)


def prior_of(place: GazetteerPlace, name: str) -> float:
    """Rate a place before the text is heard: countries first, then capitals and big cities, then areas and small towns.

    A name that is the place's own counts for more than one of its alternate names.
    """
    rating = _rate_region(place) if place.precision == _REGION else _rate_by_people(place)
    if fold_name(place.name) != fold_name(name) and place.precision != _REGION:
        rating -= _ALTERNATE_COUNTRY if place.feature_code.startswith("PCL") else _ALTERNATE
    return rating


def _rate_region(place: GazetteerPlace) -> float:
    if place.feature_code in ("CONT", "OCN", "SEA"):
        return 8.5
    if place.feature_code == "PCLH":
        return 9.1
    if place.feature_code == "RGNH":
        return 4.8
    return 6.3 if place.radius_km >= _SMALL_KM else 5.0


def _rate_by_people(place: GazetteerPlace) -> float:
    size = math.log10(place.population + 100)
    feature = place.feature_code
    if feature.startswith("PCL"):
        return 9.0 + size / 20
    if feature == "PPLC":
        return max(size, 5.0) + 1.2
    worth = {"PPLA": 0.45, "PPLX": -0.8, "ADM1": -0.55, "ADM2": -1.0}
    return size + worth.get(feature, 0.0)
