"""An article from its address on the web, fetched without ever reaching into the network that this server stands in.

The address that a name leads to is looked at when the connection is made, on every hop of a redirect, and the
connection goes to that very address: neither a number written otherwise nor a name that changes its mind leads inside.
"""

from __future__ import annotations

import ipaddress
import queue
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from email.message import Message
from typing import Any, TypeVar

import requests
import urllib3
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import HTTPError

from chancery import __version__
from chancery.errors import InvalidValue, Location, PageUnavailable
from chancery.exchange.documents.document import Document
from chancery.exchange.documents.extraction import extract_document
from chancery.model import is_web_link

LARGEST_PAGE = 8 * 1024 * 1024
"""Bytes of a page that is taken."""

SECONDS = 20.0
"""How long a page may take, redirects included."""

MOST_REDIRECTS = 5

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Permit = Callable[[Address], bool]
Resolve = Callable[[str, int], list[Any]]
T = TypeVar("T")

_PASTE = "Open the page in a browser and paste its text instead."
_CHUNK = 16 * 1024
_KINDS = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def is_public(address: Address) -> bool:
    """Tell whether an address is one of the public Internet; one that wraps another is judged by both."""
    if address.is_multicast or not address.is_global:
        return False
    if isinstance(address, ipaddress.IPv6Address) and address.is_site_local:
        return False
    return all(is_public(inner) for inner in _unwrap(address))


def resolve_host(host: str, port: int) -> list[Any]:
    """Return what the system says a host's addresses are, as `socket.getaddrinfo` does."""
    return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a page may take, and where it may be.

    Attributes
    ----------
    permit
        Judges each address that is about to be connected to.
    resolve
        Looks hosts up.
    """

    permit: Permit = is_public
    resolve: Resolve = resolve_host
    seconds: float = SECONDS
    largest: int = LARGEST_PAGE


PUBLIC = Limits()


@dataclass(frozen=True, slots=True)
class _Page:
    data: bytes
    suffix: str
    charset: str
    url: str


class _Refused(HTTPError):
    """A connection led to an address that is not to be reached."""


def fetch_article(url: str, limits: Limits = PUBLIC) -> Document:
    """Return the article at an address.

    Parameters
    ----------
    url
        An ``http`` or ``https`` address.

    Raises
    ------
    InvalidValue
        If it is no such address.
    PageUnavailable
        If the page cannot be had: it is not on the public Internet, does not answer in time, refuses, is too large, or
        is not a document.
    InvalidFile
        If there is no article in it.
    """
    address = url.strip()
    if not is_web_link(address):
        raise InvalidValue(
            "It is not the address of a web page.",
            where=Location(field="url"),
            remedy="Give one that begins with http:// or https://.",
        )
    page = _within(limits.seconds, lambda: _fetch(address, limits))
    return extract_document(page.data, f"page{page.suffix}", charset=page.charset, url=page.url)


def _fetch(url: str, limits: Limits) -> _Page:
    deadline = time.monotonic() + limits.seconds
    headers = {"User-Agent": f"Chancery/{__version__}", "Accept": "text/html, text/plain;q=0.8, application/pdf;q=0.7"}
    with requests.Session() as session:
        session.trust_env = False  # a proxy would look the name up by itself, and reach what this must not
        session.max_redirects = MOST_REDIRECTS
        adapter = _GuardedAdapter(limits)
        session.mount("http://", adapter)
        session.mount("https://", adapter)
        try:
            with session.get(url, headers=headers, timeout=limits.seconds, stream=True) as response:
                _check_answer(response)
                kind = _read_kind(response)
                return _Page(_read_body(response, limits, deadline), *kind, url=response.url)
        except requests.TooManyRedirects as error:
            raise _unavailable("The page only leads on to others.") from error
        except requests.Timeout as error:
            raise _unavailable(f"The page did not answer within {limits.seconds:.0f} seconds.") from error
        except requests.exceptions.SSLError as error:
            raise _unavailable("The page's certificate cannot be trusted.") from error
        except (requests.RequestException, HTTPError, OSError, UnicodeError, ValueError) as error:
            if _find_cause(error, _Refused):
                raise PageUnavailable(
                    "The address leads into a private network, and is not asked.", remedy=_PASTE
                ) from error
            raise _unavailable("The page cannot be reached.") from error


def _check_answer(response: requests.Response) -> None:
    if response.status_code in (401, 403, 429, 451):
        raise _unavailable(f"The page does not let itself be fetched (status {response.status_code}).")
    if response.status_code >= 400:
        raise _unavailable(f"The server has no such page (status {response.status_code}).")


def _read_kind(response: requests.Response) -> tuple[str, str]:
    """Return the ending for a file of the answer's type, and the encoding that the server names."""
    header = Message()
    header["content-type"] = response.headers.get("Content-Type", "text/html")
    kind = header.get_content_type()
    if kind not in _KINDS:
        raise _unavailable(f"It is no web page, but {kind[:80]}.")
    return _KINDS[kind], str(header.get_content_charset("") or "")


def _read_body(response: requests.Response, limits: Limits, deadline: float) -> bytes:
    body = bytearray()
    for chunk in response.iter_content(_CHUNK):
        body += chunk
        if len(body) > limits.largest:
            raise _unavailable(f"The page has more than {limits.largest / 2**20:.0f} MB.")
        if time.monotonic() > deadline:
            raise _unavailable(f"The page took longer than {limits.seconds:.0f} seconds.")
    return bytes(body)


class _GuardedConnection(HTTPConnection):
    """A connection to one of the permitted addresses of its host."""

    limits = PUBLIC

    def _new_conn(self) -> socket.socket:
        return _connect(self, self.limits)


class _GuardedSecureConnection(HTTPSConnection):
    """The same with TLS; the certificate is still checked against the host's name."""

    limits = PUBLIC

    def _new_conn(self) -> socket.socket:
        return _connect(self, self.limits)


def _connect(connection: HTTPConnection, limits: Limits) -> socket.socket:
    host = connection.host.strip("[]")
    try:
        found = limits.resolve(host, connection.port or connection.default_port)
    except (OSError, UnicodeError) as error:
        raise urllib3.exceptions.NewConnectionError(connection, f"{host} is not known") from error
    # All of them: a host with one address outside and one inside is not trusted with either.
    if not found or not all(limits.permit(ipaddress.ip_address(entry[4][0].partition("%")[0])) for entry in found):
        raise _Refused(host)
    failure: OSError | None = None
    for family, kind, protocol, _, target in found:
        attempt = socket.socket(family, kind, protocol)
        try:
            attempt.settimeout(limits.seconds)
            attempt.connect(target)
        except OSError as error:
            attempt.close()
            failure = error
        else:
            return attempt
    if isinstance(failure, TimeoutError):
        raise urllib3.exceptions.ConnectTimeoutError(connection, f"{host} did not answer") from failure
    raise urllib3.exceptions.NewConnectionError(connection, f"{host} cannot be reached") from failure


class _GuardedAdapter(HTTPAdapter):
    """Makes every connection of a session a guarded one."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Make pools whose connections look at where they go."""
        super().init_poolmanager(*args, **kwargs)
        plain: Any = type("Connection", (_GuardedConnection,), {"limits": self._limits})
        secure: Any = type("SecureConnection", (_GuardedSecureConnection,), {"limits": self._limits})
        pools: dict[str, Any] = {
            "http": type("Pool", (HTTPConnectionPool,), {"ConnectionCls": plain}),
            "https": type("SecurePool", (HTTPSConnectionPool,), {"ConnectionCls": secure}),
        }
        self.poolmanager.pool_classes_by_scheme = pools


def _unwrap(address: Address) -> list[Address]:
    """Return the addresses that another carries within it: IPv4 in IPv6, in several ways."""
    if isinstance(address, ipaddress.IPv4Address):
        return []
    inner: list[Address] = [found for found in (address.ipv4_mapped, address.sixtofour) if found is not None]
    inner.extend(address.teredo or ())
    if address in _NAT64:
        inner.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return inner


def _find_cause(error: BaseException, wanted: type[BaseException]) -> bool:
    """Tell whether an error came of another: requests and urllib3 wrap what they catch in their own."""
    seen: list[Any] = [error]
    for item in seen:
        if isinstance(item, wanted):
            return True
        linked = [item.__cause__, item.__context__, getattr(item, "reason", None), *item.args]
        seen.extend(other for other in linked if isinstance(other, BaseException) and other not in seen)
    return False


def _within(seconds: float, work: Callable[[], T]) -> T:
    """Return what the work returns, or stop waiting for it: a server that drips its headers could hold it for hours."""
    outcome: queue.SimpleQueue[tuple[T | None, Exception | None]] = queue.SimpleQueue()

    def run() -> None:
        try:
            outcome.put((work(), None))
        except Exception as error:  # noqa: BLE001 - it is raised where it was asked for
            outcome.put((None, error))

    threading.Thread(target=run, name="fetch", daemon=True).start()
    try:
        result, error = outcome.get(timeout=seconds + 0.5)
    except queue.Empty:
        raise _unavailable(f"The page took longer than {seconds:.0f} seconds.") from None
    if error is not None or result is None:
        raise error or _unavailable("The page cannot be reached.")
    return result


def _unavailable(message: str) -> PageUnavailable:
    return PageUnavailable(message, remedy=_PASTE)
