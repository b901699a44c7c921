"""The first atlas: every fact of the founding article is in it, word for word, and nothing in it hangs in the air."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from chancery.dates import Edtf
from chancery.exchange.check import check_content
from chancery.exchange.package import read_content, read_package
from chancery.model import Atlas, Evidence, Record, RecordPlace
from chancery.vocabulary import Kind, Role, Status

DATA = Path(__file__).parents[2] / "data"
FOUNDING = "azertac-2025-04-21"
ARTICLE_SHA256 = "a2388dcbbfc9c879c8ffadc01710a7b8e29720007fe30ab60b40382d5661fc32"

# Each fact of the article: the record that holds it, and the words that carry it.
FACTS = [
    ("2025-04-21-pinevich-press-meeting", "a traditional meeting with representatives of the national media"),
    ("2025-04-pinevich-khankendi-shusha", "I will visit the cities of Khankendi and Shusha"),
    ("pinevich-aghdam-earlier-visit", "He had previously visited Aghdam"),
    ("pinevich-aghdam-earlier-visit", "During my first visit to Karabakh"),
    ("agro-town-gizil-kangarli", "The complex will be completed by 2027"),
    ("2024-05-state-visit-lukashenko", "state visit of Belarusian President Aleksandr Lukashenko to Azerbaijan"),
    ("2024-05-17-lukashenko-shusha", "first time a non-Turkish head of state visited"),
    ("2024-05-17-lukashenko-shusha", "traveled to the city of Shusha"),
    ("2024-05-17-shusha-two-tractors", "presented two tractors"),
    ("roadmap-2025-2026", "the Road Map for Cooperation for 2025–2026 was updated"),
    ("2025-high-level-visits-expected", "More high-level visits are expected"),
    ("2025-02-baku-guiding-principles", "Belarus expressed support for the Baku Guiding Principles"),
    ("2025-asian-parliamentary-assembly-observer", "observer status in the Asian Parliamentary Assembly"),
    ("2025-nam-parliamentary-network", "Non-Aligned Movement Parliamentary Network"),
    ("2025-10-28-igc-15-baku", "the next meeting is scheduled to take place in Baku this June"),
    ("2025-03-14-ostashov-exhibition", "the exhibition of Belarusian sculptor Andrey Ostashov"),
    ("2025-pesniary-baku-tour", "a tour in Baku by the well-known ensemble “Pesniary"),
    ("2025-culture-days-azerbaijan-in-belarus", "the organization of Azerbaijani Culture Days in Belarus"),
    ("2025-09-28-cis-games-ganja", "the 3rd CIS Games to be held in Azerbaijan this autumn"),
    ("1993-06-11-diplomatic-relations", "32 years of diplomatic relations"),
]

# Each number of the article: what it counts, and the words.
NUMBERS = [
    ("2025-04-21-pinevich-press-meeting.official-visits", "", 12, "12 official visits"),
    ("2025-04-21-pinevich-press-meeting.documents", "more than", 120, "more than 120 documents"),
    ("2025-04-21-pinevich-press-meeting.trade-growth", "", 1.5, "increased 1.5 times in 2024"),
    ("1993-06-11-diplomatic-relations.years", "", 32, "32 years"),
    ("2024-05-17-shusha-two-tractors.tractors", "", 2, "two tractors"),
]

# Where the article and the other sources disagree: what the article says, and what the record holds.
DISAGREEMENTS = [
    ("2025-10-28-igc-15-baku", "2025-06", Status.PLANNED, "2025-10-28", Status.HELD),
    ("2025-09-28-cis-games-ganja", "2025-23", Status.PLANNED, "2025-09-28/2025-10-08", Status.COMPLETED),
    ("2024-05-state-visit-lukashenko", "2024", None, "2024-05-16/2024-05-17", Status.COMPLETED),
    ("agro-town-gizil-kangarli", "../2027", None, "2024-05/2027", Status.ONGOING),
    ("2025-culture-days-azerbaijan-in-belarus", "2025-04-21/..", None, "2025-23", Status.PLANNED),
]


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return read_package(DATA)


@pytest.fixture(scope="module")
def article() -> str:
    return (DATA / "articles" / f"{FOUNDING}.txt").read_bytes().decode("utf-8")


@pytest.fixture(scope="module")
def records(atlas: Atlas) -> dict[str, Record]:
    return {record.record_id: record for record in atlas.records}


def evidence_from_article(atlas: Atlas, record_id: str) -> list[Evidence]:
    return [row for row in atlas.evidence if (row.record_id, row.source_id) == (record_id, FOUNDING)]


def places_of(atlas: Atlas, record_id: str) -> list[RecordPlace]:
    rows = [row for row in atlas.record_places if row.record_id == record_id]
    return sorted(rows, key=lambda row: row.position)


def test_published_package_has_no_faults() -> None:
    assert [str(fault) for fault in check_content(read_content(DATA))] == []


def test_founding_article_is_kept_byte_for_byte() -> None:
    content = (DATA / "articles" / f"{FOUNDING}.txt").read_bytes()
    assert hashlib.sha256(content).hexdigest() == ARTICLE_SHA256


def test_founding_source_says_why_its_year_is_2025(atlas: Atlas) -> None:
    source = next(source for source in atlas.sources if source.source_id == FOUNDING)
    assert source.published == "2025-04-21"
    assert "no year" in source.published_note
    assert source.url.startswith("https://azertag.az/en/xeber/")


@pytest.mark.parametrize(("record_id", "words"), FACTS)
def test_fact_of_the_article_is_recorded_with_its_quote(atlas: Atlas, article: str, record_id: str, words: str) -> None:
    rows = evidence_from_article(atlas, record_id)
    assert any(words in row.quote for row in rows)
    assert all(article[row.start : row.end] == row.quote for row in rows)


@pytest.mark.parametrize("number", NUMBERS, ids=[number[0] for number in NUMBERS])
def test_number_of_the_article_is_a_figure_with_its_quote(
    atlas: Atlas, article: str, number: tuple[str, str, float, str]
) -> None:
    figure_id, qualifier, value, words = number
    figure = next(figure for figure in atlas.figures if figure.figure_id == figure_id)
    assert (figure.qualifier, figure.value, figure.source_id) == (qualifier, value, FOUNDING)
    assert words in figure.quote
    assert article[figure.start : figure.end] == figure.quote


@pytest.mark.parametrize("case", DISAGREEMENTS, ids=[case[0] for case in DISAGREEMENTS])
def test_article_keeps_what_it_says_where_the_record_knows_better(
    atlas: Atlas, records: dict[str, Record], case: tuple[str, str, Status | None, str, Status]
) -> None:
    record_id, says_date, says_status, date, status = case
    (row,) = evidence_from_article(atlas, record_id)
    assert (row.says_date_edtf, row.says_status) == (says_date, says_status)
    assert (records[record_id].date_edtf, records[record_id].status) == (date, status)
    assert len({row.source_id for row in atlas.evidence if row.record_id == record_id}) > 1


def test_other_counts_stand_beside_those_of_the_article(atlas: Atlas) -> None:
    documents = {figure.value for figure in atlas.figures if figure.unit in ("documents", "agreements")}
    growth = {(figure.value, figure.unit) for figure in atlas.figures if figure.period_edtf == "2024"}
    assert documents == {120, 130, 150}
    assert {(1.5, "times"), (40, "%")} <= growth


def test_announced_trip_goes_from_baku_to_both_cities_in_order(atlas: Atlas) -> None:
    stops = places_of(atlas, "2025-04-pinevich-khankendi-shusha")
    assert [(stop.place_id, stop.role) for stop in stops] == [
        ("gn587084", Role.ORIGIN),
        ("gn146970", Role.DESTINATION),
        ("gn147105", Role.DESTINATION),
    ]


def test_article_prints_each_place_name_that_its_records_take_from_it(atlas: Atlas, article: str) -> None:
    alone = {row.record_id for row in atlas.evidence} - {
        row.record_id for row in atlas.evidence if row.source_id != FOUNDING
    }
    names = [row.name_in_source for row in atlas.record_places if row.record_id in alone and row.name_in_source]
    assert names
    assert [name for name in names if name not in article] == []


def test_every_visit_with_a_traveller_has_a_place_to_start_from(atlas: Atlas) -> None:
    without_traveller = {"2025-high-level-visits-expected"}
    starts_on_the_spot = {"2024-05-17-fuzuli-tour"}
    started = {row.record_id for row in atlas.record_places if row.role is Role.ORIGIN}
    visits = {record.record_id for record in atlas.records if record.kind is Kind.VISIT}
    assert visits - started == without_traveller | starts_on_the_spot


def test_a_place_that_no_source_names_is_marked_as_assumed(atlas: Atlas) -> None:
    assert {row.precision for row in atlas.record_places if not row.name_in_source} == {7, 8}


def test_atlas_spans_the_relations_and_knows_every_record_and_place(atlas: Atlas) -> None:
    years = {Edtf.parse(record.date_edtf).first for record in atlas.records} - {None}
    assert min(day.year for day in years if day) == 1993
    assert max(day.year for day in years if day) == 2025
    assert len(atlas.records) >= 107
    assert {record.record_id for record in atlas.records} == {row.record_id for row in atlas.evidence}
    assert {record.record_id for record in atlas.records} == {row.record_id for row in atlas.record_places}


@pytest.mark.parametrize(
    ("place_id", "names"),
    [
        ("gn146970", {"Khankendi", "Xankəndi", "Ханкенди", "Stepanakert", "Степанакерт", "Ստեփանակերտ"}),
        ("gn147105", {"Shusha", "Şuşa", "Шуша", "Shushi", "Շուշի"}),
        ("gn148619", {"Aghdam", "Ağdam", "Агдам", "Agdam", "Աղդամ"}),
        ("gn627907", {"Gomel", "Гомель", "Homel", "Homiel"}),
    ],
)
def test_places_are_known_by_their_names_in_every_script(atlas: Atlas, place_id: str, names: set[str]) -> None:
    assert names <= {row.name for row in atlas.place_names if row.place_id == place_id}
