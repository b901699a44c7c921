"""Which place each name of a text means: what it says of it, what goes together, and population."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chancery.geocoding.measure import great_circle_km
from chancery.geocoding.places import GazetteerPlace
from chancery.reading.article import Article
from chancery.reading.candidates import Candidate
from chancery.reading.coherence import Coherence, likelihoods
from chancery.reading.lexicon import load_map
from chancery.reading.name_groups import NameGroup, add_hints, group_mentions
from chancery.reading.places import PlaceMention

# What each kind of evidence is worth, on the scale of the priors: powers of ten of people.
_HELD_BY_NEIGHBOUR = 6.0
_HOLDS_NEIGHBOUR = 4.0
_COUNTRY_NAMED = 1.8
_PEOPLE_NAMED = 1.1
_ITS_PEOPLE = 3.5
_DATELINE_COUNTRY = 0.8
_SAME_KIND_IN_LIST = 3.0
_CALLED_AREA = 3.0
_CALLED_TOWN = 1.5
_SEAT_RATHER = 0.6
_SAID_NEAR = 2.5
_NEAR_KM = 120.0
_MEANT_BEFORE = 5.0
_ROUNDS = 4
_SMALL_TOWN, _SMALL_AREA = 5_000, 200_000
_LITTLE_KNOWN, _UNIQUE, _KNOWN = 4.2, 3.0, 5.0
_WELL_KNOWN = 50_000
_FEW_NAMES = 3
_NEARBY = 0.3


@dataclass(frozen=True, slots=True)
class Choice:
    """The place that a name was found to mean.

    Attributes
    ----------
    lead
        By how many powers of ten it leads what is not the same spot.
    """

    place: GazetteerPlace
    lead: float
    reason: str


def choose_places(article: Article, mentions: Sequence[PlaceMention], hints: Sequence[str] = ()) -> list[Choice | None]:
    """Choose a place for each mention, in their order; none for those that the gazetteer does not know.

    Parameters
    ----------
    hints
        Names that are no mentions but say where the text is: Lamar County, of the Lamar County Sheriff's Office.
    """
    keys, groups = group_mentions(article, mentions)
    add_hints(groups, hints)
    if not groups:
        return [None] * len(mentions)
    choices = _settle(article, groups)
    return [choices.get(key) if key else None for key in keys]


@dataclass(frozen=True, slots=True)
class _Round:
    """What the names mean so far: countries and peoples named, what is meant where the area is named, and all."""

    named: Mapping[str, set[str]]
    peoples: set[str]
    meant: Mapping[str, frozenset[int]]
    dateline: tuple[str, str]
    choices: Mapping[str, Choice]


def _settle(article: Article, groups: Mapping[str, NameGroup]) -> dict[str, Choice]:
    """Choose for all names together: in each round what the others mean by now speaks for what goes with them."""
    keys = list(groups)
    coherence = Coherence([groups[key].options for key in keys])
    peoples = _peoples_named(article)
    fixed = {key: [_rate_alone(group, option, groups) for option in group.options] for key, group in groups.items()}
    scores = {key: [score for score, _ in rated] for key, rated in fixed.items()}
    choices: dict[str, Choice] = {}
    for _ in range(_ROUNDS):
        coherence.update([likelihoods(scores[key], groups[key].weight) for key in keys])
        state = _take_stock(groups, choices, _countries_named(groups, scores), peoples)
        found: dict[str, Choice] = {}
        for number, key in enumerate(keys):
            rated = [
                _rate(key, option, fixed[key][place], coherence.rate(number, place), groups, state)
                for place, option in enumerate(groups[key].options)
            ]
            scores[key] = [score for score, _ in rated]
            found[key] = _best(groups[key].options, rated)
        settled = {k: c.place.number for k, c in found.items()} == {k: c.place.number for k, c in choices.items()}
        choices = found
        if settled:
            break
    rated = {key: coherence.closeness(number, _position(groups[key], choices[key])) for number, key in enumerate(keys)}
    return {key: choice for key, choice in choices.items() if not _is_far_fetched(key, groups, choices, rated, peoples)}


def _position(group: NameGroup, choice: Choice) -> int:
    return next(n for n, option in enumerate(group.options) if option.place.number == choice.place.number)


def _is_far_fetched(
    key: str,
    groups: Mapping[str, NameGroup],
    choices: Mapping[str, Choice],
    closeness: Mapping[str, float],
    peoples: set[str],
) -> bool:
    """Tell whether a little-known place lies in a country that nothing else in the text has to do with.

    Then the text hardly means it, but one of the same name that the gazetteer does not have.
    """
    group, place = groups[key], choices[key].place
    prior = group.options[_position(group, choices[key])].prior
    if group.is_landform and place.is_populated_place and not group.held and closeness[key] < _NEARBY:
        return True
    if group.held or prior >= _KNOWN:
        return False
    if group.contradicted:
        return True
    if prior >= (_LITTLE_KNOWN if len(group.options) > 1 else _UNIQUE):
        return False
    if len(choices) < _FEW_NAMES or closeness[key] >= _NEARBY or place.country_code in peoples:
        return False
    return not any(
        choice.place.country_code == place.country_code
        and (groups[other].held or choice.place.is_country or choice.place.population >= _WELL_KNOWN)
        for other, choice in choices.items()
        if groups[other].base != group.base
    )


def _take_stock(
    groups: Mapping[str, NameGroup], choices: Mapping[str, Choice], named: Mapping[str, set[str]], peoples: set[str]
) -> _Round:
    meant: dict[str, set[int]] = {}
    dateline = ("", "")
    for key, choice in choices.items():
        if groups[key].held:
            meant.setdefault(groups[key].base, set()).add(choice.place.number)
        if groups[key].in_dateline and not dateline[0]:
            dateline = key, choice.place.country_code
    return _Round(named, peoples, {base: frozenset(places) for base, places in meant.items()}, dateline, choices)


def _peoples_named(article: Article) -> set[str]:
    demonyms = load_map("demonyms")
    return {
        demonyms[word]
        for token in article.tokens
        if token.is_capitalised
        and (word := token.lower if token.lower in demonyms else token.lower.removesuffix("s")) in demonyms
    }


def _countries_named(groups: Mapping[str, NameGroup], scores: Mapping[str, Sequence[float]]) -> dict[str, set[str]]:
    """Return the countries that are named, with the names that may well mean them."""
    named: dict[str, set[str]] = {}
    for key, group in groups.items():
        best = max(range(len(group.options)), key=scores[key].__getitem__)
        if group.options[best].place.is_country:
            named.setdefault(group.options[best].place.country_code, set()).add(group.base)
    return named


def _rate_alone(group: NameGroup, option: Candidate, groups: Mapping[str, NameGroup]) -> tuple[float, list[str]]:
    """Rate a place by its prior and by what the words beside the name say: what does not change from round to round."""
    place = option.place
    score, reasons = option.prior, list[str]()
    if place.number in group.held:
        score += _HELD_BY_NEIGHBOUR
        reasons.append("the area named with it")
    if place.number in group.holding:
        score += _HOLDS_NEIGHBOUR
        reasons.append("a place inside it named before it")
    if place.country_code and place.country_code in group.peoples:
        score += _ITS_PEOPLE
        reasons.append("its people are named before it")
    if "area" in group.kinds and (place.is_area or place.feature_code.startswith("RGN")):
        score += _CALLED_AREA
        reasons.append("called an area")
    if place.is_area and "area" not in group.kinds and _shares_seat(place, group.options):
        score -= _SEAT_RATHER
    if ("town" in group.kinds or group.in_dateline) and place.is_populated_place:
        score += _CALLED_TOWN
    near = [other.place for key in group.near for other in groups[key].options[:5]]
    if any(0 < great_circle_km(place.latitude, place.longitude, o.latitude, o.longitude) <= _NEAR_KM for o in near):
        score += _SAID_NEAR
        reasons.append("said to be near a place named")
    return score, reasons


def _rate(
    key: str,
    option: Candidate,
    alone: tuple[float, list[str]],
    coherence: tuple[float, str],
    groups: Mapping[str, NameGroup],
    state: _Round,
) -> tuple[float, str]:
    place, group = option.place, groups[key]
    score, reasons = alone[0], list(alone[1])
    if not place.is_country and state.named.get(place.country_code, set()) - {group.base}:
        score += _COUNTRY_NAMED
        reasons.append("its country is named")
    elif place.country_code in state.peoples:
        score += _PEOPLE_NAMED
        reasons.append("its people are named")
    if place.number in state.meant.get(group.base, ()) and not group.held:
        score += _MEANT_BEFORE
        reasons.append("named with its area elsewhere")
    if place.country_code and place.country_code == state.dateline[1] and key != state.dateline[0]:
        score += _DATELINE_COUNTRY
        reasons.append("the dateline's country")
    neighbours = [state.choices[other].place for other in group.listed if other in state.choices]
    if place.is_area and any(_same_kind(place, other) for other in neighbours):
        score += _SAME_KIND_IN_LIST
        reasons.append("stands in a list of such places")
    worth, why = coherence
    if worth >= 0.1 and not (place.is_area and "area" not in group.kinds and _shares_seat(place, group.options)):
        score += worth
        reasons.append(why)
    return score, ", ".join(reasons or ["population and kind"])


def _same_kind(left: GazetteerPlace, right: GazetteerPlace) -> bool:
    return left.feature_code == right.feature_code and left.country_code == right.country_code


def _shares_seat(area: GazetteerPlace, options: Sequence[Candidate]) -> bool:
    """Tell whether the name is also that of a town in the area, which a text means unless it says otherwise."""
    return any(
        option.place.is_populated_place
        and area.number in (option.place.admin1, option.place.admin2)
        and (option.place.population >= _SMALL_TOWN or area.population < _SMALL_AREA)
        for option in options
    )


def _best(options: Sequence[Candidate], rated: Sequence[tuple[float, str]]) -> Choice:
    """Return the best place, and how far it leads what lies elsewhere."""
    order = sorted(range(len(options)), key=lambda number: (-rated[number][0], options[number].place.number))
    best = options[order[0]].place
    score, reason = rated[order[0]]
    rival = next((rated[n][0] for n in order[1:] if not _same_spot(options[n].place, best)), None)
    return Choice(best, score - rival if rival is not None else 9.0, reason)


def _same_spot(left: GazetteerPlace, right: GazetteerPlace) -> bool:
    """Tell whether two entries are one place seen twice: a town and its district."""
    return (
        left.country_code == right.country_code
        and great_circle_km(left.latitude, left.longitude, right.latitude, right.longitude) <= 40
    )
