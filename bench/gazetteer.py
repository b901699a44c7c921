"""Measure the embedded gazetteer: size, opening, memory, look-ups, scanning.

    python bench/gazetteer.py

Each figure stands beside what is aimed at. Opening is measured in a process of its own, so that nothing is there
already; memory is what that process holds when it has opened the gazetteer and looked up 1,000 names.
"""

from __future__ import annotations

import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from chancery.geocoding.gazetteer import Gazetteer  # noqa: E402
from chancery.geocoding.names import FoldedText  # noqa: E402
from chancery.geocoding.places import PlaceIndex  # noqa: E402
from chancery.geocoding.storage import EMBEDDED  # noqa: E402

OPENING = """
import sys, time, resource
sys.path.insert(0, {root!r})
import numpy, marisa_trie
from chancery.geocoding.places import PlaceIndex
start = time.perf_counter()
index = PlaceIndex.open()
seconds = time.perf_counter() - start
for number in range(0, len(index), len(index) // 1000):
    index.places_named(index.place(number).name)
print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def main() -> None:
    """Print the figures."""
    size = sum(path.stat().st_size for path in EMBEDDED.iterdir()) / 1e6
    runs = [measure_opening() for _ in range(5)]
    index = PlaceIndex.embedded()
    geocoder = Gazetteer()
    names = [index.place(number).name for number in range(0, len(index), 14)]
    text = (ROOT / "data" / "articles").glob("*.txt")
    article = next(text).read_text(encoding="utf-8")
    starts = [word.start() for word in re.finditer(r"\b[^\W\d_]", article)]

    def look_up() -> None:
        for name in names:
            index.places_named(name)

    def geocode() -> None:
        for name in names[:2000]:
            geocoder.geocode(name)

    def scan_exact() -> None:
        for start in starts:
            index.spellings_at(article, start)

    def scan_folded() -> None:
        folded = FoldedText(article)
        for start in starts:
            index.foldings_at(folded, start)

    rows = [
        ("places", f"{len(index):,}", ""),
        ("spellings", f"{index.name_count:,}", ""),
        ("files", f"{size:.1f} MB", "<= 25 MB"),
        ("opening, median of 5", f"{statistics.median(run[0] for run in runs):.2f} s", "<= 0.5 s"),
        ("memory when open", f"{max(run[1] for run in runs):.0f} MB", "<= 150 MB"),
        ("names looked up", f"{rate(look_up, len(names)):,.0f} /s", ">= 20,000 /s"),
        ("queries geocoded and ranked", f"{rate(geocode, 2000):,.0f} /s", ""),
        ("points reversed", f"{rate(lambda: geocoder.reverse((53.9, 27.5)), 1):,.0f} /s", ""),
        (f"articles of {len(starts)} words scanned, exact", f"{rate(scan_exact, 1):,.0f} /s", ">= 100 /s"),
        (f"articles of {len(starts)} words scanned, folded", f"{rate(scan_folded, 1):,.0f} /s", ">= 100 /s"),
    ]
    for what, figure, aim in rows:
        print(f"{what:<42}{figure:>18}   {aim}")


def measure_opening() -> tuple[float, float]:
    """Return seconds to open and megabytes held, in a fresh process."""
    command = [sys.executable, "-c", OPENING.format(root=str(ROOT))]
    seconds, megabytes = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return float(seconds), float(megabytes)


def rate(work: Callable[[], object], count: int) -> float:
    """Return how many of ``count`` a second ``work`` does, after one round to warm up; best of three."""
    work()
    best = float("inf")
    for _ in range(3):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return count / best


if __name__ == "__main__":
    main()
