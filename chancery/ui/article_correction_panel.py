"""A draft corrected: what happened, when, where and who, with the vocabulary's choices."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import Any

import streamlit as st

from chancery.errors import ChanceryError
from chancery.exchange.articles.correction import (
    add_place,
    correct_proposal,
    describe_candidate,
    find_candidates,
    name_actors,
    propose_place,
)
from chancery.exchange.articles.decisions import Review, Verdict
from chancery.geocoding.places import GazetteerPlace
from chancery.model import Proposal, ProposedActor, ProposedPlace
from chancery.ui.article_work import ArticleWork, change_work, fail
from chancery.views.article import find_next_open
from chancery.vocabulary import KINDS, ROLES, SECTORS, STATUSES, Role

_LEFT_OUT = "left out"


def show_correction(work: ArticleWork, review: Review) -> None:
    """Draw the form of the open draft; taking the corrections accepts it."""
    proposal = review.decisions[work.current].proposal
    prefix = f"correct-{work.name}-{work.current}"
    if work.failed:
        st.html(f'<p class="ch-fault" role="alert">{escape(work.failed)}</p>')
    with st.form(prefix, border=False):
        changes = _ask_what(proposal, prefix)
        places = [_ask_place(place, f"{prefix}-{number}") for number, place in enumerate(proposal.places)]
        added, role = _ask_new_place(prefix)
        names = _ask_people(proposal, review, prefix)
        if st.form_submit_button("Accept as corrected", type="primary"):
            changes["places"] = tuple(place for place in places if place is not None)
            changes["actors"] = name_actors(names, _list_actors(review))
            _take(work, review, changes, added, role)


def _ask_what(proposal: Proposal, prefix: str) -> dict[str, Any]:
    title = st.text_input("Title", proposal.title, key=f"{prefix}-title", max_chars=200)
    kind, sector, status = st.columns(3)
    with kind:
        chosen_kind = _choose("Kind", KINDS, proposal.kind, prefix)
    with sector:
        chosen_sector = _choose("Sector", SECTORS, proposal.sector, prefix)
    with status:
        chosen_status = _choose("Status", STATUSES, proposal.status, prefix)
    date = st.text_input(
        "Date",
        proposal.date_edtf,
        key=f"{prefix}-date",
        help="2025, 2025-06, 2025-06-14, 2025-23 (autumn), 2025-06-01/2025-06-14, ../2027 (by then), 2025-04-21/.. "
        "(from then); nothing if nobody says.",
    )
    summary = st.text_area("Summary", proposal.summary, key=f"{prefix}-summary", max_chars=1000, height=68)
    return {
        "title": title.strip(),
        "kind": chosen_kind,
        "sector": chosen_sector,
        "status": chosen_status,
        "date_edtf": date.strip(),
        "summary": summary.strip(),
    }


def _choose(label: str, terms: Any, current: Any, prefix: str) -> Any:
    codes = [*terms]
    return st.selectbox(
        label, codes, index=codes.index(current), format_func=lambda code: terms[code].label, key=f"{prefix}-{label}"
    )


def _ask_place(place: ProposedPlace, key: str) -> ProposedPlace | None:
    """Return a place as corrected; ``None`` if it is left out."""
    here, role = st.columns([3, 1])
    candidates = find_candidates(place.name_in_source or place.name, [place.country_code])
    options: list[GazetteerPlace | None] = [None, *(item for item in candidates if not _is_same(item, place))]
    drafted = ", ".join(part for part in (place.name, place.country_code) if part)
    with here:
        chosen = st.selectbox(
            f"Place: {place.name_in_source or place.name}",
            range(len(options)),
            format_func=lambda number: describe_candidate(found) if (found := options[number]) else drafted,
            key=f"{key}-place",
        )
    with role:
        roles = [*(item.value for item in Role), _LEFT_OUT]
        chosen_role = st.selectbox(
            "Role", roles, index=roles.index(place.role.value), format_func=_name_role, key=f"{key}-role"
        )
    if chosen_role == _LEFT_OUT:
        return None
    found = options[chosen]
    if found is None:
        return replace(place, role=Role(chosen_role))
    return propose_place(found, Role(chosen_role), place.name_in_source)


def _is_same(found: GazetteerPlace, place: ProposedPlace) -> bool:
    return (found.latitude, found.longitude) == (place.latitude, place.longitude)


def _name_role(role: str) -> str:
    return role if role == _LEFT_OUT else ROLES[Role(role)].label


def _ask_new_place(prefix: str) -> tuple[str, Role]:
    name, role = st.columns([3, 1])
    with name:
        added = st.text_input("Add a place", key=f"{prefix}-new", placeholder="Lachin, or Paris, Texas", max_chars=120)
    with role:
        chosen = st.selectbox(
            "Its role", [item.value for item in Role], index=2, format_func=_name_role, key=f"{prefix}-new-role"
        )
    return added.strip(), Role(chosen)


def _ask_people(proposal: Proposal, review: Review, prefix: str) -> list[str]:
    known = list(dict.fromkeys(actor.name for actor in _list_actors(review)))
    return st.multiselect(
        "People and organisations",
        known,
        default=[actor.name for actor in proposal.actors],
        accept_new_options=True,
        key=f"{prefix}-people",
        placeholder="Choose, or type a name",
    )


def _list_actors(review: Review) -> list[ProposedActor]:
    return [actor for decision in review.decisions for actor in decision.proposal.actors]


def _take(work: ArticleWork, review: Review, changes: dict[str, Any], added: str, role: Role) -> None:
    decision = review.decisions[work.current]
    countries = [place.country_code for place in decision.proposal.places if place.country_code]
    try:
        if added:
            changes["places"] = add_place(changes["places"], added, role, countries)
        corrected = correct_proposal(decision.proposal, **changes)
    except ChanceryError as error:
        fail(error)
        st.rerun()
    taken = replace(decision, proposal=corrected, corrected=True, verdict=Verdict.ACCEPT, merge_into="")
    after = review.with_decision(work.current, taken)
    change_work(review=after, current=find_next_open(after, work.current), correcting=False, failed="")
    st.rerun()
