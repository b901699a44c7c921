"""The guards of tests/conftest.py stop what they say they stop."""

from __future__ import annotations

import socket
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from tests.conftest import Guard


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("2001:db8::1", 80)])
def test_a_connection_to_another_machine_is_refused_and_noted(guard: Guard, address: tuple[str, int]) -> None:
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    with socket.socket(family) as connection, pytest.raises(OSError, match="refused in tests"):
        connection.connect(address)
    assert len(guard.refused) == 1
    guard.refused.clear()


def test_a_datagram_to_another_machine_is_refused_and_noted(guard: Guard) -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as connection, pytest.raises(OSError, match="refused in tests"):
        connection.sendto(b"", ("192.0.2.1", 53))
    assert guard.refused
    guard.refused.clear()


def test_a_name_is_not_looked_up(guard: Guard) -> None:
    with pytest.raises(URLError):
        urlopen("https://example.org/", timeout=1)
    assert "example.org" in guard.refused[0]
    guard.refused.clear()


def test_this_machine_can_be_reached() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname(), timeout=5) as to,
    ):
        assert to.getpeername() == server.getsockname()


def test_the_published_data_cannot_be_written(guard: Guard, data_folder: Path) -> None:
    with pytest.raises(OSError, match="refused in tests"):
        (data_folder / "records.csv").open("a", encoding="utf-8")
    with pytest.raises(OSError, match="refused in tests"):
        (data_folder / "new").mkdir()
    with pytest.raises(OSError, match="refused in tests"):
        (data_folder / "records.csv").unlink()
    assert len(guard.refused) == 3
    guard.refused.clear()
