"""A list of names geocoded: a CSV in, the same with coordinates out, with a bar that shows how far it has come."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from chancery.errors import ChanceryError
from chancery.geocoding.batch import COLUMNS, FAILED, PREFIX, Tally
from chancery.geocoding.chain import Chain
from chancery.geocoding.uploads import LARGEST_LIST, MOST_NAMES, UploadedList
from chancery.ui.desk import Desk
from chancery.ui.geocoders import find_cache_folder, find_chain
from chancery.ui.row_fields import show_fault

_ROWS_SHOWN = 200


def show_batch(desk: Desk) -> None:
    """Draw the upload, the run and its outcome."""
    st.html(
        '<p class="ch-sentence">Upload a CSV with a column <code>name</code> and, where known, '
        "<code>country_code</code> and <code>language</code>. It comes back with coordinates, who gave them, how "
        "exactly, and what was not found.</p>"
    )
    upload = st.file_uploader(
        f"A list of names ({MOST_NAMES:,} rows at most)",
        type=["csv"],
        max_upload_size=LARGEST_LIST // 2**20,
        key="names-file",
    )
    if upload is None:
        st.caption("A run that is cut short goes on where it was when the same file is uploaded again.")
        return
    try:
        chain = find_chain(desk)
        uploaded = UploadedList.keep(upload.getvalue(), chain.names, find_cache_folder())
        _show_run(uploaded, upload.file_id, chain)
    except ChanceryError as error:
        show_fault(error)


def _show_run(uploaded: UploadedList, file_id: str, chain: Chain) -> None:
    total, answered = len(uploaded.names.rows), uploaded.count_answered()
    asks = f"Asks {', '.join(chain.names)}."
    if answered:
        st.caption(f"{total:,} rows, {answered:,} of them answered by an earlier run. {asks}")
    else:
        st.caption(f"{total:,} rows. {asks}")
    if st.button("Go on" if answered else "Geocode the list", type="primary", key="run-list"):
        bar = st.progress(0.0, text="Asking")
        tally = uploaded.geocode(chain, lambda now: _report(bar, now))
        bar.empty()
        st.session_state[f"list-{file_id}"] = tally
    tally: Tally | None = st.session_state.get(f"list-{file_id}")
    if tally is not None:
        _show_outcome(uploaded, tally)


def _report(bar: DeltaGenerator, tally: Tally) -> None:
    step = max(1, tally.total // 200)
    if tally.done % step == 0 or tally.done == tally.total:
        bar.progress(tally.done / max(1, tally.total), text=str(tally))


def _show_outcome(uploaded: UploadedList, tally: Tally) -> None:
    st.html(f'<p class="ch-said" role="status">{escape(str(tally))}.</p>')
    if tally.by_status.get(FAILED):
        st.caption("Some could not be asked for; press “Go on” to ask for those again.")
    result = uploaded.read_result()
    if result is None:
        return
    st.download_button(
        "Download with coordinates", data=result, file_name="names-geocoded.csv", mime="text/csv", on_click="ignore"
    )
    rows = uploaded.list_unsettled()
    if rows:
        st.html('<h3 class="ch-part">Rows without coordinates</h3>')
        table = pd.DataFrame([(row.line, row.name, row.status, row.note) for row in rows[:_ROWS_SHOWN]],
                             columns=["Line", "Name", "What happened", "Why"])  # fmt: skip
        st.dataframe(table, hide_index=True, row_height=30, height=min(400, 35 + 30 * len(table)))
    if len(rows) > _ROWS_SHOWN:
        st.caption(f"and {len(rows) - _ROWS_SHOWN:,} more; the file has them all.")
    st.caption(f"Added columns: {', '.join(PREFIX + name for name in COLUMNS)}. Cells that a spreadsheet would run "
               "begin with an apostrophe.")  # fmt: skip
