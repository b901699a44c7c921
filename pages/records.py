"""The records: to be read with their history, and for an editor to be added, changed, merged, split and taken out."""

from chancery.ui.frame import open_page
from chancery.ui.record_page import show_records

with open_page("pages/records.py", title="Records") as view:
    show_records(view)
