"""A callback that has begun is not cut; what arrived meanwhile is looked for once it has ended."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from streamlit.runtime.state import SessionState
from streamlit.runtime.state.safe_session_state import SafeSessionState

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


def test_nothing_runs_beside_a_callback() -> None:
    assert tomllib.loads(CONFIGURATION.read_text(encoding="utf-8"))["runner"]["fastReruns"] is False
