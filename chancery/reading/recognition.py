"""Finding place mentions: names of the gazetteer, less those of people and things, facilities and landforms whole."""

from __future__ import annotations

from dataclasses import dataclass

from chancery.reading.article import Article
from chancery.reading.candidates import candidates_for
from chancery.reading.dateline import area_abbreviations
from chancery.reading.facilities import find_facilities
from chancery.reading.name_runs import Run, find_runs
from chancery.reading.named_places import find_named
from chancery.reading.organisations import ThingName, find_things
from chancery.reading.people import PersonMention, find_people
from chancery.reading.places import (
    NameFinder,
    PlaceMention,
    is_large,
)
from chancery.reading.spans import InOrder, drop_nested
from chancery.reading.strangers import find_strangers


@dataclass(frozen=True, slots=True)
class Names:
    """Everything named in a text: places, people, and organisations or other things.

    Attributes
    ----------
    hints
        Names of places inside those of organisations: Lamar County, of the Lamar County Sheriff's Office.
    """

    places: tuple[PlaceMention, ...]
    people: tuple[PersonMention, ...]
    things: tuple[ThingName, ...]
    hints: tuple[str, ...] = ()


def find_names(article: Article) -> Names:
    """Find the places, people and things that a text names, none of the places inside one of the others."""
    finder = NameFinder(article)
    runs = {sentence.index: find_runs(article, sentence) for sentence in article.sentences}
    whole = frozenset(
        (run.first, run.last) for group in runs.values() for run in group if _spans_run(finder, run) and len(run) > 1
    )
    people = find_people(article, runs, whole | _single_places(finder, runs))
    things: list[ThingName] = []
    for sentence in article.sentences:
        things.extend(find_things(article, sentence, runs[sentence.index], whole))
    named = InOrder(people)
    things = [thing for thing in things if not named.touches(thing.start, thing.end)]
    sites = InOrder(find_facilities(article, runs, finder, named))
    facilities = list(sites.items)
    people = [person for person in people if not sites.covers(person.start)]
    things = [thing for thing in things if not sites.touches(thing.start, thing.end)]
    taken = (
        [(m.start, m.end) for m in people] + [(t.start, t.end) for t in things] + [(f.start, f.end) for f in facilities]
    )
    names = find_named(article, finder, runs, sorted(taken))
    known = [*_in_dateline(article, finder), *facilities, *names]
    taken += [(mention.start, mention.end) for mention in known]
    strangers = find_strangers(article, runs, sorted(taken), {mention.start for mention in known})
    places = drop_nested([*known, *strangers])
    in_order = tuple(sorted(things, key=lambda thing: thing.start))
    return Names(tuple(places), tuple(people), in_order, _find_hints(in_order, finder))


def _find_hints(things: tuple[ThingName, ...], finder: NameFinder) -> tuple[str, ...]:
    spans = [finder.at(thing.first) for thing in things]
    return tuple(
        dict.fromkeys(
            span.name
            for span, thing in zip(spans, things, strict=True)
            if span is not None and span.end < thing.end and (is_large(span.candidates) or " " in span.name)
        )
    )


def _spans_run(finder: NameFinder, run: Run) -> bool:
    span = finder.at(run.first)
    return span is not None and span.last == run.last


def _single_places(finder: NameFinder, runs: dict[int, list[Run]]) -> frozenset[tuple[int, int]]:
    """Return the spans of single words that mean a major place: after an office they need a given name to be people."""
    return frozenset(
        (index, index + 1)
        for group in runs.values()
        for run in group
        for index in range(run.first, run.last)
        if (span := finder.at(index)) is not None and span.last == index + 1 and is_large(span.candidates)
    )


def _in_dateline(article: Article, finder: NameFinder) -> list[PlaceMention]:
    """Return the places of the dateline: whatever stands there is a place if the gazetteer knows it."""
    if article.dateline is None:
        return []
    mentions: list[PlaceMention] = []
    for number, (start, end) in enumerate(article.dateline.place_spans):
        surface = article.text[start:end]
        base = area_abbreviations().get(surface, surface) if number else surface
        if candidates_for(base) or number == 0:
            mentions.append(PlaceMention(start, end, surface, base, "name", "stands in the dateline", True))
    return mentions
