"""Connections to the database: which one, how it is set up, and what its errors mean.

SQLite runs with a write-ahead log that is flushed to the disk at every commit, with foreign keys on, and takes its
write lock when a writing transaction begins, so that no transaction fails half-way because of another. PostgreSQL reads
a snapshot and writes at its usual level: the lock on the state's one row puts writers in order.
"""

from __future__ import annotations

import atexit
import os
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import URL, Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, NoSuchModuleError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import StaticPool

from chancery.errors import InvalidValue, StoreBusy, StoreError, StoreReadOnly, StoreUnavailable

DEFAULT_URL = "sqlite:///var/chancery.db"
"""Where the store is when nobody says otherwise."""

BUSY_SECONDS = 20
"""How long a writer waits for the others, seconds."""

CONNECT_SECONDS = 5
"""How long PostgreSQL may take to answer a new connection, seconds."""

_POOL = {"pool_size": 5, "max_overflow": 30, "pool_timeout": BUSY_SECONDS}
_POSTGRESQL_LIMITS = (
    f"SET LOCAL lock_timeout = '{BUSY_SECONDS}s'; SET LOCAL idle_in_transaction_session_timeout = '{2 * BUSY_SECONDS}s'"
)
_SQLITE_NOT_WRITTEN = {
    sqlite3.SQLITE_FULL: ("The disk is full.", "Free some space, then try again."),
    sqlite3.SQLITE_IOERR: ("The disk refused to write.", "See to its space and health, then try again."),
    sqlite3.SQLITE_READONLY: ("The database cannot be written.", "See to the permissions of its folder."),
    sqlite3.SQLITE_PERM: ("The database cannot be written.", "See to the permissions of its folder."),
}
_WRITING = "chancery_writing"
_TRY_AGAIN = "Nothing was lost; try again in a moment."
_NOTHING_CHANGED = "Nothing was changed; what is stored can still be read."


def parse_url(text: str) -> URL:
    """Return the URL of a database; a plain path is that of an SQLite file.

    ``postgres://`` and ``postgresql://`` stand for PostgreSQL by psycopg.

    Raises
    ------
    InvalidValue
        If it is neither SQLite nor PostgreSQL.
    """
    remedy = "Use sqlite:///path/to/atlas.db or postgresql://user@host/database."
    if "://" not in text:
        return URL.create("sqlite", database=text)
    try:
        url = make_url(text)
    except ArgumentError as error:
        # The URL itself is not shown: it may hold a password.
        raise InvalidValue("The address of the database cannot be read.", remedy=remedy) from error
    match url.get_backend_name():
        case "sqlite":
            return url.set(drivername="sqlite")
        case "postgresql" | "postgres":
            return url.set(drivername="postgresql+psycopg")
        case other:
            raise InvalidValue(f"'{other}' is not a database that the store runs on.", remedy=remedy)


def sqlite_file(url: URL) -> Path | None:
    """Return the file of an SQLite database; ``None`` for one in memory or on a server."""
    if url.get_backend_name() != "sqlite" or url.database in (None, "", ":memory:"):
        return None
    return Path(str(url.database))


def create_engine(url: URL, *, read_only: bool = False) -> Engine:
    """Return an engine for a database; nothing is opened yet.

    Parameters
    ----------
    read_only
        Open an SQLite file without writing to its folder, which need not be writable then. Nobody may write to it.
    """
    if url.get_backend_name() == "sqlite":
        return _create_sqlite_engine(url, read_only=read_only)
    try:
        return sa.create_engine(
            url,
            pool_pre_ping=True,
            use_native_hstore=False,  # there is no such column; asking for its type costs every new connection a query
            **_POOL,
            connect_args={
                "connect_timeout": CONNECT_SECONDS,
                "application_name": "chancery",
                "client_encoding": "utf8",
            },
        )
    except NoSuchModuleError as error:
        remedy = "Install it: pip install 'psycopg[binary]'"
        raise StoreUnavailable("PostgreSQL needs psycopg.", remedy=remedy) from error


def is_writable(file: Path) -> bool:
    """Tell whether an SQLite file can be written, its folder included, or made where there is none."""
    if file.exists():
        return os.access(file, os.W_OK) and os.access(file.parent, os.W_OK)
    parent = next((folder for folder in file.absolute().parents if folder.exists()), None)
    return parent is not None and os.access(parent, os.W_OK)


@contextmanager
def reading(engine: Engine) -> Generator[Connection]:
    """Open a transaction that sees one state of the database throughout.

    Raises
    ------
    StoreError
        As `translate_errors` has it.
    """
    with translate_errors(), engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        with connection.begin():
            yield connection


@contextmanager
def writing(engine: Engine) -> Generator[Connection]:
    """Open a transaction that is committed when the block is left, and undone when it raises.

    Raises
    ------
    StoreError
        As `translate_errors` has it.
    """
    writer = engine.execution_options(**{_WRITING: True})
    with translate_errors(), writer.connect() as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(_POSTGRESQL_LIMITS)
        yield connection


@contextmanager
def translate_errors() -> Generator[None]:
    """Raise what the database raises as errors of the store.

    Raises
    ------
    StoreReadOnly
        If the disk is full, or the database may not be written.
    StoreUnavailable
        If it cannot be reached or stays busy.
    StoreError
        If it is damaged, or refuses for another reason.
    """
    try:
        yield
    except DBAPIError as error:
        raise translate_error(error) from error
    except PoolTimeout as error:
        raise _busy("Too many sessions use the database at once.") from error


def translate_error(error: DBAPIError) -> StoreError:
    """Return the store's error for one of the database driver's."""
    if isinstance(error, IntegrityError):
        remedy = "Read it again and try once more."
        return StoreError("Something that this refers to was changed at the same moment.", remedy=remedy)
    if isinstance(error.orig, sqlite3.Error):
        return _translate_sqlite(error.orig)
    return _translate_postgresql(error)


def _create_sqlite_engine(url: URL, *, read_only: bool) -> Engine:
    file = sqlite_file(url)
    pool: dict[str, Any] = _POOL
    if file is None:
        pool = {"poolclass": StaticPool}
    elif read_only:
        url = url.set(database=f"{_find_readable(file).absolute().as_uri()}?immutable=1", query={"uri": "true"})
    engine = sa.create_engine(
        url, connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False, "isolation_level": None}, **pool
    )

    def set_up(connection: sqlite3.Connection, _: Any) -> None:
        connection.execute("PRAGMA foreign_keys = ON")
        if file is not None and not read_only:
            _keep_log_ahead(connection)
            connection.execute("PRAGMA synchronous = FULL")

    event.listen(engine, "connect", set_up)
    event.listen(engine, "begin", _begin)
    return engine


def _find_readable(file: Path) -> Path:
    """Return a file that holds all that was committed, where nothing can be written beside the database.

    What a program that was killed left in the log can only be taken over in a folder that can be written: in a copy.
    """
    log = file.with_name(f"{file.name}-wal")
    if not log.exists() or log.stat().st_size == 0:
        return file
    folder = Path(tempfile.mkdtemp(prefix="chancery-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    copy = folder / file.name
    shutil.copyfile(file, copy)
    shutil.copyfile(log, folder / log.name)
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return copy


def _begin(connection: Connection) -> None:
    is_writing = connection.get_execution_options().get(_WRITING)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writing else "BEGIN")


def _keep_log_ahead(connection: sqlite3.Connection) -> None:
    """Switch a file to the write-ahead log, once for all; SQLite does not wait for other users with that by itself."""
    deadline = time.monotonic() + BUSY_SECONDS
    while connection.execute("PRAGMA journal_mode").fetchone() != ("wal",):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.02)


def _translate_sqlite(error: sqlite3.Error) -> StoreError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return _busy("Others are writing to the database and did not finish in time.")
    if code in _SQLITE_NOT_WRITTEN:
        message, remedy = _SQLITE_NOT_WRITTEN[code]
        return StoreReadOnly(message, remedy=f"{_NOTHING_CHANGED} {remedy}")
    if code == sqlite3.SQLITE_CANTOPEN:
        return StoreUnavailable("The database cannot be opened.", remedy="See to its folder and its permissions.")
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        remedy = "Restore a backup: python -m chancery restore FILE"
        return StoreError("The file is damaged, or not a database.", remedy=remedy)
    return StoreError(f"The database refused: {error}.", remedy="Nothing was changed.")


def _translate_postgresql(error: DBAPIError) -> StoreError:
    state = str(getattr(error.orig, "sqlstate", None) or "")
    if state == "53100":
        return StoreReadOnly(
            "The disk of the database is full.", remedy=f"{_NOTHING_CHANGED} Free some space, then try again."
        )
    if state in ("25006", "42501"):
        remedy = f"{_NOTHING_CHANGED} Connect to the primary, as a user who may write."
        return StoreReadOnly("The database does not let itself be written.", remedy=remedy)
    if state in ("55P03", "57014", "40001", "40P01"):
        return _busy("Others are writing to the database and did not finish in time.")
    lost = error.connection_invalidated or state[:2] in ("08", "53", "57") or not state
    if lost:
        return _unavailable("The database cannot be reached.")
    reason = str(error.orig).partition("\n")[0]
    return StoreError(f"The database refused: {reason}.", remedy="Nothing was changed.")


def _unavailable(message: str) -> StoreUnavailable:
    return StoreUnavailable(message, remedy=_TRY_AGAIN)


def _busy(message: str) -> StoreBusy:
    return StoreBusy(message, remedy=_TRY_AGAIN)
