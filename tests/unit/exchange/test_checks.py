"""What the checks take for the same, and what they leave alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from chancery.dates import Edtf
from chancery.exchange.check import check_package
from chancery.exchange.checks.dates import find_disagreement
from chancery.exchange.checks.duplicates import normalise_url
from chancery.exchange.checks.places import allowed_precisions
from chancery.vocabulary import Precision
from tests.unit.exchange.conftest import make_place
from tests.unit.exchange.spoiling import Spoil, add_row, replace_text, set_cell, together


@pytest.mark.parametrize(
    ("edtf", "text", "words"),
    [
        ("2024-05-16/2024-05-17", "16–17 May 2024", ""),
        ("2024-05-16/2024-05-17", "May 16-17, 2024", ""),
        ("2024-05-16/2024-05-17", "May 2024", ""),
        ("2024-05-16/2024-05-17", "16–18 May 2024", "day 18 May"),
        ("2024-05-16", "17 May 2024", "day 17 May"),
        ("2024-05-16", "16 June 2024", "month June"),
        ("2024-05-16", "16 May", "it names no year"),
        ("2023-12-30/2024-01-02", "30 Dec 2023 – 2 Jan 2024", ""),
        ("2023-12-30/2024-01-02", "30 Dec 2023 – 3 Jan 2024", "day 3 Jan"),
        ("2025-06", "June 2025 (announced on 21 April 2025)", ""),
        ("2025-06", "Sept 2025", "month Sept"),
        ("2025-23", "autumn 2025", ""),
        ("2025-24", "winter 2025–26", ""),
        ("2025", "2025", ""),
        ("2025", "2026", "year 2026"),
        ("201X", "the 2010s", ""),
        ("../2027", "by 2027", ""),
        ("../2027", "by 2028", "year 2028"),
        ("2025-04-21/..", "announced on 21 April 2025", ""),
        ("2025-04-21/..", "announced", ""),
        ("", "date not given", ""),
        ("", "2024", "year 2024"),
    ],
)
def test_a_date_and_its_text_are_compared_in_what_the_text_names(edtf: str, text: str, words: str) -> None:
    assert find_disagreement(Edtf.parse(edtf), text) == words


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/a?b=1&c=2",
        "http://www.Example.org/a/?c=2&b=1#top",
        "https://example.org:443/a?utm_medium=x&b=1&c=2&fbclid=y",
        " https://example.org/a/?b=1&c=2 ",
    ],
)
def test_addresses_of_one_document_are_the_same(url: str) -> None:
    assert normalise_url(url) == "example.org/a?b=1&c=2"


@pytest.mark.parametrize("url", ["https://example.org/A?b=1&c=2", "https://example.org/a?b=1", "https://[bad", ""])
def test_other_addresses_are_others(url: str) -> None:
    assert normalise_url(url) != "example.org/a?b=1&c=2"


@pytest.mark.parametrize(
    ("code", "good", "bad"),
    [
        ("PPLC", (1, 2, 5, 7, 8, 9), (3, 4, 6)),
        ("AIRP", (1, 2), (4,)),
        ("ADM2", (3, 7, 9), (1, 2, 4, 5, 6, 8)),
        ("ADM1", (4, 7, 9), (1, 2, 3, 5, 6, 8)),
        ("RGN", (4,), (1, 2)),
        ("PCLI", (6, 7, 9), (1, 2, 3, 4, 5, 8)),
        ("SEA", (3, 4, 6, 7, 9), (1, 2, 5, 8)),
    ],
)
def test_a_feature_allows_some_precisions_only(code: str, good: tuple[int, ...], bad: tuple[int, ...]) -> None:
    allowed = allowed_precisions(make_place("x", "X", 40, 48, code))
    assert {Precision(number) for number in good} <= allowed
    assert not {Precision(number) for number in bad} & allowed


HARMLESS: dict[str, Spoil] = {
    "one title in two years": together(
        add_row("records", 2, record_id="more-documents", date_edtf="2023", date_text="2023"),
        add_row("evidence", 4, evidence_id="more-documents.1", record_id="more-documents"),
    ),
    "two bodies of one name in two countries": together(
        set_cell("actors", 2, "name", "Ministry of Culture"),
    ),
    "two places of one name far apart": together(
        add_row("places", 4, place_id="shusha-2", latitude="40.5"),
        add_row("record_places", 3, place_id="shusha-2", position="3"),
    ),
    "a sea without a country": together(
        add_row(
            "places", 2, place_id="caspian", name="Caspian Sea", country_code="", longitude="51", feature_code="SEA"
        ),
        add_row("record_places", 2, place_id="caspian", position="2", precision="4"),
    ),
    "an address that is not known": together(set_cell("sources", 2, "url", ""), set_cell("sources", 3, "url", "")),
    "a name in Cyrillic beside one in Latin letters": set_cell("actors", 3, "name", "Сябры (Siabry) №1"),
    "a quote that stands in the text twice": together(
        replace_text("articles/gazette.txt", "documents.", "documents. Again: signed 3 documents."),
    ),
    "a blank that the source prints": set_cell("record_places", 3, "name_in_source", "Shusha "),
}


@pytest.mark.parametrize("name", HARMLESS)
def test_what_only_looks_like_a_fault_is_left_alone(package: Path, name: str) -> None:
    HARMLESS[name](package)
    assert [str(fault) for fault in check_package(package) if "--tidy" not in fault.remedy] == []


def test_each_of_many_duplicates_is_told_once(package: Path) -> None:
    for number in range(5):
        add_row("sources", 3, source_id=f"copy-{number}")(package)
    told = [fault.where.row for fault in check_package(package) if fault.where.field == "url"]
    assert told == [4, 5, 6, 7, 8]
