"""A review turned into edits, and saved as one change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from chancery.errors import InvalidValue
from chancery.exchange.articles.decisions import Review, Verdict
from chancery.exchange.articles.matching import AtlasIndex
from chancery.exchange.articles.planner import Acceptance, Holdings, Planner
from chancery.store import Author, Change, RowKey, Save, Store, key_of

BY_HAND = "hand"
"""Who stands for evidence that a person looked at."""


def read_holdings(store: Store, source_id: str = "") -> Holdings:
    """Return what a store holds.

    Raises
    ------
    NotFound
        If there is no source of that id.
    """
    retired = {
        table: frozenset(str(item.stored.key.values[0]) for item in store.list_retired(table))
        for table in ("sources", "records", "actors", "places", "evidence", "figures")
    }
    version = store.read_row(RowKey("sources", (source_id,))).version if source_id else None
    return Holdings(AtlasIndex.of(store.read_atlas()), retired, version)


def save_review(
    author: Author, review: Review, *, token: str, reviewed_by: str = BY_HAND, why: str = ""
) -> tuple[Acceptance, Change | None]:
    """Save what was accepted and merged of a review, as one change.

    Parameters
    ----------
    token
        The same for the same click: a second one changes nothing.

    Returns
    -------
    tuple
        What was planned, and the change; ``None`` if the atlas had it all. A change made before under this token is
        returned with what that one did.

    Raises
    ------
    InvalidValue
        If nothing was accepted or merged, or a row is not sound.
    StoreError
        As `Author.apply` has it; nothing was saved then.
    """
    plan = plan_acceptance(review, read_holdings(author.store, review.source_id), reviewed_by=reviewed_by)
    change = author.apply(plan.edits, why=why or f"From {review.clipping.publisher}", token=token)
    return (plan if change is None else _describe(change, plan)), change


def plan_acceptance(
    review: Review, holdings: Holdings, *, reviewed_by: str = BY_HAND, day: dt.date | None = None
) -> Acceptance:
    """Work out the edits that save a review.

    Parameters
    ----------
    day
        On which places are taken from the gazetteer and the article was seen; today if not given.

    Raises
    ------
    InvalidValue
        If nothing was accepted or merged, or a draft is merged into one that is not accepted.
    """
    if not any(item.verdict in (Verdict.ACCEPT, Verdict.MERGE) for item in review.decisions) and not any(
        item.kept for item in review.figures
    ):
        raise InvalidValue("Nothing was accepted.", remedy="Accept or merge a draft first.")
    return Planner(review, holdings, reviewed_by, day or dt.datetime.now(dt.UTC).date()).plan()


def _describe(change: Change, plan: Acceptance) -> Acceptance:
    """Return what a change did: with the same click twice, the first of them, whatever the second planned."""
    added = {row.key for row in change.rows}
    if {key_of(edit.row) for edit in plan.edits if isinstance(edit, Save)} == added:
        return plan
    tables: dict[str, list[str]] = {}
    for row in change.rows:
        tables.setdefault(row.key.table, []).append(str(row.key.values[0]))
    evidenced = _list_records(change)
    created = tuple(tables.get("records", ()))
    sources = tables.get("sources", [plan.source_id])
    return replace(
        plan,
        source_id=sources[0],
        record_ids=created,
        merged_ids=tuple(found for found in evidenced if found not in created),
    )


def _list_records(change: Change) -> Iterable[str]:
    named = (str((row.after or {}).get("record_id") or "") for row in change.rows if row.key.table == "evidence")
    return dict.fromkeys(name for name in named if name)
