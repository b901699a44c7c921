"""Where a place is: the map with its candidates, a pin or an outline of one's own, and the save that makes it so."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial
from html import escape

import streamlit as st

from chancery.errors import ChanceryError, Clash, NotFound
from chancery.model import Place
from chancery.store import RowKey, StoredRow
from chancery.ui.desk import Desk, Keeping
from chancery.ui.geocoders import find_borders
from chancery.ui.library import Library, open_library
from chancery.ui.map_panel import show_place_map, take_report
from chancery.ui.place_candidates_panel import chosen_candidate, show_candidates, show_question
from chancery.ui.place_work import change_place_work, current_place_work, fill_in_place, put_place_down
from chancery.ui.row_fields import RowFields, show_fault
from chancery.ui.saving import attempt, drop_draft, find_row_drafts, keep_draft, offer_drafts
from chancery.ui.session import change_view, current_view
from chancery.ui.work import change_work, current_work, finish_work
from chancery.views.conflict import compare_clash
from chancery.views.history import name_rows
from chancery.views.place_forms import (
    TYPED,
    describe_change,
    draw,
    pin,
    read_position,
    refit_stops,
    start_place,
    take_candidate,
)
from chancery.views.place_map import Chosen, Drawn, Opened, Pinned, Report, build_place_map, read_report
from chancery.views.places import describe_dispute
from chancery.views.positions import format_position, parse_position
from chancery.views.row_form import RowForm, open_row_form, start_row_form

MAP_KEY = "place-map"
_HEIGHT = 400


def take_map_report(desk: Desk, library: Library) -> None:
    """Act on what was done on the map, before anything that depends on it is drawn."""
    feature = take_report(MAP_KEY)
    if feature is None:
        return
    try:
        report = read_report(feature)
        if report is not None:
            _act(desk, library, report)
    except ChanceryError as error:
        change_work(failed=f"{error.message} {error.remedy}".strip())


def show_position(desk: Desk, library: Library, place: Place | None) -> None:
    """Draw the map of a place, or of all where none is open, and below it all that can be done about where it is."""
    form = _find_form(desk, place)
    clash = next((item for item in current_work().clashes if item.table == "places"), None)
    if clash is not None and form is not None:
        _show_clash(desk, library, form, clash)
        return
    if desk.can_edit:
        with st.container():
            offer_drafts(desk, find_row_drafts(desk, "places"), form, _continue)
    work = current_place_work()
    show_place_map(
        build_place_map(
            library.catalogue,
            place_id="" if place is None else place.place_id,
            form=form,
            candidates=work.candidates,
            chosen=work.chosen,
        ),
        can_pin=desk.can_edit and form is not None,
        can_draw=desk.can_edit and form is not None,
        asked=work.asked,
        theme="dark" if st.context.theme.type == "dark" else "light",
        height=_HEIGHT,
        key=MAP_KEY,
    )
    if form is not None and form.is_changed():
        _show_save(desk, library, form)
    elif place is None:
        st.caption("Choose a place in the list or on the map, or search for one that the atlas does not have.")
    elif desk.can_edit:
        st.caption("Click the map to put the place there, or draw its outline with the button on the map.")
    if place is not None or work.candidates or work.question is not None:
        name, place_id = ("", "new") if place is None else (place.name, place.place_id)
        show_question(desk, name, key=f"question-{place_id}")
        position = None if place is None else (place.latitude, place.longitude)
        show_candidates(position, lambda number: choose(desk, number))
        if place is None and desk.can_edit and form is None:
            words = {"name": work.question or ""}
            st.button("Put it on the map by hand", type="tertiary", on_click=begin_new, args=(words,), key="by-hand")
    if form is not None and desk.can_edit:
        with st.expander("Details", expanded=form.base is None):
            _show_details(library, form)


def choose(desk: Desk, number: int) -> None:
    """Choose a candidate: the open place is to go there, or a new one begins with it."""
    work = current_place_work()
    candidate = chosen_candidate(work.candidates, number)
    if candidate is None:
        return
    change_place_work(chosen=number)
    if not desk.can_edit:
        return
    if work.form is not None and work.form.base is not None:
        fill_in_place(take_candidate(work.form.start_over(), candidate), chosen=number)
    else:
        change_place_work(form=start_place(candidate))


def _act(desk: Desk, library: Library, report: Report) -> None:
    work = current_place_work()
    # What a candidate is goes with it: a pin after it begins with the place as it was.
    form = work.form.start_over() if work.form is not None and work.chosen else work.form
    match report:
        case Opened(place_id) if place_id in library.catalogue.places:
            put_place_down()
            change_work(clashes=())
            change_view(place_id=place_id)
        case Chosen(number):
            choose(desk, number)
        case Pinned(latitude, longitude) if desk.can_edit and form is not None:
            fill_in_place(pin(form, latitude, longitude))
        case Drawn(area) if desk.can_edit and form is not None:
            fill_in_place(draw(form, area))
        case _:
            pass


def _find_form(desk: Desk, place: Place | None) -> RowForm | None:
    """Return the form of the open place, as the store has it now unless something was done to it already."""
    form = current_place_work().form
    if desk.store is None or not desk.can_edit:
        return None
    if place is None:
        return form if form is not None and form.base is None else None
    if (
        form is not None
        and form.base is not None
        and form.values.get("place_id") == place.place_id
        and form.is_changed()
    ):
        return form
    try:
        stored = desk.store.read_row(RowKey("places", (place.place_id,)))
    except NotFound:
        return None
    if form is None or form.base is None or form.base != stored:
        form = open_row_form(stored)
        draft, _ = find_row_drafts(desk, "places").get(form.draft_name, (form, ""))
        change_place_work(form=draft)
        return draft
    return form


def _show_save(desk: Desk, library: Library, form: RowForm) -> None:
    edit, fault = _build(library, form)
    with st.container(key="ch-place-save"):
        st.html(f'<p class="ch-unsaved" role="status"><b>Not saved:</b> {escape(describe_change(form))}.</p>')
        if fault is not None:
            show_fault(fault)
        elif isinstance(edit, Place):
            if dispute := describe_dispute(edit, find_borders()):
                st.html(f'<p class="ch-dispute">{escape(dispute)}</p>')
            _show_consequences(desk, edit)
        with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
            st.text_input("Why (shown in the history)", key=_name_why(form), max_chars=500)
            label = "Add the place" if form.base is None else "Save"
            label += " in this session" if desk.keeping is Keeping.SESSION else ""
            key = f"save-place-{form.form_id}"
            args = (desk, form.form_id)
            st.button(label, type="primary", key=key, disabled=edit is None, on_click=_save, args=args)
            st.button(
                "Discard", type="tertiary", key=f"discard-place-{form.form_id}", on_click=_discard, args=(desk, form)
            )
    keep_draft(desk, form)


def _build(library: Library, form: RowForm) -> tuple[Place | None, ChanceryError | None]:
    try:
        row = form.build(library.catalogue.places).row
    except ChanceryError as error:
        return None, error
    return (row, None) if isinstance(row, Place) else (None, None)


def _show_consequences(desk: Desk, place: Place) -> None:
    """Say what happens to the records there."""
    if desk.store is None or current_view().place_id != place.place_id:
        return
    stops = desk.store.read_place(place.place_id).stops
    refitted = len(refit_stops(place, stops))
    moved = len({stop.key.values[0] for stop in stops})
    words = "1 record is there and goes with it." if moved == 1 else f"{moved} records are there and go with it."
    if refitted:
        words += f" {refitted} of them can then be known only as exactly as the place is."
    st.caption(words)


def _save(desk: Desk, form_id: str) -> None:
    # The form of this moment has what stands in the field that the click left.
    form = current_place_work().form
    if form is None or form.form_id != form_id or desk.store is None:
        return
    if form.base is not None:
        change_view(place_id=form.row_id)  # the address can still be that of the place before
    place, fault = _build(open_library(), form)
    if place is None:
        change_work(failed="" if fault is None else f"{fault.message} {fault.remedy}".strip())
        return
    edit = replace(form.build(()), row=place)
    stops = () if form.base is None else desk.store.read_place(place.place_id).stops
    edits = [edit, *refit_stops(place, stops)]
    why = st.session_state[_name_why(form)].strip()
    if attempt(lambda: desk.author.apply(edits, why=why, token=form.token)):
        drop_draft(desk, form.draft_name)
        put_place_down()
        finish_work("Saved; every record there has moved along." if form.base else "The place is in the atlas.")
        change_view(place_id=place.place_id)


def _name_why(form: RowForm) -> str:
    return f"place-why-{form.form_id}"


def _discard(desk: Desk, form: RowForm) -> None:
    drop_draft(desk, form.draft_name)
    change_place_work(form=None, chosen=0)
    change_work(clashes=())


def _continue(draft: RowForm) -> None:
    put_place_down(form=draft)
    change_work(clashes=(), kept=draft.token)
    change_view(place_id=draft.row_id)


def _show_details(library: Library, form: RowForm) -> None:
    position = read_position(form)
    key = f"position-{form.form_id}-{form.values.get('latitude')}-{form.values.get('longitude')}"
    st.session_state.setdefault(key, format_position(*position) if position else "")

    def take() -> None:
        now = current_place_work().form
        with suppress(ChanceryError):  # said below the field
            # A browser that is behind sends the field of the position before, in which nobody has typed.
            if now is not None and (now.form_id, read_position(now)) == (form.form_id, position):
                change_place_work(form=pin(now, *parse_position(st.session_state[key]), how=TYPED))

    st.text_input("Latitude, longitude", key=key, on_change=take, help="Degrees with decimals, or 39°45'36\"N 46°45'E")
    if st.session_state[key].strip():
        try:
            parse_position(st.session_state[key])
        except ChanceryError as error:
            show_fault(error)
    _, fault = _build(library, form)
    faults = {} if fault is None else {fault.where.field or "": fault}
    fields = _name_fields(form)
    RowFields("places", fields, form.values, partial(_change, fields), faults=faults).show()
    if form.values.get("area"):
        st.button("Take the outline away", type="tertiary", on_click=_change, args=(fields, "area", ""))


def _name_fields(form: RowForm) -> str:
    """Return the key of a form's fields: another one once a pin, an outline or a candidate has filled them in."""
    return f"{form.form_id}-{current_place_work().times_filled}"


def _change(fields: str, name: str, value: str) -> None:
    form = current_place_work().form
    if form is not None and _name_fields(form) == fields:
        change_place_work(form=form.fill_in({name: value}))


def _show_clash(desk: Desk, library: Library, form: RowForm, clash: Clash) -> None:
    """Draw what somebody else saved beside what was to be saved; a position is taken as a whole."""
    view = compare_clash(clash, name_rows(library.catalogue))
    rows = "".join(
        f"<tr><th>{escape(item.label)}</th><td>{escape(item.before) or '—'}</td><td>{escape(item.theirs) or '—'}</td>"
        f"<td>{escape(item.mine) or '—'}</td></tr>"
        for item in view.fields
    )
    done = "took it out" if view.theirs_is_gone else "saved it"
    st.html(
        f'<h3 class="ch-part">Somebody else was there first. Nothing is lost: choose what is right.</h3>'
        f"<p><b>{escape(view.title)}</b>: {escape(view.who)} {done} {escape(view.when)}.</p>"
        f'<table class="ch-versions"><thead><tr><th></th><th>Before</th><th>{escape(view.who)}</th><th>You</th></tr>'
        f"</thead><tbody>{rows}</tbody></table>"
    )
    theirs: StoredRow | None = None if clash.theirs is None else StoredRow(clash.theirs, clash.theirs_version, 0)  # pyright: ignore[reportArgumentType]
    with st.container(horizontal=True, gap="medium"):
        st.button("Keep theirs", on_click=_discard, args=(desk, form), key="keep-theirs")
        st.button("Go on with yours", type="primary", on_click=_keep_mine, args=(form, theirs), key="keep-mine")
    st.caption("Yours is not saved by this: look at it once more, and save it.")


def _keep_mine(form: RowForm, theirs: StoredRow | None) -> None:
    change_place_work(form=replace(form, form_id=uuid.uuid4().hex, base=theirs))
    change_work(clashes=(), failed="")


def begin_new(values: Mapping[str, str]) -> None:
    """Begin a place that nobody knows of, to be pinned on the map."""
    form = start_row_form("places")
    change_place_work(form=form.fill_in(values), chosen=0)
    change_view(place_id="")
