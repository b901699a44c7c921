"""The store: what people curate, in a database, with a history that loses nothing.

::

    store = Store.open("sqlite:///var/atlas.db", admit=admit_local)
    editor = store.as_user(Identity.local())
    sheet = store.read_record("2024-05-16-state-visit")
    changed = dataclasses.replace(sheet.record, title="State visit to Azerbaijan")
    change = editor.save(changed, seen=sheet.version, why="Shorter title")
    editor.undo(change.change_id)

Its names are loaded when the first of them is asked for: a page that only reads the published package needs no database
library. Who may do what (`chancery.store.permissions`) needs none either.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from chancery.store.public import *  # noqa: F403 - what it gives out is listed there


def __getattr__(name: str) -> Any:
    # A module of the package is none of these names: to look it up here would load them all before their turn.
    if name.startswith("_") or find_spec(f"{__name__}.{name}"):
        raise AttributeError(name)
    return getattr(import_module("chancery.store.public"), name)
