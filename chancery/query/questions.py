"""The questions that a view asks, as Ibis expressions over the schema of ``explore`` alone, and as SQL.

The expressions can be compiled for any backend that holds the same table. Those that do not depend on the filters are
compiled beforehand (``make generated``, see `chancery.query.statements`), so that the first view waits for
no Ibis, whose import and first use take more than a second; what a filter keeps is compiled when it is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Literal

import ibis

from chancery.query.explore import EXPLORE, SCHEMA, TAG_MARK
from chancery.query.filters import FILTERS, Expression, Filters
from chancery.query.statements import KEPT, MAX_MAP_ROWS, MAX_RECORDS
from chancery.vocabulary import Kind

EXPLORE_TABLE: Expression = ibis.table(ibis.Schema.from_pyarrow(SCHEMA), name=EXPLORE)
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
    return {"keep_all": compile_keep(Filters()), "options_all": compile_options(Filters()), **fixed}


def compile_keep(filters: Filters) -> str:
    """Return the SQL that lists the numbers of the records that pass the filters."""
    return _compile(_match(filters).select("record_no").distinct())


def compile_options(filters: Filters, field: str = "") -> str:
    """Return the SQL that counts the records that pass for each tag, or for each tag of one field."""
    tags = _group_tags(_match(filters))
    return _compile(tags.filter(tags.tag.startswith(field + TAG_MARK)) if field else tags)


def _compile(expression: Expression) -> str:
    return str(ibis.to_sql(expression, dialect="duckdb"))


def _match(filters: Filters) -> Expression:
    """Return the rows that pass every filter."""
    conditions = [
        entry.keep(EXPLORE_TABLE, getattr(filters, entry.field)) for entry in FILTERS if getattr(filters, entry.field)
    ]
    return EXPLORE_TABLE.filter(*conditions) if conditions else EXPLORE_TABLE


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


def _group_tags(rows: Expression) -> Expression:
    """Count the records that have each tag on one of these rows."""
    tags = rows.select("record_no", tag=rows.tags.unnest())
    return tags.group_by("tag").aggregate(count=tags.record_no.nunique())


QUESTIONS: Mapping[str, Question] = {
    "headline": _headline,
    "records": _list_records,
    "map_rows": _list_map_rows,
    "periods_year": partial(_count_by_period, "Y"),
    "periods_quarter": partial(_count_by_period, "Q"),
    "periods_month": partial(_count_by_period, "M"),
}
"""Everything that is asked of the records kept, by name."""
