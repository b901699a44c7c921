"""Pages from the web: nothing within the network is ever asked, whatever the address looks like or leads to."""

from __future__ import annotations

import ipaddress
import socket
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from chancery.errors import ChanceryError, InvalidValue, PageUnavailable
from chancery.exchange.documents import url as fetching
from chancery.exchange.documents.document import Document
from chancery.exchange.documents.url import PUBLIC, Limits, fetch_article, is_public
from tests.unit.exchange.documents.test_html import write_page
from tests.website import Site, serve_site


@pytest.fixture
def site() -> Iterator[Site]:
    with serve_site() as site:
        yield site


def resolve_to(*addresses: str) -> Callable[[str, int], list[Any]]:
    """Return a resolver that says the same of every name, one after the other if there are several calls."""
    left = list(addresses)

    def resolve(host: str, port: int) -> list[Any]:
        address = left.pop(0) if len(left) > 1 else left[0]
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        return [(family, socket.SOCK_STREAM, 6, "", (address, port))]

    return resolve


def is_loopback(address: Any) -> bool:
    return address.is_loopback


OPEN = Limits(permit=is_loopback, resolve=resolve_to("127.0.0.1"), seconds=5)
"""As outside, but for this machine, which stands for the Internet in these tests."""


@pytest.fixture(autouse=True)
def parse_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parse in this process, to be quick; the other one has its own tests."""
    parse = fetching.extract_document.__globals__["parse_document"]

    def extract(data: bytes, name: str, *, charset: str = "", url: str = "") -> Document:
        return parse(data, f".{name.rpartition('.')[2]}", charset=charset, url=url)

    monkeypatch.setattr(fetching, "extract_document", extract)


def test_a_page_is_fetched_and_knows_where_it_is_from(site: Site) -> None:
    url = site.say("/a", write_page().encode())
    found = fetch_article(url, OPEN)
    assert "ambassador" in found.text
    assert found.url == url


def test_a_redirect_is_followed_and_its_end_is_the_address(site: Site) -> None:
    end = site.say("/b", write_page().encode())
    assert fetch_article(site.say("/a", status=302, Location="/b"), OPEN).url == end


BLOCKED = [
    "127.0.0.1", "127.8.8.8", "0.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "224.0.0.1", "255.255.255.255", "192.0.2.1", "::1", "::", "fe80::1", "fc00::1", "fec0::1", "ff02::1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1", "2002:7f00:1::", "2002:a00:1::",
    "2001:db8::1",
]  # fmt: skip


@pytest.mark.parametrize("address", BLOCKED)
def test_addresses_within_are_not_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["93.184.216.34", "8.8.8.8", "2606:2800:220:1::1", "64:ff9b::808:808"])
def test_addresses_outside_are_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


def resolve_numbers(host: str, port: int) -> list[Any]:
    """Do what the system does with a host that is a number in any way of writing: no name is ever looked up."""
    try:
        address = host if ":" in host else socket.inet_ntoa(socket.inet_aton(host))
    except OSError:
        address = {"localhost": "127.0.0.1", "inside.example": "10.1.2.3"}[host]
    return resolve_to(address)(host, port)


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "inside.example", "2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "127.1", "[::1]",
     "[::ffff:127.0.0.1]", "[64:ff9b::7f00:1]", "169.254.169.254", "user:pass@127.0.0.1", "0"],
)  # fmt: skip
def test_no_spelling_of_a_private_address_is_asked(host: str, site: Site) -> None:
    site.say("/", write_page().encode())
    with pytest.raises(PageUnavailable, match="private network"):
        fetch_article(f"http://{host}:{site.port}/", Limits(resolve=resolve_numbers, seconds=5))
    assert site.asked == []


def test_the_block_holds_for_tls_too() -> None:
    with pytest.raises(PageUnavailable, match="private network"):
        fetch_article("https://inside.example/", Limits(resolve=resolve_numbers, seconds=5))


def test_a_redirect_into_the_network_is_not_followed(site: Site) -> None:
    def permit(address: Any) -> bool:
        return str(address) == "127.0.0.1"

    def resolve(host: str, port: int) -> list[Any]:
        return resolve_to("127.0.0.1" if host == "news.example" else "127.0.0.2")(host, port)

    site.say("/secret", b"<p>secret</p>")
    start = site.say("/a", status=301, Location=f"http://inside.example:{site.port}/secret")
    with pytest.raises(PageUnavailable, match="private network"):
        fetch_article(start, Limits(permit=permit, resolve=resolve, seconds=5))
    assert site.asked == ["/a"]


def test_a_name_that_changes_its_mind_after_the_look_is_not_asked_again(site: Site) -> None:
    # The look-up that is judged is the one that is connected to: a second answer is never asked for.
    asked: list[str] = []

    def resolve(host: str, port: int) -> list[Any]:
        asked.append(host)
        return resolve_to("127.0.0.1" if len(asked) == 1 else "10.0.0.1")(host, port)

    site.say("/a", write_page().encode())
    assert fetch_article(f"http://news.example:{site.port}/a", Limits(is_loopback, resolve, 5)).text
    assert asked == ["news.example"]


def test_a_name_that_changes_its_mind_on_a_redirect_is_blocked(site: Site) -> None:
    start = site.say("/a", status=302, Location="/b", Connection="close")
    site.say("/b", write_page().encode())
    limits = Limits(is_loopback, resolve_to("127.0.0.1", "10.0.0.1"), 5)
    with pytest.raises(PageUnavailable, match="private network"):
        fetch_article(start, limits)
    assert site.asked == ["/a"]


def test_a_host_with_one_address_inside_is_not_asked_at_all(site: Site) -> None:
    def resolve(host: str, port: int) -> list[Any]:
        return resolve_to("127.0.0.1")(host, port) + resolve_to("10.0.0.1")(host, port)

    with pytest.raises(PageUnavailable, match="private network"):
        fetch_article(site.say("/a"), Limits(is_loopback, resolve, 5))


def test_a_proxy_of_the_system_is_not_used(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{site.port}")
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{site.port}")
    with pytest.raises(PageUnavailable, match="private network"):
        fetch_article("http://inside.example/", Limits(resolve=resolve_numbers, seconds=5))
    assert site.asked == []


@pytest.mark.parametrize("url", ["", "file:///etc/passwd", "ftp://a.example/", "javascript:alert(1)", "http://", "a b"])
def test_what_is_no_web_address_is_refused(url: str) -> None:
    with pytest.raises(InvalidValue):
        fetch_article(url, OPEN)


def test_a_redirect_to_another_scheme_is_not_followed(site: Site) -> None:
    with pytest.raises(PageUnavailable):
        fetch_article(site.say("/a", status=302, Location="file:///etc/passwd"), OPEN)


def test_a_page_that_leads_in_a_circle_is_given_up(site: Site) -> None:
    with pytest.raises(PageUnavailable, match="leads on"):
        fetch_article(site.say("/a", status=302, Location="/a"), OPEN)
    assert len(site.asked) == fetching.MOST_REDIRECTS + 1


@pytest.mark.parametrize(("status", "words"), [(403, "403"), (401, "401"), (429, "429"), (404, "404"), (500, "500")])
def test_a_refusal_is_told_and_pasting_offered(site: Site, status: int, words: str) -> None:
    with pytest.raises(PageUnavailable, match=words) as error:
        fetch_article(site.say("/a", status=status), OPEN)
    assert "paste" in error.value.remedy


@pytest.mark.parametrize("kind", ["image/png", "application/zip", "video/mp4", "application/json"])
def test_what_is_no_page_is_told(site: Site, kind: str) -> None:
    with pytest.raises(PageUnavailable, match=kind):
        fetch_article(site.say("/a", b"x", Content_Type=kind), OPEN)


def test_a_page_without_end_is_cut_off(site: Site) -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        try:
            for _ in range(10_000):
                handler.wfile.write(b"x" * 65_536)
        except OSError:
            return

    with pytest.raises(PageUnavailable, match="MB"):
        fetch_article(site.act("/a", answer), Limits(is_loopback, resolve_to("127.0.0.1"), 10, 1024 * 1024))


def test_a_page_that_unfolds_without_end_is_cut_off(site: Site) -> None:
    import gzip  # noqa: PLC0415 - of this test alone

    url = site.say("/a", gzip.compress(b"x" * (8 * 1024 * 1024)), Content_Encoding="gzip")
    with pytest.raises(PageUnavailable, match="MB"):
        fetch_article(url, Limits(is_loopback, resolve_to("127.0.0.1"), 10, 1024 * 1024))


@pytest.mark.parametrize("head", [b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", b"HTTP/1.1 200 OK\r\nX-A: "])
def test_a_server_that_drips_is_given_up_in_time(site: Site, head: bytes) -> None:
    stop = threading.Event()

    def answer(handler: BaseHTTPRequestHandler) -> None:
        try:
            handler.wfile.write(head)
            while not stop.wait(0.05):
                handler.wfile.write(b"a")
                handler.wfile.flush()
        except OSError:
            return

    begun = time.monotonic()
    try:
        with pytest.raises(PageUnavailable, match=r"longer than|within"):
            fetch_article(site.act("/a", answer), Limits(is_loopback, resolve_to("127.0.0.1"), 0.5))
        assert time.monotonic() - begun < 3
    finally:
        stop.set()


def test_a_server_that_hangs_up_is_told(site: Site) -> None:
    with pytest.raises(PageUnavailable, match="cannot be reached"):
        fetch_article(site.act("/a", lambda handler: handler.connection.close()), OPEN)


def test_the_limits_that_are_used_are_the_public_ones() -> None:
    assert PUBLIC.permit is is_public
    with pytest.raises(ChanceryError):
        fetch_article("http://127.0.0.1/")
