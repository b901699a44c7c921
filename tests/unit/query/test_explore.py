"""The wide table has one row for each record at each of its places, and all that a view asks for."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import Any

import pytest

from chancery.model import Atlas, RecordActor, RecordPlace
from chancery.query.explore import SCHEMA, build_explore
from chancery.query.filters import FILTERS, ChoiceFilter
from chancery.vocabulary import Confidence, Kind, Precision, Role, Sector, Status
from tests.sample import ATLAS, make_evidence, make_record, make_source


@pytest.fixture(scope="module")
def rows() -> list[dict[str, Any]]:
    return build_explore(ATLAS).to_pylist()


def rows_of(rows: list[dict[str, Any]], record_id: str) -> list[dict[str, Any]]:
    return [row for row in rows if row["record_id"] == record_id]


def test_every_record_has_a_row_for_each_of_its_places(rows: list[dict[str, Any]]) -> None:
    assert len(rows) == len(ATLAS.record_places) + 1
    assert [row["place_id"] for row in rows_of(rows, "visit")] == ["minsk", "baku", "shusha"]


def test_a_record_without_a_place_has_one_row_with_empty_place_columns(rows: list[dict[str, Any]]) -> None:
    (row,) = rows_of(rows, "exchange")
    columns = ("place_id", "place_name", "country_code", "latitude", "longitude", "precision", "role", "position")
    assert all(row[name] is None for name in columns)


def test_numbers_follow_bounds_then_ids_and_rows_of_a_record_stand_together(rows: list[dict[str, Any]]) -> None:
    order = [record_id for record_id, _ in groupby(row["record_id"] for row in rows)]
    assert order == [
        "games", "road-map", "visit", "tractors", "commission", "culture-days", "village", "exchange",
    ]  # fmt: skip
    assert [rows_of(rows, record_id)[0]["record_no"] for record_id in order] == list(range(8))


def test_what_belongs_to_the_record_is_the_same_on_each_of_its_rows(rows: list[dict[str, Any]]) -> None:
    shared = SCHEMA.names[: SCHEMA.names.index("tags")]
    first, *others = rows_of(rows, "visit")
    assert all(other[name] == first[name] for other in others for name in shared)


def test_bounds_are_empty_on_an_open_side(rows: list[dict[str, Any]]) -> None:
    assert rows_of(rows, "village")[0]["date_first"] is None
    assert str(rows_of(rows, "village")[0]["date_last"]) == "2027-12-31"
    assert rows_of(rows, "tractors")[0]["date_last"] is None


def test_the_confidence_is_that_of_the_best_evidence(rows: list[dict[str, Any]]) -> None:
    assert rows_of(rows, "commission")[0]["confidence"] == "high"
    assert rows_of(rows, "exchange")[0]["confidence"] == "low"
    record = make_record("r", "2024", "Bare", Kind.OTHER, Sector.POLITICS, Status.HELD)
    (bare,) = build_explore(Atlas(records=(record,))).to_pylist()
    assert (bare["confidence"], bare["source_url"], bare["publishers"]) == (None, "", [])


def test_sources_and_publishers_are_listed_once_each_and_the_first_address_is_kept() -> None:
    sources = (
        make_source("a", "Same", ""),
        make_source("b", "Same", "https://example.org/b"),
        make_source("c", "Other", "https://example.org/c"),
    )
    record = make_record("r", "2024", "Three sources", Kind.OTHER, Sector.POLITICS, Status.HELD)
    evidence = [make_evidence("r", source, number) for number, source in enumerate("aabc", start=1)]
    (row,) = build_explore(Atlas(sources=sources, records=(record,), evidence=tuple(evidence))).to_pylist()
    assert row["source_ids"] == ["a", "b", "c"]
    assert row["publishers"] == ["Same", "Other"]
    assert row["source_url"] == "https://example.org/b"


def test_stops_and_actors_come_in_their_positions_whatever_the_order_of_the_tables() -> None:
    atlas = replace(
        ATLAS,
        record_places=tuple(reversed(ATLAS.record_places)),
        record_actors=tuple(reversed(ATLAS.record_actors)),
    )
    row = rows_of(build_explore(atlas).to_pylist(), "visit")[0]
    assert row["record_places"] == "Minsk → Baku → Shusha"
    assert row["actors"] == "Delegation of Belarus; Ministry of Trade"


def test_an_actor_with_two_parts_is_named_once() -> None:
    parts = (*ATLAS.record_actors, RecordActor("visit", "ministry", 3, "signatory"))
    row = rows_of(build_explore(replace(ATLAS, record_actors=parts)).to_pylist(), "visit")[0]
    assert row["actor_ids"] == ["delegation", "ministry"]


def test_a_place_visited_twice_is_named_once() -> None:
    stops = (*ATLAS.record_places, RecordPlace("visit", "minsk", Role.DESTINATION, 4, "Minsk", Precision.EXACT))
    rows = rows_of(build_explore(replace(ATLAS, record_places=stops)).to_pylist(), "visit")
    assert len(rows) == 4
    assert rows[0]["record_places"] == "Minsk → Baku → Shusha"


def test_the_searched_text_has_every_name_in_every_script(rows: list[dict[str, Any]]) -> None:
    search = rows_of(rows, "visit")[0]["search"].split()
    assert {"delegation", "ministry", "minsk", "мінск", "susa", "шуша", "gazette", "herald", "guest"} <= set(search)


def test_a_row_has_a_tag_for_everything_that_a_filter_can_choose(rows: list[dict[str, Any]]) -> None:
    assert sorted(rows_of(rows, "visit")[2]["tags"]) == [
        "actors:delegation",
        "actors:ministry",
        "countries:AZ",
        "date_precisions:day",
        "kinds:visit",
        "place_precisions:1",
        "places:shusha",
        "sectors:politics",
        "sources:Gazette",
        "sources:Herald",
        "statuses:held",
    ]
    assert not [tag for tag in rows_of(rows, "exchange")[0]["tags"] if tag.startswith("place")]


def test_every_choice_filter_names_a_column_of_its_own_kind() -> None:
    for entry in FILTERS:
        if isinstance(entry, ChoiceFilter):
            assert str(SCHEMA.field(entry.column).type).startswith("list") is entry.many


def test_an_empty_atlas_gives_an_empty_table_of_the_same_columns() -> None:
    table = build_explore(Atlas())
    assert table.schema == SCHEMA
    assert table.num_rows == 0


def test_the_codes_of_confidence_are_all_ranked() -> None:
    record = make_record("r", "2024", "Ranked", Kind.OTHER, Sector.POLITICS, Status.HELD)
    for level in Confidence:
        atlas = replace(ATLAS, records=(record,), record_places=(), record_actors=(), figures=())
        atlas = replace(atlas, evidence=(make_evidence("r", "gazette", confidence=level),))
        assert build_explore(atlas).to_pylist()[0]["confidence"] == level.value
