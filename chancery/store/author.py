"""The store as one user writes to it: each change bears the user's name and is checked against what the user may do."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy.engine import Connection

from chancery.model import Actor, Record, Source
from chancery.store import drafts
from chancery.store.audit import Action, Change, Heading
from chancery.store.changes import Edit, Retire, Save
from chancery.store.merging import plan_merge, plan_split
from chancery.store.permissions import Access, Identity
from chancery.store.place_merging import plan_place_merge
from chancery.store.row_merging import plan_row_merge, plan_row_split
from chancery.store.rows import Row, RowKey
from chancery.store.store import Store
from chancery.store.undo import find_reversal, plan_restoration, plan_reversal
from chancery.store.writing import make_change, require_access


class Author:
    """A user of a store. Get one with `Store.as_user`.

    Every method that changes the atlas takes `why`, the reason that the history shows, and `token`, any text that is
    the same when the same click arrives twice: the change is then made once, and returned both times. Each returns the
    change, or ``None`` if nothing differs from what is there already, and raises

    - `NotPermitted` if the user may not (any more);
    - `Conflict`, with both versions of each row, if rows are not as they were seen;
    - `InvalidValue` if a row names what is not there, is still named by others, or quotes what its text does not say;
    - `StoreReadOnly` or `StoreUnavailable` if nothing can be written now.

    In all these cases nothing was changed.
    """

    def __init__(self, store: Store, identity: Identity) -> None:
        self.store = store
        self.identity = identity

    def access(self) -> Access:
        """Return what the user may do at this moment; what is shown may follow it, what is written is checked again."""
        return self.store.find_access(self.identity)

    def apply(
        self, edits: Sequence[Edit], *, why: str = "", token: str | None = None, action: Action = Action.SAVE
    ) -> Change | None:
        """Carry out several edits, of any tables, as one change."""
        return make_change(self.store, self.identity, Heading(action, why, token), lambda _: edits)

    def save(self, row: Row, *, seen: int | None = None, why: str = "", token: str | None = None) -> Change | None:
        """Save one row: a new one, or in the place of the version seen."""
        return self.apply([Save(row, seen)], why=why, token=token)

    def retire(
        self, key: RowKey, *, seen: int, as_of: int | None = None, why: str = "", token: str | None = None
    ) -> Change | None:
        """Take a row out, with its parts; `restore` and `undo` bring it back.

        Parameters
        ----------
        seen
            The version to be taken out.
        as_of
            Revision at which its parts were seen; later changes of them are conflicts then.
        """
        return self.apply([Retire(key, seen, as_of)], why=why, token=token, action=Action.RETIRE)

    def restore(self, key: RowKey, *, why: str = "", token: str | None = None) -> Change | None:
        """Bring back a row that was taken out, with the parts that went out with it.

        Raises
        ------
        NotFound
            If it was not taken out.
        """
        heading = Heading(Action.RESTORE, why, token)
        return make_change(self.store, self.identity, heading, lambda connection: plan_restoration(connection, key))

    def merge_records(
        self,
        kept_id: str,
        absorbed_id: str,
        *,
        seen: int,
        as_of: int | None = None,
        also: Sequence[Edit] = (),
        why: str = "",
        token: str | None = None,
    ) -> Change | None:
        """Make one record of two: evidence and figures move to the one that is kept, the other is taken out.

        Links to the record that goes find the one that is kept (`Store.find_successor`). Evidence keeps what its source
        says where the record that is kept says something else.

        Parameters
        ----------
        seen
            Version of the record that goes.
        as_of
            Revision at which its parts were seen; later changes of them are conflicts then.
        also
            Edits of the same change: places and actors that the kept record takes over, for one.
        """

        def plan(connection: Connection) -> list[Edit]:
            return plan_merge(connection, kept_id, absorbed_id, seen=seen, as_of=as_of, also=also)

        return make_change(self.store, self.identity, Heading(Action.MERGE, why, token), plan)

    def merge_places(
        self,
        kept_id: str,
        absorbed_id: str,
        *,
        seen: int,
        as_of: int | None = None,
        why: str = "",
        token: str | None = None,
    ) -> Change | None:
        """Make one place of two: records and names move to the one that is kept, the other is taken out.

        Links to the place that goes find the one that is kept (`Store.find_successor`).

        Parameters
        ----------
        seen
            Version of the place that goes.
        as_of
            Revision at which its names and records were seen; later changes of them are conflicts then.
        """

        def plan(connection: Connection) -> list[Edit]:
            return plan_place_merge(connection, kept_id, absorbed_id, seen=seen, as_of=as_of)

        return make_change(self.store, self.identity, Heading(Action.MERGE, why, token), plan)

    def split_record(
        self,
        record_id: str,
        new_record: Record,
        parts: Collection[RowKey],
        *,
        as_of: int | None = None,
        also: Sequence[Edit] = (),
        why: str = "",
        token: str | None = None,
    ) -> Change | None:
        """Make a second record of some places, actors, evidence and figures of a first.

        Parameters
        ----------
        as_of
            Revision at which the parts were seen; later changes of them are conflicts then.
        also
            Edits of the same change: of the first record, or of evidence that the second needs too.
        """

        def plan(connection: Connection) -> list[Edit]:
            return plan_split(connection, record_id, new_record, parts, as_of=as_of, also=also)

        return make_change(self.store, self.identity, Heading(Action.SPLIT, why, token), plan)

    def merge_rows(
        self,
        kept: RowKey,
        absorbed: RowKey,
        *,
        seen: int,
        as_of: int | None = None,
        why: str = "",
        token: str | None = None,
    ) -> Change | None:
        """Make one source, or one actor, of two: what named the one that goes names the one that is kept.

        Parameters
        ----------
        seen
            Version of the row that goes.
        as_of
            Revision at which what names it was seen; later changes of that are conflicts then.
        """
        heading = Heading(Action.MERGE, why, token)
        return make_change(
            self.store,
            self.identity,
            heading,
            lambda found: plan_row_merge(found, kept, absorbed, seen=seen, as_of=as_of),
        )

    def split_row(
        self,
        key: RowKey,
        new_row: Source | Actor,
        parts: Collection[RowKey],
        *,
        as_of: int | None = None,
        why: str = "",
        token: str | None = None,
    ) -> Change | None:
        """Make a second source, or a second actor, which some of what named the first names from now on.

        Parameters
        ----------
        parts
            Keys of the evidence and figures, or of the actors of records, that go over.
        as_of
            Revision at which they were seen; later changes of them are conflicts then.
        """
        heading = Heading(Action.SPLIT, why, token)
        return make_change(
            self.store, self.identity, heading, lambda found: plan_row_split(found, key, new_row, parts, as_of=as_of)
        )

    def undo(self, change_id: int, *, why: str = "", token: str | None = None) -> Change | None:
        """Take a change back, if nothing that it touched was changed since."""
        heading = Heading(Action.UNDO, why, token, reverses=change_id)
        return make_change(self.store, self.identity, heading, lambda connection: plan_reversal(connection, change_id))

    def redo(self, change_id: int, *, why: str = "", token: str | None = None) -> Change | None:
        """Make a change again that was undone, if nothing that it touches was changed since."""
        with self.store.reading() as connection:
            reversal = find_reversal(connection, change_id)
        heading = Heading(Action.REDO, why, token, reverses=reversal)
        return make_change(self.store, self.identity, heading, lambda connection: plan_reversal(connection, reversal))

    def keep_draft(self, name: str, content: str) -> None:
        """Keep work that is not saved yet; it replaces the user's draft of that name.

        Raises
        ------
        NotPermitted
            If the user is a viewer.
        InvalidValue
            If it is too long, or there are too many.
        """
        with self.store.writing() as connection:
            require_access(Access.EDITOR, self.store.access_within(connection, self.identity), self.identity)
            drafts.write_draft(connection, self.identity, name, content)

    def list_drafts(self) -> tuple[drafts.Draft, ...]:
        """Return the user's drafts, the latest first."""
        with self.store.reading() as connection:
            return drafts.read_drafts(connection, self.identity)

    def drop_draft(self, name: str) -> None:
        """Drop a draft, if there is one of that name."""
        with self.store.writing() as connection:
            drafts.delete_draft(connection, self.identity, name)
