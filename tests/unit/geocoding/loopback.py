"""A real HTTP server on loopback that answers, or misbehaves, as a test tells it to."""

from __future__ import annotations

import contextlib
import json
import threading
import time
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from typing import Any
from urllib.parse import parse_qs, urlsplit

SHUSHA: dict[str, Any] = {
    "place_id": 1,
    "licence": "Data © OpenStreetMap contributors, ODbL 1.0. http://osm.org/copyright",
    "osm_type": "node",
    "osm_id": 2,
    "lat": "39.7600000",
    "lon": "46.7500000",
    "class": "place",
    "type": "town",
    "place_rank": 18,
    "importance": 0.35,
    "addresstype": "town",
    "name": "Şuşa",
    "display_name": "Şuşa, Azərbaycan",
    "address": {"town": "Şuşa", "country": "Azərbaycan", "country_code": "az"},
    "boundingbox": ["39.6600000", "39.8600000", "46.6500000", "46.8500000"],
}
"""One place, as Nominatim writes it."""


@dataclass(frozen=True)
class Request:
    """A request as it arrived."""

    at: float
    path: str
    query: dict[str, str]
    headers: dict[str, str]


Behaviour = Callable[["Handler"], None]


@dataclass
class LoopbackServer:
    """A server on loopback, and what it was asked."""

    address: str
    behaviours: list[Behaviour]
    requests: list[Request] = field(default_factory=list[Request])
    over: threading.Event = field(default_factory=threading.Event)

    def behave(self, *behaviours: Behaviour) -> None:
        """Answer the next requests so, one after the other, and all further ones as the last."""
        self.behaviours[:] = behaviours

    @property
    def gaps(self) -> list[float]:
        """Seconds between the arrivals of one request and the next."""
        moments = sorted(request.at for request in self.requests)
        return [later - earlier for earlier, later in pairwise(moments)]


class Handler(BaseHTTPRequestHandler):
    """Notes a request and answers it as the server was told."""

    server: Any
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer."""
        loopback: LoopbackServer = self.server.loopback
        parts = urlsplit(self.path)
        query = {key: values[0] for key, values in parse_qs(parts.query).items()}
        loopback.requests.append(Request(time.time(), parts.path, query, dict(self.headers)))
        behaviours = loopback.behaviours
        behaviour = behaviours.pop(0) if len(behaviours) > 1 else behaviours[0]
        self.close_connection = True
        with contextlib.suppress(OSError):  # whoever asked may have gone, which is what is tested
            behaviour(self)

    def send(
        self, body: bytes, status: int = 200, length: int | None = None, headers: Mapping[str, str] | None = None
    ) -> None:
        """Send a whole answer, or one that says another length."""
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(body) if length is None else length))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def pause(self, seconds: float) -> None:
        """Wait, or until the test is over."""
        self.server.loopback.over.wait(seconds)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is the library's
        """Keep quiet."""


class QuietServer(ThreadingHTTPServer):
    """A server whose clients may leave when they like."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Keep quiet."""


@contextmanager
def serving(*behaviours: Behaviour) -> Generator[LoopbackServer]:
    """Run a server for as long as the block lasts."""
    http = QuietServer(("127.0.0.1", 0), Handler)
    loopback = LoopbackServer(f"127.0.0.1:{http.server_address[1]}", list(behaviours) or [found])
    http.loopback = loopback  # pyright: ignore[reportAttributeAccessIssue]
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield loopback
    finally:
        loopback.over.set()
        http.shutdown()
        http.server_close()
        thread.join()


def answering(value: Any, status: int = 200) -> Behaviour:
    """Answer with a value as JSON."""
    return lambda handler: handler.send(json.dumps(value).encode(), status)


def saying(body: bytes, status: int = 200, retry_after: str | None = None) -> Behaviour:
    """Answer with these bytes, and perhaps with when to come back."""
    headers = {} if retry_after is None else {"Retry-After": retry_after}
    return lambda handler: handler.send(body, status, headers=headers)


found = answering([SHUSHA])
not_found = answering([])


def slow(handler: Handler) -> None:
    """Take the request and say nothing."""
    handler.pause(30)


def dripping_body(handler: Handler) -> None:
    """Send the body a byte at a time."""
    handler.send(b"[", length=10_000)
    for _ in range(600):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        handler.pause(0.05)


def dripping_headers(handler: Handler) -> None:
    """Send the headers a byte at a time, each within any time-out of a socket."""
    for byte in b"HTTP/1.1 200 OK\r\nX-Filler: " + b"x" * 600:
        handler.wfile.write(bytes([byte]))
        handler.wfile.flush()
        handler.pause(0.05)


def cut_off(handler: Handler) -> None:
    """Promise more than is sent."""
    handler.send(json.dumps([SHUSHA]).encode()[:40], length=4000)


def hanging_up(handler: Handler) -> None:
    """Close the connection without a word."""
    handler.connection.close()


def huge(handler: Handler) -> None:
    """Send 64 MB, in a body of no stated end."""
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.end_headers()
    handler.wfile.write(b"[")
    for _ in range(64):
        handler.wfile.write(b" " * 1024 * 1024)


def redirecting(handler: Handler) -> None:
    """Send elsewhere."""
    handler.send(b"", 302, headers={"Location": "http://127.0.0.1:9/search"})
