"""Try again when the connection to the database was lost."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from chancery.errors import StoreBusy, StoreUnavailable

T = TypeVar("T")

PAUSES = (0.1, 0.4, 1.0, 2.0)
"""Seconds to wait before each further try."""


def retry_when_lost(task: Callable[[], T]) -> T:
    """Do something, and again after a pause if the database could not be reached; a few times, for some seconds.

    Raises
    ------
    StoreUnavailable
        If the database does not come back.
    """
    for pause in PAUSES:
        try:
            return task()
        except StoreBusy:
            raise
        except StoreUnavailable:
            time.sleep(pause)
    return task()
