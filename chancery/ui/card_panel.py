"""The card of the open record, as HTML whose every text is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from chancery.ui.fold import open_fold
from chancery.views.card import Card, CardEvidence, CardFigure, CardPlace

_FIGURES_SHOWN = 9


def show_card(card: Card) -> None:
    """Draw a card."""
    st.html(render_card(card))


def show_figures(figures: Sequence[CardFigure]) -> None:
    """Draw the reported figures of what is kept, those quoted word for word first."""
    ordered = sorted(figures, key=lambda figure: not figure.quote)
    body = "".join(render_figure(figure) for figure in ordered[:_FIGURES_SHOWN])
    st.html(f'<section class="ch-figures" aria-label="Reported figures"><h3>Reported figures</h3>{body}</section>')
    if len(ordered) > _FIGURES_SHOWN:
        with open_fold(f"{len(ordered) - _FIGURES_SHOWN} more reported figures", key="more-figures") as is_open:
            if is_open:
                rest = "".join(render_figure(figure) for figure in ordered[_FIGURES_SHOWN:])
                st.html(f'<section class="ch-figures ch-more" aria-label="More reported figures">{rest}</section>')


def render_card(card: Card) -> str:
    """Return a card as HTML; nothing in it that comes from data is markup."""
    facts = [
        ("When", _render_when(card)),
        ("Where", "".join(_render_place(place) for place in card.places) or _quiet("No source names a place.")),
        ("Who", "".join(_render_person(*person) for person in card.people) or _quiet("No source names anyone.")),
    ]
    if card.figures:
        facts.append(("Figures", "".join(render_figure(figure) for figure in card.figures)))
    rows = "".join(f"<dt>{name}</dt><dd>{body}</dd>" for name, body in facts)
    count = len(card.evidence)
    heading = f"{count} source{'s' if count != 1 else ''}"
    evidence = "".join(_render_evidence(piece) for piece in card.evidence)
    return (
        f'<article class="ch-card" aria-label="Record">'
        f'<header><p class="ch-kicker">{escape(card.kind_label)} · {escape(card.sector_label)} · '
        f"{escape(card.status_label)}</p><h2>{escape(card.title)}</h2><p>{escape(card.summary)}</p></header>"
        f'<dl>{rows}</dl><section class="ch-evidence"><h3>{heading}</h3>{evidence}</section></article>'
    )


def render_figure(figure: CardFigure) -> str:
    """Return one reported number as HTML."""
    period = f" ({escape(figure.period)})" if figure.period else ""
    quote = f"<q>{escape(figure.quote)}</q>" if figure.quote else ""
    note = _quiet(figure.note) if figure.note else ""
    source = _anchor(figure.url, figure.publisher)
    return (
        f'<div class="ch-figure"><b>{escape(figure.amount)}</b> {escape(figure.label)}{period}'
        f'<div class="ch-quiet">{source} {quote}</div>{note}</div>'
    )


def _render_when(card: Card) -> str:
    edtf = f' <code title="Extended Date/Time Format">{escape(card.edtf)}</code>' if card.edtf else ""
    uncertainty = _quiet(card.date_uncertainty) if card.date_uncertainty else ""
    return f"<div>{escape(card.when)}{edtf}</div>{uncertainty}"


def _render_place(place: CardPlace) -> str:
    atlas_name = f" ({escape(place.atlas_name)})" if place.atlas_name else ""
    country = f' <span class="ch-quiet">{escape(place.country_code)}</span>' if place.country_code else ""
    unsure = _quiet(place.uncertainty) if place.uncertainty else ""
    others = _quiet("also " + ", ".join(place.other_names[:6])) if place.other_names else ""
    role = f'<span class="ch-role">{escape(place.role)}</span>'
    return f"<div>{role} {escape(place.name)}{atlas_name}{country}{unsure}{others}</div>"


def _render_person(name: str, role: str, country_code: str) -> str:
    rest = ", ".join(escape(part) for part in (role, country_code) if part)
    return f'<div>{escape(name)} <span class="ch-quiet">{rest}</span></div>'


def _render_evidence(piece: CardEvidence) -> str:
    about = [piece.published, piece.publisher_kind, piece.language, f"confidence {piece.confidence}"]
    line = " · ".join(escape(part) for part in about if part)
    title = f'<div class="ch-source-title">{escape(piece.title)}</div>' if piece.title else ""
    quote = (
        f"<blockquote>{escape(piece.before)}<mark>{escape(piece.quote)}</mark>{escape(piece.after)}</blockquote>"
        if piece.quote
        else ""
    )
    archived = f" · {_anchor(piece.archive_url, 'archived')}" if piece.archive_url else ""
    unlinked = _quiet(piece.address) if piece.address and not piece.url else ""
    said = f'<div class="ch-differs">{escape(piece.disagreement)}</div>' if piece.disagreement else ""
    notes = "".join(_quiet(words) for words in (piece.note, piece.published_note) if words)
    return (
        f'<div class="ch-source"><div><b>{_anchor(piece.url, piece.publisher)}</b> '
        f'<span class="ch-quiet">{line}{archived}</span></div>{title}{unlinked}{said}{quote}{notes}</div>'
    )


def _anchor(url: str, words: str) -> str:
    if not url:
        return escape(words)
    return f'<a href="{escape(url)}" target="_blank" rel="noopener noreferrer">{escape(words)}</a>'


def _quiet(words: str) -> str:
    return f'<div class="ch-quiet">{escape(words)}</div>'
