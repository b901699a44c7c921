"""Every error the package raises, in one tree.

::

    ChanceryError
    ├── InvalidValue (ValueError)       a value that a field cannot hold
    │   ├── InvalidDate                 not an EDTF value, or a day that does not exist
    │   └── InvalidCoordinates          not a point on Earth
    ├── InvalidFile                     a file that cannot be read as what it claims to be
    │   └── InvalidPackage              a data package with faults; carries all of them
    ├── PageUnavailable                 a web page that cannot be fetched, or must not be
    ├── NotWritten                      a file that could not be written; what was there before still is
    ├── NotFound (LookupError)          no record, place, source or file of that name
    ├── GeocodingError                  a geocoder could not answer
    │   ├── GazetteerUnavailable        the embedded gazetteer is missing or damaged
    │   ├── ProviderUnavailable         an online geocoder did not answer, or asked to be left alone for a while
    │   └── BulkRefused                 more names than a public server may be asked for
    ├── ReadingError                    a text that the reader cannot work on
    ├── StoreError                      the store could not do what was asked; nothing was changed
    │   ├── Conflict                    somebody else was there first; carries both versions
    │   ├── NotPermitted (PermissionError)  this user may not
    │   ├── StoreReadOnly               nothing can be written now: by choice, or the disk is full or locked
    │   ├── StoreUnavailable (ConnectionError)  the database cannot be reached; try again
    │   │   └── StoreBusy               others are writing, and did not finish in time
    │   └── SchemaTooNew                the database was made by a newer Chancery
    └── QueryError                      the read model could not answer
        └── QueryTimeout (TimeoutError) it took longer than its limit

An error says what happened, where, and what to do. Where it happened is kept apart from the sentence, so that a page
can point at the field and a script can list the rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Location:
    """Where in the input something was found.

    Parameters
    ----------
    file
        Name of the file or table, as the reader knows it.
    row
        1-based line of a table, the header being line 1.
    field
        Name of the column or form field.
    """

    file: str | None = None
    row: int | None = None
    field: str | None = None

    def __str__(self) -> str:
        parts = [self.file, f"row {self.row}" if self.row is not None else None, self.field]
        return ", ".join(part for part in parts if part)


NOWHERE = Location()


class ChanceryError(Exception):
    """Base of everything that Chancery raises on purpose.

    Parameters
    ----------
    message
        What happened, one sentence.
    where
        File, row and field, as far as they are known.
    remedy
        What the reader can do about it, one sentence.
    """

    def __init__(self, message: str, *, where: Location = NOWHERE, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.remedy = remedy

    def __str__(self) -> str:
        place = str(self.where)
        sentence = f"{place}: {self.message}" if place else self.message
        return f"{sentence} {self.remedy}".strip()

    def at(self, *, file: str | None = None, row: int | None = None, field: str | None = None) -> ChanceryError:
        """Return the same error with what is now known of its place filled in."""
        where = Location(self.where.file or file, self.where.row or row, self.where.field or field)
        moved = type(self).__new__(type(self))
        moved.__dict__.update(self.__dict__)
        moved.args = self.args
        moved.where = where
        return moved


class InvalidValue(ChanceryError, ValueError):
    """A value that the named field cannot hold."""


class InvalidDate(InvalidValue):
    """Text that is no EDTF level 1 value, or names a day that does not exist."""


class InvalidCoordinates(InvalidValue):
    """A latitude or longitude that is no point on Earth."""


class InvalidFile(ChanceryError):
    """A file that cannot be read as what it claims to be."""


class InvalidPackage(InvalidFile):
    """A data package with faults.

    Parameters
    ----------
    faults
        Every fault found, in file and row order.
    """

    def __init__(self, faults: Sequence[ChanceryError]) -> None:
        count = len(faults)
        super().__init__(f"{count} fault{'s' if count != 1 else ''} found; the first: {faults[0]}")
        self.faults = tuple(faults)


class PageUnavailable(ChanceryError):
    """A web page that does not answer, refuses, is too large or no page, or that must not be asked."""


class NotWritten(ChanceryError):
    """A file could not be written; what was there before still is."""


class NotFound(ChanceryError, LookupError):
    """No record, place, source or file answers to that name."""


class GeocodingError(ChanceryError):
    """A geocoder could not answer; that is not the same as answering with nothing."""


class GazetteerUnavailable(GeocodingError):
    """The embedded gazetteer is missing, damaged or of another version."""


class ProviderUnavailable(GeocodingError):
    """An online geocoder did not answer, answered with something else, or asked to be left alone for a while."""


class BulkRefused(GeocodingError):
    """More names at once than the rules of a public server allow; none of them was sent."""


class ReadingError(ChanceryError):
    """A text that the reader cannot work on."""


class StoreError(ChanceryError):
    """The store could not do what was asked; it is as it was before."""


@dataclass(frozen=True, slots=True)
class Clash:
    """One row of a conflict.

    Attributes
    ----------
    table, key
        Which row.
    base
        The row as its editor saw it, if the store still knows; ``None`` where the editor meant to add it.
    yours
        The row as it was to become; ``None`` if it was to be taken out.
    theirs
        The row as it is now; ``None`` if it was taken out.
    theirs_version
        The version to name in order to overwrite `theirs`; 0 if it was taken out.
    changed_by, changed_at
        Who made `theirs`, and when (UTC, ISO 8601); empty if not known.
    """

    table: str
    key: tuple[str | int, ...]
    base: object | None
    yours: object | None
    theirs: object | None
    theirs_version: int
    changed_by: str = ""
    changed_at: str = ""

    def __str__(self) -> str:
        what = f"{self.table} {', '.join(map(str, self.key))}"
        state = "taken out" if self.theirs is None else "changed"
        who = f" by {self.changed_by}" if self.changed_by else ""
        return f"{what} was {state}{who}"


class Conflict(StoreError):
    """Rows were changed by somebody else after they were read; nothing was saved.

    Parameters
    ----------
    clashes
        Every row concerned, with both versions of it.
    """

    def __init__(self, clashes: Sequence[Clash]) -> None:
        more = f" (and {len(clashes) - 1} more)" if len(clashes) > 1 else ""
        super().__init__(
            f"{clashes[0]}{more} in the meantime.", remedy="Compare the two versions, then save the one that is right."
        )
        self.clashes = tuple(clashes)


class NotPermitted(StoreError, PermissionError):
    """The user's role does not allow it."""


class StoreReadOnly(StoreError):
    """Nothing can be written now: the store was opened to read, or its disk is full or cannot be written."""


class StoreUnavailable(StoreError, ConnectionError):
    """The database cannot be reached."""


class StoreBusy(StoreUnavailable):
    """Others are writing to the database and did not finish in time."""


class SchemaTooNew(StoreError):
    """The database was made by a newer version of Chancery."""


class QueryError(ChanceryError):
    """The read model could not answer."""


class QueryTimeout(QueryError, TimeoutError):
    """A query took longer than its limit."""
