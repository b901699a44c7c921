"""Between store and package: what was published is what was stored, and a package taken in twice changes nothing."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from chancery.cli import main
from chancery.errors import InvalidFile, InvalidValue
from chancery.exchange.package import read_package, read_texts, write_package
from chancery.exchange.publishing import import_package, open_store, publish_store
from chancery.store import Identity, RowKey, Store, admit_local
from tests.atlases import TEXTS, build_atlas, build_record
from tests.conftest import ROOT


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """Return a package of the small atlas."""
    folder = tmp_path / "package"
    write_package(build_atlas(), folder, TEXTS)
    return folder


def test_an_empty_store_is_filled_from_the_package_and_only_once(package: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/atlas.db"
    open_store(url, package).close()
    write_package(replace(build_atlas(), figures=()), package)
    store = open_store(url, package)
    assert store.read_atlas() == build_atlas()
    assert store.read_texts() == TEXTS
    store.close()
    with pytest.raises(InvalidFile):
        open_store(f"sqlite:///{tmp_path}/other.db", tmp_path / "nothing")


def test_a_package_published_from_the_store_is_the_one_it_came_from(package: Path, tmp_path: Path) -> None:
    store = Store.in_memory(build_atlas(), TEXTS, admit=admit_local)
    before = {file.name: file.read_bytes() for file in package.rglob("*.*") if file.is_file()}
    assert publish_store(store, package) == 1
    assert {file.name: file.read_bytes() for file in package.rglob("*.*") if file.is_file()} == before
    store.as_user(Identity.local()).save(build_record("visit", title="Corrected"), seen=1)
    publish_store(store, tmp_path / "new")
    assert read_package(tmp_path / "new") == store.read_atlas()
    assert read_texts(tmp_path / "new") == TEXTS
    store.close()


def test_a_store_that_nothing_was_put_into_empties_no_package(package: Path, tmp_path: Path) -> None:
    before = {file.name: file.read_bytes() for file in package.glob("*.csv")}
    store = Store.open(f"sqlite:///{tmp_path}/typo.db")
    with pytest.raises(InvalidValue, match="Nothing was ever put into this store"):
        publish_store(store, package)
    store.close()
    assert main(["publish", str(package), "--store", f"sqlite:///{tmp_path}/other.db"]) == 2
    assert {file.name: file.read_bytes() for file in package.glob("*.csv")} == before


@pytest.mark.parametrize(
    "command", [["history"], ["backup"], ["undo", "1"], ["redo", "1"], ["take-in", "data"], ["publish", "none"]]
)
def test_a_command_on_the_store_works_in_a_process_of_its_own(command: list[str], tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "chancery", *command, "--store", f"sqlite:///{tmp_path}/atlas.db"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr


def test_a_package_taken_in_twice_changes_nothing_the_second_time(package: Path) -> None:
    store = Store.in_memory(admit=admit_local)
    editor = store.as_user(Identity.local())
    first = import_package(editor, package)
    assert first.change is not None
    assert store.read_atlas() == build_atlas()
    second = import_package(editor, package)
    assert (second.change, second.added, second.replaced, second.differing) == (None, (), (), ())
    store.close()


def test_what_differs_is_told_and_taken_only_if_asked(package: Path) -> None:
    store = Store.in_memory(build_atlas(), TEXTS, admit=admit_local)
    editor = store.as_user(Identity.local())
    editor.save(build_record("visit", title="Our own title"), seen=1)
    editor.retire(RowKey("evidence", ("meeting-1",)), seen=1)
    kept = import_package(editor, package)
    assert kept.change is None
    assert kept.differing == (RowKey("records", ("visit",)), RowKey("evidence", ("meeting-1",)))
    taken = import_package(editor, package, replace=True)
    assert taken.change is not None
    assert store.read_record("visit").record.title == "A visit"
    editor.undo(taken.change.change_id)
    assert store.read_record("visit").record.title == "Our own title"
    store.close()


def test_the_commands_do_what_pages_do(package: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    at = ("--store", f"sqlite:///{tmp_path}/atlas.db")
    assert main(["history", *at]) == 1
    assert main(["take-in", str(package), *at]) == 0
    assert "rows added" in capsys.readouterr().out
    assert main(["backup", "--to", str(tmp_path / "kept"), *at]) == 0
    backup = capsys.readouterr().out.strip()
    assert main(["undo", "1", "--why", "Too early", *at]) == 0
    assert "undo of 1: Too early" in capsys.readouterr().out
    assert main(["redo", "1", *at]) == 0
    capsys.readouterr()
    assert main(["history", "visit", *at]) == 0
    assert "+ records visit" in capsys.readouterr().out
    assert main(["publish", str(tmp_path / "published"), *at]) == 0
    assert read_package(tmp_path / "published").actors == build_atlas().actors
    assert main(["restore", backup, *at]) == 0
    assert "What was there before is in" in capsys.readouterr().out
