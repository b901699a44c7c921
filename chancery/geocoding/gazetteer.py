"""`Gazetteer`, a geopy geocoder that needs no network."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Final

from geopy.adapters import BaseSyncAdapter
from geopy.exc import GeocoderQueryError
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location
from geopy.point import Point

from chancery.geocoding.places import GazetteerPlace, PlaceIndex
from chancery.geocoding.resolve import Candidate, resolve_query

__all__ = ("Gazetteer",)

REVERSE_RADIUS_KM: Final = 50.0  # farther than that, a point is not "at" a town
MOST_RESULTS: Final = 50

Box = tuple[float, float, float, float]


class Gazetteer(Geocoder):
    """Geocoder on the gazetteer that comes with Chancery: towns of the world, areas, countries and regions.

    It answers offline from data/gazetteer/ (GeoNames and our own tables, see data/README.md). It can be shared between
    threads: opening it twice costs nothing the second time.

    Parameters
    ----------
    index
        Another gazetteer than the embedded one.

    Raises
    ------
    chancery.errors.GazetteerUnavailable
        The embedded gazetteer is missing or damaged.

    Examples
    --------
    >>> geocoder = Gazetteer()
    >>> place = geocoder.geocode("Xankəndi")
    >>> place.raw["name"], place.raw["country_code"], round(place.latitude, 1)
    ('Khankendi', 'AZ', 39.8)
    """

    def __init__(self, index: PlaceIndex | None = None) -> None:
        super().__init__(adapter_factory=_NoNetwork)
        self.index = index if index is not None else PlaceIndex.embedded()

    def geocode(  # noqa: PLR0913 - the arguments that geopy's geocoders have
        self,
        query: str,
        *,
        exactly_one: bool = True,
        timeout: Any = DEFAULT_SENTINEL,
        limit: int | None = None,
        country_codes: str | Sequence[str] | None = None,
        viewbox: Sequence[Any] | None = None,
        bounded: bool = False,
        language: str | None = None,
        addressdetails: bool = False,
    ) -> Location | list[Location] | None:
        """Return the place that a name means, or all that it may mean.

        Parameters
        ----------
        query
            A name in any script and spelling, alone or followed by what contains it: ``"Şuşa"``, ``"Paris, Texas"``,
            ``"Lachin district of Azerbaijan"``.
        exactly_one
            Return the best place, or a list of them, best first.
        timeout
            Accepted as geopy's geocoders do; nothing here waits.
        limit
            Most places to return; up to 50.
        country_codes
            ISO 3166-1 alpha-2 code or codes; places elsewhere are left out.
        viewbox
            Two corners, as points or (latitude, longitude); places within come first.
        bounded
            Leave out places outside of the viewbox.
        language
            Language code for the names in the address ("az", "ru", "be", "en" ...), where the gazetteer knows them.
        addressdetails
            Put the names of the areas that contain the place into ``raw["address"]``.

        Returns
        -------
        Location, list of Location, or None
            None if no place has the name. ``Location.raw`` holds ``place_id, geonames_id, name, matched_name, match,
            score, precision, feature_code, country_code, admin1, population, radius_km``.

        Raises
        ------
        geopy.exc.GeocoderQueryError
            The viewbox does not have two corners, or the limit is below 1.
        """
        most = 1 if exactly_one else _checked_limit(limit)
        box = self._parse_viewbox(viewbox)

        def in_view(place: GazetteerPlace) -> bool:
            return box is not None and _lies_within(place, box)

        candidates = resolve_query(
            self.index,
            str(query),
            country_codes=_upper_codes(country_codes),
            prefer=in_view if box is not None else None,
            keep=in_view if box is not None and bounded else None,
        )
        locations = [self._locate(item, language, addressdetails) for item in candidates[:most]]
        if not locations:
            return None
        return locations[0] if exactly_one else locations

    def reverse(
        self,
        query: Any,
        *,
        exactly_one: bool = True,
        timeout: Any = DEFAULT_SENTINEL,
        limit: int | None = None,
        language: str | None = None,
        addressdetails: bool = False,
    ) -> Location | list[Location] | None:
        """Return the populated place nearest to a point, or the nearest few.

        Parameters
        ----------
        query
            A `geopy.point.Point`, (latitude, longitude), or text such as ``"39.76, 46.75"``.
        exactly_one, timeout, limit, language, addressdetails
            As for `geocode`.

        Returns
        -------
        Location, list of Location, or None
            Nearest first, within 50 km; None if there is none. ``raw["distance_km"]`` says how far.

        Raises
        ------
        ValueError
            The query is no point.
        """
        most = 1 if exactly_one else _checked_limit(limit)
        point = Point(query)
        locations: list[Location] = []
        for distance, place in self.index.places_near(point.latitude, point.longitude, REVERSE_RADIUS_KM):
            candidate = Candidate(place, place.name, "exact", round(max(0.0, 1 - distance / REVERSE_RADIUS_KM), 4))
            location = self._locate(candidate, language, addressdetails)
            location.raw["distance_km"] = round(distance, 3)
            locations.append(location)
            if len(locations) == most:
                break
        if not locations:
            return None
        return locations[0] if exactly_one else locations

    def _locate(self, candidate: Candidate, language: str | None, addressdetails: bool) -> Location:
        place = candidate.place
        containers = self.index.containers_of(place)
        names = [self.index.name_in(item, language) for item in (place, *containers)]
        within = {item.feature_code: name for item, name in zip(containers, names[1:], strict=True)}
        raw: dict[str, Any] = {
            "place_id": place.place_id,
            "geonames_id": place.geonames_id,
            "name": names[0],
            "matched_name": candidate.matched_name,
            "match": candidate.match,
            "score": candidate.score,
            "precision": place.precision,
            "feature_code": place.feature_code,
            "country_code": place.country_code,
            "admin1": within.get("ADM1", ""),
            "population": place.population,
            "radius_km": place.radius_km,
        }
        if addressdetails:
            raw["address"] = within
        address = ", ".join(dict.fromkeys(names))
        return Location(address, (place.latitude, place.longitude), raw)

    def _parse_viewbox(self, viewbox: Sequence[Any] | None) -> Box | None:
        if viewbox is None:
            return None
        south, west, north, east = map(float, self._format_bounding_box(viewbox).split(","))
        return south, west, north, east


class _NoNetwork(BaseSyncAdapter):
    """An adapter that geopy asks for and that is never used."""

    def get_json(self, url: str, *, timeout: float, headers: dict[str, str]) -> Any:
        raise NotImplementedError

    def get_text(self, url: str, *, timeout: float, headers: dict[str, str]) -> Any:
        raise NotImplementedError


def _upper_codes(country_codes: str | Sequence[str] | None) -> Collection[str]:
    if not country_codes:
        return ()
    codes = country_codes.split(",") if isinstance(country_codes, str) else country_codes
    return frozenset(code.strip().upper() for code in codes)


def _checked_limit(limit: int | None) -> int:
    if limit is not None and limit < 1:
        raise GeocoderQueryError("limit must be 1 or more")
    return MOST_RESULTS if limit is None else min(limit, MOST_RESULTS)


def _lies_within(place: GazetteerPlace, box: Box) -> bool:
    south, west, north, east = box
    return south <= place.latitude <= north and west <= place.longitude <= east
