"""Two places made one, with what it will do before it is done."""

from __future__ import annotations

from html import escape

import streamlit as st

from chancery.errors import NotFound
from chancery.model import Place
from chancery.store import PlaceSheet, Store
from chancery.ui.desk import Desk
from chancery.ui.library import Library
from chancery.ui.place_work import put_place_down
from chancery.ui.row_fields import show_fault
from chancery.ui.saving import attempt
from chancery.ui.session import change_view
from chancery.ui.work import change_work, current_work, finish_work
from chancery.views.places import list_merge_choices, preview_place_merge


def show_place_merge(desk: Desk, store: Store, library: Library, place: Place) -> None:
    """Choose another place, see what moves, and make one of the two."""
    labels = list_merge_choices(library.catalogue, place)
    other_id = st.selectbox(
        "Merge with", [*labels], index=None, format_func=labels.__getitem__, key=f"merge-{place.place_id}",
        filter_mode="contains", placeholder="Type a part of its name",
    )  # fmt: skip
    if other_id is None:
        st.caption("Both become one place, with the records and the names of both; links to either lead to it.")
        return
    both = {item: f"{library.catalogue.places[item].name} ({item})" for item in (place.place_id, other_id)}
    stays = st.selectbox(
        "Which one stays", [*both], format_func=both.__getitem__, key=f"stays-{place.place_id}-{other_id}"
    )
    goes = other_id if stays == place.place_id else place.place_id
    try:
        kept, absorbed = store.read_place(stays), store.read_place(goes)
    except NotFound as error:
        show_fault(error)
        return
    _show_preview(kept, absorbed)
    why = f"merge-why-{place.place_id}"
    st.text_input("Why (shown in the history)", key=why, max_chars=500)
    args = (desk, stays, absorbed, why)
    st.button("Merge them", type="primary", disabled=not desk.can_edit, key="merge-places", on_click=_merge, args=args)


def _merge(desk: Desk, kept_id: str, absorbed: PlaceSheet, why: str) -> None:
    goes = absorbed.place.place_id
    token = f"merge places {current_work().number} {kept_id} {goes}"
    words = st.session_state[why].strip()
    if attempt(
        lambda: desk.author.merge_places(
            kept_id, goes, seen=absorbed.version, as_of=absorbed.revision, why=words, token=token
        )
    ):
        put_place_down()
        finish_work("The two places are one now.")
        change_view(place_id=kept_id)
    change_work(clashes=())


def _show_preview(kept: PlaceSheet, absorbed: PlaceSheet) -> None:
    lines = "".join(f"<li>{escape(line)}</li>" for line in preview_place_merge(kept, absorbed))
    st.html(f'<div class="ch-preview"><p><b>What will happen</b></p><ul>{lines}</ul></div>')
