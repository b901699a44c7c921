"""The history on a page: each change with what it did, and the way back."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from chancery.ui.desk import Desk
from chancery.ui.saving import attempt
from chancery.ui.work import change_work
from chancery.views.history import ChangeView, RowView

_ROWS_SHOWN = 12


def show_history(desk: Desk, changes: Sequence[ChangeView], *, key: str) -> None:
    """Draw changes, the latest first; an editor can undo and redo each."""
    if not changes:
        st.caption("Nothing was changed since this database began.")
    latest = changes[0].change_id if changes else 0
    for change in changes:
        with st.container(key=f"ch-change-{key}-{change.change_id}"):
            st.html(_render(change))
            if desk.can_edit and change.can_be_reversed:
                _show_reversal(desk, change, f"{key}-{latest}")


def _show_reversal(desk: Desk, change: ChangeView, key: str) -> None:
    verb = "Undo" if change.in_effect else "Redo"
    name = f"{verb.lower()}-{key}-{change.change_id}"
    if not st.button(verb, type="tertiary", key=name, help=f"{verb} change {change.change_id}"):
        return
    # The same for a second click on the same list, so that it does nothing more.
    reverse = desk.author.undo if change.in_effect else desk.author.redo
    if attempt(lambda: reverse(change.change_id, token=f"{name} {desk.identity.subject}")):
        change_work(said=f"Change {change.change_id} is {verb.lower().rstrip('o')}one.")
    change_work(clashes=())
    st.rerun()


def _render(change: ChangeView) -> str:
    state = "" if change.in_effect else ' <span class="ch-quiet">(undone)</span>'
    why = f'<p class="ch-why">“{escape(change.why)}”</p>' if change.why else ""
    rows = "".join(_render_row(row) for row in change.rows[:_ROWS_SHOWN])
    more = len(change.rows) - _ROWS_SHOWN
    rest = f'<p class="ch-quiet">and {more} more rows</p>' if more > 0 else ""
    return f'<section class="ch-change"><p><b>{escape(change.sentence)}</b>{state}</p>{why}{rows}{rest}</section>'


def _render_row(row: RowView) -> str:
    if not row.fields:
        return f"<p>{escape(row.title)}: {escape(row.happened)}</p>"
    cells = "".join(
        f"<tr><th>{escape(label)}</th><td><del>{escape(before) or '—'}</del></td>"
        f"<td><ins>{escape(after) or '—'}</ins></td></tr>"
        for label, before, after in row.fields
    )
    return f'<p>{escape(row.title)}</p><table class="ch-versions"><tbody>{cells}</tbody></table>'
