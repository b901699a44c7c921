"""The command `read`: for people, as JSON, and what wrong input gives."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from chancery.cli import main

TEXT = "Baku, 21 April, AZERTAC\n\nAleksandar Vucic visited Shusha on Thursday.\n"


@pytest.fixture
def article(tmp_path: Path) -> Path:
    file = tmp_path / "article.txt"
    file.write_text(TEXT, encoding="utf-8")
    return file


def test_people_see_the_marked_text_and_a_table(article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(article), "--published", "2025-04-21"]) == 0
    output = capsys.readouterr().out
    assert "{Aleksandar Vucic} visited [Shusha] on <Thursday = 2025-04-17>" in output
    assert "visit  2025-04-17  completed" in output


def test_json_is_one_line_a_file_with_offsets_into_the_text(article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(article), str(article), "--published", "2025-04-21", "--json"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2
    found = json.loads(lines[0])
    assert [TEXT[place["start"] : place["end"]] for place in found["places"]] == ["Baku", "Shusha"]
    assert {"kind", "date_edtf", "status", "sector", "places", "actors", "start", "end"} <= found["events"][0].keys()


def test_an_unknown_year_is_asked_for(article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(article)]) == 0
    assert "The year of publication is not known. The dateline says 04-21." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere.txt"], "'nowhere.txt' cannot be read"),
        ([".", "--json"], "'.' cannot be read"),
        (["ARTICLE", "--published", "2025-02-30"], "2025-02-30"),
        (["ARTICLE", "--published", "soon"], "soon"),
    ],
)
def test_wrong_input_is_one_sentence_and_status_2(
    arguments: list[str], said: str, article: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["read", *(str(article) if word == "ARTICLE" else word for word in arguments)]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    assert said in captured.err


def test_a_file_that_is_no_text_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "picture.png"
    file.write_bytes(b"\x89PNG\xff\xfe")
    assert main(["read", str(file)]) == 2
    assert "is not UTF-8 text" in capsys.readouterr().err
