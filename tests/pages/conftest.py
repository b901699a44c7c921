"""Pages run without a browser, on data packages written for the test."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit import config
from streamlit.testing.v1 import AppTest

from chancery.exchange.package import write_package
from chancery.model import Atlas
from chancery.store import Author, Identity, Store, admit_all
from tests.sample import ATLAS, TEXTS

ROOT = Path(__file__).resolve().parent.parent.parent
PAGES = ["app.py", *(f"pages/{path.name}" for path in sorted((ROOT / "pages").glob("*.py")))]

COUNT_MARK = "  "


class Reader:
    """Someone who looks at a page and works its widgets."""

    def __init__(self, page: str, parameters: dict[str, list[str]]) -> None:
        self.app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        if page != "app.py":
            self.app.switch_page(page)
        for name, values in parameters.items():
            self.app.query_params[name] = values
        self.app.run()

    @property
    def address(self) -> dict[str, list[str]]:
        """Return the parameters of the page's address."""
        found = {name: self.app.query_params[name] for name in self.app.query_params}
        return {name: [value] if isinstance(value, str) else list(value) for name, value in found.items()}

    @property
    def words(self) -> str:
        """Return everything that stands on the page, without markup."""
        marked = [element.proto.body for element in self.app.get("html")]
        plain = [unescape(re.sub(r"<[^>]+>", " ", text)) for text in marked if not text.startswith("<style")]
        plain += [element.value for kind in ("title", "subheader", "markdown", "caption", "error", "warning", "info")
                  for element in getattr(self.app, kind)]  # fmt: skip
        return re.sub(r"\s+", " ", " ".join(plain))

    @property
    def kept(self) -> list[str]:
        """Return the ids of the records in the table, in its order; none if there is no table."""
        return [str(name) for table in self.app.dataframe for name in table.value.index]

    @property
    def errors(self) -> list[str]:
        """Return the sentences of the errors shown."""
        return [error.value for error in self.app.error]

    def widget(self, field: str) -> Any:
        """Return the widget of a filter, unfolding what it is folded in."""
        kinds = ("button_group", "multiselect", "text_input", "slider")
        if field.endswith("_precisions"):
            self.app.session_state["filter-fold-open"] = True
            self.app.run()
        return next(item for kind in kinds for item in self.app.get(kind) if item.key == f"filter-{field}")

    def choose(self, field: str, *values: Any) -> None:
        """Set a filter: codes, words or years."""
        widget = self.widget(field)
        single = widget.type == "text_input"
        widget.set_value(values[0] if single else tuple(values) if widget.type == "slider" else list(values))
        self.app.run()

    def options(self, field: str) -> dict[str, int]:
        """Return the options of a filter with their counts."""
        texts = [getattr(option, "content", option) for option in self.widget(field).options]
        return {label: int(count) for label, count in (text.split(COUNT_MARK) for text in texts)}

    def press(self, label: str) -> None:
        """Press the first button of that label."""
        next(button for button in self.app.button if button.label == label).click()
        self.app.run()

    def hold_message(self) -> Callable[[], object]:
        """Return what sends the fields as they are now, as a browser does that does not know yet what came after."""
        states = self.app._tree.get_widget_states()  # pyright: ignore[reportPrivateUsage]
        for number in reversed(range(len(states.widgets))):
            if states.widgets[number].WhichOneof("value") == "trigger_value":  # a browser sends a button once, pressed
                del states.widgets[number]
        return partial(self.app._run, states)  # pyright: ignore[reportPrivateUsage]

    def turn_to(self, page: str) -> None:
        """Open another page in the same session."""
        self.app.switch_page(page).run()

    def check(self) -> None:
        """Fail if the page broke."""
        assert not self.app.exception, [error.message for error in self.app.exception]


@pytest.fixture
def publish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Return a function that writes an atlas where the pages read it."""
    folder = tmp_path / "package"
    monkeypatch.setenv("CHANCERY_DATA", str(folder))
    monkeypatch.setenv("CHANCERY_TILES_URL", "")

    def write(atlas: Atlas = ATLAS) -> Path:
        write_package(atlas, folder, TEXTS if atlas.sources else None)
        return folder

    return write


@pytest.fixture
def visit(publish: Callable[..., Path]) -> Callable[..., Reader]:
    """Return a function that opens a page at an address; the sample atlas is published first."""
    publish()

    def go(page: str = "app.py", **parameters: list[str]) -> Reader:
        reader = Reader(page, parameters)
        reader.check()
        return reader

    return go


@pytest.fixture
def database(publish: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Return the URL of a database that the pages read; it is filled from the sample at the first visit."""
    publish()
    url = f"sqlite:///{tmp_path / 'atlas.db'}"
    monkeypatch.setenv("CHANCERY_DATABASE", url)
    yield url
    st.cache_resource.clear()
    st.cache_data.clear()


@pytest.fixture
def at_this_machine(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the reader be whoever sits at this machine."""
    monkeypatch.setenv("CHANCERY_EDIT", "local")
    before = config.get_option("server.address")
    config.set_option("server.address", "localhost")
    yield
    config.set_option("server.address", before)


@pytest.fixture
def colleague(database: str) -> Iterator[Author]:
    """Return somebody else who writes to the same database."""
    store = Store.open(database, admit=admit_all)
    yield store.as_user(Identity(issuer="test", subject="ada", name="Ada"))
    store.close()
