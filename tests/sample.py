"""A small atlas with one record for every case that the filters, the views and the pages tell apart."""

from __future__ import annotations

from typing import Any

from chancery.model import (
    Actor,
    Atlas,
    Evidence,
    Figure,
    Place,
    PlaceName,
    Record,
    RecordActor,
    RecordPlace,
    Source,
)
from chancery.vocabulary import ActorKind, Confidence, Kind, Precision, Role, Sector, SourceKind, Status

TEXT = (
    "Minsk, 18 May.\n"
    "A delegation of Belarus came to Azerbaijan on 16 May. It visited Baku and Şuşa, where both sides signed two "
    "documents. The commission meets in June 2025.\n"
    "Trade grew by half.\n"
)
"""The text of the source ``gazette``."""

TEXTS = {"gazette.txt": TEXT}


def quote(words: str) -> dict[str, Any]:
    """Return the fields of a quote from `TEXT`."""
    start = TEXT.index(words)
    return {"quote": words, "start": start, "end": start + len(words)}


def make_source(source_id: str, publisher: str, url: str, **changes: Any) -> Source:
    """Make a source; what is not given is plain."""
    row = {
        "source_id": source_id,
        "title": f"News of {publisher}",
        "publisher": publisher,
        "country": "BY",
        "language": "en",
        "published": "2024-05-18",
        "published_note": "",
        "url": url,
        "archive_url": "",
        "accessed_on": "2025-06-14",
        "kind": SourceKind.INDEPENDENT,
    }
    return Source(**(row | changes))


def make_place(place_id: str, name: str, country: str, at: tuple[float, float], code: str) -> Place:
    """Make a place at ``(latitude, longitude)``; areas reach 60 km."""
    radius_km = 0.0 if code.startswith("PPL") else 60.0
    return Place(place_id, name, country, "", *at, code, radius_km, "by hand", "2025-06-14")


def make_record(record_id: str, date: str, title: str, *terms: Kind | Sector | Status) -> Record:
    """Make a record of a kind, sector and status, without a summary, whose date is shown as EDTF reads."""
    kind, sector, status = terms
    return Record(record_id, kind, title, "", date, "", status, sector)


def make_evidence(record_id: str, source_id: str, number: int = 1, **changes: Any) -> Evidence:
    """Make a piece of evidence; what is not given is plain."""
    row: dict[str, Any] = {"quote": "", "start": None, "end": None}
    row |= {"confidence": Confidence.HIGH, "reviewed_by": "hand"}
    return Evidence(evidence_id=f"{record_id}.{number}", record_id=record_id, source_id=source_id, **(row | changes))


ATLAS = Atlas(
    sources=(
        make_source("courier", "Courier", "https://example.org/courier", published="2025-10-02"),
        make_source("gazette", "Gazette", "https://example.org/gazette", text_file="gazette.txt"),
        make_source("herald", "Herald", "http://example.org/herald", kind=SourceKind.STATE_AGENCY, country="AZ"),
    ),
    places=(
        make_place("azerbaijan", "Azerbaijan", "AZ", (40.3, 47.7), "PCLI"),
        make_place("baku", "Baku", "AZ", (40.3777, 49.892), "PPLC"),
        make_place("karabakh", "Karabakh", "AZ", (39.9, 46.8), "RGN"),
        make_place("minsk", "Minsk", "BY", (53.9, 27.5667), "PPLC"),
        make_place("shusha", "Shusha", "AZ", (39.7601, 46.7499), "PPLA2"),
    ),
    place_names=(PlaceName("minsk", "Мінск", "be"), PlaceName("shusha", "Şuşa", "az"), PlaceName("shusha", "Шуша")),
    records=(
        make_record("commission", "2025-06", "Commission on trade meets", Kind.MEETING, Sector.TRADE, Status.PLANNED),
        make_record("culture-days", "2025-23", "Days of culture", Kind.CULTURE, Sector.CULTURE, Status.HELD),
        make_record("exchange", "", "Exchange of students", Kind.OTHER, Sector.EDUCATION, Status.PLANNED),
        make_record("games", "2023-08-05", "Games begin", Kind.SPORT, Sector.SPORT, Status.HELD),
        make_record("road-map", "2024", "Road map signed", Kind.AGREEMENT, Sector.TRADE, Status.COMPLETED),
        make_record("tractors", "2025-04-21/..", "Tractors assembled", Kind.PROJECT, Sector.INDUSTRY, Status.CANCELLED),
        make_record("village", "../2027", "Village built", Kind.PROJECT, Sector.AGRICULTURE, Status.ONGOING),
        make_record("visit", "2024-05-16/2024-05-17", "Delegation in Shusha", Kind.VISIT, Sector.POLITICS, Status.HELD),
    ),
    record_places=(
        RecordPlace("commission", "baku", Role.VENUE, 1, "Baku", Precision.EXACT),
        RecordPlace("culture-days", "minsk", Role.VENUE, 1, "", Precision.NEAR),
        RecordPlace("games", "minsk", Role.VENUE, 1, "Мінск", Precision.EXACT),
        RecordPlace("road-map", "azerbaijan", Role.SUBJECT, 1, "Azerbaijan", Precision.COUNTRY),
        RecordPlace("tractors", "minsk", Role.VENUE, 1, "Minsk", Precision.EXACT),
        RecordPlace("village", "karabakh", Role.SUBJECT, 1, "Karabakh", Precision.FIRST_ORDER_AREA),
        RecordPlace("visit", "minsk", Role.ORIGIN, 1, "Minsk", Precision.EXACT),
        RecordPlace("visit", "baku", Role.DESTINATION, 2, "Baku", Precision.EXACT),
        RecordPlace("visit", "shusha", Role.DESTINATION, 3, "Şuşa", Precision.EXACT),
    ),
    actors=(
        Actor("delegation", "Delegation of Belarus", ActorKind.ORGANISATION, "BY"),
        Actor("ministry", "Ministry of Trade", ActorKind.ORGANISATION, "AZ"),
    ),
    record_actors=(
        RecordActor("commission", "ministry", 1, "host"),
        RecordActor("visit", "delegation", 1, "guest", "the delegation"),
        RecordActor("visit", "ministry", 2, "host"),
    ),
    evidence=(
        make_evidence("commission", "gazette", 1, **quote("The commission meets in June 2025")),
        make_evidence(
            "commission",
            "courier",
            2,
            confidence=Confidence.LOW,
            says_date_edtf="2025-10",
            says_status=Status.HELD,
            note="Reported afterwards.",
        ),
        make_evidence("culture-days", "courier"),
        make_evidence("exchange", "herald", confidence=Confidence.LOW),
        make_evidence("games", "courier", confidence=Confidence.MEDIUM),
        make_evidence("road-map", "gazette", 1, **quote("both sides signed two documents")),
        make_evidence("tractors", "courier"),
        make_evidence("village", "herald"),
        make_evidence("visit", "gazette", 1, **quote("visited Baku and Şuşa")),
        make_evidence("visit", "herald", 2, confidence=Confidence.MEDIUM),
    ),
    figures=(
        Figure(
            "documents", "road-map", "documents signed", "", 2.0, "documents", "2024", "gazette",
            **quote("two documents"),
        ),
        Figure("trade", "", "growth of trade", "about", 1.5, "times", "2024", "gazette", **quote("Trade grew by half")),
    ),
)  # fmt: skip
"""The records ``commission, culture-days, exchange, games, road-map, tractors, village, visit``."""

NEWEST_FIRST = ["village", "culture-days", "commission", "tractors", "visit", "road-map", "games", "exchange"]
"""The records in the order of the table."""
