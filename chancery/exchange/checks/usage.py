"""Usage: nothing in the package that nothing refers to, and lists of a record without gaps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from chancery.errors import ChanceryError, InvalidValue, Location
from chancery.exchange.package import PackageContent


def find_unused(content: PackageContent) -> Iterator[ChanceryError]:
    """Yield a fault for each source, place and actor that no row refers to, as far as the rows could be read."""
    for table, column, users in (
        ("sources", "source_id", ("evidence", "figures")),
        ("places", "place_id", ("record_places",)),
        ("actors", "actor_id", ("record_actors",)),
    ):
        if any(content.tables[user].faults for user in users):
            continue
        used = {getattr(row, column) for user in users for row in content.tables[user].rows}
        for number, row in content.numbered(table):
            if getattr(row, column) not in used:
                named = " or ".join(f"{user}.csv" for user in users)
                yield InvalidValue(
                    f"Nothing in {named} refers to '{getattr(row, column)}'.",
                    where=Location(f"{table}.csv", number, column),
                    remedy="Take the row out, or put it to use.",
                )


def find_position_gaps(content: PackageContent) -> Iterator[ChanceryError]:
    """Yield a fault for each record whose places or actors are not numbered from 1 without gaps."""
    for table in ("record_places", "record_actors"):
        if content.tables[table].faults:
            continue
        rows: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        for number, row in content.numbered(table):
            rows[row.record_id].append((row.position, number))
        for record_id, numbered in rows.items():
            for expected, (position, number) in enumerate(sorted(numbered), start=1):
                if position != expected:
                    yield InvalidValue(
                        f"'{record_id}' has position {position} where {expected} should be.",
                        where=Location(f"{table}.csv", number, "position"),
                        remedy="Number them 1, 2, 3 ... within the record.",
                    )
                    break
