"""Callbacks that come to their end once they have begun.

When the reader does something else while a page is at work, Streamlit stops the script at its next call of Streamlit's
and runs it anew. To Streamlit a callback is a part of the script. One that is cut between two of its lines leaves what
the reader did half done, or not done at all, and is never called again.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from streamlit.runtime.state.safe_session_state import SafeSessionState

_LOOK = "_yield_callback"
"""The attribute of a session's state by which Streamlit looks whether something has arrived."""


@cache
def keep_callbacks_whole() -> None:
    """Let what arrives while callbacks are at work wait for them; once a process.

    Streamlit looks for what has arrived at every use of the session's state. Here it does not, from the moment at which
    it takes over what the widgets hold until the last callback has ended; then it looks at once.

    `runner.fastReruns` must be off, as in ``.streamlit/config.toml``: with it, what arrives runs beside the callbacks.
    """
    take_over = SafeSessionState.on_script_will_rerun

    def take_over_whole(self: SafeSessionState, *args: Any, **options: Any) -> None:
        look = getattr(self, _LOOK)
        # As the state's own __init__ does it: to set an attribute is to set a value of the session.
        object.__setattr__(self, _LOOK, lambda: None)
        try:
            take_over(self, *args, **options)
        finally:
            object.__setattr__(self, _LOOK, look)

    SafeSessionState.on_script_will_rerun = take_over_whole
