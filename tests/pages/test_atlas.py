"""The atlas page follows its reader from one state to the next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.pages.conftest import Reader
from tests.sample import ATLAS, NEWEST_FIRST

Visit = Callable[..., Reader]


def test_the_first_view_keeps_everything_newest_first(visit: Visit) -> None:
    reader = visit()
    assert reader.kept == NEWEST_FIRST
    assert "All records" in reader.words
    assert reader.address == {}
    assert "Reset filters" not in [button.label for button in reader.app.button]


def test_filter_then_another_then_reset(visit: Visit) -> None:
    reader = visit()
    reader.choose("kinds", "project")
    assert reader.kept == ["village", "tractors"]
    assert reader.address == {"kind": ["project"]}
    assert "Projects" in reader.words

    reader.choose("places", "minsk")
    assert reader.kept == ["tractors"]
    assert reader.address == {"kind": ["project"], "place": ["minsk"]}
    assert "Projects, at Minsk" in reader.words

    reader.press("Reset filters")
    reader.check()
    assert reader.kept == NEWEST_FIRST
    assert reader.address == {}
    assert reader.widget("kinds").value == []
    assert reader.widget("places").value == []


def test_taking_a_choice_away_widens_the_view_again(visit: Visit) -> None:
    reader = visit(kind=["project"], place=["minsk"])
    reader.choose("places")
    assert reader.kept == ["village", "tractors"]
    reader.choose("kinds")
    assert reader.kept == NEWEST_FIRST


@pytest.mark.parametrize(
    ("field", "values", "address", "kept"),
    [
        ("text", ["шуша"], {"q": ["шуша"]}, ["visit"]),
        ("years", [2023, 2023], {"years": ["2023"]}, ["village", "games"]),
        ("years", [2023, 2027], {}, NEWEST_FIRST),
        ("sectors", ["trade", "sport"], {"sector": ["trade", "sport"]}, ["commission", "road-map", "games"]),
        ("statuses", ["cancelled"], {"status": ["cancelled"]}, ["tractors"]),
        ("countries", ["BY"], {"country": ["BY"]}, ["culture-days", "tractors", "visit", "games"]),
        ("actors", ["ministry"], {"actor": ["ministry"]}, ["commission", "visit"]),
        ("sources", ["Herald"], {"source": ["Herald"]}, ["village", "visit", "exchange"]),
        ("date_precisions", ["none"], {"dated": ["none"]}, ["exchange"]),
        ("place_precisions", ["4"], {"placed": ["4"]}, ["village"]),
    ],
)
def test_every_filter_filters_and_stands_in_the_address(
    visit: Visit, field: str, values: list[object], address: dict[str, list[str]], kept: list[str]
) -> None:
    reader = visit()
    reader.choose(field, *values)
    reader.check()
    assert reader.kept == kept
    assert reader.address == address


def test_a_deep_link_opens_its_filters_and_its_record(visit: Visit) -> None:
    reader = visit(kind=["visit", "meeting"], years=["2024..2025"], record=["visit"])
    assert reader.kept == ["commission", "visit"]
    assert reader.widget("kinds").value == ["visit", "meeting"]
    assert reader.widget("years").value == (2024, 2025)
    assert "Delegation in Shusha" in reader.words
    assert "visited Baku and Şuşa" in reader.words
    assert reader.address == {"years": ["2024..2025"], "kind": ["visit", "meeting"], "record": ["visit"]}


def test_what_a_link_does_not_mean_is_taken_out_of_its_address(visit: Visit) -> None:
    reader = visit(kind=["visit", "invasion"], nonsense=["1"])
    assert reader.address == {"kind": ["visit"]}


def test_a_link_to_a_record_that_is_gone_says_so(visit: Visit) -> None:
    reader = visit(record=["gone"])
    assert "The record that this link points to is not in the atlas." in reader.words
    assert reader.kept == NEWEST_FIRST


def test_an_open_record_that_the_filters_no_longer_keep_stays_open_and_says_so(visit: Visit) -> None:
    reader = visit(record=["visit"])
    assert "the filters do not keep it" not in reader.words
    reader.choose("kinds", "project")
    assert "This record is open, but the filters do not keep it." in reader.words
    assert "Delegation in Shusha" in reader.words
    assert reader.address == {"kind": ["project"], "record": ["visit"]}
    reader.press("Reset filters")
    assert "the filters do not keep it" not in reader.words
    assert reader.address == {"record": ["visit"]}


def test_filters_that_keep_nothing_say_how_to_widen_them(visit: Visit) -> None:
    reader = visit(kind=["visit"], sector=["sport"])
    assert "No record passes all of these filters" in reader.words
    assert not reader.kept
    reader.app.button(key="reset-empty").click().run()
    reader.check()
    assert reader.kept == NEWEST_FIRST
    assert reader.address == {}


def test_a_search_that_finds_nothing_can_be_taken_back(visit: Visit) -> None:
    reader = visit()
    reader.choose("text", "zeppelin")
    assert not reader.kept
    reader.choose("text", "")
    assert reader.kept == NEWEST_FIRST


def test_options_carry_their_counts_under_the_other_filters(visit: Visit) -> None:
    reader = visit()
    assert reader.options("places") == {"Minsk": 4, "Baku": 2, "Azerbaijan": 1, "Karabakh": 1, "Shusha": 1}
    reader.choose("kinds", "visit")
    assert reader.options("places") == {"Baku": 1, "Minsk": 1, "Shusha": 1}
    assert reader.options("kinds")["project"] == 2, "what a filter offers does not depend on what is chosen in it"


def test_a_chosen_option_stays_to_be_taken_away_when_it_would_keep_nothing(visit: Visit) -> None:
    reader = visit(place=["karabakh"], kind=["visit"])
    assert reader.options("places")["Karabakh"] == 0
    assert reader.widget("places").value == ["karabakh"]


def test_another_page_and_back_keeps_the_filters_and_the_record(visit: Visit) -> None:
    reader = visit(kind=["visit"], record=["visit"])
    reader.turn_to("pages/about.py")
    reader.check()
    assert "About" in reader.words
    reader.turn_to("app.py")
    reader.check()
    assert reader.kept == ["visit"]
    assert reader.address == {"kind": ["visit"], "record": ["visit"]}
    reader.choose("kinds", "visit", "project")
    assert reader.kept == ["village", "tractors", "visit"]


def test_new_data_on_the_disk_is_shown_at_the_next_run(visit: Visit, publish: Callable[..., Path]) -> None:
    reader = visit(kind=["project"])
    records = tuple(
        replace(record, title="Village finished") if record.record_id == "village" else record
        for record in ATLAS.records
        if record.record_id != "tractors"
    )
    rest = {
        name: tuple(row for row in getattr(ATLAS, name) if row.record_id != "tractors")
        for name in ("record_places", "evidence")
    }
    publish(replace(ATLAS, records=records, **rest))
    reader.app.run()
    reader.check()
    assert reader.kept == ["village"]
    assert list(reader.app.dataframe[0].value["title"]) == ["Village finished"]


def test_a_second_click_before_the_address_has_followed_loses_nothing(visit: Visit) -> None:
    """The browser sends the address that it still has: the click, not the address, is what the reader has just done."""
    reader = visit()
    reader.choose("kinds", "project")
    reader.app.query_params.clear()
    reader.choose("places", "minsk")
    assert reader.kept == ["tractors"]
    assert reader.address == {"kind": ["project"], "place": ["minsk"]}


def test_going_back_restores_the_view_of_that_address(visit: Visit) -> None:
    reader = visit()
    reader.choose("kinds", "project")
    reader.choose("places", "minsk")
    reader.app.query_params.clear()
    reader.app.query_params["kind"] = ["project"]
    reader.app.run()
    assert reader.kept == ["village", "tractors"]
    assert reader.widget("places").value == []


def test_two_readers_see_their_own_views(visit: Visit) -> None:
    one, other = visit(kind=["visit"]), visit()
    other.choose("kinds", "project")
    one.app.run()
    assert one.kept == ["visit"]
    assert other.kept == ["village", "tractors"]


def test_records_without_a_place_are_counted(visit: Visit) -> None:
    assert "1 record without a place is in the table only." in visit().words


def test_sources_that_disagree_are_both_on_the_card(visit: Visit) -> None:
    words = visit(record=["commission"]).words
    assert "Jun 2025" in words
    assert "This source says: Oct 2025, held." in words


def test_reported_figures_follow_what_is_kept(visit: Visit) -> None:
    reader = visit()
    assert "2 documents documents signed" in reader.words
    assert "about 1.5 times growth of trade" in reader.words
    reader.choose("kinds", "visit")
    assert "documents signed" not in reader.words
    assert "growth of trade" not in reader.words
