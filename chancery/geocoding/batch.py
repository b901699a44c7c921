"""A list of names geocoded: a CSV in, the same CSV with coordinates out, resumable at any point.

What was answered is noted, name by name, in a journal beside the output. A run that was cut short, or in which a server
failed, is run again with the same command: it goes on from the journal and asks only for what is missing.
"""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from chancery.errors import BulkRefused, InvalidFile, InvalidValue, Location, NotWritten
from chancery.geocoding.candidates import Answer, Candidate, PlaceQuery
from chancery.geocoding.chain import Chain

NAME: Final = "name"
COUNTRY: Final = "country_code"
LANGUAGE: Final = "language"
PREFIX: Final = "geocoded_"
COLUMNS: Final = (
    "status", "name", "address", "latitude", "longitude", "country_code", "admin1", "drawn_in",
    "feature_code", "precision", "radius_km", "score", "provider", "provider_id", "answered_at", "query",
    "attribution", "candidates", "note",
)  # fmt: skip
"""What is added to each row, each under a name with the prefix."""

FOUND, NOT_FOUND, FAILED, INVALID = "found", "not found", "failed", "invalid"
PATIENCE_SECONDS: Final = 120.0
_FORMULA_SIGNS: Final = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class NameRow:
    """A row of the list: its cells, and what is to be asked, or what is wrong with it."""

    line: int
    cells: Mapping[str, str]
    query: PlaceQuery | None
    fault: str = ""

    @property
    def key(self) -> str:
        """What the journal goes by: rows that ask the same are asked once."""
        if self.query is None:
            return ""
        return json.dumps([self.query.normalised, *self.query.country_codes, self.query.language], ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class NameList:
    """A list of names, as its file has it."""

    columns: tuple[str, ...]
    rows: tuple[NameRow, ...]

    @classmethod
    def read(cls, path: Path) -> NameList:
        """Read a CSV with a column ``name`` and, if it likes, ``country_code`` and ``language``.

        Raises
        ------
        InvalidFile
            If it is no such file. A row with a wrong code is no reason: it says so in the output.
        """
        try:
            text = path.read_text(encoding="utf-8-sig")
            lines = csv.DictReader(text.splitlines(keepends=True), delimiter=_delimiter(text), strict=True)
            columns = tuple(lines.fieldnames or ())
            rows = tuple(_rows(lines, path))
        except UnicodeDecodeError as error:
            raise _unreadable(path, "It is not UTF-8.", "Save it as CSV UTF-8.") from error
        except OSError as error:
            raise _unreadable(path, f"It cannot be read: {error.strerror}.", "Check the path.") from error
        except csv.Error as error:
            raise _unreadable(path, f"It is no CSV: {error}.", "Check the quotes.") from error
        if NAME not in columns:
            raise _unreadable(path, f"It has no column '{NAME}'.", "Give the column of names that heading.")
        return cls(columns, rows)


@dataclass(slots=True)
class Tally:
    """How far a run has come."""

    total: int
    done: int = 0
    by_status: dict[str, int] = field(default_factory=dict[str, int])

    def count(self, status: str) -> None:
        """Count one more."""
        self.done += 1
        self.by_status[status] = self.by_status.get(status, 0) + 1

    def __str__(self) -> str:
        parts = ", ".join(f"{count} {status}" for status, count in self.by_status.items())
        return f"{self.done} of {self.total}: {parts}" if parts else f"{self.done} of {self.total}"


def geocode_file(source: Path, target: Path, chain: Chain, report: Callable[[Tally], None] | None = None) -> Tally:
    """Geocode a list of names and write it with what was found.

    Parameters
    ----------
    source, target
        The list, and the file to write; the journal lies beside that, with ``.journal`` behind its name.
    chain
        Who is asked.
    report
        Called after each row.

    Returns
    -------
    Tally
        Rows by their status. Where some have failed, the journal stays, and another run asks for those again.

    Raises
    ------
    InvalidFile
        If the list cannot be read.
    BulkRefused
        If a public server would be asked for more names than its rules allow; it is not asked for any.
    NotWritten
        If the output or the journal cannot be written.
    """
    names = NameList.read(source)
    journal_path = _journal_of(target)
    answered = _read_journal(journal_path)
    patient = chain.with_patience(PATIENCE_SECONDS)
    _check_bulk(patient, [row.query for row in names.rows if row.query and row.key not in answered])
    tally = Tally(len(names.rows))
    asked: set[str] = set()
    try:
        with journal_path.open("a", encoding="utf-8", newline="\n") as journal:
            journal.write("\n")  # ends a line that was cut off
            for row in names.rows:
                is_settled = answered.get(row.key, {}).get("status") in (FOUND, NOT_FOUND)
                if row.query and not is_settled and row.key not in asked:
                    asked.add(row.key)
                    outcome = describe_answer(patient.find(row.query))
                    answered[row.key] = outcome
                    journal.write(json.dumps({"key": row.key, **outcome}, ensure_ascii=False) + "\n")
                    journal.flush()
                tally.count(_outcome(row, answered)["status"])
                if report:
                    report(tally)
        _write(target, names, answered)
        if not tally.by_status.get(FAILED):
            journal_path.unlink(missing_ok=True)
    except OSError as error:
        raise NotWritten(
            f"It cannot be written: {error.strerror}.",
            where=Location(file=str(target)),
            remedy="What was answered is in the journal; free some space, or name another file, and run it again.",
        ) from error
    return tally


def read_outcomes(target: Path) -> dict[str, dict[str, Any]]:
    """Return what unfinished runs that wrote to a target have settled, by the key of the rows."""
    answered = _read_journal(_journal_of(target))
    return {key: outcome for key, outcome in answered.items() if outcome.get("status") in (FOUND, NOT_FOUND)}


def describe_answer(answer: Answer) -> dict[str, str]:
    """Return the added columns of an answer, by their names without the prefix."""
    notes = "; ".join(f"{failure.provider}: {failure.reason}" for failure in answer.failures)
    if not answer.candidates:
        return {"status": NOT_FOUND if answer.is_final else FAILED, "note": notes, "candidates": "0"}
    values = answer.candidates[0].to_json()
    best: Candidate = answer.candidates[0]
    columns = {name: "" if values[name] is None else str(values[name]) for name in COLUMNS if name in values}
    return {
        **columns,
        "precision": str(int(best.precision)),
        "status": FOUND,
        "candidates": str(len(answer.candidates)),
        "note": notes,
    }


def _journal_of(target: Path) -> Path:
    return target.with_name(f"{target.name}.journal")


def _check_bulk(chain: Chain, queries: Iterable[PlaceQuery]) -> None:
    """Refuse a list that would send a public server more names than it allows.

    What a provider before it in the chain knows offline, or has in its cache, is not sent and does not count.
    """
    pending = list(dict.fromkeys(queries))
    for provider in chain.providers:
        if provider not in chain.online:
            pending = [query for query in pending if not provider.find(query)]
    for provider in chain.online:
        unknown = [query for query in pending if not provider.knows(query)]
        limit = provider.policy.bulk_limit
        if limit is not None and len(unknown) > limit:
            raise BulkRefused(
                f"{provider.name} is a public server, which may not be asked for {len(unknown)} names in bulk"
                f" (at most {limit} here; {provider.policy.terms}).",
                remedy="Use a server of your own (docs/geocoding.md says how to run one), or a shorter list.",
            )


def _rows(lines: csv.DictReader[str], path: Path) -> Iterator[NameRow]:
    for cells in lines:
        if None in cells or None in cells.values():
            raise _unreadable(
                path, "It has another number of cells than the heading.", "Check the quotes.", lines.line_num
            )
        codes = tuple(code.strip().upper() for code in cells.get(COUNTRY, "").split(",") if code.strip())
        try:
            query = PlaceQuery(cells.get(NAME, ""), codes, cells.get(LANGUAGE, "").strip())
        except InvalidValue as error:
            yield NameRow(lines.line_num, cells, None, f"{error.message} {error.remedy}")
        else:
            yield NameRow(lines.line_num, cells, query)


def _delimiter(text: str) -> str:
    heading = text.partition("\n")[0]
    return max(",;\t", key=heading.count)


def _read_journal(path: Path) -> dict[str, dict[str, Any]]:
    """Return what earlier runs noted, by key; a line that was cut off is left out."""
    answered: dict[str, dict[str, Any]] = {}
    if not path.exists():
        return answered
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            entry: dict[str, Any] = json.loads(line)
            answered[entry.pop("key")] = entry
        except (ValueError, KeyError, TypeError, AttributeError):
            continue
    return answered


def _outcome(row: NameRow, answered: Mapping[str, Mapping[str, str]]) -> Mapping[str, str]:
    return answered[row.key] if row.query else {"status": INVALID, "note": row.fault}


def _write(target: Path, names: NameList, answered: Mapping[str, Mapping[str, str]]) -> None:
    """Write the output whole, or leave what was there."""
    draft = target.with_name(f"{target.name}.part")
    with draft.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([*map(_inert, names.columns), *(f"{PREFIX}{column}" for column in COLUMNS)])
        for row in names.rows:
            outcome = _outcome(row, answered)
            added = (_inert(str(outcome.get(column, ""))) for column in COLUMNS)
            writer.writerow([*(_inert(row.cells[column]) for column in names.columns), *added])
        file.flush()
        os.fsync(file.fileno())
    draft.replace(target)


def _inert(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula; a number stays one."""
    if not cell.startswith(_FORMULA_SIGNS):
        return cell
    try:
        float(cell)
    except ValueError:
        return f"'{cell}"
    return cell


def _unreadable(path: Path, message: str, remedy: str, line: int | None = None) -> InvalidFile:
    return InvalidFile(message, where=Location(file=str(path), row=line), remedy=remedy)
