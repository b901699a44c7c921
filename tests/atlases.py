"""A small atlas for tests: two sources, three places, two records with all that can belong to one."""

from __future__ import annotations

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

TEXT = "Şuşa, 16 May. The delegation visited Şuşa and Aghdam. Trade rose 1.5 times."
TEXTS = {"agency-2024.txt": TEXT}


def build_atlas() -> Atlas:
    """Return the atlas; each call makes the same."""
    return Atlas(
        sources=(build_source("agency-2024", text_file="agency-2024.txt"), build_source("daily-2024")),
        places=tuple(
            build_place(place_id, name, latitude)
            for place_id, name, latitude in (
                ("aghdam", "Aghdam", 39.99),
                ("minsk", "Minsk", 53.9),
                ("shusha", "Shusha", 39.76),
            )
        ),
        place_names=(PlaceName("shusha", "Şuşa", "az"), PlaceName("shusha", "Шуша", "ru")),
        records=(build_record("meeting", kind=Kind.MEETING, date_edtf="2024-05"), build_record("visit")),
        record_places=(
            RecordPlace("meeting", "shusha", Role.VENUE, 1, "Şuşa", Precision.EXACT),
            RecordPlace("visit", "minsk", Role.ORIGIN, 1, "", Precision.EXACT),
            RecordPlace("visit", "shusha", Role.DESTINATION, 2, "Şuşa", Precision.EXACT),
        ),
        actors=(Actor("delegation", "The delegation", ActorKind.ORGANISATION, "BY"),),
        record_actors=(RecordActor("meeting", "delegation", 1, ""), RecordActor("visit", "delegation", 1, "guest")),
        evidence=(
            build_evidence("meeting-1", "meeting", "daily-2024"),
            build_evidence("visit-1", "visit", "agency-2024", quote="visited Şuşa"),
        ),
        figures=(
            Figure("guests-1", "visit", "Guests", "about", 20, "people", "2024", "daily-2024", "", None, None),
            Figure("trade-1", "", "Growth of trade", "", 1.5, "times", "2024", "agency-2024", *_span("1.5 times")),
        ),
    )


def build_source(source_id: str, *, text_file: str = "") -> Source:
    """Return a source."""
    return Source(
        source_id,
        "News",
        "An agency",
        "AZ",
        "en",
        "2024-05-16",
        "",
        "https://example.org/news",
        "",
        "2024-06-01",
        SourceKind.STATE_AGENCY,
        text_file,
    )


def build_place(place_id: str, name: str, latitude: float = 40.0) -> Place:
    """Return a place."""
    return Place(place_id, name, "AZ", "", latitude, 46.75, "PPL", 0, "gazetteer", "2025-01-01")


def build_record(
    record_id: str, *, title: str = "", kind: Kind = Kind.VISIT, date_edtf: str = "2024-05-16", version: int = 1
) -> Record:
    """Return a record."""
    return Record(record_id, kind, title or f"A {kind}", "", date_edtf, "", Status.HELD, Sector.POLITICS, version)


def build_evidence(evidence_id: str, record_id: str, source_id: str, *, quote: str = "") -> Evidence:
    """Return a piece of evidence, with its quote where the text has it."""
    span = _span(quote) if quote else ("", None, None)
    return Evidence(evidence_id, record_id, source_id, *span, Confidence.HIGH, "hand")


def _span(quote: str) -> tuple[str, int, int]:
    start = TEXT.index(quote)
    return quote, start, start + len(quote)
