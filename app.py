"""The atlas: what is kept, on a map beside its table, with a timeline and the card of the open record."""

from chancery.ui.frame import open_page

with open_page("app.py", title="Atlas") as view:
    # Loaded while the browser sets up the frame: the first view of a new server waits for both.
    from chancery.ui.workspace import show_workspace

    show_workspace(view)
