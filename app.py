"""The atlas: what is kept, on a map beside its table, with a timeline and the card of the open record."""

from chancery.ui.frame import open_page
from chancery.ui.workspace import show_workspace

with open_page("app.py", title="Atlas") as view:
    show_workspace(view)
