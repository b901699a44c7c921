"""Work that is not saved yet: kept for its owner, so that a lost connection costs nothing.

Drafts are nobody else's business: they are no part of the atlas, do not count as changes and are not audited.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from chancery.errors import InvalidValue, Location
from chancery.store.audit import now
from chancery.store.permissions import Identity
from chancery.store.schema import DRAFTS

DRAFT_LIMIT = 8_000_000
"""Longest draft, in characters: an article of a million with what was drafted from it."""

DRAFTS_LIMIT = 50
"""Most drafts that one owner keeps."""


@dataclass(frozen=True, slots=True)
class Draft:
    """Something kept for later.

    Attributes
    ----------
    content
        What the page made of it, usually JSON; the store does not look into it.
    kept_at
        When it was last kept, in UTC.
    """

    name: str
    content: str
    kept_at: dt.datetime


def write_draft(connection: Connection, owner: Identity, name: str, content: str) -> None:
    """Keep a draft in the place of the one with its name.

    Raises
    ------
    InvalidValue
        If it is too long, or its owner has too many.
    """
    if len(content) > DRAFT_LIMIT or "\0" in content:
        raise InvalidValue(
            f"The draft has {len(content):,} characters, or one that cannot be kept.",
            where=Location(field=name),
            remedy=f"{DRAFT_LIMIT:,} are kept at most.",
        )
    others = [draft for draft in read_drafts(connection, owner) if draft.name != name]
    if len(others) >= DRAFTS_LIMIT:
        raise InvalidValue(f"{DRAFTS_LIMIT} drafts are kept already.", remedy="Save or drop some of them.")
    delete_draft(connection, owner, name)
    values = {"issuer": owner.issuer, "subject": owner.subject, "name": name, "content": content, "kept_at": now()}
    connection.execute(DRAFTS.insert(), values)


def read_drafts(connection: Connection, owner: Identity) -> tuple[Draft, ...]:
    """Return an owner's drafts, the latest first."""
    lines = connection.execute(sa.select(DRAFTS).where(*_owned_by(owner)).order_by(DRAFTS.c.kept_at.desc()))
    return tuple(Draft(line.name, line.content, dt.datetime.fromisoformat(line.kept_at)) for line in lines)


def delete_draft(connection: Connection, owner: Identity, name: str) -> None:
    """Drop a draft, if there is one of that name."""
    connection.execute(DRAFTS.delete().where(*_owned_by(owner), DRAFTS.c.name == name))


def _owned_by(owner: Identity) -> list[sa.ColumnElement[bool]]:
    return [DRAFTS.c.issuer == owner.issuer, DRAFTS.c.subject == owner.subject]
