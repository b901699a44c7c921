"""Writing: one transaction a change, versions, conflicts with both versions, idempotency, references and quotes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chancery.errors import Conflict, InvalidValue
from chancery.model import Evidence, PlaceName, RecordPlace
from chancery.store import Action, Author, Retire, RowKey, Save, SourceText, Store, admit_local
from chancery.store.permissions import Identity
from chancery.vocabulary import Precision, Role
from tests.atlases import TEXT, build_atlas, build_evidence, build_place, build_record, build_source

VISIT = RowKey("records", ("visit",))


def test_a_change_saves_rows_of_several_tables_together(store: Store, editor: Author) -> None:
    stop = RecordPlace("talks", "ganja", Role.VENUE, 1, "Gəncə", Precision.EXACT)
    edits = [Save(stop), Save(build_record("talks")), Save(build_place("ganja", "Ganja"))]
    change = editor.apply(edits, why="From the morning news")
    assert change is not None
    assert (change.change_id, change.action, change.why, change.in_effect) == (
        2,
        Action.SAVE,
        "From the morning news",
        True,
    )
    assert change.author == str(Identity.local())
    assert [(str(row.key), row.before, row.version_after) for row in change.rows] == [
        ("record_places talks, 1", None, 1),
        ("records talks", None, 1),
        ("places ganja", None, 1),
    ]
    assert store.read_row(stop_key := RowKey("record_places", ("talks", 1))).row == stop
    assert store.read_row(stop_key).changed_in == 2


def test_a_change_with_one_wrong_row_saves_none(store: Store, editor: Author) -> None:
    before = store.read_snapshot()
    with pytest.raises(InvalidValue, match="no 'nowhere' among the places") as caught:
        editor.apply([
            Save(build_record("talks")),
            Save(RecordPlace("talks", "nowhere", Role.VENUE, 1, "", Precision.EXACT)),
        ])  # fmt: skip
    assert (caught.value.where.file, caught.value.where.field) == ("record_places", "place_id")
    assert store.read_snapshot() == before


def test_an_update_raises_the_version(store: Store, editor: Author) -> None:
    change = editor.save(build_record("visit", title="A state visit"), seen=1)
    assert change is not None
    assert change.rows[0].differences == (("title", "A visit", "A state visit"),)
    assert store.read_record("visit").record.version == 2


def test_an_update_of_an_old_version_is_a_conflict_that_carries_both(store: Store, editor: Author) -> None:
    editor.save(build_record("visit", title="Theirs"), seen=1)
    with pytest.raises(Conflict) as caught:
        editor.save(build_record("visit", title="Mine"), seen=1)
    (clash,) = caught.value.clashes
    assert [getattr(row, "title", None) for row in (clash.base, clash.yours, clash.theirs)] == [
        "A visit",
        "Mine",
        "Theirs",
    ]
    assert clash.theirs_version == 2
    assert clash.changed_by == str(Identity.local())
    assert clash.changed_at
    assert "visit was changed by" in str(caught.value)
    editor.save(build_record("visit", title="Mine"), seen=clash.theirs_version)
    assert store.read_record("visit").record.title == "Mine"


def test_a_conflict_names_every_row(editor: Author) -> None:
    editor.apply([Save(build_place("minsk", "Miensk"), 1), Save(build_place("shusha", "Shushi"), 1)])
    with pytest.raises(Conflict) as caught:
        editor.apply([Save(build_place("minsk", "Mensk"), 1), Save(build_place("shusha", "Susa"), 1)])
    assert len(caught.value.clashes) == 2


def test_adding_what_is_there_already_is_a_conflict(editor: Author) -> None:
    with pytest.raises(Conflict) as caught:
        editor.save(build_record("visit", title="Another one"))
    assert caught.value.clashes[0].base is None


def test_updating_what_was_taken_out_is_a_conflict(store: Store, editor: Author) -> None:
    editor.retire(VISIT, seen=1)
    with pytest.raises(Conflict, match="taken out") as caught:
        editor.save(build_record("visit", title="Mine"), seen=1)
    assert caught.value.clashes[0].theirs is None


def test_saving_what_is_there_already_changes_nothing(store: Store, editor: Author) -> None:
    assert editor.save(build_record("visit"), seen=1) is None
    assert editor.save(build_record("visit")) is None
    assert store.revision() == 1


def test_two_editors_who_say_the_same_do_not_clash(editor: Author) -> None:
    editor.save(build_record("visit", title="Same"), seen=1)
    assert editor.save(build_record("visit", title="Same"), seen=1) is None


def test_a_click_that_arrives_twice_is_saved_once(store: Store, editor: Author) -> None:
    first = editor.save(build_record("talks"), token="form-1")
    second = editor.save(build_record("talks"), token="form-1")
    assert first == second
    assert store.revision() == 2


def test_the_token_of_somebody_else_is_refused(store: Store, editor: Author) -> None:
    editor.save(build_record("talks"), token="form-1")
    other = store.as_user(Identity("urn:chancery:local", "another"))
    with pytest.raises(InvalidValue, match="token"):
        other.save(build_record("talks"), token="form-1")


def test_a_row_cannot_be_changed_twice_at_once(editor: Author) -> None:
    with pytest.raises(InvalidValue, match="twice"):
        editor.apply([Save(build_record("visit", title="One"), 1), Save(build_record("visit", title="Two"), 1)])


def test_a_place_that_is_named_cannot_be_taken_out(store: Store, editor: Author) -> None:
    with pytest.raises(InvalidValue, match="still named by record_places meeting, 1 and 1 more"):
        editor.retire(RowKey("places", ("shusha",)), seen=1)
    assert store.read_atlas() == build_atlas()


def test_a_place_goes_with_its_names(store: Store, editor: Author) -> None:
    editor.save(PlaceName("aghdam", "Ağdam", "az"))
    change = editor.retire(RowKey("places", ("aghdam",)), seen=1)
    assert change is not None
    assert [row.key.table for row in change.rows] == ["places", "place_names"]
    assert change.action is Action.RETIRE


def test_a_record_goes_with_its_parts_and_comes_back_with_them(store: Store, editor: Author) -> None:
    editor.retire(VISIT, seen=1, why="It was a rumour")
    assert [record.record_id for record in store.read_atlas().records] == ["meeting"]
    assert [key.table for key in store.read_snapshot().versions if "visit" in key.values] == []
    assert [retired.stored.key for retired in store.list_retired()] == [VISIT]
    editor.restore(VISIT)
    assert store.list_retired() == ()
    assert store.list_retired("evidence") == ()
    restored, original = store.read_atlas(), build_atlas()
    assert restored.records[1].version == 3
    assert replace(restored.records[1], version=1) == original.records[1]
    assert restored.tables() | {"records": ()} == original.tables() | {"records": ()}


def test_a_part_that_was_taken_out_before_does_not_come_back_with_its_record(store: Store, editor: Author) -> None:
    editor.retire(RowKey("evidence", ("visit-1",)), seen=1)
    editor.retire(VISIT, seen=1)
    editor.restore(VISIT)
    assert [piece.evidence_id for piece in store.read_atlas().evidence] == ["meeting-1"]


def test_taking_out_what_others_added_to_meanwhile_is_a_conflict(store: Store, editor: Author) -> None:
    seen = store.read_record("visit")
    editor.save(build_evidence("visit-2", "visit", "daily-2024"))
    with pytest.raises(Conflict) as caught:
        editor.retire(VISIT, seen=seen.version, as_of=seen.revision)
    assert caught.value.clashes[0].key == ("visit-2",)
    editor.retire(VISIT, seen=seen.version, as_of=store.revision())


def test_the_version_counts_on_over_retirement(store: Store, editor: Author) -> None:
    stop = RecordPlace("visit", "aghdam", Role.DESTINATION, 2, "", Precision.NEAR)
    editor.retire(RowKey("record_places", ("visit", 2)), seen=1)
    editor.save(stop)
    assert store.read_row(RowKey("record_places", ("visit", 2))).version == 3


def test_a_quote_has_to_be_in_the_text(editor: Author) -> None:
    wrong = replace(build_evidence("visit-2", "visit", "agency-2024", quote="Aghdam"), start=0, end=6)
    with pytest.raises(InvalidValue, match="does not have the quote") as caught:
        editor.save(wrong)
    assert caught.value.where.field == "quote"
    editor.save(build_evidence("visit-2", "visit", "agency-2024", quote="Aghdam"))


def test_a_text_cannot_change_under_its_quotes(store: Store, editor: Author) -> None:
    with pytest.raises(InvalidValue, match="does not have the quote"):
        editor.save(SourceText("agency-2024.txt", f"By our own correspondent. {TEXT}"), seen=1)
    editor.save(SourceText("agency-2024.txt", f"{TEXT} More of it."), seen=1)


def test_a_source_cannot_be_given_a_text_that_its_quotes_are_not_in(store: Store, editor: Author) -> None:
    quote = Evidence(
        "meeting-2", "meeting", "daily-2024", "met", 0, 3, build_evidence("x", "y", "z").confidence, "hand"
    )
    editor.save(quote)
    with pytest.raises(InvalidValue, match="meeting-2"):
        editor.apply([
            Save(SourceText("daily-2024.txt", "They did not meet.")),
            Save(build_source("daily-2024", text_file="daily-2024.txt"), 1),
        ])  # fmt: skip


@pytest.mark.parametrize("title", ["NUL \0 inside", "half \ud83d of a pair"])
def test_text_that_no_database_holds_is_refused(editor: Author, title: str) -> None:
    with pytest.raises(InvalidValue):
        editor.save(build_record("talks", title=title))


def test_a_key_that_no_index_holds_is_refused(editor: Author) -> None:
    with pytest.raises(InvalidValue, match="too long"):
        editor.save(PlaceName("minsk", "M" * 2_000))


def test_retiring_twice_changes_nothing(editor: Author) -> None:
    editor.apply([Retire(VISIT, seen=1)])
    assert editor.apply([Retire(VISIT, seen=1)]) is None


def test_a_draft_store_of_one_session_takes_edits() -> None:
    store = Store.in_memory(build_atlas(), admit=admit_local)
    store.as_user(Identity.local()).save(build_record("visit", title="A draft"), seen=1)
    assert store.read_record("visit").record.title == "A draft"
