"""The SQL of the questions that do not depend on the filters, as DuckDB takes it.

``statements.json`` is written by ``make generated`` from `chancery.query.questions`; a test holds the two together.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

NARROWED = "narrowed"
"""The rows that pass every filter, or every one but one: part of the statements that ask about it."""

KEPT = "kept"
"""The temporary table of the records that pass the filters, one for each thread."""

MAX_RECORDS = 2_000
"""Most records that a table is given at once."""

MAX_MAP_ROWS = 6_000
"""Most rows of ``explore`` that a map is given; the map itself draws 2,000 features and groups what is more."""

STATEMENTS_FILE = Path(__file__).with_name("statements.json")


@cache
def read_statements() -> Mapping[str, str]:
    """Return the SQL of each question by its name; ``everything`` is what is narrowed without a filter."""
    return json.loads(STATEMENTS_FILE.read_text(encoding="utf-8"))
