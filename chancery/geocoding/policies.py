"""What the operators of public servers ask of those who use them, and what is kept to here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Policy:
    """The rules of one server.

    Attributes
    ----------
    interval_seconds
        At least as long from one request to the next, for everybody here together.
    bulk_limit
        At most as many names in one batch; ``None`` if there is no limit.
    allows_suggestions
        Whether it may be asked while someone types.
    needs_contact
        Whether requests must say who can be written to.
    terms
        Where the rules are.
    """

    interval_seconds: float = 0.0
    bulk_limit: int | None = None
    allows_suggestions: bool = True
    needs_contact: bool = False
    terms: str = ""


OWN_SERVER: Final = Policy()
"""One's own server, or one that is paid for: its own limits tell."""

_NOMINATIM: Final = Policy(
    interval_seconds=1.0,
    bulk_limit=100,
    allows_suggestions=False,
    needs_contact=True,
    terms="https://operations.osmfoundation.org/policies/nominatim/",
)
_PHOTON: Final = Policy(interval_seconds=1.0, bulk_limit=100, needs_contact=True, terms="https://photon.komoot.io/")
_GEONAMES: Final = Policy(
    interval_seconds=1.0,
    bulk_limit=1000,
    allows_suggestions=False,
    terms="https://www.geonames.org/export/",
)

_BY_DOMAIN: Final = {
    "openstreetmap.org": _NOMINATIM,
    "photon.komoot.io": _PHOTON,
    "geonames.org": _GEONAMES,
}


def host_of(domain: str) -> str:
    """Return the host of a domain as settings write it, with or without a port, a path or capitals.

    Examples
    --------
    >>> host_of("Nominatim.OpenStreetMap.org.:443/"), host_of("localhost:8088")
    ('nominatim.openstreetmap.org', 'localhost')
    """
    text = domain.strip()
    return (urlsplit(text if "//" in text else f"//{text}").hostname or "").rstrip(".")


def policy_of(domain: str) -> Policy:
    """Return the rules of the server at a domain; a server that is not known as public is one's own.

    Examples
    --------
    >>> policy_of("nominatim.openstreetmap.org").interval_seconds, policy_of("localhost:8088").interval_seconds
    (1.0, 0.0)
    """
    host = host_of(domain)
    for known, policy in _BY_DOMAIN.items():
        if host == known or host.endswith(f".{known}"):
            return policy
    return OWN_SERVER
