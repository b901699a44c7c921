"""The data package: an atlas as a folder of CSV files that git can compare line by line.

Nothing is neutralised on the way in or out: a cell that begins with ``=`` stays as it is, since the package has to give
back exactly what went in. Files meant for a spreadsheet come from the exports, which do neutralise.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chancery.errors import ChanceryError, InvalidFile, InvalidPackage, InvalidValue, Location
from chancery.exchange import descriptor as descriptors
from chancery.exchange import files
from chancery.exchange.cells import check_text, format_cell
from chancery.exchange.csv_file import TableContent, format_table, key_of, read_table, sort_rows
from chancery.exchange.descriptor import ARTICLES, FILE_NAME
from chancery.exchange.files import FileFacts
from chancery.exchange.keys import find_key_faults
from chancery.exchange.schema import TABLES
from chancery.model import Atlas


@dataclass(frozen=True, slots=True)
class PackageContent:
    """All that a package's folder holds, sound or not.

    Attributes
    ----------
    tables
        By name, each with its rows, their numbers and its faults.
    texts
        The sources' texts by file name, as far as they could be read.
    text_faults
        What is wrong with the files of the texts themselves.
    """

    folder: Path
    tables: Mapping[str, TableContent]
    texts: Mapping[str, str]
    text_faults: tuple[ChanceryError, ...]

    def numbered(self, table: str) -> tuple[tuple[int, Any], ...]:
        """Return the sound rows of a table, each with its row number."""
        content = self.tables[table]
        return tuple(zip(content.numbers, content.rows, strict=True))

    def atlas(self) -> Atlas:
        """Return the sound rows as an atlas, in the order of their keys."""
        return Atlas(**{name: tuple(sort_rows(item.table, item.rows)) for name, item in self.tables.items()})


def read_package(path: Path | str) -> Atlas:
    """Read an atlas from the folder of its package, or from the path of its ``datapackage.json``.

    Values, keys and references are verified; `chancery.exchange.check.check_package` looks further.

    Raises
    ------
    InvalidFile
        If there is no package at that path.
    InvalidPackage
        If it has faults; the error carries every one of them, with file, row and field.
    """
    folder = locate_package(path)
    tables = read_tables(folder)
    faults = [fault for content in tables.values() for fault in content.faults]
    faults.extend(find_key_faults(tables))
    if faults:
        raise InvalidPackage(faults)
    return PackageContent(folder, tables, {}, ()).atlas()


def read_texts(path: Path | str) -> dict[str, str]:
    """Return the texts that a package keeps of its sources, by file name (`Source.text_file`).

    Offsets of evidence count the code points of exactly these texts.

    Raises
    ------
    InvalidFile
        If there is no package at that path.
    InvalidPackage
        If a text is not UTF-8.
    """
    texts, faults = read_text_files(locate_package(path))
    if faults:
        raise InvalidPackage(faults)
    return texts


def write_package(atlas: Atlas, path: Path | str, texts: Mapping[str, str] | None = None) -> None:
    """Write an atlas to the folder of its package: whole, or not at all.

    Rows are sorted by key, cells quoted only where they must be, lines ended by line feeds; the same atlas always gives
    the same bytes. What ``datapackage.json`` says beside schemas and hashes is kept. Files that are no part of the
    package stay.

    Parameters
    ----------
    texts
        Texts of sources, by `Source.text_file`, to be written to ``articles/``; those that are there already stay.

    Raises
    ------
    InvalidPackage
        If the atlas itself is unsound: a key used twice, a reference to nothing, a text that is missing or belongs to
        no source. Nothing is written.
    InvalidValue
        If a cell or a text holds what no file can hold. Nothing is written.
    InvalidFile
        If there is a ``datapackage.json`` that cannot be read. Nothing is written.
    NotWritten
        If the disk refuses. What was there before still is.
    """
    folder = Path(path)
    _verify(atlas, folder, texts or {})
    mark = folder / FILE_NAME
    files.finish(mark)
    files.discard(mark)
    metadata = descriptors.read_descriptor(folder) if mark.exists() else None
    try:
        facts = _stage(atlas, folder, texts or {})
        files.decide(mark, [descriptors.format_descriptor(descriptors.descriptor(metadata, facts))])
    except BaseException:
        files.discard(mark)
        raise
    files.finish(mark)


def locate_package(path: Path | str) -> Path:
    """Return the folder of the package at a path, having finished a change to it that was cut short.

    Raises
    ------
    InvalidFile
        If there is none.
    """
    folder = Path(path)
    if folder.name == FILE_NAME:
        folder = folder.parent
    files.finish(folder / FILE_NAME)
    names = (FILE_NAME, *(table.file_name for table in TABLES))
    if not any((folder / name).is_file() for name in names):
        raise InvalidFile(
            f"There is no data package in '{folder}'.",
            remedy=f"Name the folder that holds {FILE_NAME} and the tables.",
        )
    return folder


def read_tables(folder: Path) -> dict[str, TableContent]:
    """Read every table of a package's folder, with its faults."""
    return {table.name: read_table(folder, table) for table in TABLES}


def read_content(path: Path | str) -> PackageContent:
    """Read all that a package holds, sound or not.

    Raises
    ------
    InvalidFile
        If there is no package at that path.
    """
    folder = locate_package(path)
    texts, faults = read_text_files(folder)
    return PackageContent(folder, read_tables(folder), texts, tuple(faults))


def read_text_files(folder: Path) -> tuple[dict[str, str], list[ChanceryError]]:
    """Return the texts in a package's ``articles/`` by file name, and what is wrong with the others."""
    texts: dict[str, str] = {}
    faults: list[ChanceryError] = []
    for file in sorted((folder / ARTICLES).glob("*.txt")):
        where = Location(file=f"{ARTICLES}/{file.name}")
        try:
            text = file.read_bytes().decode()
        except (OSError, UnicodeDecodeError) as error:
            faults.append(InvalidFile(f"It cannot be read: {error}.", where=where, remedy="Save it as UTF-8."))
            continue
        if text.startswith("\ufeff"):
            remedy = "Save it as UTF-8 without a byte order mark, which would shift every quote by one."
            faults.append(InvalidFile("It begins with a byte order mark.", where=where, remedy=remedy))
        else:
            texts[file.name] = text
    return texts, faults


def _stage(atlas: Atlas, folder: Path, texts: Mapping[str, str]) -> dict[str, FileFacts]:
    """Write every file but the descriptor beside its place, and return the facts of all files by path."""
    facts: dict[str, FileFacts] = {}
    for source in atlas.sources:
        if source.text_file:
            path = f"{ARTICLES}/{source.text_file}"
            text = texts.get(source.text_file)
            facts[path] = files.read_facts(folder / path) if text is None else files.stage_file(folder / path, [text])
    rows = atlas.tables()
    for table in TABLES:
        facts[table.file_name] = files.stage_file(folder / table.file_name, format_table(table, rows[table.name]))
    return facts


def _verify(atlas: Atlas, folder: Path, texts: Mapping[str, str]) -> None:
    tables: dict[str, TableContent] = {}
    for table in TABLES:
        rows = tuple(sort_rows(table, atlas.tables()[table.name]))
        keys = frozenset(tuple(format_cell(part) for part in key_of(table, row)) for row in rows)
        tables[table.name] = TableContent(table, rows, tuple(range(2, len(rows) + 2)), keys, ())
    faults = [*find_key_faults(tables), *_find_text_faults(atlas, folder, texts)]
    if faults:
        raise InvalidPackage(faults)
    for name, text in texts.items():
        try:
            check_text(text)
        except InvalidValue as error:
            raise error.at(file=f"{ARTICLES}/{name}") from error


def _find_text_faults(atlas: Atlas, folder: Path, texts: Mapping[str, str]) -> Iterator[ChanceryError]:
    named = {source.text_file for source in atlas.sources if source.text_file}
    for name in sorted(named - texts.keys()):
        if not (folder / ARTICLES / name).is_file():
            where = Location(file=f"{ARTICLES}/{name}")
            remedy = "Give the text along with the atlas, or empty text_file."
            yield InvalidFile("The text of a source is missing.", where=where, remedy=remedy)
    for name in sorted(texts.keys() - named):
        # A name that no source has was never held against the pattern of file names, and may lead anywhere.
        remedy = "Name it in the text_file of its source, or leave it out."
        yield InvalidFile(f"The text {name!r} belongs to no source.", where=Location(file=ARTICLES), remedy=remedy)
