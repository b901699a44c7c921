"""Whatever is done to a store, in any order: its audit tells its rows, and undoing it all leads back to the start."""

from __future__ import annotations

import contextlib

from hypothesis import given, settings
from hypothesis import strategies as st

from chancery.errors import ChanceryError
from chancery.store import Author, Identity, RowKey, Save, Store, admit_local
from chancery.store.rows import SourceText, decode_row, encode_row
from tests.atlases import TEXTS, build_atlas, build_evidence, build_place, build_record
from tests.faults.soundness import assert_sound

IDS = st.sampled_from(["meeting", "visit", "talks", "concert"])
CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
WORDS = st.text(CHARACTERS, min_size=1, max_size=20).filter(str.strip)
STEPS = st.one_of(
    st.tuples(st.just("save"), IDS, WORDS),
    st.tuples(st.just("evidence"), IDS, st.sampled_from(["one", "two"])),
    st.tuples(st.just("place"), st.sampled_from(["shusha", "ganja"]), WORDS),
    st.tuples(st.just("retire"), IDS, st.none()),
    st.tuples(st.just("restore"), IDS, st.none()),
    st.tuples(st.just("merge"), IDS, IDS),
    st.tuples(st.just("undo"), st.integers(1, 12), st.none()),
    st.tuples(st.just("redo"), st.integers(1, 12), st.none()),
)


def take_step(editor: Author, step: tuple[str, object, object]) -> None:
    """Do one thing, as an editor who has just looked; what is refused changes nothing."""
    what, first, second = step
    versions = editor.store.read_snapshot().versions
    record = RowKey("records", (str(first),))
    match what:
        case "save":
            editor.save(build_record(str(first), title=str(second)), seen=versions.get(record))
        case "evidence":
            evidence = build_evidence(str(second), str(first), "daily-2024")
            editor.save(evidence, seen=versions.get(RowKey("evidence", (str(second),))))
        case "place":
            editor.save(build_place(str(first), str(second)), seen=versions.get(RowKey("places", (str(first),))))
        case "retire":
            editor.retire(record, seen=versions.get(record, 0))
        case "restore":
            editor.restore(record)
        case "merge":
            editor.merge_records(str(first), str(second), seen=versions.get(RowKey("records", (str(second),)), 0))
        case "undo":
            editor.undo(int(str(first)))
        case _:
            editor.redo(int(str(first)))


@settings(max_examples=20)
@given(st.lists(STEPS, max_size=10))
def test_the_audit_tells_the_rows_and_all_can_be_undone(steps: list[tuple[str, object, object]]) -> None:
    store = Store.in_memory(build_atlas(), TEXTS, admit=admit_local)
    editor = store.as_user(Identity.local())
    start = _contents(store)
    for step in steps:
        before = store.read_snapshot()
        try:
            take_step(editor, step)
        except ChanceryError:
            assert store.read_snapshot() == before
    assert_sound(store)
    for change in store.list_changes(limit=1_000)[:-1]:
        if store.read_change(change.change_id).in_effect:
            editor.undo(change.change_id)
    assert _contents(store) == start
    assert_sound(store)
    store.close()


@settings(max_examples=25)
@given(st.text(CHARACTERS))
def test_any_text_comes_back_as_it_went_in(text: str) -> None:
    row = SourceText("text.txt", text)
    assert decode_row("texts", encode_row(row)) == row
    store = Store.in_memory(admit=admit_local)
    store.as_user(Identity.local()).apply([Save(row)])
    assert store.read_texts() == {"text.txt": text}
    store.close()


@given(st.lists(st.one_of(st.integers(-(2**53), 2**53), st.text()), min_size=1).map(tuple))
def test_a_key_is_read_back_from_its_text(values: tuple[str | int, ...]) -> None:
    with contextlib.suppress(UnicodeEncodeError):
        "".join(map(str, values)).encode()
        assert RowKey.parse("places", RowKey("places", values).text) == RowKey("places", values)


def _contents(store: Store) -> dict[str, set[str]]:
    atlas = store.read_atlas()
    return {
        table: {repr({name: value for name, value in encode_row(row).items() if name != "version"}) for row in rows}
        for table, rows in atlas.tables().items()
    }
