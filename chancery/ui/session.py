"""What one reader looks at: the one typed object that a session keeps, and its address.

The address of the page always says what is on screen, so that a copied link opens the same view. A session follows its
address when the reader changes it (a link, the back button), and the address follows the session when a widget does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from chancery.query.filters import Filters

RECORD_PARAMETER = "record"
PLACE_PARAMETER = "at"
_LONGEST_ID = 200
_EVERYTHING = Filters()
_VIEW = "view"
_ADDRESS = "address"
_CHANGED = "view-changed"


@dataclass(frozen=True, slots=True)
class View:
    """What is kept, which record is open, and which place on the page of the places (empty for none)."""

    filters: Filters = _EVERYTHING
    selected: str = ""
    place_id: str = ""

    @staticmethod
    def parse(parameters: Mapping[str, Sequence[str]]) -> View:
        """Read a view from the parameters of an address; what is not understood is ignored."""
        selected, place_id = (_read_id(parameters, name) for name in (RECORD_PARAMETER, PLACE_PARAMETER))
        return View(Filters.parse(parameters), selected, place_id=place_id)

    def to_parameters(self) -> dict[str, list[str]]:
        """Return the parameters of its address."""
        named = {RECORD_PARAMETER: self.selected, PLACE_PARAMETER: self.place_id}
        return self.filters.to_parameters() | {name: [value] for name, value in named.items() if value}


def _read_id(parameters: Mapping[str, Sequence[str]], name: str) -> str:
    value = next(iter(parameters.get(name, ())), "")
    return value if value.isprintable() and len(value) <= _LONGEST_ID else ""


def open_view(page: str) -> View:
    """Return what the reader looks at on a page, following the address if the reader has changed it."""
    parameters = {name: st.query_params.get_all(name) for name in st.query_params}
    known: View | None = st.session_state.get(_VIEW)
    followed = known is not None and not parameters and st.session_state[_ADDRESS][0] != page
    # A click that comes before the browser has followed the last change still brings the address of before.
    changed = st.session_state.pop(_CHANGED, False)
    if known is None or not (changed or followed or st.session_state[_ADDRESS] == (page, parameters)):
        known = View.parse(parameters)
    st.session_state[_VIEW] = known
    st.session_state[_ADDRESS] = (page, parameters)
    return known


def shows(page: str) -> bool:
    """Tell whether the session's last run was of a page: ask before `open_view`."""
    return _ADDRESS in st.session_state and st.session_state[_ADDRESS][0] == page


def current_view() -> View:
    """Return what the reader looks at."""
    return st.session_state[_VIEW]


def change_view(**changes: Any) -> None:
    """Change fields of the view; the address follows with `write_address`."""
    st.session_state[_VIEW] = replace(current_view(), **changes)
    st.session_state[_CHANGED] = True


def hold(key: str, value: Any) -> None:
    """Let the widget of a key show a value.

    What it shows already is not set again: that would put it in the place of what the reader is typing at this moment.
    """
    if key not in st.session_state or st.session_state[key] != value:
        st.session_state[key] = value


def reset_filters() -> None:
    """Keep everything again."""
    change_view(filters=Filters())


def write_address() -> None:
    """Let the address of the page say what is on screen."""
    page, shown = st.session_state[_ADDRESS]
    wanted = current_view().to_parameters()
    if shown != wanted:
        st.query_params.from_dict(wanted)
        st.session_state[_ADDRESS] = (page, wanted)
    st.session_state[_CHANGED] = False
