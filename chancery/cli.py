"""The command line: ``python -m chancery COMMAND``.

Each part brings its own commands; this module only puts them together. What a page does, a command can do too.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from chancery import __version__
from chancery.errors import ChanceryError
from chancery.exchange.articles.command import add_accept_arguments
from chancery.exchange.command import add_check_arguments
from chancery.exchange.publishing.command import add_publish_arguments, add_take_in_arguments
from chancery.geocoding.command import add_geocode_arguments
from chancery.reading.command import add_read_arguments
from chancery.store.command import (
    add_backup_arguments,
    add_history_arguments,
    add_redo_arguments,
    add_restore_arguments,
    add_undo_arguments,
)


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of every command, each with its function in ``run``."""
    parser = argparse.ArgumentParser(prog="chancery", description="Turn diplomatic news into a sourced map.")
    parser.add_argument("--version", action="version", version=f"chancery {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    add_check_arguments(commands.add_parser("check", help="validate a data package"))
    add_geocode_arguments(commands.add_parser("geocode", help="find places by name"))
    add_accept_arguments(commands.add_parser("accept", help="save what an article tells"))
    add_read_arguments(commands.add_parser("read", help="draft records from an article's text"))
    add_publish_arguments(commands.add_parser("publish", help="write the store to a data package"))
    add_take_in_arguments(commands.add_parser("take-in", help="read a data package into the store"))
    add_history_arguments(commands.add_parser("history", help="tell what was changed, by whom and why"))
    add_undo_arguments(commands.add_parser("undo", help="take a change back"))
    add_redo_arguments(commands.add_parser("redo", help="make a change again that was undone"))
    add_backup_arguments(commands.add_parser("backup", help="write the whole store to one file"))
    add_restore_arguments(commands.add_parser("restore", help="put a backup in the store's place"))
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status: 0 done, 1 nothing found or faults found, 2 wrong input."""
    options = build_parser().parse_args(arguments)
    try:
        return options.run(options)
    except ChanceryError as error:
        print(f"chancery: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        return 0
    except KeyboardInterrupt:
        return 130
