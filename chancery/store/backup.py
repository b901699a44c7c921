"""Backups: the whole store in one SQLite file, whatever database it lives in, and back again.

The schema is the same on SQLite and PostgreSQL, so one kind of file serves both: it needs no program of the database's
own, can be looked into with any SQLite tool, and moves a store from one database to the other.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
import sqlite3
import tempfile
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from chancery.errors import InvalidFile, NotWritten, SchemaTooNew, StoreError
from chancery.store.audit import Action, Heading, write_change
from chancery.store.connection import create_engine, parse_url, reading, sqlite_file, writing
from chancery.store.holdings import read_revision
from chancery.store.migration import check_version, migrate
from chancery.store.permissions import Identity
from chancery.store.schema import METADATA, STATE
from chancery.store.schema_version import read_schema_version

_ROWS_AT_ONCE = 1_000


def default_folder(file: Path | None) -> Path:
    """Return where backups go when nobody says otherwise: beside the SQLite file, or in the working directory."""
    return (file.parent if file is not None else Path()) / "backups"


def back_up(engine: Engine, folder: Path) -> Path:
    """Write a backup into a folder, whole or not at all, and return its path.

    It may be made while others read and write: it holds one state of the store. Its name tells when it was made (UTC).

    Raises
    ------
    NotWritten
        If the disk refuses.
    StoreError
        If the store cannot be read.
    """
    moment = dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%S%fZ")
    target = folder / f"atlas-{moment}.sqlite"
    draft = target.with_suffix(".partial")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if engine.dialect.name == "sqlite":
            _copy_sqlite(engine, draft)
        else:
            _copy_tables(engine, draft)
        _flush(draft)
        draft.replace(target)
        _flush(folder)
    except (OSError, sqlite3.Error) as error:
        draft.unlink(missing_ok=True)
        raise NotWritten(
            f"The backup cannot be written: {error}.", remedy="See to free space in its folder."
        ) from error
    return target


def restore_backup(file: Path, url: str, author: Identity, *, why: str = "") -> Path | None:
    """Put what a backup holds in the place of what a database holds, in one transaction.

    What was there before is backed up first; a file that cannot be read, or that a newer Chancery made, is moved aside.
    The revision counts on from the higher of the two, so that everybody who reads the store notices.

    Returns
    -------
    Path or None
        The backup, or the file moved aside, of what was there before; ``None`` if nothing was.

    Raises
    ------
    InvalidFile
        If the file is no sound backup.
    SchemaTooNew
        If the backup, or a database on a server, was made by a newer Chancery.
    StoreError
        If the database cannot be written; it is as it was then.
    """
    parsed = parse_url(url)
    target_file = sqlite_file(parsed)
    if target_file is not None:
        target_file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        source = _open_copy(file, Path(folder))
        target = create_engine(parsed)
        try:
            kept = _set_aside(target, target_file)
            migrate(target)
            _replace_content(source, target, author, why or f"Restored from {file.name}")
        finally:
            source.dispose()
            target.dispose()
    return kept


def _copy_sqlite(engine: Engine, draft: Path) -> None:
    connection = engine.raw_connection()
    try:
        connection.cursor().execute("VACUUM INTO ?", (str(draft),))
    finally:
        connection.close()


def _copy_tables(engine: Engine, draft: Path) -> None:
    """Copy every table as it is, of whichever schema, into a new SQLite file."""
    copy = sa.create_engine(parse_url(str(draft)))
    try:
        with reading(engine) as source, copy.begin() as target:
            metadata = sa.MetaData()
            metadata.reflect(source)
            metadata.create_all(target)
            for table in metadata.sorted_tables:
                _copy_rows(source, target, table)
    finally:
        copy.dispose()


def _copy_rows(source: Connection, target: Connection, table: sa.Table) -> None:
    rows = source.execution_options(yield_per=_ROWS_AT_ONCE).execute(sa.select(table).order_by(*table.primary_key))
    for chunk in rows.mappings().partitions():
        target.execute(table.insert(), [dict(row) for row in chunk])


def _open_copy(file: Path, folder: Path) -> Engine:
    """Return a backup's content with the present schema; the file itself is not touched."""
    copy = folder / "atlas.sqlite"
    try:
        shutil.copyfile(file, copy)
    except OSError as error:
        remedy = "Name a file that python -m chancery backup made."
        raise InvalidFile(f"{file} cannot be read: {error.strerror}.", remedy=remedy) from error
    engine = create_engine(parse_url(str(copy)))
    try:
        with reading(engine) as connection:
            sound = connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        version = read_schema_version(engine) if sound else None
        check_version(version)
        if version is None:
            raise InvalidFile(f"{file} is no sound backup.", remedy="Try an earlier one.")
        migrate(engine)
    except SchemaTooNew:
        engine.dispose()
        raise
    except StoreError as error:
        engine.dispose()
        raise InvalidFile(f"{file} is no sound backup: {error.message}", remedy="Try an earlier one.") from error
    except InvalidFile:
        engine.dispose()
        raise
    return engine


def _set_aside(target: Engine, file: Path | None) -> Path | None:
    """Keep what a database holds; move a file out of the way that does not hold what this version can read."""
    try:
        version = read_schema_version(target)
        check_version(version)
        return None if version is None else back_up(target, default_folder(file))
    except (StoreError, NotWritten) as error:
        if file is None or not file.exists() or isinstance(error, NotWritten):
            raise
        target.dispose()
        aside = file.with_name(f"{file.name}.{dt.datetime.now(dt.UTC):%Y%m%dT%H%M%SZ}.aside")
        for suffix in ("", "-wal", "-shm"):
            part = file.with_name(file.name + suffix)
            if part.exists():
                part.replace(aside.with_name(aside.name + suffix))
        return aside


def _replace_content(source: Engine, target: Engine, author: Identity, why: str) -> None:
    with reading(source) as backup, writing(target) as store:
        # The update locks the row, so that no change comes in between.
        store.execute(STATE.update().values(revision=STATE.c.revision))
        revision = max(read_revision(backup), read_revision(store)) + 1
        for table in reversed(METADATA.sorted_tables):
            store.execute(table.delete())
        for table in METADATA.sorted_tables:
            _copy_rows(backup, store, table)
        store.execute(STATE.update().values(revision=revision))
        write_change(store, revision, author, Heading(Action.RECOVER, why), ())


def _flush(path: Path) -> None:
    if os.name != "posix":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
