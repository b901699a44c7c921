"""The reader held against articles annotated by hand: the founding article and the rest, with floors under its figures."""

from __future__ import annotations

import pytest

from chancery.reading.reader import read
from chancery.reading.report import reading_as_json
from scripts.evaluate_reading import FIXTURES, load_articles, score_articles
from scripts.reading_measures import Score, pair_events, score_article


def founding_article() -> dict[str, object]:
    return next(article for article in load_articles("dev_gold.json") if article["id"] == "seed")


def test_the_founding_article_is_read_with_all_its_places() -> None:
    article = founding_article()
    score = Score()
    score_article(score, reading_as_json(read(article["text"], article["published"])), article)
    assert (score.places.hits, score.places.false, score.places.missed) == (28, 0, 0)
    assert all(score.resolved)


def test_the_founding_article_gives_at_least_17_of_its_20_events() -> None:
    article = founding_article()
    found = reading_as_json(read(article["text"], article["published"]))["events"]
    pairs = pair_events(found, article["events"], same_kind=True)
    wanted = {index for index, event in enumerate(article["events"]) if not event["optional"]}
    assert len(wanted) == 20
    assert len(wanted & {right for _, right in pairs}) >= 17


@pytest.mark.parametrize(("name", "floor"), [("dev_gold.json", 0.85), ("own_gold.json", 0.82)])
def test_the_figures_do_not_sink(name: str, floor: float) -> None:
    figures = score_articles(load_articles(name)).figures()
    assert figures["place F1"] >= 0.97
    assert figures["place resolution"] >= 0.93
    assert figures["event F1"] >= floor
    assert figures["date, overlapping"] >= 0.8
    assert figures["actor recall"] >= 0.8
    assert figures["status"] >= 0.85


@pytest.mark.parametrize("name", ["dev_gold.json", "own_gold.json"])
def test_the_annotations_index_their_texts(name: str) -> None:
    for article in load_articles(name):
        assert (FIXTURES / article["text_file"]).is_file()
        for place in article["places"]:
            assert article["text"][place["start"] : place["end"]] == place["surface"]


def test_the_measure_can_fail() -> None:
    article = founding_article()
    score = Score()
    score_article(score, {"places": [], "events": []}, article)
    assert score.places.f1 == score.events.f1 == 0.0
