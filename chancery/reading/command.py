"""``python -m chancery read``: what the reader finds in article files, for people or as JSON."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from chancery.dates import Edtf
from chancery.errors import InvalidFile

_LARGEST = 8_000_000
"""Bytes of one file; a newspaper article has a few thousand."""


def add_read_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    parser.add_argument(
        "files", nargs="+", metavar="FILE", help="article as plain text in UTF-8; - reads standard input"
    )
    parser.add_argument(
        "--published",
        metavar="DATE",
        default="",
        help="day of publication, as 2025-04-21 or any EDTF value; without it the dateline counts if it gives the year",
    )
    parser.add_argument("--json", action="store_true", help="print one line of JSON for each file")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Read each file and print what was found.

    Raises
    ------
    InvalidDate, InvalidFile
        If the date or a file is wrong; the files before it have been printed.
    """
    from chancery.reading.reader import read
    from chancery.reading.report import reading_as_json, reading_as_text

    Edtf.parse(arguments.published)
    for name in arguments.files:
        reading = read(_load(name), arguments.published)
        if arguments.json:
            print(json.dumps(reading_as_json(reading), ensure_ascii=False))
        else:
            print(reading_as_text(reading, name))
    return 0


def _load(name: str) -> str:
    """Return the text of a file, its line ends as they are, so that offsets index it."""
    try:
        data = sys.stdin.buffer.read(_LARGEST + 1) if name == "-" else _read_file(Path(name))
    except OSError as error:
        raise InvalidFile(f"The file '{name}' cannot be read: {error.strerror}.", remedy="Check its name.") from error
    if len(data) > _LARGEST:
        raise InvalidFile(
            f"The file '{name}' is larger than {_LARGEST // 1_000_000} MB.", remedy="Give an article's text."
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidFile(f"The file '{name}' is not UTF-8 text.", remedy="Save it as UTF-8.") from error


def _read_file(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_LARGEST + 1)
