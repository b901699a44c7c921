"""Visits of so many days: a week-long tour that began on Monday, a two-day visit that ended on Friday."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

from chancery.dates import DatePrecision, Edtf
from chancery.reading.almanac import Anchor, day_value, interval
from chancery.reading.drafts import Draft
from chancery.reading.event_dates import EventDate
from chancery.reading.time_words import NUMBERS, number_of
from chancery.vocabulary import Kind, Status

_NUMBERS = "|".join(sorted((word for word in NUMBERS if word != "half"), key=len, reverse=True))
_LASTING = re.compile(
    rf"\b(?:(?P<count>\d{{1,2}}|{_NUMBERS})-(?P<unit>day|week)|(?P<long>day|week)-long)\b", re.IGNORECASE
)
_ENDS = re.compile(
    r"\b(?:ends?|ended|ending|conclud\w+|complet\w+|wrapp\w+ up|wraps? up|finish\w*|rounds? off|rounded off"
    r"|left|leaves?|departed|clos(?:es|ed|ing)|returned|comes to an end|came to an end)\b"
)
_LONGEST = 60


def run_for_days(
    text: str, draft: Draft, date: EventDate, status: Status, anchor: Anchor | None
) -> tuple[EventDate, Status]:
    """Return the span of a visit whose clause gives one day and for how many days it lasts, and its status.

    The day is the last where the clause says that it ends, else the first. What has begun and lasts beyond publication
    is going on.
    """
    lasting = _LASTING.search(text, draft.clause_start, draft.clause_end)
    value = Edtf.parse(date.edtf)
    if (
        lasting is None
        or draft.kind is not Kind.VISIT
        or not date.own
        or value.precision is not DatePrecision.DAY
        or value.first is None
        or value.first != value.last
    ):
        return date, status
    days = number_of(lasting["count"] or "1") * (7 if "week" in (lasting["unit"] or lasting["long"]).lower() else 1)
    if not 1 < days <= _LONGEST:
        return date, status
    first = last = value.first
    if _ENDS.search(text, draft.clause_start, draft.clause_end):
        first -= dt.timedelta(days - 1)
    else:
        last += dt.timedelta(days - 1)
    if anchor is not None and anchor.knows_day and first <= anchor.first < last and status is not Status.CANCELLED:
        status = Status.ONGOING
    reason = f"{date.reason}, {lasting.group()}"
    return replace(date, edtf=interval(day_value(first), day_value(last)), reason=reason), status
