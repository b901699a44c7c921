"""What names a source or an actor: the evidence and figures that rest on it, the records that it takes part in."""

from __future__ import annotations

from collections.abc import Iterator

from chancery.query.details import Catalogue
from chancery.store import RowKey, key_of
from chancery.views.merging import Movable


def list_uses(catalogue: Catalogue, key: RowKey) -> tuple[Movable, ...]:
    """Return the rows that name a row, each with the record that it belongs to."""
    row_id = str(key.values[0])
    return tuple(_list_sourced(catalogue, row_id) if key.table == "sources" else _list_parts(catalogue, row_id))


def count_uses(uses: tuple[Movable, ...]) -> str:
    """Return how much names a row, as a sentence."""
    counts = {
        ("piece of evidence", "pieces of evidence"): sum(use.key.table == "evidence" for use in uses),
        ("figure", "figures"): sum(use.key.table == "figures" for use in uses),
        ("record", "records"): sum(use.key.table == "record_actors" for use in uses),
    }
    words = [f"{count} {one if count == 1 else many}" for (one, many), count in counts.items() if count]
    return f"{' and '.join(words)} name{'s' if sum(counts.values()) == 1 else ''} it." if words else "Nothing names it."


def _list_sourced(catalogue: Catalogue, source_id: str) -> Iterator[Movable]:
    for piece in catalogue.atlas.evidence:
        if piece.source_id == source_id:
            yield Movable(key_of(piece), f"Evidence of {_name_record(catalogue, piece.record_id)}")
    for figure in catalogue.atlas.figures:
        if figure.source_id == source_id:
            yield Movable(key_of(figure), f"Figure: {figure.label}")


def _list_parts(catalogue: Catalogue, actor_id: str) -> Iterator[Movable]:
    for part in catalogue.atlas.record_actors:
        if part.actor_id == actor_id:
            role = f", as {part.role}" if part.role else ""
            yield Movable(key_of(part), f"{_name_record(catalogue, part.record_id)}{role}")


def _name_record(catalogue: Catalogue, record_id: str) -> str:
    record = catalogue.records.get(record_id)
    return f"“{record.title}” ({record.date_text or record.date.text})" if record else record_id
