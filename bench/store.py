"""How fast the store is: saves a second, the time to read the atlas, and the time to ask whether anything changed.

``python -m bench.store`` measures SQLite, and PostgreSQL where `scripts/ensure_postgres.py` finds one, on the published
atlas.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from chancery.exchange.publishing import open_store
from chancery.store import Identity, Store, admit_local
from tests.postgres import create_server

DATA = Path(__file__).resolve().parent.parent / "data"


def measure_store(url: str) -> dict[str, float]:
    """Return the median times of one database, milliseconds, by what was done."""
    began = time.perf_counter()
    store = open_store(url, DATA, admit=admit_local)
    seeded = time.perf_counter() - began
    editor = store.as_user(Identity.local())
    sheet = store.read_record(store.read_atlas().records[0].record_id)

    def save() -> None:
        number = store.revision()
        change = editor.save(replace(sheet.record, title=f"Title {number}"), seen=sheet.version + number - 1)
        assert change is not None

    def reopen() -> None:
        Store.open(url).close()

    figures = {
        "set up and seed": seeded * 1_000,
        "open again": _median(reopen, 10),
        "save a record": _median(save, 100),
        "read the atlas": _median(store.read_atlas, 10),
        "ask for the revision": _median(store.revision, 200),
    }
    store.close()
    return figures


def main() -> int:
    """Print the figures of both databases; return the exit status."""
    with tempfile.TemporaryDirectory() as folder:
        _print("SQLite", measure_store(f"sqlite:///{folder}/atlas.db"))
    server = create_server()
    try:
        _print("PostgreSQL", measure_store(server.create_database()))
    finally:
        server.remove()
    return 0


def _median(task: Callable[[], object], times: int) -> float:
    taken: list[float] = []
    for _ in range(times):
        began = time.perf_counter()
        task()
        taken.append((time.perf_counter() - began) * 1_000)
    return statistics.median(taken)


def _print(database: str, figures: dict[str, float]) -> None:
    for name, milliseconds in figures.items():
        print(f"{database:<12}{name:<24}{milliseconds:9.2f} ms")


if __name__ == "__main__":
    sys.exit(main())
