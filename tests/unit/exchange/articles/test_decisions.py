"""Decisions survive being kept as text, and undecided drafts are decided together."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from chancery.errors import InvalidValue
from chancery.exchange.articles.decisions import Review, Verdict, dump_review, load_review


def test_a_review_comes_back_from_its_text_as_it_was(review: Review) -> None:
    decided = review.decide(0, Verdict.ACCEPT).decide(1, Verdict.MERGE, "draft:0").decide(2, Verdict.REJECT)
    assert load_review(dump_review(decided)) == decided


def begin_correction(review: Review, **typed: str | list[str]) -> Review:
    return review.with_decision(1, replace(review.decisions[1], typed=typed))


def test_what_is_typed_to_correct_a_draft_is_kept_with_the_review(review: Review) -> None:
    begun = begin_correction(review, title="Half a tit", people=["Somebody New"])
    assert load_review(dump_review(begun)) == begun
    values = json.loads(dump_review(review))
    for decision in values["decisions"]:
        del decision["typed"]  # as it was kept before there was such a thing
    assert load_review(json.dumps(values)) == review


@pytest.mark.parametrize("field", ["kind", "role-0", "role-new"])
def test_what_was_typed_in_another_vocabulary_is_refused(review: Review, field: str) -> None:
    with pytest.raises(InvalidValue, match="another version"):
        load_review(dump_review(begin_correction(review, **{field: "no such code"})))


def test_a_correction_is_unfinished_until_it_is_accepted_left_or_rejected(review: Review) -> None:
    begun = begin_correction(review, title="Half a tit")
    assert begun.find_unfinished() == 1
    assert begun.decide_open(Verdict.ACCEPT).find_unfinished() == 1
    assert begun.decide_open(Verdict.REJECT).find_unfinished() is None
    assert begun.decide(1, Verdict.ACCEPT).find_unfinished() is None
    assert begin_correction(review).find_unfinished() is None


def test_only_open_drafts_are_decided_together(review: Review) -> None:
    done = review.decide(0, Verdict.REJECT).decide_open(Verdict.ACCEPT)
    assert done.count(Verdict.REJECT) == 1
    assert done.count(Verdict.ACCEPT) == len(review.decisions) - 1
    assert review.count(Verdict.OPEN) == len(review.decisions)


def test_what_would_be_saved_does_not_depend_on_what_is_rejected_or_open(review: Review) -> None:
    decided = review.decide(0, Verdict.ACCEPT).decide(1, Verdict.MERGE, "draft:0")
    assert decided.keep_taken().decisions == decided.decisions[:2]
    assert decided.decide_open(Verdict.REJECT).keep_taken() == decided.keep_taken()
    assert decided.decide(2, Verdict.ACCEPT).keep_taken() != decided.keep_taken()


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"clipping": 1}', "null"])
def test_text_of_another_shape_is_refused(content: str) -> None:
    with pytest.raises(InvalidValue):
        load_review(content)


def test_a_draft_of_another_version_is_refused(review: Review) -> None:
    values = json.loads(dump_review(review))
    values["decisions"][0]["proposal"]["kind"] = "no such kind"
    with pytest.raises(InvalidValue, match="another version"):
        load_review(json.dumps(values))
