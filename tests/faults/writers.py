"""Processes that write to a store until they are stopped, and say on a pipe what was acknowledged.

One process loads everything once and forks a writer for each life, so that lives can be short and many.
"""

from __future__ import annotations

import os
import random
import signal
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from chancery.errors import Conflict
from chancery.model import Record
from chancery.store import Identity, Save, Store, admit_local
from tests.atlases import build_evidence, build_record
from tests.faults.hurt import FORKS

SHARED = tuple(f"shared-{number}" for number in range(6))
"""The records that all editors work on."""


def write_until_killed(url: str, life: int, acknowledged: Connection) -> None:
    """Save a record with its evidence, then change it, again and again; send the id and version of what was saved."""
    store = Store.open(url, admit=admit_local)
    editor = store.as_user(Identity.local())
    number = 0
    while True:
        record_id = f"life-{life}-{number}"
        evidence = build_evidence(f"{record_id}-1", record_id, "daily-2024")
        editor.apply([Save(build_record(record_id)), Save(evidence)], token=record_id)
        acknowledged.send((record_id, 1))
        editor.save(build_record(record_id, title=f"Changed in life {life}"), seen=1)
        acknowledged.send((record_id, 2))
        number += 1


def edit_many_times(url: str, name: str, edits: int, results: Connection) -> None:
    """Edit the shared records, comparing at each conflict; send what was acknowledged and the number of conflicts."""
    store = Store.open(url, admit=admit_local)
    editor = store.as_user(replace(Identity.local(), subject=name, name=name))
    choice = random.Random(name)
    known = {record.record_id: record for record in store.read_atlas().records}
    saved: list[tuple[int, str]] = []
    conflicts = 0
    for number in range(edits):
        record = known[choice.choice(SHARED)]
        # Every other edit is of what this writer saw long ago, so that conflicts are the rule.
        if number % 2:
            record = store.read_record(record.record_id).record
        title = f"{name} {number}"
        change = None
        while change is None:
            try:
                change = editor.save(replace(record, title=title), seen=record.version)
            except Conflict as conflict:
                conflicts += 1
                theirs = conflict.clashes[0].theirs
                assert isinstance(theirs, Record)
                record = theirs
        saved.append((change.change_id, title))
        known[record.record_id] = replace(record, title=title, version=record.version + 1)
    results.send((saved, conflicts))
    results.close()
    store.close()


@contextmanager
def started_writer(url: str, life: int) -> Generator[tuple[BaseProcess, Connection]]:
    """Start a writer; it is killed at the latest when the block is left."""
    here, there = FORKS.Pipe(duplex=False)
    process = FORKS.Process(target=write_until_killed, args=(url, life, there), daemon=True)
    process.start()
    there.close()
    try:
        yield process, here
    finally:
        kill(process)
        here.close()


def run_editors(url: str, writers: int, edits: int) -> list[tuple[list[tuple[int, str]], int]]:
    """Let several processes edit at once; return what each had acknowledged, and its number of conflicts."""
    started: list[tuple[BaseProcess, Connection]] = []
    for number in range(writers):
        here, there = FORKS.Pipe(duplex=False)
        process = FORKS.Process(target=edit_many_times, args=(url, f"editor-{number}", edits, there), daemon=True)
        process.start()
        there.close()
        started.append((process, here))
    try:
        results = [here.recv() for _, here in started]
        for process, _ in started:
            process.join(10)
        assert all(process.exitcode == 0 for process, _ in started)
    finally:
        for process, here in started:
            kill(process)
            here.close()
    return results


def kill(process: BaseProcess) -> None:
    """End a process without asking it."""
    if process.pid is not None and process.exitcode is None:
        os.kill(process.pid, signal.SIGKILL)
    process.join(10)


def drain(acknowledged: Connection) -> dict[str, int]:
    """Return the version of each record that was acknowledged before the writer was killed."""
    received: dict[str, int] = {}
    try:
        while acknowledged.poll():
            record_id, version = acknowledged.recv()
            received[record_id] = version
    except (EOFError, OSError):
        pass
    return received
