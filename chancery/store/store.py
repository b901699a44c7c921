"""The store: opened from a database, read as an atlas, written to by its authors."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy.engine import Connection, Engine
from sqlalchemy.pool import StaticPool

from chancery.errors import NotFound, StoreReadOnly
from chancery.model import ROW_TYPES, Atlas
from chancery.store import audit, snapshot
from chancery.store.audit import CHANGE_LIMIT, Action, Change, Heading
from chancery.store.connection import create_engine, is_writable, parse_url, reading, sqlite_file, writing
from chancery.store.holdings import advance_revision, read_revision, select_by_keys, select_rows
from chancery.store.opening import create_schema, ensure_schema
from chancery.store.permissions import SYSTEM, Access, Admit, Identity, Member, admit_nobody, find_access
from chancery.store.refusals import Refusal, read_refusals
from chancery.store.retrying import retry_when_lost
from chancery.store.rows import RowKey, SourceText, StoredRow
from chancery.store.schema import CHANGES
from chancery.store.seeding import insert_atlas

if TYPE_CHECKING:
    from chancery.store.author import Author

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Mode:
    """How a store may be used. `lock` keeps the threads apart that share the one connection of a database in memory."""

    admit: Admit
    read_only: str
    lock: threading.RLock | None


class Store:
    """The curated records, with everything that ever happened to them.

    Open one with `Store.open` or `Store.in_memory`. It may be shared by all threads of a process.

    Parameters
    ----------
    engine
        A database that has the present schema.
    admit
        What the configuration grants an identity; asked at every write.
    read_only
        Why nothing can be written; empty if it can.
    """

    def __init__(self, engine: Engine, *, admit: Admit = admit_nobody, read_only: str = "") -> None:
        shares_connection = isinstance(engine.pool, StaticPool)
        self._engine = engine
        self._mode = _Mode(admit, read_only, threading.RLock() if shares_connection else None)

    @classmethod
    def open(cls, url: str, *, admit: Admit = admit_nobody, backups: Path | None = None) -> Store:
        """Open the database at a URL; an empty one is set up, an older one backed up and brought to the present schema.

        An SQLite file whose disk or folder cannot be written is opened to be read.

        Parameters
        ----------
        url
            ``sqlite:///path``, a plain path, or ``postgresql://user:password@host/database``.
        backups
            Folder of the backup made before an older schema is changed; by default ``backups`` beside the SQLite file
            or in the working directory.

        Raises
        ------
        SchemaTooNew
            If a newer Chancery made it.
        StoreUnavailable
            If it cannot be reached.
        StoreError
            If it is damaged or not Chancery's.
        """
        parsed = parse_url(url)
        file = sqlite_file(parsed)
        read_only = ""
        if file is not None and not is_writable(file):
            read_only = "Its folder or disk cannot be written."
            if not file.exists():
                raise StoreReadOnly(f"There is no store at {file}, and none can be made.", remedy=read_only)
        elif file is not None:
            file.parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(parsed, read_only=bool(read_only))
        try:
            ensure_schema(engine, file, read_only=read_only, backups=backups)
        except BaseException:
            engine.dispose()
            raise
        return cls(engine, admit=admit, read_only=read_only)

    @classmethod
    def in_memory(
        cls,
        atlas: Atlas | None = None,
        texts: Mapping[str, str] | None = None,
        *,
        admit: Admit = admit_nobody,
        read_only: str = "",
    ) -> Store:
        """Return a store that lasts as long as the object.

        It shows an atlas where no database is configured, or holds the drafts of one session (with `admit_all`).

        Parameters
        ----------
        texts
            Texts of the sources by file name.
        """
        engine = create_engine(parse_url("sqlite://"))
        create_schema(engine)
        store = cls(engine, admit=admit)
        if atlas is not None:
            store.seed(atlas, texts)
        store._mode = _Mode(admit, read_only, store._mode.lock)
        return store

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    @property
    def engine(self) -> Engine:
        """The database, for what works on it as a whole: backups and migrations."""
        return self._engine

    @property
    def why_read_only(self) -> str:
        """Why nothing can be written, as one sentence; empty if it can."""
        return self._mode.read_only

    def as_user(self, identity: Identity) -> Author:
        """Return the store as somebody may use it: what is written through it bears that name, and is checked."""
        from chancery.store.author import Author  # noqa: PLC0415 - which is built upon this module

        return Author(self, identity)

    def seed(self, atlas: Atlas, texts: Mapping[str, str] | None = None, *, why: str = "") -> Change | None:
        """Fill an empty store from an atlas; one that ever held something is left alone, and ``None`` returned.

        Raises
        ------
        InvalidValue
            If a row names what is not there, or a quote is not in its text.
        """
        rows = {table: tuple(atlas.tables()[table]) for table in ROW_TYPES}
        rows["texts"] = tuple(SourceText(name, content) for name, content in (texts or {}).items())
        with self.writing() as connection:
            change_id = advance_revision(connection)
            if change_id != 1:
                connection.rollback()
                return None
            changes = insert_atlas(connection, change_id, rows)
            return audit.write_change(connection, change_id, SYSTEM, Heading(Action.SEED, why), changes)

    def revision(self) -> int:
        """Return the number of the latest change: what was read at the same revision is still so."""
        return self._read(read_revision)

    def read_atlas(self) -> Atlas:
        """Return all rows in force, each table in the order of its key."""
        return self.read_snapshot().atlas

    def read_snapshot(self) -> snapshot.Snapshot:
        """Return all rows in force, with their versions and the revision that they are of."""
        return self._read(snapshot.read_snapshot)

    def read_snapshot_and_texts(self) -> tuple[snapshot.Snapshot, dict[str, str]]:
        """Return all rows in force and the texts of the sources, both of one revision."""
        return self._read(lambda connection: (snapshot.read_snapshot(connection), snapshot.read_texts(connection)))

    def read_record(self, record_id: str) -> snapshot.RecordSheet:
        """Return one record with what belongs to it.

        Raises
        ------
        NotFound
            If it is not there; the remedy names the record that took its place, if one did.
        """
        return self._read(partial(snapshot.read_sheet, record_id=record_id))

    def read_row(self, key: RowKey) -> StoredRow:
        """Return one row of any table.

        Raises
        ------
        NotFound
            If it is not there.
        """
        found = self._read(partial(select_by_keys, keys=[key])).get(key)
        if found is None:
            raise NotFound(f"There is no {key}.", remedy="It may have been taken out; its history tells.")
        return found

    def read_texts(self) -> dict[str, str]:
        """Return the texts of the sources by file name."""
        return self._read(snapshot.read_texts)

    def find_successor(self, record_id: str) -> str | None:
        """Return the record that stands in the place of one that was merged away; ``None`` if none does."""
        return self._read(partial(snapshot.follow_successors, record_id=record_id))

    def list_retired(self, table: str = "records") -> tuple[snapshot.RetiredRow, ...]:
        """Return the rows of a table that were taken out, the latest first."""
        return self._read(partial(snapshot.read_retired, table=table))

    def list_changes(self, *, before: int | None = None, limit: int = CHANGE_LIMIT) -> tuple[Change, ...]:
        """Return changes, the latest first: those before a number, or the latest of all."""
        conditions = [] if before is None else [CHANGES.c.change_id < before]
        return self._read(partial(audit.read_changes, conditions=conditions, limit=limit))

    def read_change(self, change_id: int) -> Change:
        """Return one change.

        Raises
        ------
        NotFound
            If there is none of that number.
        """
        change = self._read(partial(audit.read_change, change_id=change_id))
        if change is None:
            raise NotFound(f"There is no change {change_id}.", remedy="python -m chancery history lists them.")
        return change

    def read_record_history(self, record_id: str, *, limit: int = CHANGE_LIMIT) -> tuple[Change, ...]:
        """Return the changes that touched a record or what belongs or belonged to it, the latest first."""
        return self._read(partial(audit.read_changes, conditions=[audit.about_record(record_id)], limit=limit))

    def read_row_history(self, key: RowKey, *, limit: int = CHANGE_LIMIT) -> tuple[Change, ...]:
        """Return the changes that touched one row, the latest first."""
        return self._read(partial(audit.read_changes, conditions=[audit.about_row(key)], limit=limit))

    def list_members(self) -> tuple[StoredRow, ...]:
        """Return who has access by an entry in the store itself."""
        return self._read(partial(select_rows, table="members"))

    def list_refusals(self, *, limit: int = CHANGE_LIMIT) -> tuple[Refusal, ...]:
        """Return the writes that were refused because of who asked, the latest first."""
        return self._read(partial(read_refusals, limit=limit))

    def find_access(self, identity: Identity) -> Access:
        """Return what an identity may do at this moment."""
        return self._read(partial(self.access_within, identity=identity))

    def access_within(self, connection: Connection, identity: Identity) -> Access:
        """Return what an identity may do, as a transaction sees it: a member's entry, else what is configured."""
        members = (stored.row for stored in select_rows(connection, "members"))
        listed = find_access((row for row in members if isinstance(row, Member)), identity)
        return self._mode.admit(identity) if listed is None else listed

    @contextmanager
    def reading(self) -> Generator[Connection]:
        """Open a transaction that sees one state throughout; `chancery.store.connection.reading` has the errors."""
        with self._mode.lock or nullcontext(), reading(self._engine) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Generator[Connection]:
        """Open a transaction that is committed as a whole; `chancery.store.connection.writing` has the errors.

        Raises
        ------
        StoreReadOnly
            If this store is only read.
        """
        if self._mode.read_only:
            raise StoreReadOnly("Nothing can be saved here.", remedy=self._mode.read_only)
        with self._mode.lock or nullcontext(), writing(self._engine) as connection:
            yield connection

    def _read(self, question: Callable[[Connection], T]) -> T:
        def ask() -> T:
            with self.reading() as connection:
                return question(connection)

        return retry_when_lost(ask)
