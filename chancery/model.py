"""What Chancery holds: sources, places, records, actors, evidence, figures and proposals.

Every class is frozen and validates itself, so that whatever exists is sound. The field names are the column names of
the published tables (see docs/data-model.md).
"""

from __future__ import annotations

import datetime as dt
import math
import re
from dataclasses import dataclass, field, fields
from enum import Enum
from typing import Any
from urllib.parse import urlsplit

from chancery.areas import Area
from chancery.dates import Edtf
from chancery.errors import InvalidCoordinates, InvalidDate, InvalidValue, Location
from chancery.vocabulary import ActorKind, Confidence, Kind, NameKind, Precision, Role, Sector, SourceKind, Status

IDENTIFIER = re.compile(r"[a-z0-9][a-z0-9._-]{0,119}")
COUNTRY = re.compile(r"[A-Z]{2}")
LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-[A-Z]{2})?")
TEXT_FILE = re.compile(r"[A-Za-z0-9_-]+\.txt")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Source:
    """A published document.

    Attributes
    ----------
    published
        EDTF; empty when nobody says. `published_note` keeps why, where the document itself gives no year.
    text_file
        Name of the file in ``articles/`` that holds the text, if it is kept.
    """

    source_id: str
    title: str
    publisher: str
    country: str
    language: str
    published: str
    published_note: str
    url: str
    archive_url: str
    accessed_on: str
    kind: SourceKind
    text_file: str = ""

    def __post_init__(self) -> None:
        _check_identifier(self, "source_id")
        _check_filled(self, "publisher")
        _check_country(self, "country", required=False)
        _check_language(self, "language")
        _check_edtf(self, "published")
        _check_day(self, "accessed_on")
        _check_term(self, "kind", SourceKind)
        if self.text_file and not TEXT_FILE.fullmatch(self.text_file):
            raise _fault(
                "text_file", f"'{self.text_file}' is not a plain file name.", "Use a name like azertac-2025.txt."
            )


@dataclass(frozen=True, slots=True)
class PlaceName:
    """One more name of a place: in another language, script or time, or one that only some use.

    Attributes
    ----------
    period_edtf
        When it was the place's name, as EDTF; empty when nobody says.
    used_by
        Who calls the place so, where not everybody does.
    """

    place_id: str
    name: str
    language: str = ""
    kind: NameKind = NameKind.OTHER
    period_edtf: str = ""
    used_by: str = ""

    def __post_init__(self) -> None:
        _check_identifier(self, "place_id")
        _check_filled(self, "name")
        _check_language(self, "language")
        _check_term(self, "kind", NameKind)
        _check_edtf(self, "period_edtf")


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere on Earth, known to the precision of its feature.

    Attributes
    ----------
    place_id
        ``gn`` and the GeoNames id where it has one, else a slug.
    latitude, longitude
        Degrees, WGS 84: of a point feature itself, of an area its label point.
    feature_code
        GeoNames feature code (PPL, ADM1, PCLI, RGN ...).
    radius_km
        How far the area reaches from its label point, kilometres; 0 for a point.
    geocoder, geocoded_on, geocoded_as, geocoded_query
        Who gave the coordinates, on which day, under which id it knows the place, and what it was asked for.
    precision
        How exactly the coordinates stand for the place; ``None`` when nobody says.
    area
        The outline of a region, as GeoJSON (`chancery.areas`); empty where none was drawn.
    """

    place_id: str
    name: str
    country_code: str
    admin1: str
    latitude: float
    longitude: float
    feature_code: str
    radius_km: float
    geocoder: str
    geocoded_on: str
    note: str = ""
    geocoded_as: str = ""
    geocoded_query: str = ""
    precision: Precision | None = None
    area: str = ""

    def __post_init__(self) -> None:
        _check_identifier(self, "place_id")
        _check_filled(self, "name")
        _check_country(self, "country_code", required=False)
        check_coordinates(self.latitude, self.longitude)
        _check_day(self, "geocoded_on")
        if self.precision is not None:
            _check_term(self, "precision", Precision)
        if self.area:
            Area.parse(self.area)
        if not math.isfinite(self.radius_km) or not 0 <= self.radius_km <= 10_000:
            raise _fault("radius_km", f"{self.radius_km} is not a radius.", "Give kilometres from 0 to 10000.")


@dataclass(frozen=True, slots=True)
class Record:
    """Something that happened, is under way or is announced."""

    record_id: str
    kind: Kind
    title: str
    summary: str
    date_edtf: str
    date_text: str
    status: Status
    sector: Sector
    version: int = 1

    def __post_init__(self) -> None:
        _check_identifier(self, "record_id")
        _check_term(self, "kind", Kind)
        _check_filled(self, "title")
        _check_edtf(self, "date_edtf")
        _check_term(self, "status", Status)
        _check_term(self, "sector", Sector)
        if self.version < 1:
            raise _fault("version", f"{self.version} is not a version.", "Versions count from 1.")

    @property
    def date(self) -> Edtf:
        """The date, parsed."""
        return Edtf.parse(self.date_edtf)


@dataclass(frozen=True, slots=True)
class RecordPlace:
    """A place of a record: in which role, as which stop, under which name, how exactly."""

    record_id: str
    place_id: str
    role: Role
    position: int
    name_in_source: str
    precision: Precision

    def __post_init__(self) -> None:
        _check_identifier(self, "record_id")
        _check_identifier(self, "place_id")
        _check_term(self, "role", Role)
        _check_term(self, "precision", Precision)
        _check_position(self)


@dataclass(frozen=True, slots=True)
class Actor:
    """A person or an organisation, under the name that the atlas uses."""

    actor_id: str
    name: str
    kind: ActorKind
    country_code: str

    def __post_init__(self) -> None:
        _check_identifier(self, "actor_id")
        _check_filled(self, "name")
        _check_term(self, "kind", ActorKind)
        _check_country(self, "country_code", required=False)


@dataclass(frozen=True, slots=True)
class RecordActor:
    """An actor's part in a record, in the role held at the time."""

    record_id: str
    actor_id: str
    position: int
    role: str
    name_in_source: str = ""

    def __post_init__(self) -> None:
        _check_identifier(self, "record_id")
        _check_identifier(self, "actor_id")
        _check_position(self)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Which source says so, and in which words.

    Attributes
    ----------
    quote
        The words that carry the fact; empty where the source's text is not kept.
    start, end
        Unicode code points into the source's text, `end` exclusive; ``None`` without a quote.
    reviewed_by
        Who stands for it: ``hand`` for a person, else the reader and its version.
    says_date_edtf, says_status
        What this source says where it differs from the record; empty where it agrees or does not say.
    """

    evidence_id: str
    record_id: str
    source_id: str
    quote: str
    start: int | None
    end: int | None
    confidence: Confidence
    reviewed_by: str
    says_date_edtf: str = ""
    says_status: Status | None = None
    note: str = ""

    def __post_init__(self) -> None:
        _check_identifier(self, "evidence_id")
        _check_identifier(self, "record_id")
        _check_identifier(self, "source_id")
        _check_span(self)
        _check_term(self, "confidence", Confidence)
        _check_edtf(self, "says_date_edtf")
        if self.says_status is not None:
            _check_term(self, "says_status", Status)


@dataclass(frozen=True, slots=True)
class Figure:
    """A reported number.

    Attributes
    ----------
    record_id
        The record that it belongs to; empty if it stands for itself.
    label
        What is counted or measured, in a few words.
    qualifier
        What the source puts before the number: ``more than``, ``about``; empty if nothing.
    unit
        ``visits``, ``times``, ``USD m`` ...
    period_edtf
        The time that it is about.
    """

    figure_id: str
    record_id: str
    label: str
    qualifier: str
    value: float
    unit: str
    period_edtf: str
    source_id: str
    quote: str
    start: int | None
    end: int | None
    note: str = ""

    def __post_init__(self) -> None:
        _check_identifier(self, "figure_id")
        if self.record_id:
            _check_identifier(self, "record_id")
        _check_filled(self, "label")
        _check_edtf(self, "period_edtf")
        _check_identifier(self, "source_id")
        _check_span(self)
        if not math.isfinite(self.value):
            raise _fault("value", f"{self.value} is not a number.", "Give a finite number.")

    @property
    def period(self) -> Edtf:
        """The time that it is about, parsed."""
        return Edtf.parse(self.period_edtf)


@dataclass(frozen=True, slots=True)
class ProposedPlace:
    """A place of a proposal: resolved to a place of the gazetteer, or only named."""

    name: str
    name_in_source: str
    role: Role
    precision: Precision
    place_id: str = ""
    country_code: str = ""
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class ProposedActor:
    """An actor of a proposal, as the text names it."""

    name: str
    role: str = ""
    country_code: str = ""
    kind: ActorKind = ActorKind.PERSON


@dataclass(frozen=True, slots=True)
class Judgement:
    """How sure the reader is of one part of a proposal, from 0 to 1, and why."""

    confidence: float
    reason: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A record drafted by the reader, not yet accepted.

    Attributes
    ----------
    start, end
        Code points of the sentence or sentences that state it.
    quote_start, quote_end
        Code points of the words that carry it.
    judgements
        By part: ``kind``, ``date``, ``status``, ``sector``, ``places``, ``actors``.
    """

    kind: Kind
    title: str
    date_edtf: str
    date_text: str
    status: Status
    sector: Sector
    places: tuple[ProposedPlace, ...]
    actors: tuple[ProposedActor, ...]
    start: int
    end: int
    quote_start: int
    quote_end: int
    judgements: dict[str, Judgement] = field(default_factory=dict[str, Judgement])
    summary: str = ""

    @property
    def confidence(self) -> float:
        """The lowest confidence of any part; 1 if nothing was judged."""
        return min((judgement.confidence for judgement in self.judgements.values()), default=1.0)


@dataclass(frozen=True, slots=True)
class Atlas:
    """All that one atlas holds, table by table, each in the order of its key."""

    sources: tuple[Source, ...] = ()
    places: tuple[Place, ...] = ()
    place_names: tuple[PlaceName, ...] = ()
    records: tuple[Record, ...] = ()
    record_places: tuple[RecordPlace, ...] = ()
    actors: tuple[Actor, ...] = ()
    record_actors: tuple[RecordActor, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    figures: tuple[Figure, ...] = ()

    def tables(self) -> dict[str, tuple[Any, ...]]:
        """Return the rows of every table by its name."""
        return {item.name: getattr(self, item.name) for item in fields(self)}


ROW_TYPES: dict[str, type[Any]] = {
    "sources": Source,
    "places": Place,
    "place_names": PlaceName,
    "records": Record,
    "record_places": RecordPlace,
    "actors": Actor,
    "record_actors": RecordActor,
    "evidence": Evidence,
    "figures": Figure,
}
"""The class of each table's rows, tables in the order of their dependence."""


def check_coordinates(latitude: float, longitude: float) -> None:
    """Refuse what is no point on Earth.

    Raises
    ------
    InvalidCoordinates
        If a number is not finite or out of range; (0, 0) is refused too: in so many files it means "unknown".
    """
    if not (math.isfinite(latitude) and math.isfinite(longitude)):
        raise InvalidCoordinates("The coordinates are not numbers.", where=Location(field="latitude"))
    if not -90 <= latitude <= 90:
        swapped = -90 <= longitude <= 90 and -180 <= latitude <= 180
        remedy = "Latitude and longitude look swapped." if swapped else "Latitude runs from -90 to 90."
        raise InvalidCoordinates(
            f"Latitude {latitude} is off the Earth.", where=Location(field="latitude"), remedy=remedy
        )
    if not -180 <= longitude <= 180:
        raise InvalidCoordinates(
            f"Longitude {longitude} is off the Earth.",
            where=Location(field="longitude"),
            remedy="Longitude runs from -180 to 180.",
        )
    if latitude == 0 and longitude == 0:
        raise InvalidCoordinates(
            "(0, 0) almost always means that nobody knew.",
            where=Location(field="latitude"),
            remedy="Leave the place out, or give its real coordinates.",
        )


def is_web_link(url: str) -> bool:
    """Tell whether an address may be offered as a link: http and https only, with a host."""
    try:
        parts = urlsplit(url.strip())
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False


def _fault(name: str, message: str, remedy: str) -> InvalidValue:
    return InvalidValue(message, where=Location(field=name), remedy=remedy)


def _check_identifier(row: object, name: str) -> None:
    value = getattr(row, name)
    if not IDENTIFIER.fullmatch(value):
        raise _fault(name, f"'{value}' is not an identifier.", "Use lower-case letters, digits, '-', '_' and '.' only.")


def _check_filled(row: object, name: str) -> None:
    if not getattr(row, name).strip():
        raise _fault(name, "It is empty.", "Fill it in.")


def _check_country(row: object, name: str, *, required: bool) -> None:
    value = getattr(row, name)
    if (value or required) and not COUNTRY.fullmatch(value):
        raise _fault(name, f"'{value}' is not a country code.", "Use two capitals of ISO 3166-1, like AZ.")


def _check_language(row: object, name: str) -> None:
    value = getattr(row, name)
    if value and not LANGUAGE.fullmatch(value):
        raise _fault(name, f"'{value}' is not a language code.", "Use a code like en, az or be-Latn.")


def _check_edtf(row: object, name: str) -> None:
    try:
        Edtf.parse(getattr(row, name))
    except InvalidDate as error:
        raise error.at(field=name) from error


def _check_day(row: object, name: str) -> None:
    value = getattr(row, name)
    if value:
        try:
            # fromisoformat alone also takes 20250614 and 2025-W24-6.
            if not _DAY.fullmatch(value):
                raise ValueError(value)
            dt.date.fromisoformat(value)
        except ValueError as error:
            raise _fault(name, f"'{value}' is not a day.", "Write it as 2025-06-14.") from error


def _check_term(row: object, name: str, terms: type[Enum]) -> None:
    value = getattr(row, name)
    if not isinstance(value, terms):
        known = ", ".join(str(term.value) for term in terms)
        raise _fault(name, f"'{value}' is not one of the known values.", f"Use one of {known}.")


def _check_position(row: RecordPlace | RecordActor) -> None:
    if row.position < 1:
        raise _fault("position", f"{row.position} is not a position.", "Positions count from 1.")


def _check_span(row: Evidence | Figure) -> None:
    if (row.start is None) != (row.end is None) or (row.start is None) != (row.quote == ""):
        raise _fault("quote", "A quote and its start and end go together.", "Give all three or none.")
    if row.start is not None and row.start < 0:
        raise _fault("start", f"{row.start} lies before the text.", "Count Unicode code points from 0.")
    if row.start is not None and row.end is not None and row.end - row.start != len(row.quote):
        raise _fault(
            "quote",
            f"The quote has {len(row.quote)} characters, its span {row.end - row.start}.",
            "Count Unicode code points; the end is exclusive.",
        )
