"""A small sound package, and the means to spoil it."""

from __future__ import annotations

from pathlib import Path

import pytest

from chancery.exchange.package import write_package
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

TEXT = "Şuşa, 21 aprel.\nA delegation of Belarus visited Shusha and Baku. The ministries signed 3 documents.\n"


def span(quote: str) -> dict[str, str | int]:
    start = TEXT.index(quote)
    return {"quote": quote, "start": start, "end": start + len(quote)}


def make_source(source_id: str, url: str, text_file: str = "") -> Source:
    return Source(
        source_id=source_id,
        title="Delegation visits Shusha",
        publisher="Gazette",
        country="AZ",
        language="en",
        published="2024-05-18",
        published_note="",
        url=url,
        archive_url="",
        accessed_on="2025-06-14",
        kind=SourceKind.OTHER,
        text_file=text_file,
    )


def make_place(
    place_id: str, name: str, latitude: float, longitude: float, code: str, *, radius_km: float = 0
) -> Place:
    return Place(place_id, name, "AZ", "", latitude, longitude, code, float(radius_km), "by hand", "2025-06-14")


ATLAS = Atlas(
    sources=(
        make_source("gazette", "https://example.org/a", "gazette.txt"),
        make_source("herald", "https://example.org/b"),
    ),
    places=(
        make_place("azerbaijan", "Azerbaijan", 40.3, 47.7, "PCLI", radius_km=250),
        make_place("baku", "Baku", 40.3777, 49.892, "PPLC"),
        make_place("shusha", "Shusha", 39.7601, 46.7499, "PPLA2"),
    ),
    place_names=(PlaceName("shusha", "Şuşa", "az"), PlaceName("shusha", "Шуша")),
    records=(
        Record(
            "documents",
            Kind.AGREEMENT,
            "Three documents signed",
            "",
            "2024",
            "2024",
            Status.COMPLETED,
            Sector.TRADE,
        ),
        Record(
            "visit",
            Kind.VISIT,
            "Delegation in Shusha and Baku",
            "It came from Belarus.",
            "2024-05-16/2024-05-17",
            "16–17 May 2024",
            Status.HELD,
            Sector.POLITICS,
        ),
    ),
    record_places=(
        RecordPlace("documents", "azerbaijan", Role.SUBJECT, 1, "Azerbaijan", Precision.COUNTRY),
        RecordPlace("visit", "shusha", Role.VENUE, 1, "Shusha", Precision.EXACT),
        RecordPlace("visit", "baku", Role.VENUE, 2, "Baku", Precision.EXACT),
    ),
    actors=(
        Actor("delegation", "Delegation of Belarus", ActorKind.ORGANISATION, "BY"),
        Actor("ministry", "Ministry of Culture", ActorKind.ORGANISATION, "AZ"),
    ),
    record_actors=(
        RecordActor("visit", "delegation", 1, "guest"),
        RecordActor("visit", "ministry", 2, "host"),
    ),
    evidence=(
        Evidence(
            "documents.1",
            "documents",
            "gazette",
            **span("signed 3 documents"),
            confidence=Confidence.HIGH,
            reviewed_by="hand",
        ),
        Evidence(
            "visit.1",
            "visit",
            "gazette",
            **span("visited Shusha and Baku"),
            confidence=Confidence.HIGH,
            reviewed_by="hand",
        ),
        Evidence(
            "visit.2", "visit", "herald", "", None, None, Confidence.LOW, "hand", "2024-05", None, "Gives no days."
        ),
    ),
    figures=(
        Figure(
            "documents-signed",
            "documents",
            "Documents signed",
            "",
            3.0,
            "documents",
            "2024",
            "gazette",
            **span("3 documents"),
        ),
    ),
)


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """Write a package without faults."""
    folder = tmp_path / "package"
    write_package(ATLAS, folder, {"gazette.txt": TEXT})
    return folder
