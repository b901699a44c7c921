"""Corrections are validated, marked as a person's, and leave the rest of a draft as it was."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chancery.errors import InvalidDate, InvalidValue, NotFound
from chancery.exchange.articles.correction import (
    add_place,
    correct_as_typed,
    correct_proposal,
    describe_candidate,
    fill_form,
    find_candidates,
    name_actors,
    propose_place,
)
from chancery.exchange.articles.decisions import Decision, Review, Verdict
from chancery.vocabulary import Kind, Role, Status


def test_what_was_corrected_is_sure_and_the_rest_as_drafted(review: Review) -> None:
    draft = review.decisions[0].proposal
    corrected = correct_proposal(draft, date_edtf="2025-04-25", status=draft.status, title="Envoy to visit Shusha")
    assert (corrected.title, corrected.date_text) == ("Envoy to visit Shusha", "25 Apr 2025")
    assert corrected.judgements["date"].confidence == 1
    assert corrected.judgements["status"] == draft.judgements["status"]
    assert draft.judgements["date"].confidence < 1


def test_nothing_changed_is_the_same_draft(review: Review) -> None:
    draft = review.decisions[0].proposal
    assert correct_proposal(draft, title=draft.title, date_edtf=draft.date_edtf) == draft


@pytest.mark.parametrize("date", ["01/02/2024", "2024-02-30", "3 March", "12 noyabr 2021"])
def test_a_date_that_is_none_is_refused(review: Review, date: str) -> None:
    with pytest.raises(InvalidDate) as error:
        correct_proposal(review.decisions[0].proposal, date_edtf=date)
    assert error.value.where.field == "date"


def test_a_title_is_needed(review: Review) -> None:
    with pytest.raises(InvalidValue):
        correct_proposal(review.decisions[0].proposal, title="  ")


def test_a_place_is_added_by_its_name_in_any_script() -> None:
    (place,) = add_place((), "Шуша", Role.VENUE)
    assert (place.place_id, place.country_code, place.role) == ("gn147105", "AZ", Role.VENUE)
    assert place.name_in_source == "Шуша"


def test_a_place_that_the_gazetteer_does_not_know_is_told_of() -> None:
    with pytest.raises(NotFound, match="Qwxzv"):
        add_place((), "Qwxzv", Role.VENUE)


def test_other_places_of_the_name_are_offered_with_what_they_lie_in() -> None:
    found = find_candidates("Paris")
    words = [describe_candidate(place) for place in found]
    assert "FR" in words[0]
    assert any("Texas" in text for text in words)
    assert propose_place(found[0], Role.VENUE, "Paris").place_id.startswith("gn")


def test_actors_keep_what_the_article_says_of_them(review: Review) -> None:
    known = review.decisions[0].proposal.actors
    named = name_actors([known[0].name, " Somebody New ", ""], known)
    assert named[0] == known[0]
    assert [actor.name for actor in named] == [known[0].name, "Somebody New"]


def test_a_status_is_changed_alone(review: Review) -> None:
    assert correct_proposal(review.decisions[0].proposal, status=Status.CANCELLED).status is Status.CANCELLED


def test_a_form_shows_what_is_drafted_but_for_what_was_typed(review: Review) -> None:
    decision = replace(review.decisions[0], typed={"title": "Typed", "role-1": ""})
    form, drafted = fill_form(decision), fill_form(review.decisions[0])
    assert {name for name in form if form[name] != drafted[name]} == {"title", "role-1"}
    assert drafted["people"] == [actor.name for actor in decision.proposal.actors]


def test_a_form_in_which_nothing_was_typed_accepts_the_draft_as_it_is(review: Review) -> None:
    taken = correct_as_typed(replace(review.decisions[0], typed={}), review.list_actors())
    assert taken == Decision(review.decisions[0].proposal, Verdict.ACCEPT, corrected=True)


def test_what_was_typed_is_taken_field_by_field(review: Review) -> None:
    drafted = review.decisions[0]
    typed = {
        "title": " Envoy to visit Lachin ",
        "kind": "meeting",
        "people": [drafted.proposal.actors[0].name, "Somebody New"],
        "place-0": "147105",
        "role-1": "",
        "place-new": "Lachin",
        "role-new": "destination",
    }
    taken = correct_as_typed(replace(drafted, typed=typed), review.list_actors())
    proposal = taken.proposal
    assert (taken.verdict, taken.corrected, taken.typed) == (Verdict.ACCEPT, True, None)
    assert (proposal.title, proposal.kind) == ("Envoy to visit Lachin", Kind.MEETING)
    assert [actor.name for actor in proposal.actors] == typed["people"]
    assert len(proposal.places) == len(drafted.proposal.places)  # one left out, one added
    assert (proposal.places[0].name, proposal.places[0].place_id) == ("Shusha", "gn147105")
    assert (proposal.places[-1].name_in_source, proposal.places[-1].role) == ("Lachin", Role.DESTINATION)


def test_a_form_that_is_not_right_accepts_nothing(review: Review) -> None:
    with pytest.raises(InvalidDate):
        correct_as_typed(replace(review.decisions[0], typed={"date_edtf": "yesterday"}), ())
    with pytest.raises(NotFound, match="Qwxzv"):
        correct_as_typed(replace(review.decisions[0], typed={"place-new": "Qwxzv"}), ())
