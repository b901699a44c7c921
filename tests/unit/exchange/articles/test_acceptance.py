"""What was accepted is saved whole, once, and with its quotes in their places."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from chancery.errors import InvalidValue, NotFound, NotPermitted
from chancery.exchange.articles.acceptance import plan_acceptance, read_holdings, save_review
from chancery.exchange.articles.decisions import Decision, FigureDecision, Review, Verdict
from chancery.exchange.check import check_package
from chancery.exchange.package import read_package
from chancery.exchange.publishing import publish_store
from chancery.model import Proposal, ProposedActor, ProposedPlace
from chancery.reading.reader import READER_VERSION
from chancery.store import Author, Identity, Save, Store, admit_local, admit_nobody
from chancery.vocabulary import ActorKind, Kind, Precision, Role, Sector, Status
from tests.sample import ATLAS, TEXTS, make_source


def accept_all(review: Review) -> Review:
    return review.decide_open(Verdict.ACCEPT)


def keep_figures(review: Review) -> Review:
    return replace(review, figures=tuple(replace(item, kept=True) for item in review.figures))


def with_proposal(review: Review, **changes: object) -> Review:
    """Return the review of one accepted draft, changed."""
    return replace(review, decisions=(Decision(replace(review.decisions[0].proposal, **changes), Verdict.ACCEPT),))


def test_everything_is_saved_in_one_change(editor: Author, review: Review) -> None:
    acceptance, change = save_review(editor, keep_figures(accept_all(review)), token="click")
    atlas = editor.store.read_atlas()
    assert change is not None
    assert change.change_id == editor.store.revision() == 1
    assert set(acceptance.record_ids) == {record.record_id for record in atlas.records}
    assert len(atlas.records) == len(atlas.evidence) == len(review.decisions)
    assert len(atlas.figures) == len(review.figures)
    assert [source.publisher for source in atlas.sources] == ["AZERTAC"]
    assert atlas.sources[0].published_note == "Inferred"


def test_quotes_stand_at_their_offsets_in_the_text_that_is_kept(editor: Author, review: Review) -> None:
    save_review(editor, keep_figures(accept_all(review)), token="click")
    atlas, texts = editor.store.read_atlas(), editor.store.read_texts()
    text = texts[atlas.sources[0].text_file]
    assert text == review.clipping.text
    for row in (*atlas.evidence, *atlas.figures):
        assert row.quote
        assert text[row.start : row.end] == row.quote


def test_what_was_saved_is_a_sound_package(editor: Author, review: Review, tmp_path: Path) -> None:
    save_review(editor, keep_figures(accept_all(review)), token="click")
    publish_store(editor.store, tmp_path / "package")
    assert [str(fault) for fault in check_package(tmp_path / "package")] == []
    assert len(read_package(tmp_path / "package").records) == len(review.decisions)


def test_places_come_from_the_gazetteer_with_its_day_and_names(editor: Author, review: Review) -> None:
    plan = plan_acceptance(accept_all(review), read_holdings(editor.store), day=dt.date(2025, 6, 14))
    editor.apply(plan.edits)
    atlas = editor.store.read_atlas()
    shusha = next(place for place in atlas.places if place.place_id == "gn147105")
    assert (shusha.name, shusha.country_code, shusha.geocoder, shusha.geocoded_on) == (
        "Shusha", "AZ", "gazetteer", "2025-06-14",
    )  # fmt: skip
    assert (shusha.geocoded_as, shusha.geocoded_query, shusha.precision) == ("gn:147105", "Shusha", Precision.EXACT)
    assert {"Şuşa"} <= {name.name for name in atlas.place_names if name.place_id == "gn147105"}
    assert len({place.place_id for place in atlas.places}) == len(atlas.places)


def test_the_same_click_twice_saves_once(editor: Author, review: Review) -> None:
    first, change = save_review(editor, accept_all(review), token="click")
    second, again = save_review(editor, accept_all(review), token="click")
    assert again == change
    assert second.record_ids == first.record_ids
    assert second.source_id == first.source_id
    assert editor.store.revision() == 1


def test_a_change_can_be_undone_as_a_whole(editor: Author, review: Review) -> None:
    _, change = save_review(editor, accept_all(review), token="click")
    assert change is not None
    editor.undo(change.change_id)
    assert editor.store.read_atlas().records == editor.store.read_atlas().sources == ()


def test_identifiers_that_were_once_used_are_not_given_again(editor: Author, review: Review) -> None:
    first, change = save_review(editor, accept_all(review), token="click")
    assert change is not None
    editor.undo(change.change_id)
    second, _ = save_review(editor, accept_all(review), token="another")
    assert not set(first.record_ids) & set(second.record_ids)
    assert second.source_id != first.source_id


def test_what_is_merged_is_further_evidence_and_says_where_it_differs(editor: Author, review: Review) -> None:
    first, _ = save_review(editor, with_proposal(review), token="1")
    (record_id,) = first.record_ids
    other = replace(review.decisions[0].proposal, date_edtf="2025-04", status=Status.HELD, quote_start=0, quote_end=4)
    again = replace(review, source_id=first.source_id, decisions=(Decision(other, Verdict.MERGE, record_id),))
    second, _ = save_review(editor, again, token="2")
    atlas = editor.store.read_atlas()
    assert (second.record_ids, second.merged_ids) == ((), (record_id,))
    assert len(atlas.records) == len(atlas.sources) == 1
    pieces = {piece.quote: piece for piece in atlas.evidence}
    assert pieces["Baku"].says_date_edtf == "2025-04"
    assert pieces["Baku"].says_status is Status.HELD
    assert len(pieces) == 2


def test_the_same_words_are_evidence_once(editor: Author, review: Review) -> None:
    first, _ = save_review(editor, with_proposal(review), token="1")
    decision = replace(review.decisions[0], verdict=Verdict.MERGE, merge_into=first.record_ids[0])
    _, change = save_review(editor, replace(review, source_id=first.source_id, decisions=(decision,)), token="2")
    assert change is None
    assert len(editor.store.read_atlas().evidence) == 1


def test_two_drafts_of_one_article_become_one_record(editor: Author, review: Review) -> None:
    decided = review.decide(1, Verdict.ACCEPT).decide(0, Verdict.MERGE, "draft:1")
    acceptance, _ = save_review(editor, decided, token="1")
    atlas = editor.store.read_atlas()
    assert len(atlas.records) == 1
    assert len(atlas.evidence) == 2
    assert acceptance.merged_ids == ()


@pytest.mark.parametrize("target", ["no-such-record", "draft:2", ""])
def test_a_draft_is_not_merged_into_what_is_not_there(editor: Author, review: Review, target: str) -> None:
    with pytest.raises(InvalidValue, match="not there"):
        save_review(editor, review.decide(0, Verdict.MERGE, target), token="1")
    assert editor.store.revision() == 0


def test_nothing_accepted_is_nothing_saved(editor: Author, review: Review) -> None:
    with pytest.raises(InvalidValue, match="Nothing was accepted"):
        save_review(editor, review.decide_open(Verdict.REJECT), token="1")


def test_actors_of_the_atlas_are_used_again_in_any_spelling(review: Review) -> None:
    store = Store.in_memory(ATLAS, TEXTS, admit=admit_local)
    editor = store.as_user(Identity.local())
    known = ATLAS.actors[0]
    actor = ProposedActor(f" {known.name.upper()}", "guest", known.country_code, known.kind)
    acceptance, _ = save_review(editor, with_proposal(review, actors=(actor, actor)), token="1")
    atlas = store.read_atlas()
    parts = [part for part in atlas.record_actors if part.record_id == acceptance.record_ids[0]]
    assert [part.actor_id for part in parts] == [known.actor_id]
    assert len(atlas.actors) == len(ATLAS.actors)
    store.close()


def test_one_name_in_two_countries_is_two_actors(editor: Author, review: Review) -> None:
    actors = tuple(ProposedActor("Ministry of Energy", "", code, ActorKind.ORGANISATION) for code in ("AZ", "BY"))
    save_review(editor, with_proposal(review, actors=actors), token="1")
    found = {actor.country_code: actor.actor_id for actor in editor.store.read_atlas().actors}
    assert found.keys() == {"AZ", "BY"}
    assert len(set(found.values())) == 2


def test_a_place_that_nothing_locates_is_left_out_and_told_of(editor: Author, review: Review) -> None:
    lost = ProposedPlace("Nowhere Hall", "Nowhere Hall", Role.VENUE, Precision.EXACT)
    acceptance, _ = save_review(editor, with_proposal(review, places=(lost,)), token="1")
    assert acceptance.placeless == ("Nowhere Hall",)
    assert editor.store.read_atlas().record_places == ()


def test_a_place_in_letters_without_plain_form_gets_an_identifier(editor: Author, review: Review) -> None:
    hall = ProposedPlace("文化宮", "文化宮", Role.VENUE, Precision.EXACT, "", "AZ", 40.4, 49.87)
    save_review(editor, with_proposal(review, places=(hall,), title="訪問"), token="1")
    assert len(editor.store.read_atlas().places) == 1


def test_a_source_known_by_its_address_gets_its_text(review: Review) -> None:
    store = Store.in_memory(admit=admit_local)
    editor = store.as_user(Identity.local())
    editor.save(make_source("old", "AZERTAC", "https://azertac.example/1"))
    acceptance, _ = save_review(editor, replace(accept_all(review), source_id="old"), token="1")
    atlas = store.read_atlas()
    assert acceptance.source_id == "old"
    assert len(atlas.sources) == 1
    assert store.read_texts()[atlas.sources[0].text_file] == review.clipping.text
    store.close()


def test_a_source_that_is_gone_is_told_of(editor: Author, review: Review) -> None:
    with pytest.raises(NotFound):
        save_review(editor, replace(accept_all(review), source_id="gone"), token="1")


def test_who_may_not_write_saves_nothing(review: Review) -> None:
    store = Store.in_memory(admit=admit_nobody)
    with pytest.raises(NotPermitted):
        save_review(store.as_user(Identity.local()), accept_all(review), token="1")
    assert store.revision() == 0
    store.close()


def test_evidence_says_who_stands_for_it_and_how_sure(editor: Author, review: Review) -> None:
    save_review(editor, accept_all(review), token="1", reviewed_by=READER_VERSION)
    assert {piece.reviewed_by for piece in editor.store.read_atlas().evidence} == {READER_VERSION}


def test_a_figure_of_a_merged_or_accepted_draft_belongs_to_its_record(editor: Author, review: Review) -> None:
    item = review.figures[0]
    proposal = next(
        (d.proposal for d in review.decisions if d.proposal.quote_start <= item.figure.start < d.proposal.quote_end), None
    )  # fmt: skip
    assert proposal is not None
    one = replace(review, decisions=(Decision(proposal, Verdict.ACCEPT),), figures=(FigureDecision(item.figure, True),))
    acceptance, _ = save_review(editor, one, token="1")
    assert editor.store.read_atlas().figures[0].record_id == acceptance.record_ids[0]


def test_rows_come_in_the_order_of_their_dependence(editor: Author, review: Review) -> None:
    plan = plan_acceptance(accept_all(review), read_holdings(editor.store))
    assert all(isinstance(edit, Save) and edit.seen is None for edit in plan.edits)


def test_a_draft_without_a_date_stays_without_one(editor: Author, review: Review) -> None:
    bare = Proposal(Kind.VISIT, "A visit", "", "", Status.HELD, Sector.POLITICS, (), (), 0, 4, 0, 4)
    acceptance, _ = save_review(editor, replace(review, decisions=(Decision(bare, Verdict.ACCEPT),)), token="1")
    record = editor.store.read_record(acceptance.record_ids[0]).record
    assert (record.date_edtf, record.record_id) == ("", "undated-a-visit")
