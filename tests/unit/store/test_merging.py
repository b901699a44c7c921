"""Two records made one, and one made two: evidence moves, nothing it says is lost, old links lead on."""

from __future__ import annotations

import pytest

from chancery.errors import Conflict, InvalidValue, NotFound
from chancery.model import Evidence, RecordPlace
from chancery.store import Action, Author, RowKey, Save, Store
from chancery.vocabulary import Precision, Role
from tests.atlases import build_atlas, build_evidence, build_record


def evidence(store: Store, evidence_id: str) -> Evidence:
    """Return a piece of evidence."""
    row = store.read_row(RowKey("evidence", (evidence_id,))).row
    assert isinstance(row, Evidence)
    return row


def test_a_merge_moves_evidence_and_figures_and_takes_the_other_out(store: Store, editor: Author) -> None:
    change = editor.merge_records("meeting", "visit", seen=1, why="The same event")
    assert change is not None
    assert change.action is Action.MERGE
    sheet = store.read_record("meeting")
    assert {str(part.key) for part in sheet.parts} == {
        "record_places meeting, 1",
        "record_actors meeting, 1",
        "evidence meeting-1",
        "evidence visit-1",
        "figures guests-1",
    }
    (retired,) = store.list_retired()
    assert retired.successor == ("meeting",)
    assert store.find_successor("visit") == "meeting"
    with pytest.raises(NotFound, match="See 'meeting'"):
        store.read_record("visit")


def test_evidence_goes_on_saying_what_its_record_said(store: Store, editor: Author) -> None:
    editor.merge_records("meeting", "visit", seen=1)
    moved = evidence(store, "visit-1")
    assert (moved.says_date_edtf, moved.says_status) == ("2024-05-16", None)


def test_evidence_that_agrees_with_the_corrected_record_says_nothing_of_its_own(store: Store, editor: Author) -> None:
    corrected = build_record("meeting", title="Talks in Shusha")
    editor.merge_records("meeting", "visit", seen=1, also=[Save(corrected, 1)])
    assert evidence(store, "visit-1").says_date_edtf == ""
    assert store.read_record("meeting").record.title == "Talks in Shusha"


def test_a_merge_can_take_over_places(store: Store, editor: Author) -> None:
    stop = RecordPlace("meeting", "minsk", Role.ORIGIN, 2, "", Precision.EXACT)
    editor.merge_records("meeting", "visit", seen=1, also=[Save(stop)])
    assert [part.row for part in store.read_record("meeting").parts if part.key.values == ("meeting", 2)] == [stop]


def test_a_merge_can_be_undone_and_redone_with_its_pointer(store: Store, editor: Author) -> None:
    change = editor.merge_records("meeting", "visit", seen=1)
    assert change is not None
    editor.undo(change.change_id)
    assert {table: len(rows) for table, rows in store.read_atlas().tables().items()} == {
        table: len(rows) for table, rows in build_atlas().tables().items()
    }
    assert store.find_successor("visit") is None
    editor.redo(change.change_id)
    assert store.find_successor("visit") == "meeting"


def test_pointers_lead_on_over_several_merges(store: Store, editor: Author) -> None:
    editor.save(build_record("talks"))
    editor.merge_records("meeting", "visit", seen=1)
    editor.merge_records("talks", "meeting", seen=1)
    assert store.find_successor("visit") == "talks"


def test_a_merge_of_what_others_changed_meanwhile_is_a_conflict(store: Store, editor: Author) -> None:
    seen = store.read_record("visit")
    editor.save(build_evidence("visit-2", "visit", "daily-2024"))
    with pytest.raises(Conflict):
        editor.merge_records("meeting", "visit", seen=seen.version, as_of=seen.revision)
    editor.save(build_record("visit", title="Another"), seen=1)
    with pytest.raises(Conflict):
        editor.merge_records("meeting", "visit", seen=seen.version)


def test_a_record_is_not_merged_with_itself_or_with_nothing(editor: Author) -> None:
    with pytest.raises(InvalidValue, match="itself"):
        editor.merge_records("visit", "visit", seen=1)
    with pytest.raises(NotFound):
        editor.merge_records("visit", "nothing", seen=1)


def test_a_split_moves_the_chosen_parts_to_a_second_record(store: Store, editor: Author) -> None:
    parts = [RowKey("record_places", ("visit", 2)), RowKey("evidence", ("visit-1",)), RowKey("figures", ("guests-1",))]
    change = editor.split_record("visit", build_record("concert"), parts, why="Two events in one")
    assert change is not None
    assert change.action is Action.SPLIT
    assert {str(part.key) for part in store.read_record("concert").parts} == {
        "record_places concert, 1",
        "evidence visit-1",
        "figures guests-1",
    }
    assert {str(part.key) for part in store.read_record("visit").parts} == {
        "record_places visit, 1",
        "record_actors visit, 1",
    }
    editor.undo(change.change_id)
    assert len(store.read_record("visit").parts) == 5


def test_a_split_leaves_no_gap_in_the_order_of_either_record(store: Store, editor: Author) -> None:
    before = store.read_atlas()
    parts = [RowKey("record_places", ("visit", 1)), RowKey("evidence", ("visit-1",))]
    change = editor.split_record("visit", build_record("concert"), parts)
    assert change is not None
    places = {(place.record_id, place.position, place.place_id) for place in store.read_atlas().record_places}
    assert places >= {("visit", 1, "shusha"), ("concert", 1, "minsk")}
    assert ("visit", 2, "shusha") not in places
    editor.undo(change.change_id)
    assert store.read_atlas() == before


def test_a_split_takes_only_what_belongs_to_the_record(editor: Author) -> None:
    with pytest.raises(NotFound, match="does not belong"):
        editor.split_record("visit", build_record("concert"), [RowKey("evidence", ("meeting-1",))])
