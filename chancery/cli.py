"""The command line: ``python -m chancery COMMAND``.

Each part brings its own commands; this module only puts them together. What a page does, a command can do too.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module

from chancery import __version__
from chancery.errors import ChanceryError

COMMANDS: dict[str, tuple[str, str]] = {
    "read": ("chancery.reading.command", "draft records from an article's text"),
    "accept": ("chancery.exchange.articles.command", "save what an article tells"),
    "geocode": ("chancery.geocoding.command", "find places by name"),
    "check": ("chancery.exchange.command", "validate a data package"),
    "publish": ("chancery.exchange.publishing.command", "write the store to a data package"),
    "take-in": ("chancery.exchange.publishing.command", "read a data package into the store"),
    "show": ("chancery.views.command", "print a row and the keys of what belongs to it"),
    "add": ("chancery.views.command", "add a record, a source, evidence, ..."),
    "edit": ("chancery.views.command", "change fields of a row"),
    "merge": ("chancery.views.command", "make one record, source, actor or place of two"),
    "split": ("chancery.views.command", "make a second record, source or actor of a part of a first"),
    "take-out": ("chancery.views.command", "take a row out of the atlas"),
    "bring-back": ("chancery.views.command", "bring back what was taken out, or list it"),
    "history": ("chancery.store.command", "tell what was changed, by whom and why"),
    "undo": ("chancery.store.command", "take a change back"),
    "redo": ("chancery.store.command", "make a change again that was undone"),
    "backup": ("chancery.store.command", "write the whole store to one file"),
    "restore": ("chancery.store.command", "put a backup in the store's place"),
}
"""Every command, the module that has its ``add_<command>_arguments``, and what it does."""


def build_parser(only: str = "") -> argparse.ArgumentParser:
    """Return the parser of every command, each with its function in ``run``.

    Parameters
    ----------
    only
        A command whose arguments are wanted; the modules of the others are not loaded then, which take a while.
    """
    parser = argparse.ArgumentParser(prog="chancery", description="Turn diplomatic news into a sourced map.")
    parser.add_argument("--version", action="version", version=f"chancery {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, (module, purpose) in COMMANDS.items():
        command = commands.add_parser(name, help=purpose)
        if only in ("", name):
            getattr(import_module(module), f"add_{name.replace('-', '_')}_arguments")(command)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status: 0 done, 1 nothing found or faults found, 2 wrong input."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    options = build_parser(words[0] if words and words[0] in COMMANDS else "").parse_args(words)
    try:
        return options.run(options)
    except ChanceryError as error:
        print(f"chancery: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        return 0
    except KeyboardInterrupt:
        return 130
