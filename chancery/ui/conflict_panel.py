"""Two versions side by side, and the choice between them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape

import streamlit as st

from chancery.errors import Clash
from chancery.ui.work import change_work
from chancery.views.conflict import ClashView, compare_clash

Choices = Mapping[int, frozenset[str] | None]
"""By number of the clash: the fields that stay as they were typed; ``None`` takes all of the other version."""

_THEIRS = "Keep theirs"
_MINE = "Keep yours"


def show_clashes(clashes: Sequence[Clash], names: Callable[[str, str], str], settle: Callable[[Choices], None]) -> None:
    """Draw what somebody else saved beside what was to be saved; `settle` is called with what was chosen."""
    st.html('<h3 class="ch-part">Somebody else was there first. Nothing is lost: choose what is right.</h3>')
    choices: dict[int, frozenset[str] | None] = {}
    complete = True
    for number, clash in enumerate(clashes):
        view = compare_clash(clash, names)
        key = f"clash-{number}-{clash.theirs_version}-{clash.changed_at}"
        choose = _choose_row if view.theirs_is_gone or view.mine_is_gone else _choose_fields
        is_decided, choices[number] = choose(view, key)
        complete = complete and is_decided
    with st.container(horizontal=True, gap="medium"):
        st.button("Take these over", type="primary", disabled=not complete, on_click=lambda: settle(choices))
        st.button("Back to the form", type="tertiary", on_click=lambda: change_work(clashes=()))
    st.caption("They come into the form; save it again when it is right.")


def _choose_row(view: ClashView, key: str) -> tuple[bool, frozenset[str] | None]:
    """Return whether a choice was made, and which: ``None`` for the other version, no fields for one's own."""
    done = "took it out" if view.theirs_is_gone else "changed it"
    st.html(f"<p><b>{escape(view.title)}</b>: {escape(view.who)} {done}{_when(view)}.</p>")
    yours = "Take it out all the same" if view.mine_is_gone else "Bring it back with what you typed"
    theirs = "Leave it out" if view.theirs_is_gone else "Keep it as it is now"
    options = {_THEIRS: theirs, _MINE: yours}
    chosen = st.radio(view.title, [*options], index=None, format_func=options.__getitem__, key=key, horizontal=True)
    return chosen is not None, frozenset() if chosen == _MINE else None


def _choose_fields(view: ClashView, key: str) -> tuple[bool, frozenset[str] | None]:
    """Return whether every field is decided, and those that stay as they were typed."""
    cells = "".join(
        f"<tr><th>{escape(item.label)}</th><td>{escape(item.before) or '—'}</td><td>{escape(item.theirs) or '—'}</td>"
        f"<td>{escape(item.mine) or '—'}</td></tr>"
        for item in view.fields
    )
    st.html(
        f"<p><b>{escape(view.title)}</b> was saved by {escape(view.who)}{_when(view)}.</p>"
        f'<table class="ch-versions"><thead><tr><th></th><th>Before</th><th>{escape(view.who)}</th><th>You</th></tr>'
        f"</thead><tbody>{cells}</tbody></table>"
    )
    mine: list[str] = []
    undecided = False
    for item in view.fields:
        if not item.is_disputed:
            mine += [item.name] if item.mine_is_new else []
            continue
        chosen = st.radio(item.label, [_THEIRS, _MINE], index=None, key=f"{key}-{item.name}", horizontal=True)
        undecided = undecided or chosen is None
        mine += [item.name] if chosen == _MINE else []
    if any(not item.is_disputed for item in view.fields):
        st.caption("What only one of you changed is taken from the one who changed it.")
    return not undecided, frozenset(mine)


def _when(view: ClashView) -> str:
    return f" on {escape(view.when)}" if view.when else ""
