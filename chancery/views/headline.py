"""The numbers at the top of a page."""

from __future__ import annotations

from chancery.query.engine import Headline


def list_numbers(headline: Headline) -> list[tuple[str, str]]:
    """Return the numbers of a view, each with the word for what it counts.

    >>> list_numbers(Headline(1, 1, 0, 2, 1, 0, None, None))
    [('1', 'record'), ('1', 'visit'), ('0', 'projects'), ('2', 'places'), ('1', 'source')]
    """
    counted = [
        (headline.records, "record", "records"),
        (headline.visits, "visit", "visits"),
        (headline.projects, "project", "projects"),
        (headline.places, "place", "places"),
        (headline.sources, "source", "sources"),
    ]
    numbers = [(f"{count:,}", one if count == 1 else many) for count, one, many in counted]
    if headline.first_day is not None and headline.last_day is not None:
        first, last = headline.first_day.year, headline.last_day.year
        numbers.append((str(first) if first == last else f"{first}–{last}", "year" if first == last else "years"))
    if headline.placeless:
        numbers.append((f"{headline.placeless:,}", "without a place"))
    return numbers
