"""What a draft names, found among what the atlas has: places and actors, by id, by name, by nearness."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from chancery.geocoding.measure import great_circle_km
from chancery.geocoding.names import fold_name
from chancery.model import (
    Actor,
    Atlas,
    Evidence,
    Figure,
    Place,
    ProposedActor,
    ProposedPlace,
    RecordActor,
    RecordPlace,
)

SAME_PLACE_KM = 5.0
"""Two places of one name that are no further apart are one: buildings are placed by hand, to a few streets."""


@dataclass(frozen=True, slots=True)
class AtlasIndex:
    """An atlas by the names and ids that drafts use. Build one with `AtlasIndex.of`."""

    atlas: Atlas
    places: Mapping[str, Place]
    places_by_name: Mapping[str, tuple[Place, ...]]
    actors: Mapping[str, Actor]
    actors_by_name: Mapping[str, tuple[Actor, ...]]
    stops: Mapping[str, list[RecordPlace]]
    parts: Mapping[str, list[RecordActor]]
    evidence: Mapping[str, list[Evidence]]
    figures: Mapping[str, list[Figure]]
    countries: frozenset[str]

    @staticmethod
    def of(atlas: Atlas) -> AtlasIndex:
        """Index an atlas."""
        places = {place.place_id: place for place in atlas.places}
        named: defaultdict[str, dict[str, Place]] = defaultdict(dict)
        for place in atlas.places:
            named[fold_name(place.name)][place.place_id] = place
        for name in atlas.place_names:
            named[fold_name(name.name)][name.place_id] = places[name.place_id]
        actors: defaultdict[str, list[Actor]] = defaultdict(list)
        for actor in atlas.actors:
            actors[fold_name(actor.name)].append(actor)
        index = AtlasIndex(
            atlas,
            places,
            {name: tuple(found.values()) for name, found in named.items()},
            {actor.actor_id: actor for actor in atlas.actors},
            {name: tuple(found) for name, found in actors.items()},
            defaultdict(list),
            defaultdict(list),
            defaultdict(list),
            defaultdict(list),
            frozenset(fold_name(place.name) for place in atlas.places if place.feature_code.startswith("PCL")),
        )
        for stop in atlas.record_places:
            index.stops[stop.record_id].append(stop)
        for part in atlas.record_actors:
            index.parts[part.record_id].append(part)
        for piece in atlas.evidence:
            index.evidence[piece.record_id].append(piece)
        for figure in atlas.figures:
            index.figures[figure.record_id].append(figure)
        return index

    def find_place(self, proposed: ProposedPlace) -> Place | None:
        """Return the atlas's place that a draft means: by its id, else the nearest of its name."""
        known = self.places.get(name_place(proposed.place_id)) if proposed.place_id else None
        if known is not None:
            return known
        named = [*self.places_by_name.get(fold_name(proposed.name), ())]
        named += self.places_by_name.get(fold_name(proposed.name_in_source), ())
        latitude, longitude = proposed.latitude, proposed.longitude
        if latitude is None or longitude is None:
            fitting = [place for place in named if not _differ(place.country_code, proposed.country_code)]
            return fitting[0] if len({place.place_id for place in fitting}) == 1 else None
        near = [
            (great_circle_km(latitude, longitude, place.latitude, place.longitude), place.place_id, place)
            for place in named
        ]
        return next((place for apart, _, place in sorted(near) if apart <= SAME_PLACE_KM), None)

    def find_actor(self, proposed: ProposedActor) -> Actor | None:
        """Return the atlas's actor of that name, in any spelling, unless of another country or kind."""
        for actor in self.actors_by_name.get(fold_name(proposed.name), ()):
            if actor.kind is proposed.kind and not _differ(actor.country_code, proposed.country_code):
                return actor
        return None


def name_place(place_id: str) -> str:
    """Return the id that the atlas gives a place of the gazetteer.

    >>> name_place("gn147105"), name_place("147105"), name_place("region:karabakh"), name_place("AZ.03")
    ('gn147105', 'gn147105', 'karabakh', 'az.03')
    """
    if place_id.isdigit():
        return f"gn{place_id}"
    return place_id.partition(":")[2] or place_id.lower()


def name_in_gazetteer(place_id: str) -> str:
    """Return the gazetteer's id of a place that a draft names.

    >>> name_in_gazetteer("gn147105"), name_in_gazetteer("region:karabakh")
    ('147105', 'region:karabakh')
    """
    return place_id[2:] if place_id.startswith("gn") and place_id[2:].isdigit() else place_id


def _differ(one: str, other: str) -> bool:
    return bool(one and other and one != other)
