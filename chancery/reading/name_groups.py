"""The names of a text, each with the places that it may mean and what the words beside it say of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from chancery.geocoding.measure import great_circle_km
from chancery.geocoding.names import fold_name
from chancery.geocoding.places import GazetteerPlace
from chancery.reading.article import Article
from chancery.reading.candidates import Candidate, candidates_for
from chancery.reading.clues import Clues, find_clues
from chancery.reading.places import PlaceMention

_CITY_IS_AREA = 0.6  # share of an area's people who live in the city of its name
_LANDS = frozenset("ISL ISLS PEN VAL MTS DSRT DLTA".split())
_ENDS_IN_AREA = re.compile(
    r"\b(?:Province|Region|District|County|State|Township|City|Town|Village|Parish|Borough|Ward)$"
)
_MOST_CANDIDATES = 40
_HINT = 0.6


@dataclass(slots=True)
class NameGroup:
    """The mentions that mean one place: those of one name, but what is held, or called an area, apart."""

    base: str
    options: tuple[Candidate, ...]
    weight: float = 1.0
    held: set[int] = field(default_factory=set[int])
    holding: set[int] = field(default_factory=set[int])
    kinds: set[str] = field(default_factory=set[str])
    peoples: set[str] = field(default_factory=set[str])
    near: set[str] = field(default_factory=set[str])
    listed: set[str] = field(default_factory=set[str])
    in_dateline: bool = False
    contradicted: bool = False
    is_landform: bool = False


def group_mentions(article: Article, mentions: Sequence[PlaceMention]) -> tuple[list[str], dict[str, NameGroup]]:
    """Return the key of each mention, empty for what the gazetteer does not know, and the names by key."""
    clues = find_clues(article, mentions)
    options = [_options(mention) if mention.base else () for mention in mentions]
    in_row = _find_rows(clues, options)
    held = [
        _held(article, mentions, options, number, clue) if number not in in_row else {}
        for number, clue in enumerate(clues)
    ]
    keys = [
        _key(mention, clue, places, found) if found else ""
        for mention, clue, places, found in zip(mentions, clues, held, options, strict=True)
    ]
    groups: dict[str, NameGroup] = {}
    for number, (key, mention, clue) in enumerate(zip(keys, mentions, clues, strict=True)):
        if not key:
            continue
        group = groups.setdefault(key, NameGroup(_base(mention), _drop_city_areas(options[number], clue)))
        group.kinds.add(clue.kind)
        group.peoples.add(clue.country_code)
        group.in_dateline |= mention.in_dateline
        group.is_landform = mention.kind == "landform" and not _ENDS_IN_AREA.search(mention.surface)
        group.listed.update(keys[other] for other in clue.listed if keys[other])
        if clue.near is not None and keys[clue.near]:
            group.near.add(keys[clue.near])
        group.contradicted |= not held[number] and _names_holder(clue, options)
        for holder, pairs in held[number].items():
            group.held.update(inner for inner, _ in pairs)
            outer = groups.setdefault(keys[holder], NameGroup(_base(mentions[holder]), options[holder]))
            outer.holding.update(area for _, area in pairs)
    return keys, groups


def _names_holder(clue: Clues, options: Sequence[tuple[Candidate, ...]]) -> bool:
    """Tell whether the text says in which country or region the place is: "Guba, Ethiopia", "Kalam in Swat Valley"."""
    return any(
        options[holder] and (_is_division(options[holder][0].place) or options[holder][0].place.feature_code in _LANDS)
        for holder in clue.holders
    )


def _base(mention: PlaceMention) -> str:
    suffix = f"|{mention.kind}" if mention.kind != "name" else ""
    return fold_name(mention.base) + suffix


def _key(mention: PlaceMention, clue: Clues, held: Mapping[int, object], options: Sequence[Candidate]) -> str:
    key = _base(mention)
    if held:
        return f"{key}@{min(held)}"
    if clue.kind == "area" and any(option.place.is_area for option in options):
        return f"{key}#area"
    return key


def _options(mention: PlaceMention) -> tuple[Candidate, ...]:
    options = candidates_for(mention.base)[:_MOST_CANDIDATES]
    if not options and mention.base.isupper():
        options = candidates_for(mention.base.title())[:_MOST_CANDIDATES]
    if mention.kind == "facility":
        towns = tuple(option for option in options if option.place.is_populated_place)
        return towns or options
    if mention.kind == "landform":
        return tuple(
            Candidate(option.place, option.prior + (0.0 if option.place.is_populated_place else 1.0), option.exact)
            for option in options
            if not option.place.is_country
        )
    return options


def _drop_city_areas(options: tuple[Candidate, ...], clue: Clues) -> tuple[Candidate, ...]:
    """Leave out areas that are little more than the city of their name, Moscow or Berlin, unless called an area."""
    if clue.kind == "area":
        return options
    towns = [option.place for option in options if option.place.is_populated_place]
    return tuple(
        option
        for option in options
        if option.place.feature_code != "ADM1"
        or not any(
            town.admin1 == option.place.number and town.population >= _CITY_IS_AREA * option.place.population > 0
            for town in towns
        )
    )


def _find_rows(clues: Sequence[Clues], options: Sequence[tuple[Candidate, ...]]) -> set[int]:
    """Return the mentions that stand in a row of three or more areas or countries: none of them holds another."""
    rows: set[int] = set()
    run: list[int] = []
    for number, clue in enumerate(clues):
        if not options[number] or not _is_division(options[number][0].place):
            run = []
            continue
        run = [*run, number] if run and run[-1] == number - 1 and number - 1 in clue.listed else [number]
        if len(run) >= 3:
            rows.update(run)
    return rows


def _is_division(place: GazetteerPlace) -> bool:
    return place.is_country or place.feature_code == "ADM1"


def _held(
    article: Article,
    mentions: Sequence[PlaceMention],
    options: Sequence[tuple[Candidate, ...]],
    number: int,
    clue: Clues,
) -> dict[int, list[tuple[int, int]]]:
    """Return, for each mention that may hold this one, the pairs of places of which one does hold the other."""
    found: dict[int, list[tuple[int, int]]] = {}
    for holder in clue.holders:
        inner, outer = options[number], options[holder]
        if not inner or not outer or _goes_on(article, mentions[number], mentions[holder]):
            continue
        if inner[0].place.is_country and not outer[0].place.is_area:
            continue
        pairs = [
            (option.place.number, area.place.number)
            for option in inner
            for area in outer
            if option.place.number != area.place.number and holds_place(area.place, option.place)
        ]
        if pairs:
            found[holder] = pairs
    return found


def _goes_on(article: Article, inner: PlaceMention, outer: PlaceMention) -> bool:
    """Tell whether the second name only begins another: "in Washington, California Governor Newsom"."""
    after_comma = article.text[inner.end : outer.start] == ", " and not outer.surface.endswith(".")
    return after_comma and re.match(r"\s[A-Z][a-z]", article.text[outer.end : outer.end + 3]) is not None


def holds_place(area: GazetteerPlace, place: GazetteerPlace) -> bool:
    """Tell whether an area contains a place by administration; populated places contain nothing."""
    if area.is_country:
        return place.country_code == area.country_code and not place.is_country
    if area.is_area:
        return area.number in (place.admin1, place.admin2)
    if area.feature_code.startswith("RGN") or area.feature_code in _LANDS:
        near = great_circle_km(area.latitude, area.longitude, place.latitude, place.longitude) <= max(
            area.radius_km, 50
        )
        return near and place.country_code in area.country_codes and not place.is_country
    return False


def add_hints(groups: dict[str, NameGroup], hints: Sequence[str]) -> None:
    """Add names that are no mentions but say where the text is, with less weight."""
    for hint in hints:
        options = candidates_for(hint)[:_MOST_CANDIDATES]
        if options and fold_name(hint) not in groups:
            groups[f"{fold_name(hint)}|hint"] = NameGroup(fold_name(hint), options, _HINT)
