"""Several files of one folder written together: all of them or none.

Every file is first written beside its place under another name and flushed to the disk. The one that is named last is
the mark: once it stands there in full, the change is decided, and whoever next opens the folder finishes it, should the
writer have been stopped in the middle of putting the files in place. One writer works on a folder at a time.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from chancery.errors import NotWritten

_REMEDY = "Nothing was changed. See to free space and to the folder's permissions, then try again."


@dataclass(frozen=True, slots=True)
class FileFacts:
    """Size and SHA-256 of a file's content."""

    bytes: int
    sha256: str


def read_facts(path: Path) -> FileFacts:
    """Return size and hash of a file on disk.

    Raises
    ------
    OSError
        If it cannot be read.
    """
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
        return FileFacts(stream.tell(), digest)


def stage_file(path: Path, lines: Iterable[str]) -> FileFacts:
    """Write the future content of `path` beside it, in UTF-8, and return its size and hash.

    Raises
    ------
    NotWritten
        If the disk refuses.
    """
    staged = _staged(path)
    digest = hashlib.sha256()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with staged.open("wb") as stream:
            for line in lines:
                data = line.encode()
                digest.update(data)
                stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
            return FileFacts(stream.tell(), digest.hexdigest())
    except OSError as error:
        raise NotWritten(f"{path.name} cannot be written: {error.strerror}.", remedy=_REMEDY) from error


def decide(mark: Path, lines: Iterable[str]) -> None:
    """Stage the last file of a change; from here on the change is made, whatever happens.

    Raises
    ------
    NotWritten
        If the disk refuses; the change is not made then.
    """
    draft = mark.with_name(f"{mark.name}.draft")
    stage_file(draft, lines)
    try:
        _staged(draft).replace(_staged(mark))
    except OSError as error:
        raise NotWritten(f"{mark.name} cannot be written: {error.strerror}.", remedy=_REMEDY) from error
    _sync_folder(mark.parent)


def is_decided(mark: Path) -> bool:
    """Tell whether a decided change waits to be finished."""
    return _staged(mark).exists()


def finish(mark: Path) -> None:
    """Put every staged file of a decided change in its place, the mark last; does nothing if none is decided.

    Raises
    ------
    NotWritten
        If the disk refuses; the change stays decided, and finishing can be tried again.
    """
    if not is_decided(mark):
        return
    try:
        for staged in sorted(_list_staged(mark.parent)):
            if staged != _staged(mark):
                _put(staged)
        _sync_folder(mark.parent)
        _put(_staged(mark))
        _sync_folder(mark.parent)
    except OSError as error:
        remedy = "The change is whole but not in place yet; free the folder for writing and try again."
        raise NotWritten(f"{mark.parent.name} cannot be changed: {error.strerror}.", remedy=remedy) from error


def discard(mark: Path) -> None:
    """Remove what an undecided change left behind."""
    if not is_decided(mark):
        for staged in _list_staged(mark.parent):
            staged.unlink(missing_ok=True)


def _staged(path: Path) -> Path:
    return path.with_name(f".{path.name}.new")


def _list_staged(folder: Path) -> list[Path]:
    return [*folder.glob(".*.new"), *folder.glob("*/.*.new")]


def _put(staged: Path) -> None:
    try:
        staged.replace(staged.with_name(staged.name.removeprefix(".").removesuffix(".new")))
    except FileNotFoundError:
        return  # someone else who opened the folder has just put it there


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):  # not every file system can; the files themselves are safe by now
            os.fsync(descriptor)
    finally:
        os.close(descriptor)
