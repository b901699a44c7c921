"""The page of the records: who may do what, nothing lost, nothing saved twice, and what happens without a database."""

from __future__ import annotations

import dataclasses
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from chancery.errors import StoreUnavailable
from chancery.exchange.package import read_package
from chancery.exchange.publishing.archive import pack_store
from chancery.model import Actor
from chancery.store import Author, RowKey, Store, admit_all
from chancery.ui import holdings
from chancery.vocabulary import ActorKind
from tests.pages.conftest import Reader
from tests.sample import ATLAS, TEXTS

PAGE = "pages/records.py"


@pytest.fixture
def editor(database: str, at_this_machine: None) -> Reader:
    """Return an editor who has the record ``visit`` open in a form."""
    return begin_edit(open_record())


def open_record(record_id: str = "visit") -> Reader:
    reader = Reader(PAGE, {"record": [record_id]})
    reader.check()
    return reader


def begin_edit(reader: Reader) -> Reader:
    switch(reader, "task-", "Edit")
    return reader


def switch(reader: Reader, prefix: str, choice: str) -> None:
    next(item for item in reader.app.button_group if item.key.startswith(prefix)).select(choice)
    reader.app.run()
    reader.check()


def labels(reader: Reader) -> set[str]:
    return {button.label for button in reader.app.button}


def fill(reader: Reader, label: str, value: str) -> None:
    widget: Any = next(
        item for kind in ("text_input", "text_area") for item in reader.app.get(kind) if item.label == label
    )
    widget.set_value(value)
    reader.app.run()
    reader.check()


def retitle(author: Author, title: str, record_id: str = "visit") -> None:
    sheet = author.store.read_record(record_id)
    author.save(dataclasses.replace(sheet.record, title=title), seen=sheet.version)


def test_a_message_right_behind_edit_does_not_open_the_form_anew(database: str, at_this_machine: None) -> None:
    reader = open_record()
    next(item for item in reader.app.button_group if item.key.startswith("task-")).select("Edit")
    send_again = reader.hold_message()
    reader.app.run()
    fill(reader, "Title", "Typed at once")
    send_again()
    reader.check()
    assert "Not saved yet; kept as your draft." in reader.words
    assert "This is what you had typed" not in reader.words


def test_a_visitor_reads_with_the_history_and_changes_nothing(database: str) -> None:
    reader = open_record()
    assert "Reading only" in reader.words
    assert "Delegation in Shusha" in reader.words
    assert labels(reader) == set()
    switch(reader, "task-", "History")
    assert "The record: added" in reader.words
    assert labels(reader) == set()


def test_the_local_user_does_not_edit_while_the_server_listens_to_others(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHANCERY_EDIT", "local")
    assert "Reading only" in open_record().words


def test_an_editor_saves_and_undoes(editor: Reader, colleague: Author) -> None:
    assert "Editing as" in editor.words
    fill(editor, "Title", "Delegation in Şuşa")
    fill(editor, "Why (shown in the history)", "As the source prints it")
    editor.press("Save")
    assert "Saved." in editor.words
    assert colleague.store.read_record("visit").record.title == "Delegation in Şuşa"
    [change] = colleague.store.list_changes(limit=1)
    assert change.why == "As the source prints it"
    switch(editor, "task-", "History")
    editor.press("Undo")
    assert colleague.store.read_record("visit").record.title == "Delegation in Shusha"
    editor.press("Undo")
    assert colleague.store.read_record("visit").record.title == "Delegation in Şuşa"


def test_what_is_wrong_stands_at_its_field_and_nothing_is_saved(editor: Reader, colleague: Author) -> None:
    fill(editor, "Date (EDTF)", "2024-02-30")
    assert "1 field is not right yet." in editor.words
    editor.press("Save")
    assert "Nothing was saved" in editor.words
    assert colleague.store.revision() == 1


def test_a_second_click_on_save_changes_nothing(editor: Reader, colleague: Author) -> None:
    fill(editor, "Title", "Once")
    form = editor.app.session_state["work"].form
    editor.press("Save")
    # The click that came in while the first one was at work finds the form as it was.
    editor.app.session_state["work"] = dataclasses.replace(editor.app.session_state["work"], form=form)
    editor.app.run()
    editor.press("Save")
    assert "Saved." in editor.words
    assert colleague.store.revision() == 2


def test_a_conflict_shows_both_versions_and_asks(editor: Reader, colleague: Author) -> None:
    fill(editor, "Title", "Mine")
    retitle(colleague, "Theirs")
    editor.press("Save")
    assert "Somebody else was there first" in editor.words
    assert all(words in editor.words for words in ("Mine", "Theirs", "Ada"))
    assert colleague.store.read_record("visit").record.title == "Theirs"
    take = next(button for button in editor.app.button if button.label == "Take these over")
    assert take.disabled
    next(item for item in editor.app.radio if item.label == "Title").set_value("Keep yours").run()
    editor.press("Take these over")
    editor.press("Save")
    assert colleague.store.read_record("visit").record.title == "Mine"
    assert [change.rows[0].before["title"] for change in colleague.store.list_changes(limit=1)] == ["Theirs"]


def test_what_was_typed_survives_a_lost_session(editor: Reader) -> None:
    fill(editor, "Title", "Typed and not saved")
    again = open_record("games")
    assert "Not saved yet: “Typed and not saved”" in again.words
    again.press("Continue")
    again.check()
    assert next(item for item in again.app.text_input if item.label == "Title").value == "Typed and not saved"
    again.press("Save")
    assert "Saved." in again.words
    assert "Not saved yet" not in open_record("games").words


def test_a_record_is_taken_out_and_brought_back(editor: Reader, colleague: Author) -> None:
    editor.press("Close")
    switch(editor, "task-", "Take out")
    editor.press("Take it out")
    assert [item.stored.key for item in colleague.store.list_retired()] == [RowKey("records", ("visit",))]
    switch(editor, "records-section", "Taken out")
    editor.press("Bring it back")
    assert colleague.store.read_record("visit").version == 3


def test_an_actor_is_edited(editor: Reader, colleague: Author) -> None:
    switch(editor, "records-section", "Actors")
    next(item for item in editor.app.selectbox if item.key == "find-actors").set_value("ministry").run()
    fill(editor, "Name", "Ministry of Commerce")
    editor.press("Save")
    assert colleague.store.read_row(RowKey("actors", ("ministry",))).row.name == "Ministry of Commerce"


def choose_row(reader: Reader, table: str, row_id: str) -> None:
    switch(reader, "records-section", table.capitalize())
    next(item for item in reader.app.selectbox if item.key == f"find-{table}").set_value(row_id).run()
    reader.check()


def choose(reader: Reader, label: str, value: Any) -> None:
    widgets = [*reader.app.selectbox, *reader.app.multiselect, *reader.app.radio]
    next(item for item in widgets if item.label == label).set_value(value).run()
    reader.check()


def test_two_actors_are_made_one_and_the_other_brought_back(editor: Reader, colleague: Author) -> None:
    colleague.save(Actor("ministry-2", "Ministry of Trade", ActorKind.ORGANISATION, "BY"))
    choose_row(editor, "actors", "ministry-2")
    switch(editor, "row-task-", "Merge")
    choose(editor, "Merge with", "ministry")
    editor.press("Merge them")
    assert "The two are one now." in editor.words
    atlas = colleague.store.read_atlas()
    assert "ministry" not in {actor.actor_id for actor in atlas.actors}
    assert "ministry-2" in {part.actor_id for part in atlas.record_actors}
    switch(editor, "records-section", "Taken out")
    editor.press("Bring it back")
    assert "is back" in editor.words
    assert colleague.store.read_row(RowKey("actors", ("ministry",))).version == 3


def test_a_source_is_split_and_what_is_named_is_not_taken_out(editor: Reader, colleague: Author) -> None:
    source_id = ATLAS.evidence[0].source_id
    evidence = RowKey("evidence", (ATLAS.evidence[0].evidence_id,))
    choose_row(editor, "sources", source_id)
    switch(editor, "row-task-", "Take out")
    assert "Merge it with another" in editor.words
    assert next(button for button in editor.app.button if button.label == "Take it out").disabled
    switch(editor, "row-task-", "Split")
    fill(editor, "Publisher", "A paper of the same name")
    part = next(item for item in editor.app.multiselect if item.label == "Goes over to the new one")
    part.select(part.options[0]).run()
    editor.press("Split")
    assert "There are two now" in editor.words
    assert getattr(colleague.store.read_row(evidence).row, "source_id", source_id) != source_id


def test_what_was_typed_about_a_source_survives_a_lost_session(editor: Reader, colleague: Author) -> None:
    choose_row(editor, "sources", ATLAS.sources[0].source_id)
    fill(editor, "Publisher", "Typed and not saved")
    again = open_record()
    switch(again, "records-section", "Sources")
    assert "Not saved yet: “Typed and not saved" in again.words
    again.press("Continue")
    assert next(item for item in again.app.text_input if item.label == "Publisher").value == "Typed and not saved"
    again.press("Save")
    assert "Saved." in again.words
    assert "Not saved yet" not in open_record().words


def test_a_new_row_that_is_not_complete_says_so_at_its_fields(editor: Reader, colleague: Author) -> None:
    choose_row(editor, "sources", ATLAS.sources[0].source_id)
    editor.press("Add a new source")
    editor.press("Save")
    assert "Nothing was saved" in editor.words
    assert "It is empty. Fill it in." in editor.words
    switch(editor, "records-section", "Records")
    editor.press("Close")
    editor.press("Add a record")
    assert "It is empty" not in editor.words
    editor.press("Save")
    assert "It is empty. Fill it in." in editor.words
    assert colleague.store.revision() == 1


def test_a_viewer_reads_sources_and_cannot_type(database: str) -> None:
    reader = open_record()
    choose_row(reader, "sources", ATLAS.sources[0].source_id)
    assert all(field.disabled for field in reader.app.text_input if field.key.endswith("-publisher"))
    assert labels(reader) == set()


def test_a_change_of_somebody_else_is_there_at_the_next_run(editor: Reader, colleague: Author) -> None:
    atlas = Reader("app.py", {"record": ["visit"]})
    retitle(colleague, "Seen by all")
    atlas.app.run()
    assert "Seen by all" in atlas.words


def test_a_revoked_editor_is_refused(editor: Reader, colleague: Author, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(editor, "Title", "Too late")
    monkeypatch.delenv("CHANCERY_EDIT")
    editor.press("Save")
    assert colleague.store.read_record("visit").record.title == "Delegation in Shusha"


def test_a_database_that_is_gone_leaves_the_last_atlas_and_the_form(
    editor: Reader, colleague: Author, monkeypatch: pytest.MonkeyPatch
) -> None:
    retitle(colleague, "Before the fall")
    atlas = Reader("app.py", {"record": ["visit"]})
    fill(editor, "Summary", "Typed before the fall")

    def refuse(*_: Any) -> Any:
        raise StoreUnavailable("The database cannot be reached.")

    with monkeypatch.context() as broken:
        broken.setattr(Store, "revision", refuse)
        atlas.app.run()
        atlas.check()
        assert "Before the fall" in atlas.words
        assert "The database cannot be reached." in atlas.words
        editor.app.run()
        editor.check()
        assert next(item for item in editor.app.text_area if item.label == "Summary").value == "Typed before the fall"
        assert next(button for button in editor.app.button if button.label == "Save").disabled
    monkeypatch.setattr(holdings, "PATIENCE_SECONDS", 0)
    holdings.find_database()._ask_again_at = 0
    atlas.app.run()
    assert "cannot be reached" not in atlas.words


def test_a_database_that_was_never_there_leaves_the_package(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHANCERY_DATABASE", "oracle://nowhere/nothing")
    reader = open_record()
    assert "Delegation in Shusha" in reader.words
    assert "'oracle' is not a database" in reader.words


def test_without_a_database_changes_are_the_sessions_own_and_said_to_be_unsaved(visit: Callable[..., Reader]) -> None:
    reader = visit(PAGE, record=["visit"])
    assert "nothing can be saved here" in reader.words
    reader.press("Try changes out")
    assert "Nothing here is saved" in reader.words
    begin_edit(reader)
    fill(reader, "Title", "Only here")
    reader.press("Save in this session, not for good")
    assert "1 change, in this session only." in reader.words
    assert "it is saved nowhere" in reader.words
    reader.turn_to("app.py")
    assert "Only here" in reader.words
    assert "Only here" not in visit("app.py", record=["visit"]).words


def test_the_changes_of_a_session_are_downloaded_as_a_package(tmp_path: Path) -> None:
    store = Store.in_memory(ATLAS, TEXTS, admit=admit_all)
    with zipfile.ZipFile(io.BytesIO(pack_store(store))) as archive:
        archive.extractall(tmp_path)
    assert read_package(tmp_path) == store.read_atlas()


def test_an_editor_publishes_to_the_data_folder(editor: Reader, publish: Callable[..., Path]) -> None:
    folder = publish()
    fill(editor, "Title", "For the package")
    editor.press("Save")
    editor.press("Write the data package")
    assert "For the package" in {record.title for record in read_package(folder).records}
