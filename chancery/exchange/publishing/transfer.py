"""Atlases carried from packages to stores and back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from chancery.errors import InvalidValue
from chancery.exchange.package import read_package, read_texts, write_package
from chancery.model import Atlas
from chancery.store import Action, Author, Change, RowKey, Save, SourceText, Store, key_of
from chancery.store.permissions import Admit, admit_nobody
from chancery.store.rows import Row, is_same
from chancery.store.snapshot import read_snapshot
from chancery.store.snapshot import read_texts as read_stored_texts


@dataclass(frozen=True, slots=True)
class Import:
    """What taking a package in came to.

    Attributes
    ----------
    change
        The change that was made; ``None`` if the store had everything already.
    added
        Keys of the rows that were new.
    replaced
        Keys of the rows that took the place of another version.
    differing
        Keys of the rows that were left as the store has them, though the package says something else, or left out
        because they were taken out of the store.
    """

    change: Change | None
    added: tuple[RowKey, ...]
    replaced: tuple[RowKey, ...]
    differing: tuple[RowKey, ...]


def open_store(
    url: str, package: Path | str | None, *, admit: Admit = admit_nobody, backups: Path | None = None
) -> Store:
    """Open a store, filled from a package if it never held anything.

    Parameters
    ----------
    url
        As `Store.open` has it.
    package
        Folder of the package; ``None`` to leave an empty store empty.

    Raises
    ------
    StoreError
        As `Store.open` has it.
    InvalidFile, InvalidPackage
        If the store is empty and there is no sound package.
    """
    store = Store.open(url, admit=admit, backups=backups)
    try:
        if package is not None and store.revision() == 0 and not store.why_read_only:
            store.seed(read_package(package), read_texts(package), why="From the published package")
    except BaseException:
        store.close()
        raise
    return store


def publish_store(store: Store, folder: Path | str) -> int:
    """Write what a store holds to a package, whole or not at all, and return the revision that was written.

    Raises
    ------
    NotWritten
        If the disk refuses; the package is as it was.
    InvalidPackage
        If a source names a text that neither the store nor the package has.
    InvalidValue
        If nothing was ever put into the store: it would only empty the package.
    """
    with store.reading() as connection:
        snapshot, texts = read_snapshot(connection), read_stored_texts(connection)
    if not snapshot.revision:
        raise InvalidValue(
            "Nothing was ever put into this store, so nothing is published.",
            remedy="Name the database that is meant with --store, or fill this one: python -m chancery take-in.",
        )
    named = {source.text_file for source in snapshot.atlas.sources}
    write_package(snapshot.atlas, folder, {name: text for name, text in texts.items() if name in named})
    return snapshot.revision


def import_package(
    author: Author, package: Path | str, *, replace: bool = False, why: str = "", token: str | None = None
) -> Import:
    """Take the rows of a package into a store, as one change; the same package a second time changes nothing.

    Rows that the store has and the package has not, stay.

    Parameters
    ----------
    replace
        Whether rows of the package take the place of rows that say something else, and come back where they were taken
        out; otherwise those stay as they are and are told of.

    Raises
    ------
    InvalidFile, InvalidPackage
        If there is no sound package.
    Conflict, InvalidValue, NotPermitted, StoreError
        As `Author.apply` has it; nothing was changed then.
    """
    return import_atlas(author, read_package(package), read_texts(package), replace=replace, why=why, token=token)


def import_atlas(
    author: Author,
    atlas: Atlas,
    texts: Mapping[str, str],
    *,
    replace: bool = False,
    why: str = "",
    token: str | None = None,
) -> Import:
    """Take the rows of an atlas into a store, as `import_package` does."""
    store = author.store
    with store.reading() as connection:
        snapshot, stored_texts = read_snapshot(connection), read_stored_texts(connection)
    present = {key_of(row): row for row in _list_rows(snapshot.atlas, stored_texts)}
    retired = {item.stored.key for table in atlas.tables() for item in store.list_retired(table)}
    added: list[Save] = []
    replaced: list[Save] = []
    differing: list[RowKey] = []
    for row in _list_rows(atlas, texts):
        key, current = key_of(row), present.get(key_of(row))
        if is_same(row, current):
            continue
        if current is None and (replace or key not in retired):
            added.append(Save(row))
        elif current is not None and replace:
            seen = snapshot.versions.get(key) or store.read_row(key).version
            replaced.append(Save(row, seen))
        else:
            differing.append(key)
    change = author.apply([*added, *replaced], why=why, token=token, action=Action.IMPORT)
    added_keys, replaced_keys = tuple(edit.key for edit in added), tuple(edit.key for edit in replaced)
    return Import(change, added_keys, replaced_keys, tuple(differing))


def _list_rows(atlas: Atlas, texts: Mapping[str, str]) -> Iterator[Row]:
    for rows in atlas.tables().values():
        yield from rows
    for name, content in texts.items():
        yield SourceText(name, content)
