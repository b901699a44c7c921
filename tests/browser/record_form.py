"""The form of a record in a browser, as an editor fills it in, and what its page sends to the server."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page, WebSocketRoute, expect
from streamlit.proto.BackMsg_pb2 import BackMsg

from chancery.store import Store

RECORD = "2006-10-17-aliyev-first-visit"
TITLE = "First official visit of Ilham Aliyev to Belarus"


def await_first_page(page: Page) -> None:
    """Wait for the first page of a server, which loads its libraries and fills its database."""
    expect(page.get_by_text(re.compile("Editing as|Reading"))).to_be_visible(timeout=120_000)


def open_form(page: Page) -> None:
    page.get_by_text("Edit", exact=True).click()
    expect(page.get_by_role("textbox", name="Title", exact=True)).to_be_visible()


def fill(page: Page, name: str, text: str) -> None:
    field = page.get_by_role("textbox", name=name)
    field.fill(text)
    field.press("Tab")


def read_title(store: Store) -> str:
    return store.read_record(RECORD).record.title


def type_title(page: Page, title: str) -> None:
    """Change the title in the form, and wait until that is kept as a draft."""
    open_form(page)
    fill(page, "Title", title)
    expect(page.get_by_text("Not saved yet; kept as your draft.")).to_be_visible()


def save_button(page: Page) -> Locator:
    return page.get_by_role("button", name="Save", exact=True)


@dataclass
class Tap:
    """The way of a page's messages to its server.

    Attributes
    ----------
    sent
        Every message so far.
    held
        Those that were kept from the server: the clicks on *Save*, while `holds`.
    hurries
        Whether each message is followed at once by another, in which nothing was clicked.
    """

    page: Page
    sent: list[bytes] = field(default_factory=list[bytes])
    held: list[bytes] = field(default_factory=list[bytes])
    holds: bool = False
    hurries: bool = False
    _server: WebSocketRoute | None = None

    def __post_init__(self) -> None:
        self.page.route_web_socket(re.compile("/_stcore/stream"), self._connect)

    def send(self, message: bytes) -> None:
        """Send a message to the server, of whichever page it was."""
        assert self._server is not None
        self._server.send(message)

    def _connect(self, socket: WebSocketRoute) -> None:
        self._server = server = socket.connect_to_server()

        def pass_on(message: str | bytes) -> None:
            if not isinstance(message, bytes):
                server.send(message)
                return
            self.sent.append(message)
            # The click on a button is in the message by the button's name.
            if self.holds and b"-save-" in message:
                self.held.append(message)
            else:
                server.send(message)
                if self.hurries:
                    server.send(_without_clicks(message))

        socket.on_message(pass_on)


def tap(visit: Callable[..., Page], address: str) -> Tap:
    """Open a page whose messages are noted."""
    tapped = Tap(visit("about:blank"))
    tapped.page.goto(address)
    await_first_page(tapped.page)
    return tapped


def hold_save(tapped: Tap, title: str) -> None:
    """Change the title of the record, and click on *Save* without the server's being told."""
    type_title(tapped.page, title)
    tapped.holds = True
    save_button(tapped.page).click()
    tapped.page.wait_for_timeout(300)
    assert tapped.held


def replay(editor: Tap, viewer: Tap, store: Store) -> None:
    """Send from a viewer's session what an editor's sent, *Edit* to *Save*, and see that nothing comes of it."""
    before = store.revision()
    for message in editor.sent:
        viewer.send(_without_cache(message))
        viewer.page.wait_for_timeout(300)
    expect(viewer.page.get_by_text("Reading")).to_be_visible()
    expect(viewer.page.get_by_role("textbox", name="Title", exact=True)).to_have_count(0)
    assert (read_title(store), store.revision()) == (TITLE, before)
    # The editor's own session saves by the same click: what was replayed was worth something.
    for message in editor.held:
        editor.send(message)
    expect(editor.page.get_by_text("Saved.", exact=True)).to_be_visible()
    assert (read_title(store), store.revision()) == ("Forged", before + 1)


def _without_cache(message: bytes) -> bytes:
    """Return a message that does not say what its own browser has cached: another has not."""
    parsed = BackMsg.FromString(message)
    if parsed.HasField("rerun_script"):
        del parsed.rerun_script.cached_message_hashes[:]
    return parsed.SerializeToString()


def _without_clicks(message: bytes) -> bytes:
    """Return a message with what is in the fields, and no button pressed."""
    parsed = BackMsg.FromString(message)
    widgets = parsed.rerun_script.widget_states.widgets
    kept = [widget for widget in widgets if widget.WhichOneof("value") != "trigger_value"]
    del widgets[:]
    widgets.extend(kept)
    return parsed.SerializeToString()
