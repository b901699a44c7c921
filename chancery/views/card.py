"""The card of one record: what, when, where, who, and the words of each source in their context."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from chancery.dates import Edtf, explain
from chancery.model import Evidence, Figure, Place, RecordPlace, Source, is_web_link
from chancery.query.details import Catalogue, Details
from chancery.vocabulary import (
    CONFIDENCES,
    KINDS,
    POINT_PRECISIONS,
    PRECISIONS,
    ROLES,
    SECTORS,
    SOURCE_KINDS,
    STATUSES,
    Kind,
    Role,
    Sector,
    Status,
)

CONTEXT = 220
"""Code points of the article that are shown on either side of a quote, cut at a word."""


@dataclass(frozen=True, slots=True)
class CardPlace:
    """A place on a card; `uncertainty` is empty where the place is exact."""

    role: str
    name: str
    atlas_name: str
    other_names: tuple[str, ...]
    country_code: str
    uncertainty: str


@dataclass(frozen=True, slots=True)
class CardEvidence:
    """One source on a card, those with a quote first.

    `before`, `quote` and `after` are plain text; `url` is empty unless it can be linked; `disagreement` is what the
    source says otherwise than the record, empty where they agree.
    """

    publisher: str
    title: str
    published: str
    published_note: str
    publisher_kind: str
    language: str
    url: str
    address: str
    archive_url: str
    confidence: str
    reviewed_by: str
    before: str
    quote: str
    after: str
    disagreement: str
    note: str


@dataclass(frozen=True, slots=True)
class CardFigure:
    """A reported number on a card or above the map."""

    amount: str
    label: str
    period: str
    publisher: str
    quote: str
    note: str
    url: str


@dataclass(frozen=True, slots=True)
class Card:
    """All that a card shows, as text."""

    record_id: str
    kind: Kind
    title: str
    summary: str
    when: str
    edtf: str
    date_uncertainty: str
    status: Status
    status_label: str
    sector: Sector
    sector_label: str
    kind_label: str
    places: tuple[CardPlace, ...]
    people: tuple[tuple[str, str, str], ...]
    evidence: tuple[CardEvidence, ...]
    figures: tuple[CardFigure, ...]


def build_card(catalogue: Catalogue, record_id: str, articles: Mapping[str, str]) -> Card:
    """Gather what the card of a record shows.

    Parameters
    ----------
    articles
        Texts of the sources that are kept, by source id.

    Raises
    ------
    NotFound
        If no record has that id.
    """
    details = catalogue.find_record(record_id)
    record = details.record
    return Card(
        record_id=record.record_id,
        kind=record.kind,
        title=record.title,
        summary=record.summary,
        when=record.date_text or record.date.text,
        edtf=record.date_edtf,
        date_uncertainty=explain(record.date),
        status=record.status,
        status_label=STATUSES[record.status].label,
        sector=record.sector,
        sector_label=SECTORS[record.sector].label,
        kind_label=KINDS[record.kind].label,
        places=tuple(_describe_place(stop, place, catalogue) for stop, place in details.places),
        people=tuple(
            (part.name_in_source or actor.name, part.role, actor.country_code) for part, actor in details.actors
        ),
        evidence=tuple(
            _describe_evidence(piece, source, details, articles)
            for piece, source in sorted(details.evidence, key=lambda pair: not pair[0].quote)
        ),
        figures=tuple(describe_figure(figure, source) for figure, source in details.figures),
    )


def describe_figure(figure: Figure, source: Source) -> CardFigure:
    """Put a reported number into words."""
    return CardFigure(
        amount=f"{figure.qualifier} {figure.value:,.15g} {figure.unit}".strip(),
        label=figure.label,
        period=Edtf.parse(figure.period_edtf).text if figure.period_edtf else "",
        publisher=source.publisher,
        quote=figure.quote,
        note=figure.note,
        url=_link(source.url),
    )


def cut_context(text: str, start: int, end: int, length: int = CONTEXT) -> tuple[str, str]:
    """Return what stands before and after a span of a text, within its paragraph, cut at words.

    >>> cut_context("One two three four five.", 8, 13, length=7)
    ('… two ', ' four…')
    """
    opening = text.rfind("\n", 0, start) + 1
    closing = text.find("\n", end)
    paragraph_end = len(text) if closing < 0 else closing
    before, after = text[opening:start], text[end:paragraph_end]
    if len(before) > length:
        before = "… " + before[-length:].partition(" ")[2]
    if len(after) > length:
        after = after[:length].rpartition(" ")[0] + "…"
    return before, after


def _describe_place(stop: RecordPlace, place: Place, catalogue: Catalogue) -> CardPlace:
    printed = stop.name_in_source or place.name
    return CardPlace(
        role="about" if stop.role is Role.SUBJECT else ROLES[stop.role].label,
        name=printed,
        atlas_name="" if printed == place.name else place.name,
        other_names=tuple(
            name for name in dict.fromkeys(catalogue.place_names.get(place.place_id, ())) if name != printed
        ),
        country_code=place.country_code,
        uncertainty="" if stop.precision in POINT_PRECISIONS else PRECISIONS[stop.precision].label,
    )


def _describe_evidence(piece: Evidence, source: Source, details: Details, articles: Mapping[str, str]) -> CardEvidence:
    text = articles.get(source.source_id, "")
    before, after = "", ""
    if text and piece.start is not None and piece.end is not None:
        before, after = cut_context(text, piece.start, piece.end)
    return CardEvidence(
        publisher=source.publisher,
        title=source.title,
        published=Edtf.parse(source.published).text if source.published else "",
        published_note=source.published_note,
        publisher_kind=SOURCE_KINDS[source.kind].label,
        language=source.language,
        url=_link(source.url),
        address=source.url,
        archive_url=_link(source.archive_url),
        confidence=CONFIDENCES[piece.confidence].label,
        reviewed_by=piece.reviewed_by,
        before=before,
        quote=piece.quote,
        after=after,
        disagreement=_describe_disagreement(piece, details),
        note=piece.note,
    )


def _describe_disagreement(piece: Evidence, details: Details) -> str:
    said: list[str] = []
    if piece.says_date_edtf and piece.says_date_edtf != details.record.date_edtf:
        said.append(Edtf.parse(piece.says_date_edtf).text)
    if piece.says_status is not None and piece.says_status is not details.record.status:
        said.append(STATUSES[piece.says_status].label)
    return f"This source says: {', '.join(said)}." if said else ""


def _link(url: str) -> str:
    return url if is_web_link(url) else ""
