"""Undo, redo and history: what was done can be taken back as a whole, and the audit tells it all."""

from __future__ import annotations

import pytest

from chancery.errors import Conflict, InvalidValue, NotFound, StoreError
from chancery.model import RecordPlace
from chancery.store import Action, Author, Change, RowKey, Save, Store
from chancery.vocabulary import Precision, Role
from tests.atlases import build_atlas, build_evidence, build_place, build_record

VISIT = RowKey("records", ("visit",))


def made(change: Change | None) -> Change:
    """Return a change that has to be one."""
    assert change is not None
    return change


def test_an_update_can_be_undone_and_redone(store: Store, editor: Author) -> None:
    change = made(editor.save(build_record("visit", title="Wrong"), seen=1))
    undone = made(editor.undo(change.change_id, why="A slip"))
    assert (undone.action, undone.reverses, undone.why) == (Action.UNDO, change.change_id, "A slip")
    assert store.read_record("visit").record.title == "A visit"
    assert not store.read_change(change.change_id).in_effect
    redone = made(editor.redo(change.change_id))
    assert redone.action is Action.REDO
    assert store.read_record("visit").record.title == "Wrong"
    assert store.read_change(change.change_id).in_effect
    made(editor.undo(change.change_id))
    assert store.read_record("visit").record.title == "A visit"
    assert store.read_record("visit").version == 5


def test_adding_and_taking_out_can_be_undone(store: Store, editor: Author) -> None:
    added = made(editor.apply([Save(build_record("talks")), Save(build_evidence("talks-1", "talks", "daily-2024"))]))
    editor.undo(added.change_id)
    assert store.read_atlas() == build_atlas()
    retired = made(editor.retire(VISIT, seen=1))
    editor.undo(retired.change_id)
    assert len(store.read_record("visit").parts) == 5
    editor.redo(retired.change_id)
    with pytest.raises(NotFound):
        store.read_record("visit")


def test_what_was_changed_since_is_not_undone_over_it(store: Store, editor: Author) -> None:
    change = made(editor.save(build_record("visit", title="First"), seen=1))
    editor.save(build_record("visit", title="Second"), seen=2)
    with pytest.raises(Conflict) as caught:
        editor.undo(change.change_id)
    (clash,) = caught.value.clashes
    assert [getattr(row, "title", None) for row in (clash.base, clash.yours, clash.theirs)] == [
        "First",
        "A visit",
        "Second",
    ]
    assert store.read_record("visit").record.title == "Second"


def test_undoing_twice_or_redoing_what_stands_is_refused(editor: Author) -> None:
    change = made(editor.save(build_record("visit", title="Wrong"), seen=1))
    with pytest.raises(StoreError, match="is not undone"):
        editor.redo(change.change_id)
    editor.undo(change.change_id)
    with pytest.raises(StoreError, match="undone already"):
        editor.undo(change.change_id)
    with pytest.raises(NotFound):
        editor.undo(99)


def test_a_double_click_on_undo_undoes_once(store: Store, editor: Author) -> None:
    change = made(editor.save(build_record("visit", title="Wrong"), seen=1))
    assert editor.undo(change.change_id, token="undo-2") == editor.undo(change.change_id, token="undo-2")
    assert store.revision() == 3


def test_undoing_the_addition_of_a_place_that_is_used_since_is_refused(store: Store, editor: Author) -> None:
    added = made(editor.save(build_place("ganja", "Ganja")))
    editor.save(RecordPlace("meeting", "ganja", Role.VENUE, 1, "", Precision.EXACT), seen=1)
    with pytest.raises(InvalidValue, match="still named by record_places meeting, 1"):
        editor.undo(added.change_id)
    assert store.read_row(RowKey("places", ("ganja",))).version == 1


def test_the_whole_seed_can_be_undone(store: Store, editor: Author) -> None:
    editor.undo(1)
    assert not any(store.read_atlas().tables().values())
    editor.redo(1)
    assert len(store.read_atlas().records) == 2


def test_the_history_of_a_record_has_what_happened_to_its_parts(store: Store, editor: Author) -> None:
    editor.save(build_record("meeting", title="Elsewhere"), seen=1)
    editor.save(build_evidence("visit-2", "visit", "daily-2024"), why="Second source")
    editor.retire(RowKey("evidence", ("visit-2",)), seen=1)
    history = store.read_record_history("visit")
    assert [(change.change_id, change.action) for change in history] == [
        (4, Action.RETIRE),
        (3, Action.SAVE),
        (1, Action.SEED),
    ]
    assert store.read_row_history(RowKey("evidence", ("visit-2",)))[-1].why == "Second source"


def test_changes_are_listed_by_pages(store: Store, editor: Author) -> None:
    for number in range(5):
        editor.save(build_record(f"talks-{number}"))
    assert [change.change_id for change in store.list_changes(limit=2)] == [6, 5]
    assert [change.change_id for change in store.list_changes(before=5, limit=2)] == [4, 3]


def test_every_change_tells_what_each_row_was_and_became(store: Store, editor: Author) -> None:
    change = made(editor.save(build_record("visit", title="Now"), seen=1))
    (row,) = change.rows
    assert row.row_before() == build_record("visit")
    assert row.row_after() == store.read_record("visit").record
    assert change.made_at.tzinfo is not None
