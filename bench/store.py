"""How fast the store is, beside what the same database and the same package take without it.

``python -m bench.store`` measures SQLite, and PostgreSQL where `scripts/ensure_postgres.py` finds one, on the published
atlas. A save is one record's update with its checks, its audit row and its commit to the disk; beside it stands a bare
row, inserted and committed in the same database. Both, and reading, are measured in turns, so that what else the
machine does counts for each alike.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import sqlalchemy as sa

from chancery.exchange.package import read_package
from chancery.exchange.publishing import open_store
from chancery.store import Identity, Save, Store, admit_local
from chancery.store.connection import writing
from tests.atlases import build_record
from tests.faults.writers import SHARED, run_editors
from tests.postgres import create_server

DATA = Path(__file__).resolve().parent.parent / "data"
WRITERS = 8
EDITS = 25


@dataclass(frozen=True, slots=True)
class Figure:
    """A median time, milliseconds, beside that of something plainer in the same run, if there is anything."""

    name: str
    milliseconds: float
    beside: str = ""
    plain_milliseconds: float = 0.0


def measure_store(url: str) -> list[Figure]:
    """Return the figures of one database."""
    began = time.perf_counter()
    store = open_store(url, DATA, admit=admit_local)
    seeded = (time.perf_counter() - began) * 1_000
    editor = store.as_user(Identity.local())
    sheet = store.read_record(store.read_atlas().records[0].record_id)
    with writing(store.engine) as connection:
        connection.exec_driver_sql("CREATE TABLE bench_plain (number INTEGER)")

    def save() -> None:
        number = store.revision()
        change = editor.save(replace(sheet.record, title=f"Title {number}"), seen=sheet.version + number - 1)
        assert change is not None

    def insert() -> None:
        with writing(store.engine) as connection:
            connection.execute(sa.text("INSERT INTO bench_plain VALUES (1)"))

    save_time, insert_time = measure_in_turns(save, insert, times=100)
    read_time, package_time = measure_in_turns(store.read_atlas, lambda: read_package(DATA), times=10)
    open_time, _ = measure_in_turns(lambda: Store.open(url).close(), lambda: None, times=10)
    ask_time, _ = measure_in_turns(store.revision, lambda: None, times=200)
    figures = [
        Figure("set up, and seed with the published atlas", seeded),
        Figure("open again", open_time),
        Figure("save a record", save_time, "a bare row, committed", insert_time),
        Figure("read the atlas", read_time, "read the package", package_time),
        Figure("ask for the revision", ask_time),
        Figure(f"save a record, {WRITERS} processes on {len(SHARED)} records", measure_writers(url, store)),
    ]
    store.close()
    return figures


def measure_writers(url: str, store: Store) -> float:
    """Return the milliseconds for each save that was acknowledged, while several processes edit the same records."""
    store.as_user(Identity.local()).apply([Save(build_record(record_id)) for record_id in SHARED])
    began = time.perf_counter()
    results = run_editors(url, WRITERS, EDITS)
    taken = time.perf_counter() - began
    return taken * 1_000 / sum(len(saved) for saved, _ in results)


def measure_in_turns(one: Callable[[], object], other: Callable[[], object], *, times: int) -> tuple[float, float]:
    """Return the median milliseconds of two tasks that are done in turns."""
    taken: tuple[list[float], list[float]] = ([], [])
    for _ in range(times):
        for task, times_taken in zip((one, other), taken, strict=True):
            began = time.perf_counter()
            task()
            times_taken.append((time.perf_counter() - began) * 1_000)
    return statistics.median(taken[0]), statistics.median(taken[1])


def show(database: str, figures: list[Figure]) -> None:
    """Print the figures of one database."""
    for figure in figures:
        line = f"{database:<12}{figure.name:<44}{figure.milliseconds:9.2f} ms"
        if figure.beside:
            ratio = figure.milliseconds / figure.plain_milliseconds
            line += f"   {ratio:5.1f} times {figure.beside} ({figure.plain_milliseconds:.2f} ms)"
        print(line)


def main() -> int:
    """Print the figures of both databases; return the exit status."""
    with tempfile.TemporaryDirectory() as folder:
        show("SQLite", measure_store(f"sqlite:///{folder}/atlas.db"))
    server = create_server()
    try:
        show("PostgreSQL", measure_store(server.create_database()))
    finally:
        server.remove()
    return 0


if __name__ == "__main__":
    sys.exit(main())
