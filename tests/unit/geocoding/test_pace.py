"""The pace of a server, kept by all processes together."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from itertools import pairwise
from pathlib import Path

import pytest

from chancery.errors import ProviderUnavailable
from chancery.geocoding.candidates import PlaceQuery
from chancery.geocoding.chain import Chain
from chancery.geocoding.gate import Gate
from chancery.geocoding.policies import policy_of
from chancery.geocoding.settings import GeocodingSettings
from chancery.geocoding.shared_file import SharedFile
from tests.unit.geocoding import loopback

ROOT = Path(__file__).resolve().parents[3]

# What each process runs: as many different names as it is told, one after the other, in a chain of its own.
ASKING = """
import os, sys
from chancery.geocoding.candidates import PlaceQuery
from chancery.geocoding.chain import Chain
chain = Chain.open()
for number in range(int(sys.argv[1])):
    answer = chain.find(PlaceQuery(f"Town {number} of process {os.getpid()}"))
    assert not answer.failures, answer.failures
"""


def ask_from_two_processes(server: loopback.LoopbackServer, cache: Path, interval: float, each: int) -> list[float]:
    """Let two processes ask as fast as they are let and return the gaps between the arrivals at the server."""
    environment = {
        "PATH": "/usr/bin:/bin",
        "PYTHONPATH": str(ROOT),
        "CHANCERY_GEOCODERS": "nominatim",
        "CHANCERY_GEOCODER_NOMINATIM_DOMAIN": server.address,
        "CHANCERY_GEOCODER_NOMINATIM_SCHEME": "http",
        "CHANCERY_GEOCODER_NOMINATIM_INTERVAL_S": str(interval),
        "CHANCERY_GEOCODER_NOMINATIM_PATIENCE_S": "60",
        "CHANCERY_GEOCODING_CACHE": str(cache),
    }
    command = [sys.executable, "-c", ASKING, str(each)]
    processes = [subprocess.Popen(command, env=environment, cwd=cache.parent) for _ in range(2)]
    assert [process.wait(90) for process in processes] == [0, 0]
    assert len(server.requests) == 2 * each
    return server.gaps


def test_two_processes_together_keep_the_pace(server: loopback.LoopbackServer, tmp_path: Path) -> None:
    gaps = ask_from_two_processes(server, tmp_path / "cache", interval=0.1, each=12)
    assert min(gaps) >= 0.1


def test_two_processes_never_exceed_one_request_a_second(server: loopback.LoopbackServer, tmp_path: Path) -> None:
    interval = policy_of("nominatim.openstreetmap.org").interval_seconds
    assert interval == 1.0
    gaps = ask_from_two_processes(server, tmp_path / "cache", interval=interval, each=3)
    assert min(gaps) >= 1.0


def test_the_measure_would_see_a_pace_that_is_not_kept(server: loopback.LoopbackServer, tmp_path: Path) -> None:
    gaps = ask_from_two_processes(server, tmp_path / "cache", interval=0.0, each=12)
    assert min(gaps) < 0.1


def test_threads_of_one_process_keep_it_too(tmp_path: Path) -> None:
    gate = Gate(SharedFile.open(tmp_path), "example.org", 0.1)
    moments: list[float] = []

    def pass_the_gate() -> None:
        for _ in range(3):
            with gate.turn(10):
                moments.append(time.time())

    threads = [threading.Thread(target=pass_the_gate) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    moments.sort()
    assert min(later - earlier for earlier, later in pairwise(moments)) >= 0.1


def test_a_slow_answer_delays_the_next_request_by_a_full_interval(tmp_path: Path) -> None:
    gate = Gate(SharedFile.open(tmp_path), "example.org", 0.2)
    with gate.turn(1):
        time.sleep(0.2)
        ended = time.time()
    with gate.turn(1):
        assert time.time() - ended >= 0.2


def test_whoever_has_no_patience_is_told_at_once(tmp_path: Path) -> None:
    gate = Gate(SharedFile.open(tmp_path), "example.org", 30)
    with gate.turn(1):
        pass
    started = time.monotonic()
    with pytest.raises(ProviderUnavailable, match="left alone"), gate.turn(1):
        pytest.fail("the gate was open")
    assert time.monotonic() - started < 0.5


def test_a_process_that_dies_leaves_the_pace_and_an_open_lock(tmp_path: Path) -> None:
    dying = f"""
import os
from pathlib import Path
from chancery.geocoding.gate import Gate
from chancery.geocoding.shared_file import SharedFile
with Gate(SharedFile.open(Path({str(tmp_path)!r})), "example.org", 0.5).turn(1):
    os.kill(os.getpid(), 9)
"""
    subprocess.run([sys.executable, "-c", dying], check=False, cwd=ROOT)
    gate = Gate(SharedFile.open(tmp_path), "example.org", 0.5)
    assert 0 < gate.seconds_to_wait() <= 0.5
    with gate.turn(2):
        pass


def test_a_clock_set_back_costs_a_day_at_most(tmp_path: Path) -> None:
    shared = SharedFile.open(tmp_path)
    with shared.transaction() as connection:
        connection.execute("INSERT INTO gates VALUES ('example.org', ?, 0, '')", (time.time() + 10 * 86_400,))
    with Gate(shared, "example.org", 0.01).turn(0.5):
        pass


def test_one_caller_tries_the_server_when_the_pause_is_over(tmp_path: Path) -> None:
    shared = SharedFile.open(tmp_path)
    gate = Gate(shared, "example.org")
    for _ in range(3):
        gate.report_failure("it failed")
    assert gate.seconds_to_wait() > 20
    with shared.transaction() as connection:
        connection.execute("UPDATE gates SET not_before = 0")
    with gate.turn(0.1):
        with pytest.raises(ProviderUnavailable), gate.turn(0.1):
            pytest.fail("two went through")
        gate.report_success()
    with gate.turn(0.1):
        pass


def test_the_pause_doubles_with_each_failure_up_to_an_hour(tmp_path: Path) -> None:
    gate = Gate(SharedFile.open(tmp_path), "example.org")
    pauses: list[int] = []
    for _ in range(12):
        gate.report_failure("it failed")
        pauses.append(round(gate.seconds_to_wait()))
    assert pauses == [0, 0, 30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]


def test_two_that_ask_the_same_at_once_send_one_request(server: loopback.LoopbackServer, tmp_path: Path) -> None:
    environment = {
        "CHANCERY_GEOCODERS": "nominatim",
        "CHANCERY_GEOCODER_NOMINATIM_DOMAIN": server.address,
        "CHANCERY_GEOCODER_NOMINATIM_SCHEME": "http",
        "CHANCERY_GEOCODER_NOMINATIM_INTERVAL_S": "0.2",
        "CHANCERY_GEOCODING_CACHE": str(tmp_path / "cache"),
    }
    chain = Chain.open(GeocodingSettings.load(environment, tmp_path))
    found: list[int] = []
    threads = [
        threading.Thread(target=lambda: found.append(len(chain.find(PlaceQuery("Shusha")).candidates)))
        for _ in range(5)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [1] * 5
    assert len(server.requests) == 1
