"""A draft corrected by a person: what was changed is as sure as that person is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from chancery.dates import Edtf
from chancery.errors import InvalidDate, InvalidValue, Location, NotFound
from chancery.exchange.articles.decisions import Decision, Verdict
from chancery.exchange.articles.matching import name_place
from chancery.geocoding.places import GazetteerPlace, PlaceIndex
from chancery.geocoding.resolve import resolve_query
from chancery.model import Judgement, Proposal, ProposedActor, ProposedPlace
from chancery.vocabulary import Kind, Precision, Role, Sector, Status

CANDIDATES = 8
"""Most places offered for one name."""

NEW_PLACE = "new"
"""Stands for the number of the place that a correction adds."""

_BY_HAND = Judgement(1.0, "corrected by hand")


def fill_form(decision: Decision) -> dict[str, Any]:
    """Return what the form that corrects a draft shows, by field: what is drafted, but for what was typed.

    The fields are ``title kind sector status date_edtf summary people``, for each place of the draft by its number
    ``place-0`` (id of another place of the gazetteer, empty for the one drafted) and ``role-0`` (empty to leave it
    out), and ``place-new`` and ``role-new`` for one more, by its name.
    """
    proposal = decision.proposal
    form: dict[str, Any] = {
        "title": proposal.title,
        "kind": proposal.kind.value,
        "sector": proposal.sector.value,
        "status": proposal.status.value,
        "date_edtf": proposal.date_edtf,
        "summary": proposal.summary,
        "people": [actor.name for actor in proposal.actors],
        f"place-{NEW_PLACE}": "",
        f"role-{NEW_PLACE}": Role.VENUE.value,
    }
    for number, place in enumerate(proposal.places):
        form |= {f"place-{number}": "", f"role-{number}": place.role.value}
    return form | dict(decision.typed or {})


def correct_as_typed(decision: Decision, known: Sequence[ProposedActor]) -> Decision:
    """Return a draft accepted as its form was filled in.

    Parameters
    ----------
    known
        The actors whom the article names.

    Raises
    ------
    InvalidValue
        If the title is empty or the date no EDTF value.
    NotFound
        If the gazetteer has no place of the name that was added.
    """
    proposal, form = decision.proposal, fill_form(decision)
    places = tuple(
        _choose_place(place, form[f"place-{number}"], Role(form[f"role-{number}"]))
        for number, place in enumerate(proposal.places)
        if form[f"role-{number}"]
    )
    added = form[f"place-{NEW_PLACE}"].strip()
    if added:
        countries = [place.country_code for place in proposal.places if place.country_code]
        places = add_place(places, added, Role(form[f"role-{NEW_PLACE}"]), countries)
    corrected = correct_proposal(
        proposal,
        title=form["title"].strip(),
        kind=Kind(form["kind"]),
        sector=Sector(form["sector"]),
        status=Status(form["status"]),
        date_edtf=form["date_edtf"].strip(),
        summary=form["summary"].strip(),
        places=places,
        actors=name_actors(form["people"], known),
    )
    return replace(decision, proposal=corrected, corrected=True, verdict=Verdict.ACCEPT, merge_into="", typed=None)


def _choose_place(place: ProposedPlace, place_id: str, role: Role) -> ProposedPlace:
    found = PlaceIndex.embedded().find_id(place_id) if place_id else None
    return replace(place, role=role) if found is None else propose_place(found, role, place.name_in_source)


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
