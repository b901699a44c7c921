"""The file that all sessions and processes of a machine share: answers kept, and when a server may be asked again.

It is SQLite, in the user's cache folder: a cache that can be deleted at any time.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import tempfile
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock
from platformdirs import user_cache_path

from chancery.errors import GeocodingError, Location

FILE_NAME = "geocoding-1.sqlite3"
"""The number is that of the tables: another version uses another file, and neither breaks the other."""

_TABLES = """
CREATE TABLE IF NOT EXISTS answers (
    key TEXT PRIMARY KEY, provider TEXT NOT NULL, query TEXT NOT NULL, body TEXT NOT NULL,
    answered_at REAL NOT NULL, expires_at REAL NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS answers_by_expiry ON answers (expires_at);
CREATE TABLE IF NOT EXISTS gates (
    server TEXT PRIMARY KEY, not_before REAL NOT NULL, failures INTEGER NOT NULL, reason TEXT NOT NULL
) WITHOUT ROWID;
"""
_WAIT_FOR_OTHERS_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class SharedFile:
    """The shared file, known by its path; every use opens it, so that threads and forks need not care."""

    path: Path

    @classmethod
    def open(cls, folder: Path | None = None) -> SharedFile:
        """Return the shared file of a folder, made if need be.

        Parameters
        ----------
        folder
            Where to keep it; by default the user's cache folder or, where that cannot be written, the folder for
            temporary files.

        Raises
        ------
        GeocodingError
            If no folder can be written.
        """
        folders = [folder] if folder else [user_cache_path("chancery"), Path(tempfile.gettempdir()) / _private_name()]
        faults: list[str] = []
        for place in folders:
            try:
                return cls._open_in(place)
            except (OSError, sqlite3.Error) as error:
                faults.append(f"{place}: {error}")
        raise GeocodingError(
            f"There is nowhere to keep the geocoders' answers ({'; '.join(faults)}).",
            where=Location(field="cache"),
            remedy="Name a folder that can be written in CHANCERY_GEOCODING_CACHE.",
        )

    @classmethod
    def _open_in(cls, folder: Path) -> SharedFile:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        shared = cls(folder / FILE_NAME)
        try:
            shared._create()
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            # Damaged, or no database at all: nothing in it is worth more than a fresh start.
            for suffix in ("", "-wal", "-shm"):
                shared.path.with_name(shared.path.name + suffix).unlink(missing_ok=True)
            shared._create()
        return shared

    @property
    def folder(self) -> Path:
        """The folder that holds it."""
        return self.path.parent

    @contextlib.contextmanager
    def transaction(self) -> Generator[sqlite3.Connection]:
        """Open a transaction that reads and writes as one, and commit it at the end.

        Raises
        ------
        sqlite3.Error
            If the file cannot be used.
        """
        with contextlib.closing(self._connect()) as connection:
            connection.execute("BEGIN IMMEDIATE")
            with connection:
                yield connection

    @contextlib.contextmanager
    def reading(self) -> Generator[sqlite3.Connection]:
        """Open a connection for reading."""
        with contextlib.closing(self._connect()) as connection:
            yield connection

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, timeout=_WAIT_FOR_OTHERS_SECONDS, isolation_level=None)
        # With the journal below, a power cut may cost the last answers and never the file: enough for a cache.
        try:
            connection.execute("PRAGMA synchronous = NORMAL")
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    def _create(self) -> None:
        # SQLite does not wait for its turn to change the journal: two processes that both make the file would collide.
        lock = FileLock(self.path.with_suffix(".lock"), timeout=_WAIT_FOR_OTHERS_SECONDS, is_singleton=False)
        with lock, contextlib.closing(self._connect()) as connection:
            connection.execute("PRAGMA journal_mode = WAL").fetchone()
            connection.executescript(_TABLES)
            connection.execute("SELECT count(*) FROM gates").fetchone()


def _private_name() -> str:
    """Return a folder name of this user's own, since the folder for temporary files is everybody's."""
    return f"chancery-{os.getuid()}" if hasattr(os, "getuid") else "chancery"
