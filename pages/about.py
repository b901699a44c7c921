"""What the atlas is, whose words and data it shows, and how to read it."""

from chancery.ui.about_panel import show_about
from chancery.ui.frame import open_page

with open_page("pages/about.py", title="About"):
    show_about()
