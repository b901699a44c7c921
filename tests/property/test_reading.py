"""What holds for the reading of any text."""

from __future__ import annotations

import itertools
import json
import time

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from chancery.dates import Edtf
from chancery.reading.article import Article
from chancery.reading.reader import read
from chancery.reading.report import reading_as_json
from scripts.evaluate_reading import load_articles

PIECES = (
    "Baku, 21 April - ", "The minister ", "visited ", "will visit ", "Minsk", "Paris, Texas", "on Thursday", ". ", ", ",
    "\n\n", "“", "”", "signed ", "an agreement ", "last year", "President Aleksandar Vucic ", "he ", "in 2024", "by 2027",
    "12 million dollars ", "ə", "Şuşa ", "Шуша ", "北京", "\u200f", "e\u0301", "\ud800", "U.S. ", "St. ", "A.", "99/99/9999 ",
)  # fmt: skip

texts = st.one_of(st.text(max_size=300), st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
relaxed = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@relaxed
@given(texts, st.sampled_from(["", "2025-04-21", "2025-04", "2025", "2025-04-21/2025-05-02"]))
def test_any_text_is_read_and_every_offset_indexes_it(text: str, published: str) -> None:
    reading = read(text, published)
    for place in reading.places:
        assert text[place.mention.start : place.mention.end] == place.mention.surface
    for phrase in reading.phrases:
        assert text[phrase.start : phrase.end] == phrase.surface
        Edtf.parse(phrase.edtf)
    for person in reading.people:
        assert 0 <= person.start < person.end <= len(text)
    for proposal in reading.proposals:
        assert 0 <= proposal.start <= proposal.quote_start <= proposal.quote_end <= proposal.end <= len(text)
        Edtf.parse(proposal.date_edtf)
        assert proposal.title.strip()
    json.dumps(reading_as_json(reading))


@relaxed
@given(texts)
def test_the_same_text_is_always_read_the_same(text: str) -> None:
    assert reading_as_json(read(text, "2025-04-21")) == reading_as_json(read(text, "2025-04-21"))


@relaxed
@given(texts)
def test_sentences_lie_in_order_and_hold_every_token_but_the_dateline(text: str) -> None:
    article = Article.of(text)
    for left, right in zip(article.sentences, article.sentences[1:], strict=False):
        assert left.end <= right.start
        assert left.last_token <= right.first_token
    body = article.dateline.end if article.dateline else 0
    held = sum(sentence.last_token - sentence.first_token for sentence in article.sentences)
    assert held == sum(token.start >= body for token in article.tokens)


@relaxed
@given(texts)
@example('S"t. PaRIS')
def test_mentions_do_not_overlap(text: str) -> None:
    reading = read(text)
    for mentions in (reading.names.places, reading.phrases, reading.names.people):
        for left, right in itertools.pairwise(mentions):
            assert left.end <= right.start


UNRELATED = (
    "The defence minister of Norway visited Tallinn on 3 March 2024.",
    "A bridge was opened in Lima on 5 May 2023.",
    "An exhibition of photographs will be held in Nairobi in June 2026.",
    "The presidents of Chile and Peru signed a treaty in Santiago on 7 July 2022.",
)


@settings(max_examples=8, deadline=None)
@given(st.permutations(UNRELATED))
def test_the_order_of_unrelated_paragraphs_does_not_matter(sentences: list[str]) -> None:
    found = read("\n\n".join(sentences), "2025-04-21").proposals
    plain = {(p.kind, p.date_edtf, p.status, tuple(x.name for x in p.places)) for p in found}
    single = {
        (p.kind, p.date_edtf, p.status, tuple(x.name for x in p.places))
        for sentence in UNRELATED
        for p in read(sentence, "2025-04-21").proposals
    }
    assert plain == single


@pytest.mark.parametrize(
    "piece",
    [
        "a" * 40,
        "A ",
        "1 ",
        ". ",
        "“",
        "May ",
        "the ",
        "(",
        "-",
        "of the ",
        "President ",
        "Minsk, ",
        "\n",
        "A.",
        "in 2024 ",
        "'s ",
        "for the summit in the ",
        "Minister of the Council of ",
        "the delegation led by ",
    ],
)
def test_no_repetition_takes_more_than_linear_time(piece: str) -> None:
    read("warm up in Minsk on Monday", "2025-04-21")
    seconds: list[float] = []
    for size in (3_000, 12_000):
        text = (piece * (size // len(piece) + 1))[:size]
        start = time.process_time()
        read(text, "2025-04-21")
        seconds.append(time.process_time() - start)
    assert seconds[1] <= 0.5 + 8 * seconds[0]


def test_reading_a_long_text_takes_time_in_proportion() -> None:
    body = "\n\n".join(article["text"] for article in load_articles("own_gold.json"))
    seconds: list[float] = []
    for size in (8_000, 32_000):
        text = (body * (size // len(body) + 1))[:size]
        start = time.process_time()
        read(text, "2025-04-21")
        seconds.append(time.process_time() - start)
    assert seconds[1] <= 1 + 8 * seconds[0]
