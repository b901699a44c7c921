"""The chain against a server that misbehaves: bounded in time and size, told apart from "not found", never kept."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from chancery.geocoding.candidates import PlaceQuery, PointQuery
from chancery.geocoding.chain import Chain
from tests.unit.geocoding import loopback
from tests.unit.geocoding.loopback import LoopbackServer, answering, saying

OpenChain = Callable[..., Chain]

FAULTS = {
    "slow": loopback.slow,
    "dripping body": loopback.dripping_body,
    "dripping headers": loopback.dripping_headers,
    "403": saying(b"Forbidden", 403),
    "401": saying(b"", 401),
    "429": saying(b"", 429, retry_after="3600"),
    "500": saying(b"<h1>Internal Server Error</h1>", 500),
    "503": saying(b"", 503),
    "cut off": loopback.cut_off,
    "hanging up": loopback.hanging_up,
    "not JSON": saying(b"<!doctype html><title>Captive portal</title>"),
    "not UTF-8": saying(b'[{"lat": "\xff\xfe"}'),
    "other JSON": answering({"hello": ["world"]}),
    "text": answering("Shusha"),
    "number": answering(42),
    "list of texts": answering(["Shusha"]),
    "no coordinates": answering([{"display_name": "Shusha"}]),
    "no place on Earth": answering([{"display_name": "Shusha", "lat": "95", "lon": "46"}]),
    "not a number": answering([{"display_name": "Shusha", "lat": "NaN", "lon": "46"}]),
    "nested": saying(b"[" * 100_000),
    "huge": loopback.huge,
    "redirecting": loopback.redirecting,
    "empty": saying(b""),
}


@pytest.mark.filterwarnings("ignore:Latitude normalization")  # geopy's word on a latitude of 95
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_a_failure_with_a_reason_soon_and_is_not_kept(
    server: LoopbackServer, open_chain: OpenChain, fault: str
) -> None:
    server.behave(FAULTS[fault])
    chain = open_chain(GEOCODER_NOMINATIM_TIMEOUT_S="0.5", GEOCODER_NOMINATIM_PATIENCE_S="1")
    started = time.monotonic()
    answer = chain.find(PlaceQuery("Shusha"))
    assert time.monotonic() - started < 3
    assert answer.candidates == ()
    assert [failure.provider for failure in answer.failures] == ["nominatim"]
    reason = answer.failures[0].reason
    assert reason.endswith(".")
    assert len(reason) < 250
    assert "Traceback" not in reason
    assert not answer.is_final
    assert chain.online[0].cache.find(chain.online[0].server, PlaceQuery("Shusha")) is None


def test_what_was_kept_nowhere_is_asked_again_and_found(server: LoopbackServer, open_chain: OpenChain) -> None:
    chain = open_chain()
    server.behave(saying(b"", 500), loopback.found)
    assert chain.find(PlaceQuery("Shusha")).candidates == ()
    assert chain.find(PlaceQuery("Shusha")).candidates[0].name == "Şuşa"


def test_one_request_is_sent_for_one_question(server: LoopbackServer, open_chain: OpenChain) -> None:
    server.behave(loopback.hanging_up)
    open_chain().find(PlaceQuery("Shusha"))
    assert len(server.requests) == 1


def test_retry_after_is_waited_for_if_patience_allows(server: LoopbackServer, open_chain: OpenChain) -> None:
    server.behave(saying(b"", 429, retry_after="1"), loopback.found)
    assert open_chain().find(PlaceQuery("Shusha")).candidates[0].name == "Şuşa"
    assert len(server.requests) == 2
    assert server.gaps[0] >= 1.0


def test_retry_after_of_an_unavailable_server_is_waited_for_too(server: LoopbackServer, open_chain: OpenChain) -> None:
    server.behave(saying(b"", 503, retry_after="1"), loopback.found)
    assert open_chain().find(PlaceQuery("Shusha")).candidates
    assert server.gaps[0] >= 1.0


def test_a_pause_too_long_to_wait_for_holds_for_every_chain(server: LoopbackServer, open_chain: OpenChain) -> None:
    server.behave(saying(b"", 429, retry_after="120"), loopback.found)
    first, second = open_chain(), open_chain()
    assert "pause of 120 s" in first.find(PlaceQuery("Shusha")).failures[0].reason
    assert "asked for a pause" in second.find(PlaceQuery("Baku")).failures[0].reason
    assert len(server.requests) == 1


@pytest.mark.parametrize("header", ["soon", "-5", "Wed, 21 Oct 2015 07:28:00 GMT", "99999999999999999999", ""])
def test_a_senseless_retry_after_harms_nothing(server: LoopbackServer, open_chain: OpenChain, header: str) -> None:
    server.behave(saying(b"", 429, retry_after=header), loopback.found)
    chain = open_chain(GEOCODER_NOMINATIM_PATIENCE_S="0.5")
    answer = chain.find(PlaceQuery("Shusha"))
    assert answer.candidates or answer.failures
    assert chain.online[0].gate.seconds_to_wait() <= 86_400


def test_a_refusal_is_not_repeated(server: LoopbackServer, open_chain: OpenChain) -> None:
    server.behave(saying(b"", 403))
    chain = open_chain()
    chain.find(PlaceQuery("Shusha"))
    assert "refused us" in chain.find(PlaceQuery("Baku")).failures[0].reason
    assert len(server.requests) == 1


def test_the_breaker_opens_after_three_failures(server: LoopbackServer, open_chain: OpenChain) -> None:
    server.behave(saying(b"", 500))
    chain = open_chain()
    for name in ("Shusha", "Baku", "Minsk", "Brest", "Lida"):
        assert chain.find(PlaceQuery(name)).failures
    assert len(server.requests) == 3


def test_the_next_provider_is_asked_in_its_stead(server: LoopbackServer, open_chain: OpenChain) -> None:
    server.behave(saying(b"", 500), loopback.found)
    second = {"GEOCODER_SPARE_SERVICE": "nominatim", "GEOCODER_SPARE_SCHEME": "http"}
    chain = open_chain("nominatim,spare", GEOCODER_SPARE_DOMAIN=server.address, **second)
    answer = chain.find(PlaceQuery("Shusha"))
    assert answer.asked == ("nominatim", "spare")
    assert [failure.provider for failure in answer.failures] == ["nominatim"]
    assert answer.candidates[0].provider == "spare"
    assert answer.is_final


def test_without_a_network_the_gazetteer_answers_all_the_same(open_chain: OpenChain) -> None:
    chain = open_chain("nominatim,gazetteer", GEOCODER_NOMINATIM_DOMAIN="127.0.0.1:9")
    answer = chain.find(PlaceQuery("Shusha"))
    assert answer.candidates[0].provider == "gazetteer"
    assert "cannot be reached" in answer.failures[0].reason


def test_nothing_found_is_kept_and_not_asked_again(server: LoopbackServer, open_chain: OpenChain) -> None:
    server.behave(loopback.not_found)
    for _ in range(2):
        answer = open_chain().find(PlaceQuery("Nowhere-upon-Nothing"))
        assert answer.candidates == ()
        assert answer.is_final
    assert len(server.requests) == 1


def test_an_ambiguous_name_brings_all_its_candidates(server: LoopbackServer, open_chain: OpenChain) -> None:
    server.behave(answering([loopback.SHUSHA, {**loopback.SHUSHA, "lat": "40.1", "osm_id": 3}]))
    candidates = open_chain().find(PlaceQuery("Shusha")).candidates
    assert [candidate.provider_id for candidate in candidates] == ["node/2", "node/3"]


def test_one_unusable_candidate_does_not_spoil_the_others(server: LoopbackServer, open_chain: OpenChain) -> None:
    server.behave(answering([{**loopback.SHUSHA, "lat": "0", "lon": "0"}, loopback.SHUSHA]))
    assert len(open_chain().find(PlaceQuery("Shusha")).candidates) == 1


def test_hostile_text_comes_as_one_bounded_line(server: LoopbackServer, open_chain: OpenChain) -> None:
    hostile = "Şuşa\u202e\x1b[31m\r\n{{7*7}}" + "x" * 5000
    server.behave(answering([{**loopback.SHUSHA, "name": hostile, "display_name": hostile, "licence": hostile}]))
    best = open_chain().find(PlaceQuery("Shusha")).candidates[0]
    for text in (best.name, best.address, best.attribution):
        assert text.isprintable()
        assert len(text) <= 400
        assert text.startswith("Şuşa")


def test_a_reverse_query_fails_and_recovers_like_a_search(server: LoopbackServer, open_chain: OpenChain) -> None:
    server.behave(saying(b"oops"), answering(loopback.SHUSHA))
    chain, point = open_chain(), PointQuery(39.76, 46.75)
    assert chain.reverse(point).failures
    assert chain.reverse(point).candidates[0].name == "Şuşa"
    assert [request.path for request in server.requests] == ["/reverse", "/reverse"]


def test_a_proxy_of_the_system_does_not_stand_before_this_machine(
    open_chain: OpenChain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    assert open_chain().find(PlaceQuery("Shusha")).candidates


def test_a_proxy_of_the_settings_is_used(server: LoopbackServer, open_chain: OpenChain) -> None:
    chain = open_chain(GEOCODER_NOMINATIM_DOMAIN="nominatim.example.org", GEOCODER_NOMINATIM_PROXIES=server.address)
    assert chain.find(PlaceQuery("Shusha")).candidates
    assert server.requests[0].headers["Host"] == "nominatim.example.org"
