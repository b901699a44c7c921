"""Measure the reader: starting, articles a second, memory, and that time grows with length and no faster.

    python bench/reading.py

Each figure stands beside what is aimed at. Starting is measured in a process of its own.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from chancery.reading.reader import read  # noqa: E402

START = """
import sys, time, resource
start = time.perf_counter()
sys.path.insert(0, {root!r})
from chancery.reading.reader import read
read("Baku, 21 April 2025. The minister visited Minsk on Monday.")
print(time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def main() -> None:
    """Print the figures."""
    runs = [_measure_start() for _ in range(3)]
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "tests/fixtures/reading").rglob("*.txt"))]
    for text in texts:
        read(text, "2024-05-15")
    start = time.process_time()
    for text in texts * 3:
        read(text, "2024-05-15")
    rate = 3 * len(texts) / (time.process_time() - start)
    print(f"start and read one article  {min(seconds for seconds, _ in runs):8.2f} s       aim <= 1.5")
    print(f"memory                      {max(size for _, size in runs):8.0f} MB      aim <= 400")
    print(f"articles a second           {rate:8.0f}         aim >= 100")
    body = "\n\n".join(texts)
    for size in (100_000, 200_000, 400_000):
        text = (body * (size // len(body) + 1))[:size]
        start = time.process_time()
        read(text, "2024-05-15")
        print(f"{size:>9,} code points       {time.process_time() - start:8.2f} s       linear in length")


def _measure_start() -> tuple[float, float]:
    command = [sys.executable, "-c", START.format(root=str(ROOT))]
    seconds, size = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    return float(seconds), float(size)


if __name__ == "__main__":
    main()
