"""Where what is edited is kept: published to the data package, tried out in the session, or taken along as a file."""

from __future__ import annotations

import os
from pathlib import Path

import streamlit as st

from chancery.errors import ChanceryError
from chancery.exchange.publishing import publish_store
from chancery.exchange.publishing.archive import pack_store
from chancery.store import Store
from chancery.ui.access import explain_reading
from chancery.ui.desk import Desk, Keeping, find_desk
from chancery.ui.holdings import begin_drafts, data_folder, drop_drafts
from chancery.ui.work import change_work, finish_work


def show_keeping(desk: Desk) -> None:
    """Say what becomes of what is edited here, and offer what can be done with it."""
    match desk.keeping:
        case Keeping.DATABASE if desk.store is not None:
            _show_publishing(desk, desk.store)
        case Keeping.SESSION if desk.store is not None:
            _show_session(desk.store)
        case _ if not desk.trouble:
            _show_invitation()
        case _:
            pass


def _show_publishing(desk: Desk, store: Store) -> None:
    folder = data_folder()
    if not desk.can_edit:
        st.caption(f"You can read all of this, its history included; editors can change it.{explain_reading()}")
    elif os.access(folder, os.W_OK):
        words = "Writes all records to the data folder, for git."
        st.button("Write the data package", type="tertiary", help=words, on_click=_publish, args=(store, folder))


def _show_session(store: Store) -> None:
    changes = store.revision() - 1
    count = f"{changes} change{'' if changes == 1 else 's'}" if changes else "No changes yet"
    st.html(
        f'<p class="ch-unsaved" role="status"><b>{count}, in this session only.</b> Nothing here is saved: '
        "it is gone when this page is closed or reloaded. Download it to keep it.</p>"
    )
    with st.container(horizontal=True, gap="medium"):
        st.download_button(
            "Download as a data package",
            data=lambda: pack_store(store),
            file_name="atlas-draft.zip",
            mime="application/zip",
            on_click="ignore",
        )
        st.button("Drop these changes", type="tertiary", on_click=_drop)


def _show_invitation() -> None:
    with st.container(horizontal=True, gap="medium", vertical_alignment="center"):
        st.caption(f"This atlas is read-only: nothing can be saved here.{explain_reading()}")
        st.button(
            "Try changes out",
            type="tertiary",
            on_click=_begin,
            help="On a copy for this session alone, to be downloaded as a data package.",
        )


def _publish(store: Store, folder: Path) -> None:
    if not find_desk().can_edit:  # any more
        change_work(failed="Only editors write the data package.")
        return
    try:
        revision = publish_store(store, folder)
    except ChanceryError as error:
        change_work(failed=str(error))
    else:
        change_work(said=f"Written to the data folder, as of change {revision}.")


def _begin() -> None:
    begin_drafts()


def _drop() -> None:
    drop_drafts()
    finish_work("The changes of this session are dropped.")
