"""The places and actors that accepted drafts name: those that the atlas has, and new ones for the others."""

from __future__ import annotations

from collections.abc import Sequence

from chancery.exchange.articles.matching import AtlasIndex, name_in_gazetteer, name_place
from chancery.exchange.articles.naming import Names
from chancery.geocoding.names import fold_name
from chancery.geocoding.places import PlaceIndex
from chancery.model import Actor, Place, PlaceName, Proposal, ProposedActor, ProposedPlace
from chancery.reading.reader import READER_VERSION
from chancery.vocabulary import Precision

NAME_LANGUAGES = ("az", "be", "en", "ru")
"""Languages in which a new place is named, where the gazetteer knows it in them."""

_FACILITY = "FCL"
"""GeoNames feature code of a building or buildings that house something; all other places have a gazetteer's entry."""


class Participants:
    """Finds the places and actors of drafts, and makes each new one once.

    Parameters
    ----------
    index
        The atlas as it is.
    place_names, actor_names
        Identifiers that are taken.
    day
        On which places are taken from the gazetteer, ISO 8601.

    Attributes
    ----------
    rows
        The new places, with their names, and actors.
    placeless
        Names of places that are left out, since nothing says where they are.
    """

    def __init__(self, index: AtlasIndex, place_names: Names, actor_names: Names, day: str) -> None:
        self._index, self._place_names, self._actor_names, self._day = index, place_names, actor_names, day
        self._places: dict[str, Place] = {}
        self._actors: dict[str, Actor] = {}
        self.rows: list[Place | PlaceName | Actor] = []
        self.placeless: list[str] = []

    def find_stops(self, proposal: Proposal) -> list[tuple[ProposedPlace, Place]]:
        """Return the places of a draft in order, each once in a role."""
        stops: dict[tuple[str, str], tuple[ProposedPlace, Place]] = {}
        for proposed in proposal.places:
            place = self._index.find_place(proposed) or self._make_place(proposed)
            if place is None:
                self.placeless.append(proposed.name)
            else:
                stops.setdefault((place.place_id, proposed.role), (proposed, place))
        return [*stops.values()]

    def _make_place(self, proposed: ProposedPlace) -> Place | None:
        place_id = name_place(proposed.place_id) if proposed.place_id else fold_name(proposed.name)
        if place_id not in self._places:
            made = _take_from_gazetteer(proposed, self._day) if proposed.place_id else None
            place = made[0] if made else self._make_located(proposed)
            if place is None:
                return None
            self._places[place_id] = place
            self.rows += [place, *(made[1] if made else ())]
        return self._places[place_id]

    def _make_located(self, proposed: ProposedPlace) -> Place | None:
        if proposed.latitude is None or proposed.longitude is None:
            return None
        return Place(
            place_id=self._place_names.take(proposed.name),
            name=proposed.name,
            country_code=proposed.country_code,
            admin1="",
            latitude=proposed.latitude,
            longitude=proposed.longitude,
            feature_code=_FACILITY,
            radius_km=0.0,
            geocoder=READER_VERSION,
            geocoded_on=self._day,
            note="Placed by what the article says around it.",
            geocoded_query=proposed.name,
            precision=proposed.precision,
        )

    def find_parts(self, proposal: Proposal) -> list[tuple[ProposedActor, Actor]]:
        """Return the actors of a draft in order, each once."""
        parts: dict[str, tuple[ProposedActor, Actor]] = {}
        for proposed in proposal.actors:
            if proposed.name.strip():
                actor = self._index.find_actor(proposed) or self._make_actor(proposed)
                parts.setdefault(actor.actor_id, (proposed, actor))
        return [*parts.values()]

    def _make_actor(self, proposed: ProposedActor) -> Actor:
        folded = f"{proposed.kind.value} {fold_name(proposed.name)} {proposed.country_code}"
        if folded not in self._actors:
            actor_id = self._actor_names.take(proposed.name)
            actor = Actor(actor_id, proposed.name.strip(), proposed.kind, proposed.country_code)
            self._actors[folded] = actor
            self.rows.append(actor)
        return self._actors[folded]


def _take_from_gazetteer(proposed: ProposedPlace, day: str) -> tuple[Place, Sequence[PlaceName]] | None:
    index = PlaceIndex.embedded()
    found = index.find_id(name_in_gazetteer(proposed.place_id))
    if found is None:
        return None
    place_id = name_place(found.place_id)
    place = Place(
        place_id=place_id,
        name=found.name,
        country_code=found.country_code,
        admin1=index.place(found.admin1).name if found.admin1 is not None and found.admin1 != found.number else "",
        latitude=found.latitude,
        longitude=found.longitude,
        feature_code=found.feature_code,
        radius_km=0.0 if found.is_populated_place else float(found.radius_km),
        geocoder="gazetteer",
        geocoded_on=day,
        geocoded_as=f"gn:{found.geonames_id}" if found.geonames_id else found.place_id,
        geocoded_query=proposed.name,
        precision=Precision(found.precision),
    )
    labels = index.labels_of(found)
    return place, [PlaceName(place_id, labels[code], code) for code in NAME_LANGUAGES if labels.get(code)]
