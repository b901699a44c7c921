"""``datapackage.json``: what the package says of itself to people and to other programs.

It is valid under versions 1 and 2 of the Data Package standard (https://datapackage.org). The schemas, sizes and hashes
in it follow from the tables; title, licences and the like are kept as the file has them, so that people can change them
there.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from enum import Enum
from pathlib import Path
from typing import Any, cast

from chancery.errors import InvalidFile
from chancery.exchange.files import FileFacts
from chancery.exchange.schema import TABLES
from chancery.exchange.table import Column, Table

FILE_NAME = "datapackage.json"

ARTICLES = "articles"
"""Folder of the package that holds the texts of the sources."""

METADATA: dict[str, Any] = {
    "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
    "name": "belarus-azerbaijan",
    "title": "Belarus–Azerbaijan relations: a sourced atlas",
    "description": (
        "Visits, meetings, agreements, projects, culture and sport events between Belarus and Azerbaijan, each with "
        "its date, its places and the sources that say so."
    ),
    "licenses": [
        {
            "name": "CC-BY-4.0",
            "title": "Creative Commons Attribution 4.0",
            "path": "https://creativecommons.org/licenses/by/4.0/",
        }
    ],
    "sources": [{"title": "GeoNames (coordinates and names of places)", "path": "https://www.geonames.org/"}],
}
"""What a package says of itself until someone changes it in its file."""


def descriptor(
    metadata: Mapping[str, Any] | None = None, facts: Mapping[str, FileFacts] | None = None
) -> dict[str, Any]:
    """Return the content of ``datapackage.json``.

    Parameters
    ----------
    metadata
        Title, licences and whatever else stands beside the resources; `METADATA` without it.
    facts
        Size and hash by path within the package. Paths other than the tables' become resources of their own.
    """
    known = dict(facts or {})
    resources = [_describe_table_file(table, known.pop(table.file_name, None)) for table in TABLES]
    resources += [_describe_text_file(path, known[path]) for path in sorted(known)]
    kept = {name: value for name, value in (metadata or METADATA).items() if name != "resources"}
    return {**kept, "resources": resources}


def format_descriptor(content: Mapping[str, Any]) -> str:
    """Return ``datapackage.json`` as text, ready to be compared line by line."""
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def read_descriptor(folder: Path) -> dict[str, Any]:
    """Return what a package's ``datapackage.json`` says.

    Raises
    ------
    InvalidFile
        If it is missing, not UTF-8, not JSON or not an object.
    """
    remedy = "Put it back, or remove it and run: python -m chancery check --tidy"
    try:
        content = json.loads((folder / FILE_NAME).read_bytes().decode("utf-8-sig"))
        json.dumps(content, ensure_ascii=False).encode()  # an escape may stand for half a character
    except FileNotFoundError as error:
        raise InvalidFile("datapackage.json is missing.", remedy=remedy) from error
    except (OSError, ValueError, RecursionError) as error:
        raise InvalidFile(f"datapackage.json cannot be read: {error}.", remedy=remedy) from error
    if not isinstance(content, dict):
        raise InvalidFile("datapackage.json does not hold an object.", remedy=remedy)
    return cast("dict[str, Any]", content)


def table_schema(table: Table) -> dict[str, Any]:
    """Return a table's Table Schema.

    An empty cell is a missing value, except where an empty text is part of the key: a key has no missing parts. No
    other text stands for a missing value, so that ``NA`` is Namibia.
    """
    all_filled = all(table.column(name).required for name in table.key)
    schema: dict[str, Any] = {"fields": [_describe_column(column, all_filled) for column in table.columns]}
    schema["missingValues"] = [""] if all_filled else []
    schema["primaryKey"] = list(table.key)
    if table.references:
        schema["foreignKeys"] = [
            {"fields": [item.column], "reference": {"resource": item.table, "fields": [item.target]}}
            for item in table.references
        ]
    return schema


def _describe_table_file(table: Table, facts: FileFacts | None) -> dict[str, Any]:
    return {
        "name": table.name,
        "type": "table",
        "profile": "tabular-data-resource",
        "title": table.title,
        "description": table.description,
        "path": table.file_name,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        **_describe_facts(facts),
        "schema": table_schema(table),
    }


def _describe_text_file(path: str, facts: FileFacts) -> dict[str, Any]:
    name = path.removesuffix(".txt").replace("/", "-").lower()
    resource = {"name": name, "path": path, "format": "txt", "mediatype": "text/plain", "encoding": "utf-8"}
    return {**resource, **_describe_facts(facts)}


def _describe_facts(facts: FileFacts | None) -> dict[str, Any]:
    return {"bytes": facts.bytes, "hash": f"sha256:{facts.sha256}"} if facts else {}


def _describe_column(column: Column, empty_is_missing: bool) -> dict[str, Any]:
    described: dict[str, Any] = {"name": column.name, "type": column.type, "description": column.description}
    described["example"] = column.example
    if column.rdf_type:
        described["rdfType"] = column.rdf_type
    constraints: dict[str, Any] = {}
    if column.required:
        constraints["required"] = True
    if column.terms is not None:
        constraints["enum"] = [_plain(term) for term in column.terms]
    if column.pattern:
        constraints["pattern"] = column.pattern if column.required or empty_is_missing else f"(?:{column.pattern})?"
    if column.minimum is not None:
        constraints["minimum"] = column.minimum
    if column.maximum is not None:
        constraints["maximum"] = column.maximum
    if constraints:
        described["constraints"] = constraints
    return described


def _plain(term: Enum) -> str | int:
    return term.value
