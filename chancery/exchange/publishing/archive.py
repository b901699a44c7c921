"""A store's data package as one file, to be downloaded."""

from __future__ import annotations

import io
import tempfile
import zipfile
from pathlib import Path

from chancery.exchange.publishing.transfer import publish_store
from chancery.store import Store


def pack_store(store: Store) -> bytes:
    """Return the data package of what a store holds as a zip archive.

    Raises
    ------
    InvalidPackage
        As `publish_store` has it.
    NotWritten
        If there is no room to put it together.
    """
    with tempfile.TemporaryDirectory() as folder:
        publish_store(store, folder)
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(path for path in Path(folder).rglob("*") if path.is_file()):
                archive.write(path, path.relative_to(folder).as_posix())
    return packed.getvalue()
