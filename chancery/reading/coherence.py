"""How well a place goes with the others that a text names: the same area and country, and near."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from chancery.geocoding.places import GazetteerPlace
from chancery.reading.candidates import Candidate

# What each is worth at most, in powers of ten of people.
_IN_AREA, _IN_SMALL_AREA, _IN_COUNTRY, _NEAR, _IN_REGION = 1.9, 1.2, 1.3, 3.2, 1.0
_HOLDS, _SIBLINGS = 3.4, 1.4
_UNIT = 1.8  # names that make up most of what can be had
_MOST_SPOTS = 60
_LEAST_SHARE = 0.25
_TOO_LITTLE = 0.005
_NEAR_KM, _REGION_KM = 60.0, 250.0
_EARTH_KM = 6371.0


def likelihoods(scores: Sequence[float], weight: float = 1.0) -> list[float]:
    """Turn scores, which are powers of ten, into shares that add up to a weight."""
    best = max(scores)
    weights = [10.0 ** (score - best) for score in scores]
    total = sum(weights)
    return [weight * each / total for each in weights]


class _Masses:
    """How much of what is named lies in each area and country, and how many areas of each kind are named."""

    __slots__ = ("areas", "countries", "siblings")

    def __init__(self) -> None:
        self.areas: dict[int, float] = {}
        self.countries: dict[str, float] = {}
        self.siblings: dict[str, float] = {}

    def add(self, place: GazetteerPlace, share: float) -> None:
        if place.is_country:
            return
        if place.is_area:
            _put(self.siblings, place.feature_code + place.country_code, share)
            _put(self.areas, place.number, share)
        for area in (place.admin1, place.admin2):
            if area is not None:
                _put(self.areas, area, share)
        if place.country_code:
            _put(self.countries, place.country_code, share)

    def add_all(self, other: _Masses) -> None:
        for area, share in other.areas.items():
            _put(self.areas, area, share)
        for country, share in other.countries.items():
            _put(self.countries, country, share)
        for kind, share in other.siblings.items():
            _put(self.siblings, kind, share)


def _put(masses: dict[str, float] | dict[int, float], name: str | int, share: float) -> None:
    masses[name] = masses.get(name, 0.0) + share  # type: ignore[index, arg-type]


class Coherence:
    """What the names of a text mean so far, and how well each place that one of them may mean fits in with the others.

    Parameters
    ----------
    groups
        The possible places of each name.
    """

    def __init__(self, groups: Sequence[Sequence[Candidate]]) -> None:
        self._groups = groups
        places = [option.place for options in groups for option in options]
        self._vectors = vectors_of(places)
        self._owners = np.repeat(np.arange(len(groups)), [len(options) for options in groups])
        self._numbers = np.array([place.number for place in places], dtype=np.int64)
        self._starts = np.cumsum([0, *(len(options) for options in groups)]).tolist()
        self._compact = np.array([place.is_populated_place or place.radius_km <= 60 for place in places], dtype=bool)
        self._total = _Masses()
        self._own: list[_Masses] = []
        self._close: list[float] = []
        self._region: list[float] = []

    def update(self, shares: Sequence[Sequence[float]]) -> None:
        """Take in how likely each place of each name is; the shares of a name add up to its weight."""
        self._total, self._own = _Masses(), []
        for options, parts in zip(self._groups, shares, strict=True):
            own = _Masses()
            for option, share in zip(options, parts, strict=True):
                if share >= _TOO_LITTLE:
                    own.add(option.place, share)
            self._own.append(own)
            self._total.add_all(own)
        flat = np.array([share for parts in shares for share in parts], dtype=np.float64)
        self._measure(flat)

    def _measure(self, shares: npt.NDArray[np.float64]) -> None:
        """Measure, for each place, how much of what is named beside it lies near, and how much in its region."""
        spots = np.flatnonzero(self._compact & (shares >= _LEAST_SHARE))
        if len(spots) > _MOST_SPOTS:
            spots = spots[np.argsort(-shares[spots], kind="stable")[:_MOST_SPOTS]]
        chords = 2.0 - 2.0 * (self._vectors @ self._vectors[spots].T)
        distances = _EARTH_KM * np.sqrt(np.maximum(chords, 0.0))
        same = (self._owners[:, None] == self._owners[spots][None, :]) | (
            self._numbers[:, None] == self._numbers[spots][None, :]
        )
        weights = np.where(same, 0.0, shares[spots])
        self._close = (np.exp(-distances / _NEAR_KM) * weights).sum(axis=1).tolist()
        self._region = (np.exp(-distances / _REGION_KM) * weights).sum(axis=1).tolist()

    def closeness(self, group: int, option: int) -> float:
        """Return how much of what is named lies near a place, from 0."""
        return self._close[self._starts[group] + option]

    def rate(self, group: int, option: int) -> tuple[float, str]:
        """Return what the other names are worth to a place of a name, and why."""
        place = self._groups[group][option].place
        own, number = self._own[group], self._starts[group] + option
        if place.is_country:
            inside = _saturate(_rest(self._total.countries, own.countries, place.country_code), 0.7)
            return _HOLDS * inside, "it holds other places named"
        worth = _IN_COUNTRY * _saturate(_rest(self._total.countries, own.countries, place.country_code), 1.5)
        if place.is_area:
            kind = place.feature_code + place.country_code
            worth += _HOLDS * _saturate(_rest(self._total.areas, own.areas, place.number), 0.7)
            worth += _SIBLINGS * _saturate(_rest(self._total.siblings, own.siblings, kind), 1.5)
            worth += 0.4 * _NEAR * _saturate(self._close[number], _UNIT) if place.admin1 is not None else 0.0
            why = "it holds other places named, or goes with them"
        else:
            worth += _NEAR * _saturate(self._close[number], _UNIT) + _IN_REGION * _saturate(self._region[number], _UNIT)
            why = "near other places named"
        for area, most in ((place.admin1, _IN_AREA), (place.admin2, _IN_SMALL_AREA)):
            if area is not None:
                worth += most * _saturate(_rest(self._total.areas, own.areas, area), _UNIT)
        return worth, why


def _rest(
    total: Mapping[str, float] | Mapping[int, float], own: Mapping[str, float] | Mapping[int, float], name: str | int
) -> float:
    return total.get(name, 0.0) - own.get(name, 0.0)  # type: ignore[call-overload, arg-type]


def _saturate(mass: float, unit: float) -> float:
    """Return from 0 to 1 how much there is: the first counts most."""
    return 1.0 - math.exp(-mass / unit) if mass > 0.0 else 0.0


def vectors_of(places: Sequence[GazetteerPlace]) -> npt.NDArray[np.float64]:
    """Return places as unit vectors, one a row."""
    degrees = np.array([(place.latitude, place.longitude) for place in places], dtype=np.float64).reshape(-1, 2)
    latitude, longitude = np.radians(degrees).T
    flat = np.cos(latitude)
    return np.stack([flat * np.cos(longitude), flat * np.sin(longitude), np.sin(latitude)], axis=1)
