"""The form of the files: canonical tables, and a ``datapackage.json`` that describes what is there."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any, cast

from chancery.errors import ChanceryError, InvalidFile, Location
from chancery.exchange.csv_file import format_table
from chancery.exchange.descriptor import ARTICLES, FILE_NAME, descriptor, read_descriptor
from chancery.exchange.files import FileFacts, read_facts
from chancery.exchange.package import PackageContent

TIDY_REMEDY = "Run: python -m chancery check --tidy"


def find_uncanonical_tables(content: PackageContent) -> Iterator[ChanceryError]:
    """Yield a fault for each sound table whose file is sorted, quoted or ended otherwise than Chancery writes it."""
    for item in content.tables.values():
        if item.faults:
            continue
        lines = format_table(item.table, item.rows)
        file = item.table.file_name
        for number, (written, line) in enumerate(_zip_lines(content, file, lines), start=1):
            if written != line:
                yield InvalidFile(
                    f"The rows are not in canonical form from line {number} on (order, quotes, numbers or line ends).",
                    where=Location(file),
                    remedy=TIDY_REMEDY,
                )
                break


def find_descriptor_faults(content: PackageContent) -> Iterator[ChanceryError]:
    """Yield a fault for each part of ``datapackage.json`` that is missing or does not describe what is there."""
    try:
        found = read_descriptor(content.folder)
    except InvalidFile as error:
        yield error.at(file=FILE_NAME)
        return
    for name in ("name", "title", "licenses"):
        if not found.get(name):
            yield InvalidFile("It is missing.", where=Location(FILE_NAME, field=name), remedy="Add it to the file.")
    resources = _by_name(found.get("resources"))
    expected = _by_name(descriptor(found, _read_all_facts(content))["resources"])
    for name in sorted(expected.keys() | resources.keys()):
        if resources.get(name) != expected.get(name):
            yield InvalidFile(
                f"What it says of '{name}' is not what is there.",
                where=Location(FILE_NAME, field="resources"),
                remedy=TIDY_REMEDY,
            )


def _zip_lines(content: PackageContent, file: str, lines: Iterator[str]) -> Iterator[tuple[str, str]]:
    """Pair the lines of a file with those that it should have; a missing line is the empty text."""
    with (content.folder / file).open(encoding="utf-8", newline="") as stream:
        for line in lines:
            yield stream.read(len(line)), line
        yield stream.read(1), ""


def _read_all_facts(content: PackageContent) -> dict[str, FileFacts]:
    named = [item.table.file_name for item in content.tables.values()]
    named += [f"{ARTICLES}/{row.text_file}" for row in content.tables["sources"].rows if row.text_file]
    facts: dict[str, FileFacts] = {}
    for name in named:
        with contextlib.suppress(OSError):  # a file that is not there, or closed to us, was told already
            facts[name] = read_facts(content.folder / name)
    return facts


def _by_name(resources: object) -> dict[str, Any]:
    if not isinstance(resources, list):
        return {}
    named: dict[str, Any] = {}
    for resource in cast("list[Any]", resources):
        if isinstance(resource, dict):
            item = cast("dict[str, Any]", resource)
            named[str(item.get("name"))] = item
    return named
