"""The files of a gazetteer, and how they are opened.

``names.marisa`` holds every name as it is written and ``folded.marisa`` every folded form; these tries are mapped into
memory and read in place. Each has a table in ``tables.npz`` that leads from the number of a name to its places; what a
place is stands there too. ``codes.marisa`` is the same for codes of countries, areas and regions, and ``labels.json``
has names by language. scripts/build_gazetteer.py writes the files, together with a manifest of their hashes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol, cast

import marisa_trie
import numpy as np
import numpy.typing as npt

from chancery.errors import GazetteerUnavailable, Location

FORMAT_VERSION: Final = 1
MANY: Final = 1 << 31  # flag in a name's table entry: several places, listed in the table's tail
NO_PLACE: Final = 0xFFFFFFFF
EMBEDDED: Final = Path(__file__).resolve().parents[2] / "data" / "gazetteer"

PLACE_RECORD: Final = np.dtype(
    [
        ("geonames_id", "<u4"),
        ("latitude", "<i4"),  # 1e-5 degrees
        ("longitude", "<i4"),
        ("population", "<u4"),
        ("name", "<u4"),
        ("admin1", "<u4"),
        ("admin2", "<u4"),
        ("radius_km", "<u2"),
        ("precision", "u1"),
        ("country_code", "S2"),
        ("feature_code", "S5"),
    ]
)

_REMEDY: Final = "Restore data/gazetteer/ from the repository, or rebuild it with scripts/build_gazetteer.py."


class NameTrie(Protocol):
    """What is used of `marisa_trie.Trie`, which has no types of its own: a set of texts, each with a number."""

    def __len__(self) -> int: ...
    def __contains__(self, text: str) -> bool: ...
    def __getitem__(self, text: str) -> int: ...
    def get(self, text: str) -> int | None:
        """Return the number of a text, or None if it is not there."""
        ...

    def prefixes(self, text: str) -> list[str]:
        """Return every text of the set with which ``text`` begins, shortest first."""
        ...

    def restore_key(self, number: int) -> str:
        """Return the text of a number."""
        ...


@dataclass(frozen=True, slots=True)
class GazetteerFiles:
    """What the files hold.

    Attributes
    ----------
    names, folded, codes
        Names as written, names folded, codes.
    name_places, folded_places, code_places
        By the number of a name: its place, or, with `MANY` added, where in the tail of the table the count and the
        numbers of its places stand.
    places
        A `PLACE_RECORD` for each place.
    place_names
        By place, where its names start in this same table; then, from there, their numbers.
    labels
        Names by language, by place id.
    countries
        Country codes of places that lie in several, by place id.
    """

    names: NameTrie
    folded: NameTrie
    codes: NameTrie
    name_places: npt.NDArray[np.uint32]
    folded_places: npt.NDArray[np.uint32]
    code_places: npt.NDArray[np.uint32]
    places: npt.NDArray[Any]
    place_names: npt.NDArray[np.uint32]
    labels: Mapping[str, Mapping[str, str]]
    countries: Mapping[str, list[str]]

    @classmethod
    def open(cls, folder: Path) -> GazetteerFiles:
        """Check the files of a folder against their hashes and open them.

        Raises
        ------
        GazetteerUnavailable
            A file is missing, is not what the manifest says, or is of another format.
        """
        for file, expected in _read_manifest(folder).items():
            _check_file(folder / file, expected)
        try:
            with np.load(folder / "tables.npz", allow_pickle=False) as archive:
                tables = {name: archive[name] for name in archive.files}
            texts = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
            return cls(
                names=_map_trie(folder / "names.marisa"),
                folded=_map_trie(folder / "folded.marisa"),
                codes=_map_trie(folder / "codes.marisa"),
                labels=texts["labels"],
                countries=texts["countries"],
                **tables,
            )
        except (OSError, ValueError, RuntimeError, KeyError, TypeError) as error:
            raise GazetteerUnavailable(
                f"The gazetteer cannot be opened: {error}.", where=Location(file=str(folder)), remedy=_REMEDY
            ) from error


def _map_trie(path: Path) -> NameTrie:
    return cast("NameTrie", marisa_trie.Trie().mmap(str(path)))


def _read_manifest(folder: Path) -> dict[str, str]:
    """Return the hash of each file by its name."""
    path = folder / "manifest.json"
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
        version, hashes = manifest["format"], manifest["sha256"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise GazetteerUnavailable(
            "The gazetteer has no readable manifest.", where=Location(file=str(path)), remedy=_REMEDY
        ) from error
    if version != FORMAT_VERSION:
        raise GazetteerUnavailable(
            f"The gazetteer is of format {version}, and this program reads {FORMAT_VERSION}.",
            where=Location(file=str(path)),
            remedy=_REMEDY,
        )
    return hashes


def _check_file(path: Path, expected: str) -> None:
    try:
        with path.open("rb") as file:
            actual = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise GazetteerUnavailable(
            "A file of the gazetteer is missing or cannot be read.", where=Location(file=str(path)), remedy=_REMEDY
        ) from error
    if actual != expected:
        raise GazetteerUnavailable(
            "A file of the gazetteer is damaged: its hash is not that of the manifest.",
            where=Location(file=str(path)),
            remedy=_REMEDY,
        )
