"""Is a store sound? What its tables hold is what its audit tells, and the database finds no fault in itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chancery.store import RowKey, Store
from chancery.store.audit import read_changes
from chancery.store.holdings import select_rows
from chancery.store.rows import encode_row
from chancery.store.schema import ROW_TABLES


def replay_audit(store: Store) -> dict[RowKey, tuple[Mapping[str, Any], int]]:
    """Return the rows that the audit alone leads to, each with its version, checking every step on the way."""
    rows: dict[RowKey, tuple[Mapping[str, Any], int]] = {}
    versions: dict[RowKey, int] = {}
    with store.reading() as connection:
        changes = read_changes(connection, limit=1_000_000)
    for number, change in enumerate(reversed(changes), start=1):
        assert change.change_id == number, "a change is missing"
        for row in change.rows:
            assert versions.get(row.key, 0) == row.version_before
            assert (rows[row.key][0] if row.key in rows else None) == row.before
            versions[row.key] = row.version_after
            rows.pop(row.key, None)
            if row.after is not None:
                rows[row.key] = (row.after, row.version_after)
    return rows


def assert_sound(store: Store) -> None:
    """Check that the tables hold what the audit tells, and that the database is whole."""
    snapshot = store.read_snapshot()
    audited = replay_audit(store)
    assert _read_rows(store) == audited
    assert snapshot.revision == store.list_changes(limit=1)[0].change_id
    if store.engine.dialect.name == "sqlite":
        with store.reading() as connection:
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
            assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []


def _read_rows(store: Store) -> dict[RowKey, tuple[Mapping[str, Any], int]]:
    with store.reading() as connection:
        rows = [stored for table in ROW_TABLES for stored in select_rows(connection, table)]
    return {stored.key: (encode_row(stored.row), stored.version) for stored in rows}
