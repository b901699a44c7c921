"""Two places made one: records and names move, routes stay in order, links lead on, and all of it can be undone."""

from __future__ import annotations

import dataclasses

import pytest

from chancery.errors import Conflict, InvalidValue, NotFound, NotPermitted
from chancery.model import PlaceName, RecordPlace
from chancery.store import Action, Author, Identity, RowKey, Save, Store
from chancery.vocabulary import NameKind, Precision, Role
from tests.atlases import build_place


def list_stops(store: Store, record_id: str) -> list[tuple[int, str, Role]]:
    """Return the places of a record in their order."""
    stops = [row for row in store.read_atlas().record_places if row.record_id == record_id]
    return [(stop.position, stop.place_id, stop.role) for stop in sorted(stops, key=lambda row: row.position)]


def list_names(store: Store, place_id: str) -> set[tuple[str, str]]:
    names = (stored.row for stored in store.read_place(place_id).names)
    return {(name.name, name.language) for name in names if isinstance(name, PlaceName)}


def test_a_place_is_read_with_its_names_and_what_is_at_it(store: Store) -> None:
    sheet = store.read_place("shusha")
    assert sheet.place.name == "Shusha"
    assert [str(name.key) for name in sheet.names] == ["place_names shusha, Şuşa, az", "place_names shusha, Шуша, ru"]
    assert [str(stop.key) for stop in sheet.stops] == ["record_places meeting, 1", "record_places visit, 2"]


def test_a_merge_moves_records_and_names_and_takes_the_other_out(store: Store, editor: Author) -> None:
    change = editor.merge_places("aghdam", "shusha", seen=1, why="The same town")
    assert change is not None
    assert change.action is Action.MERGE
    assert list_stops(store, "meeting") == [(1, "aghdam", Role.VENUE)]
    assert list_stops(store, "visit") == [(1, "minsk", Role.ORIGIN), (2, "aghdam", Role.DESTINATION)]
    assert list_names(store, "aghdam") == {("Şuşa", "az"), ("Шуша", "ru"), ("Shusha", "")}
    assert store.find_successor("shusha", "places") == "aghdam"
    with pytest.raises(NotFound, match="See 'aghdam'"):
        store.read_place("shusha")


def test_a_record_that_was_at_both_is_there_once_and_its_route_has_no_gap(store: Store, editor: Author) -> None:
    editor.apply(
        [
            Save(RecordPlace("visit", "aghdam", Role.DESTINATION, 3, "Aghdam", Precision.EXACT)),
            Save(RecordPlace("visit", "minsk", Role.DESTINATION, 4, "Minsk", Precision.EXACT)),
        ]
    )
    editor.merge_places("shusha", "aghdam", seen=1)
    assert list_stops(store, "visit") == [
        (1, "minsk", Role.ORIGIN),
        (2, "shusha", Role.DESTINATION),
        (3, "minsk", Role.DESTINATION),
    ]


def test_a_merge_of_places_can_be_undone_and_redone(store: Store, editor: Author) -> None:
    before = store.read_atlas()
    change = editor.merge_places("aghdam", "shusha", seen=1)
    assert change is not None
    after = store.read_atlas()
    editor.undo(change.change_id)
    assert store.read_atlas() == before
    assert store.find_successor("shusha", "places") is None
    editor.redo(change.change_id)
    assert store.read_atlas() == after
    assert store.find_successor("shusha", "places") == "aghdam"


def test_what_was_changed_since_it_was_seen_is_a_conflict(store: Store, editor: Author) -> None:
    seen_at = store.revision()
    editor.save(dataclasses.replace(store.read_place("shusha").place, note="Seen anew"), seen=1)
    with pytest.raises(Conflict):
        editor.merge_places("aghdam", "shusha", seen=1)
    editor.save(PlaceName("shusha", "Shushi", "en", NameKind.DISPUTED, "", "Armenian sources"))
    with pytest.raises(Conflict):
        editor.merge_places("aghdam", "shusha", seen=2, as_of=seen_at)
    assert store.find_successor("shusha", "places") is None


def test_a_place_is_not_merged_with_itself_or_with_nothing(editor: Author) -> None:
    with pytest.raises(InvalidValue, match="itself"):
        editor.merge_places("shusha", "shusha", seen=1)
    with pytest.raises(NotFound):
        editor.merge_places("shusha", "atlantis", seen=1)


def test_a_viewer_merges_nothing(store: Store) -> None:
    with pytest.raises(NotPermitted):
        store.as_user(Identity()).merge_places("aghdam", "shusha", seen=1)
    assert store.read_place("shusha").version == 1
    assert store.list_refusals()[0].action == Action.MERGE


def test_the_history_of_a_place_is_that_of_its_row_and_its_names(store: Store, editor: Author) -> None:
    editor.save(dataclasses.replace(store.read_place("shusha").place, latitude=39.77), seen=1)
    editor.save(PlaceName("shusha", "Shushi", "en"))
    editor.save(build_place("shusha-2", "Another", 39.5))
    editor.merge_places("shusha", "shusha-2", seen=1)
    editor.save(dataclasses.replace(store.read_place("minsk").place, note="Capital"), seen=1)
    actions = [change.action for change in store.read_place_history("shusha")]
    assert actions == [Action.MERGE, Action.SAVE, Action.SAVE, Action.SEED]
    assert len(store.read_place_history("shusha-2")) == 2


def test_a_coordinate_keeps_what_it_was_before(store: Store, editor: Author) -> None:
    place = store.read_place("shusha").place
    moved = dataclasses.replace(
        place,
        latitude=39.77,
        geocoder="nominatim",
        geocoded_as="node/2",
        geocoded_query="Şuşa",
        precision=Precision.EXACT,
    )
    editor.save(moved, seen=1, why="Off by a valley")
    (row,) = store.read_place_history("shusha")[0].rows
    assert {name: (before, after) for name, before, after in row.differences} == {
        "latitude": (39.76, 39.77),
        "geocoder": ("gazetteer", "nominatim"),
        "geocoded_as": ("", "node/2"),
        "geocoded_query": ("", "Şuşa"),
        "precision": (None, 1),
    }
    assert store.read_row(RowKey("places", ("shusha",))).row == moved
