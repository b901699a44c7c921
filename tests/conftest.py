"""What every test can rely on: no network but loopback, the published data untouched, repeatable property tests.

Both guards listen to Python's audit events, which the code under test cannot patch away. What they refuse looks to that
code like a machine without a network, or like a read-only file; and because code may well survive that, the test fails
all the same when it ends.
"""

from __future__ import annotations

import errno
import ipaddress
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "data"

settings.register_profile("dev", max_examples=50, deadline=None)
settings.register_profile(
    "ci", max_examples=200, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("ci" if os.environ.get("CI") else "dev")


@dataclass
class Guard:
    """What was refused since the test began, in words."""

    refused: list[str] = field(default_factory=list)

    def refuse(self, code: int, what: str) -> None:
        """Note what was tried and raise the error that a machine without it would raise."""
        self.refused.append(what)
        raise OSError(code, f"{what} is refused in tests")


GUARD = Guard()


def _is_loopback(host: object) -> bool:
    """Tell whether a host, as the socket module is given it, is this machine."""
    if host is None:
        return True
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host)
    if name in {"", "localhost"}:
        return True
    try:
        return ipaddress.ip_address(name.partition("%")[0]).is_loopback
    except ValueError:
        return False


def _watch_network(event: str, arguments: tuple[object, ...]) -> None:
    if event in {"socket.getaddrinfo", "socket.gethostbyname"}:
        if not _is_loopback(arguments[0]):
            GUARD.refuse(errno.ENETUNREACH, f"looking up {arguments[0]!r}")
        return
    # An address is (host, port, ...) on the Internet and a path or nothing on a Unix socket.
    address = arguments[1]
    if isinstance(address, tuple) and not _is_loopback(address[0]):
        GUARD.refuse(errno.ENETUNREACH, f"a connection to {address!r}")


def _is_published(path: object) -> bool:
    if not isinstance(path, str | bytes | os.PathLike):
        return False
    return Path(os.path.abspath(os.fsdecode(path))).is_relative_to(DATA)  # noqa: PTH100 - resolve() would audit again


def _watch_data(event: str, arguments: tuple[object, ...]) -> None:
    if event == "open":
        path, mode, flags = arguments
        writes = isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND)
        if (writes or (isinstance(mode, str) and set(mode) & set("wax+"))) and _is_published(path):
            GUARD.refuse(errno.EROFS, f"writing to {path!r}")
        return
    for path in arguments:
        if _is_published(path):
            GUARD.refuse(errno.EROFS, f"{event} of {path!r}")


NETWORK_EVENTS = {"socket.getaddrinfo", "socket.gethostbyname", "socket.connect", "socket.sendto", "socket.sendmsg"}
DATA_EVENTS = {"open", "os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.truncate", "shutil.rmtree", "shutil.move"}


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    if event in NETWORK_EVENTS:
        _watch_network(event, arguments)
    elif event in DATA_EVENTS:
        _watch_data(event, arguments)


sys.addaudithook(_watch)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the browser tests last: they are slow, and Playwright keeps an event loop running till the session ends."""
    items.sort(key=lambda item: "browser" in item.path.relative_to(ROOT).parts)


@pytest.fixture(autouse=True)
def guard() -> Iterator[Guard]:
    """Fail a test that reached for the network or wrote to data/; one that means to, empties ``guard.refused``."""
    GUARD.refused.clear()
    yield GUARD
    refused = list(GUARD.refused)
    GUARD.refused.clear()
    assert not refused, f"the test tried what tests may not do: {'; '.join(refused)}"


@pytest.fixture(scope="session")
def data_folder() -> Path:
    """Return the published atlas, to be read only."""
    return DATA
