"""Answers of online geocoders, kept: what was found for months, that nothing was found for days, an error never."""

from __future__ import annotations

import hashlib
import json
import logging
import sqlite3
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from chancery.geocoding.candidates import Candidate, PlaceQuery, PointQuery
from chancery.geocoding.shared_file import SharedFile

DAY: Final = 86_400.0
HITS_ARE_KEPT_DAYS: Final = 180
MISSES_ARE_KEPT_DAYS: Final = 7

_FORMAT: Final = 1
_LOGGER = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class AnswerCache:
    """The answers in the shared file. A cache that cannot be read or written is no reason to fail: it is left out.

    Parameters
    ----------
    shared
        The file.
    hits_days, misses_days
        How long what was found, and that nothing was found, stays good.
    """

    shared: SharedFile
    hits_days: float = HITS_ARE_KEPT_DAYS
    misses_days: float = MISSES_ARE_KEPT_DAYS

    def find(self, provider: str, query: PlaceQuery | PointQuery) -> tuple[Candidate, ...] | None:
        """Return what the provider answered: empty if it knew no such place, ``None`` if it was not asked of late."""
        try:
            with self.shared.reading() as connection:
                row = connection.execute(
                    "SELECT body FROM answers WHERE key = ? AND expires_at > ?", (_key(provider, query), time.time())
                ).fetchone()
            return None if row is None else tuple(Candidate.from_json(values) for values in json.loads(row[0]))
        except (sqlite3.Error, ValueError, TypeError, KeyError) as error:
            _LOGGER.warning("A kept answer cannot be read: %s", error)
            return None

    def keep(self, provider: str, query: PlaceQuery | PointQuery, candidates: Sequence[Candidate]) -> None:
        """Keep an answer, and forget those that are too old."""
        now = time.time()
        days = self.hits_days if candidates else self.misses_days
        body = json.dumps([candidate.to_json() for candidate in candidates], ensure_ascii=False)
        row = (_key(provider, query), provider, query.normalised, body, now, now + days * DAY)
        try:
            with self.shared.transaction() as connection:
                connection.execute("INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, ?, ?)", row)
                connection.execute("DELETE FROM answers WHERE expires_at <= ?", (now,))
        except sqlite3.Error as error:
            _LOGGER.warning("An answer cannot be kept: %s", error)

    def forget(self, provider: str | None = None) -> int:
        """Forget what one provider answered, or all did, and return how many answers that were."""
        with self.shared.transaction() as connection:
            if provider is None:
                return connection.execute("DELETE FROM answers").rowcount
            return connection.execute("DELETE FROM answers WHERE provider = ?", (provider,)).rowcount


def _key(provider: str, query: PlaceQuery | PointQuery) -> str:
    if isinstance(query, PlaceQuery):
        asked = ["find", query.normalised, sorted(query.country_codes), query.language, query.limit]
    else:
        asked = ["reverse", query.normalised, query.language]
    text = json.dumps([_FORMAT, provider, *asked], ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", errors="surrogatepass")).hexdigest()
