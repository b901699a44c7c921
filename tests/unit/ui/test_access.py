"""Who is let in: by the address that was asked for, and by the lists of the secrets."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit import config

from chancery.store import VISITOR, Access, Identity
from chancery.ui import access

ADA = Identity(issuer="https://id.example.org", subject="1", email="Ada@Example.org", email_verified=True)


@pytest.mark.parametrize(
    ("headers", "is_local"),
    [
        ({"Host": "localhost:8501"}, True),
        ({"Host": "127.0.0.1:8501"}, True),
        ({"Host": "[::1]:8501"}, True),
        ({"Host": "localhost"}, True),
        ({"Host": "atlas.example.org"}, False),
        ({"Host": "rebound.example.org:8501"}, False),
        ({"Host": "localhost.example.org:8501"}, False),
        ({"Host": "localhost:8501", "X-Forwarded-For": "192.0.2.7"}, False),
    ],
)
def test_only_this_machine_by_its_own_name_is_local(headers: dict[str, str], is_local: bool) -> None:
    assert access.is_asked_locally(headers) is is_local


@pytest.fixture
def secrets(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Return the secrets of the app, to be filled."""
    content: dict[str, Any] = {}
    monkeypatch.setattr(access, "_read_secrets", lambda: content)
    return content


@pytest.fixture
def local(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHANCERY_EDIT", "local")
    monkeypatch.setattr(access.st, "get_option", lambda _: "localhost")


def test_a_member_of_the_secrets_edits_and_others_read(secrets: dict[str, Any]) -> None:
    secrets["members"] = [{"email": "ada@example.org"}]
    assert access.admit(ADA) is Access.EDITOR
    assert access.admit(Identity(issuer=ADA.issuer, subject="2", email=ADA.email)) is Access.VIEWER
    assert access.admit(VISITOR) is Access.VIEWER
    secrets["members"] = []
    assert access.admit(ADA) is Access.VIEWER


@pytest.mark.parametrize("members", [[{"email": ""}], [{"email": "ada@example.org", "access": "king"}], ["ada"], 7])
def test_a_list_that_cannot_be_read_lets_nobody_in(secrets: dict[str, Any], members: Any) -> None:
    secrets["members"] = members
    assert access.admit(ADA) is Access.VIEWER


@pytest.mark.usefixtures("local")
def test_the_local_user_edits_only_where_nobody_logs_in(secrets: dict[str, Any]) -> None:
    assert access.admit(Identity.local()) is Access.EDITOR
    secrets["auth"] = {}
    assert access.admit(Identity.local()) is Access.VIEWER


def test_it_is_said_why_local_editing_has_no_effect(secrets: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "_edits_locally", lambda: False)
    monkeypatch.setenv("CHANCERY_EDIT", "local")
    assert "--server.address localhost" in access.explain_reading()
    secrets["auth"] = {}
    assert access.explain_reading() == ""
    secrets.clear()
    monkeypatch.delenv("CHANCERY_EDIT")
    assert access.explain_reading() == ""


def test_a_server_for_others_has_no_local_user(secrets: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHANCERY_EDIT", "local")
    assert config.get_option("server.address") is None
    assert access.admit(Identity.local()) is Access.VIEWER
    assert access.identify_reader() == VISITOR
