"""What the atlas is and how to read it, drawn from the vocabulary so that it cannot fall behind."""

from __future__ import annotations

import streamlit as st

from chancery import __version__
from chancery.ui.library import open_library
from chancery.vocabulary import COLOUR_GROUPS, KINDS, PRECISIONS, SECTORS, SOURCE_KINDS, STATUSES

_INTRODUCTION = """
Chancery turns diplomatic news into a sourced map: who went where, what was agreed and what is being built, when, and
which sentence says so. Every record names its sources; where sources disagree, the card shows what each of them says.

Names are shown as the source prints them; other names of a place are a search away. The map draws the borders of
Natural Earth, which show who holds a territory in fact. Chancery takes no side.
"""

_DATES = """
Dates are held in the Extended Date/Time Format (EDTF, ISO 8601-2): `2025-23` is autumn 2025, `../2027` is by 2027,
`2025-04-21/..` was announced on that day without an end. A filter keeps a record when its date can lie within the years
chosen. No year is invented: where an article gives none, the year and the reason for it are kept with the source.
"""

_LICENCES = """
Places: GeoNames (CC BY 4.0). Borders and water: Natural Earth (public domain). Online map tiles, where they can be
reached: © OpenStreetMap contributors. Code: Apache-2.0.
"""


def show_about() -> None:
    """Draw the page."""
    library = open_library()
    atlas = library.catalogue.atlas
    st.title("About this atlas")
    text, lists = st.columns([3, 2], gap="large")
    with text:
        st.markdown(_INTRODUCTION)
        st.subheader("Dates")
        st.markdown(_DATES)
        st.subheader("Data and licences")
        kinds: dict[str, int] = {}
        for source in atlas.sources:
            kinds[SOURCE_KINDS[source.kind].plural] = kinds.get(SOURCE_KINDS[source.kind].plural, 0) + 1
        spread = ", ".join(f"{count} from {label}" for label, count in sorted(kinds.items(), key=lambda item: -item[1]))
        st.markdown(
            f"{len(atlas.records)} records rest on {len(atlas.evidence)} pieces of evidence from {len(atlas.sources)} "
            f"sources: {spread}."
        )
        st.markdown(_LICENCES)
        st.caption(f"Chancery {__version__}")
    with lists:
        st.subheader("How to read it")
        _show_terms("Kinds", [term.plural for term in KINDS.values()])
        _show_terms("Sectors", [term.label for term in SECTORS.values()])
        _show_terms("Status", [term.label for term in STATUSES.values()])
        _show_terms("Colours", [group.label for group in COLOUR_GROUPS])
        _show_terms("How exactly a place is known", [f"{code.value} {term.label}" for code, term in PRECISIONS.items()])


def _show_terms(name: str, labels: list[str]) -> None:
    st.markdown(f"**{name}**  \n{' · '.join(labels)}")
