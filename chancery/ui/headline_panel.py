"""The top of the atlas: its name, the sentence that says what is kept, the figures and the link to copy."""

from __future__ import annotations

from html import escape

import streamlit as st
from streamlit.components.v2 import component

from chancery.query.engine import Headline
from chancery.query.filters import Filters
from chancery.ui.library import Library
from chancery.ui.session import View, reset_filters
from chancery.views.headline import list_numbers

_copy_link = component(
    "chancery_copy_link",
    html='<button type="button">Copy link</button>',
    css="""
        button { font: inherit; font-size: 0.85rem; color: var(--st-link-color); background: none; border: 0;
            padding: 0.25rem 0; cursor: pointer; text-decoration: underline; text-underline-offset: 2px; }
        button:focus-visible { outline: 2px solid var(--st-primary-color); outline-offset: 2px; }
    """,
    js="""
        export default function ({ parentElement }) {
            const button = parentElement.querySelector("button");
            button.onclick = async () => {
                try {
                    await navigator.clipboard.writeText(window.location.href);
                    button.textContent = "Link copied";
                } catch {
                    window.prompt("Copy this link", window.location.href);
                }
                setTimeout(() => { button.textContent = "Copy link"; }, 2000);
            };
        }
    """,
)


def show_headline(library: Library, view: View, headline: Headline) -> None:
    """Draw the name of the atlas, what is kept in words and in numbers, and what to do with it."""
    words, numbers = st.columns([6, 7], vertical_alignment="bottom")
    with words:
        sentence = view.filters.describe(library.labels)
        st.html(
            f'<h1 class="ch-title">{escape(library.title)}</h1>'
            f'<p class="ch-sentence" role="status">{escape(sentence[:1].upper() + sentence[1:])}</p>'
        )
    with numbers:
        items = "".join(
            f"<div><dt>{escape(label)}</dt><dd>{escape(amount)}</dd></div>" for amount, label in list_numbers(headline)
        )
        st.html(f'<dl class="ch-numbers">{items}</dl>')
        with st.container(key="ch-actions", horizontal=True, horizontal_alignment="right", gap="medium"):
            if view.filters != Filters():
                st.button("Reset filters", type="tertiary", on_click=reset_filters)
            _copy_link(key="copy-link", width="content")
