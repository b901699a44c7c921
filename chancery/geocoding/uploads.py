"""Lists of names that were uploaded: kept under limits, geocoded, and gone on with when the same list comes again.

A list is known by its content, never by its name, and lies with its journal in a folder of the user's cache until it is
done and taken, or a week old.
"""

from __future__ import annotations

import csv
import hashlib
import io
import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from platformdirs import user_cache_path

from chancery.errors import InvalidFile, NotWritten
from chancery.geocoding.batch import FOUND, NAME, PREFIX, NameList, Tally, geocode_file, read_outcomes
from chancery.geocoding.chain import Chain

LARGEST_LIST: Final = 5 * 2**20
"""Bytes of a list at most."""

MOST_NAMES: Final = 20_000
"""Rows of a list at most."""

KEPT_SECONDS: Final = 7 * 24 * 3600
_FOLDER: Final = "lists"


@dataclass(frozen=True, slots=True)
class UnsettledRow:
    """A row that has no coordinates: its line in the file, its name, its status and why."""

    line: int
    name: str
    status: str
    note: str


@dataclass(frozen=True, slots=True)
class UploadedList:
    """A list that was kept, with its rows."""

    folder: Path
    names: NameList

    @staticmethod
    def keep(content: bytes, providers: Sequence[str], cache: Path | None = None) -> UploadedList:
        """Keep what was uploaded; the same content for the same geocoders is the same list.

        Parameters
        ----------
        providers
            Names of the geocoders that will be asked.
        cache
            Folder of the geocoders' cache; by default the user's.

        Raises
        ------
        InvalidFile
            If it is too large, or no CSV with a column of names.
        NotWritten
            If it cannot be kept.
        """
        if len(content) > LARGEST_LIST:
            raise InvalidFile(
                f"The list has {len(content) / 2**20:.1f} MB; {LARGEST_LIST // 2**20} MB is the most.",
                remedy="Part it, or use: python -m chancery geocode --file",
            )
        digest = hashlib.sha256(content + "\0".join(providers).encode()).hexdigest()[:32]
        try:
            folder = _make_folder(cache) / digest
            folder.mkdir(mode=0o700, exist_ok=True)
            source = folder / "names.csv"
            source.write_bytes(content)
        except OSError as error:
            raise NotWritten(
                f"The list cannot be kept: {error.strerror}.", remedy="See to free space in the cache folder."
            ) from error
        names = NameList.read(source)
        if len(names.rows) > MOST_NAMES:
            raise InvalidFile(
                f"The list has {len(names.rows):,} rows; {MOST_NAMES:,} is the most.",
                remedy="Part it, or use: python -m chancery geocode --file",
            )
        return UploadedList(folder, names)

    @property
    def source(self) -> Path:
        """The list as it came."""
        return self.folder / "names.csv"

    @property
    def target(self) -> Path:
        """The list with coordinates, once it is done."""
        return self.folder / "geocoded.csv"

    def count_answered(self) -> int:
        """Return how many rows earlier runs have an answer for."""
        outcomes = read_outcomes(self.target)
        return sum(1 for row in self.names.rows if row.query is not None and row.key in outcomes)

    def geocode(self, chain: Chain, report: Callable[[Tally], None]) -> Tally:
        """Ask for what is missing and write the outcome; `chancery.geocoding.batch.geocode_file` has the errors."""
        return geocode_file(self.source, self.target, chain, report)

    def read_result(self) -> bytes | None:
        """Return the list with coordinates; ``None`` while there is none."""
        try:
            return self.target.read_bytes()
        except OSError:
            return None

    def list_unsettled(self) -> tuple[UnsettledRow, ...]:
        """Return the rows of the outcome without coordinates, each with its line and what there is to say of it."""
        content = self.read_result()
        if content is None:
            return ()
        lines = csv.DictReader(io.StringIO(content.decode("utf-8"), newline=""))
        rows = zip(self.names.rows, lines, strict=False)
        return tuple(
            UnsettledRow(row.line, row.cells[NAME], cells[f"{PREFIX}status"], cells[f"{PREFIX}note"])
            for row, cells in rows
            if cells[f"{PREFIX}status"] != FOUND
        )


def _make_folder(cache: Path | None) -> Path:
    folder = (cache or user_cache_path("chancery")) / _FOLDER
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        folder = Path(tempfile.gettempdir()) / "chancery-lists"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for old in folder.iterdir():
        if time.time() - old.stat().st_mtime > KEPT_SECONDS:
            shutil.rmtree(old, ignore_errors=True)
    return folder
