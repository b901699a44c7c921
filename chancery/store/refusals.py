"""Writes that were refused because of who asked: noted, so that a forged edit leaves a trace."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from chancery.store.audit import now
from chancery.store.permissions import Identity
from chancery.store.schema import REFUSALS


@dataclass(frozen=True, slots=True)
class Refusal:
    """One write that was refused: when (UTC), to whom, what it was to do, and why not."""

    refused_at: dt.datetime
    issuer: str
    subject: str
    email: str
    author: str
    action: str
    reason: str


def write_refusal(connection: Connection, identity: Identity, action: str, reason: str) -> None:
    """Note a refusal."""
    values = {
        "refusal_id": uuid.uuid4().hex,
        "refused_at": now(),
        "issuer": identity.issuer,
        "subject": identity.subject,
        "email": identity.email,
        "author": str(identity),
        "action": action,
        "reason": reason,
    }
    # What an unknown visitor calls himself may hold characters that no database takes.
    connection.execute(REFUSALS.insert(), {name: value.replace("\0", "") for name, value in values.items()})


def read_refusals(connection: Connection, limit: int) -> tuple[Refusal, ...]:
    """Return refusals, the latest first."""
    lines = connection.execute(sa.select(REFUSALS).order_by(REFUSALS.c.refused_at.desc()).limit(limit))
    return tuple(
        Refusal(
            dt.datetime.fromisoformat(line.refused_at),
            line.issuer,
            line.subject,
            line.email,
            line.author,
            line.action,
            line.reason,
        )
        for line in lines
    )
