"""What a process makes ready for the first change leaves nothing behind when it ends."""

from __future__ import annotations

import subprocess
import sys

PREPARE = """
import gc
from chancery.ui import frame
frame._prepare()
assert gc.get_freeze_count() > 100_000
"""


def test_what_is_kept_from_the_collector_is_given_back_at_the_end() -> None:
    ended = subprocess.run([sys.executable, "-c", PREPARE], capture_output=True, text=True, timeout=120, check=False)
    assert ended.returncode == 0, ended.stderr
    assert "leaked" not in ended.stdout + ended.stderr
