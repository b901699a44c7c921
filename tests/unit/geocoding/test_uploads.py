"""Lists of names that were uploaded: under limits, known by their content, gone on with when they come again."""

from __future__ import annotations

import csv
import io
import os
from pathlib import Path

import pytest

from chancery.errors import InvalidFile
from chancery.geocoding.batch import Tally
from chancery.geocoding.chain import Chain
from chancery.geocoding.offline import OfflineProvider
from chancery.geocoding.uploads import KEPT_SECONDS, LARGEST_LIST, MOST_NAMES, UploadedList

LIST = "name,country_code,remark\nShusha,AZ,=1+1\nQwertzuiop,,@x\nŞuşa,AZ,\nGanja,Azerbaijan,\n".encode()


class Stopped(Exception):
    """The page was closed."""


@pytest.fixture(scope="module")
def chain() -> Chain:
    return Chain((OfflineProvider.open(),))


def keep(content: bytes, folder: Path) -> UploadedList:
    return UploadedList.keep(content, ["gazetteer"], folder)


def test_a_list_comes_back_with_coordinates_and_a_report(tmp_path: Path, chain: Chain) -> None:
    uploaded = keep(LIST, tmp_path)
    tallies: list[str] = []
    tally = uploaded.geocode(chain, lambda now: tallies.append(str(now)))
    assert tally.by_status == {"found": 2, "not found": 1, "invalid": 1}
    assert len(tallies) == 4
    result = uploaded.read_result()
    assert result is not None
    first, second, *_ = csv.DictReader(io.StringIO(result.decode()))
    assert round(float(first["geocoded_latitude"]), 1) == 39.8
    assert (first["remark"], second["remark"]) == ("'=1+1", "'@x")
    assert [(row.line, row.name, row.status) for row in uploaded.list_unsettled()] == [
        (3, "Qwertzuiop", "not found"),
        (5, "Ganja", "invalid"),
    ]
    assert "two capitals" in uploaded.list_unsettled()[1].note


def test_a_run_that_was_cut_short_goes_on_with_the_same_list(tmp_path: Path, chain: Chain) -> None:
    def stop(tally: Tally) -> None:
        if tally.done == 2:
            raise Stopped

    uploaded = keep(LIST, tmp_path)
    assert uploaded.count_answered() == 0
    with pytest.raises(Stopped):
        uploaded.geocode(chain, stop)
    assert uploaded.read_result() is None
    again = keep(LIST, tmp_path)
    assert again.count_answered() == 2
    assert again.geocode(chain, lambda _: None).done == 4
    assert again.read_result() is not None
    assert keep(LIST + b"Baku,AZ,\n", tmp_path).count_answered() == 0


def test_other_geocoders_make_it_another_list(tmp_path: Path) -> None:
    folders = {UploadedList.keep(LIST, providers, tmp_path).folder for providers in (["a"], ["a", "b"], ["b", "a"])}
    assert len(folders) == 3


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"x" * (LARGEST_LIST + 1), "5 MB is the most"),
        (b"name\n" + b"Baku\n" * (MOST_NAMES + 1), "20,000 is the most"),
        (b"place\nBaku\n", "no column 'name'"),
        (b"", "no column 'name'"),
        (b"\xff\xfe\x00", "not UTF-8"),
        (b'name\n"Baku\n', "no CSV"),
        (b"PK\x03\x04" + b"\0" * 100, "column|CSV"),
    ],
)
def test_what_is_no_list_is_refused(content: bytes, words: str, tmp_path: Path) -> None:
    with pytest.raises(InvalidFile, match=words) as caught:
        keep(content, tmp_path)
    assert caught.value.remedy


def test_lists_do_not_pile_up(tmp_path: Path) -> None:
    old = keep(LIST, tmp_path).folder
    os.utime(old, (1, 1))
    assert KEPT_SECONDS > 0
    new = keep(LIST + b"Baku,AZ,\n", tmp_path).folder
    assert new.exists()
    assert not old.exists()
