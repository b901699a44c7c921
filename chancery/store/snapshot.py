"""What the store gives out to be read: the whole atlas, or one record with all that belongs to it, at one revision."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from chancery.errors import NotFound
from chancery.model import ROW_TYPES, Atlas, Place, Record
from chancery.store.changes import select_parts
from chancery.store.holdings import read_retired_line, read_revision, select_by_keys, select_rows
from chancery.store.rows import Key, RowKey, StoredRow
from chancery.store.schema import RETIRED, ROW_TABLES

_CHAIN_LIMIT = 100


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The atlas at one revision.

    Attributes
    ----------
    versions
        Version of every row, to be named in updates.
    """

    revision: int
    atlas: Atlas
    versions: Mapping[RowKey, int]


@dataclass(frozen=True, slots=True)
class RecordSheet:
    """One record with its places, actors, evidence and figures, at one revision."""

    revision: int
    record: Record
    version: int
    parts: tuple[StoredRow, ...]


@dataclass(frozen=True, slots=True)
class PlaceSheet:
    """One place with its names and the places of records that are at it, at one revision."""

    revision: int
    place: Place
    version: int
    names: tuple[StoredRow, ...]
    stops: tuple[StoredRow, ...]


@dataclass(frozen=True, slots=True)
class RetiredRow:
    """A row that was taken out, by which change, and the key of the row in its place, if one is."""

    stored: StoredRow
    successor: Key | None


def read_snapshot(connection: Connection) -> Snapshot:
    """Return all rows in force."""
    revision = read_revision(connection)
    tables = {table: select_rows(connection, table) for table in ROW_TYPES}
    rows: dict[str, Any] = {table: tuple(stored.row for stored in found) for table, found in tables.items()}
    versions = {stored.key: stored.version for found in tables.values() for stored in found}
    return Snapshot(revision, Atlas(**rows), versions)


def read_sheet(connection: Connection, record_id: str) -> RecordSheet:
    """Return one record with what belongs to it.

    Raises
    ------
    NotFound
        If it is not there; the remedy names the record that took its place, if one did.
    """
    key = RowKey("records", (record_id,))
    stored = select_by_keys(connection, [key]).get(key)
    if stored is None or not isinstance(stored.row, Record):
        successor = follow_successors(connection, key)
        remedy = "It may have been taken out; its history tells." if successor is None else f"See '{successor}'."
        raise NotFound(f"There is no record '{record_id}'.", remedy=remedy)
    return RecordSheet(read_revision(connection), stored.row, stored.version, tuple(select_parts(connection, key)))


def read_place_sheet(connection: Connection, place_id: str) -> PlaceSheet:
    """Return one place with its names and what is at it.

    Raises
    ------
    NotFound
        If it is not there; the remedy names the place that took its place, if one did.
    """
    key = RowKey("places", (place_id,))
    stored = select_by_keys(connection, [key]).get(key)
    if stored is None or not isinstance(stored.row, Place):
        successor = follow_successors(connection, key)
        remedy = "It may have been taken out; its history tells." if successor is None else f"See '{successor}'."
        raise NotFound(f"There is no place '{place_id}'.", remedy=remedy)
    stops = select_rows(connection, "record_places", ROW_TABLES["record_places"].c.place_id == place_id)
    names = tuple(select_parts(connection, key))
    return PlaceSheet(read_revision(connection), stored.row, stored.version, names, stops)


def follow_successors(connection: Connection, key: RowKey) -> str | None:
    """Return the id of the row in force that stands in the place of one that was merged; ``None`` if none does."""
    for _ in range(_CHAIN_LIMIT):
        successor = connection.execute(
            sa.select(RETIRED.c.successor).where(RETIRED.c.table_name == key.table, RETIRED.c.row_key == key.text)
        ).scalar()
        if successor is None:
            return None
        key = RowKey.parse(key.table, successor)
        if select_by_keys(connection, [key]):
            return str(key.values[0])
    return None


def read_retired(connection: Connection, table: str) -> tuple[RetiredRow, ...]:
    """Return the rows of a table that were taken out, the latest first."""
    lines = connection.execute(
        sa.select(RETIRED).where(RETIRED.c.table_name == table).order_by(RETIRED.c.changed_in.desc(), RETIRED.c.row_key)
    )
    return tuple(
        RetiredRow(read_retired_line(line), None if line.successor is None else tuple(json.loads(line.successor)))
        for line in lines
    )


def read_texts(connection: Connection) -> dict[str, str]:
    """Return the texts of the sources by file name."""
    texts = ROW_TABLES["texts"]
    return {
        line.text_file: line.content
        for line in connection.execute(sa.select(texts.c.text_file, texts.c.content).order_by(texts.c.text_file))
    }
