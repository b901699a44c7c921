"""Everything that the other parts may use of the store, loaded together."""

from chancery.store.audit import Action, Change, RowChange
from chancery.store.author import Author
from chancery.store.changes import Edit, Retire, Save
from chancery.store.connection import DEFAULT_URL
from chancery.store.drafts import Draft
from chancery.store.permissions import (
    VISITOR,
    Access,
    Identity,
    Member,
    admit_all,
    admit_local,
    admit_members,
    admit_nobody,
    read_members,
)
from chancery.store.rows import Row, RowKey, SourceText, StoredRow, key_of
from chancery.store.snapshot import RecordSheet, RetiredRow, Snapshot
from chancery.store.store import Store

__all__ = [
    "DEFAULT_URL",
    "VISITOR",
    "Access",
    "Action",
    "Author",
    "Change",
    "Draft",
    "Edit",
    "Identity",
    "Member",
    "RecordSheet",
    "Retire",
    "RetiredRow",
    "Row",
    "RowChange",
    "RowKey",
    "Save",
    "Snapshot",
    "SourceText",
    "Store",
    "StoredRow",
    "admit_all",
    "admit_local",
    "admit_members",
    "admit_nobody",
    "key_of",
    "read_members",
]
