"""Candidates of the geocoders: asked for on a button, compared in a list, chosen by a click, a key or on the map."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from html import escape

import streamlit as st

from chancery.errors import ChanceryError
from chancery.geocoding.candidates import Answer, Candidate, PlaceQuery
from chancery.ui.desk import Desk
from chancery.ui.geocoders import ask_everywhere, find_chain, may_ask_online, open_chain
from chancery.ui.place_work import change_place_work, current_place_work
from chancery.ui.session import hold
from chancery.ui.work import change_work
from chancery.views.candidates import SHOWN, CandidateLine, describe_disagreement, list_candidates, pick_shown

_LONGEST = 300


def show_question(desk: Desk, default: str, *, key: str) -> None:
    """Draw the name to ask for, and the button that asks."""
    work = current_place_work()
    hold(key, default if work.question is None else work.question)

    def take() -> None:
        change_place_work(question=st.session_state[key])

    def ask() -> None:
        try:
            ask_for(desk, st.session_state[key])
        except ChanceryError as error:
            change_work(failed=f"{error.message} {error.remedy}".strip())

    with st.container(key=f"ch-ask-{key}", horizontal=True, gap="small", vertical_alignment="bottom"):
        st.text_input("Ask the geocoders for", key=key, on_change=take, max_chars=_LONGEST)
        st.button("Ask", key=f"ask-{key}", on_click=ask, help=_name_providers(desk))


def ask_for(desk: Desk, text: str) -> None:
    """Ask everybody for a name, and keep what they answer for the page.

    Raises
    ------
    ChanceryError
        If there is no name, the settings are wrong or the gazetteer is damaged.
    """
    keep_answer(ask_everywhere(desk, PlaceQuery(text, limit=SHOWN)))


def keep_answer(answer: Answer) -> None:
    """Keep an answer for the page."""
    change_place_work(
        candidates=pick_shown(answer.candidates),
        failures=tuple(f"{failure.provider}: {failure.reason}" for failure in answer.failures),
        attributions=answer.attributions,
        asked=uuid.uuid4().hex,
        chosen=0,
    )


def show_candidates(position: tuple[float, float] | None, choose: Callable[[int], None]) -> None:
    """Draw what was answered; `choose` is called with the number of a candidate.

    Parameters
    ----------
    position
        Latitude and longitude to measure distances from.
    """
    work = current_place_work()
    for failure in work.failures:
        st.html(f'<p class="ch-fault">Not answered by {escape(failure)}</p>')
    if not work.candidates:
        if work.asked:
            st.caption("Nobody knows a place of that name. Try another spelling, or put it on the map by hand.")
        return
    lines = list_candidates(work.candidates, position)
    with st.container(key="ch-candidates"):
        for line in lines:
            _show_line(line, line.number == work.chosen, choose)
    disagreement = describe_disagreement(work.candidates)
    if disagreement:
        st.html(f'<p class="ch-dispute">{escape(disagreement)}</p>')
    st.html(f'<p class="ch-quiet">{escape(" · ".join(work.attributions))}</p>')


def chosen_candidate(candidates: Sequence[Candidate], number: int) -> Candidate | None:
    """Return the candidate of a number; ``None`` if none has it."""
    return candidates[number - 1] if 0 < number <= len(candidates) else None


def _show_line(line: CandidateLine, chosen: bool, choose: Callable[[int], None]) -> None:
    with st.container(key=f"ch-candidate-{line.number}", horizontal=True, gap="small", vertical_alignment="top"):
        st.button(
            str(line.number),
            key=f"choose-{line.number}",
            type="primary" if chosen else "secondary",
            shortcut=str(line.number),
            on_click=choose,
            args=(line.number,),
        )
        st.html(_render(line))


def _render(line: CandidateLine) -> str:
    facts = [
        line.provider,
        f"score {line.score}" if line.score else "no score",
        line.precision,
        f"{line.population} people" if line.population else "",
        line.distance,
        line.position,
    ]
    drawn = f"; the basemap draws it in {line.drawn_in}" if line.drawn_in else ""
    return (
        f'<div class="ch-candidate"><b>{escape(line.name)}</b> <span>{escape(line.address)}</span>'
        f"<p>{escape(' · '.join(fact for fact in facts if fact) + drawn)}</p></div>"
    )


def _name_providers(desk: Desk) -> str:
    """Say who would be asked."""
    try:
        names = ", ".join(find_chain(desk).names)
        more = (
            "" if may_ask_online(desk) or not open_chain().online else " Online geocoders are asked for editors only."
        )
    except ChanceryError as error:
        return str(error)
    return f"Asks {names}.{more}"
