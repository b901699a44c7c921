"""How a change is made: allowed, made once, carried out and audited in one transaction, or not at all."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from chancery.errors import InvalidValue, NotPermitted, StoreError
from chancery.store.audit import Change, Heading, read_change, write_change
from chancery.store.changes import Edit, apply_edits
from chancery.store.holdings import advance_revision
from chancery.store.permissions import Access, Identity
from chancery.store.refusals import write_refusal
from chancery.store.retrying import retry_when_lost
from chancery.store.schema import CHANGES

if TYPE_CHECKING:
    from chancery.store.store import Store

Plan = Callable[[Connection], Sequence[Edit]]
"""Works out the edits of a change, within its transaction."""

_LOG = logging.getLogger(__name__)


def make_change(store: Store, identity: Identity, heading: Heading, plan: Plan) -> Change | None:
    """Make one change: who may not is refused, what is planned is carried out and audited, or nothing is.

    A connection that is lost on the way is opened again, and the change made once: its token tells whether it was.

    Returns
    -------
    Change or None
        The change; the earlier one if its token was used before; ``None`` if nothing differs from what is there.

    Raises
    ------
    NotPermitted
        If the identity may not; the refusal is noted.
    Conflict, InvalidValue, StoreError
        As the plan and `apply_edits` have it.
    """
    marked = Heading(heading.action, heading.why, heading.token or uuid.uuid4().hex, heading.reverses)
    try:
        return retry_when_lost(partial(_make_once, store, identity, marked, plan))
    except NotPermitted as error:
        _note_refusal(store, identity, marked, error)
        raise


def require_access(needed: Access, access: Access, identity: Identity) -> None:
    """Refuse what an access does not include.

    Raises
    ------
    NotPermitted
        If it does not.
    """
    if not access.includes(needed):
        who = f"{identity} is {'a' if access is Access.VIEWER else 'an'} {access}"
        remedy = "Log in as somebody who may, or ask an administrator."
        raise NotPermitted(f"{who}; this takes an {needed}.", remedy=remedy)


def _make_once(store: Store, identity: Identity, heading: Heading, plan: Plan) -> Change | None:
    with store.writing() as connection:
        # First of all, since this keeps other writers waiting until the end: what is read from here on stays so.
        change_id = advance_revision(connection)
        access = store.access_within(connection, identity)
        require_access(Access.EDITOR, access, identity)
        known = _find_token(connection, identity, heading)
        if known is not None:
            change = read_change(connection, known)
            connection.rollback()
            return change
        edits = plan(connection)
        if any(edit.key.table == "members" for edit in edits):
            require_access(Access.ADMIN, access, identity)
        rows = apply_edits(connection, change_id, edits)
        if not rows:
            connection.rollback()
            return None
        return write_change(connection, change_id, identity, heading, rows)


def _find_token(connection: Connection, identity: Identity, heading: Heading) -> int | None:
    line = connection.execute(sa.select(CHANGES).where(CHANGES.c.token == heading.token)).one_or_none()
    if line is None:
        return None
    if (line.issuer, line.subject) != (identity.issuer, identity.subject):
        raise InvalidValue("The token was used by somebody else.", remedy="Give each change a new one.")
    return line.change_id


def _note_refusal(store: Store, identity: Identity, heading: Heading, error: NotPermitted) -> None:
    who = (identity.issuer, identity.subject)
    _LOG.warning("refused to %s: %s (issuer and subject %r)", heading.action, error.message, who)
    try:
        with store.writing() as connection:
            write_refusal(connection, identity, heading.action, error.message)
    except StoreError as failure:
        _LOG.warning("the refusal could not be noted: %s", failure)
