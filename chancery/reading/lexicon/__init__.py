"""The word lists that the reader goes by: tab-separated files that a linguist can extend.

One folder a language; lines that begin with ``#`` are comments. Every list has a test that loads it.
"""

from __future__ import annotations

from functools import cache
from importlib import resources

LANGUAGE = "en"


@cache
def load_rows(name: str, columns: int, language: str = LANGUAGE) -> tuple[tuple[str, ...], ...]:
    """Return the rows of one list, each with exactly `columns` fields; missing fields at the end are empty.

    Parameters
    ----------
    name
        File name without its ending.
    columns
        How many fields a row has; a row with more is a fault of the list.

    Raises
    ------
    ValueError
        If a row has more fields, naming file and line.
    """
    file = resources.files(__name__).joinpath(language, f"{name}.tsv")
    rows: list[tuple[str, ...]] = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        fields = [field.strip() for field in line.split("\t")]
        if len(fields) > columns:
            raise ValueError(f"{name}.tsv, line {number}: {len(fields)} fields, not {columns}")
        rows.append(tuple(fields + [""] * (columns - len(fields))))
    return tuple(rows)


@cache
def load_words(name: str, language: str = LANGUAGE) -> frozenset[str]:
    """Return the words of a list of one column; a line may hold several, parted by blanks or, for phrases, by ``|``."""
    words: set[str] = set()
    for (line,) in load_rows(name, 1, language):
        words.update(part.strip() for part in line.split("|")) if "|" in line else words.update(line.split())
    return frozenset(words - {""})


@cache
def load_map(name: str, language: str = LANGUAGE) -> dict[str, str]:
    """Return a list of two columns as a mapping of the first, lower-cased, to the second."""
    return {key.lower(): value for key, value in load_rows(name, 2, language)}
