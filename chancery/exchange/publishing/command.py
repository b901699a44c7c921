"""``python -m chancery publish`` and ``take-in``: the store written to a data package, and a package read into it."""

from __future__ import annotations

import argparse
from pathlib import Path

from chancery.store.command import add_store_argument, open_as_operator


def add_publish_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command to a parser, and the command itself as ``run``."""
    parser.add_argument("package", type=Path, nargs="?", default=Path("data"), help="folder of the package (data)")
    add_store_argument(parser)
    parser.set_defaults(run=run_publish)


def run_publish(options: argparse.Namespace) -> int:
    """Write the store to a package and say which revision it was; return 0."""
    from chancery.exchange.publishing.transfer import publish_store

    with open_as_operator(options.store) as author:
        revision = publish_store(author.store, options.package)
    print(f"Published revision {revision} to {options.package}.")
    return 0


def add_take_in_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command to a parser, and the command itself as ``run``."""
    parser.add_argument("package", type=Path, nargs="?", default=Path("data"), help="folder of the package (data)")
    parser.add_argument("--replace", action="store_true", help="let its rows take the place of those that differ")
    parser.add_argument("--why", default="", metavar="REASON", help="what the history shows")
    add_store_argument(parser)
    parser.set_defaults(run=run_take_in)


def run_take_in(options: argparse.Namespace) -> int:
    """Take a package into the store and say what came of it; return 0, or 1 if some rows were left as they are."""
    from chancery.exchange.publishing.transfer import import_package

    with open_as_operator(options.store) as author:
        result = import_package(author, options.package, replace=options.replace, why=options.why)
    number = f" as change {result.change.change_id}" if result.change else ""
    print(f"{len(result.added)} rows added, {len(result.replaced)} replaced{number}.")
    for key in result.differing:
        print(f"left as it is: {key}")
    if result.differing:
        print(f"{len(result.differing)} rows differ; take them too with --replace.")
    return 1 if result.differing else 0
