"""Every class of the model refuses what its fields cannot hold, and names the field."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields, replace
from typing import Any

import pytest

from chancery.errors import InvalidCoordinates, InvalidDate, InvalidValue
from chancery.model import ROW_TYPES, Atlas, Judgement, Proposal, check_coordinates, is_web_link
from chancery.vocabulary import Kind, Sector, Status
from tests.sample import ATLAS

ROWS = {name: rows[0] for name, rows in ATLAS.tables().items()}
KEYS = [(table, item.name) for table, row in ROWS.items() for item in fields(row) if item.name.endswith("_id")]
TERMS = [
    ("sources", "kind"),
    ("records", "kind"),
    ("records", "status"),
    ("records", "sector"),
    ("record_places", "role"),
    ("record_places", "precision"),
    ("actors", "kind"),
    ("evidence", "confidence"),
    ("evidence", "says_status"),
]
DATES = [
    ("sources", "published"),
    ("records", "date_edtf"),
    ("evidence", "says_date_edtf"),
    ("figures", "period_edtf"),
]
FAULTS = [
    *[(table, name, {name: "Not An Id"}) for table, name in KEYS],
    *[(table, name, {name: "nonsense"}) for table, name in TERMS],
    *[(table, name, {name: "2024-02-30"}) for table, name in DATES],
    *[(table, "language", {"language": "English"}) for table in ("sources", "place_names")],
    *[("sources", "country", {"country": value}) for value in ("az", "AZE", "A1", "АЗ")],
    *[(table, "country_code", {"country_code": "Azerbaijan"}) for table in ("places", "actors")],
    *[("sources", "accessed_on", {"accessed_on": value}) for value in ("20250614", "2025-W24-6", "2025-02-30", "٢")],
    *[("sources", "text_file", {"text_file": value}) for value in ("../x.txt", "a/b.txt", "x.csv", "a b.txt", "x\n")],
    ("sources", "publisher", {"publisher": "  "}),
    ("places", "name", {"name": ""}),
    ("places", "geocoded_on", {"geocoded_on": "yesterday"}),
    *[("places", "radius_km", {"radius_km": value}) for value in (-1.0, 10_001.0, float("nan"), float("inf"))],
    ("place_names", "name", {"name": "\t"}),
    ("records", "title", {"title": " "}),
    ("records", "version", {"version": 0}),
    ("record_places", "position", {"position": 0}),
    ("record_actors", "position", {"position": -1}),
    ("actors", "name", {"name": ""}),
    ("figures", "label", {"label": ""}),
    *[("figures", "value", {"value": value}) for value in (float("nan"), float("-inf"))],
    *[(table, "quote", {"quote": ""}) for table in ("evidence", "figures")],
    *[(table, "quote", {"start": None}) for table in ("evidence", "figures")],
    *[(table, "quote", {"end": 100_000}) for table in ("evidence", "figures")],
    *[(table, "start", {"start": -2, "end": 3, "quote": "words"}) for table in ("evidence", "figures")],
]


def test_there_is_a_class_for_every_table() -> None:
    assert list(ROW_TYPES) == list(Atlas().tables()) == list(ROWS)
    assert all(isinstance(row, ROW_TYPES[table]) for table, row in ROWS.items())


@pytest.mark.parametrize("table", ROWS)
def test_rows_are_frozen(table: str) -> None:
    row = ROWS[table]
    with pytest.raises(FrozenInstanceError):
        setattr(row, fields(row)[0].name, "other")


@pytest.mark.parametrize(("table", "field", "changes"), FAULTS)
def test_a_value_that_a_field_cannot_hold_is_refused_with_its_field(
    table: str, field: str, changes: dict[str, Any]
) -> None:
    with pytest.raises(InvalidValue) as caught:
        replace(ROWS[table], **changes)
    assert caught.value.where.field == field
    assert caught.value.remedy
    assert str(caught.value).startswith(f"{field}: ")


@pytest.mark.parametrize("identifier", ["", "A", "a b", "../x", "-a", "_a", "ə", "a" * 121, "a\n", "{{7*7}}", "a/b"])
def test_an_identifier_is_safe_in_files_addresses_and_templates(identifier: str) -> None:
    with pytest.raises(InvalidValue, match="is not an identifier"):
        replace(ROWS["records"], record_id=identifier)


@pytest.mark.parametrize("identifier", ["a", "gn147105", "2024-05-16-visit", "visit.1", "a_b", "a" * 120])
def test_plain_identifiers_are_taken(identifier: str) -> None:
    assert replace(ROWS["records"], record_id=identifier).record_id == identifier


def test_an_impossible_day_is_refused_as_a_date() -> None:
    with pytest.raises(InvalidDate):
        replace(ROWS["records"], date_edtf="3 March")


@pytest.mark.parametrize("code", ["NA", "AZ", ""])
def test_namibia_and_no_country_are_countries(code: str) -> None:
    assert replace(ROWS["places"], country_code=code).country_code == code


def test_a_figure_may_stand_for_itself() -> None:
    assert replace(ROWS["figures"], record_id="").record_id == ""


def test_a_quote_counts_code_points() -> None:
    row = replace(ROWS["evidence"], quote="Şuşa 𝔘", start=10, end=16)
    assert row.end - row.start == len(row.quote) == 6


@pytest.mark.parametrize(
    ("latitude", "longitude", "remedy"),
    [
        (95.0, 10.0, "look swapped"),
        (-90.1, 100.0, "from -90 to 90"),
        (135.0, 45.0, "look swapped"),
        (45.0, 190.0, "from -180 to 180"),
        (45.0, -180.5, "from -180 to 180"),
        (float("nan"), 10.0, ""),
        (10.0, float("inf"), ""),
        (0.0, 0.0, "Leave the place out"),
        (-0.0, 0.0, "Leave the place out"),
    ],
)
def test_what_is_no_point_on_earth_is_refused(latitude: float, longitude: float, remedy: str) -> None:
    with pytest.raises(InvalidCoordinates) as caught:
        check_coordinates(latitude, longitude)
    assert remedy in caught.value.remedy
    assert caught.value.where.field in {"latitude", "longitude"}


@pytest.mark.parametrize(("latitude", "longitude"), [(90, 180), (-90, -180), (0, 1), (51.5, 0), (40.4, 49.9)])
def test_points_on_earth_are_taken(latitude: float, longitude: float) -> None:
    check_coordinates(latitude, longitude)


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://azertag.az/en", True),
        ("http://example.org", True),
        ("HTTPS://EXAMPLE.ORG/", True),
        (" https://example.org/ ", True),
        ("", False),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt:alert(1)", False),
        ("java\nscript:alert(1)", False),
        ("\x01javascript:alert(1)", False),
        ("data:text/html,<script>alert(1)</script>", False),
        ("vbscript:x", False),
        ("file:///etc/passwd", False),
        ("ftp://example.org/", False),
        ("//example.org/", False),
        ("https:", False),
        ("https:///path", False),
        ("http://[::1", False),
        ("example.org", False),
        ("mailto:a@example.org", False),
    ],
)
def test_only_http_and_https_are_linked(url: str, linked: bool) -> None:
    assert is_web_link(url) is linked


def test_a_proposal_is_as_sure_as_its_least_sure_part() -> None:
    def propose(**judgements: float) -> Proposal:
        judged = {part: Judgement(confidence, "because") for part, confidence in judgements.items()}
        return Proposal(
            Kind.VISIT, "Visit", "", "", Status.HELD, Sector.POLITICS, (), (), 0, 9, 0, 9, judgements=judged
        )  # fmt: skip

    assert propose(kind=0.9, date=0.4).confidence == 0.4
    assert propose().confidence == 1.0
