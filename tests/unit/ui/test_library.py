"""The answers about an atlas are kept with it, and no longer than it."""

from __future__ import annotations

import gc
import weakref

from chancery.query.filters import Filters
from chancery.ui.library import make_library
from tests.sample import ATLAS, TEXTS


def test_answers_are_kept_for_the_same_view_and_go_with_their_atlas() -> None:
    library = make_library(ATLAS, TEXTS, "one")
    answers = library.ask(Filters(kinds=("visit",)))
    assert library.ask(Filters(kinds=("visit",))) is answers
    assert library.ask(Filters()) is not answers
    assert list(answers.records["record_id"]) == ["visit"]
    kept = weakref.ref(answers)
    del library, answers
    gc.collect()
    assert kept() is None
