"""How geopy's geocoders reach a server here: one attempt, one deadline, a bounded answer, no detours.

geopy's own adapter tries a refused connection three times, waits for each byte anew, reads any amount and follows
redirects. All of that suits a script; it does not suit a page that someone waits for, or a server that asked for less.
"""

from __future__ import annotations

import ipaddress
import json
import queue
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit
from urllib.request import proxy_bypass

import requests
from geopy.adapters import AdapterHTTPError, RequestsAdapter
from geopy.exc import GeocoderParseError, GeocoderServiceError, GeocoderTimedOut, GeocoderUnavailable

LARGEST_ANSWER = 4 * 1024 * 1024
"""Bytes; fifty candidates with all their names are some 200,000."""

_LARGEST_ERROR_TEXT = 4096
_CHUNK = 64 * 1024
_DIRECT: Any = {"http": None, "https": None}


class BoundedAdapter(RequestsAdapter):
    """An adapter of geopy's for one exchange at a time.

    The time-out is that of the whole exchange, not of each wait within it, so that a server that drips does not hold
    its caller. Redirects are refused: they would lead around the pace and the settings of the server that was meant.
    """

    def __init__(self, *, proxies: Any, ssl_context: Any) -> None:
        super().__init__(proxies=proxies, ssl_context=ssl_context, max_retries=0)

    def get_json(self, url: str, *, timeout: float, headers: Mapping[str, str]) -> Any:
        """Return the answer to a GET request, parsed.

        Raises
        ------
        geopy.exc.GeocoderParseError
            If it is not JSON.
        """
        text = self.get_text(url, timeout=timeout, headers=headers)
        try:
            return json.loads(text)
        except (ValueError, RecursionError) as error:
            raise GeocoderParseError("The answer is not JSON") from error

    def get_text(self, url: str, *, timeout: float, headers: Mapping[str, str]) -> str:
        """Return the text that a GET request is answered with.

        Raises
        ------
        geopy.adapters.AdapterHTTPError
            For a status of 400 and above.
        geopy.exc.GeocoderTimedOut, GeocoderUnavailable, GeocoderServiceError
            If the answer took too long, could not be had or broke off, or was too large or a redirect.
        """
        return _within(timeout, lambda: self._fetch(url, timeout, headers))

    def _fetch(self, url: str, timeout: float, headers: Mapping[str, str]) -> str:
        deadline = time.monotonic() + timeout
        try:
            with self.session.get(
                url,
                timeout=timeout,
                headers=dict(headers),
                stream=True,
                allow_redirects=False,
                proxies=_DIRECT if _needs_no_proxy(url) else None,
            ) as response:
                if 300 <= response.status_code < 400:
                    raise GeocoderServiceError(f"The server redirects to {response.headers.get('location', 'nowhere')}")
                limit = _LARGEST_ERROR_TEXT if response.status_code >= 400 else LARGEST_ANSWER
                body = _read(response, limit, deadline, cut=response.status_code >= 400)
        except requests.Timeout as error:
            raise GeocoderTimedOut("The server did not answer in time") from error
        except requests.exceptions.ChunkedEncodingError as error:
            raise GeocoderUnavailable("The answer broke off") from error
        except requests.ConnectionError as error:
            if "timed out" in str(error):  # a wait in the middle of the body comes as a broken connection
                raise GeocoderTimedOut("The server did not answer in time") from error
            raise GeocoderUnavailable("The server cannot be reached") from error
        except requests.RequestException as error:
            raise GeocoderServiceError(f"The request failed: {type(error).__name__}") from error
        text = body.decode(response.encoding or "utf-8", errors="replace")
        if response.status_code >= 400:
            raise AdapterHTTPError(
                f"The server answered with status {response.status_code}",
                status_code=response.status_code,
                headers=response.headers,
                text=text,
            )
        return text


def _needs_no_proxy(url: str) -> bool:
    """Tell whether a host is reached without the system's proxy: this machine, and what ``no_proxy`` names.

    geopy reads the system's proxies, and not where they are not to be used.
    """
    host = urlsplit(url).hostname or ""
    try:
        is_loopback = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        is_loopback = False
    return is_loopback or bool(proxy_bypass(host))


def _read(response: requests.Response, limit: int, deadline: float, *, cut: bool) -> bytes:
    """Return the body; one above the limit is cut, or refused before the rest of it is read."""
    body = bytearray()
    for chunk in response.iter_content(_CHUNK):
        body += chunk
        if len(body) > limit:
            if cut:
                return bytes(body[:limit])
            raise GeocoderServiceError(f"The answer is larger than {limit:,} bytes")
        if time.monotonic() > deadline:
            raise GeocoderTimedOut("The answer took too long")
    return bytes(body)


def _within(seconds: float, work: Callable[[], str]) -> str:
    """Return what the work returns, or stop waiting for it.

    A socket's own time-out starts anew with every byte, so that a server that drips its headers can hold its caller for
    hours. Python cannot end the thread that is held; it ends with the connection and holds up nothing.
    """
    outcome: queue.SimpleQueue[tuple[str | None, Exception | None]] = queue.SimpleQueue()

    def run() -> None:
        try:
            outcome.put((work(), None))
        except Exception as error:  # noqa: BLE001 - it is raised where it was asked for
            outcome.put((None, error))

    threading.Thread(target=run, name="geocoding request", daemon=True).start()
    try:
        result, error = outcome.get(timeout=seconds + 0.5)
    except queue.Empty:
        raise GeocoderTimedOut("The server did not answer in time") from None
    if error is not None:
        raise error
    return result or ""
