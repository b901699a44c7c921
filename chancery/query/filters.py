"""What to keep: typed, frozen filters that travel in an address and read as a sentence.

Each filter is one entry of `FILTERS`: its parameter in the address, its label and help, the Ibis expression that it
stands for and the words that say so. A new filter is a field of `Filters`, an entry of `FILTERS` and a row of the test
table.

>>> Filters.parse({"kind": ["visit"], "years": ["2024..2025"]}).to_parameters()
{'years': ['2024..2025'], 'kind': ['visit']}
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import reduce
from typing import Any

from chancery.dates import DATE_PRECISIONS, DatePrecision, Edtf
from chancery.errors import InvalidDate
from chancery.query.folding import fold_text, sound_text
from chancery.query.period import ALWAYS, Period
from chancery.vocabulary import KINDS, PRECISIONS, SECTORS, STATUSES, Kind, Precision, Sector, Status

Expression = Any
"""An Ibis table, column or value. Ibis knows the types of columns at run time only, so a type checker cannot."""

MAX_CHOICES = 50
"""Most values of one filter that an address may name; more are ignored."""

MAX_TEXT = 200
"""Most characters of a text search; the rest is ignored."""

_PERIOD = re.compile(r"(?P<first>\d{4}(?:-\d\d)?)?(?:(?P<dots>\.\.)(?P<last>\d{4}(?:-\d\d)?)?)?", re.ASCII)
_MAX_CODE_LENGTH = 120


@dataclass(frozen=True, slots=True)
class Filters:
    """What a view keeps. Empty fields keep everything.

    Values of one field are alternatives; fields narrow each other.
    """

    years: Period = ALWAYS
    kinds: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    date_precisions: tuple[str, ...] = ()
    place_precisions: tuple[str, ...] = ()
    text: str = ""

    @staticmethod
    def parse(parameters: Mapping[str, Sequence[str]]) -> Filters:
        """Read filters from the parameters of an address.

        Whatever is not understood, hostile or too long is ignored, so that an old or damaged link still opens.
        """
        values = {entry.field: entry.read(parameters.get(entry.parameter, ())) for entry in FILTERS}
        return Filters(**values)

    def to_parameters(self) -> dict[str, list[str]]:
        """Return the parameters of an address that `parse` reads back as the same filters."""
        written = {entry.parameter: entry.write(getattr(self, entry.field)) for entry in FILTERS}
        return {parameter: texts for parameter, texts in written.items() if texts}

    def describe(self, labels: Labels) -> str:
        """Say in one sentence what is kept; ``all records`` when nothing is filtered.

        Parameters
        ----------
        labels
            Names of places, actors and sources by their codes.
        """
        lead = _phrase_kinds(self.kinds)
        rest = [entry.phrase(getattr(self, entry.field), labels) for entry in FILTERS if entry.field != "kinds"]
        said = [words for words in rest if words]
        return ", ".join([lead, *said]) if said else lead

    def without(self, name: str) -> Filters:
        """Return the same filters with one field emptied."""
        return replace(self, **{name: getattr(Filters(), name)})

    def __bool__(self) -> bool:
        return any(getattr(self, item.name) for item in fields(self))


Labels = Mapping[str, Mapping[str, str]]
"""Names that people read, by filter field and code."""


@dataclass(frozen=True, slots=True)
class Filter(ABC):
    """One way to narrow a view.

    Attributes
    ----------
    field
        Its field in `Filters`.
    parameter
        Its name in an address.
    label, help
        What the page calls it, and what it does.
    """

    field: str
    parameter: str
    label: str
    help: str

    @abstractmethod
    def read(self, texts: Sequence[str]) -> Any:
        """Return the value that the texts of an address stand for; the empty value for what is not understood."""

    @abstractmethod
    def write(self, value: Any) -> list[str]:
        """Return the texts that stand for a value; none for the empty value."""

    @abstractmethod
    def keep(self, table: Expression, value: Any) -> Expression:
        """Return the expression over ``explore`` that is true for the rows to keep."""

    @abstractmethod
    def phrase(self, value: Any, labels: Labels) -> str:
        """Return the words for a value; empty for the empty value."""


@dataclass(frozen=True, slots=True)
class PeriodFilter(Filter):
    """Keeps what can have happened in a period: bounds that overlap it."""

    def read(self, texts: Sequence[str]) -> Period:
        """Read ``2024``, ``2024-05``, ``2024-05..2024-09``, ``2024..`` or ``..2024``."""
        match = _PERIOD.fullmatch(texts[0]) if texts else None
        if match is None:
            return Period()
        try:
            start = Edtf.parse(match["first"] or "").first
            end = Edtf.parse((match["last"] if match["dots"] else match["first"]) or "").last
        except InvalidDate:
            return Period()
        return Period(start, end) if start is None or end is None or start <= end else Period()

    def write(self, value: Period) -> list[str]:
        """Write the period's code."""
        return [value.code] if value else []

    def keep(self, table: Expression, value: Period) -> Expression:
        """Keep rows whose bounds overlap the period; a row without a date never does."""
        conditions: list[Expression] = [table.date_precision != DatePrecision.NONE.value]
        if value.first is not None:
            conditions.append(table.date_last.isnull() | (table.date_last >= value.first))
        if value.last is not None:
            conditions.append(table.date_first.isnull() | (table.date_first <= value.last))
        return _all(conditions)

    def phrase(self, value: Period, labels: Labels) -> str:
        """Say the period."""
        return value.text


@dataclass(frozen=True, slots=True)
class ChoiceFilter(Filter):
    """Keeps rows whose column is one of the chosen codes.

    Attributes
    ----------
    column
        Column of ``explore``.
    many
        Whether the column holds an array of codes, of which one suffices.
    known
        Codes and their labels, for a closed list; empty for an open one (places, actors, sources).
    lead
        Word before the labels in the sentence (``in``, ``with``).
    """

    column: str = ""
    many: bool = False
    known: Mapping[str, str] | None = None
    lead: str = ""

    def read(self, texts: Sequence[str]) -> tuple[str, ...]:
        """Read codes, each once, `MAX_CHOICES` at most; of a closed list only its own."""
        codes = [text for text in dict.fromkeys(texts) if text.isprintable() and 0 < len(text) <= _MAX_CODE_LENGTH]
        if self.known is not None:
            codes = [code for code in codes if code in self.known]
        return tuple(codes[:MAX_CHOICES])

    def write(self, value: tuple[str, ...]) -> list[str]:
        """Write each code as a parameter of its own."""
        return list(value)

    def keep(self, table: Expression, value: tuple[str, ...]) -> Expression:
        """Keep rows that have one of the codes."""
        column = table[self.column]
        if self.many:
            return _any([column.contains(code) for code in value])
        return column.cast("string").isin(value)

    def phrase(self, value: tuple[str, ...], labels: Labels) -> str:
        """Say the names of the codes."""
        if not value:
            return ""
        names = self.known if self.known is not None else labels.get(self.field, {})
        shown = [names.get(code, code) for code in value]
        words = shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} or {shown[-1]}"
        return f"{self.lead} {words}".strip()


@dataclass(frozen=True, slots=True)
class TextFilter(Filter):
    """Keeps rows in whose words every word searched for occurs, in any script or spelling that the atlas knows."""

    def read(self, texts: Sequence[str]) -> str:
        """Read the words, one blank between them, without what cannot be printed, `MAX_TEXT` characters at most."""
        words = " ".join((texts[0] if texts else "").split())
        return " ".join("".join(c for c in words if c.isprintable())[:MAX_TEXT].split())

    def write(self, value: str) -> list[str]:
        """Write the words as they are."""
        return [value] if value else []

    def keep(self, table: Expression, value: str) -> Expression:
        """Keep rows whose searched text has every word, as `fold_text` spells it or as `sound_text` does."""
        words = zip(fold_text(value).split(), sound_text(value).split(), strict=True)
        found = [
            table.search.contains(word)
            if spoken in ("", word)
            else table.search.contains(word) | table.search.contains(spoken)
            for word, spoken in words
        ]
        return _all(found or [table.record_no.notnull()])

    def phrase(self, value: str, labels: Labels) -> str:
        """Say the words searched for."""
        return f"with “{value}”" if value else ""


def _phrase_kinds(kinds: tuple[str, ...]) -> str:
    plurals = [KINDS[Kind(kind)].plural for kind in kinds]
    if not plurals:
        return "all records"
    return plurals[0] if len(plurals) == 1 else f"{', '.join(plurals[:-1])} and {plurals[-1]}"


def _all(conditions: Sequence[Expression]) -> Expression:
    return reduce(lambda left, right: left & right, conditions)


def _any(conditions: Sequence[Expression]) -> Expression:
    return reduce(lambda left, right: left | right, conditions)


_KIND_LABELS = {kind.value: KINDS[kind].label for kind in Kind}
_SECTOR_LABELS = {sector.value: SECTORS[sector].label for sector in Sector}
_STATUS_LABELS = {status.value: STATUSES[status].label for status in Status}
_PLACE_PRECISION_LABELS = {str(code.value): PRECISIONS[code].label for code in Precision}
_DATE_PRECISION_LABELS = {code.value: label for code, label in DATE_PRECISIONS.items()}

FILTERS: tuple[Filter, ...] = (
    PeriodFilter("years", "years", "Years", "Keeps what can have happened in these years, uncertain dates included."),
    ChoiceFilter("kinds", "kind", "Kind", "What sort of happening it is.", "kind", known=_KIND_LABELS),
    ChoiceFilter(
        "sectors", "sector", "Sector", "The field of relations it belongs to.", "sector", known=_SECTOR_LABELS
    ),
    ChoiceFilter("statuses", "status", "Status", "How far it has come.", "status", known=_STATUS_LABELS),
    ChoiceFilter("countries", "country", "Country", "The country that a place lies in.", "country_code", lead="in"),
    ChoiceFilter("places", "place", "Place", "A place of the record, in any role.", "place_id", lead="at"),
    ChoiceFilter(
        "actors", "actor", "Actor", "A person or organisation taking part.", "actor_ids", many=True, lead="with"
    ),
    ChoiceFilter(
        "sources", "source", "Source", "A publisher that reports it.", "publishers", many=True, lead="reported by"
    ),
    ChoiceFilter(
        "date_precisions",
        "dated",
        "Date known",
        "How exactly the date is known.",
        "date_precision",
        known=_DATE_PRECISION_LABELS,
        lead="dated",
    ),
    ChoiceFilter(
        "place_precisions",
        "placed",
        "Place known",
        "How exactly the place is known (IATI GeographicalPrecision).",
        "precision",
        known=_PLACE_PRECISION_LABELS,
    ),
    TextFilter("text", "q", "Search", "Searches title, summary, people and places, in any script or spelling."),
)
