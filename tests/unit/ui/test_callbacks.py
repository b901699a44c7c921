"""A callback that has begun is not cut, and a widget that is not on the page any more has none."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from streamlit.runtime.state import SessionState
from streamlit.runtime.state.safe_session_state import SafeSessionState
from streamlit.testing.v1 import AppTest

from chancery.ui.callbacks import keep_callbacks_whole

CONFIGURATION = Path(__file__).resolve().parents[3] / ".streamlit" / "config.toml"


class Cut(Exception):
    """Another click has arrived."""


class Callbacks(SessionState):
    """A session in which something is done, by a callback, with its state."""

    reached = 0

    def on_script_will_rerun(self, *_: object, **__: object) -> None:
        for _step in range(3):
            _ = "anything" in self.wrapper
            self.reached += 1


def cut() -> None:
    raise Cut


def test_a_callback_is_whole_and_what_arrived_is_seen_after_it() -> None:
    keep_callbacks_whole()
    session = Callbacks()
    state = SafeSessionState(session, cut)
    session.wrapper = state
    state.on_script_will_rerun(None)
    assert session.reached == 3
    with pytest.raises(Cut):
        _ = "anything" in state


def page() -> None:
    """Draw a field whose value is set and, while they are wanted, another and a button; note what is heard of them."""
    import streamlit as st  # noqa: PLC0415 - the function is a script of its own

    from chancery.ui.callbacks import forget_widgets_not_drawn  # noqa: PLC0415 - as above

    forget_widgets_not_drawn()
    heard = st.session_state.setdefault("heard", [])
    st.session_state["held"] = "as it was"
    st.text_input("Held", key="held", on_change=lambda: heard.append(st.session_state["held"]))
    if st.session_state.get("wanted", True):
        st.text_input("Typed", key="typed", on_change=lambda: heard.append(st.session_state["typed"]))
        st.button("Save", key="save", on_click=lambda: heard.append("saved"))


def test_a_field_that_is_gone_is_not_typed_into_by_a_browser_that_is_behind() -> None:
    app = AppTest.from_function(page).run()
    app.text_input("typed").input("words")
    app.button("save").click()
    behind = app._tree.get_widget_states()  # pyright: ignore[reportPrivateUsage]
    app.run()
    assert app.session_state["heard"] == ["words", "saved"]
    app.session_state["wanted"] = False
    app.run()
    app._run(behind)  # pyright: ignore[reportPrivateUsage]
    assert app.session_state["heard"] == ["words", "saved", "saved"]


def test_a_field_whose_value_is_set_at_every_run_is_heard() -> None:
    app = AppTest.from_function(page).run()
    for words in ("one", "two"):
        app.text_input("held").input(words).run()
    assert app.session_state["heard"] == ["one", "two"]


def test_nothing_runs_beside_a_callback() -> None:
    assert tomllib.loads(CONFIGURATION.read_text(encoding="utf-8"))["runner"]["fastReruns"] is False
