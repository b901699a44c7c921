"""A press clipping: the text of an article with what is known of where it came from."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace

from chancery.dates import Edtf
from chancery.errors import InvalidDate, InvalidValue, Location
from chancery.exchange.checks.duplicates import normalise_url
from chancery.exchange.documents.document import Document, clean_text
from chancery.model import Atlas, Source, is_web_link
from chancery.vocabulary import SourceKind


@dataclass(frozen=True, slots=True)
class Clipping:
    """An article to be read.

    Attributes
    ----------
    published
        EDTF; empty when nobody knows.
    published_note
        Why it is that date, where the article itself does not say.
    """

    text: str
    title: str = ""
    publisher: str = ""
    country: str = ""
    language: str = ""
    published: str = ""
    published_note: str = ""
    url: str = ""
    kind: SourceKind = SourceKind.OTHER


@dataclass(frozen=True, slots=True)
class KnownSource:
    """An article that the atlas has already.

    Attributes
    ----------
    text
        Its text as it is kept; empty if it is not.
    same_text
        Whether what was given is that text, blank space aside.
    record_ids
        The records that rest on it.
    """

    source: Source
    text: str
    same_text: bool
    record_ids: tuple[str, ...]


def fingerprint_text(text: str) -> str:
    """Return a short text that is the same for texts that differ in nothing but blank space."""
    return hashlib.sha256(" ".join(text.split()).encode("utf-8", "replace")).hexdigest()[:32]


def take_document(clipping: Clipping, found: Document, before: Document | None) -> Clipping:
    """Return a clipping with the text of a document and what the document says of itself.

    What it does not say stays as it was typed; what came from the document `before`, and was left as it came, goes: it
    was said of another text.

    Examples
    --------
    >>> first = Document("One.", publisher="A paper")
    >>> take_document(take_document(Clipping(""), first, None), Document("Two."), first).publisher
    ''
    """
    says: dict[str, str] = {}
    for name in ("title", "publisher", "published", "language", "url"):
        typed, stale = getattr(clipping, name), before is not None and getattr(before, name)
        says[name] = getattr(found, name) or ("" if typed == stale else typed)
    return replace(clipping, text=found.text, **says)


def check_clipping(clipping: Clipping) -> Clipping:
    """Return a clipping with its text cleaned, fit to be read and saved.

    Raises
    ------
    InvalidFile
        If there is no text, or too much.
    InvalidValue
        If the publisher is missing, the date is no EDTF value or still to come, or the address is no web address.
    """
    if not clipping.publisher.strip():
        raise InvalidValue(
            "Nobody is named as its publisher.",
            where=Location(field="publisher"),
            remedy="Name who published it: a news agency, a paper, a ministry.",
        )
    if clipping.url and not is_web_link(clipping.url):
        raise InvalidValue(
            "It is not the address of a web page.",
            where=Location(field="url"),
            remedy="Give one that begins with http:// or https://, or none.",
        )
    check_published(clipping.published)
    return Clipping(
        clean_text(clipping.text),
        clipping.title.strip(),
        clipping.publisher.strip(),
        clipping.country.strip().upper(),
        clipping.language.strip(),
        clipping.published.strip(),
        clipping.published_note.strip(),
        clipping.url.strip(),
        clipping.kind,
    )


def check_published(published: str) -> None:
    """Refuse what is no date of publication; an empty one is not known.

    Raises
    ------
    InvalidDate
        If it is no EDTF value, or lies in the future.
    """
    try:
        first = Edtf.parse(published).first
    except InvalidDate as error:
        raise error.at(field="published") from error
    # A day ahead: somewhere it is tomorrow already.
    if first is not None and first > dt.datetime.now(dt.UTC).date() + dt.timedelta(days=1):
        raise InvalidDate(
            f"'{published}' is still to come.", where=Location(field="published"), remedy="Look at the year again."
        )


def find_known_source(text: str, url: str, atlas: Atlas, articles: Mapping[str, str]) -> KnownSource | None:
    """Return the source that an article is already in the atlas as: by its text, or else by its address.

    Parameters
    ----------
    articles
        Kept texts by source id.
    """
    mark, address = fingerprint_text(text), normalise_url(url) if url else ""
    by_text = next((key for key, kept in articles.items() if text.strip() and fingerprint_text(kept) == mark), None)
    for source in atlas.sources:
        is_it = source.source_id == by_text if by_text else bool(address) and normalise_url(source.url) == address
        if is_it:
            record_ids = dict.fromkeys(e.record_id for e in atlas.evidence if e.source_id == source.source_id)
            kept = articles.get(source.source_id, "")
            return KnownSource(source, kept, source.source_id == by_text, tuple(record_ids))
    return None
