"""Things in the order of a text, and those of a stretch of it without looking at the others."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from typing import Generic, Protocol, TypeVar


class Spanning(Protocol):
    """Whatever begins and ends somewhere in a text."""

    @property
    def start(self) -> int:
        """First code point."""
        ...

    @property
    def end(self) -> int:
        """Code point after the last."""
        ...


T = TypeVar("T", bound=Spanning)


class InOrder(Generic[T]):
    """Things that do not overlap, in the order of the text.

    Parameters
    ----------
    items
        In any order.
    """

    def __init__(self, items: Sequence[T]) -> None:
        self.items: tuple[T, ...] = tuple(sorted(items, key=lambda item: (item.start, item.end)))
        self._starts = [item.start for item in self.items]

    def between(self, start: int, end: int) -> tuple[T, ...]:
        """Return what begins at or after `start` and before `end`."""
        return self.items[bisect.bisect_left(self._starts, start) : bisect.bisect_left(self._starts, end)]

    def before(self, position: int, most: int) -> tuple[T, ...]:
        """Return the last `most` that begin before a position."""
        last = bisect.bisect_left(self._starts, position)
        return self.items[max(0, last - most) : last]

    def covers(self, position: int) -> bool:
        """Tell whether one of them holds a code point."""
        index = bisect.bisect_right(self._starts, position) - 1
        return index >= 0 and position < self.items[index].end

    def touches(self, start: int, end: int) -> bool:
        """Tell whether one of them shares a code point with a stretch."""
        return self.covers(start) or bool(self.between(start, end))


def drop_nested(items: Sequence[T]) -> list[T]:
    """Return things in the order of the text, without those that begin within another; of two, the longer stays."""
    kept: list[T] = []
    for item in sorted(items, key=lambda item: (item.start, -item.end)):
        if not kept or item.start >= kept[-1].end:
            kept.append(item)
    return kept
