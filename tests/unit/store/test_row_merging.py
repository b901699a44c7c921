"""Sources and actors made one, and made two: all that named them follows, and comes back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chancery.errors import Conflict, InvalidValue, NotFound
from chancery.model import Actor, RecordActor
from chancery.store import Action, Author, RowKey, Save, SourceText, Store
from chancery.vocabulary import ActorKind
from tests.atlases import build_source

AGENCY, DAILY = RowKey("sources", ("agency-2024",)), RowKey("sources", ("daily-2024",))
DELEGATION, ENVOY = RowKey("actors", ("delegation",)), RowKey("actors", ("envoy",))


def source_of(store: Store, evidence_id: str) -> object:
    row = store.read_row(RowKey("evidence", (evidence_id,))).row
    return getattr(row, "source_id", None)


def list_actors(store: Store, record_id: str) -> list[tuple[int, str]]:
    atlas = store.read_atlas()
    return sorted((part.position, part.actor_id) for part in atlas.record_actors if part.record_id == record_id)


def test_a_merged_source_leaves_its_evidence_and_figures_to_the_other(store: Store, editor: Author) -> None:
    before = store.read_atlas()
    change = editor.merge_rows(AGENCY, DAILY, seen=1, why="The same article")
    assert change is not None
    assert change.action is Action.MERGE
    assert source_of(store, "meeting-1") == "agency-2024"
    assert {figure.source_id for figure in store.read_atlas().figures} == {"agency-2024"}
    assert [item.successor for item in store.list_retired("sources")] == [("agency-2024",)]
    editor.undo(change.change_id)
    assert store.read_atlas() == before
    editor.redo(change.change_id)
    assert source_of(store, "meeting-1") == "agency-2024"


def test_a_text_goes_over_to_the_source_that_has_none(store: Store, editor: Author) -> None:
    editor.merge_rows(DAILY, AGENCY, seen=1)
    kept = store.read_row(DAILY).row
    assert getattr(kept, "text_file", "") == "agency-2024.txt"
    assert source_of(store, "visit-1") == "daily-2024"


def test_quotes_that_the_other_text_does_not_have_keep_two_sources_apart(store: Store, editor: Author) -> None:
    other = build_source("other-2024", text_file="other-2024.txt")
    editor.apply([Save(SourceText("other-2024.txt", "Another text.")), Save(other)])
    revision = store.revision()
    with pytest.raises(InvalidValue, match="does not have the quote"):
        editor.merge_rows(RowKey("sources", ("other-2024",)), AGENCY, seen=1)
    assert store.revision() == revision


def test_a_merged_actor_takes_part_once_in_each_record(store: Store, editor: Author) -> None:
    editor.save(Actor("envoy", "The envoy", ActorKind.PERSON, "BY"))
    editor.save(RecordActor("visit", "envoy", 2, "speaker"))
    editor.save(RecordActor("meeting", "delegation", 1, "host"), seen=1)
    editor.merge_rows(ENVOY, DELEGATION, seen=1)
    assert list_actors(store, "visit") == [(1, "envoy")]
    assert list_actors(store, "meeting") == [(1, "envoy")]
    [part] = [part for part in store.read_atlas().record_actors if part.record_id == "visit"]
    assert part.role == "speaker"


def test_what_others_changed_meanwhile_is_a_conflict(store: Store, editor: Author) -> None:
    revision = store.revision()
    stored = store.read_row(RowKey("evidence", ("meeting-1",)))
    editor.save(replace(stored.row, note="Seen again"), seen=stored.version)  # pyright: ignore[reportArgumentType, reportCallIssue]
    with pytest.raises(Conflict):
        editor.merge_rows(AGENCY, DAILY, seen=1, as_of=revision)
    assert source_of(store, "meeting-1") == "daily-2024"


def test_rows_of_two_kinds_or_one_are_not_merged(editor: Author) -> None:
    with pytest.raises(InvalidValue):
        editor.merge_rows(AGENCY, DELEGATION, seen=1)
    with pytest.raises(InvalidValue):
        editor.merge_rows(AGENCY, AGENCY, seen=1)
    with pytest.raises(NotFound):
        editor.merge_rows(AGENCY, RowKey("sources", ("nothing",)), seen=1)


def test_a_split_source_gives_what_was_chosen_to_a_new_one(store: Store, editor: Author) -> None:
    parts = [RowKey("evidence", ("meeting-1",))]
    change = editor.split_row(DAILY, build_source("weekly-2024"), parts, why="Two papers under one name")
    assert change is not None
    assert change.action is Action.SPLIT
    assert source_of(store, "meeting-1") == "weekly-2024"
    assert [figure.source_id for figure in store.read_atlas().figures if figure.figure_id == "guests-1"] == [
        "daily-2024"
    ]
    editor.undo(change.change_id)
    assert source_of(store, "meeting-1") == "daily-2024"


def test_a_split_actor_takes_part_where_it_was_chosen(store: Store, editor: Author) -> None:
    envoy = Actor("envoy", "The envoy", ActorKind.PERSON, "BY")
    editor.split_row(DELEGATION, envoy, [RowKey("record_actors", ("visit", 1))])
    assert list_actors(store, "visit") == [(1, "envoy")]
    assert list_actors(store, "meeting") == [(1, "delegation")]
    with pytest.raises(NotFound, match="does not name"):
        editor.split_row(DELEGATION, replace(envoy, actor_id="other"), [RowKey("record_actors", ("visit", 1))])
