"""Two versions of a row side by side, what somebody saved and what was to be saved, and the form once it is settled."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from chancery.errors import Clash
from chancery.store import RowKey, StoredRow
from chancery.store.rows import encode_row
from chancery.views.fields import FIELDS, read_values, show_value
from chancery.views.record_form import RecordForm, take_values

_LEFT_OUT = frozenset({"version", "position"})


@dataclass(frozen=True, slots=True)
class FieldClash:
    """One field that is not the same in both versions, each as people read it.

    Attributes
    ----------
    is_disputed
        Whether both were changed; otherwise one of them was, which `mine_is_new` tells.
    """

    name: str
    label: str
    before: str
    theirs: str
    mine: str
    is_disputed: bool
    mine_is_new: bool


@dataclass(frozen=True, slots=True)
class ClashView:
    """A clash as it is shown.

    Attributes
    ----------
    fields
        What differs; empty where one side took the row out.
    theirs_is_gone, mine_is_gone
        Whether a side took the row out.
    """

    key: RowKey
    title: str
    who: str
    when: str
    fields: tuple[FieldClash, ...]
    theirs_is_gone: bool
    mine_is_gone: bool


def compare_clash(clash: Clash, names: Callable[[str, str], str]) -> ClashView:
    """Lay the two versions of a clash side by side.

    Parameters
    ----------
    names
        Gives the name of a row by its table and key.
    """
    table = clash.table
    before, mine, theirs = _plain(clash.base), _plain(clash.yours), _plain(clash.theirs)
    fields = [
        FieldClash(
            name=name,
            label=FIELDS[table][name].label if name in FIELDS.get(table, {}) else name,
            before=show_value(table, name, before.get(name), names),
            theirs=show_value(table, name, theirs.get(name), names),
            mine=show_value(table, name, mine.get(name), names),
            is_disputed=before.get(name) not in (theirs.get(name), mine.get(name)) or not before,
            mine_is_new=before.get(name) == theirs.get(name),
        )
        for name in (mine if mine and theirs else {})
        if name not in _LEFT_OUT and mine.get(name) != theirs.get(name)
    ]
    return ClashView(
        key=RowKey(table, clash.key),
        title=name_row(table, mine or theirs or before, names),
        who=clash.changed_by or "somebody",
        when=describe_moment(clash.changed_at) if clash.changed_at else "",
        fields=tuple(fields),
        theirs_is_gone=clash.theirs is None,
        mine_is_gone=clash.yours is None,
    )


def settle_clash(form: RecordForm, clash: Clash, mine: Collection[str] | None) -> RecordForm:
    """Return the form with a clash settled: it knows the other version now, and says what was chosen.

    Parameters
    ----------
    mine
        The fields that stay as they are in the form; the others become as they are in the store. ``None`` takes all of
        the other version, also where that is none.
    """
    key = RowKey(clash.table, clash.key)
    # A record that was taken out took its parts along: kept, it comes back with all of them.
    is_gone = clash.table == "records" and clash.theirs is None
    base = () if is_gone else tuple(stored for stored in form.base if stored.key != key)
    theirs: Any = clash.theirs
    if theirs is not None:
        base = (*base, StoredRow(theirs, clash.theirs_version, 0))
    form = replace(form, base=base)
    if mine is None:
        return take_values(form, key, None if theirs is None else _form_values(theirs))
    yours: Any = clash.yours
    if theirs is None or yours is None:
        return form
    chosen = {name: value for name, value in _form_values(yours).items() if name in mine}
    return take_values(form, key, {**_form_values(theirs), **chosen})


def name_row(table: str, values: Mapping[str, Any], names: Callable[[str, str], str]) -> str:
    """Return a row's name in a list of what was changed: ``Evidence from AZERTAC``."""

    def read(column: str) -> str:
        return str(values.get(column) or "")

    title = {
        "records": "The record",
        "record_places": f"Place {read('position')}: {names('places', read('place_id'))}",
        "record_actors": f"Actor {read('position')}: {names('actors', read('actor_id'))}",
        "evidence": f"Evidence from {names('sources', read('source_id'))}",
        "figures": f"Figure: {read('label')}",
        "sources": f"Source: {read('publisher')} {read('published')}",
        "actors": f"Actor: {read('name')}",
        "places": f"Place: {read('name')}",
        "place_names": f"Name of a place: {read('name')}",
        "members": f"Member: {read('name') or read('email') or read('subject')}",
        "texts": f"Text: {read('text_file')}",
    }[table]
    return title.strip()


def describe_moment(moment: str | dt.datetime) -> str:
    """Return a moment as people read it, in UTC."""
    at = dt.datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    utc = at.astimezone(dt.UTC)
    return f"{utc.day} {utc:%b %Y, %H:%M} UTC"


def _plain(row: Any) -> dict[str, Any]:
    return {} if row is None else dict(encode_row(row))


def _form_values(row: Any) -> dict[str, str]:
    return {name: value for name, value in read_values(row).items() if name not in _LEFT_OUT}
