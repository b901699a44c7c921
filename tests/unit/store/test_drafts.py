"""Drafts: kept for their owner until they are saved or dropped."""

from __future__ import annotations

import pytest

from chancery.errors import InvalidValue
from chancery.store import Author, Identity, Store
from chancery.store.drafts import DRAFT_LIMIT, DRAFTS_LIMIT
from chancery.store.permissions import LOCAL_ISSUER


def test_a_draft_is_there_again_after_the_session_is_gone(store: Store, editor: Author) -> None:
    editor.keep_draft("article", "first")
    editor.keep_draft("article", "second")
    editor.keep_draft("other", "third")
    again = store.as_user(Identity.local())
    assert [(draft.name, draft.content) for draft in again.list_drafts()] == [("other", "third"), ("article", "second")]
    again.drop_draft("article")
    assert [draft.name for draft in editor.list_drafts()] == ["other"]
    assert store.revision() == 1


def test_a_draft_is_its_owners_alone(store: Store, editor: Author) -> None:
    editor.keep_draft("article", "mine")
    other = store.as_user(Identity(LOCAL_ISSUER, "another"))
    assert other.list_drafts() == ()
    other.drop_draft("article")
    assert len(editor.list_drafts()) == 1


def test_drafts_are_bounded(editor: Author) -> None:
    with pytest.raises(InvalidValue, match="kept at most"):
        editor.keep_draft("article", "x" * (DRAFT_LIMIT + 1))
    for number in range(DRAFTS_LIMIT):
        editor.keep_draft(f"draft-{number}", "text")
    with pytest.raises(InvalidValue, match="already"):
        editor.keep_draft("one more", "text")
    editor.keep_draft("draft-0", "changed")
