"""What a table is: columns, a key and references, in the words of Table Schema.

Table Schema is described at https://datapackage.org/standard/table-schema/.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Literal

ColumnType = Literal["string", "integer", "number", "date"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Attributes
    ----------
    required
        Whether an empty cell is a fault. Elsewhere an empty cell is an empty text, or ``None`` for a number or a term.
    terms
        The closed list whose codes are the only values; ``None`` for free values.
    pattern
        Regular expression that a filled cell matches as a whole; empty for none.
    example
        One good value, shown in the documentation and in remedies.
    rdf_type
        Address of the definition of its values, where Table Schema has no type for them.
    """

    name: str
    type: ColumnType
    description: str
    example: str
    required: bool = False
    terms: type[Enum] | None = None
    pattern: str = ""
    minimum: float | None = None
    maximum: float | None = None
    rdf_type: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """A column whose value is the key of a row elsewhere."""

    column: str
    table: str

    @property
    def target(self) -> str:
        """The referred table's key column, which has the same name."""
        return self.column


@dataclass(frozen=True, slots=True)
class Table:
    """One table and its file.

    Attributes
    ----------
    key
        The columns that identify a row and give the order of the file.
    references
        Columns that point to other tables; an empty cell points nowhere.
    """

    name: str
    title: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    references: tuple[Reference, ...] = ()

    @property
    def file_name(self) -> str:
        """Name of the CSV file."""
        return f"{self.name}.csv"

    @property
    def column_names(self) -> tuple[str, ...]:
        """Names of the columns in the order of the file."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        """Return the column of that name; raises `KeyError` if there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)
