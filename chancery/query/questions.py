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
NARROWED_TABLE: Expression = ibis.table(
    {"record_no": "int32", "tags": "array<string>", "missed": "string"}, name=NARROWED
)
KEPT_TABLE: Expression = ibis.table({"record_no": "int32"}, name=KEPT)

Question = Callable[[Expression, Expression], Expression]
"""What is asked of ``explore`` and of the numbers of the records kept."""

Truncation = Literal["Y", "Q", "M"]

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

    ``missed`` names the field of that choice and is empty for a row that passes them all: what a field offers does not
    depend on what is chosen in it.
    """
    chosen = [entry for entry in FILTERS if getattr(filters, entry.field)]
    passes = [entry.keep(EXPLORE_TABLE, getattr(filters, entry.field)).fill_null(False) for entry in chosen]
    missed: Expression = ibis.literal("")
    if passes:
        faults = reduce(operator.add, (passed.ifelse(0, 1) for passed in passes))
        sole = [
            ((faults == 1) & ~passed, entry.field)
            for entry, passed in zip(chosen, passes, strict=True)
            if isinstance(entry, ChoiceFilter)
        ]
        missed = ibis.cases((faults == 0, ""), *sole, else_=None)
    narrowed = EXPLORE_TABLE.select("record_no", "tags", missed=missed)
    return _compile(narrowed.filter(narrowed.missed.notnull()) if passes else narrowed)


def _compile(expression: Expression) -> str:
    return str(ibis.to_sql(expression, dialect="duckdb"))


def _keep() -> Expression:
    """List the numbers of the records that have a row that passes."""
    return NARROWED_TABLE.filter(NARROWED_TABLE.missed == "").select("record_no").distinct()


def _options() -> Expression:
    """Count for each tag the records that would pass if it were chosen in its field."""
    tags = NARROWED_TABLE.select("record_no", "missed", tag=NARROWED_TABLE.tags.unnest())
    offered = tags.filter((tags.missed == "") | tags.tag.startswith(tags.missed + TAG_MARK))
    return offered.group_by("tag").aggregate(count=offered.record_no.nunique())


def _headline(explore: Expression, kept: Expression) -> Expression:
    rows = explore.semi_join(kept, "record_no")
    counted = rows.aggregate(
        records=rows.record_no.nunique(),
        visits=rows.record_no.nunique(where=rows.kind == Kind.VISIT.value),
        projects=rows.record_no.nunique(where=rows.kind == Kind.PROJECT.value),
        places=rows.place_id.nunique(),
        placeless=rows.record_no.nunique(where=rows.place_id.isnull()),
        first_day=rows.date_first.coalesce(rows.date_last).min(),
        last_day=rows.date_last.coalesce(rows.date_first).max(),
    )
    sources = rows.select(source_id=rows.source_ids.unnest()).aggregate(sources=lambda t: t.source_id.nunique())
    return counted.cross_join(sources)


def _list_records(explore: Expression, kept: Expression) -> Expression:
    records = explore.semi_join(kept, "record_no").select(*_RECORD_COLUMNS).distinct()
    newest = records.date_first.coalesce(records.date_last)
    return records.order_by([newest.desc(nulls_first=False), ibis.desc("record_no")]).limit(MAX_RECORDS)


def _list_map_rows(explore: Expression, kept: Expression) -> Expression:
    rows = explore.semi_join(kept, "record_no")
    placed = rows.filter(rows.place_id.notnull()).select(*_MAP_COLUMNS)
    return placed.order_by(["record_no", "position"]).limit(MAX_MAP_ROWS)


def _count_by_period(unit: Truncation, explore: Expression, kept: Expression) -> Expression:
    records = explore.semi_join(kept, "record_no")
    day = records.date_first.coalesce(records.date_last)
    bounded = records.date_first.notnull() & records.date_last.notnull()
    certain = bounded & (records.date_first.truncate(unit) == records.date_last.truncate(unit))
    periods = records.filter(day.notnull()).select("record_no", "kind", period=day.truncate(unit), certain=certain)
    counted = periods.group_by(["period", "kind", "certain"]).aggregate(count=periods.record_no.nunique())
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
