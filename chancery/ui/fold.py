"""What is folded away on a page, and drawn once it is opened."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

import streamlit as st


@contextmanager
def open_fold(label: str, *, key: str, opened: bool = False) -> Generator[bool]:
    """Draw an expander, and tell whether it is open: what is in it is drawn only then.

    Parameters
    ----------
    label
        What stands on it. It may change: Streamlit takes the expander for another one then, the reader does not.
    key
        Its own name on the page; also where the session keeps what the reader has done with it.
    opened
        Whether it is open when the session first comes to it; from then on that is the reader's.
    """
    kept = f"{key}-open"
    st.session_state.setdefault(kept, opened)

    def take() -> None:
        st.session_state[kept] = st.session_state[key]

    with st.expander(label, st.session_state[kept], key=key, on_change=take) as fold:
        yield bool(fold.open)
