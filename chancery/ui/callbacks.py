"""Callbacks that come to their end once they have begun, and are called for what the reader did alone.

When the reader does something else while a page is at work, Streamlit stops the script at its next call of Streamlit's
and runs it anew. To Streamlit a callback is a part of the script. One that is cut between two of its lines leaves what
the reader did half done, or not done at all, and is never called again.

And a browser that does not know yet what came of a click sends the widgets along that stood there before it. Streamlit
has forgotten what those held that are gone, takes it for new, and calls their callbacks once more.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.state import SessionState
from streamlit.runtime.state.safe_session_state import SafeSessionState
from streamlit.runtime.state.session_state import _is_stale_widget  # pyright: ignore[reportPrivateUsage]

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


@cache
def forget_widgets_not_drawn() -> None:
    """Let a widget that the last whole run did not draw have no callback; once a process.

    A button is heard all the same: its click is sent once, by the reader.
    """
    finish = SessionState.on_script_finished

    def finish_and_forget(
        self: SessionState, widget_ids_this_run: frozenset[str], *, remove_stale_widgets: bool = True
    ) -> None:
        finish(self, widget_ids_this_run, remove_stale_widgets=remove_stale_widgets)
        context = get_script_run_ctx()
        if context is None or not remove_stale_widgets:
            return
        known = self._new_widget_state.widget_metadata  # pyright: ignore[reportPrivateUsage]
        for widget_id, widget in known.items():
            if widget.callback is None or widget.value_type == "trigger_value":
                continue
            if _is_stale_widget(widget, widget_ids_this_run, context.fragment_ids_this_run):
                known[widget_id] = replace(widget, callback=None)

    SessionState.on_script_finished = finish_and_forget
