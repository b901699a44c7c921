"""What is undocumented fails: commands, settings, filters, data columns, parameters; and so does a link to nowhere."""

from __future__ import annotations

import argparse
import ast
import doctest
import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from chancery.cli import build_parser
from chancery.exchange.schema import TABLES
from chancery.exchange.table import Table
from chancery.query.filters import FILTERS, Filter

ROOT = Path(__file__).resolve().parent.parent.parent
DOCS = ROOT / "docs"
PAGES = sorted(
    [*ROOT.glob("*.md"), *DOCS.rglob("*.md"), *(ROOT / "data").rglob("*.md"), *(ROOT / "bench").rglob("*.md")]
)
CODE = sorted([*(ROOT / "chancery").rglob("*.py"), *(ROOT / "pages").glob("*.py"), *ROOT.glob("app.py")])
SCRIPTS = sorted((ROOT / "scripts").glob("*.py"))

HEADING = re.compile(r"^#+ +(.*)$", re.MULTILINE)
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)[^)]*\)")
SETTING = re.compile(r"\bCHANCERY(?:_[A-Z]+)+\b")


def read_section(text: str, title: str) -> str:
    """Return what stands below a heading that has the title in code, down to the next one; empty when there is none.

    Fenced blocks are left out: what begins with ``#`` there is a comment.
    """
    prose = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    found = re.search(rf"^#+ +`{re.escape(title)}`.*?\n(.*?)(?=^#+ |\Z)", prose, re.MULTILINE | re.DOTALL)
    return found[1] if found else ""


def find_commands(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """Return every command of a parser, those of its commands included, by the words that call it."""
    commands: dict[str, argparse.ArgumentParser] = {}
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, command in action.choices.items():
                commands[name] = command
                commands |= {f"{name} {word}": deeper for word, deeper in find_commands(command).items()}
    return commands


def undocumented_options(command: argparse.ArgumentParser, section: str) -> list[str]:
    """Return the options and arguments of a command that a section of its page does not name in code."""
    missing: list[str] = []
    for action in command._actions:
        if isinstance(action, argparse._HelpAction | argparse._SubParsersAction):
            continue
        name = max(action.option_strings, key=len) if action.option_strings else str(action.metavar or action.dest)
        if not re.search(rf"`[^`\n]*(?<![\w-]){re.escape(name)}(?![\w-])[^`\n]*`", section):
            missing.append(name)
    return missing


COMMANDS = find_commands(build_parser())


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_documented_with_its_options(name: str) -> None:
    section = read_section((DOCS / "cli.md").read_text(encoding="utf-8"), name)
    assert section, f"docs/cli.md has no heading `{name}`"
    assert undocumented_options(COMMANDS[name], section) == []


def test_no_command_is_documented_that_is_not_there() -> None:
    titles = HEADING.findall((DOCS / "cli.md").read_text(encoding="utf-8"))
    assert {title.strip("`") for title in titles if title.startswith("`")} == COMMANDS.keys()


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_has_its_help(name: str) -> None:
    for action in COMMANDS[name]._actions:
        assert action.help, f"{name}: {action.dest} has no help"


def test_the_check_of_commands_can_fail() -> None:
    parser = argparse.ArgumentParser()
    command = parser.add_subparsers().add_parser("tell")
    command.add_argument("story")
    command.add_argument("--twice", action="store_true")
    found = find_commands(parser)["tell"]
    assert undocumented_options(found, read_section("# `tell`\n`tell STORY` and `--twice-over`\n", "tell")) == [
        "story",
        "--twice",
    ]
    assert undocumented_options(found, read_section("# `tell`\n`tell story --twice`\n# `more`\n", "tell")) == []
    assert read_section("# `tells`\ntext", "tell") == ""


def find_settings() -> set[str]:
    """Return every environment variable of Chancery's own that the code names."""
    return {name for path in [*CODE, *SCRIPTS] for name in SETTING.findall(path.read_text(encoding="utf-8"))}


def test_every_setting_is_documented_and_no_other() -> None:
    text = (DOCS / "deploy.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `(CHANCERY_[A-Z_]+)` \|", text, re.MULTILINE)) == find_settings()


@pytest.mark.parametrize("entry", FILTERS, ids=lambda entry: entry.parameter)
def test_every_filter_is_documented(entry: Filter) -> None:
    rows = re.findall(r"^\| `(\w+)` \| ([^|]+?) \|", (DOCS / "filters.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert dict(rows).get(entry.parameter) == entry.label
    assert entry.help


def test_no_filter_is_documented_that_is_not_there() -> None:
    rows = re.findall(r"^\| `(\w+)` \|", (DOCS / "filters.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert set(rows) == {entry.parameter for entry in FILTERS}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_column_of_the_data_is_documented(table: Table) -> None:
    section = read_section((DOCS / "data-model.md").read_text(encoding="utf-8"), table.name)
    assert section, f"docs/data-model.md has no heading `{table.name}`"
    assert [column.name for column in table.columns if f"`{column.name}`" not in section] == []
    assert all(column.description for column in table.columns)


def find_public_functions(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield node


def stale_parameters(function: ast.FunctionDef) -> list[str]:
    """Return the names that a numpy docstring gives for parameters and the function does not take."""
    section = re.search(
        r"^Parameters\n-+\n(.*?)(?=^\w[^\n]*\n-+\n|\Z)", ast.get_docstring(function) or "", re.MULTILINE | re.DOTALL
    )
    documented = re.findall(r"^([*\w][\w*, ]*?)(?: *:.*)?$", section[1], re.MULTILINE) if section else []
    arguments = function.args
    taken = {argument.arg for argument in [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]}
    taken |= {argument.arg for argument in (arguments.vararg, arguments.kwarg) if argument}
    names = [name.strip().lstrip("*") for line in documented for name in line.split(",")]
    return [name for name in names if name not in taken]


@pytest.mark.parametrize("path", CODE, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_parameter_is_documented_that_is_not_taken(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    stale = {function.name: stale_parameters(function) for function in find_public_functions(tree)}
    assert {name: parameters for name, parameters in stale.items() if parameters} == {}


DRAW = '''
def draw(map_, *, zoom):
    """Draw.

    Parameters
    ----------
    map_, zoom
        Taken.
    size
        Gone.

    Returns
    -------
    str
        Something else.
    """
'''


def test_the_check_of_parameters_can_fail() -> None:
    [function] = find_public_functions(ast.parse(DRAW))
    assert stale_parameters(function) == ["size"]


EXAMPLES = [path for path in CODE if ">>> " in path.read_text(encoding="utf-8")]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_examples_in_docstrings_are_true(path: Path) -> None:
    module = importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"))
    outcome = doctest.testmod(module, optionflags=doctest.NORMALIZE_WHITESPACE)
    assert outcome.attempted
    assert not outcome.failed


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    targets = [link.partition("#")[0] for link in LINK.findall(page.read_text(encoding="utf-8")) if "://" not in link]
    assert [target for target in targets if target and not (page.parent / target).exists()] == []
