"""What times counted from publication or from another time mean, as EDTF: last week, two years ago, the next day."""

from __future__ import annotations

import datetime as dt
import re

from chancery.reading.almanac import (
    Anchor,
    add_months,
    bounds_of,
    day_value,
    interval,
    month_value,
    nearest_weekday,
    shift_day,
    week_value,
    year_value,
)
from chancery.reading.time_words import WEEKDAYS, Setting, number_of


def resolve_unit(match: re.Match[str], setting: Setting) -> str | None:
    """Resolve weeks, months and weekends named by where they lie: this, last, next."""
    if setting.anchor is None:
        return None
    relation, unit = (match["relation"] or "this").lower(), match["unit"].lower()
    if relation.split()[-1] in ("following", "previous") and setting.previous:
        day = bounds_of(setting.previous)[1 if relation.endswith("following") else 0]
        if day is not None:
            setting = Setting(Anchor(day, day, day_value(day)), setting.direction, "")
    shift = {"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1, "following": 1}.get(
        relation.split()[-1], 0
    )
    anchor = setting.anchor
    if anchor is None:
        return None
    if unit == "month" or not anchor.knows_day:
        if not anchor.knows_month:
            return anchor.value
        months = shift if unit == "month" else 0
        return month_value(*add_months(anchor.first.year, anchor.first.month, months))
    if unit == "week":
        return week_value(anchor.first + dt.timedelta(7 * shift))
    saturday = anchor.first + dt.timedelta((6 - anchor.first.isoweekday()) % 7)
    if (setting.direction == "past" and relation not in ("next", "coming")) or relation == "last":
        saturday = anchor.first - dt.timedelta((anchor.first.isoweekday() - 6) % 7)
    return interval(day_value(saturday), day_value(saturday + dt.timedelta(1)))


def _shift(count: float, unit: str, anchor: Anchor) -> str:
    """Move the day of publication by a count of units; the result is as coarse as the unit."""
    if unit == "day":
        if not anchor.knows_day:
            return anchor.value
        return day_value(anchor.first + dt.timedelta(round(count)))
    if unit == "week":
        day = anchor.first + dt.timedelta(round(7 * count))
        return day_value(day) if abs(count) == 1 and anchor.knows_day else month_value(day.year, day.month)
    if unit == "month":
        return month_value(*add_months(anchor.first.year, anchor.first.month, round(count)))
    return year_value(anchor.first.year + round(count * (10 if unit == "decade" else 1)))


def resolve_ago(match: re.Match[str], setting: Setting) -> str | None:
    """Resolve a time so long ago, or so much earlier than the phrase before."""
    if match["word"] == "earlier" and setting.previous and (start := bounds_of(setting.previous)[0]):
        anchor: Anchor | None = Anchor(start, start, day_value(start))
    else:
        anchor = setting.anchor
    if anchor is None:
        return None
    if match["count"].lower() in ("few", "several", "a few", "some"):
        unit = match["unit"].lower()
        return _shift(0, "month", anchor) if unit in ("day", "week") else None
    return _shift(-number_of(match["count"].lower().removeprefix("a ").strip() or "a"), match["unit"].lower(), anchor)


def resolve_later(match: re.Match[str], setting: Setting) -> str | None:
    """Resolve a time so much later than the phrase before: two days later, a month later."""
    last = bounds_of(setting.previous)[1] if setting.previous else None
    if last is None:
        return None
    day = "/" not in setting.previous and len(setting.previous) == len("2025-01-01")
    unit = match["unit"].lower()
    if unit in ("day", "week") and not day:
        return None
    return _shift(number_of(match["count"].lower()), unit, Anchor(last, last, day_value(last)))


def resolve_ahead(match: re.Match[str], setting: Setting) -> str | None:
    """Resolve "within two months" (from now until then) and "in two years" (then, if the verb is future)."""
    if setting.anchor is None:
        return None
    count, unit = number_of(match["count"]), match["unit"].lower()
    if match["word"].lower().startswith("in") and match["word"].lower() == "in":
        return _shift(count, unit, setting.anchor) if setting.direction == "future" else None
    first = setting.anchor.first
    months = {"month": 1, "year": 12, "decade": 120}.get(unit)
    end = (
        shift_day(first, round(count * months))
        if months
        else first + dt.timedelta(round(count * (7 if unit == "week" else 1)))
    )
    if not setting.anchor.knows_day or unit in ("year", "decade"):
        return interval(year_value(first.year), year_value(end.year))
    return interval(day_value(first), day_value(end))


def resolve_next_units(match: re.Match[str], setting: Setting) -> str | None:
    """Resolve "in the next three months" to the stretch from now on."""
    if setting.anchor is None:
        return None
    count, unit = number_of(match["count"]), match["unit"].lower()
    return interval(_shift(0, unit, setting.anchor), _shift(count, unit, setting.anchor))


def resolve_stretch(match: re.Match[str], setting: Setting) -> str | None:
    """Resolve "over the past three years" and the like."""
    if setting.anchor is None:
        return None
    count, unit = number_of(match["count"]), match["unit"].lower()
    past = _shift(-count, unit, setting.anchor)
    now = _shift(0, unit, setting.anchor)
    return (
        interval(past, now)
        if match["relation"].lower() != "next"
        else interval(now, _shift(count, unit, setting.anchor))
    )


def resolve_open_future(match: re.Match[str], setting: Setting) -> str | None:
    """Resolve "soon": open from publication."""
    return setting.anchor.ahead if setting.anchor else None


def resolve_open_past(match: re.Match[str], setting: Setting) -> str | None:
    """Resolve "previously": open until publication."""
    return setting.anchor.behind if setting.anchor else None


def resolve_deictic_day(match: re.Match[str], setting: Setting) -> str | None:
    """Resolve a day counted from publication or from the phrase before: today, the next day."""
    words = match.group().lower()
    same = words.removeprefix("on ").startswith(("the same", "that")) and setting.previous_day
    if same:
        return setting.previous_day
    if (
        words.startswith(("the same", "that", "the next", "the following", "the previous", "the day before", "a day"))
        and setting.previous
    ):
        first, last = bounds_of(setting.previous)
        day = last if last and first == last else None
        if day is None:
            return setting.previous if words.startswith(("the same", "that")) else None
        shift = (
            1
            if ("next" in words or "following" in words or "later" in words)
            else -1
            if "same" not in words and "that" not in words
            else 0
        )
        return day_value(day + dt.timedelta(shift))
    if setting.anchor is None:
        return None
    shift = (
        -1
        if words.startswith(("yesterday", "the day before", "the previous"))
        else 1
        if words.startswith(("tomorrow", "the next", "the following"))
        else 0
    )
    if not setting.anchor.knows_day:
        return setting.anchor.value
    return day_value(setting.anchor.first + dt.timedelta(shift))


def resolve_two_days(match: re.Match[str], setting: Setting) -> str | None:
    """Resolve yesterday and today, or today and tomorrow."""
    if setting.anchor is None or not setting.anchor.knows_day:
        return setting.anchor.value if setting.anchor else None
    first = setting.anchor.first - dt.timedelta(match.group().lower().startswith("yesterday"))
    return interval(day_value(first), day_value(first + dt.timedelta(1)))


def resolve_weekday(match: re.Match[str], setting: Setting) -> str | None:
    """Resolve a weekday to the nearest on the side of the verb, or a run of weekdays."""
    if setting.anchor is None:
        return None
    if not setting.anchor.knows_day:
        return setting.anchor.value
    relation = (match["relation"] or "").lower()
    direction = setting.direction
    if relation in ("next", "coming", "this coming"):
        direction = "future"
    elif relation in ("last", "past"):
        direction = "past"
    day = nearest_weekday(setting.anchor, WEEKDAYS[match["weekday"].lower()], direction)
    if relation in ("next", "last") and day == setting.anchor.first:
        day += dt.timedelta(7 if relation == "next" else -7)
    if not match["weekday2"]:
        return day_value(day)
    ahead = (WEEKDAYS[match["weekday2"].lower()] - day.isoweekday()) % 7
    last = day + dt.timedelta(ahead)
    if direction != "future" and last > setting.anchor.last:
        last, day = last - dt.timedelta(7), day - dt.timedelta(7)
    return interval(day_value(day), day_value(last))


def resolve_duration(match: re.Match[str], setting: Setting) -> str | None:
    """Return nothing: how long is not when."""
    return ""
