"""The description of the tables is that of the model, and what is written down from it is valid elsewhere too."""

from __future__ import annotations

import dataclasses
import json
import types
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any, get_args, get_type_hints

import frictionless
import pytest

from chancery.exchange.cells import format_cell, parse_cell
from chancery.exchange.descriptor import descriptor, table_schema
from chancery.exchange.schema import PLACES, TABLES
from chancery.exchange.table import Column, Table
from chancery.model import ROW_TYPES, Atlas
from tests.conftest import DATA
from tests.unit.exchange.spoiling import replace_text, set_cell

ROOT = DATA.parent
COLUMNS = [(table, column) for table in TABLES for column in table.columns]


def column_id(value: object) -> str:
    return value.name if isinstance(value, Table | Column) else str(value)


def accepted_types(column: Column) -> set[type]:
    """Return the types that the values of a column have, `NoneType` for an empty cell that is no text."""
    plain: type = {"string": str, "date": str, "integer": int, "number": float}[column.type]
    found: set[type] = {column.terms or plain}
    if not column.required and (column.terms or plain is not str):
        found.add(types.NoneType)
    return found


def test_tables_are_those_of_the_model_in_the_same_order() -> None:
    assert [table.name for table in TABLES] == list(ROW_TYPES) == [field.name for field in dataclasses.fields(Atlas)]


@pytest.mark.parametrize("table", TABLES, ids=column_id)
def test_columns_are_the_fields_of_the_model_in_the_same_order_and_of_the_same_types(table: Table) -> None:
    row_type = ROW_TYPES[table.name]
    assert table.column_names == tuple(field.name for field in dataclasses.fields(row_type))
    hints = get_type_hints(row_type)
    for column in table.columns:
        hint = hints[column.name]
        assert accepted_types(column) == (set(get_args(hint)) or {hint}), column.name


@pytest.mark.parametrize(("table", "column"), COLUMNS, ids=column_id)
def test_every_column_is_described_and_its_example_is_a_value_of_it(table: Table, column: Column) -> None:
    assert column.description[-1] in ".:)" or column.description.endswith("...")
    assert format_cell(parse_cell(column, column.example)) == column.example


@pytest.mark.parametrize("table", TABLES, ids=column_id)
def test_an_example_row_is_a_row_of_the_model(table: Table) -> None:
    values: dict[str, Any] = {column.name: parse_cell(column, column.example) for column in table.columns}
    if "quote" in values:
        values["end"] = values["start"] + len(values["quote"])
    assert ROW_TYPES[table.name](**values)


@pytest.mark.parametrize("table", TABLES, ids=column_id)
def test_keys_and_references_name_columns_that_are_there(table: Table) -> None:
    assert set(table.key) <= set(table.column_names)
    for reference in table.references:
        [target] = [other for other in TABLES if other.name == reference.table]
        assert target.key == (reference.target,)
        assert reference.column in table.column_names
        assert TABLES.index(target) < TABLES.index(table)


def test_namibia_is_a_country_and_not_a_missing_value() -> None:
    assert parse_cell(PLACES.column("country_code"), "NA") == "NA"
    assert all("NA" not in table_schema(table)["missingValues"] for table in TABLES)


@pytest.mark.parametrize(("table", "column"), COLUMNS, ids=column_id)
def test_terms_are_listed_in_full(table: Table, column: Column) -> None:
    fields = {field["name"]: field for field in table_schema(table)["fields"]}
    listed = fields[column.name].get("constraints", {}).get("enum")
    terms: Iterator[Enum] = iter(column.terms or ())
    assert (listed or []) == [term.value for term in terms]


def test_what_is_written_beside_the_resources_is_kept() -> None:
    assert descriptor({"title": "Another", "resources": [], "version": "2"})["title"] == "Another"
    assert descriptor({"version": "2"})["version"] == "2"


def test_frictionless_finds_the_published_package_valid() -> None:
    report = frictionless.validate(str(DATA / "datapackage.json"))
    assert report.flatten(["name", "rowNumber", "fieldName", "message"]) == []
    assert len(report.tasks) >= len(TABLES)


@pytest.mark.parametrize(
    "spoil",
    [
        set_cell("records", 2, "kind", "trip"),
        set_cell("places", 2, "latitude", "95"),
        set_cell("evidence", 2, "record_id", "nothing"),
        replace_text("articles/gazette.txt", "Baku", "Bakı"),
    ],
)
def test_frictionless_finds_faults_by_our_description(package: Path, spoil: Any) -> None:
    assert frictionless.validate(str(package / "datapackage.json")).valid
    spoil(package)
    assert not frictionless.validate(str(package / "datapackage.json")).valid


def test_every_column_is_told_in_the_documentation_as_it_is_described_here() -> None:
    text = (ROOT / "docs/data-model.md").read_text(encoding="utf-8")
    missing = [describe_in_markdown(column) for _, column in COLUMNS if describe_in_markdown(column) not in text]
    assert not missing, "\n".join(["docs/data-model.md lacks:", *missing])


def describe_in_markdown(column: Column) -> str:
    kind = f"one of {', '.join(f'`{term.value}`' for term in column.terms)}" if column.terms else column.type
    kind = "EDTF" if column.rdf_type else kind
    needed = "yes" if column.required else ""
    return f"| `{column.name}` | {kind} | {needed} | {column.description} |"


def test_the_descriptor_is_plain_json_without_dates_of_its_own() -> None:
    assert json.loads(json.dumps(descriptor())) == descriptor()
    assert "created" not in descriptor()
