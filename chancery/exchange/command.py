"""``python -m chancery check``: validate a data package, or put its files into their canonical form."""

from __future__ import annotations

import argparse
import contextlib
import sys
from pathlib import Path

from chancery.errors import InvalidPackage
from chancery.exchange.check import check_content
from chancery.exchange.package import PackageContent, locate_package, read_content, read_package, write_package

DEFAULT_PACKAGE = Path("data")


def add_check_arguments(parser: argparse.ArgumentParser) -> None:
    """Give a parser the arguments of ``check`` and the function that runs it."""
    parser.add_argument("path", nargs="?", type=Path, default=DEFAULT_PACKAGE, help="folder of the package (data)")
    parser.add_argument(
        "--tidy",
        action="store_true",
        help="first put the files into their canonical form (order, quoting, hashes), if they can be read",
    )
    parser.set_defaults(run=run_check)


def run_check(options: argparse.Namespace) -> int:
    """Print every fault of a package on a line of its own, then how many there are.

    Returns
    -------
    int
        0 without faults, 1 with any.

    Raises
    ------
    InvalidFile
        If there is no package at the path.
    NotWritten
        If it should be tidied and the disk refuses.
    """
    if options.tidy:
        # What cannot be read cannot be tidied; its faults are about to be told.
        with contextlib.suppress(InvalidPackage):
            write_package(read_package(options.path), locate_package(options.path))
    content = read_content(options.path)
    faults = check_content(content)
    for fault in faults:
        sys.stdout.write(f"{fault}\n")
    sys.stdout.write(f"{_summarise(content, len(faults))}\n")
    return 1 if faults else 0


def _summarise(content: PackageContent, faults: int) -> str:
    rows = {name: len(item.rows) for name, item in content.tables.items()}
    found = "No faults" if not faults else f"{faults:,} fault{'s' if faults > 1 else ''}"
    counted = ", ".join(f"{rows[name]:,} {name}" for name in ("records", "places", "sources", "evidence"))
    return f"{found} in {sum(rows.values()):,} rows ({counted})."
