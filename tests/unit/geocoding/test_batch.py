"""A list of names geocoded: whole, resumable, honest about what failed."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from chancery.errors import BulkRefused, InvalidFile
from chancery.geocoding.batch import COLUMNS, geocode_file
from chancery.geocoding.chain import Chain
from chancery.geocoding.settings import GeocodingSettings
from tests.unit.geocoding import loopback
from tests.unit.geocoding.loopback import LoopbackServer

ROOT = Path(__file__).resolve().parents[3]
OpenChain = Callable[..., Chain]


def write_list(folder: Path, *names: str, heading: str = "name") -> Path:
    path = folder / "names.csv"
    path.write_text("\n".join([heading, *names, ""]), encoding="utf-8")
    return path


def read_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_row_comes_back_with_its_coordinates_and_where_they_are_from(
    server: LoopbackServer, open_chain: OpenChain, tmp_path: Path
) -> None:
    server.behave(loopback.not_found)
    source = write_list(
        tmp_path,
        "7,Şuşa,AZ",
        "8,Гомель,BY",
        "9,Nowhere-upon-Nothing,",
        "10,Baku,Azerbaijan",
        heading="id,name,country_code",
    )
    tally = geocode_file(source, tmp_path / "out.csv", open_chain("gazetteer,nominatim"))
    rows = read_rows(tmp_path / "out.csv")
    assert [row["id"] for row in rows] == ["7", "8", "9", "10"]
    assert [row["geocoded_status"] for row in rows] == ["found", "found", "not found", "invalid"]
    assert rows[0]["geocoded_provider"] == "gazetteer"
    assert float(rows[0]["geocoded_latitude"]) == pytest.approx(39.76, abs=0.03)
    assert rows[0]["geocoded_precision"] == "1"
    assert "not a country code" in rows[3]["geocoded_note"]
    assert set(rows[0]) == {"id", "name", "country_code", *(f"geocoded_{column}" for column in COLUMNS)}
    assert str(tally) == "4 of 4: 2 found, 1 not found, 1 invalid"
    assert [path.name for path in tmp_path.glob("out.csv*")] == ["out.csv"]


def test_a_name_that_failed_is_asked_again_by_the_next_run_and_no_other(
    server: LoopbackServer, open_chain: OpenChain, tmp_path: Path
) -> None:
    source, target = write_list(tmp_path, "One", "Two", "Three", "Two"), tmp_path / "out.csv"
    server.behave(loopback.found, loopback.saying(b"", 500), loopback.found)
    first = geocode_file(source, target, open_chain())
    assert first.by_status == {"found": 2, "failed": 2}
    assert [row["geocoded_status"] for row in read_rows(target)] == ["found", "failed", "found", "failed"]
    second = geocode_file(source, target, open_chain())
    assert second.by_status == {"found": 4}
    assert [request.query["q"] for request in server.requests] == ["One", "Two", "Three", "Two"]


def test_a_run_that_was_killed_goes_on_where_it_was(server: LoopbackServer, tmp_path: Path) -> None:
    names = [f"Town {number}" for number in range(12)]
    source, target = write_list(tmp_path, *names), tmp_path / "out.csv"
    environment = {
        **os.environ,
        "CHANCERY_GEOCODERS": "nominatim",
        "CHANCERY_GEOCODER_NOMINATIM_DOMAIN": server.address,
        "CHANCERY_GEOCODER_NOMINATIM_SCHEME": "http",
        "CHANCERY_GEOCODER_NOMINATIM_INTERVAL_S": "0.05",
        "CHANCERY_GEOCODING_CACHE": str(tmp_path / "cache"),
    }
    command = [sys.executable, "-m", "chancery", "geocode", "--file", str(source), "--output", str(target)]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while len(server.requests) < 4 and time.monotonic() < deadline:
        time.sleep(0.01)
    process.kill()
    process.wait()
    assert not target.exists()
    asked = len(server.requests)
    assert 4 <= asked < 12
    with target.with_name("out.csv.journal").open("a", encoding="utf-8") as journal:
        journal.write('{"key": "cut o')
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "12 of 12: 12 found" in done.stderr
    assert [row["name"] for row in read_rows(target)] == names
    assert len(server.requests) <= 13  # the one under way when it was killed, once more


def test_a_public_server_is_not_asked_for_a_long_list(tmp_path: Path) -> None:
    environment = {
        "CHANCERY_GEOCODERS": "gazetteer,nominatim",
        "CHANCERY_GEOCODING_CONTACT": "desk@example.org",
        "CHANCERY_GEOCODING_CACHE": str(tmp_path / "cache"),
    }
    chain = Chain.open(GeocodingSettings.load(environment, tmp_path))
    source = write_list(tmp_path, *(f"Nowhere {number}" for number in range(101)), "Baku")
    with pytest.raises(BulkRefused, match="101 names in bulk") as caught:
        geocode_file(source, tmp_path / "out.csv", chain)
    assert "server of your own" in caught.value.remedy
    assert list(tmp_path.glob("out.csv*")) == []


def test_cells_that_look_like_formulas_are_made_inert(
    server: LoopbackServer, open_chain: OpenChain, tmp_path: Path
) -> None:
    hostile = {**loopback.SHUSHA, "name": "=HYPERLINK(1)", "lon": "-46.75", "display_name": "@SUM(1)"}
    server.behave(loopback.answering([hostile]))
    geocode_file(write_list(tmp_path, "=1+1"), tmp_path / "out.csv", open_chain())
    row = read_rows(tmp_path / "out.csv")[0]
    assert (row["name"], row["geocoded_name"], row["geocoded_address"]) == ("'=1+1", "'=HYPERLINK(1)", "'@SUM(1)")
    assert row["geocoded_longitude"] == "-46.75"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"place\nBaku\n", "no column 'name'"),
        (b"", "no column 'name'"),
        ("name\nБаку\n".encode("cp1251"), "not UTF-8"),
        (b"name,id\nBaku\n", "number of cells"),
        (b"name,id\nBaku,1,2\n", "number of cells"),
    ],
)
def test_a_list_that_cannot_be_read_says_why(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "names.csv"
    path.write_bytes(content)
    with pytest.raises(InvalidFile, match=words):
        geocode_file(path, tmp_path / "out.csv", Chain.open(GeocodingSettings.load({}, tmp_path)))


def test_a_list_with_semicolons_and_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    path = tmp_path / "names.csv"
    path.write_bytes("\ufeffname;country_code\nŞuşa;AZ\n".encode())
    geocode_file(path, tmp_path / "out.csv", Chain.open(GeocodingSettings.load({}, tmp_path)))
    assert read_rows(tmp_path / "out.csv")[0]["geocoded_status"] == "found"


def test_the_journal_says_what_was_answered(server: LoopbackServer, open_chain: OpenChain, tmp_path: Path) -> None:
    server.behave(loopback.found, loopback.saying(b"", 500))
    geocode_file(write_list(tmp_path, "One", "Two"), tmp_path / "out.csv", open_chain())
    lines = (tmp_path / "out.csv.journal").read_text(encoding="utf-8").split("\n")
    assert [json.loads(line)["status"] for line in lines if line] == ["found", "failed"]
