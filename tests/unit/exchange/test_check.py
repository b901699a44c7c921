"""Every check can fail, says where and what to do, and says nothing of a sound package."""

from __future__ import annotations

from pathlib import Path

import pytest

from chancery.errors import InvalidFile
from chancery.exchange.check import CHECKS, check_package
from chancery.exchange.package import read_content, read_package, write_package
from tests.conftest import DATA
from tests.unit.exchange.conftest import ATLAS, TEXT
from tests.unit.exchange.spoiling import Spoil, add_row, drop_row, replace_text, set_cell, together

# What is spoilt; where the fault is said to be (file, row, field); words of the fault and of its remedy.
FAULTS: dict[str, tuple[Spoil, tuple[str, int | None, str | None], str]] = {
    # keys
    "key twice": (
        add_row("records", 3, title="Another visit", date_edtf="2023", date_text="2023"),
        ("records.csv", 4, "record_id"),
        "'visit' is already in row 3",
    ),
    "reference to nothing": (
        add_row("record_actors", 3, actor_id="ministri", position="3"),
        ("record_actors.csv", 4, "actor_id"),
        "Did you mean 'ministry'?",
    ),
    "source that is not there": (
        add_row("evidence", 4, evidence_id="visit.3", source_id="tribune"),
        ("evidence.csv", 5, "source_id"),
        "sources.csv has no 'tribune'",
    ),
    # values
    "not EDTF": (set_cell("records", 3, "date_edtf", "16 May 2024"), ("records.csv", 3, "date_edtf"), "EDTF"),
    "day that does not exist": (
        set_cell("records", 3, "date_edtf", "2024-02-30"),
        ("records.csv", 3, "date_edtf"),
        "does not exist",
    ),
    "latitude off the Earth": (set_cell("places", 3, "latitude", "95"), ("places.csv", 3, "latitude"), "out of range"),
    "decimal comma": (set_cell("places", 3, "latitude", "40,38"), ("places.csv", 3, "latitude"), "decimal point"),
    "unknown term": (set_cell("records", 3, "kind", "trip"), ("records.csv", 3, "kind"), "Use one of visit, meeting"),
    "span of another length": (set_cell("evidence", 3, "end", "70"), ("evidence.csv", 3, "quote"), "its span"),
    # evidence
    "no evidence": (drop_row("evidence", 2), ("records.csv", 2, "record_id"), "'documents' has no evidence"),
    "quote elsewhere": (
        together(set_cell("evidence", 3, "start", "0"), set_cell("evidence", 3, "end", "23")),
        ("evidence.csv", 3, "quote"),
        f"They stand at start {TEXT.index('visited')}, end",
    ),
    "quote that the text does not have": (
        set_cell("evidence", 3, "quote", "visited Shusha & Baku!!"),
        ("evidence.csv", 3, "quote"),
        "does not have these words",
    ),
    "figure misquoted": (set_cell("figures", 2, "quote", "4 documents"), ("figures.csv", 2, "quote"), "these words"),
    "nothing quoted though the text is kept": (
        together(*(set_cell("evidence", 3, column, "") for column in ("quote", "start", "end"))),
        ("evidence.csv", 3, "quote"),
        "nothing of it is quoted",
    ),
    "quote of a text that is not kept": (
        together(
            set_cell("evidence", 4, "quote", "visited"),
            set_cell("evidence", 4, "start", "0"),
            set_cell("evidence", 4, "end", "7"),
        ),
        ("evidence.csv", 4, "quote"),
        "is not kept",
    ),
    "difference that is none": (
        set_cell("evidence", 4, "says_status", "held"),
        ("evidence.csv", 4, "says_status"),
        "what the record says",
    ),
    "text missing": (
        lambda folder: (folder / "articles/gazette.txt").unlink(),
        ("sources.csv", 2, "text_file"),
        "There is no 'articles/gazette.txt'",
    ),
    "text of two sources": (
        together(
            set_cell("sources", 3, "text_file", "gazette.txt"),
            set_cell("evidence", 4, "quote", TEXT[:4]),
            set_cell("evidence", 4, "start", "0"),
            set_cell("evidence", 4, "end", "4"),
        ),
        ("sources.csv", 3, "text_file"),
        "already the text of row 2",
    ),
    "text of no source": (
        lambda folder: (folder / "articles/stray.txt").write_text("?"),
        ("articles/stray.txt", None, None),
        "belongs to no source",
    ),
    "text not in UTF-8": (
        lambda folder: (folder / "articles/gazette.txt").write_bytes("Баку".encode("cp1251")),
        ("articles/gazette.txt", None, None),
        "Save it as UTF-8",
    ),
    "text that begins with a mark": (
        replace_text("articles/gazette.txt", "Şuşa", "\ufeffŞuşa"),
        ("articles/gazette.txt", None, None),
        "would shift every quote",
    ),
    # dates
    "year of the text": (
        set_cell("records", 2, "date_text", "2023"),
        ("records.csv", 2, "date_text"),
        "does not agree with 2024: year 2023",
    ),
    "day of the text": (
        set_cell("records", 3, "date_text", "16–18 May 2024"),
        ("records.csv", 3, "date_text"),
        "day 18",
    ),
    "over before it was": (
        together(set_cell("sources", 2, "published", "2024-05-10"), set_cell("sources", 3, "published", "2024-04")),
        ("records.csv", 3, "status"),
        "published before",
    ),
    # places
    "country known to a metre": (
        set_cell("record_places", 2, "precision", "1"),
        ("record_places.csv", 2, "precision"),
        "Use 6 (somewhere in the country)",
    ),
    "another country": (
        together(set_cell("places", 3, "latitude", "53.9"), set_cell("places", 3, "longitude", "27.57")),
        ("places.csv", 3, "latitude"),
        "Baku is said to be in AZ, but 53.9, 27.57 lies in BY",
    ),
    "at sea": (
        set_cell("places", 3, "longitude", "51.5"),
        ("places.csv", 3, "latitude"),
        "lies at sea",
    ),
    "swapped coordinates": (
        together(set_cell("places", 3, "latitude", "49.892"), set_cell("places", 3, "longitude", "40.3777")),
        ("places.csv", 3, "latitude"),
        "look swapped",
    ),
    "outline that is none": (
        set_cell("places", 2, "area", '{"type":"Point","coordinates":[47,40]}'),
        ("places.csv", 2, "area"),
        "no Polygon",
    ),
    "outline that crosses itself": (
        set_cell("places", 2, "area", '{"type":"Polygon","coordinates":[[[46,39],[49,42],[49,39],[46,41],[46,39]]]}'),
        ("places.csv", 2, "area"),
        "crosses itself",
    ),
    "label point outside of its outline": (
        set_cell("places", 2, "area", '{"type":"Polygon","coordinates":[[[46,39],[47,39],[47,40],[46,40],[46,39]]]}'),
        ("places.csv", 2, "area"),
        "at 39.5, 46.5 for instance",
    ),
    "disputed name that nobody uses": (
        set_cell("place_names", 2, "kind", "disputed"),
        ("place_names.csv", 2, "used_by"),
        "Say who calls the place so",
    ),
    "area without extent": (
        set_cell("places", 2, "radius_km", "0"),
        ("places.csv", 2, "radius_km"),
        "without a radius",
    ),
    "feature code": (set_cell("places", 3, "feature_code", "city"), ("places.csv", 3, "feature_code"), "like PPL"),
    # duplicates
    "event told twice": (
        together(
            add_row("records", 3, record_id="visit-2", title="Delegation in Shusha and in Baku"),
            add_row("record_places", 3, record_id="visit-2"),
            add_row("record_places", 4, record_id="visit-2"),
            add_row("evidence", 4, evidence_id="visit-2.1", record_id="visit-2"),
        ),
        ("records.csv", 4, "title"),
        "same visit as row 3, 'visit'",
    ),
    "title twice": (
        together(
            add_row("records", 2, record_id="papers", title="Three Documents signed.", date_edtf="", date_text=""),
            add_row("evidence", 4, evidence_id="papers.1", record_id="papers"),
        ),
        ("records.csv", 4, "title"),
        "same agreement as row 2, 'documents'",
    ),
    "place twice": (
        together(
            add_row("places", 4, place_id="susa", name="Şuşa", latitude="39.765"),
            set_cell("places", 4, "name", "Susa"),
            add_row("record_places", 3, place_id="susa", position="3"),
        ),
        ("places.csv", 5, "name"),
        "the place of row 4, 'shusha'",
    ),
    "source twice": (
        set_cell("sources", 3, "url", "http://www.example.org/a/?utm_source=feed#top"),
        ("sources.csv", 3, "url"),
        "the document of row 2, 'gazette'",
    ),
    "actor twice": (
        together(set_cell("actors", 3, "name", "Delegation of belarus"), set_cell("actors", 3, "country_code", "")),
        ("actors.csv", 3, "name"),
        "the actor of row 2, 'delegation'",
    ),
    "place of a record twice": (
        add_row("record_places", 4, position="3"),
        ("record_places.csv", 5, "place_id"),
        "already has it in row 4",
    ),
    # usage
    "source unused": (add_row("sources", 3, source_id="tribune", url=""), ("sources.csv", 4, "source_id"), "refers to"),
    "place unused": (drop_row("record_places", 4), ("places.csv", 3, "place_id"), "refers to 'baku'"),
    "actor unused": (drop_row("record_actors", 3), ("actors.csv", 3, "actor_id"), "refers to 'ministry'"),
    "gap in the order": (
        set_cell("record_places", 4, "position", "3"),
        ("record_places.csv", 4, "position"),
        "position 3 where 2 should be",
    ),
    # text
    "stray blank": (set_cell("actors", 3, "name", "Ministry "), ("actors.csv", 3, "name"), "ends with a blank"),
    "two alphabets in a word": (
        set_cell("places", 3, "name", "Ваku"),
        ("places.csv", 3, "name"),
        "mixes Latin and Cyrillic",
    ),
    "link that runs": (
        set_cell("sources", 3, "url", "javascript:alert(1)"),
        ("sources.csv", 3, "url"),
        "not a web address",
    ),
}

FORM_FAULTS: dict[str, tuple[Spoil, tuple[str, str | None], str]] = {
    "order": (together(add_row("actors", 2), drop_row("actors", 2)), ("actors.csv", None), "from line 2 on"),
    "quoting": (replace_text("actors.csv", "ministry", '"ministry"'), ("actors.csv", None), "canonical"),
    "number": (replace_text("places.csv", ",250,", ",250.0,"), ("places.csv", None), "canonical"),
    "line ends": (replace_text("actors.csv", "\n", "\r\n"), ("actors.csv", None), "canonical"),
    "rows cut off": (replace_text("actors.csv", "AZ\n", "AZ"), ("actors.csv", None), "canonical"),
    "hash": (set_cell("records", 3, "summary", "Changed."), ("datapackage.json", "resources"), "'records'"),
    "hash of a text": (
        replace_text("articles/gazette.txt", "documents.\n", "documents."),
        ("datapackage.json", "resources"),
        "gazette",
    ),
    "schema": (
        replace_text("datapackage.json", '"required": true', '"required": false'),
        ("datapackage.json", "resources"),
        "what",
    ),
    "licence": (
        replace_text("datapackage.json", '"licenses"', '"licences"'),
        ("datapackage.json", "licenses"),
        "missing",
    ),
    "no descriptor": (lambda folder: (folder / "datapackage.json").unlink(), ("datapackage.json", None), "missing"),
    "not JSON": (replace_text("datapackage.json", "{", "["), ("datapackage.json", None), "cannot be read"),
    "not an object": (
        lambda folder: (folder / "datapackage.json").write_text("[]"),
        ("datapackage.json", None),
        "object",
    ),
}


def test_a_sound_package_has_no_faults(package: Path) -> None:
    assert check_package(package) == ()
    assert check_package(package / "datapackage.json") == ()


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_found_with_its_place_and_remedy_and_nothing_else_is(package: Path, name: str) -> None:
    spoil, where, words = FAULTS[name]
    spoil(package)
    faults = [fault for fault in check_package(package) if "--tidy" not in fault.remedy]
    told = [(fault.where.file, fault.where.row, fault.where.field) for fault in faults]
    assert told == [where], [str(fault) for fault in faults]
    assert words in str(faults[0])
    assert faults[0].remedy


@pytest.mark.parametrize("name", FORM_FAULTS)
def test_a_fault_of_form_is_found_and_tidying_mends_it(package: Path, name: str) -> None:
    spoil, (file, field), words = FORM_FAULTS[name]
    spoil(package)
    faults = [fault for fault in check_package(package) if (fault.where.file, fault.where.field) == (file, field)]
    assert words in str(faults[0])
    assert faults[0].remedy
    if name not in {"licence", "not JSON", "not an object"}:
        write_package(read_package(package), package)
        assert check_package(package) == ()


def test_every_check_has_a_case_that_makes_it_fail(tmp_path: Path) -> None:
    silent = set(CHECKS)
    for number, (spoil, *_) in enumerate([*FAULTS.values(), *FORM_FAULTS.values()]):
        folder = tmp_path / str(number)
        write_package(ATLAS, folder, {"gazette.txt": TEXT})
        spoil(folder)
        content = read_content(folder)
        silent -= {check for check in silent if any(True for _ in check(content))}
    assert not silent


def test_one_bad_row_is_told_once_and_does_not_make_others_bad(package: Path) -> None:
    set_cell("records", 3, "kind", "trip")(package)
    faults = [fault for fault in check_package(package) if fault.where.file != "datapackage.json"]
    assert [(fault.where.file, fault.where.row) for fault in faults] == [("records.csv", 3)]


def test_faults_come_in_the_order_of_files_and_rows(package: Path) -> None:
    set_cell("figures", 2, "value", "three")(package)
    set_cell("sources", 3, "kind", "blog")(package)
    set_cell("sources", 2, "accessed_on", "yesterday")(package)
    files = [(fault.where.file, fault.where.row) for fault in check_package(package) if fault.where.row]
    assert files[:2] == [("sources.csv", 2), ("sources.csv", 3)]
    assert files[-1] == ("figures.csv", 2)


def test_a_folder_without_a_package_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidFile, match="no data package"):
        check_package(tmp_path)


def test_the_published_atlas_has_no_faults() -> None:
    assert [str(fault) for fault in check_package(DATA)] == []
