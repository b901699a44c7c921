"""The embedded gazetteer: places, their names, and how to find one by the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from chancery.geocoding.measure import great_circles_km
from chancery.geocoding.names import FoldedText, fold_name, script_of
from chancery.geocoding.storage import EMBEDDED, MANY, NO_PLACE, GazetteerFiles, NameTrie


@dataclass(frozen=True, slots=True)
class GazetteerPlace:
    """A place of the gazetteer.

    Attributes
    ----------
    number
        Position in this build of the gazetteer; compare places by it, but never store it.
    place_id
        GeoNames id in digits, or, where there is none, a code such as ``"region:karabakh"``.
    country_code
        ISO 3166-1 alpha-2 as GeoNames gives it, empty for a place of several countries.
    country_codes
        All the countries that it lies in, as far as known.
    feature_code
        GeoNames feature code: PCLI country, ADM1 and ADM2 areas, PPL and its kin for populated places, RGN, SEA ...
    precision
        IATI GeographicalPrecision of a record put at this point: 1 populated place, 3 and 4 areas of the second and
        first order, 5 region or water, 6 country, 2 a place whose own coordinates are estimated.
    radius_km
        Radius of a circle that covers most of the place; an estimate (see data/README.md).
    admin1, admin2
        Numbers of the areas of first and second order that contain it, or None.
    code
        Country code, GeoNames area code ("AZ.03", "FR.53.29") or region code; empty for populated places.
    """

    number: int
    place_id: str
    geonames_id: int | None
    name: str
    latitude: float
    longitude: float
    country_code: str
    country_codes: tuple[str, ...]
    feature_code: str
    precision: int
    population: int
    radius_km: int
    admin1: int | None
    admin2: int | None
    code: str

    @property
    def is_country(self) -> bool:
        """True for countries and territories, false for dissolved ones."""
        return self.feature_code == "PCLI"

    @property
    def is_populated_place(self) -> bool:
        """True for towns, villages and parts of towns."""
        return self.feature_code.startswith("PPL")

    @property
    def is_area(self) -> bool:
        """True for administrative areas, and false for countries and for regions without an administration."""
        return self.feature_code.startswith("ADM")


@dataclass(frozen=True, slots=True)
class NameMatch:
    """A stretch of text that spells the name of one or more places: ``text[start:end]``."""

    start: int
    end: int
    numbers: tuple[int, ...]


class PlaceIndex:
    """Places by name, by id and by position. Made by `open`; safe to share between threads, since nothing changes.

    Parameters
    ----------
    files
        What the files of a gazetteer hold.
    """

    def __init__(self, files: GazetteerFiles) -> None:
        self._records = files.places
        self._names, self._name_places = files.names, files.name_places
        self._folded, self._folded_places = files.folded, files.folded_places
        self._codes, self._code_places = files.codes, files.code_places
        self._place_names = files.place_names
        self._labels, self._countries = files.labels, files.countries
        self.place = lru_cache(maxsize=1 << 15)(self._read_place)
        self._code_of = {int(number): key for key, number in enumerate(self._code_places)}
        ids = self._records["geonames_id"]
        self._by_id = np.argsort(ids, kind="stable").astype("u4")
        self._sorted_ids = ids[self._by_id]
        self._by_latitude = np.argsort(self._records["latitude"], kind="stable").astype("u4")
        self._sorted_latitudes = self._records["latitude"][self._by_latitude]

    @classmethod
    def open(cls, folder: Path = EMBEDDED) -> PlaceIndex:
        """Open the gazetteer of a folder.

        Raises
        ------
        GazetteerUnavailable
            A file is missing, is not what the manifest says, or is of another format.
        """
        return cls(GazetteerFiles.open(folder))

    @classmethod
    def embedded(cls) -> PlaceIndex:
        """Return the gazetteer that comes with Chancery, opened once a process."""
        return _open_embedded()

    def __len__(self) -> int:
        """Return how many places there are."""
        return len(self._records)

    @property
    def name_count(self) -> int:
        """How many different spellings are known."""
        return len(self._names)

    # -- by name ------------------------------------------------------------------------------------------------------

    def places_spelled(self, name: str) -> tuple[int, ...]:
        """Return the numbers of the places that have exactly this name, in any script; empty if there is none."""
        return _look_up(self._names, self._name_places, name)

    def places_folded(self, name: str) -> tuple[int, ...]:
        """Return the numbers of the places one of whose names folds to the same as ``name``."""
        return _look_up(self._folded, self._folded_places, fold_name(name))

    def places_named(self, name: str) -> tuple[int, ...]:
        """Return the places of exactly this name or, if there are none, those of a name that folds alike."""
        return self.places_spelled(name) or self.places_folded(name)

    def spellings_at(self, text: str, start: int, longest: int = 80) -> list[NameMatch]:
        """Return every name that stands in ``text`` at ``start`` and ends at the end of a word, shortest first."""
        found: list[NameMatch] = []
        for name in self._names.prefixes(_encodable(text[start : start + longest])):
            end = start + len(name)
            if _is_word_end(text, end):
                found.append(NameMatch(start, end, _places_of(self._name_places, self._names[name])))
        return found

    def foldings_at(self, text: FoldedText, start: int, longest: int = 80) -> list[NameMatch]:
        """Return every folded name that stands at ``start`` of the original of ``text``, shortest first.

        Offsets, in and out, are of the original text.
        """
        first = text.locate(start)
        found: list[NameMatch] = []
        for name in self._folded.prefixes(_encodable(text.text[first : first + longest])):
            last = first + len(name)
            if _is_word_end(text.text, last):
                numbers = _places_of(self._folded_places, self._folded[name])
                found.append(NameMatch(start, text.original_end(last), numbers))
        return found

    # -- by number, id and code ---------------------------------------------------------------------------------------

    def _read_place(self, number: int) -> GazetteerPlace:
        """Return the place of a number that a look-up gave; called through the cache that is ``place``."""
        (geonames_id, latitude, longitude, population, name, admin1, admin2, radius_km, precision, country, feature) = (
            self._records[number].item()
        )
        code_key = self._code_of.get(number)
        code = self._codes.restore_key(code_key) if code_key is not None else ""
        place_id = str(geonames_id) if geonames_id else code
        country_code = country.decode()
        return GazetteerPlace(
            number=number,
            place_id=place_id,
            geonames_id=geonames_id or None,
            name=self._names.restore_key(name),
            latitude=latitude / 1e5,
            longitude=longitude / 1e5,
            country_code=country_code,
            country_codes=(country_code,) if country_code else tuple(self._countries.get(place_id, ())),
            feature_code=feature.decode(),
            precision=precision,
            population=population,
            radius_km=radius_km,
            admin1=None if admin1 == NO_PLACE else admin1,
            admin2=None if admin2 == NO_PLACE else admin2,
            code=code,
        )

    def find_id(self, place_id: str) -> GazetteerPlace | None:
        """Return the place of a GeoNames id or of a code ("AZ", "AZ.03", "region:karabakh"), or None."""
        if place_id in self._codes:
            return self.place(int(self._code_places[self._codes[place_id]]))
        if not (place_id.isascii() and place_id.isdigit() and 0 < int(place_id) < NO_PLACE):
            return None
        position = int(np.searchsorted(self._sorted_ids, np.uint32(int(place_id))))
        if position == len(self._sorted_ids) or self._sorted_ids[position] != int(place_id):
            return None
        return self.place(int(self._by_id[position]))

    def names_of(self, place: GazetteerPlace) -> tuple[str, ...]:
        """Return every name of a place, in every script, in alphabetical order."""
        start, end = self._place_names[place.number : place.number + 2]
        return tuple(sorted(self._names.restore_key(int(name)) for name in self._place_names[start:end]))

    def names_by_script(self, place: GazetteerPlace) -> dict[str, tuple[str, ...]]:
        """Return the names of a place by script ("LATIN", "CYRILLIC", ...)."""
        scripts: dict[str, list[str]] = {}
        for name in self.names_of(place):
            scripts.setdefault(script_of(name), []).append(name)
        return {script: tuple(names) for script, names in scripts.items()}

    def labels_of(self, place: GazetteerPlace) -> Mapping[str, str]:
        """Return the usual name by language code, for the places where it is known."""
        return self._labels.get(place.place_id, {})

    def name_in(self, place: GazetteerPlace, language: str | None) -> str:
        """Return the usual name in a language ("az", "ru"), or the plain one where that is not known."""
        return self.labels_of(place).get(language or "", place.name)

    def containers_of(self, place: GazetteerPlace) -> tuple[GazetteerPlace, ...]:
        """Return the areas that contain a place, smallest first: second order, first order, country."""
        numbers = [number for number in (place.admin2, place.admin1) if number is not None]
        containers = [self.place(number) for number in numbers if number != place.number]
        country = self.find_id(place.country_code) if place.country_code and not place.is_country else None
        return (*containers, country) if country else tuple(containers)

    # -- by position --------------------------------------------------------------------------------------------------

    def places_near(
        self, latitude: float, longitude: float, radius_km: float
    ) -> Iterator[tuple[float, GazetteerPlace]]:
        """Yield populated places within ``radius_km`` as (distance in km, place), nearest first."""
        degrees = radius_km / 111.0 * 1e5
        low, high = np.searchsorted(self._sorted_latitudes, [latitude * 1e5 - degrees, latitude * 1e5 + degrees])
        numbers = self._by_latitude[low:high]
        near = self._records[numbers]
        distances = great_circles_km(latitude, longitude, near["latitude"] / 1e5, near["longitude"] / 1e5)
        chosen = np.flatnonzero((distances <= radius_km) & np.char.startswith(near["feature_code"], b"PPL"))
        for position in chosen[np.argsort(distances[chosen], kind="stable")]:
            yield float(distances[position]), self.place(int(numbers[position]))


@cache
def _open_embedded() -> PlaceIndex:
    return PlaceIndex.open()


def _look_up(trie: NameTrie, table: npt.NDArray[np.uint32], name: str) -> tuple[int, ...]:
    key = trie.get(_encodable(name))
    return () if key is None else _places_of(table, key)


def _encodable(text: str) -> str:
    """Return text of the same length without lone surrogates, which are in no name and which a trie cannot take."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def _places_of(table: npt.NDArray[np.uint32], key: int) -> tuple[int, ...]:
    value = int(table[key])
    if value < MANY:
        return (value,)
    start = value - MANY + 1
    return tuple(table[start : start + int(table[start - 1])].tolist())


def _is_word_end(text: str, end: int) -> bool:
    return end >= len(text) or not (text[end].isalnum() and text[end - 1].isalnum())
