"""The tables of the database: one schema for SQLite and PostgreSQL.

Only rows that are in force stand in the tables of the atlas, so that the database's own keys and references hold them
together. A row that is taken out moves to ``retired``; what each row ever was is told by ``changes`` and ``audit``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from chancery.store.rows import KEYS, OPTIONAL_REFERENCES, REFERENCES, STORED_TYPES, column_types

SCHEMA_VERSION = "v0002"
"""The migration that this schema is the outcome of."""

METADATA = sa.MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
    }
)


def _sql_type(python_type: type[Any]) -> sa.types.TypeEngine[Any]:
    if issubclass(python_type, str):
        return sa.Text()
    if issubclass(python_type, int):
        return sa.BigInteger()
    return sa.Double()


def _build_columns(table: str) -> Iterator[sa.Column[Any]]:
    for name, column in column_types(table).items():
        # The version is counted for every row alike, below.
        if name != "version":
            in_key = name in KEYS[table]
            nullable = column.nullable or (table, name) in OPTIONAL_REFERENCES
            yield sa.Column(name, _sql_type(column.python_type), primary_key=in_key, nullable=nullable)


def _build_references(table: str) -> Iterator[sa.ForeignKeyConstraint]:
    for column, target in REFERENCES.get(table, {}).items():
        # Deferred, so that the rows of one change may be written in any order.
        yield sa.ForeignKeyConstraint([column], [f"{target}.{KEYS[target][0]}"], deferrable=True, initially="DEFERRED")


def _build_table(table: str) -> sa.Table:
    key = KEYS[table]
    indexed = [column for column in REFERENCES.get(table, {}) if column != key[0]]
    return sa.Table(
        table,
        METADATA,
        *_build_columns(table),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("changed_in", sa.BigInteger, nullable=False),
        *_build_references(table),
        *(sa.Index(f"ix_{table}_{column}", column) for column in indexed),
    )


ROW_TABLES: dict[str, sa.Table] = {table: _build_table(table) for table in STORED_TYPES}
"""The tables of rows in force. An empty reference is NULL; everything else that is empty is an empty text."""

STATE = sa.Table(
    "state",
    METADATA,
    sa.Column("state_id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("revision", sa.BigInteger, nullable=False),
)
"""One row. Every change locks it and counts its revision up by one, so that changes are made one after the other."""

CHANGES = sa.Table(
    "changes",
    METADATA,
    sa.Column("change_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("made_at", sa.Text, nullable=False),
    sa.Column("issuer", sa.Text, nullable=False),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("author", sa.Text, nullable=False),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("why", sa.Text, nullable=False),
    sa.Column("token", sa.Text, nullable=True, unique=True),
    sa.Column("reverses", sa.BigInteger, sa.ForeignKey("changes.change_id"), nullable=True, index=True),
)
"""Who changed something, when and why; `change_id` is the revision that the change brought about."""

AUDIT = sa.Table(
    "audit",
    METADATA,
    sa.Column("change_id", sa.BigInteger, sa.ForeignKey("changes.change_id"), primary_key=True, autoincrement=False),
    sa.Column("position", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("table_name", sa.Text, nullable=False),
    sa.Column("row_key", sa.Text, nullable=False),
    sa.Column("before", sa.Text, nullable=True),
    sa.Column("after", sa.Text, nullable=True),
    sa.Column("version_before", sa.BigInteger, nullable=False),
    sa.Column("version_after", sa.BigInteger, nullable=False),
    sa.Column("successor", sa.Text, nullable=True),
    sa.Column("record_before", sa.Text, nullable=True, index=True),
    sa.Column("record_after", sa.Text, nullable=True, index=True),
    sa.Index("ix_audit_row", "table_name", "row_key"),
)
"""What a change did to each row, as JSON before and after; the key of the row that took its place; the records that it
belonged and belongs to."""

RETIRED = sa.Table(
    "retired",
    METADATA,
    sa.Column("table_name", sa.Text, primary_key=True),
    sa.Column("row_key", sa.Text, primary_key=True),
    sa.Column("content", sa.Text, nullable=False),
    sa.Column("version", sa.BigInteger, nullable=False),
    sa.Column("changed_in", sa.BigInteger, nullable=False),
    sa.Column("successor", sa.Text, nullable=True),
)
"""Rows that were taken out, as JSON, and the key of the row that stands in their place, if one does."""

REFUSALS = sa.Table(
    "refusals",
    METADATA,
    sa.Column("refusal_id", sa.Text, primary_key=True),
    sa.Column("refused_at", sa.Text, nullable=False),
    sa.Column("issuer", sa.Text, nullable=False),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("email", sa.Text, nullable=False),
    sa.Column("author", sa.Text, nullable=False),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
)
"""Writes that were refused because of who asked."""

DRAFTS = sa.Table(
    "drafts",
    METADATA,
    sa.Column("issuer", sa.Text, primary_key=True),
    sa.Column("subject", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("content", sa.Text, nullable=False),
    sa.Column("kept_at", sa.Text, nullable=False),
)
"""Work that is not saved yet, kept for its owner."""
