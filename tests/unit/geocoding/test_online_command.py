"""``geocode`` on the command line, with online geocoders in the settings."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from chancery.errors import InvalidValue
from chancery.geocoding.command import add_geocode_arguments
from tests.unit.geocoding import loopback
from tests.unit.geocoding.loopback import SHUSHA, LoopbackServer, answering


@pytest.fixture(autouse=True)
def _settings(server: LoopbackServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Work in an empty folder, with the loopback server behind the gazetteer."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CHANCERY_GEOCODERS", "gazetteer,nominatim")
    monkeypatch.setenv("CHANCERY_GEOCODER_NOMINATIM_DOMAIN", server.address)
    monkeypatch.setenv("CHANCERY_GEOCODER_NOMINATIM_SCHEME", "http")
    monkeypatch.setenv("CHANCERY_GEOCODING_CACHE", str(tmp_path / "cache"))


def run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    add_geocode_arguments(parser)
    options = parser.parse_args(arguments)
    return options.run(options)


def test_what_the_gazetteer_does_not_know_is_asked_online_and_credited(
    server: LoopbackServer, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("Nizami Street 5, Shusha", "--language", "en") == 0
    heading, first, credit = capsys.readouterr().out.splitlines()
    assert heading.split()[:2] == ["score", "geocoder"]
    assert first.split()[1] == "nominatim"
    assert "OpenStreetMap" in credit
    assert server.requests[0].query["accept-language"] == "en"


def test_everywhere_asks_all_and_marks_what_is_drawn_elsewhere(
    server: LoopbackServer, capsys: pytest.CaptureFixture[str]
) -> None:
    server.behave(answering([{**SHUSHA, "lat": "53.9", "lon": "27.57"}]))
    assert run("Shusha", "--everywhere") == 0
    output = capsys.readouterr().out
    assert "gazetteer" in output
    assert "(drawn in BY)" in output


def test_json_of_an_online_answer_has_all_that_is_known(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("Nizami Street 5, Shusha", "--json") == 0
    best = json.loads(capsys.readouterr().out)[0]
    assert best["provider"] == "nominatim"
    assert best["query"] == "Nizami Street 5, Shusha"
    assert best["answered_at"]


def test_a_server_that_fails_is_not_taken_for_one_that_knows_no_such_place(
    server: LoopbackServer, capsys: pytest.CaptureFixture[str]
) -> None:
    server.behave(loopback.saying(b"", 500))
    assert run("Nowhere-upon-Nothing") == 1
    words = capsys.readouterr().err
    assert "nominatim did not answer" in words
    assert "may know it" in words


def test_a_list_is_geocoded_with_its_progress(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "names.csv").write_text("name\nBaku\nNizami Street 5\n", encoding="utf-8")
    assert run("--file", "names.csv", "--output", "out.csv") == 0
    output = capsys.readouterr()
    assert output.out == "Wrote out.csv.\n"
    assert output.err.splitlines()[-1] == "2 of 2: 2 found"


@pytest.mark.parametrize("arguments", [(), ("--file", "a.csv"), ("Baku", "--file", "a.csv", "--output", "b.csv")])
def test_too_little_or_too_much_is_refused(arguments: tuple[str, ...]) -> None:
    with pytest.raises(InvalidValue, match="nothing to look for, or too much"):
        run(*arguments)
