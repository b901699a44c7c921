"""Who may write: identities, their access, and where it is granted.

Access comes from two places. What the deployment's configuration admits is passed to the store as a function of the
identity, so that a change of the configuration counts at once. Members kept in the store itself, by an administrator,
come on top, and a member's entry always decides: one with the access of a viewer shuts out whom the configuration lets
in.
"""

from __future__ import annotations

import getpass
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from chancery.errors import InvalidValue, Location

LOCAL_ISSUER = "urn:chancery:local"
"""Issuer of the identities that this machine vouches for by itself: whoever sits at it."""


class Access(StrEnum):
    """What an identity may do: each level includes the one before."""

    VIEWER = "viewer"
    EDITOR = "editor"
    ADMIN = "admin"

    def includes(self, needed: Access) -> bool:
        """Tell whether this access is enough where another is needed."""
        order = list(Access)
        return order.index(self) >= order.index(needed)


@dataclass(frozen=True, slots=True)
class Identity:
    """Somebody, as a log-in tells it.

    Attributes
    ----------
    issuer, subject
        The ``iss`` and ``sub`` claims of OpenID Connect, which together never change hands; empty for a visitor.
    email
        Counts only where `email_verified` says that the issuer has seen to it.
    name
        As it is shown in the history.
    """

    issuer: str = ""
    subject: str = ""
    email: str = ""
    email_verified: bool = False
    name: str = ""

    @staticmethod
    def local() -> Identity:
        """Return whoever runs this process."""
        try:
            user = getpass.getuser()
        except (OSError, KeyError):  # an account without a name, as containers have them
            user = "local user"
        return Identity(issuer=LOCAL_ISSUER, subject=user, name=user)

    @staticmethod
    def from_claims(claims: Mapping[str, Any]) -> Identity:
        """Return the identity that the claims of an OpenID Connect ID token tell of."""
        return Identity(
            issuer=str(claims.get("iss") or ""),
            subject=str(claims.get("sub") or ""),
            email=str(claims.get("email") or ""),
            email_verified=claims.get("email_verified") in (True, "true"),
            name=str(claims.get("name") or claims.get("email") or claims.get("sub") or ""),
        )

    def __str__(self) -> str:
        return self.name or self.email or self.subject or "a visitor"


VISITOR = Identity()
"""Anybody who is not logged in."""

SYSTEM = Identity(issuer=LOCAL_ISSUER, subject="chancery", name="Chancery")
"""Chancery itself, which seeds and restores."""


@dataclass(frozen=True, slots=True)
class Member:
    """An entry in the list of those who have access: by issuer and subject, or by e-mail address.

    Attributes
    ----------
    issuer
        With an e-mail address, an empty issuer stands for any that the deployment trusts.
    email
        Matches a verified address, however it is capitalised.
    """

    issuer: str
    subject: str
    email: str
    access: Access
    name: str = ""

    def __post_init__(self) -> None:
        if bool(self.subject) == bool(self.email) or (self.subject and not self.issuer):
            raise InvalidValue(
                "A member is named either by issuer and subject or by an e-mail address.",
                where=Location(field="subject"),
                remedy="Fill in issuer and subject, or email.",
            )
        if self.email and self.email != self.email.strip().casefold():
            raise InvalidValue(
                f"'{self.email}' is not written in small letters.", where=Location(field="email"), remedy="Write it so."
            )

    def matches(self, identity: Identity) -> bool:
        """Tell whether an identity is this member's."""
        if self.subject:
            return bool(identity.subject) and (self.issuer, self.subject) == (identity.issuer, identity.subject)
        if self.issuer not in ("", identity.issuer) or not identity.email_verified:
            return False
        return identity.email.strip().casefold() == self.email


Admit = Callable[[Identity], Access]
"""Tells what the configuration grants an identity; asked at every write."""


def admit_nobody(_: Identity) -> Access:
    """Grant nothing: everybody reads."""
    return Access.VIEWER


def admit_local(identity: Identity) -> Access:
    """Let whoever sits at this machine edit; for an app that only this machine can reach."""
    return Access.EDITOR if identity.issuer == LOCAL_ISSUER else Access.VIEWER


def admit_all(_: Identity) -> Access:
    """Let everybody edit; for drafts that belong to one session."""
    return Access.EDITOR


def admit_members(members: Iterable[Member]) -> Admit:
    """Return a function that grants what a list says; who is not on it reads."""
    listed = tuple(members)

    def admit(identity: Identity) -> Access:
        return find_access(listed, identity) or Access.VIEWER

    return admit


def read_members(settings: Iterable[Mapping[str, Any]]) -> tuple[Member, ...]:
    """Return the members that a configuration lists, one mapping each: ``issuer, subject, email, access, name``.

    `access` is ``editor`` where it is not given.

    Raises
    ------
    InvalidValue
        If an entry names nobody, or an access that does not exist; `where` has its number as row.
    """
    members: list[Member] = []
    for number, entry in enumerate(settings, start=1):
        try:
            access = Access(str(entry.get("access", Access.EDITOR)))
        except ValueError as error:
            raise InvalidValue(
                f"'{entry['access']}' is no access.",
                where=Location(row=number, field="access"),
                remedy="Use viewer, editor or admin.",
            ) from error
        texts = {name: str(entry.get(name) or "").strip() for name in ("issuer", "subject", "email", "name")}
        texts["email"] = texts["email"].casefold()
        try:
            members.append(Member(access=access, **texts))
        except InvalidValue as error:
            raise error.at(row=number) from error
    return tuple(members)


def find_access(members: Iterable[Member], identity: Identity) -> Access | None:
    """Return the access that a list gives an identity; ``None`` if it is not on it.

    Of several entries the one by subject decides, then the least access: a doubt is not settled in favour of writing.
    """
    found = [member for member in members if member.matches(identity)]
    named = [member for member in found if member.subject] or found
    order = list(Access)
    return min((member.access for member in named), key=order.index, default=None)
