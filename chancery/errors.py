"""Every error the package raises, in one tree.

::

    ChanceryError
    ├── InvalidValue (ValueError)       a value that a field cannot hold
    │   ├── InvalidDate                 not an EDTF value, or a day that does not exist
    │   └── InvalidCoordinates          not a point on Earth
    ├── InvalidFile                     a file that cannot be read as what it claims to be
    │   └── InvalidPackage              a data package with faults; carries all of them
    ├── NotWritten                      a file that could not be written; what was there before still is
    ├── NotFound (LookupError)          no record, place, source or file of that name
    ├── GeocodingError                  a geocoder could not answer
    │   └── GazetteerUnavailable        the embedded gazetteer is missing or damaged
    ├── ReadingError                    a text that the reader cannot work on
    └── QueryError                      the read model could not answer
        └── QueryTimeout (TimeoutError) it took longer than its limit

An error says what happened, where, and what to do. Where it happened is kept apart from the sentence, so that a page can
point at the field and a script can list the rows.
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


class NotWritten(ChanceryError):
    """A file could not be written; what was there before still is."""


class NotFound(ChanceryError, LookupError):
    """No record, place, source or file answers to that name."""


class GeocodingError(ChanceryError):
    """A geocoder could not answer; that is not the same as answering with nothing."""


class GazetteerUnavailable(GeocodingError):
    """The embedded gazetteer is missing, damaged or of another version."""


class ReadingError(ChanceryError):
    """A text that the reader cannot work on."""


class QueryError(ChanceryError):
    """The read model could not answer."""


class QueryTimeout(QueryError, TimeoutError):
    """A query took longer than its limit."""
