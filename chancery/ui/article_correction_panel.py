"""A draft corrected: what happened, when, where and who, with the vocabulary's choices."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

import streamlit as st

from chancery.exchange.articles.correction import NEW_PLACE, describe_candidate, fill_form, find_candidates
from chancery.exchange.articles.decisions import Review
from chancery.geocoding.places import GazetteerPlace
from chancery.model import ProposedPlace
from chancery.ui.article_work import ArticleWork, name_correction, take_correction, type_correction
from chancery.ui.session import hold
from chancery.vocabulary import KINDS, ROLES, SECTORS, STATUSES

_ROLES = {code.value: term.label for code, term in ROLES.items()}
_LEFT_OUT = {"": "left out"}


def show_correction(work: ArticleWork, review: Review) -> None:
    """Draw the form of the open draft, and keep what is typed; taking the corrections accepts it."""
    decision = review.decisions[work.current]
    form = _Form(name_correction(work), fill_form(decision))
    if work.failed:
        st.html(f'<p class="ch-fault" role="alert">{escape(work.failed)}</p>')
    _ask_what(form)
    for number, place in enumerate(decision.proposal.places):
        _ask_place(form, number, place)
    _ask_new_place(form)
    _ask_people(form, review)
    with st.container(horizontal=True, gap="medium", vertical_alignment="center"):
        st.button("Accept as corrected", type="primary", key=f"{form.name}-take", on_click=take_correction)
        if decision.typed and work.kept:
            st.caption("Not accepted yet; kept as your draft.")


class _Form:
    """Widgets that show the fields of a form, and take what is typed into them.

    Attributes
    ----------
    name
        Tells it from the forms of other drafts.
    """

    def __init__(self, name: str, values: Mapping[str, Any]) -> None:
        self.name = name
        self._values = values

    def bind(self, field: str, *, default: Any = "") -> dict[str, Any]:
        """Return the options by which a widget shows a field; `default` stands for nothing chosen."""
        key = f"{self.name}-{field}"
        hold(key, self._values[field])
        return {"key": key, "on_change": lambda: type_correction(self.name, field, st.session_state[key] or default)}

    def choose(self, label: str, field: str, options: Mapping[str, str]) -> None:
        """Draw a choice among codes, by their labels."""
        codes = [*options, *({self._values[field]} - {*options})]
        st.selectbox(label, codes, format_func=lambda code: options.get(code, code), **self.bind(field))

    def list_chosen(self, field: str) -> list[str]:
        """Return what is chosen in a field that takes several."""
        return self._values[field]


def _ask_what(form: _Form) -> None:
    st.text_input("Title", max_chars=200, **form.bind("title"))
    fields = (("Kind", "kind", KINDS), ("Sector", "sector", SECTORS), ("Status", "status", STATUSES))
    for column, (label, field, terms) in zip(st.columns(3), fields, strict=True):
        with column:
            form.choose(label, field, {code.value: term.label for code, term in terms.items()})
    st.text_input(
        "Date",
        help="2025, 2025-06, 2025-06-14, 2025-23 (autumn), 2025-06-01/2025-06-14, ../2027 (by then), 2025-04-21/.. "
        "(from then); nothing if nobody says.",
        **form.bind("date_edtf"),
    )
    st.text_area("Summary", max_chars=1000, height=68, **form.bind("summary"))


def _ask_place(form: _Form, number: int, place: ProposedPlace) -> None:
    here, role = st.columns([3, 1])
    name = place.name_in_source or place.name
    options = {"": ", ".join(part for part in (place.name, place.country_code) if part)}
    candidates = find_candidates(name, [place.country_code])
    options |= {item.place_id: describe_candidate(item) for item in candidates if not _is_same(item, place)}
    with here:
        form.choose(f"Place: {name}", f"place-{number}", options)
    with role:
        form.choose("Role", f"role-{number}", _ROLES | _LEFT_OUT)


def _is_same(found: GazetteerPlace, place: ProposedPlace) -> bool:
    return (found.latitude, found.longitude) == (place.latitude, place.longitude)


def _ask_new_place(form: _Form) -> None:
    name, role = st.columns([3, 1])
    with name:
        field = form.bind(f"place-{NEW_PLACE}")
        st.text_input("Add a place", placeholder="Lachin, or Paris, Texas", max_chars=120, **field)
    with role:
        form.choose("Its role", f"role-{NEW_PLACE}", _ROLES)


def _ask_people(form: _Form, review: Review) -> None:
    known = [actor.name for actor in review.list_actors()]
    st.multiselect(
        "People and organisations",
        [*dict.fromkeys([*known, *form.list_chosen("people")])],
        accept_new_options=True,
        placeholder="Choose, or type a name",
        **form.bind("people", default=[]),
    )
