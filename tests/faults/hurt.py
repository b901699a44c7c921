"""Ways to hurt a store: a disk that is full or cannot be written, for one process or in earnest."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import tempfile
from collections.abc import Callable, Generator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from scripts.ensure_postgres import NOBODY

FORKS = multiprocessing.get_context("forkserver")
"""Makes processes of one that has loaded everything, so that each starts at once."""

FORKS.set_forkserver_preload(
    ["tests.faults.writers", "tests.faults.test_disks_and_servers", "psycopg", "chancery.store"]
)


def run_apart(function: Callable[..., Any], *arguments: object, unprivileged: bool = False) -> Any:
    """Call a function in a process of its own, whose limits it may change, and return what it returns.

    With `unprivileged` the process is not root's, so that the modes of files count for it.
    """
    here, there = FORKS.Pipe(duplex=False)
    process = FORKS.Process(target=_call, args=(there, unprivileged, function, arguments), daemon=True)
    process.start()
    there.close()
    try:
        outcome = here.recv()
    finally:
        process.join(10)
    if isinstance(outcome, BaseException):
        raise outcome
    return outcome


@contextmanager
def open_folder() -> Generator[Path]:
    """Yield a folder that other users can reach; pytest's own are closed to them."""
    with tempfile.TemporaryDirectory(prefix="chancery-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        try:
            yield folder
        finally:
            folder.chmod(0o755)


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Generator[str]:
    """Mount a small file system on a folder; yield why it cannot be had, or an empty text."""
    command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
    mounted = subprocess.run(command, check=False, capture_output=True, text=True)
    if mounted.returncode:
        yield f"no file system can be mounted here: {mounted.stderr.strip()}"
        return
    try:
        yield ""
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def resize_disk(folder: Path, megabytes: int) -> None:
    """Give a small file system another size."""
    subprocess.run(["mount", "-o", f"remount,size={megabytes}m", str(folder)], check=True)


def let_disk_be_written(folder: Path, writable: bool) -> None:
    """Let a small file system be written, or only read."""
    subprocess.run(["mount", "-o", f"remount,{'rw' if writable else 'ro'}", str(folder)], check=True)


def _call(pipe: Connection, unprivileged: bool, function: Callable[..., Any], arguments: tuple[object, ...]) -> None:
    try:
        if unprivileged and os.geteuid() == 0:
            os.setgroups([])
            os.setresgid(NOBODY, NOBODY, NOBODY)
            os.setresuid(NOBODY, NOBODY, NOBODY)
        pipe.send(function(*arguments))
    except BaseException as error:  # noqa: BLE001 - told to the caller, who raises it
        pipe.send(AssertionError(f"{type(error).__name__}: {error}"))
    finally:
        pipe.close()
