"""Every page opens on a sample, on an empty atlas and on one that cannot be read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from chancery.model import Atlas
from tests.pages.conftest import PAGES, Reader

HOSTILE = {
    "kind": ["{{7*7}}", "visit' OR 1=1"],
    "years": ["9" * 10_000],
    "q": ["<script>alert(1)</script>{{7*7}}${alert(1)}"],
    "place": ["\x00", "\u202e"] + [f"p{number}" for number in range(2_000)],
    "record": ["../../etc/passwd"],
    "at": ["../{{7*7}}<script>"],
    "unknown": ["x"],
}


def break_cell(folder: Path) -> None:
    records = folder / "records.csv"
    records.write_text(records.read_text(encoding="utf-8").replace("2024-05-16/2024-05-17", "2024-02-30"), "utf-8")


def break_reference(folder: Path) -> None:
    places = folder / "places.csv"
    lines = places.read_text(encoding="utf-8").splitlines(keepends=True)
    places.write_text("".join(line for line in lines if not line.startswith("minsk,")), "utf-8")


def break_text(folder: Path) -> None:
    (folder / "articles" / "gazette.txt").write_bytes(b"\xff\xfe\x00broken")


def break_table(folder: Path) -> None:
    (folder / "evidence.csv").write_bytes(b'"unclosed\n\x00\xff')


def break_descriptor(folder: Path) -> None:
    (folder / "datapackage.json").write_text('{"title": ', encoding="utf-8")


def empty_descriptor(folder: Path) -> None:
    (folder / "datapackage.json").write_text("[]", encoding="utf-8")


def remove_descriptor(folder: Path) -> None:
    (folder / "datapackage.json").unlink()


def remove_everything(folder: Path) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()


BREAKS = [break_cell, break_reference, break_text, break_table, remove_everything]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens_on_a_sample(page: str, visit: Callable[..., Reader]) -> None:
    reader = visit(page)
    assert not reader.errors
    assert reader.words


@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens_on_an_empty_atlas(page: str, publish: Callable[..., Path]) -> None:
    publish(Atlas())
    reader = Reader(page, {})
    reader.check()
    assert not reader.errors
    assert reader.words


@pytest.mark.parametrize("page", PAGES)
def test_a_page_that_breaks_while_it_is_open_keeps_its_links(page: str, publish: Callable[..., Path]) -> None:
    folder = publish()
    reader = Reader(page, {})
    links = [link.proto.label for link in reader.app.get("page_link")]
    assert len(links) == len(PAGES)
    break_cell(folder)
    reader.app.run()
    assert [link.proto.label for link in reader.app.get("page_link")] == links


def test_a_fault_of_the_page_itself_leaves_its_links(
    publish: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    publish()
    reader = Reader("app.py", {})
    monkeypatch.setattr("chancery.ui.workspace.show_map", None)
    reader.app.run()
    assert reader.app.exception
    assert len(reader.app.get("page_link")) == len(PAGES)


@pytest.mark.parametrize("page", PAGES)
def test_hostile_parameters_are_ignored(page: str, visit: Callable[..., Reader]) -> None:
    reader = visit(page, **HOSTILE)
    assert not reader.errors
    assert "49" not in reader.words


@pytest.mark.parametrize("fault", BREAKS, ids=lambda fault: fault.__name__)
def test_an_atlas_that_cannot_be_read_is_a_sentence(
    fault: Callable[[Path], None], publish: Callable[..., Path]
) -> None:
    fault(publish())
    reader = Reader("app.py", {})
    reader.check()
    (sentence,) = reader.errors
    assert len(sentence) > 20
    assert "Traceback" not in reader.words
    assert not reader.kept


@pytest.mark.parametrize("fault", [break_descriptor, empty_descriptor, remove_descriptor], ids=lambda f: f.__name__)
def test_an_atlas_whose_description_is_damaged_is_shown_without_its_name(
    fault: Callable[[Path], None], publish: Callable[..., Path]
) -> None:
    fault(publish())
    reader = Reader("app.py", {})
    reader.check()
    assert len(reader.kept) == 8


@pytest.mark.parametrize("page", PAGES)
def test_every_page_says_so_when_the_atlas_cannot_be_read(page: str, publish: Callable[..., Path]) -> None:
    break_cell(publish())
    reader = Reader(page, {})
    reader.check()
    assert "records.csv" in reader.errors[0]
    assert "date_edtf" in reader.errors[0]


def test_a_fault_names_its_file_row_and_field(publish: Callable[..., Path]) -> None:
    break_cell(publish())
    assert "records.csv, row 9, date_edtf: '2024-02-30'" in Reader("app.py", {}).errors[0]


def test_a_mended_atlas_is_read_at_the_next_run(publish: Callable[..., Path]) -> None:
    break_cell(publish())
    reader = Reader("app.py", {})
    assert reader.errors
    publish()
    reader.app.run()
    reader.check()
    assert not reader.errors
    assert len(reader.kept) == 8
