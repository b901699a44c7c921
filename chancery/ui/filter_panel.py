"""The filters in the side bar, each option with the number of records that it would keep."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from chancery.query.engine import Option
from chancery.query.filters import FILTERS, ChoiceFilter, Filter
from chancery.query.period import Period
from chancery.ui.fold import open_fold
from chancery.ui.library import Library
from chancery.ui.session import change_view, current_view, hold

_AS_PILLS = ("kinds", "sectors", "statuses")
_FOLDED = ("date_precisions", "place_precisions")
_COUNT_MARK = "  "
"""Between the name of an option and its count. Streamlit searches text beyond ASCII for emoji, with much to load."""


def show_filters(library: Library, options: Mapping[str, Sequence[Option]]) -> None:
    """Draw every filter; a change of one is the session's filters changed."""
    by_field = {entry.field: entry for entry in FILTERS}
    _show_text(by_field["text"])
    if library.years is not None:
        _show_years(by_field["years"], *library.years)
    for entry in _choices():
        if entry.field not in _FOLDED:
            _show_choice(entry, options[entry.field], library)
    folded = [entry for entry in _choices() if entry.field in _FOLDED]
    chosen = any(_chosen(entry.field) for entry in folded)
    with open_fold("How well date and place are known", key="filter-fold", opened=chosen) as is_open:
        for entry in folded if is_open else ():
            _show_choice(entry, options[entry.field], library)


def _choices() -> list[ChoiceFilter]:
    return [entry for entry in FILTERS if isinstance(entry, ChoiceFilter)]


def _chosen(field: str) -> Any:
    return getattr(current_view().filters, field)


def _key(field: str) -> str:
    return f"filter-{field}"


def _set(field: str, value: Any) -> None:
    change_view(filters=replace(current_view().filters, **{field: value}))


def _show_text(entry: Filter) -> None:
    key = _key(entry.field)
    hold(key, _chosen(entry.field))
    st.text_input(
        entry.label,
        key=key,
        placeholder="Title, person or place, any spelling",
        max_chars=200,
        on_change=lambda: _set("text", entry.read([st.session_state[key]])),
    )


def _show_years(entry: Filter, first: int, last: int) -> None:
    if first == last:
        return
    key = _key(entry.field)
    period: Period = _chosen(entry.field)
    low = min(max(period.first.year if period.first else first, first), last)
    high = max(min(period.last.year if period.last else last, last), first)
    st.session_state[key] = (low, high)

    def take() -> None:
        start, end = st.session_state[key]
        everything = (start, end) == (first, last)
        _set("years", Period() if everything else Period.of_years(start, end))

    st.slider(entry.label, first, last, key=key, on_change=take)


def _show_choice(entry: ChoiceFilter, options: Sequence[Option], library: Library) -> None:
    key = _key(entry.field)
    chosen = list(_chosen(entry.field))
    counts = {option.code: option.count for option in options}
    codes = [*entry.known] if entry.known is not None else [*counts]
    codes = [code for code in codes if code in counts or code in chosen]
    codes += [code for code in chosen if code not in codes]
    if not codes:
        return
    names = entry.known if entry.known is not None else library.labels.get(entry.field, {})
    labels = {code: f"{names.get(code, code)}{_COUNT_MARK}{counts.get(code, 0)}" for code in codes}
    by_name = {names.get(code, code): code for code in codes}
    st.session_state[key] = chosen

    def take() -> None:
        # A quick second click can arrive with the labels of the view before: the name tells the code all the same.
        raw: list[str] = st.session_state[key]
        _set(
            entry.field,
            tuple(code if code in labels else by_name.get(code.split(_COUNT_MARK)[0], code) for code in raw),
        )

    if entry.field in _AS_PILLS:
        st.pills(entry.label, codes, selection_mode="multi", format_func=labels.__getitem__, key=key, on_change=take)
    else:
        st.multiselect(entry.label, codes, format_func=labels.__getitem__, key=key, placeholder="Any", on_change=take)
