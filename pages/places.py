"""The places: found by any name, settled on a map, named, merged; and those that are still to be settled."""

from chancery.ui.frame import open_page
from chancery.ui.place_page import show_places

with open_page("pages/places.py", title="Places") as view:
    show_places(view)
