"""A package is written whole or not at all, and read back as it was."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from chancery.errors import InvalidFile, InvalidPackage, InvalidValue, NotWritten
from chancery.exchange import files
from chancery.exchange.check import check_package
from chancery.exchange.package import read_package, read_texts, write_package
from chancery.model import Atlas
from tests.conftest import DATA
from tests.unit.exchange.conftest import ATLAS, TEXT
from tests.unit.exchange.spoiling import set_cell


def read_files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def with_title(title: str) -> Atlas:
    return dataclasses.replace(
        ATLAS, records=tuple(dataclasses.replace(record, title=title) for record in ATLAS.records)
    )


def test_what_was_written_is_read(package: Path) -> None:
    assert read_package(package) == ATLAS
    assert read_package(str(package / "datapackage.json")) == ATLAS
    assert read_texts(package) == {"gazette.txt": TEXT}


def test_the_published_atlas_is_written_back_byte_for_byte(tmp_path: Path) -> None:
    write_package(read_package(DATA), tmp_path, read_texts(DATA))
    written = read_files(tmp_path)
    del written["datapackage.json"]
    assert written == {name: (DATA / name).read_bytes() for name in written}


def test_the_published_atlas_is_read_in_no_time() -> None:
    """100 ms of processor time; five times that here, for what measuring coverage costs."""
    spent: list[float] = []
    for _ in range(5):
        begun = time.process_time()
        read_package(DATA)
        spent.append(time.process_time() - begun)
    assert min(spent) < 0.5


def test_a_change_of_one_record_changes_one_line(package: Path) -> None:
    before = read_files(package)
    record = dataclasses.replace(ATLAS.records[1], summary="Changed.")
    write_package(dataclasses.replace(ATLAS, records=(ATLAS.records[0], record)), package)
    after = read_files(package)
    assert {name for name in after if after[name] != before[name]} == {"records.csv", "datapackage.json"}
    changed = set(after["records.csv"].splitlines()) - set(before["records.csv"].splitlines())
    assert len(changed) == 1


def test_what_people_write_in_the_descriptor_is_kept(package: Path) -> None:
    path = package / "datapackage.json"
    content = json.loads(path.read_text(encoding="utf-8")) | {"title": "Another title", "version": "1.2.0"}
    path.write_text(json.dumps(content), encoding="utf-8")
    write_package(ATLAS, package)
    written = json.loads(path.read_text(encoding="utf-8"))
    assert (written["title"], written["version"]) == ("Another title", "1.2.0")
    assert check_package(package) == ()


def test_files_that_are_no_part_of_the_package_stay(package: Path) -> None:
    (package / "README.md").write_text("About.", encoding="utf-8")
    write_package(ATLAS, package)
    assert (package / "README.md").read_text(encoding="utf-8") == "About."


def test_every_fault_of_every_file_is_told_at_once(package: Path) -> None:
    set_cell("records", 2, "kind", "trip")(package)
    set_cell("figures", 2, "value", "three")(package)
    set_cell("evidence", 4, "source_id", "tribune")(package)
    with pytest.raises(InvalidPackage, match=r"3 faults found; the first: records\.csv, row 2, kind") as caught:
        read_package(package)
    assert [fault.where.file for fault in caught.value.faults] == ["records.csv", "figures.csv", "evidence.csv"]


def test_a_folder_that_is_no_package_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nowhere", tmp_path / "datapackage.json"):
        with pytest.raises(InvalidFile, match="no data package"):
            read_package(path)


@pytest.mark.parametrize(
    ("atlas", "words"),
    [
        (dataclasses.replace(ATLAS, records=()), "records.csv has no"),
        (dataclasses.replace(ATLAS, records=(*ATLAS.records, ATLAS.records[0])), "is already in row"),
        (with_title("a\0b"), "NUL"),
        (with_title("\ud83d"), "surrogate"),
        (with_title("x" * 140_000), "characters"),
    ],
    ids=["reference to nothing", "key twice", "NUL", "half a character", "too long"],
)
def test_an_unsound_atlas_is_not_written(package: Path, atlas: Atlas, words: str) -> None:
    before = read_files(package)
    with pytest.raises((InvalidPackage, InvalidValue), match=words):
        write_package(atlas, package)
    assert read_files(package) == before


def test_a_source_without_the_text_that_it_names_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(InvalidPackage, match=r"articles/gazette\.txt.*is missing"):
        write_package(ATLAS, tmp_path / "new")
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("name", ["stray.txt", "../../stray.txt", "/stray.txt"])
def test_a_text_that_no_source_names_is_not_written(package: Path, name: str) -> None:
    before = read_files(package.parent)
    with pytest.raises(InvalidPackage, match="belongs to no source"):
        write_package(ATLAS, package, {name: "?"})
    assert read_files(package.parent) == before


@pytest.mark.parametrize("text", ["a\0b", "\ud83d"])
def test_a_text_that_no_file_can_hold_is_not_written(package: Path, text: str) -> None:
    with pytest.raises(InvalidValue, match=r"articles/gazette\.txt"):
        write_package(ATLAS, package, {"gazette.txt": text})
    assert read_texts(package) == {"gazette.txt": TEXT}


def test_a_descriptor_that_cannot_be_read_is_not_overwritten(package: Path) -> None:
    (package / "datapackage.json").write_text(r'{"title": "\ud800"}', encoding="utf-8")
    before = read_files(package)
    with pytest.raises(InvalidFile, match=r"datapackage\.json cannot be read"):
        write_package(ATLAS, package)
    assert read_files(package) == before


def test_a_disk_that_refuses_leaves_the_package_as_it_was(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = read_files(package)
    calls: list[int] = []

    def fill_up(descriptor: int) -> None:
        calls.append(descriptor)
        if len(calls) == 5:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", fill_up)
    with pytest.raises(NotWritten, match=r"No space left on device\. Nothing was changed"):
        write_package(with_title("Changed"), package)
    assert read_files(package) == before


@pytest.mark.parametrize("stop_after", range(1, 11))
def test_a_change_cut_short_when_decided_is_finished_by_whoever_reads_next(
    package: Path, monkeypatch: pytest.MonkeyPatch, stop_after: int
) -> None:
    put: list[Path] = []
    real_put = files._put

    def stop(staged: Path) -> None:
        put.append(staged)
        if len(put) > stop_after:
            raise KeyboardInterrupt
        real_put(staged)

    changed = with_title("Changed")
    with monkeypatch.context() as patch:
        patch.setattr(files, "_put", stop)
        with contextlib.suppress(KeyboardInterrupt):
            write_package(changed, package)
    assert read_package(package) == changed
    assert not list(package.rglob(".*"))


def test_a_first_writing_cut_short_when_decided_is_finished_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch, contextlib.suppress(KeyboardInterrupt):
        patch.setattr(files, "_put", lambda _: (_ for _ in ()).throw(KeyboardInterrupt))
        write_package(ATLAS, tmp_path, {"gazette.txt": TEXT})
    assert read_package(tmp_path) == ATLAS
    assert read_texts(tmp_path) == {"gazette.txt": TEXT}


WRITER = """
import dataclasses, sys
from chancery.exchange.package import read_package, write_package

folder = sys.argv[1]
atlas = read_package(folder)
print("ready", flush=True)
number = 0
while True:
    number += 1
    records = tuple(dataclasses.replace(record, title=f"Title {number}") for record in atlas.records)
    write_package(dataclasses.replace(atlas, records=records), folder)
    print(number, flush=True)
"""


@pytest.mark.parametrize("after_seconds", [0.03, 0.041, 0.052, 0.063, 0.074, 0.085])
def test_a_writer_killed_at_any_moment_leaves_one_whole_package(package: Path, after_seconds: float) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(package)], stdout=subprocess.PIPE, text=True, cwd=DATA.parent
    ) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
        time.sleep(after_seconds)
        writer.kill()
        told = writer.stdout.read().split()
    titles = {record.title for record in read_package(package).records}
    acknowledged = int(told[-1]) if told else 0
    assert titles in ({f"Title {acknowledged}"}, {f"Title {acknowledged + 1}"}) or not acknowledged
    assert [fault for fault in check_package(package) if fault.where.file == "datapackage.json"] == []
