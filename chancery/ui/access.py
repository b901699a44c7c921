"""Who reads this page, as the server can tell, and what its configuration lets them do.

What is shown follows this; what is written is checked again by the store, each time.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

import streamlit as st
from streamlit.errors import StreamlitSecretNotFoundError

from chancery.errors import InvalidValue
from chancery.store.permissions import VISITOR, Access, Identity, admit_local, admit_members, read_members

EDIT_VARIABLE = "CHANCERY_EDIT"
"""Environment variable: ``local`` lets whoever sits at this machine edit."""

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]", "::1"})
_MEMBERS = "members"


def identify_reader() -> Identity:
    """Return who reads: as the log-in says, else whoever sits at this machine, else a visitor."""
    if can_log_in():
        claims: Mapping[str, Any] = st.user.to_dict()
        return Identity.from_claims(claims) if claims.get("is_logged_in") else VISITOR
    return Identity.local() if _edits_locally() and is_asked_locally(st.context.headers) else VISITOR


def can_log_in() -> bool:
    """Tell whether a log-in is configured, by ``[auth]`` in the secrets."""
    return "auth" in _read_secrets()


def admit(identity: Identity) -> Access:
    """Return what the configuration grants an identity, as it stands now.

    A list of members that cannot be read grants nothing.
    """
    secrets = _read_secrets()
    try:
        listed = admit_members(read_members(secrets.get(_MEMBERS, ())))(identity)
    except (InvalidValue, AttributeError, TypeError):
        return Access.VIEWER
    if "auth" in secrets or not _edits_locally():
        return listed
    return admit_local(identity)


def explain_reading() -> str:
    """Return why ``CHANCERY_EDIT=local`` does not let this reader edit; empty where it is not set, or does."""
    if os.environ.get(EDIT_VARIABLE) != "local" or can_log_in():
        return ""
    if not _edits_locally():
        return f" {EDIT_VARIABLE} counts once the server listens to this machine alone: --server.address localhost."
    return (
        "" if is_asked_locally(st.context.headers) else f" {EDIT_VARIABLE} counts at this machine's own address alone."
    )


def is_asked_locally(headers: Mapping[str, str]) -> bool:
    """Tell by a request's headers whether the browser asked this machine by one of its own names.

    A server that listens to this machine alone is still reached by others through a proxy, or through a name in the DNS
    that leads here; those ask for that other name.
    """
    host = headers.get("Host") or "localhost"
    name = host if host in _LOOPBACK else host.rpartition(":")[0] or host
    return name in _LOOPBACK and "X-Forwarded-For" not in headers


def _edits_locally() -> bool:
    bound_to = str(st.get_option("server.address") or "")
    return os.environ.get(EDIT_VARIABLE) == "local" and bound_to in _LOOPBACK


def _read_secrets() -> Mapping[str, Any]:
    try:
        return st.secrets.to_dict()
    except StreamlitSecretNotFoundError:
        return {}
