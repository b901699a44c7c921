"""The way to one server, shared by every session and process: its pace, what it asked for, and its circuit breaker.

Whoever wants to ask passes the gate of the server. It opens no sooner than the pace allows, no sooner than the server
said (``Retry-After``), and no sooner than a pause that grows while the server keeps failing. All three are one moment,
"not before", in the shared file. Where a pace is set, one request is under way at a time, and the next starts a full
interval after the last one ended: whatever the network does to the two, they do not arrive closer together.
"""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
import time
from collections.abc import Generator
from dataclasses import dataclass
from typing import Final

from filelock import FileLock, Timeout

from chancery.errors import ProviderUnavailable
from chancery.geocoding.shared_file import SharedFile

FAILURES_TO_OPEN_BREAKER: Final = 3
FIRST_PAUSE_SECONDS: Final = 30.0
LONGEST_PAUSE_SECONDS: Final = 3600.0
LONGEST_WAIT_SECONDS: Final = 86_400.0
"""What a server may ask for at most; also what a clock that was set back can cost."""

_LOCK_POLL_SECONDS: Final = 0.05


@dataclass(frozen=True, slots=True)
class Gate:
    """The way to one server.

    Parameters
    ----------
    shared
        Where its state is kept; all that share the file share the gate.
    server
        The server, by its host.
    interval_seconds
        From the end of one request to the start of the next, for all processes together. With 0, requests may run side
        by side.
    """

    shared: SharedFile
    server: str
    interval_seconds: float = 0.0

    @contextlib.contextmanager
    def turn(self, patience_seconds: float) -> Generator[None]:
        """Wait for the gate to open, and hold it while the request is under way if there is a pace to keep.

        Raises
        ------
        ProviderUnavailable
            If it does not open within the caller's patience; nothing was sent then.
        """
        deadline = time.monotonic() + patience_seconds
        if not self.interval_seconds:
            self._wait(deadline)
            yield
            return
        lock = FileLock(self._lock_path, poll_interval=_LOCK_POLL_SECONDS, is_singleton=False)
        try:
            lock.acquire(timeout=max(0.0, patience_seconds))
        except Timeout:
            raise self._too_long("others are being answered") from None
        except OSError as error:
            raise self._unusable(error) from error
        try:
            self._wait(deadline)
            # Noted before as well as after, so that a process that dies on the way leaves the pace behind.
            self._not_before(time.time() + self.interval_seconds)
            try:
                yield
            finally:
                self._not_before(time.time() + self.interval_seconds)
        finally:
            lock.release()

    def report_success(self) -> None:
        """Close the breaker: the server answered, and whoever waits for the pause to end need not."""
        with self._changing() as connection:
            connection.execute(
                "UPDATE gates SET not_before = iif(failures >= ?, ?, not_before), failures = 0, reason = ''"
                " WHERE server = ?",
                (FAILURES_TO_OPEN_BREAKER, time.time(), self.server),
            )

    def report_failure(self, reason: str) -> None:
        """Count a failure; from the third in a row on, leave the server alone for a time that doubles with each."""
        with self._changing() as connection:
            row = connection.execute(
                "UPDATE gates SET failures = failures + 1, reason = ? WHERE server = ? RETURNING failures",
                (reason, self.server),
            ).fetchone()
            over = row[0] - FAILURES_TO_OPEN_BREAKER
            if over >= 0:
                pause = min(FIRST_PAUSE_SECONDS * 2 ** min(over, 20), LONGEST_PAUSE_SECONDS)
                self._delay(connection, time.time() + pause)

    def close_for(self, seconds: float, reason: str) -> None:
        """Leave the server alone for as long as it asked for, or a day if that is less."""
        with self._changing() as connection:
            connection.execute("UPDATE gates SET reason = ? WHERE server = ?", (reason, self.server))
            self._delay(connection, time.time() + min(max(0.0, seconds), LONGEST_WAIT_SECONDS))

    def seconds_to_wait(self) -> float:
        """Return how long the gate stays closed, 0 if it is open."""
        return self._state()[0]

    @property
    def _lock_path(self) -> str:
        name = hashlib.sha256(self.server.encode()).hexdigest()[:16]
        return str(self.shared.folder / f"gate-{name}.lock")

    def _wait(self, deadline: float) -> None:
        """Sleep until the gate opens; where the breaker is open, only one caller goes through to try the server."""
        while True:
            seconds, failures, reason = self._state()
            if seconds > max(0.0, deadline - time.monotonic()):
                raise self._too_long(reason or "it is being asked too often", seconds)
            if seconds > 0:
                time.sleep(seconds)
            elif failures < FAILURES_TO_OPEN_BREAKER or self._claim_trial():
                return

    def _claim_trial(self) -> bool:
        """Take the one try that an open breaker allows, and close the gate behind it for the shortest pause."""
        now = time.time()
        with self._changing() as connection:
            return (
                connection.execute(
                    "UPDATE gates SET not_before = ? WHERE server = ? AND not_before <= ?",
                    (now + FIRST_PAUSE_SECONDS, self.server, now),
                ).rowcount
                == 1
            )

    def _state(self) -> tuple[float, int, str]:
        """Return the seconds to wait, the failures in a row and the last reason."""
        try:
            with self.shared.reading() as connection:
                row = connection.execute(
                    "SELECT not_before, failures, reason FROM gates WHERE server = ?", (self.server,)
                ).fetchone()
        except sqlite3.Error as error:
            raise self._unusable(error) from error
        if row is None:
            return 0.0, 0, ""
        not_before, failures, reason = row
        seconds = not_before - time.time()
        if seconds > LONGEST_WAIT_SECONDS:  # the clock was set back
            seconds = 0.0
        return max(0.0, seconds), failures, reason

    def _not_before(self, moment: float) -> None:
        with self._changing() as connection:
            self._delay(connection, moment)

    def _delay(self, connection: sqlite3.Connection, moment: float) -> None:
        connection.execute(
            "UPDATE gates SET not_before = max(iif(not_before > ?, 0, not_before), ?) WHERE server = ?",
            (time.time() + LONGEST_WAIT_SECONDS, moment, self.server),
        )

    @contextlib.contextmanager
    def _changing(self) -> Generator[sqlite3.Connection]:
        try:
            with self.shared.transaction() as connection:
                connection.execute("INSERT OR IGNORE INTO gates VALUES (?, 0, 0, '')", (self.server,))
                yield connection
        except sqlite3.Error as error:
            raise self._unusable(error) from error

    def _too_long(self, reason: str, seconds: float | None = None) -> ProviderUnavailable:
        wait = "" if seconds is None else f" for another {max(1, round(seconds))} s"
        return ProviderUnavailable(f"{self.server} is left alone{wait}: {reason}.", remedy="Try again later.")

    def _unusable(self, error: Exception) -> ProviderUnavailable:
        return ProviderUnavailable(
            f"{self.server} is not asked, since its pace cannot be kept: {error}.",
            remedy="Name a folder that can be written in CHANCERY_GEOCODING_CACHE.",
        )
