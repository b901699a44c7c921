"""The published tables, described once: what every column holds, what it may hold, and how tables refer to each other.

Reading, writing, checking, ``datapackage.json`` and docs/data-model.md all follow this description; a test holds it
against the classes of `chancery.model`.
"""

from __future__ import annotations

from enum import Enum, IntEnum

from chancery.exchange.table import Column, ColumnType, Reference, Table
from chancery.model import COUNTRY, IDENTIFIER, LANGUAGE, TEXT_FILE
from chancery.vocabulary import ActorKind, Confidence, Kind, NameKind, Precision, Role, Sector, SourceKind, Status

EDTF_TYPE = "http://id.loc.gov/datatypes/edtf/EDTF-level1"
"""What the Library of Congress calls a value of EDTF level 1."""


def _text(name: str, description: str, example: str, *, required: bool = False) -> Column:
    return Column(name, "string", description, example, required=required)


def _identifier(name: str, description: str, example: str, *, required: bool = True) -> Column:
    return Column(name, "string", description, example, required=required, pattern=IDENTIFIER.pattern)


def _country(name: str, description: str) -> Column:
    text = f"{description} ISO 3166-1 alpha-2; NA is Namibia."
    return Column(name, "string", text, "AZ", pattern=COUNTRY.pattern)


def _language(name: str, description: str) -> Column:
    text = f"{description} BCP 47, with the script where it matters."
    return Column(name, "string", text, "az", pattern=LANGUAGE.pattern)


def _edtf(name: str, description: str, example: str) -> Column:
    return Column(name, "string", f"{description} EDTF (ISO 8601-2) level 1.", example, rdf_type=EDTF_TYPE)


def _day(name: str, description: str) -> Column:
    return Column(name, "date", description, "2025-06-14")


def _term(name: str, description: str, terms: type[Enum], *, required: bool = True) -> Column:
    kind: ColumnType = "integer" if issubclass(terms, IntEnum) else "string"
    return Column(name, kind, description, str(next(iter(terms)).value), required=required, terms=terms)


def _count(name: str, description: str, example: str, *, minimum: int, required: bool = True) -> Column:
    return Column(name, "integer", description, example, required=required, minimum=minimum)


def _number(
    name: str, description: str, example: str, minimum: float | None = None, maximum: float | None = None
) -> Column:
    return Column(name, "number", description, example, required=True, minimum=minimum, maximum=maximum)


_SPAN = (
    _text(
        "quote",
        "The words that carry it, exactly as the source's text has them; empty where the text is not kept.",
        "a state visit to Azerbaijan",
    ),
    _count(
        "start", "Where the quote begins in the text: Unicode code points, from 0.", "120", minimum=0, required=False
    ),
    _count("end", "Where the quote ends, exclusive.", "147", minimum=0, required=False),
)

_NOTE = _text("note", "What a reader should know besides, in our own words.", "The place of signing is not given.")

SOURCES = Table(
    "sources",
    "Sources",
    "The published documents that say what the atlas holds.",
    (
        _identifier("source_id", "Stable name of the source.", "azertac-2025-04-21"),
        _text(
            "title", "Headline as published; empty where it is not recorded.", "Trade between the two countries grew"
        ),
        _text("publisher", "Who published it.", "AZERTAC", required=True),
        _country("country", "Where the publisher is based."),
        _language("language", "Language of the document."),
        _edtf("published", "When it was published; empty when nobody says.", "2025-04-21"),
        _text(
            "published_note",
            "How the date is known, where the document itself does not give it in full.",
            "Its dateline has no year.",
        ),
        _text("url", "Web address; http or https.", "https://azertag.az/en"),
        _text("archive_url", "Address of an archived copy.", "https://web.archive.org/"),
        _day("accessed_on", "Day on which it was last read at that address."),
        _term("kind", "Who stands behind it.", SourceKind),
        Column(
            "text_file",
            "string",
            "File in articles/ that holds its text, if it is kept.",
            "azertac-2025-04-21.txt",
            pattern=TEXT_FILE.pattern,
        ),
    ),
    key=("source_id",),
)

PLACES = Table(
    "places",
    "Places",
    "Where things happen: points, areas and countries, each once.",
    (
        _identifier("place_id", "gn and the GeoNames id where it has one, else a stable name.", "gn147105"),
        _text("name", "Name that the atlas shows where no source's own spelling applies.", "Shusha", required=True),
        _country("country_code", "Country it lies in; empty for seas and areas of several countries."),
        _text("admin1", "First-order area (region, province, voblast) it lies in.", "Shusha District"),
        _number("latitude", "Degrees north, WGS 84; of an area, of its label point.", "39.76006", -90, 90),
        _number("longitude", "Degrees east, WGS 84; of an area, of its label point.", "46.74989", -180, 180),
        _text("feature_code", "GeoNames feature code: PPL, PPLC, ADM1, PCLI, RGN ...", "PPLA"),
        _number(
            "radius_km", "How far an area reaches from its label point, kilometres; 0 for a point.", "0", 0, 10_000
        ),
        _text("geocoder", "Who gave the coordinates.", "gazetteer"),
        _day("geocoded_on", "Day on which they were taken."),
        _NOTE,
        _text("geocoded_as", "Under which id the geocoder knows the place.", "gn:147105"),
        _text("geocoded_query", "What the geocoder was asked for.", "Şuşa"),
        _term(
            "precision",
            "How exactly the coordinates stand for the place: a code of IATI GeographicalPrecision.",
            Precision,
            required=False,
        ),
        _text(
            "area",
            "Outline of a region, drawn by hand: a GeoJSON Polygon or MultiPolygon; empty where none was drawn.",
            '{"type":"Polygon","coordinates":[[[46.2,39.4],[47.3,39.4],[47.3,40.2],[46.2,39.4]]]}',
        ),
    ),
    key=("place_id",),
)

PLACE_NAMES = Table(
    "place_names",
    "Place names",
    "The other names of places: in other languages, scripts and times. Search finds a place by any of them.",
    (
        _identifier("place_id", "The place.", "gn147105"),
        _text("name", "One more name.", "Şuşa", required=True),
        _language("language", "Language of the name; empty where it is not known."),
        _term("kind", "What the name is to the place.", NameKind),
        _edtf("period_edtf", "When it was the name of the place; empty when nobody says.", "1935/1989"),
        _text("used_by", "Who calls the place so, where not everybody does.", "Armenian sources"),
    ),
    key=("place_id", "name", "language"),
    references=(Reference("place_id", "places"),),
)

RECORDS = Table(
    "records",
    "Records",
    "What happened, is under way or is announced; each once, however many sources tell of it.",
    (
        _identifier("record_id", "Stable name of the record; links to it stay good.", "2024-05-16-state-visit"),
        _term("kind", "What sort of happening it is.", Kind),
        _text("title", "One line, in our own words.", "State visit to Azerbaijan", required=True),
        _text("summary", "A sentence or two, in our own words.", "The President of Belarus paid a state visit."),
        _edtf("date_edtf", "When, as far as it is known; empty when nobody says.", "2024-05-16/2024-05-17"),
        _text("date_text", "The date as a reader sees it.", "16–17 May 2024"),
        _term("status", "How far it has come, by its best-supported evidence.", Status),
        _term("sector", "Field of relations that it belongs to.", Sector),
        _count("version", "How many times the record has been published in another form.", "1", minimum=1),
    ),
    key=("record_id",),
)

RECORD_PLACES = Table(
    "record_places",
    "Places of records",
    "Which places a record has, in which role and order.",
    (
        _identifier("record_id", "The record.", "2024-05-16-state-visit"),
        _identifier("place_id", "The place.", "gn147105"),
        _term("role", "What the place is to the record.", Role),
        _count("position", "Order within the record, from 1; of a visit, the order of its stops.", "1", minimum=1),
        _text("name_in_source", "The place's name as the source prints it.", "Shusha"),
        _term("precision", "How exactly the place is known: a code of IATI GeographicalPrecision.", Precision),
    ),
    key=("record_id", "position"),
    references=(Reference("record_id", "records"), Reference("place_id", "places")),
)

ACTORS = Table(
    "actors",
    "Actors",
    "The people and organisations that take part, each once.",
    (
        _identifier("actor_id", "Stable name of the actor.", "belarus-agriculture-ministry"),
        _text("name", "Name that the atlas uses.", "Ministry of Agriculture and Food of Belarus", required=True),
        _term("kind", "One person or a body of people.", ActorKind),
        _country("country_code", "Country that the actor acts for; empty for international bodies."),
    ),
    key=("actor_id",),
)

RECORD_ACTORS = Table(
    "record_actors",
    "Actors of records",
    "Who takes part in a record, in the role held at the time.",
    (
        _identifier("record_id", "The record.", "2024-05-16-state-visit"),
        _identifier("actor_id", "The actor.", "belarus-agriculture-ministry"),
        _count("position", "Order within the record, from 1.", "1", minimum=1),
        _text("role", "Office or part held at the time; empty where no source says.", "host"),
        _text(
            "name_in_source",
            "The actor's name as the source prints it, where it differs.",
            "Belarusian Agriculture Ministry",
        ),
    ),
    key=("record_id", "position"),
    references=(Reference("record_id", "records"), Reference("actor_id", "actors")),
)

EVIDENCE = Table(
    "evidence",
    "Evidence",
    "Which source says so, in which words, and what it says otherwise than the record.",
    (
        _identifier("evidence_id", "Stable name of the piece of evidence.", "2024-05-16-state-visit.1"),
        _identifier("record_id", "The record that it supports.", "2024-05-16-state-visit"),
        _identifier("source_id", "The source that says so.", "azertac-2025-04-21"),
        *_SPAN,
        _term("confidence", "How far it can be relied on.", Confidence),
        _text("reviewed_by", "Who stands for it: hand for a person, else the reader and its version.", "hand"),
        _edtf("says_date_edtf", "The date that this source gives, where it is not the record's.", "2024-05"),
        _term(
            "says_status", "The status that this source gives, where it is not the record's.", Status, required=False
        ),
        _NOTE,
    ),
    key=("evidence_id",),
    references=(Reference("record_id", "records"), Reference("source_id", "sources")),
)

FIGURES = Table(
    "figures",
    "Figures",
    "Reported numbers: of a record, or of the relations as a whole.",
    (
        _identifier("figure_id", "Stable name of the figure.", "trade-growth-2024"),
        _identifier(
            "record_id",
            "The record that it belongs to; empty if it stands for itself.",
            "2024-05-16-state-visit",
            required=False,
        ),
        _text("label", "What is counted or measured, in a few words.", "Growth of trade", required=True),
        _text("qualifier", "What the source puts before the number: more than, about; empty if nothing.", "more than"),
        _number("value", "The number.", "1.5"),
        _text("unit", "Unit of the number: visits, times, USD m ...", "times"),
        _edtf("period_edtf", "The time that it is about.", "2024"),
        _identifier("source_id", "The source that reports it.", "azertac-2025-04-21"),
        *_SPAN,
        _NOTE,
    ),
    key=("figure_id",),
    references=(Reference("record_id", "records"), Reference("source_id", "sources")),
)

TABLES: tuple[Table, ...] = (
    SOURCES,
    PLACES,
    PLACE_NAMES,
    RECORDS,
    RECORD_PLACES,
    ACTORS,
    RECORD_ACTORS,
    EVIDENCE,
    FIGURES,
)
"""Every table, each after those that it refers to."""
