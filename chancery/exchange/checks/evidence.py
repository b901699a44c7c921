"""Evidence: every record has some, and every quote stands in its source's text."""

from __future__ import annotations

from collections.abc import Iterator

from chancery.errors import ChanceryError, InvalidFile, InvalidValue, Location
from chancery.exchange.descriptor import ARTICLES
from chancery.exchange.package import PackageContent
from chancery.model import Evidence, Figure, Record, Source


def find_records_without_evidence(content: PackageContent) -> Iterator[ChanceryError]:
    """Yield a fault for each record that no source is given for; none if some evidence could not be read."""
    if content.tables["evidence"].faults:
        return
    supported = {row.record_id for row in content.tables["evidence"].rows}
    for number, record in content.numbered("records"):
        if record.record_id not in supported:
            yield InvalidValue(
                f"'{record.record_id}' has no evidence.",
                where=Location("records.csv", number, "record_id"),
                remedy="Add a row to evidence.csv, or take the record out.",
            )


def find_misquotes(content: PackageContent) -> Iterator[ChanceryError]:
    """Yield a fault for each quote of evidence and figures that its source's text does not have at its place."""
    sources: dict[str, Source] = {row.source_id: row for row in content.tables["sources"].rows}
    for table in ("evidence", "figures"):
        for number, row in content.numbered(table):
            source = sources.get(row.source_id)
            problem = _find_misquote(row, source, content) if source else None
            if problem:
                message, remedy = problem
                yield InvalidValue(message, where=Location(f"{table}.csv", number, "quote"), remedy=remedy)


def find_idle_differences(content: PackageContent) -> Iterator[ChanceryError]:
    """Yield a fault for each piece of evidence that is marked as saying otherwise, and says the same."""
    records: dict[str, Record] = {row.record_id: row for row in content.tables["records"].rows}
    for number, row in content.numbered("evidence"):
        record = records.get(row.record_id)
        if record is None:
            continue
        same_date = row.says_date_edtf and row.says_date_edtf == record.date_edtf
        same_status = row.says_status is not None and row.says_status is record.status
        for field, same in (("says_date_edtf", same_date), ("says_status", same_status)):
            if same:
                yield InvalidValue(
                    "It is what the record says.",
                    where=Location("evidence.csv", number, field),
                    remedy="Leave it empty: only what differs is kept.",
                )


def find_text_faults(content: PackageContent) -> Iterator[ChanceryError]:
    """Yield what is wrong with the texts: unreadable, missing, or belonging to no source."""
    yield from content.text_faults
    folder = content.folder / ARTICLES
    used: dict[str, int] = {}
    for number, source in content.numbered("sources"):
        name = source.text_file
        if not name:
            continue
        where = Location("sources.csv", number, "text_file")
        if name in used:
            remedy = "One text belongs to one source: merge the two, or name another file."
            yield InvalidValue(f"'{name}' is already the text of row {used[name]}.", where=where, remedy=remedy)
        used.setdefault(name, number)
        if not (folder / name).is_file():
            remedy = "Put the file back, or empty the cell."
            yield InvalidValue(f"There is no '{ARTICLES}/{name}'.", where=where, remedy=remedy)
    for name in sorted({file.name for file in folder.glob("*.*")} - used.keys()):
        remedy = "Name it in the text_file of its source, or remove it."
        yield InvalidFile("The text belongs to no source.", where=Location(f"{ARTICLES}/{name}"), remedy=remedy)


def _find_misquote(row: Evidence | Figure, source: Source, content: PackageContent) -> tuple[str, str] | None:
    text = content.texts.get(source.text_file)
    if text is None:
        if row.quote and not source.text_file:
            return f"The text of '{source.source_id}' is not kept, so no quote of it can be checked.", (
                "Leave quote, start and end empty, or keep the text in articles/."
            )
        return None
    if not row.quote or row.start is None or row.end is None:
        remedy = "Give the words that carry it, with start and end."
        return f"The text of '{source.source_id}' is kept, but nothing of it is quoted.", remedy
    if text[row.start : row.end] == row.quote:
        return None
    place = _find_nearest(text, row.quote, row.start)
    if place is None:
        return f"'{source.text_file}' does not have these words.", "Copy them from the text, signs and spaces included."
    span = f"start {place}, end {place + len(row.quote)}"
    return f"The words do not stand at {row.start} to {row.end} in '{source.text_file}'.", f"They stand at {span}."


def _find_nearest(text: str, quote: str, start: int) -> int | None:
    """Return where a quote stands in a text: of several places, the nearest to the one that was given."""
    places: list[int] = []
    place = text.find(quote)
    while place >= 0:
        places.append(place)
        place = text.find(quote, place + 1)
    return min(places, key=lambda found: abs(found - start), default=None)
