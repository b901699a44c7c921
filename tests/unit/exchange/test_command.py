"""`check` prints a line for each fault and one for all of them, and says by its status whether there are any."""

from __future__ import annotations

from pathlib import Path

import pytest

from chancery.cli import main
from tests.unit.exchange.spoiling import replace_text, set_cell


def test_a_sound_package(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(package)]) == 0
    assert capsys.readouterr().out == "No faults in 20 rows (2 records, 3 places, 2 sources, 3 evidence).\n"


def test_a_package_with_faults(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    set_cell("records", 3, "date_edtf", "May 2024")(package)
    assert main(["check", str(package)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("records.csv, row 3, date_edtf: 'May 2024' is not an EDTF date. Write it as 2025")
    assert lines[-1].startswith("2 faults in 19 rows")


def test_a_path_that_is_no_package(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(tmp_path)]) == 2
    assert "no data package" in capsys.readouterr().err


def test_tidying_puts_the_files_into_their_form(package: Path) -> None:
    replace_text("actors.csv", "ministry", '"ministry"')(package)
    assert main(["check", str(package)]) == 1
    assert main(["check", str(package), "--tidy"]) == 0
    assert main(["check", str(package)]) == 0


def test_tidying_changes_nothing_that_cannot_be_read(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    set_cell("records", 3, "kind", "trip")(package)
    before = (package / "records.csv").read_bytes()
    assert main(["check", str(package), "--tidy"]) == 1
    assert (package / "records.csv").read_bytes() == before
    assert "records.csv, row 3, kind: 'trip' is not one of the known values." in capsys.readouterr().out
