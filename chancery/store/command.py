"""``python -m chancery backup``, ``restore``, ``history``, ``undo`` and ``redo``: the store on the terminal.

Whoever can reach the database from a shell may do everything: the commands write as the local user, as administrator.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from chancery.store.connection import DEFAULT_URL
from chancery.store.permissions import Access, Identity

if TYPE_CHECKING:
    from chancery.store.audit import Change, RowChange
    from chancery.store.author import Author
    from chancery.store.store import Store

STORE_VARIABLE = "CHANCERY_DATABASE"
"""Environment variable that names the database."""


def add_store_argument(parser: argparse.ArgumentParser) -> None:
    """Add ``--store``, the database to work on."""
    default = os.environ.get(STORE_VARIABLE, DEFAULT_URL)
    shown = f"${STORE_VARIABLE}" if STORE_VARIABLE in os.environ else default
    parser.add_argument(
        "--store", default=default, metavar="URL", help=f"sqlite:///path or postgresql://user@host/database ({shown})"
    )


def add_backup_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command to a parser, and the command itself as ``run``."""
    parser.add_argument("--to", type=Path, metavar="FOLDER", help="where to put it (backups beside the database)")
    add_store_argument(parser)
    parser.set_defaults(run=run_backup)


def run_backup(options: argparse.Namespace) -> int:
    """Write a backup and print where; return 0."""
    from chancery.store.backup import back_up, default_folder
    from chancery.store.connection import parse_url, sqlite_file

    with open_as_operator(options.store) as author:
        print(back_up(author.store.engine, options.to or default_folder(sqlite_file(parse_url(options.store)))))
    return 0


def add_restore_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command to a parser, and the command itself as ``run``."""
    parser.add_argument("file", type=Path, help="a file that backup made, of either kind of database")
    add_change_arguments(parser)
    parser.set_defaults(run=run_restore)


def run_restore(options: argparse.Namespace) -> int:
    """Put a backup in the place of what the database holds and say where that was kept; return 0."""
    from chancery.store.backup import restore_backup

    kept = restore_backup(options.file, options.store, Identity.local(), why=options.why)
    print(f"Restored from {options.file}." + (f" What was there before is in {kept}." if kept else ""))
    return 0


def add_history_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command to a parser, and the command itself as ``run``."""
    parser.add_argument(
        "record", nargs="?", help="id of a record, or TABLE/KEY of any row; without it, the changes of all"
    )
    parser.add_argument("--limit", type=int, default=20, metavar="N", help="most changes to print (20)")
    add_store_argument(parser)
    parser.set_defaults(run=run_history)


def run_history(options: argparse.Namespace) -> int:
    """Print changes, the latest first; return 0, or 1 if there are none."""
    with open_as_operator(options.store) as author:
        changes, record_id = _find_history(author.store, options.record or "", options.limit)
    for change in changes:
        print("\n".join(format_change(change, record_id)))
    if not changes:
        print(f"Nothing is known of {options.record or 'this store'}.", file=sys.stderr)
    return 0 if changes else 1


def _find_history(store: Store, row: str, limit: int) -> tuple[Sequence[Change], str | None]:
    """Return changes, and the record that they are told of, if it is one."""
    from chancery.store.rows import RowKey

    if not row:
        return store.list_changes(limit=limit), None
    key = RowKey.from_path(row) if "/" in row else RowKey("records", (row,))
    row_id = str(key.values[0])
    match key.table:
        case "records":
            return store.read_record_history(row_id, limit=limit), row_id
        case "places":
            return store.read_place_history(row_id, limit=limit), None
        case _:
            return store.read_row_history(key, limit=limit), None


def add_undo_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command to a parser, and the command itself as ``run``."""
    _add_reversal_arguments(parser)
    parser.set_defaults(run=run_undo)


def run_undo(options: argparse.Namespace) -> int:
    """Take a change back; return 0."""
    with open_as_operator(options.store) as author:
        return tell_change(author.undo(options.change, why=options.why))


def add_redo_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command to a parser, and the command itself as ``run``."""
    _add_reversal_arguments(parser)
    parser.set_defaults(run=run_redo)


def run_redo(options: argparse.Namespace) -> int:
    """Make a change again that was undone; return 0."""
    with open_as_operator(options.store) as author:
        return tell_change(author.redo(options.change, why=options.why))


@contextmanager
def open_as_operator(url: str) -> Generator[Author]:
    """Open the store at a URL as the local user with all rights; closed when the block is left."""
    from chancery.store.store import Store

    store = Store.open(url, admit=lambda _: Access.ADMIN)
    try:
        yield store.as_user(Identity.local())
    finally:
        store.close()


def format_change(change: Change, record_id: str | None = None, *, rows_limit: int = 12) -> list[str]:
    """Return a change as lines: who, when, what and why, then its rows with what differs.

    Parameters
    ----------
    record_id
        Show only the rows of this record, if one is given.
    rows_limit
        Most rows shown.
    """
    state = "" if change.in_effect else "  (undone)"
    reverses = f" of {change.reverses}" if change.reverses else ""
    why = f": {change.why}" if change.why else ""
    moment = change.made_at.astimezone().strftime("%Y-%m-%d %H:%M")
    lines = [f"{change.change_id}  {moment}  {change.author}  {change.action}{reverses}{why}{state}"]
    rows = [row for row in change.rows if record_id is None or _belongs(row, record_id)]
    for row in rows[:rows_limit]:
        lines.extend(_format_row(row))
    if len(rows) > rows_limit:
        lines.append(f"    and {len(rows) - rows_limit} more rows")
    return lines


def _belongs(row: RowChange, record_id: str) -> bool:
    return any((values or {}).get("record_id") == record_id for values in (row.before, row.after))


def _format_row(row: RowChange) -> list[str]:
    if row.before is None:
        return [f"    + {row.key}"]
    if row.after is None:
        gone = f" (now {', '.join(map(str, row.successor))})" if row.successor else ""
        return [f"    - {row.key}{gone}"]
    return [f"    ~ {row.key}", *(f"        {name}: {old!r} -> {new!r}" for name, old, new in row.differences)]


def _add_reversal_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("change", type=int, help="number of the change, as history prints it")
    add_change_arguments(parser)


def add_change_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what every command takes that makes a change: ``--why`` and ``--store``."""
    parser.add_argument("--why", default="", metavar="REASON", help="what the history shows")
    add_store_argument(parser)


def tell_change(change: Change | None) -> int:
    """Print what was changed; return 0."""
    print("\n".join(format_change(change)) if change else "Nothing differs; nothing was changed.")
    return 0
