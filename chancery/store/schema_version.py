"""Which schema a database has; asked at every start, so without loading what brings it to another."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from chancery.errors import StoreError
from chancery.store.connection import reading
from chancery.store.schema import METADATA


def read_schema_version(engine: Engine) -> str | None:
    """Return the schema version of a database; ``None`` if it is empty.

    Raises
    ------
    StoreError
        If it holds tables of another program under the store's names, or cannot be read.
    """
    with reading(engine) as connection:
        return find_schema_version(connection)


def find_schema_version(connection: Connection) -> str | None:
    """Return what `read_schema_version` returns, within a transaction."""
    database = sa.inspect(connection)
    if database.has_table("alembic_version"):
        return connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
    foreign = sorted(set(database.get_table_names()) & set(METADATA.tables))
    if foreign:
        raise StoreError(
            f"The database holds a table '{foreign[0]}' that Chancery did not make.",
            remedy="Give Chancery a database of its own.",
        )
    return None
