"""A draft corrected by a person: what was changed is as sure as that person is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from chancery.dates import Edtf
from chancery.errors import InvalidDate, InvalidValue, Location, NotFound
from chancery.exchange.articles.matching import name_place
from chancery.geocoding.places import GazetteerPlace, PlaceIndex
from chancery.geocoding.resolve import resolve_query
from chancery.model import Judgement, Proposal, ProposedActor, ProposedPlace
from chancery.vocabulary import Precision, Role

CANDIDATES = 8
"""Most places offered for one name."""

_BY_HAND = Judgement(1.0, "corrected by hand")


def correct_proposal(proposal: Proposal, **changes: Any) -> Proposal:
    """Return a draft with fields changed: any of ``kind title date_edtf status sector places actors summary``.

    Raises
    ------
    InvalidValue
        If the title is empty or the date no EDTF value.
    """
    wanted = {name: value for name, value in changes.items() if getattr(proposal, name) != value}
    if not str(wanted.get("title", proposal.title)).strip():
        raise InvalidValue("It is empty.", where=Location(field="title"), remedy="Say in a few words what happened.")
    if "date_edtf" in wanted:
        try:
            wanted["date_text"] = Edtf.parse(wanted["date_edtf"]).text if wanted["date_edtf"] else ""
        except InvalidDate as error:
            raise error.at(field="date") from error
    judged = {"kind": "kind", "date_edtf": "date", "status": "status", "sector": "sector"}
    judged |= {"places": "places", "actors": "actors"}
    judgements = {**proposal.judgements, **{part: _BY_HAND for name, part in judged.items() if name in wanted}}
    return replace(proposal, **wanted, judgements=judgements)


def find_candidates(name: str, country_codes: Sequence[str] = ()) -> tuple[GazetteerPlace, ...]:
    """Return the places of the gazetteer that a name may mean, the likeliest first; those of named countries before."""
    index = PlaceIndex.embedded()
    found = resolve_query(index, name, prefer=lambda place: any(code in country_codes for code in place.country_codes))
    return tuple(candidate.place for candidate in found[:CANDIDATES])


def propose_place(place: GazetteerPlace, role: Role, name_in_source: str) -> ProposedPlace:
    """Return a place of the gazetteer as a draft names it."""
    return ProposedPlace(
        name=place.name,
        name_in_source=name_in_source,
        role=role,
        precision=Precision(place.precision),
        place_id=name_place(place.place_id) if place.place_id.isdigit() else place.place_id,
        country_code=place.country_code,
        latitude=place.latitude,
        longitude=place.longitude,
    )


def add_place(
    places: Sequence[ProposedPlace], name: str, role: Role, country_codes: Sequence[str] = ()
) -> tuple[ProposedPlace, ...]:
    """Return places with one more, the likeliest of its name.

    Raises
    ------
    NotFound
        If the gazetteer has no such place.
    """
    found = find_candidates(name, country_codes)
    if not found:
        raise NotFound(
            f"The gazetteer knows no '{name}'.",
            where=Location(field="places"),
            remedy="Try another spelling, or the town that it is in.",
        )
    return (*places, propose_place(found[0], role, name))


def name_actors(names: Sequence[str], known: Sequence[ProposedActor]) -> tuple[ProposedActor, ...]:
    """Return actors by their names, with role, country and kind of those that the article names."""
    by_name = {actor.name: actor for actor in known}
    return tuple(by_name.get(name.strip(), ProposedActor(name.strip())) for name in names if name.strip())


def describe_candidate(place: GazetteerPlace) -> str:
    """Return a place of the gazetteer in a few words: what it is called, what it lies in."""
    index = PlaceIndex.embedded()
    area = index.place(place.admin1).name if place.admin1 is not None and place.admin1 != place.number else ""
    return ", ".join(dict.fromkeys(part for part in (place.name, area, place.country_code) if part))
