"""The compiled statements: what Ibis makes of the questions now, and all that the first view asks."""

from __future__ import annotations

import subprocess
import sys

from chancery.query.questions import QUESTIONS, compile_statements
from chancery.query.statements import read_statements
from tests.conftest import ROOT

FIRST_VIEW = """
import sys
from chancery.query.engine import Engine
from chancery.query.filters import Filters
import chancery.ui.workspace
from tests.sample import ATLAS
engine = Engine.from_atlas(ATLAS)
for answer in (engine.measure_headline, engine.count_options, engine.list_records, engine.list_map_rows):
    answer(Filters())
engine.count_by_period(Filters(), "year")
for name in ("ibis", "sqlalchemy"):
    assert name not in sys.modules, f"the first view loads {name}"
engine.count_options(Filters(text="baku"))
assert "ibis" in sys.modules
"""


def test_the_statements_are_what_ibis_compiles_today() -> None:
    """After a change of a question, or of Ibis: make generated."""
    assert read_statements() == compile_statements()
    assert set(QUESTIONS) < set(read_statements())


def test_the_first_view_does_without_ibis_and_sqlalchemy() -> None:
    subprocess.run([sys.executable, "-c", FIRST_VIEW], cwd=ROOT, check=True)
