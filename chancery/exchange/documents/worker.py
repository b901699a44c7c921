"""The process that parses one file: it limits itself, reads the file from its input and prints what came of it."""

from __future__ import annotations

import json
import sys
from typing import Any

from chancery.errors import ChanceryError, InvalidFile
from chancery.exchange.documents.extraction import encode_outcome, parse_document


def limit_resources(memory_bytes: int, seconds: int) -> None:
    """Hold this process to an amount of memory and processor time, where the system can (not on Windows)."""
    try:
        import resource  # noqa: PLC0415 - there is none on Windows
    except ImportError:
        return
    for kind, amount in ((resource.RLIMIT_AS, memory_bytes), (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_CORE, 0)):
        try:
            resource.setrlimit(kind, (amount, amount))
        except (ValueError, OSError):  # a stricter limit is set already, or the system does not know this one
            continue


def main() -> None:
    """Parse the file on standard input, whose first line says what it is."""
    limit_resources(int(sys.argv[1]), int(sys.argv[2]))
    header, _, data = sys.stdin.buffer.read().partition(b"\n")
    request: dict[str, Any] = json.loads(header)
    try:
        outcome = parse_document(data, request["suffix"], charset=request["charset"], url=request["url"])
    except ChanceryError as error:
        outcome = error
    except MemoryError:
        outcome = InvalidFile("It needs more memory than a file may take.", remedy="Paste the text instead.")
    sys.stdout.write(encode_outcome(outcome))


if __name__ == "__main__":
    main()
