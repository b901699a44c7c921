"""The questions that a view asks, as Ibis expressions over the schema of ``explore`` alone, and as SQL.

The expressions can be compiled for any backend that holds the same table. Those that do not depend on the filters are
compiled beforehand (``make generated``, see `chancery.query.statements`), so that the first view waits for
no Ibis, whose import and first use take more than a second; what a filter keeps is compiled when it is asked.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from functools import partial, reduce
from typing import Literal

import ibis

from chancery.query.explore import EXPLORE, SCHEMA, TAG_MARK
from chancery.query.filters import FILTERS, ChoiceFilter, Expression, Filters
from chancery.query.statements import KEPT, MAX_MAP_ROWS, MAX_RECORDS, NARROWED
from chancery.vocabulary import Kind

EXPLORE_TABLE: Expression = ibis.table(ibis.Schema.from_pyarrow(SCHEMA), name=EXPLORE)
_KEPT_COLUMNS = {"record_no": "int32", "kind": "string", "date_first": "date", "date_last": "date"}
NARROWED_TABLE: Expression = ibis.table({**_KEPT_COLUMNS, "tags": "array<string>", "missed": "string"}, name=NARROWED)
KEPT_TABLE: Expression = ibis.table(_KEPT_COLUMNS, name=KEPT)

Question = Callable[[Expression, Expression], Expression]
"""What is asked of ``explore`` and of the records kept."""

Truncation = Literal["Y", "Q", "M"]

_FAULT = "."
"""What a row misses that fails a filter without options: the start of no tag."""

_RECORD_COLUMNS = (
    "record_no", "record_id", "date_text", "date_first", "date_last", "kind", "title", "record_places",
    "sector", "status", "actors", "source_url", "publishers", "confidence", "date_edtf", "summary",
)  # fmt: skip

_MAP_COLUMNS = (
    "record_no", "record_id", "kind", "title", "date_text", "status", "sector", "place_id", "place_name",
    "name_in_source", "country_code", "latitude", "longitude", "radius_km", "precision", "role", "position",
)  # fmt: skip


def compile_statements() -> dict[str, str]:
    """Return the SQL of everything that does not depend on the filters, by name."""
    fixed = {name: _compile(question(EXPLORE_TABLE, KEPT_TABLE)) for name, question in QUESTIONS.items()}
    return {
        "everything": compile_narrowed(Filters()),
        "keep": _compile(_keep()),
        "options": _compile(_options()),
        **fixed,
    }


def compile_narrowed(filters: Filters) -> str:
    """Return the SQL of the rows that pass every filter, or every one but a choice.

    ``missed`` is the start of the tags of that choice, ``kinds:``, and empty for a row that passes them all: what a
    field offers does not depend on what is chosen in it.
    """
    chosen = [entry for entry in FILTERS if getattr(filters, entry.field)]
    faults = [f"{entry.field}{TAG_MARK}" if isinstance(entry, ChoiceFilter) else _FAULT for entry in chosen]
    missed = [
        entry.keep(EXPLORE_TABLE, getattr(filters, entry.field)).fill_null(False).ifelse("", fault)
        for entry, fault in zip(chosen, faults, strict=True)
    ]
    narrowed = EXPLORE_TABLE.select(*_KEPT_COLUMNS, "tags", missed=reduce(operator.add, missed, ibis.literal("")))
    wanted = ["", *(fault for fault in faults if fault != _FAULT)]
    return _compile(narrowed.filter(narrowed.missed.isin(wanted)) if chosen else narrowed)


def _compile(expression: Expression) -> str:
    return str(ibis.to_sql(expression, dialect="duckdb"))


def _keep() -> Expression:
    """List the records that have a row that passes, with what most questions ask of them."""
    return NARROWED_TABLE.filter(NARROWED_TABLE.missed == "").select(*_KEPT_COLUMNS).distinct()


def _options() -> Expression:
    """Count for each tag the records that would pass if it were chosen in its field."""
    tags = NARROWED_TABLE.select("record_no", "missed", tag=NARROWED_TABLE.tags.unnest())
    offered = tags.filter(tags.tag.startswith(tags.missed))
    return offered.group_by("tag").aggregate(count=offered.record_no.nunique())


def _headline(explore: Expression, kept: Expression) -> Expression:
    counted = kept.aggregate(
        records=kept.count(),
        visits=kept.count(where=kept.kind == Kind.VISIT.value),
        projects=kept.count(where=kept.kind == Kind.PROJECT.value),
        first_day=kept.date_first.coalesce(kept.date_last).min(),
        last_day=kept.date_last.coalesce(kept.date_first).max(),
    )
    rows = explore.select("record_no", "place_id", "source_ids").semi_join(kept, "record_no")
    places = rows.aggregate(places=rows.place_id.nunique(), placeless=rows.count(where=rows.place_id.isnull()))
    sources = rows.select(source_id=rows.source_ids.unnest()).aggregate(sources=lambda t: t.source_id.nunique())
    return counted.cross_join(places).cross_join(sources)


def _list_records(explore: Expression, kept: Expression) -> Expression:
    records = explore.semi_join(kept, "record_no").select(*_RECORD_COLUMNS).distinct()
    newest = records.date_first.coalesce(records.date_last)
    return records.order_by([newest.desc(nulls_first=False), ibis.desc("record_no")]).limit(MAX_RECORDS)


def _list_map_rows(explore: Expression, kept: Expression) -> Expression:
    rows = explore.semi_join(kept, "record_no")
    placed = rows.filter(rows.place_id.notnull()).select(*_MAP_COLUMNS)
    return placed.order_by(["record_no", "position"]).limit(MAX_MAP_ROWS)


def _count_by_period(unit: Truncation, explore: Expression, kept: Expression) -> Expression:
    day = kept.date_first.coalesce(kept.date_last)
    bounded = kept.date_first.notnull() & kept.date_last.notnull()
    certain = bounded & (kept.date_first.truncate(unit) == kept.date_last.truncate(unit))
    periods = kept.filter(day.notnull()).select("kind", period=day.truncate(unit), certain=certain)
    counted = periods.group_by(["period", "kind", "certain"]).aggregate(count=periods.count())
    return counted.order_by(["period", "kind", "certain"]).limit(MAX_RECORDS)


QUESTIONS: Mapping[str, Question] = {
    "headline": _headline,
    "records": _list_records,
    "map_rows": _list_map_rows,
    "periods_year": partial(_count_by_period, "Y"),
    "periods_quarter": partial(_count_by_period, "Q"),
    "periods_month": partial(_count_by_period, "M"),
}
"""Everything that is asked of the records kept, by name."""
