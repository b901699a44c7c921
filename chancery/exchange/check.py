"""Everything that can be wrong with a data package, found and told at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from chancery.errors import ChanceryError
from chancery.exchange.checks import dates, duplicates, evidence, form, places, text, usage
from chancery.exchange.keys import find_key_faults
from chancery.exchange.package import PackageContent, read_content

Check = Callable[[PackageContent], Iterator[ChanceryError]]

CHECKS: tuple[Check, ...] = (
    evidence.find_records_without_evidence,
    evidence.find_misquotes,
    evidence.find_idle_differences,
    evidence.find_text_faults,
    dates.find_date_disagreements,
    dates.find_early_sources,
    places.find_misplaced,
    places.find_wrong_precisions,
    places.find_flat_areas,
    places.find_unsound_areas,
    places.find_unattributed_names,
    duplicates.find_repeated_records,
    duplicates.find_repeated_places,
    duplicates.find_repeated_sources,
    duplicates.find_repeated_actors,
    duplicates.find_repeated_links,
    usage.find_unused,
    usage.find_position_gaps,
    text.find_stray_blanks,
    text.find_mixed_alphabets,
    text.find_bad_links,
    form.find_uncanonical_tables,
    form.find_descriptor_faults,
)
"""Every check, each explained where it is defined; they come after the tables' own faults and their keys."""


def check_package(path: Path | str) -> tuple[ChanceryError, ...]:
    """Return every fault of the package at a path, each with file, row, field and remedy; empty if it is sound.

    Raises
    ------
    InvalidFile
        If there is no package at that path.
    """
    return check_content(read_content(path))


def check_content(content: PackageContent) -> tuple[ChanceryError, ...]:
    """Return every fault of a package that has been read, in the order of files and rows.

    Rows that could not be read are told once, and left out of the rest.
    """
    faults = [fault for table in content.tables.values() for fault in table.faults]
    faults.extend(find_key_faults(content.tables))
    for check in CHECKS:
        faults.extend(check(content))
    order = [item.table.file_name for item in content.tables.values()]

    def place(fault: ChanceryError) -> tuple[int, str, int]:
        file = fault.where.file or ""
        return (order.index(file) if file in order else len(order), file, fault.where.row or 0)

    return tuple(sorted(faults, key=place))
