"""The form of a record: from rows to fields and back, with what is wrong, and with what somebody else changed."""

from __future__ import annotations

import dataclasses

import pytest

from chancery.errors import Clash, Conflict, InvalidValue
from chancery.model import Evidence, Record, RecordPlace
from chancery.query.details import Catalogue
from chancery.store import Author, Identity, Retire, RowKey, Save, Store, admit_all
from chancery.views.composition import Composition, compose, explain_date, locate_quote
from chancery.views.conflict import compare_clash, settle_clash
from chancery.views.history import describe_changes, name_rows
from chancery.views.merging import check_split, plan_takeovers, preview_merge
from chancery.views.record_form import (
    RECORD_ENTRY,
    RecordForm,
    add_entry,
    dump_form,
    load_form,
    move_entry,
    open_form,
    remove_entry,
    set_value,
    start_form,
)
from chancery.views.row_form import open_row_form, settle_row, start_row_form
from tests.sample import ATLAS, TEXT, TEXTS

ARTICLES = {"gazette": TEXT}
NAMES = name_rows(Catalogue.of(ATLAS))


@pytest.fixture
def author() -> Author:
    return Store.in_memory(ATLAS, TEXTS, admit=admit_all).as_user(Identity(issuer="test", subject="ada", name="Ada"))


def open_record(author: Author, record_id: str = "visit") -> RecordForm:
    return open_form(author.store.read_record(record_id))


def work_out(author: Author, form: RecordForm) -> Composition:
    return compose(form, Catalogue.of(author.store.read_atlas()), ARTICLES)


def save(author: Author, form: RecordForm) -> str:
    composition = work_out(author, form)
    assert not composition.faults
    author.apply(composition.edits, token=form.token)
    return composition.record_id


def retitle(form: RecordForm, title: str) -> RecordForm:
    return set_value(form, "records", RECORD_ENTRY, "title", title)


@pytest.mark.parametrize("record_id", [record.record_id for record in ATLAS.records])
def test_an_untouched_form_changes_nothing(author: Author, record_id: str) -> None:
    form = open_record(author, record_id)
    composition = work_out(author, form)
    assert not form.is_changed()
    assert (composition.edits, composition.faults) == ((), {})


def test_only_what_differs_is_changed(author: Author) -> None:
    [edit] = work_out(author, retitle(open_record(author), "Shorter")).edits
    assert isinstance(edit, Save)
    assert (edit.key, edit.seen) == (RowKey("records", ("visit",)), 1)


def test_a_draft_is_the_form_again(author: Author) -> None:
    form = add_entry(retitle(open_record(author), "Şuşa {{7*7}}"), "figures", {"label": "delegates"})
    assert load_form(dump_form(form)) == form


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"form_id": 1}', "null"])
def test_what_is_no_draft_is_refused(text: str) -> None:
    with pytest.raises(InvalidValue, match="cannot be read"):
        load_form(text)


def test_what_is_wrong_is_told_by_field(author: Author) -> None:
    form = set_value(retitle(open_record(author), " "), "records", RECORD_ENTRY, "kind", "visit")
    form = add_entry(form, "figures", {"label": "delegates", "value": "a dozen", "source_id": "herald"})
    form = add_entry(form, "record_places")
    assert set(work_out(author, form).faults) == {("record", "title"), ("+1", "value"), ("+2", "place_id")}


def test_one_date_that_is_none_is_told(author: Author) -> None:
    form = set_value(open_record(author), "records", RECORD_ENTRY, "date_edtf", "2024-02-30")
    assert ("record", "date_edtf") in work_out(author, form).faults


def test_places_follow_the_order_of_the_form(author: Author) -> None:
    form = open_record(author)
    last = form.list_entries("record_places")[-1].entry_id
    save(author, move_entry(form, "record_places", last, -2))
    parts = [part.row for part in author.store.read_record("visit").parts]
    assert [part.place_id for part in parts if isinstance(part, RecordPlace)] == ["shusha", "minsk", "baku"]


def test_what_is_removed_is_taken_out(author: Author) -> None:
    form = open_record(author)
    form = remove_entry(form, "evidence", form.list_entries("evidence")[0].entry_id)
    [edit] = work_out(author, form).edits
    assert edit == Retire(RowKey("evidence", ("visit.1",)), 1)


def test_a_new_record_comes_with_its_new_source_and_actor(author: Author) -> None:
    form = retitle(start_form(), "Talks in Minsk")
    form = set_value(form, "records", RECORD_ENTRY, "date_edtf", "2026-02-03/2026-02-04")
    form = add_entry(form, "sources", {"publisher": "Daily Şəki", "published": "2026-02-04"})
    form = add_entry(form, "actors", {"name": "Ada Example"})
    form = add_entry(form, "evidence", {"source_id": "+1", "reviewed_by": "hand"})
    form = add_entry(form, "record_actors", {"actor_id": "+2", "role": "guest"})
    assert save(author, form) == "2026-02-03-talks-in-minsk"
    sheet = author.store.read_record("2026-02-03-talks-in-minsk")
    assert {getattr(part.row, "source_id", "") or getattr(part.row, "actor_id", "") for part in sheet.parts} == {
        "daily-seki-2026-02-04",
        "ada-example",
    }


def test_a_new_record_needs_a_source(author: Author) -> None:
    assert ("evidence", "") in work_out(author, retitle(start_form(), "Talks")).faults


def test_removing_a_new_source_leaves_its_evidence_without_one(author: Author) -> None:
    form = add_entry(open_record(author), "sources", {"publisher": "Daily"})
    form = remove_entry(add_entry(form, "evidence", {"source_id": "+1"}), "sources", "+1")
    assert ("+2", "source_id") in work_out(author, form).faults


def test_a_quote_is_found_in_the_text_of_its_source(author: Author) -> None:
    form = open_record(author)
    entry = form.list_entries("evidence")[0]
    save(author, set_value(form, "evidence", entry.entry_id, "quote", "visited Baku"))
    row = author.store.read_row(RowKey("evidence", ("visit.1",))).row
    assert isinstance(row, Evidence)
    assert TEXT[row.start : row.end] == row.quote == "visited Baku"


def test_a_quote_that_the_text_does_not_have_is_told(author: Author) -> None:
    form = open_record(author)
    first, second = form.list_entries("evidence")
    form = set_value(form, "evidence", first.entry_id, "quote", "visited Paris")
    form = set_value(form, "evidence", second.entry_id, "quote", "words of a text that is not kept")
    assert set(work_out(author, form).faults) == {(first.entry_id, "quote"), (second.entry_id, "quote")}


def test_of_several_places_the_quote_stays_at_the_nearest() -> None:
    assert [locate_quote("ab ab ab", "ab", near=near) for near in (0, 2, 5, 99)] == [0, 3, 6, 6]


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("2024-05-16/2024-05-17", "Read as 16–17 May 2024."),
        ("2024-02-30", ""),
        ("", "No date."),
    ],
)
def test_a_date_says_how_it_is_read(text: str, reading: str) -> None:
    assert explain_date(text) == reading


def test_the_same_form_has_one_token_and_a_changed_one_another(author: Author) -> None:
    form = retitle(open_record(author), "Once")
    assert form.token == load_form(dump_form(form)).token != retitle(form, "Twice").token
    save(author, form)
    save(author, form)
    assert author.store.revision() == 2


def clash_of(author: Author, form: RecordForm) -> Clash:
    with pytest.raises(Conflict) as caught:
        save(author, form)
    [clash] = caught.value.clashes
    return clash


def test_a_conflict_shows_both_versions_and_loses_neither(author: Author) -> None:
    mine = retitle(open_record(author), "Mine")
    mine = set_value(mine, "records", RECORD_ENTRY, "summary", "My summary")
    theirs = set_value(retitle(open_record(author), "Theirs"), "records", RECORD_ENTRY, "sector", "trade")
    save(author, theirs)
    clash = clash_of(author, mine)
    view = compare_clash(clash, NAMES)
    assert [(item.name, item.is_disputed, item.mine_is_new) for item in view.fields] == [
        ("title", True, False),
        ("summary", False, True),
        ("sector", False, False),
    ]
    assert (view.who, view.fields[0].theirs, view.fields[0].mine) == ("Ada", "Theirs", "Mine")
    save(author, settle_clash(mine, clash, {"summary"}))
    record = author.store.read_record("visit").record
    assert (record.title, record.summary, record.sector.value) == ("Theirs", "My summary", "trade")


def test_a_record_taken_out_meanwhile_can_come_back_whole(author: Author) -> None:
    mine = retitle(open_record(author), "Mine")
    author.retire(RowKey("records", ("visit",)), seen=1)
    clash = clash_of(author, mine)
    assert compare_clash(clash, NAMES).theirs_is_gone
    save(author, settle_clash(mine, clash, ()))
    sheet = author.store.read_record("visit")
    assert (sheet.record.title, len(sheet.parts)) == ("Mine", 7)


def test_evidence_taken_out_meanwhile_can_be_left_out(author: Author) -> None:
    form = open_record(author)
    mine = set_value(form, "evidence", form.list_entries("evidence")[1].entry_id, "note", "Checked.")
    author.retire(RowKey("evidence", ("visit.2",)), seen=1)
    settled = settle_clash(mine, clash_of(author, mine), None)
    assert work_out(author, settled).edits == ()


def test_a_row_of_its_own_is_saved_and_settled(author: Author) -> None:
    stored = author.store.read_row(RowKey("actors", ("ministry",)))
    form = open_row_form(stored)
    mine = dataclasses.replace(form, values={**form.values, "name": "Ministry of Commerce"})
    author.save(dataclasses.replace(stored.row, country_code="BY"), seen=1)
    with pytest.raises(Conflict) as caught:
        author.apply([mine.build(())])
    author.apply([settle_row(mine, caught.value.clashes[0], {"name"}).build(())])
    row = author.store.read_row(RowKey("actors", ("ministry",))).row
    assert (row.name, row.country_code) == ("Ministry of Commerce", "BY")


def test_a_new_row_gets_a_name_that_is_not_taken() -> None:
    form = dataclasses.replace(start_row_form("actors"), values={"name": "Ministry", "kind": "organisation"})
    assert form.build({"ministry"}).key == RowKey("actors", ("ministry-2",))


def test_the_history_tells_what_was_there_before_and_after(author: Author) -> None:
    save(author, retitle(open_record(author), "Shorter"))
    save(author, set_value(open_record(author), "records", RECORD_ENTRY, "status", "cancelled"))
    latest, earlier, seed = describe_changes(author.store.read_record_history("visit"), NAMES, record_id="visit")
    assert latest.rows[0].fields == (("Status", "held", "cancelled"),)
    assert earlier.rows[0].fields == (("Title", "Delegation in Shusha", "Shorter"),)
    assert (latest.can_be_reversed, seed.can_be_reversed, len(seed.rows)) == (True, False, 8)


def test_a_merger_is_shown_before_it_is_made(author: Author) -> None:
    kept, absorbed = author.store.read_record("visit"), author.store.read_record("village")
    preview = preview_merge(kept, absorbed, NAMES)
    assert [item.label for item in preview.moves] == ["Evidence from Herald, 2024-05-18"]
    assert [item.label for item in preview.offers] == ["Place 1: Karabakh"]
    assert ("Status", "held", "under way") in preview.disagreements
    also = plan_takeovers(kept, absorbed, [preview.offers[0].key])
    author.merge_records("visit", "village", seen=1, as_of=absorbed.revision, also=also)
    rows = [part.row for part in author.store.read_record("visit").parts]
    assert [row.place_id for row in rows if isinstance(row, RecordPlace)] == ["minsk", "baku", "shusha", "karabakh"]
    assert author.store.find_successor("village") == "visit"


@pytest.mark.parametrize("chosen", [[], ["visit.1", "visit.2"]])
def test_a_split_leaves_neither_record_without_a_source(author: Author, chosen: list[str]) -> None:
    with pytest.raises(InvalidValue, match="source"):
        check_split(author.store.read_record("visit"), [RowKey("evidence", (name,)) for name in chosen])


def test_the_form_shows_a_record_as_it_is(author: Author) -> None:
    record = author.store.read_record("visit").record
    assert isinstance(record, Record)
    assert open_record(author).record.values["date_edtf"] == record.date_edtf
