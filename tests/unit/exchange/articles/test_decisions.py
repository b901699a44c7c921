"""Decisions survive being kept as text, and undecided drafts are decided together."""

from __future__ import annotations

import json

import pytest

from chancery.errors import InvalidValue
from chancery.exchange.articles.decisions import Review, Verdict, dump_review, load_review


def test_a_review_comes_back_from_its_text_as_it_was(review: Review) -> None:
    decided = review.decide(0, Verdict.ACCEPT).decide(1, Verdict.MERGE, "draft:0").decide(2, Verdict.REJECT)
    assert load_review(dump_review(decided)) == decided


def test_only_open_drafts_are_decided_together(review: Review) -> None:
    done = review.decide(0, Verdict.REJECT).decide_open(Verdict.ACCEPT)
    assert done.count(Verdict.REJECT) == 1
    assert done.count(Verdict.ACCEPT) == len(review.decisions) - 1
    assert review.count(Verdict.OPEN) == len(review.decisions)


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"clipping": 1}', "null"])
def test_text_of_another_shape_is_refused(content: str) -> None:
    with pytest.raises(InvalidValue):
        load_review(content)


def test_a_draft_of_another_version_is_refused(review: Review) -> None:
    values = json.loads(dump_review(review))
    values["decisions"][0]["proposal"]["kind"] = "no such kind"
    with pytest.raises(InvalidValue, match="another version"):
        load_review(json.dumps(values))
