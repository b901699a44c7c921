"""A real Nominatim on loopback, for as long as the tests of this folder run."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from chancery.geocoding.chain import Chain
from chancery.geocoding.settings import GeocodingSettings
from scripts.ensure_nominatim import find_nominatim

START_SECONDS = 60


@pytest.fixture(scope="session")
def nominatim_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the Nominatim that ``make test-nominatim`` built and yield its ``host:port``."""
    nominatim = find_nominatim()
    if nominatim is None:
        if os.environ.get("CHANCERY_NEEDS_NOMINATIM"):
            pytest.fail("no Nominatim was built: scripts/ensure_nominatim.py says why")
        pytest.skip("no Nominatim was built: make test-nominatim builds one")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = tmp_path_factory.mktemp("nominatim") / "log"
    with log.open("wb") as words:
        process = subprocess.Popen(
            nominatim.command(port),
            env=nominatim.environment(),
            stdin=subprocess.DEVNULL,
            stdout=words,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _wait_until_it_answers(f"http://127.0.0.1:{port}/status", process, log)
        yield f"127.0.0.1:{port}"
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _wait_until_it_answers(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"Nominatim does not answer:\n{log.read_text(encoding='utf-8')[-2000:]}")


@pytest.fixture
def environment(nominatim_server: str, tmp_path: Path) -> dict[str, str]:
    """Return the settings of a chain that knows nothing but this Nominatim."""
    return {
        "CHANCERY_GEOCODERS": "nominatim",
        "CHANCERY_GEOCODER_NOMINATIM_DOMAIN": nominatim_server,
        "CHANCERY_GEOCODER_NOMINATIM_SCHEME": "http",
        "CHANCERY_GEOCODER_NOMINATIM_TIMEOUT_S": "20",
        "CHANCERY_GEOCODING_CACHE": str(tmp_path / "cache"),
    }


@pytest.fixture
def chain(environment: dict[str, str], tmp_path: Path) -> Chain:
    """Return that chain."""
    return Chain.open(GeocodingSettings.load(environment, tmp_path))
