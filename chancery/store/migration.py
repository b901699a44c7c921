"""Bring a database to the present schema: made where there is none, stepped up where it is older, refused where newer.

Before an older one is touched, a backup of it is made; the steps run in one transaction, so that a step which fails
leaves the database as it was.
"""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Engine

from chancery.errors import SchemaTooNew
from chancery.store.connection import writing
from chancery.store.schema import SCHEMA_VERSION, STATE
from chancery.store.schema_version import find_schema_version

SCRIPTS = Path(__file__).parent / "migrations"
"""The folder of the steps."""

_LOCK = 0x43484E43
"""Number of the lock that keeps two processes from stepping up the same PostgreSQL database."""


def migrate(engine: Engine, *, scripts: Path = SCRIPTS) -> None:
    """Step a database up to the last of the steps in a folder; one that is there already stays as it is.

    Raises
    ------
    SchemaTooNew
        If the database is ahead of the steps.
    StoreError
        If a step fails; the database is as it was then.
    """
    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    with writing(engine) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
        check_version(find_schema_version(connection), scripts=scripts)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        if connection.execute(sa.select(STATE.c.state_id)).first() is None:
            connection.execute(STATE.insert(), {"state_id": 1, "revision": 0})


def check_version(version: str | None, *, scripts: Path = SCRIPTS) -> None:
    """Refuse a schema version that the steps do not lead to.

    Raises
    ------
    SchemaTooNew
        If it is none of theirs.
    """
    if version is None or version in list_versions(scripts):
        return
    raise SchemaTooNew(
        f"The database has schema {version}, which this Chancery does not know; the newest that it knows is "
        f"{SCHEMA_VERSION}.",
        remedy="Update Chancery, or restore a backup that this version made: python -m chancery restore FILE",
    )


def list_versions(scripts: Path = SCRIPTS) -> tuple[str, ...]:
    """Return the schema versions, the newest first."""
    return tuple(step.revision for step in ScriptDirectory(str(scripts)).walk_revisions())
