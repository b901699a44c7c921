"""Bring a database that is opened to the present schema, with a backup of what was there."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from chancery.errors import StoreReadOnly
from chancery.store.connection import writing
from chancery.store.retrying import retry_when_lost
from chancery.store.schema import METADATA, SCHEMA_VERSION, STATE
from chancery.store.schema_version import read_schema_version


def create_schema(engine: Engine) -> None:
    """Set an empty database up at once, without the steps that lead there: one in memory is never older."""
    with writing(engine) as connection:
        METADATA.create_all(connection)
        connection.execute(sa.text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
        connection.execute(sa.text("INSERT INTO alembic_version VALUES (:version)"), {"version": SCHEMA_VERSION})
        connection.execute(STATE.insert(), {"state_id": 1, "revision": 0})


def ensure_schema(engine: Engine, file: Path | None, *, read_only: str, backups: Path | None) -> None:
    """Set an empty database up; back an older one up and step it up; refuse a newer one.

    Parameters
    ----------
    file
        The SQLite file, if it is one.
    read_only
        Why the database cannot be written; empty if it can.
    backups
        Folder of the backup; ``None`` for the usual one.

    Raises
    ------
    SchemaTooNew
        If a newer Chancery made it.
    StoreReadOnly
        If it would have to be written and cannot be.
    NotWritten
        If no backup could be made; the database is as it was.
    """
    version = retry_when_lost(partial(read_schema_version, engine))
    if version == SCHEMA_VERSION:
        return
    # Only now, since these load Alembic, which a database with the present schema does not need.
    from chancery.store.backup import back_up, default_folder  # noqa: PLC0415
    from chancery.store.migration import check_version, migrate  # noqa: PLC0415

    check_version(version)
    if read_only:
        raise StoreReadOnly(
            f"The database has an older schema and cannot be brought up to date. {read_only}",
            remedy="Let them be written; a backup of the database is made first.",
        )
    if version is not None:
        back_up(engine, backups or default_folder(file))
    migrate(engine)
