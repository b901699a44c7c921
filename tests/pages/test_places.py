"""The page of the places: who may do what, what a pin does to every record there, and the queue by its keys."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import streamlit as st

from chancery.model import Atlas, Place
from chancery.store import Author
from chancery.vocabulary import NameKind, Precision, Role
from tests.pages.conftest import Reader
from tests.sample import ATLAS, make_place
from tests.unit.geocoding.loopback import LoopbackServer, hanging_up, serving

PAGE = "pages/places.py"
SQUARE = {"type": "Polygon", "coordinates": [[[46.0, 39.0], [48.0, 39.0], [48.0, 41.0], [46.0, 41.0], [46.0, 39.0]]]}
TRAP = "{{7*7}} ${alert(1)} <img src=x onerror=alert(1)> [a](javascript:alert(1))"

_CLICKS = itertools.count(1)


@pytest.fixture(autouse=True)
def cache_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep uploaded lists and answers in a folder of the test's own."""
    monkeypatch.setenv("CHANCERY_GEOCODING_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def editor(database: str, at_this_machine: None) -> Reader:
    """Return an editor who has Shusha open."""
    return open_place("shusha")


def open_place(place_id: str = "") -> Reader:
    reader = Reader(PAGE, {"at": [place_id]} if place_id else {})
    reader.check()
    return reader


def click_map(reader: Reader, event: str, value: Any, key: str = "place-map") -> None:
    """Do on the map what its script reports so."""
    feature = {"type": "Feature", "properties": {"event": event, "value": value, "click": next(_CLICKS)}}
    reader.app.session_state[key] = {"last_active_drawing": feature}
    reader.app.run()
    reader.check()


def labels(reader: Reader) -> set[str]:
    return {button.label for button in reader.app.button}


def switch(reader: Reader, prefix: str, choice: str) -> None:
    next(item for item in reader.app.button_group if item.key.startswith(prefix)).select(choice)
    reader.app.run()
    reader.check()


def fill(reader: Reader, label: str, value: str) -> None:
    kinds = ("text_input", "text_area", "selectbox")
    widget: Any = next(item for kind in kinds for item in reader.app.get(kind) if item.label == label)
    widget.set_value(value)
    reader.app.run()
    reader.check()


def read_place(author: Author, place_id: str = "shusha") -> Place:
    return author.store.read_place(place_id).place


def test_a_visitor_looks_at_everything_and_changes_nothing(database: str, colleague: Author) -> None:
    reader = open_place("shusha")
    assert "Shusha AZ · 39.7601, 46.7499 · 1 record" in reader.words
    assert labels(reader) == {"Ask"}
    click_map(reader, "pin", [39.9, 46.9])
    assert "Not saved" not in reader.words
    for task, words in (("Names", "Şuşa"), ("History", "published before this database began")):
        switch(reader, "place-task-", task)
        assert words in reader.words
        assert labels(reader) == set()
    switch(reader, "place-task-", "Records there")
    assert reader.kept[-1] == "visit"
    assert read_place(colleague).latitude == 39.7601


def test_without_a_database_places_are_read_from_the_package(visit: Callable[..., Reader]) -> None:
    reader = visit(PAGE, at=["shusha"])
    assert "Shusha AZ" in reader.words
    switch(reader, "place-task-", "Names")
    assert "Шуша" in reader.words
    assert "History" not in {str(option) for group in reader.app.button_group for option in group.options}


def test_a_place_is_found_by_any_name(visit: Callable[..., Reader]) -> None:
    reader = visit(PAGE)
    assert reader.kept == ["minsk", "baku", "azerbaijan", "karabakh", "shusha"]
    fill(reader, "Find a place by any of its names", "Мінск")
    assert reader.kept == ["minsk"]
    fill(reader, "Find a place by any of its names", "Qwertzuiop")
    assert "0 places" in reader.words


def test_a_pin_moves_the_place_and_every_record_there(editor: Reader, colleague: Author) -> None:
    click_map(editor, "pin", [39.8, 46.8])
    assert "Not saved: moved 6.2 km to the north-east, to 39.8, 46.8" in editor.words
    assert "1 record is there and goes with it." in editor.words
    assert read_place(colleague).latitude == 39.7601
    fill(editor, "Why (shown in the history)", "Off by a valley")
    editor.press("Save")
    assert "every record there has moved along" in editor.words
    assert "Shusha AZ · 39.8, 46.8" in editor.words
    assert "it was at 39.7601, 46.7499, from by hand." in editor.words
    place = read_place(colleague)
    assert (place.latitude, place.geocoder, place.geocoded_query) == (39.8, "hand", "pinned on the map")
    editor.turn_to("app.py")
    editor.check()
    assert editor.kept
    editor.turn_to(PAGE)
    switch(editor, "place-task-", "History")
    assert "“Off by a valley”" in editor.words
    assert "Coordinates from by hand hand" in editor.words
    editor.press("Undo")
    assert read_place(colleague).latitude == 39.7601


def test_a_double_click_on_save_saves_once(editor: Reader, colleague: Author) -> None:
    click_map(editor, "pin", [39.8, 46.8])
    editor.press("Save")
    revision = colleague.store.revision()
    editor.app.run()
    assert colleague.store.revision() == revision


@pytest.mark.parametrize("way", ["position", "name"])
def test_a_save_that_brings_the_address_of_before_is_no_less_a_save(
    editor: Reader, colleague: Author, way: str
) -> None:
    if way == "position":
        click_map(editor, "pin", [39.8, 46.8])
    else:
        switch(editor, "place-task-", "Names")
        editor.press("Add a name")
        fill(editor, "Name", "Shusha-on-the-Rock")
    editor.app.query_params["at"] = "baku"
    editor.press("Save" if way == "position" else "Save the name")
    editor.check()
    assert editor.address["at"] == ["shusha"]
    if way == "position":
        assert read_place(colleague).latitude == 39.8
    else:
        assert "“Shusha-on-the-Rock” is saved." in editor.words


def test_what_was_pinned_can_be_discarded(editor: Reader, colleague: Author) -> None:
    click_map(editor, "pin", [39.8, 46.8])
    editor.press("Discard")
    assert "Not saved" not in editor.words
    assert colleague.store.revision() == 1


def test_a_position_can_be_typed_and_a_wrong_one_is_said_to_be(editor: Reader) -> None:
    fill(editor, "Latitude, longitude", "somewhere")
    assert "'somewhere' is no position." in editor.words
    fill(editor, "Latitude, longitude", "39°48'N 46°48'E")
    assert "to 39.8, 46.8" in editor.words


def test_a_browser_that_is_behind_does_not_take_back_what_a_candidate_filled_in(editor: Reader) -> None:
    fill(editor, "Ask the geocoders for", "Baku")
    editor.press("Ask")
    send_again = editor.hold_message()
    editor.press("1")
    said = [item.proto.body for item in editor.app.get("html") if "ch-unsaved" in item.proto.body]
    assert "moved" in said[0]
    send_again()
    assert [item.proto.body for item in editor.app.get("html") if "ch-unsaved" in item.proto.body] == said


def test_the_geocoders_are_asked_only_on_the_button(editor: Reader, colleague: Author) -> None:
    assert "gazetteer" not in editor.words
    fill(editor, "Ask the geocoders for", "Şuşa")
    assert "gazetteer" not in editor.words
    editor.press("Ask")
    assert "score" in editor.words
    assert "GeoNames, CC BY 4.0" in editor.words
    editor.press("1")
    assert "Not saved" in editor.words
    editor.press("Save")
    place = read_place(colleague)
    assert (place.geocoder, place.geocoded_as, place.geocoded_query, place.name) == (
        "gazetteer", "gn:147105", "Şuşa", "Shusha",
    )  # fmt: skip


def test_a_candidate_on_the_map_is_chosen_by_a_click(editor: Reader) -> None:
    editor.press("Ask")
    click_map(editor, "candidate", 2)
    assert "what it is" in editor.words
    click_map(editor, "pin", [39.8, 46.8])
    assert "what it is" not in editor.words
    click_map(editor, "candidate", 99)
    assert "to 39.8, 46.8" in editor.words


def test_a_name_that_nobody_knows_is_said_so(editor: Reader) -> None:
    fill(editor, "Ask the geocoders for", "Qwertzuiop")
    editor.press("Ask")
    assert "Nobody knows a place of that name." in editor.words
    fill(editor, "Ask the geocoders for", " ")
    editor.press("Ask")
    assert "There is no name to look for." in editor.words


def test_a_new_place_begins_with_a_candidate_or_by_hand(editor: Reader, colleague: Author) -> None:
    fill(editor, "Find a place by any of its names", "Gomel")
    editor.press("Ask the geocoders")
    editor.press("1")
    assert "Not saved: a new place at" in editor.words
    editor.press("Add the place")
    assert read_place(colleague, "gn627907").country_code == "BY"
    fill(editor, "Find a place by any of its names", "Qwertzuiop")
    editor.press("Ask the geocoders")
    editor.press("Put it on the map by hand")
    click_map(editor, "pin", [53.0, 28.0])
    fill(editor, "Country", "BY")
    editor.press("Add the place")
    place = read_place(colleague, "qwertzuiop")
    assert (place.latitude, place.country_code, place.geocoder) == (53.0, "BY", "hand")


def test_an_outline_makes_the_records_there_as_vague_as_it(editor: Reader, colleague: Author) -> None:
    click_map(editor, "area", SQUARE)
    assert "outline drawn, reaching" in editor.words
    assert "1 of them can then be known only as exactly as the place is." in editor.words
    editor.press("Save")
    place = read_place(colleague)
    assert place.area
    assert place.feature_code == "RGN"
    (stop,) = (row for row in colleague.store.read_atlas().record_places if row.place_id == "shusha")
    assert stop.precision is Precision.FIRST_ORDER_AREA
    editor.turn_to("app.py")
    editor.check()
    editor.turn_to(PAGE)
    editor.press("Take the outline away")
    assert "outline gone" in editor.words


def test_a_forged_outline_is_refused_in_a_sentence(editor: Reader) -> None:
    click_map(editor, "area", {"type": "Polygon", "coordinates": [[[0, 95], [1, 1], [2, 2]]]})
    assert "is no position on Earth" in editor.words


def test_what_somebody_else_saved_is_shown_and_not_overwritten(editor: Reader, colleague: Author) -> None:
    click_map(editor, "pin", [39.8, 46.8])
    before = read_place(colleague)
    colleague.save(dataclasses.replace(before, latitude=39.9), seen=1)
    editor.press("Save")
    assert "Somebody else was there first." in editor.words
    assert "Ada saved it" in editor.words
    assert read_place(colleague).latitude == 39.9
    editor.press("Go on with yours")
    editor.press("Save")
    assert read_place(colleague).latitude == 39.8
    assert colleague.store.read_place("shusha").version == 3


def test_the_other_version_can_be_kept(editor: Reader, colleague: Author) -> None:
    click_map(editor, "pin", [39.8, 46.8])
    colleague.save(dataclasses.replace(read_place(colleague), latitude=39.9), seen=1)
    editor.press("Save")
    editor.press("Keep theirs")
    assert "39.9, 46.7499" in editor.words
    assert read_place(colleague).latitude == 39.9


def test_an_open_place_follows_what_others_save(editor: Reader, colleague: Author) -> None:
    colleague.save(dataclasses.replace(read_place(colleague), latitude=39.9), seen=1)
    editor.app.run()
    assert "39.9, 46.7499" in editor.words
    click_map(editor, "pin", [39.8, 46.8])
    editor.press("Save")
    assert read_place(colleague).latitude == 39.8


def test_whoever_is_shut_out_meanwhile_saves_nothing(
    editor: Reader, colleague: Author, monkeypatch: pytest.MonkeyPatch
) -> None:
    click_map(editor, "pin", [39.8, 46.8])
    monkeypatch.delenv("CHANCERY_EDIT")
    editor.app.run()
    assert "Save" not in labels(editor)
    assert read_place(colleague).latitude == 39.7601


def test_names_are_set_by_language_with_their_time_and_their_users(editor: Reader, colleague: Author) -> None:
    switch(editor, "place-task-", "Names")
    editor.press("Add a name")
    fill(editor, "Name", "Shushi")
    fill(editor, "Language", "en")
    fill(editor, "Kind", NameKind.DISPUTED.value)
    assert "A disputed name says who uses it." in editor.words
    fill(editor, "Used by", "Armenian sources")
    fill(editor, "Period (EDTF)", "1920/..")
    editor.press("Save the name")
    assert "disputed name, from 1920, used by: Armenian sources" in editor.words
    fill(editor, "Find a place by any of its names", "Shushi")
    assert "shusha" in editor.kept
    assert len(colleague.store.read_place("shusha").names) == 3


def test_a_name_is_changed_taken_out_and_brought_back(editor: Reader, colleague: Author) -> None:
    switch(editor, "place-task-", "Names")
    fill(editor, "Change a name", 0)  # type: ignore[arg-type]
    fill(editor, "Language", "az-Cyrl")
    editor.press("Save the name")
    fill(editor, "Change a name", 1)  # type: ignore[arg-type]
    editor.press("Take it out")
    assert len(colleague.store.read_place("shusha").names) == 1
    switch(editor, "place-task-", "History")
    editor.press("Undo")
    assert len(colleague.store.read_place("shusha").names) == 2


def test_two_places_are_merged_and_links_lead_on(editor: Reader, colleague: Author) -> None:
    switch(editor, "place-task-", "Merge")
    fill(editor, "Merge with", "baku")
    assert "records of Baku will be at Shusha" in editor.words
    editor.press("Merge them")
    assert "The two places are one now." in editor.words
    assert {row.place_id for row in colleague.store.read_atlas().record_places} == {
        "azerbaijan", "karabakh", "minsk", "shusha",
    }  # fmt: skip
    later = open_place("baku")
    assert "merged into another" in later.words
    later.press("Show that one")
    assert "Shusha AZ" in later.words
    switch(later, "place-task-", "History")
    later.press("Undo")
    assert read_place(colleague, "baku").name == "Baku"


def test_the_queue_is_worked_through(database: str, at_this_machine: None, colleague: Author) -> None:
    reader = open_place()
    for place_id in ("baku", "shusha"):
        place = read_place(colleague, place_id)
        colleague.save(dataclasses.replace(place, precision=Precision.NEAR), seen=1)
    switch(reader, "places-section", "To settle")
    assert "1 of 3 · no place" in reader.words
    assert "Exchange of students" in reader.words
    reader.press("Next")
    assert "2 of 3 · position rough" in reader.words
    reader.press("Back")
    fill(reader, "Ask the geocoders for", "Minsk")
    reader.press("Ask")
    reader.press("1")
    fill(reader, "The place is its", Role.SUBJECT)
    reader.press("Accept")
    assert "“Exchange of students” is settled." in reader.words
    (stop,) = (row for row in colleague.store.read_atlas().record_places if row.record_id == "exchange")
    assert (stop.place_id, stop.role, stop.precision) == ("gn625144", Role.SUBJECT, Precision.EXACT)
    assert "1 of 2 · position rough" in reader.words
    click_map(reader, "pin", [40.4, 49.9], key="queue-map")
    reader.press("Accept")
    assert (read_place(colleague, "baku").latitude, read_place(colleague, "baku").precision) == (40.4, Precision.EXACT)
    assert "1 of 1" in reader.words
    reader.press("Accept")
    assert "Nothing is left to settle" in reader.words


def test_a_visitor_looks_through_the_queue(database: str) -> None:
    reader = open_place()
    switch(reader, "places-section", "To settle")
    assert "Exchange of students" in reader.words
    assert labels(reader) == {"Back", "Next", "Ask"}


def test_a_record_can_be_put_at_a_new_place_by_pinning_it(
    database: str, at_this_machine: None, colleague: Author
) -> None:
    reader = open_place()
    switch(reader, "places-section", "To settle")
    click_map(reader, "pin", [53.0, 28.0], key="queue-map")
    assert "A new place needs a name." in reader.words
    fill(reader, "Ask the geocoders for", "The hostel")
    click_map(reader, "pin", [53.0, 28.0], key="queue-map")
    reader.press("Accept")
    assert read_place(colleague, "the-hostel").longitude == 28.0


def test_a_list_of_names_is_geocoded_with_a_report(visit: Callable[..., Reader]) -> None:
    reader = visit(PAGE)
    switch(reader, "places-section", "A list of names")
    content = b"name,country_code\nShusha,AZ\nQwertzuiop,\n=1+1,\n"
    reader.app.get("file_uploader")[0].set_value(("../../names.csv", content, "text/csv"))  # pyright: ignore[reportAttributeAccessIssue]
    reader.app.run()
    reader.check()
    assert "3 rows. Asks gazetteer." in reader.words
    reader.press("Geocode the list")
    reader.check()
    assert "3 of 3: 1 found, 2 not found." in reader.words
    assert list(reader.app.dataframe[0].value["Name"]) == ["Qwertzuiop", "=1+1"]
    assert reader.app.get("download_button")


def test_a_list_that_is_none_is_refused_in_a_sentence(visit: Callable[..., Reader]) -> None:
    reader = visit(PAGE)
    switch(reader, "places-section", "A list of names")
    reader.app.get("file_uploader")[0].set_value(("x.csv", b"place\nBaku\n", "text/csv"))  # pyright: ignore[reportAttributeAccessIssue]
    reader.app.run()
    reader.check()
    assert "It has no column 'name'." in reader.words


def test_hostile_names_are_text(publish: Callable[..., Path], visit: Callable[..., Reader]) -> None:
    place = dataclasses.replace(make_place("trap", TRAP, "AZ", (40.0, 47.0), "PPL"), note=TRAP, geocoded_query=TRAP)
    publish(dataclasses.replace(ATLAS, places=(*ATLAS.places, place)))
    reader = Reader(PAGE, {"at": ["trap"]})
    reader.check()
    assert reader.words.count("{{7*7}} ${alert(1)} <img src=x onerror=alert(1)>") >= 3
    markup = " ".join(element.proto.body for element in reader.app.get("html"))
    assert "<img" not in markup


def test_a_place_that_is_not_there_and_an_empty_atlas_are_said_to_be_so(publish: Callable[..., Path]) -> None:
    publish(Atlas())
    reader = Reader(PAGE, {"at": ["shusha"]})
    reader.check()
    assert "is not in the atlas" in reader.words
    switch(reader, "places-section", "To settle")
    assert "Nothing is left to settle" in reader.words


@pytest.fixture
def nominatim(monkeypatch: pytest.MonkeyPatch) -> Iterator[LoopbackServer]:
    """Run a Nominatim on this machine that knows one place, and let the settings name it."""
    st.cache_resource.clear()
    with serving() as server:
        monkeypatch.setenv("CHANCERY_GEOCODERS", "gazetteer,nominatim")
        monkeypatch.setenv("CHANCERY_GEOCODER_NOMINATIM_DOMAIN", server.address)
        monkeypatch.setenv("CHANCERY_GEOCODER_NOMINATIM_SCHEME", "http")
        yield server
    st.cache_resource.clear()


def test_an_editor_compares_the_candidates_of_every_geocoder(
    nominatim: LoopbackServer, editor: Reader, colleague: Author
) -> None:
    assert not nominatim.requests
    editor.press("Ask")
    assert len(nominatim.requests) == 1
    assert "gazetteer · score" in editor.words
    assert "nominatim · " in editor.words
    assert "OpenStreetMap" in editor.words


def test_a_geocoder_that_does_not_answer_is_named_and_hides_nobody_else(
    nominatim: LoopbackServer, editor: Reader
) -> None:
    nominatim.behave(hanging_up)
    editor.press("Ask")
    assert "Not answered by nominatim" in editor.words
    assert "gazetteer · score" in editor.words


def test_a_visitor_spends_nobodys_share_of_a_server(nominatim: LoopbackServer, database: str) -> None:
    reader = open_place("shusha")
    reader.press("Ask")
    assert "gazetteer · score" in reader.words
    switch(reader, "places-section", "A list of names")
    reader.app.get("file_uploader")[0].set_value(("x.csv", b"name\nQwertzuiop\n", "text/csv"))  # pyright: ignore[reportAttributeAccessIssue]
    reader.app.run()
    assert "Asks gazetteer." in reader.words
    reader.press("Geocode the list")
    assert not nominatim.requests
