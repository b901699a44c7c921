"""``geocode`` on the command line."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from chancery.errors import NotWritten
from chancery.geocoding.command import add_geocode_arguments


def run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    add_geocode_arguments(parser)
    options = parser.parse_args(arguments)
    return options.run(options)


def test_candidates_are_printed_best_first(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("Shusha") == 0
    heading, first, *_ = capsys.readouterr().out.splitlines()
    assert heading.startswith("score")
    assert "147105" in first
    assert first.endswith("Shusha, Shusha District, Azerbaijan")


def test_json_has_one_list_within_the_limit(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("Brest", "--json", "--limit", "2", "--country", "fr") == 0
    rows = json.loads(capsys.readouterr().out)
    assert 1 <= len(rows) <= 2
    assert rows[0]["country_code"] == "FR"
    assert rows[0]["within"][-1] == "France"


def test_an_unknown_name_says_so_and_fails(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("Qwertyville", "--country", "AZ") == 1
    output = capsys.readouterr()
    assert output.out == ""
    assert "No place named 'Qwertyville' in AZ" in output.err


def test_an_unknown_name_is_an_empty_list_in_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("Qwertyville", "--json") == 1
    assert json.loads(capsys.readouterr().out) == []


@pytest.mark.parametrize("limit", ["0", "-3", "many"])
def test_a_limit_below_one_is_refused(limit: str) -> None:
    with pytest.raises(SystemExit):
        run("Baku", "--limit", limit)


def test_a_list_that_could_be_written_nowhere_is_refused_before_anybody_is_asked(tmp_path: Path) -> None:
    names = tmp_path / "names.csv"
    names.write_text("name\nBaku\n", encoding="utf-8")
    with pytest.raises(NotWritten, match="no such folder"):
        run("--file", str(names), "--output", str(tmp_path / "nowhere" / "out.csv"))
