"""``accept`` does from a shell what the page does: it asks, shows, saves once."""

from __future__ import annotations

from pathlib import Path

import pytest

from chancery.cli import main
from chancery.store import Store
from tests.conftest import DATA

ARTICLE = str(DATA / "articles" / "azertac-2025-04-21.txt")


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/atlas.db"


def accept(url: str, *arguments: str) -> int:
    return main(["accept", ARTICLE, "--publisher", "AZERTAC", "--store", url, *arguments])


def count_records(url: str) -> int:
    store = Store.open(url)
    try:
        return len(store.read_atlas().records)
    finally:
        store.close()


def test_the_year_is_asked_for(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert accept(url, "--save") == 2
    assert "04-21, without a year" in capsys.readouterr().err
    assert count_records(url) == 0


def test_nothing_is_saved_until_it_is_said(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert accept(url, "--published", "2025-04-21") == 0
    assert "Nothing is saved" in capsys.readouterr().out
    assert count_records(url) == 0


def test_an_article_is_saved_once(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert accept(url, "--published", "2025-04-21", "--save") == 0
    saved = count_records(url)
    assert saved > 10
    assert f"{saved} records saved from azertac-2025-04-21 as change 1" in capsys.readouterr().out
    assert accept(url, "--published", "2025-04-21", "--save") == 1
    assert "is in the atlas" in capsys.readouterr().out
    assert count_records(url) == saved


def test_chosen_drafts_alone_are_saved(url: str) -> None:
    assert accept(url, "--published", "2025-04-21", "--only", "1,3", "--save") == 0
    assert count_records(url) == 2


@pytest.mark.parametrize("only", ["x", "1;2"])
def test_numbers_that_are_none_are_refused(url: str, only: str) -> None:
    assert accept(url, "--published", "2025-04-21", "--only", only) == 2


def test_a_file_that_is_not_there_is_one_sentence(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["accept", "no-such.txt", "--publisher", "x", "--store", url]) == 2
    assert capsys.readouterr().err.startswith("chancery: no-such.txt: ")
