"""Imports point one way, and each heavy library has one home; docs/architecture.md draws it."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent

# From what knows nothing of the others to what knows them all. A module may import from its own layer and from those
# before it; the parts of one layer that stand in different sets do not know each other.
LAYERS: tuple[frozenset[str], ...] = (
    frozenset({"errors"}),
    frozenset({"vocabulary", "model", "dates", "areas", "countries"}),
    frozenset({"geocoding"}),
    frozenset({"reading"}),
    frozenset({"store"}),
    frozenset({"exchange"}),
    frozenset({"query"}),
    frozenset({"views"}),
    frozenset({"ui"}),
    frozenset({"pages"}),
)
RANKS = {part: rank for rank, layer in enumerate(LAYERS) for part in layer}
SIBLINGS = {frozenset({"exchange", "query"})}
# The command line puts the core together, and is itself imported by nothing but its entry point.
COMMAND_LINE = {"cli", "__main__"}
# chancery/__init__.py: it holds the version and imports nothing.
PACKAGE = "chancery"

MAY_IMPORT_STREAMLIT = {"ui", "pages"}
STREAMLIT = {"streamlit", "streamlit_folium"}
FOLIUM = {"folium", "branca"}
FOLIUM_HOME = "chancery/views/map.py"
PAGE_LINES = 80
# Declared to keep another library's choice of it below a version, not to be imported.
HELD_BACK = {"sqlglot"}


@dataclass(frozen=True, slots=True)
class Module:
    """A Python file of the app, by its path from the root, with its text."""

    path: str
    text: str

    @property
    def part(self) -> str:
        """The part of the app that the file belongs to: ``model`` for chancery/model.py, ``pages`` for the pages."""
        first, *rest = Path(self.path).with_suffix("").parts
        if first != "chancery":
            return "pages"
        return PACKAGE if rest == ["__init__"] else rest[0]

    def imports(self) -> Iterator[str]:
        """Yield the dotted name of everything imported anywhere in the file, also within functions."""
        for node in ast.walk(ast.parse(self.text)):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                assert node.module, f"{self.path} imports relatively"
                yield from (f"{node.module}.{alias.name}" for alias in node.names)


def read_modules() -> list[Module]:
    paths = [*(ROOT / "chancery").rglob("*.py"), *(ROOT / "pages").glob("*.py"), *ROOT.glob("app.py")]
    return [Module(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")) for path in sorted(paths)]


def find_faults(module: Module) -> list[str]:
    """Say of each import of a module that the architecture does not allow, why."""
    return [f"{module.path} imports {name}: {why}" for name in module.imports() if (why := _judge(module, name))]


def _judge(module: Module, name: str) -> str:
    library, *rest = name.split(".")
    if library in STREAMLIT and module.part not in MAY_IMPORT_STREAMLIT:
        return "only chancery/ui, the pages and app.py know Streamlit"
    if library in FOLIUM and module.path != FOLIUM_HOME:
        return f"only {FOLIUM_HOME} knows folium, so that all text passes its encoder"
    if library in {"pages", "app"}:
        return "nothing imports a page"
    if library == PACKAGE and rest:
        return _judge_part(module.part, rest[0])
    return ""


def _judge_part(importer: str, imported: str) -> str:
    """Say why one part may not import the other; empty when it may."""
    if imported in {"__version__", importer}:
        return ""
    if importer in COMMAND_LINE:
        return "the command line draws no page" if imported == "ui" else ""
    if imported in COMMAND_LINE:
        return "nothing builds on the command line"
    homeless = {importer, imported} - RANKS.keys()
    if homeless:
        return f"{homeless.pop()} is in no layer; put it in one"
    if {importer, imported} in SIBLINGS:
        return "neither of the two knows the other"
    return f"{importer} comes before {imported}" if RANKS[importer] < RANKS[imported] else ""


def find_libraries(modules: Iterable[Module]) -> set[str]:
    """Return the distributions, by their normalised names, that modules import from outside Python and Chancery."""
    known = packages_distributions()
    libraries = {name.partition(".")[0] for module in modules for name in module.imports()}
    outside = libraries - sys.stdlib_module_names - {PACKAGE}
    return {known.get(library, [library])[0].lower().replace("_", "-") for library in outside}


MODULES = read_modules()


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.path)
def test_imports_point_one_way(module: Module) -> None:
    assert find_faults(module) == []


@pytest.mark.parametrize("module", [m for m in MODULES if m.part == "pages"], ids=lambda module: module.path)
def test_pages_are_thin(module: Module) -> None:
    assert len(module.text.splitlines()) <= PAGE_LINES


def test_every_part_of_the_package_has_a_layer() -> None:
    assert {module.part for module in MODULES} - {PACKAGE, *COMMAND_LINE} <= RANKS.keys()


def test_the_app_declares_the_libraries_it_imports_and_no_others() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {re.split(r"[\[<>=~! ]", line)[0].lower() for line in project["dependencies"]}
    assert declared - HELD_BACK == find_libraries(MODULES)


@pytest.mark.parametrize(
    ("path", "text", "why"),
    [
        ("chancery/model.py", "from chancery.geocoding import gazetteer", "model comes before geocoding"),
        ("chancery/errors.py", "from chancery.model import Record", "errors comes before model"),
        ("chancery/model.py", "def late():\n    import chancery.views.map", "model comes before views"),
        ("chancery/query/engine.py", "from chancery import exchange", "neither of the two knows the other"),
        ("chancery/views/table.py", "import streamlit as st", "know Streamlit"),
        ("chancery/views/table.py", "from streamlit_folium import st_folium", "know Streamlit"),
        ("chancery/ui/map_panel.py", "from folium import Map", "knows folium"),
        ("chancery/ui/frame.py", "import pages.about", "nothing imports a page"),
        ("chancery/query/engine.py", "from chancery.cli import main", "nothing builds on the command line"),
        ("chancery/cli.py", "from chancery.ui import frame", "draws no page"),
        ("chancery/utils.py", "from chancery.model import Record", "in no layer"),
    ],
)
def test_the_check_can_fail(path: str, text: str, why: str) -> None:
    [fault] = find_faults(Module(path, text))
    assert why in fault


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("app.py", "import streamlit as st\nfrom chancery.ui import frame\nfrom chancery.query.filters import FILTERS"),
        (
            "chancery/views/map.py",
            "import folium\nfrom chancery.views.encoding import encode\nfrom chancery import model",
        ),
        ("chancery/cli.py", "from chancery import __version__\nfrom chancery.exchange.package import read_package"),
    ],
)
def test_the_check_lets_pass_what_is_allowed(path: str, text: str) -> None:
    assert find_faults(Module(path, text)) == []
