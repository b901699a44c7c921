"""Answers kept: found for months, not found for days, shared, and never a reason to fail."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from chancery.errors import GeocodingError, InvalidCoordinates, InvalidValue, ProviderUnavailable
from chancery.geocoding import cache as cache_module
from chancery.geocoding.cache import DAY, AnswerCache
from chancery.geocoding.candidates import PlaceQuery, PointQuery
from chancery.geocoding.chain import Chain
from chancery.geocoding.provider import Purpose
from chancery.geocoding.settings import GeocodingSettings
from chancery.geocoding.shared_file import FILE_NAME, SharedFile
from tests.unit.geocoding import loopback
from tests.unit.geocoding.loopback import LoopbackServer

OpenChain = Callable[..., Chain]
ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize(
    "age",
    [(loopback.found, 179, False), (loopback.found, 181, True), (loopback.not_found, 6, False),
     (loopback.not_found, 8, True)],
)  # fmt: skip
def test_found_is_kept_for_months_and_not_found_for_days(
    server: LoopbackServer,
    open_chain: OpenChain,
    monkeypatch: pytest.MonkeyPatch,
    age: tuple[loopback.Behaviour, int, bool],
) -> None:
    behaviour, days, asked_again = age
    server.behave(behaviour)
    chain = open_chain()
    first = chain.find(PlaceQuery("Shusha"))
    now = cache_module.time.time()
    monkeypatch.setattr(cache_module.time, "time", lambda: now + days * DAY)
    assert len(chain.find(PlaceQuery("Shusha")).candidates) == len(first.candidates)
    assert (len(server.requests) == 2) is asked_again


def test_what_one_process_was_told_another_knows(server: LoopbackServer, open_chain: OpenChain, tmp_path: Path) -> None:
    told = open_chain().find(PlaceQuery("Shusha")).candidates[0]
    code = (
        "from chancery.geocoding.chain import Chain; from chancery.geocoding.candidates import PlaceQuery;"
        "print(Chain.open().find(PlaceQuery('Shusha')).candidates[0].answered_at)"
    )
    environment = {
        "CHANCERY_GEOCODERS": "nominatim",
        "CHANCERY_GEOCODER_NOMINATIM_DOMAIN": server.address,
        "CHANCERY_GEOCODER_NOMINATIM_SCHEME": "http",
        "CHANCERY_GEOCODING_CACHE": str(tmp_path / "cache"),
    }
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == told.answered_at
    assert len(server.requests) == 1


def test_questions_that_differ_are_not_taken_for_each_other(server: LoopbackServer, open_chain: OpenChain) -> None:
    chain = open_chain()
    queries = [
        PlaceQuery("Shusha"), PlaceQuery("shusha"), PlaceQuery("Shusha", country_codes=("AZ",)),
        PlaceQuery("Shusha", language="ru"), PlaceQuery("Shusha", limit=1),
    ]  # fmt: skip
    for query in [*queries, PlaceQuery("  Shusha ")]:
        chain.find(query)
    assert len(server.requests) == len(queries)


def test_a_damaged_file_is_begun_anew(server: LoopbackServer, open_chain: OpenChain, tmp_path: Path) -> None:
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / FILE_NAME).write_bytes(b"no database at all" * 1000)
    assert open_chain().find(PlaceQuery("Shusha")).candidates


def test_an_answer_that_cannot_be_read_is_asked_for_again(server: LoopbackServer, open_chain: OpenChain) -> None:
    chain = open_chain()
    chain.find(PlaceQuery("Shusha"))
    with chain.online[0].cache.shared.transaction() as connection:
        connection.execute("""UPDATE answers SET body = '[{"name": 1}]'""")
    assert chain.find(PlaceQuery("Shusha")).candidates
    assert len(server.requests) == 2


def test_a_folder_that_is_none_is_refused_with_a_remedy(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(GeocodingError, match="nowhere to keep") as caught:
        SharedFile.open(tmp_path / "file" / "cache")
    assert "CHANCERY_GEOCODING_CACHE" in caught.value.remedy


def test_a_shared_file_lost_while_running_stops_no_page(
    server: LoopbackServer, open_chain: OpenChain, tmp_path: Path
) -> None:
    chain = open_chain("nominatim,gazetteer")
    for path in (tmp_path / "cache").iterdir():
        path.unlink()
    (tmp_path / "cache").rmdir()
    answer = chain.find(PlaceQuery("Shusha"))
    assert answer.candidates[0].provider == "gazetteer"
    assert "pace cannot be kept" in answer.failures[0].reason
    assert server.requests == []


def test_answers_can_be_forgotten(server: LoopbackServer, open_chain: OpenChain) -> None:
    chain = open_chain()
    chain.find(PlaceQuery("Shusha"))
    kept = chain.online[0].cache
    assert kept.forget("nominatim@example.org") == 0
    assert kept.forget() == 1
    chain.find(PlaceQuery("Shusha"))
    assert len(server.requests) == 2


def test_the_public_server_suggests_only_what_is_kept(tmp_path: Path) -> None:
    environment = {
        "CHANCERY_GEOCODERS": "nominatim",
        "CHANCERY_GEOCODING_CONTACT": "desk@example.org",
        "CHANCERY_GEOCODING_CACHE": str(tmp_path),
    }
    chain = Chain.open(GeocodingSettings.load(environment, tmp_path))
    answer = chain.find(PlaceQuery("Shu"), Purpose.SUGGESTION)
    assert "while someone types" in answer.failures[0].reason
    with pytest.raises(ProviderUnavailable):
        chain.online[0].find(PlaceQuery("Shu"), Purpose.SUGGESTION)
    AnswerCache(chain.online[0].cache.shared).keep(chain.online[0].server, PlaceQuery("Shusha"), ())
    assert chain.find(PlaceQuery("Shusha"), Purpose.SUGGESTION).failures == ()


@pytest.mark.parametrize(
    "values",
    [{"text": " "}, {"text": "x" * 301}, {"text": "\ud800"}, {"text": "a\0b"}, {"text": "a", "country_codes": ("az",)},
     {"text": "a", "language": "English"}, {"text": "a", "limit": 0}],
)  # fmt: skip
def test_a_query_that_no_server_should_see_is_refused(values: dict[str, object]) -> None:
    with pytest.raises(InvalidValue) as caught:
        PlaceQuery(**values)  # pyright: ignore[reportArgumentType]
    assert caught.value.where.field
    assert caught.value.remedy


def test_a_point_off_the_earth_is_refused() -> None:
    with pytest.raises(InvalidCoordinates):
        PointQuery(95, 46)


def test_a_chain_can_be_cut_to_some_of_its_providers(open_chain: OpenChain) -> None:
    chain = open_chain("gazetteer,nominatim")
    assert chain.only(["nominatim"]).names == ("nominatim",)
    with pytest.raises(GeocodingError, match="No provider is called photon"):
        chain.only(["photon"])
