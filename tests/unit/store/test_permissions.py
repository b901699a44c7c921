"""Who may write: checked at every write, by what the configuration and the store say then; refusals are noted."""

from __future__ import annotations

import logging

import pytest

from chancery.errors import InvalidValue, NotPermitted
from chancery.store import (
    VISITOR,
    Access,
    Identity,
    Member,
    RowKey,
    Save,
    Store,
    admit_local,
    admit_members,
    admit_nobody,
    read_members,
)
from chancery.store.permissions import LOCAL_ISSUER, find_access
from tests.atlases import build_atlas, build_record

ISSUER = "https://login.example.org"
ALIYA = Identity(ISSUER, "42", "aliya@example.org", True, "Aliya")


@pytest.mark.parametrize(
    ("identity", "access"),
    [
        (VISITOR, Access.VIEWER),
        (ALIYA, Access.EDITOR),
        (Identity("https://elsewhere.example.org", "42"), Access.VIEWER),
        (Identity(ISSUER, ""), Access.VIEWER),
        (Identity(ISSUER, "7", "Head@Example.org", True), Access.ADMIN),
        (Identity(ISSUER, "7", "head@example.org", False), Access.VIEWER),
        (Identity("https://elsewhere.example.org", "7", "head@example.org", True), Access.ADMIN),
        (Identity(ISSUER, "8", "desk@example.org", True), Access.EDITOR),
        (Identity("https://elsewhere.example.org", "8", "desk@example.org", True), Access.VIEWER),
        (Identity(LOCAL_ISSUER, "root"), Access.VIEWER),
    ],
)
def test_a_list_admits_by_subject_or_verified_address(identity: Identity, access: Access) -> None:
    members = read_members([
        {"issuer": ISSUER, "subject": "42"},
        {"email": "HEAD@example.org", "access": "admin"},
        {"issuer": ISSUER, "email": "desk@example.org", "access": "editor"},
    ])  # fmt: skip
    assert admit_members(members)(identity) is access


@pytest.mark.parametrize(
    "entry",
    [
        {},
        {"issuer": ISSUER},
        {"subject": "42"},
        {"email": "a@example.org", "access": "owner"},
        {"email": "a", "subject": "b"},
    ],
)
def test_a_list_with_a_doubtful_entry_is_refused(entry: dict[str, str]) -> None:
    with pytest.raises(InvalidValue) as caught:
        read_members([{"email": "fine@example.org"}, entry])
    assert caught.value.where.row == 2


def test_of_two_entries_for_one_person_the_lesser_counts() -> None:
    members = [
        Member("", "", "aliya@example.org", Access.EDITOR),
        Member(ISSUER, "", "aliya@example.org", Access.VIEWER),
    ]
    assert find_access(members, ALIYA) is Access.VIEWER


def test_claims_of_a_token_make_an_identity() -> None:
    claims = {"iss": ISSUER, "sub": "42", "email": "aliya@example.org", "email_verified": True, "name": "Aliya"}
    assert Identity.from_claims(claims) == ALIYA
    assert not Identity.from_claims(claims | {"email_verified": "no"}).email_verified
    assert Identity.from_claims({}) == VISITOR


@pytest.mark.parametrize("identity", [VISITOR, ALIYA, Identity(LOCAL_ISSUER, "root")])
def test_a_viewer_changes_nothing_and_is_noted(url: str, identity: Identity, caplog: pytest.LogCaptureFixture) -> None:
    store = Store.open(url, admit=admit_nobody)
    store.seed(build_atlas())
    viewer = store.as_user(identity)
    assert viewer.access() is Access.VIEWER
    writes = [
        lambda: viewer.save(build_record("forged")),
        lambda: viewer.retire(RowKey("records", ("visit",)), seen=1),
        lambda: viewer.restore(RowKey("records", ("visit",))),
        lambda: viewer.merge_records("meeting", "visit", seen=1),
        lambda: viewer.split_record("visit", build_record("forged"), []),
        lambda: viewer.undo(1),
        lambda: viewer.save(Member(ISSUER, "42", "", Access.ADMIN)),
    ]
    with caplog.at_level(logging.CRITICAL):
        for write in writes:
            with pytest.raises(NotPermitted):
                write()
    with pytest.raises(NotPermitted):
        viewer.keep_draft("article", "text")
    assert store.read_atlas() == build_atlas()
    assert store.revision() == 1
    refusals = store.list_refusals()
    assert [refusal.action for refusal in refusals] == ["save", "undo", "split", "merge", "restore", "retire", "save"]
    assert {(refusal.issuer, refusal.subject) for refusal in refusals} == {(identity.issuer, identity.subject)}
    store.close()


def test_an_editor_who_is_struck_off_the_list_is_refused_at_the_next_write(url: str) -> None:
    listed = [Member(ISSUER, "42", "", Access.EDITOR)]

    def admit(identity: Identity) -> Access:
        return admit_members(listed)(identity)

    store = Store.open(url, admit=admit)
    aliya = store.as_user(ALIYA)
    assert aliya.save(build_record("visit")) is not None
    listed.clear()
    with pytest.raises(NotPermitted, match="Aliya is a viewer"):
        aliya.save(build_record("meeting"))
    store.close()


def test_administrators_admit_and_revoke_in_the_store(url: str) -> None:
    store = Store.open(url, admit=admit_members([Member(ISSUER, "1", "", Access.ADMIN)]))
    admin, aliya = store.as_user(Identity(ISSUER, "1")), store.as_user(ALIYA)
    granted = admin.save(Member(ISSUER, "42", "", Access.EDITOR, "Aliya"))
    assert granted is not None
    assert aliya.save(build_record("visit")) is not None
    with pytest.raises(NotPermitted, match="takes an admin"):
        aliya.save(Member(ISSUER, "99", "", Access.EDITOR))
    with pytest.raises(NotPermitted, match="takes an admin"):
        aliya.apply([Save(build_record("talks")), Save(Member(ISSUER, "99", "", Access.EDITOR))])
    with pytest.raises(NotPermitted, match="takes an admin"):
        aliya.undo(granted.change_id)
    admin.undo(granted.change_id)
    with pytest.raises(NotPermitted):
        aliya.save(build_record("talks"))
    store.close()


def test_an_entry_in_the_store_shuts_out_whom_the_configuration_lets_in(url: str) -> None:
    store = Store.open(
        url, admit=admit_members([Member(ISSUER, "1", "", Access.ADMIN), Member(ISSUER, "42", "", Access.EDITOR)])
    )
    store.as_user(Identity(ISSUER, "1")).save(Member(ISSUER, "42", "", Access.VIEWER))
    assert store.as_user(ALIYA).access() is Access.VIEWER
    store.close()


def test_the_local_user_edits_and_nobody_else() -> None:
    assert admit_local(Identity.local()) is Access.EDITOR
    assert admit_local(ALIYA) is Access.VIEWER
    assert admit_local(VISITOR) is Access.VIEWER
