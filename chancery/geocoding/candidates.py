"""What a geocoder answers with, whichever it is: candidates that know who named them, when and for which query."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any
from unicodedata import category

from chancery.errors import InvalidValue, Location
from chancery.geocoding.measure import great_circle_km
from chancery.model import COUNTRY, LANGUAGE, Place, check_coordinates
from chancery.vocabulary import Precision

GAZETTEER = "gazetteer"
"""The name of the embedded gazetteer among the geocoders."""

LONGEST_QUERY = 300
"""Characters; no place has a longer name, and a whole paragraph is not sent to a public server by mistake."""


@dataclass(frozen=True, slots=True)
class PlaceQuery:
    """What is asked for: a name, and what is known beside it.

    Parameters
    ----------
    text
        The name as the source prints it, in any script.
    country_codes
        Two-letter codes; only places of these countries are wanted. Empty: anywhere.
    language
        Language in which the answer should be named; empty leaves it to the geocoder.
    limit
        How many candidates at most.

    Raises
    ------
    InvalidValue
        If the text is empty or too long, or a code is malformed.
    """

    text: str
    country_codes: tuple[str, ...] = ()
    language: str = ""
    limit: int = 5

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise InvalidValue("There is no name to look for.", where=Location(field="name"), remedy="Give one.")
        if len(self.text) > LONGEST_QUERY:
            raise InvalidValue(
                f"A name of {len(self.text)} characters is too long to look for.",
                where=Location(field="name"),
                remedy=f"Give the name alone, in at most {LONGEST_QUERY} characters.",
            )
        if any(category(character) in {"Cs", "Cc"} and not character.isspace() for character in self.text):
            raise InvalidValue(
                "The name holds characters that no text has.", where=Location(field="name"), remedy="Type it anew."
            )
        for code in self.country_codes:
            if not COUNTRY.fullmatch(code):
                raise InvalidValue(
                    f"'{code}' is not a country code.",
                    where=Location(field="country_code"),
                    remedy="Use two capitals of ISO 3166-1, like AZ.",
                )
        if self.language and not LANGUAGE.fullmatch(self.language):
            raise InvalidValue(
                f"'{self.language}' is not a language code.",
                where=Location(field="language"),
                remedy="Use a code like en, az or be-Latn.",
            )
        if not 1 <= self.limit <= 50:
            raise InvalidValue(
                f"{self.limit} is not a number of candidates.", where=Location(field="limit"), remedy="Ask for 1 to 50."
            )

    @property
    def normalised(self) -> str:
        """The text with its blanks made one: what is sent, and what the cache goes by."""
        return " ".join(self.text.split())


@dataclass(frozen=True, slots=True)
class PointQuery:
    """A point of which the place is asked for.

    Raises
    ------
    InvalidCoordinates
        If it is no point on Earth.
    """

    latitude: float
    longitude: float
    language: str = ""

    def __post_init__(self) -> None:
        check_coordinates(self.latitude, self.longitude)

    @property
    def normalised(self) -> str:
        """The point to about a metre: what is sent, and what the cache goes by."""
        return f"{self.latitude:.5f},{self.longitude:.5f}"


@dataclass(frozen=True, slots=True)
class BoundingBox:
    """The smallest box around a feature, degrees; `west` is greater than `east` across the date line."""

    south: float
    west: float
    north: float
    east: float

    @property
    def radius_km(self) -> float:
        """Half of its diagonal, kilometres."""
        return great_circle_km(self.south, self.west, self.north, self.east) / 2


@dataclass(frozen=True, slots=True)
class Candidate:
    """One place that a query may mean, and who says so.

    Attributes
    ----------
    name
        The place's own name, as the geocoder writes it in the language asked for.
    address
        The name with what it lies in, for people to tell it from its namesakes.
    country_code, admin1
        The country and the area of the first order that the geocoder puts it in; empty if it does not say.
    feature_code
        GeoNames feature code, or the nearest to what the geocoder says; empty where none is near.
    precision
        How exactly the coordinates stand for the place.
    score
        The geocoder's own measure, 0 to 1; comparable within one answer only. ``None`` if it gives none.
    provider, provider_id
        Who answered, and under which id the place is known there (``"relation/364110"``, ``"gn:585170"``).
    answered_at
        UTC, ISO 8601; when the geocoder said so, not when a cache repeated it.
    query
        What was asked for, as sent.
    attribution
        What has to be shown with it.
    radius_km
        How far an area reaches from its label point; 0 for a point or where nobody says.
    drawn_in
        The country in which the basemap draws the point, where that is another than `country_code`; empty where the
        two agree. It is told, and never decides anything: sources disagree on whose a place is.
    """

    name: str
    address: str
    latitude: float
    longitude: float
    country_code: str
    feature_code: str
    precision: Precision
    score: float | None
    provider: str
    provider_id: str
    answered_at: str
    query: str
    attribution: str
    bounding_box: BoundingBox | None = None
    population: int = 0
    radius_km: float = 0.0
    admin1: str = ""
    drawn_in: str = ""

    def __post_init__(self) -> None:
        check_coordinates(self.latitude, self.longitude)
        if self.score is not None and not math.isfinite(self.score):
            raise InvalidValue(f"{self.score} is not a score.", where=Location(field="score"))

    def distance_km(self, other: Candidate) -> float:
        """Return how far apart two candidates are, kilometres."""
        return great_circle_km(self.latitude, self.longitude, other.latitude, other.longitude)

    def drawn_elsewhere(self, country_code: str) -> Candidate:
        """Return the candidate with the other country that the basemap puts it in."""
        return replace(self, drawn_in=country_code)

    def named_by(self, provider: str) -> Candidate:
        """Return the candidate under another name of the same provider."""
        return replace(self, provider=provider)

    @property
    def place_id(self) -> str:
        """The identifier that the place has in an atlas: ``gn147105``, ``karabakh``, ``nominatim-node-1404``."""
        source, _, number = self.provider_id.partition(":")
        if source == "gn" and number.isdigit():
            return f"gn{number}"
        known = self.provider_id.removeprefix("region:") if self.provider == GAZETTEER else ""
        text = known or f"{self.provider} {self.provider_id or f'{self.latitude:.5f} {self.longitude:.5f}'}"
        return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:120]

    def as_place(self) -> Place:
        """Return it as a place of an atlas, which keeps who gave the coordinates, when and for which query."""
        return Place(
            place_id=self.place_id,
            name=self.name or self.query,
            country_code=self.country_code,
            admin1=self.admin1,
            latitude=self.latitude,
            longitude=self.longitude,
            feature_code=self.feature_code,
            radius_km=self.radius_km,
            geocoder=self.provider,
            geocoded_on=self.answered_at[:10],
            note=self.attribution,
            geocoded_as=self.provider_id,
            geocoded_query=self.query,
            precision=self.precision,
        )

    def to_json(self) -> dict[str, Any]:
        """Return it as plain values."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Candidate:
        """Return the candidate that `to_json` wrote.

        Raises
        ------
        TypeError, KeyError, ValueError
            If the values are not those of a candidate.
        """
        box = values["bounding_box"]
        changed: dict[str, Any] = {
            "precision": Precision(values["precision"]),
            "bounding_box": BoundingBox(**box) if box else None,
        }
        return cls(**{**values, **changed})


@dataclass(frozen=True, slots=True)
class Failure:
    """A geocoder that could not answer, and why: not the same as one that knows no such place."""

    provider: str
    reason: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the geocoders said to one query.

    Attributes
    ----------
    candidates
        Best first, of one geocoder after the other.
    failures
        The geocoders that could not answer.
    asked
        All that were asked, in order.
    """

    query: PlaceQuery | PointQuery
    candidates: tuple[Candidate, ...]
    failures: tuple[Failure, ...] = ()
    asked: tuple[str, ...] = ()

    @property
    def is_final(self) -> bool:
        """True if asking again now would change nothing: something was found, or nobody failed."""
        return bool(self.candidates) or not self.failures

    @property
    def attributions(self) -> tuple[str, ...]:
        """What has to be shown with the candidates, each once."""
        return tuple(dict.fromkeys(candidate.attribution for candidate in self.candidates if candidate.attribution))
