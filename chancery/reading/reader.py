"""Reading a text: from its words to drafted records, with the sentence that says each."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from chancery.model import Proposal
from chancery.reading.almanac import Anchor
from chancery.reading.article import Article
from chancery.reading.events import propose_events
from chancery.reading.figures import ReportedNumber, find_figures
from chancery.reading.persons import PersonMention
from chancery.reading.phrases import TimePhrase, find_phrases, publication_of
from chancery.reading.recognition import Names, find_names
from chancery.reading.resolution import ResolvedPlace, resolve_places

READER_VERSION = "reader-1"
"""Names this reader in the evidence that it drafts."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reader found in one text; every offset counts code points of `text`.

    Attributes
    ----------
    published
        EDTF of the day that dates were resolved against; empty if nobody knows.
    published_from
        ``given``, ``dateline`` or empty.
    published_needed
        Whether the year must be asked for: the dateline leaves it out and nobody gave it.
    dateline_day
        Month and day of the dateline, ``--04-21``, to show with the question; empty without one.
    """

    text: str
    article: Article
    published: str
    published_from: str
    published_needed: bool
    dateline_day: str
    names: Names
    places: tuple[ResolvedPlace, ...]
    phrases: tuple[TimePhrase, ...]
    proposals: tuple[Proposal, ...]
    figures: tuple[ReportedNumber, ...]

    @property
    def people(self) -> tuple[PersonMention, ...]:
        """The people that the text names, mention by mention."""
        return self.names.people


def read(text: str, published: str | dt.date | None = None) -> Reading:
    """Read a text.

    Parameters
    ----------
    text
        Any text. Datelines, dates and events are read in English; places in any script.
    published
        The day of publication, a date or an EDTF value. Without it the dateline counts if it gives the year; else
        dates that need one stay unresolved and `Reading.published_needed` is true. No year is ever supplied.

    Raises
    ------
    InvalidDate
        If `published` is no EDTF value.
    """
    article = Article.of(text)
    given = published.isoformat() if isinstance(published, dt.date) else (published or "").strip()
    value = given or publication_of(article)
    anchor = Anchor.of(value)
    names = find_names(article)
    places = resolve_places(article, names.places, names.hints)
    phrases = find_phrases(article, anchor)
    line = article.dateline
    day = f"--{line.month:02d}-{line.day:02d}" if line and line.month and line.day else ""
    return Reading(
        text=text,
        article=article,
        published=value,
        published_from="given" if given else "dateline" if value else "",
        published_needed=anchor is None,
        dateline_day=day,
        names=names,
        places=places,
        phrases=phrases,
        proposals=propose_events(article, names, places, phrases, anchor),
        figures=find_figures(article, phrases),
    )
