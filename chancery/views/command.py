"""``python -m chancery add``, ``edit``, ``merge``, ``split``, ``take-out``, ``bring-back``, ``show``: rows in a shell.

They go the way of the pages: what is given fills in the same forms, and what the forms come to is saved as one change.
"""

from __future__ import annotations

import argparse
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from chancery.errors import InvalidValue
from chancery.store.command import add_change_arguments, add_store_argument, open_as_operator, tell_change
from chancery.store.rows import RowKey
from chancery.vocabulary import NameKind

if TYPE_CHECKING:
    from chancery.query.details import Catalogue
    from chancery.store import Edit, Store
    from chancery.views.merging import Movable
    from chancery.views.record_form import RecordForm

_FIELD_HELP = "FIELD=VALUE, as in the table's file; an empty value takes away what is there"
_KEY_HELP = "TABLE/KEY, as records/2024-05-16-state-visit"
_MERGED = ("records", "sources", "actors", "places")


@dataclass(frozen=True, slots=True)
class _Given:
    """The atlas as it is, for what a form is checked against."""

    catalogue: Catalogue
    articles: Mapping[str, str]
    revision: int

    @staticmethod
    def read(store: Store) -> _Given:
        from chancery.query.details import Catalogue

        snapshot, texts = store.read_snapshot_and_texts()
        articles = {row.source_id: texts[row.text_file] for row in snapshot.atlas.sources if row.text_file in texts}
        return _Given(Catalogue.of(snapshot.atlas), articles, snapshot.revision)

    @property
    def taken(self) -> set[str]:
        """Ids that a new source, actor or place may not have."""
        return {*self.catalogue.sources, *self.catalogue.actors, *self.catalogue.places}


def add_show_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command to a parser, and the command itself as ``run``."""
    parser.add_argument("row", help=_KEY_HELP)
    add_store_argument(parser)
    parser.set_defaults(run=run_show)


def run_show(options: argparse.Namespace) -> int:
    """Print a row, and the keys of what belongs to it or rests on it; return 0."""
    from chancery.views.fields import read_values

    key = RowKey.from_path(options.row)
    with open_as_operator(options.store) as author:
        values = read_values(author.store.read_row(key).row)
        parts = _list_parts(author.store, key)
    print("\n".join(f"{name}={value}" for name, value in values.items() if value))
    for part in parts:
        print(f"    {part.key.path}  {part.label}")
    return 0


def _list_parts(store: Store, key: RowKey) -> Sequence[Movable]:
    from chancery.views.history import name_rows
    from chancery.views.merging import list_parts, name_parts
    from chancery.views.row_uses import list_uses

    catalogue, row_id = _Given.read(store).catalogue, str(key.values[0])
    match key.table:
        case "records":
            return list_parts(store.read_record(row_id), name_rows(catalogue))
        case "places":
            sheet = store.read_place(row_id)
            return name_parts((*sheet.names, *sheet.stops), name_rows(catalogue))
        case "sources" | "actors":
            return list_uses(catalogue, key)
        case _:
            return ()


def add_add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command to a parser, and the command itself as ``run``."""
    parser.add_argument("table", help="records, sources, actors, places, evidence or another table of the package")
    parser.add_argument("fields", nargs="+", metavar="FIELD=VALUE", help=_FIELD_HELP)
    add_change_arguments(parser)
    parser.set_defaults(run=run_add)


def run_add(options: argparse.Namespace) -> int:
    """Add a row, a record with its parts, and print their keys; return 0."""
    fields = _parse_fields(options.table, options.fields)
    with open_as_operator(options.store) as author:
        edits = _plan_addition(author.store, options.table, fields)
        return tell_change(author.apply(edits, why=options.why))


def _plan_addition(store: Store, table: str, fields: dict[str, dict[str, str]]) -> Sequence[Edit]:
    from chancery.views.place_forms import build_name_edits
    from chancery.views.record_form import (
        RECORD_ENTRY,
        add_entry,
        make_evidence_values,
        open_form,
        set_value,
        start_form,
    )
    from chancery.views.row_form import ID_COLUMNS, start_row_form

    own = fields.get(table, {})
    if table in ID_COLUMNS:
        return [start_row_form(table).fill_in(own).build(_Given.read(store).taken)]
    if table == "place_names":
        return build_name_edits(own.get("place_id", ""), {"kind": NameKind.OTHER.value, **own}, None)
    if table == "records":
        form = start_form()
        for name, value in fields.pop(table, {}).items():
            form = set_value(form, table, RECORD_ENTRY, name, value)
    else:
        form = open_form(store.read_record(own.pop("record_id", "")))
    for part, values in fields.items():
        begun = make_evidence_values() if part == "evidence" else {}
        form = add_entry(form, part, {**begun, **values})
    return _compose(store, form)


def _compose(store: Store, form: RecordForm) -> Sequence[Edit]:
    from chancery.views.composition import compose

    given = _Given.read(store)
    composition = compose(form, given.catalogue, given.articles)
    for (_, name), fault in composition.faults.items():
        raise fault.at(field=name or None)
    return composition.edits


def add_edit_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command to a parser, and the command itself as ``run``."""
    parser.add_argument("row", help=_KEY_HELP)
    parser.add_argument("fields", nargs="+", metavar="FIELD=VALUE", help=_FIELD_HELP)
    add_change_arguments(parser)
    parser.set_defaults(run=run_edit)


def run_edit(options: argparse.Namespace) -> int:
    """Change fields of a row; return 0."""
    key = RowKey.from_path(options.row)
    fields = _parse_fields(key.table, options.fields).get(key.table, {})
    with open_as_operator(options.store) as author:
        return tell_change(author.apply(_plan_edit(author.store, key, fields), why=options.why))


def _plan_edit(store: Store, key: RowKey, fields: Mapping[str, str]) -> Sequence[Edit]:
    from chancery.model import Place
    from chancery.views.fields import read_values
    from chancery.views.place_forms import build_name_edits, refit_stops
    from chancery.views.record_form import open_form, take_values
    from chancery.views.row_form import ID_COLUMNS, open_row_form

    stored = store.read_row(key)
    values = {**read_values(stored.row), **fields}
    if key.table in ID_COLUMNS:
        edit = open_row_form(stored).fill_in(fields).build(())
        stops = store.read_place(str(key.values[0])).stops if isinstance(edit.row, Place) else ()
        return [edit, *(refit_stops(edit.row, stops) if isinstance(edit.row, Place) else ())]
    if key.table == "place_names":
        return build_name_edits(str(key.values[0]), values, stored)
    values = {name: value for name, value in values.items() if name not in ("version", "position")}
    return _compose(store, take_values(open_form(store.read_record(values["record_id"])), key, values))


def add_take_out_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command to a parser, and the command itself as ``run``."""
    parser.add_argument("row", help=_KEY_HELP)
    add_change_arguments(parser)
    parser.set_defaults(run=run_take_out)


def run_take_out(options: argparse.Namespace) -> int:
    """Take a row out, with what belongs to it; return 0."""
    key = RowKey.from_path(options.row)
    with open_as_operator(options.store) as author:
        as_of = author.store.revision()
        seen = author.store.read_row(key).version
        return tell_change(author.retire(key, seen=seen, as_of=as_of, why=options.why))


def add_bring_back_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command to a parser, and the command itself as ``run``."""
    parser.add_argument("row", nargs="?", help=f"{_KEY_HELP}; without it, what was taken out is listed")
    add_change_arguments(parser)
    parser.set_defaults(run=run_bring_back)


def run_bring_back(options: argparse.Namespace) -> int:
    """Bring a row back that was taken out, or list such rows; return 0, or 1 if there is none to list."""
    from chancery.views.history import name_retired

    with open_as_operator(options.store) as author:
        if options.row:
            return tell_change(author.restore(RowKey.from_path(options.row), why=options.why))
        retired = [item for table in _MERGED for item in author.store.list_retired(table)]
    for item in retired:
        merged = f", merged into {item.successor[0]}" if item.successor else ""
        print(f"{item.stored.key.path}  {name_retired(item)}{merged}")
    return 0 if retired else 1


def add_merge_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command to a parser, and the command itself as ``run``."""
    parser.add_argument("row", help=f"the one that stays: {_KEY_HELP}")
    parser.add_argument("other", help="id of the one that goes")
    parser.add_argument(
        "--also", nargs="+", default=[], metavar="KEY", help="places and actors of a record that goes, to be taken over"
    )
    add_change_arguments(parser)
    parser.set_defaults(run=run_merge)


def run_merge(options: argparse.Namespace) -> int:
    """Make one record, source, actor or place of two; return 0."""
    from chancery.views.merging import plan_takeovers

    kept = RowKey.from_path(options.row)
    other = RowKey(_check_table(kept.table, _MERGED), (options.other,))
    also = [RowKey.from_path(path) for path in options.also]
    with open_as_operator(options.store) as author:
        as_of = author.store.revision()
        seen = author.store.read_row(other).version
        first, second = str(kept.values[0]), options.other
        more: dict[str, Any] = {"seen": seen, "as_of": as_of, "why": options.why}
        match kept.table:
            case "records":
                edits = plan_takeovers(author.store.read_record(first), author.store.read_record(second), also)
                change = author.merge_records(first, second, also=edits, **more)
            case "places":
                change = author.merge_places(first, second, **more)
            case _:
                change = author.merge_rows(kept, other, **more)
        return tell_change(change)


def add_split_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command to a parser, and the command itself as ``run``."""
    parser.add_argument("row", help=_KEY_HELP)
    parser.add_argument("fields", nargs="*", metavar="FIELD=VALUE", help="what the new one has different")
    parser.add_argument(
        "--parts", nargs="+", required=True, metavar="KEY", help="what goes over to the new one, as show prints it"
    )
    add_change_arguments(parser)
    parser.set_defaults(run=run_split)


def run_split(options: argparse.Namespace) -> int:
    """Make a second record, source or actor of a part of a first; return 0."""
    from chancery.views.fields import read_values
    from chancery.views.merging import check_split, make_split_record
    from chancery.views.row_form import make_split_row

    key = RowKey.from_path(options.row)
    table = _check_table(key.table, _MERGED[:-1])
    fields = _parse_fields(table, options.fields).get(table, {})
    parts = [RowKey.from_path(path) for path in options.parts]
    with open_as_operator(options.store) as author:
        given, row_id = _Given.read(author.store), str(key.values[0])
        values = {**read_values(author.store.read_row(key).row), **fields}
        if table == "records":
            check_split(author.store.read_record(row_id), parts)
            record = make_split_record(values, given.catalogue.records)
            change = author.split_record(row_id, record, parts, as_of=given.revision, why=options.why)
        else:
            row = make_split_row(table, values, given.taken)
            change = author.split_row(key, row, parts, as_of=given.revision, why=options.why)
        return tell_change(change)


def _parse_fields(table: str, words: Sequence[str]) -> dict[str, dict[str, str]]:
    """Return what is given, by table and field: of the table named, unless a field names another: ``evidence.note``."""
    from chancery.views.fields import FIELDS

    fields: dict[str, dict[str, str]] = {_check_table(table, FIELDS): {}}
    for word in words:
        path, given, value = word.partition("=")
        part, _, name = path.rpartition(".")
        part = _check_table(part or table, FIELDS)
        if not given or name not in FIELDS[part]:
            remedy = f"Write FIELD=VALUE; the fields of {part} are {', '.join(FIELDS[part])}."
            raise InvalidValue(f"'{word}' gives no field of {part}.", remedy=remedy)
        fields.setdefault(part, {})[name] = value
    return fields


def _check_table(table: str, known: Collection[str]) -> str:
    if table not in known:
        raise InvalidValue(f"This is not done with '{table}'.", remedy=f"Name one of {', '.join(known)}.")
    return table
