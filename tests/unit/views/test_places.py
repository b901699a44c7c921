"""Places in words: found by any name, with where they are from, who is there, and where the basemap disagrees."""

from __future__ import annotations

import dataclasses

import pytest

from chancery.geocoding.borders import read_borders
from chancery.model import Atlas, PlaceName
from chancery.query.details import Catalogue
from chancery.store import Identity, Store, admit_all
from chancery.views.places import (
    build_place_table,
    build_record_table,
    describe_before,
    describe_dispute,
    describe_name,
    describe_origin,
    describe_place,
    list_merge_choices,
    preview_place_merge,
)
from chancery.vocabulary import NameKind, Precision
from tests.sample import ATLAS, TEXTS, make_place

CATALOGUE = Catalogue.of(ATLAS)
SHUSHA = CATALOGUE.places["shusha"]


@pytest.mark.parametrize("words", ["Şuşa", "susa", "ШУША", "shush", "Shusha", "shusha"])
def test_a_place_is_found_by_any_name_in_any_script(words: str) -> None:
    assert list(build_place_table(CATALOGUE, words).index) == ["shusha"]


def test_the_name_that_was_found_is_told_where_it_is_another() -> None:
    table = build_place_table(CATALOGUE, "шуша")
    assert (table.loc["shusha", "name"], table.loc["shusha", "found as"]) == ("Shusha", "Шуша")
    assert build_place_table(CATALOGUE, "shusha").loc["shusha", "found as"] == ""


def test_all_places_are_listed_the_busiest_first_and_none_where_none_has_the_name() -> None:
    table = build_place_table(CATALOGUE)
    assert list(table.index) == ["minsk", "baku", "azerbaijan", "karabakh", "shusha"]
    assert table.loc["minsk", "records"] == 4
    assert build_place_table(CATALOGUE, "Atlantis").empty
    assert list(build_place_table(Catalogue.of(Atlas())).columns) == ["name", "country", "records", "found as"]


def test_where_coordinates_are_from_is_told_in_one_sentence() -> None:
    place = dataclasses.replace(
        SHUSHA, geocoder="nominatim", geocoded_as="node/2", geocoded_query="Şuşa", precision=Precision.EXACT
    )
    assert describe_origin(place) == "From nominatim (node/2) on 14 Jun 2025, asked for “Şuşa”: exact place."
    assert describe_origin(dataclasses.replace(SHUSHA, geocoder="hand")) == "Placed by hand on 14 Jun 2025."
    pinned = dataclasses.replace(SHUSHA, geocoder="hand", geocoded_query="pinned on the map")
    assert describe_origin(pinned) == "Placed by hand on 14 Jun 2025, pinned on the map."
    nobody = dataclasses.replace(SHUSHA, geocoder="", geocoded_on="")
    assert describe_origin(nobody) == "Nobody is named for the coordinates."


def test_a_place_that_the_basemap_draws_elsewhere_is_said_to_be_and_stays_where_its_source_has_it() -> None:
    borders = read_borders()
    assert describe_dispute(SHUSHA, borders) == ""
    other = dataclasses.replace(SHUSHA, country_code="BY")
    sentence = describe_dispute(other, borders)
    assert "The record puts it in BY, as its source does" in sentence
    assert "draw the point in AZ" in sentence
    at_sea = dataclasses.replace(SHUSHA, latitude=42.0, longitude=50.8)
    assert "at sea" in describe_dispute(at_sea, borders)
    assert describe_dispute(other, None) == ""
    assert describe_dispute(dataclasses.replace(SHUSHA, country_code=""), borders) == ""


def test_names_say_what_they_are_when_and_whose() -> None:
    disputed = PlaceName("x", "X", "en", NameKind.DISPUTED, "1923/1991", "Armenian sources")
    assert describe_name(disputed) == "disputed name, 1923–1991, used by: Armenian sources"
    assert describe_name(PlaceName("x", "X")) == ""


def test_names_stand_in_one_order_whoever_uses_them() -> None:
    atlas = dataclasses.replace(
        ATLAS,
        place_names=(
            PlaceName("shusha", "A", "hy", NameKind.DISPUTED, "", "some"),
            PlaceName("shusha", "B", "ru"),
            PlaceName("shusha", "C", "az", NameKind.OFFICIAL),
        ),
    )
    view = describe_place(Catalogue.of(atlas), SHUSHA, None)
    assert [line.name for line in view.names] == ["C", "B", "A"]
    assert (view.record_count, view.position, view.lies_in) == (1, "39.7601, 46.7499", "AZ")


def test_every_record_at_a_place_is_listed_the_newest_first() -> None:
    table = build_record_table(CATALOGUE, "minsk")
    assert list(table.index) == ["culture-days", "tractors", "visit", "games"]
    assert (table.loc["games", "printed"], table.loc["visit", "role"]) == ("Мінск", "origin")
    assert build_record_table(CATALOGUE, "atlantis").empty


def test_what_a_merge_will_do_is_told_before_it_is_done() -> None:
    atlas = dataclasses.replace(
        ATLAS, places=(*ATLAS.places, make_place("shusha-2", "Şuşa", "AZ", (39.8, 46.7), "PPL"))
    )
    store = Store.in_memory(atlas, TEXTS)
    choices = list_merge_choices(Catalogue.of(atlas), SHUSHA)
    assert next(iter(choices)) == "shusha-2"
    assert "6.2 km away, 0 records" in choices["shusha-2"]
    assert "Мінск" in choices["minsk"] or "Минск" in choices["minsk"]
    lines = preview_place_merge(store.read_place("shusha-2"), store.read_place("shusha"))
    assert lines[0].startswith("1 record of Shusha will be at Şuşa, 6.2 km")
    assert lines[1] == "Names that Şuşa gains: Shusha, Шуша"


def test_where_a_place_was_before_is_told() -> None:
    store = Store.in_memory(ATLAS, TEXTS, admit=admit_all)
    author = store.as_user(Identity(issuer="test", subject="ada", name="Ada"))
    assert describe_before("shusha", store.read_place_history("shusha")) == ""
    author.save(dataclasses.replace(SHUSHA, latitude=39.8, geocoder="hand"), seen=1)
    author.save(dataclasses.replace(SHUSHA, latitude=39.8, geocoder="hand", note="Seen"), seen=2)
    sentence = describe_before("shusha", store.read_place_history("shusha"))
    assert sentence.startswith("Until ")
    assert sentence.endswith("it was at 39.7601, 46.7499, from by hand.")
    store.close()
