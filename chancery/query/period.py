"""A stretch of whole months or years, as a filter and an address hold it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from chancery.dates import Edtf


@dataclass(frozen=True, slots=True)
class Period:
    """Whole months from the first day of one to the last day of another, both inclusive, ``None`` being open.

    >>> Period.of_years(2024, 2025).text
    '2024–2025'
    """

    first: dt.date | None = None
    last: dt.date | None = None

    @staticmethod
    def of_years(first: int | None, last: int | None) -> Period:
        """Return the whole years from `first` to `last`."""
        return Period(dt.date(first, 1, 1) if first else None, dt.date(last, 12, 31) if last else None)

    def __bool__(self) -> bool:
        return self.first is not None or self.last is not None

    @property
    def text(self) -> str:
        """The period as people read it; empty when it is open on both sides."""
        first, last = (
            None if day is None else Edtf.parse(code) for day, code in zip(self._days, self._codes, strict=True)
        )
        if first is None or last is None:
            return f"from {first.text}" if first else f"up to {last.text}" if last else ""
        return first.text if first.text == last.text else f"{first.text}–{last.text}"

    @property
    def code(self) -> str:
        """The period as an address holds it: ``2024``, ``2024-05..2024-09``, ``2024..``."""
        first, last = self._codes
        return first if first == last else f"{first}..{last}"

    @property
    def _days(self) -> tuple[dt.date | None, dt.date | None]:
        return self.first, self.last

    @property
    def _codes(self) -> tuple[str, str]:
        years = all(
            day is None or (day.month, day.day) == edge for day, edge in zip(self._days, _YEAR_EDGES, strict=True)
        )
        length = 4 if years else 7
        first, last = ("" if day is None else day.isoformat()[:length] for day in self._days)
        return first, last


_YEAR_EDGES = ((1, 1), (12, 31))


ALWAYS = Period()
"""The period that is open on both sides."""
