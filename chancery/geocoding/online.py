"""A provider on the network: one of geopy's geocoders behind a gate and a cache."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass, replace
from typing import Any, Final

from geopy.adapters import get_retry_after
from geopy.exc import (
    ConfigurationError,
    GeocoderAuthenticationFailure,
    GeocoderInsufficientPrivileges,
    GeocoderQueryError,
    GeocoderQuotaExceeded,
    GeocoderRateLimited,
    GeopyError,
)
from geopy.geocoders.base import Geocoder
from geopy.location import Location

from chancery import __version__
from chancery.errors import InvalidValue, ProviderUnavailable
from chancery.errors import Location as Where
from chancery.geocoding.cache import AnswerCache
from chancery.geocoding.candidates import Candidate, PlaceQuery, PointQuery
from chancery.geocoding.gate import Gate
from chancery.geocoding.policies import Policy, host_of, policy_of
from chancery.geocoding.provider import Purpose, lies_outside, make_candidate
from chancery.geocoding.services import service_named
from chancery.geocoding.services.service import Service
from chancery.geocoding.settings import GeocodingSettings, ProviderSettings
from chancery.geocoding.shared_file import SharedFile
from chancery.geocoding.transport import BoundedAdapter

REFUSED_PAUSE_SECONDS: Final = 900.0
"""How long a server is left alone that refuses us (401, 403) or says that the quota is used up."""

UNSAID_PAUSE_SECONDS: Final = 60.0
"""How long after "too many requests" without a word on when to come back."""

_ATTEMPTS: Final = 2
_MALFORMED = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError)


@dataclass(frozen=True, slots=True)
class OnlineProvider:
    """One server, asked politely. Errors come as `ProviderUnavailable`; they are neither swallowed nor kept.

    Made by `connect`; it can be shared between threads.
    """

    name: str
    service: Service
    geocoder: Geocoder
    server: str
    policy: Policy
    gate: Gate
    cache: AnswerCache
    patience_seconds: float
    attribution: str = ""

    @classmethod
    def connect(cls, provider: ProviderSettings, settings: GeocodingSettings, shared: SharedFile) -> OnlineProvider:
        """Return the provider that the settings describe. Nothing is sent yet.

        Raises
        ------
        InvalidValue
            If a setting is missing, unknown or against the rules of the server.
        """
        service = service_named(provider.service)
        domain = provider.options.get("domain") or service.public_domain
        server = domain.lower().strip("/") if domain else service.name
        policy = policy_of(domain)
        interval = _interval(provider, policy)
        agent = _user_agent(provider, policy, settings.contact)
        geocoder = _make_geocoder(service, provider, agent)
        gate = Gate(shared, host_of(domain) if policy.interval_seconds else server, interval)
        return cls(
            name=provider.name,
            service=service,
            geocoder=geocoder,
            server=f"{service.name}@{server}",
            policy=policy,
            gate=gate,
            cache=AnswerCache(shared),
            patience_seconds=provider.patience_seconds,
            attribution=provider.attribution,
        )

    def find(self, query: PlaceQuery, purpose: Purpose = Purpose.SEARCH) -> tuple[Candidate, ...]:
        """Return the places that a query may mean: from the cache, or else from the server.

        Raises
        ------
        ProviderUnavailable
            If the server cannot be asked, or may not be for this purpose.
        """
        if purpose is Purpose.SUGGESTION and not self.policy.allows_suggestions:
            kept = self.cache.find(self.server, query)
            if kept is None:
                raise ProviderUnavailable(
                    f"{self.name} may not be asked while someone types ({self.policy.terms}).",
                    remedy="Type the whole name and search.",
                )
            return self._renamed(kept)

        def ask() -> Any:
            arguments = self.service.search_arguments(query)
            return self.geocoder.geocode(query.normalised, exactly_one=False, **arguments)  # pyright: ignore

        return self._answer(query, ask)

    def reverse(self, query: PointQuery) -> tuple[Candidate, ...]:
        """Return the places at a point: from the cache, or else from the server.

        Raises
        ------
        ProviderUnavailable
            If the server cannot be asked.
        """

        def ask() -> Any:
            arguments = self.service.reverse_arguments(query)
            return self.geocoder.reverse(query.normalised, exactly_one=False, **arguments)  # pyright: ignore

        return self._answer(query, ask)

    def knows(self, query: PlaceQuery) -> bool:
        """Tell whether the cache has an answer, so that nothing would be sent."""
        return self.cache.find(self.server, query) is not None

    def with_patience(self, seconds: float) -> OnlineProvider:
        """Return the same provider, waiting so long for its turn."""
        return replace(self, patience_seconds=seconds)

    def _answer(self, query: PlaceQuery | PointQuery, ask: Callable[[], Any]) -> tuple[Candidate, ...]:
        kept = self.cache.find(self.server, query)
        if kept is not None:
            return self._renamed(kept)
        deadline = time.monotonic() + self.patience_seconds
        for attempt in range(_ATTEMPTS):
            try:
                with self.gate.turn(max(0.0, deadline - time.monotonic())):
                    # Another session may have asked the same while this one waited for its turn.
                    kept = self.cache.find(self.server, query)
                    if kept is not None:
                        return self._renamed(kept)
                    with self._reporting():
                        candidates = self._read(query, ask())
            except _AskedToWait as pause:
                if attempt + 1 == _ATTEMPTS or pause.seconds > deadline - time.monotonic():
                    raise ProviderUnavailable(str(pause), remedy="Try again later.") from pause
                continue
            self.cache.keep(self.server, query, candidates)
            return candidates
        raise AssertionError("the loop returns or raises")

    @contextlib.contextmanager
    def _reporting(self) -> Generator[None]:
        """Tell the gate how the request ended, and turn geopy's errors into ours."""
        try:
            yield
        except GeocoderQueryError as error:  # the server works; it is the question that it cannot take
            self.gate.report_success()
            raise ProviderUnavailable(f"{self.name} cannot take this query: {_short(error)}.") from error
        except GeopyError as error:
            raise self._reported(error) from error
        except _MALFORMED as error:
            self.gate.report_failure("its answers cannot be read")
            raise ProviderUnavailable(
                f"{self.name} answered with something else than its service documents."
            ) from error
        self.gate.report_success()

    def _reported(self, error: GeopyError) -> Exception:
        told = _told_to_wait(error)
        if told is not None or isinstance(error, GeocoderRateLimited):
            seconds = UNSAID_PAUSE_SECONDS if told is None else told
            self.gate.close_for(seconds, "it asked for a pause")
            return _AskedToWait(self.name, seconds)
        refusals = (GeocoderAuthenticationFailure, GeocoderInsufficientPrivileges, GeocoderQuotaExceeded)
        if isinstance(error, refusals):
            self.gate.close_for(REFUSED_PAUSE_SECONDS, "it refused us")
            return ProviderUnavailable(
                f"{self.name} refuses to answer: {_short(error)}.",
                remedy="Check its key and contact in the settings, and its terms.",
            )
        self.gate.report_failure("it failed repeatedly")
        return ProviderUnavailable(f"{self.name} did not answer: {_short(error)}.", remedy="Try again later.")

    def _read(self, query: PlaceQuery | PointQuery, answer: Any) -> tuple[Candidate, ...]:
        """Return the candidates of geopy's answer; one that names no point on Earth is left out.

        Raises
        ------
        ValueError
            If none of them does.
        """
        locations: list[Location] = [location for location in _listed(answer) if location is not None]
        candidates: list[Candidate] = []
        for location in locations:
            reading = self.service.read(location)
            candidate = make_candidate(
                location, reading, provider=self.name, query=query.normalised, attribution=self.attribution
            )
            if candidate is not None:
                candidates.append(candidate)
        if locations and not candidates:
            raise ValueError("no usable coordinates")
        if isinstance(query, PlaceQuery):
            inside = [candidate for candidate in candidates if not lies_outside(candidate, query.country_codes)]
            return tuple(inside[: query.limit])
        return tuple(candidates[:5])

    def _renamed(self, candidates: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
        """Return kept candidates under the name that the provider has in these settings."""
        if all(candidate.provider == self.name for candidate in candidates):
            return candidates
        return tuple(candidate.named_by(self.name) for candidate in candidates)


class _AskedToWait(Exception):
    """The server said when to come back."""

    def __init__(self, name: str, seconds: float) -> None:
        super().__init__(f"{name} asked for a pause of {max(1, round(seconds))} s.")
        self.seconds = seconds


def _interval(provider: ProviderSettings, policy: Policy) -> float:
    wanted = provider.interval_seconds
    if wanted is None:
        return policy.interval_seconds
    if wanted < policy.interval_seconds:
        raise InvalidValue(
            f"{wanted:g} s between requests is less than the server's rules allow ({policy.terms}).",
            where=Where(field=f"geocoding.{provider.name}.interval_s"),
            remedy=f"Give {policy.interval_seconds:g} or more, or use a server of your own.",
        )
    return wanted


def _user_agent(provider: ProviderSettings, policy: Policy, contact: str) -> str:
    if contact and contact.isascii() and contact.isprintable():
        return f"Chancery/{__version__} ({contact})"
    if contact:
        raise InvalidValue(
            "The contact goes into a header of HTTP, which holds ASCII only.",
            where=Where(field="geocoding.contact"),
            remedy="Give an e-mail address or a URL.",
        )
    if policy.needs_contact:
        raise InvalidValue(
            f"{provider.name} is a public server, whose operators must be able to reach you ({policy.terms}).",
            where=Where(field="geocoding.contact"),
            remedy="Give an e-mail address or a URL in CHANCERY_GEOCODING_CONTACT.",
        )
    return f"Chancery/{__version__}"


def _make_geocoder(service: Service, provider: ProviderSettings, user_agent: str) -> Geocoder:
    known = service.options()
    for option in provider.options:
        if option not in known:
            raise InvalidValue(
                f"{service.name} has no option '{option}'.",
                where=Where(field=f"geocoding.{provider.name}.{option}"),
                remedy=f"It has {', '.join(known)}.",
            )
    try:
        return service.geocoder_class(
            **dict(provider.options),  # pyright: ignore[reportArgumentType]
            timeout=provider.timeout_seconds,  # pyright: ignore[reportArgumentType]
            user_agent=user_agent,
            adapter_factory=BoundedAdapter,  # pyright: ignore[reportArgumentType]
        )
    except (TypeError, ConfigurationError) as error:
        raise InvalidValue(
            f"{service.name} cannot be set up: {_short(error)}.",
            where=Where(field=f"geocoding.{provider.name}"),
            remedy=f"Give what it needs of {', '.join(known)}.",
        ) from error


def _told_to_wait(error: GeopyError) -> float | None:
    """Return the seconds of a Retry-After header, which geopy reads for 429 only and servers also send with 503."""
    told = getattr(error, "retry_after", None)
    if told is None:
        headers = getattr(error.__cause__, "headers", None)
        told = get_retry_after(headers) if headers is not None else None
    return None if told is None else float(told)


def _listed(answer: Any) -> list[Any]:
    if answer is None:
        return []
    return list(answer) if isinstance(answer, list) else [answer]  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]


def _short(error: Exception) -> str:
    """Return what an error says in one short line: some services put a whole page into it."""
    text = " ".join(str(error).split()).rstrip(".")
    return text if len(text) <= 160 else f"{text[:157]}..."
