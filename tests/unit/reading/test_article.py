"""Cutting a text: dateline, sentences, tokens."""

from __future__ import annotations

import pytest

from chancery.reading.article import Article


def sentences_of(text: str) -> list[str]:
    return [text[sentence.start : sentence.end] for sentence in Article.of(text).sentences]


@pytest.mark.parametrize(
    ("text", "places", "day", "month", "year"),
    [
        ("Baku, 21 April, AZERTAC\n\nThe ambassador met the media.", ["Baku"], 21, 4, None),
        ("AGHDAM, Azerbaijan, May 6. The plant opened.", ["AGHDAM", "Azerbaijan"], 6, 5, None),
        ("Baku. 28 December. A factory is planned.", ["Baku"], 28, 12, None),
        ("Baku, May 6, AZERTAC The envoy said so.", ["Baku"], 6, 5, None),
        ("ASTANA - The president met the speaker.", ["ASTANA"], None, None, None),
        ("LONDON (Reuters) - The minister said so.", ["LONDON"], None, None, None),
        ("MOSCOW, April 5. /TASS/. The cargo left.", ["MOSCOW"], 5, 4, None),
        ("SKOPJE, 10 April The governments met.", ["SKOPJE"], 10, 4, None),
        ("KYIV: The minister said so.", ["KYIV"], None, None, None),
        ("Tokyo, Japan - January 5, 2024 - The firm said so.", ["Tokyo", "Japan"], 5, 1, 2024),
    ],
)
def test_a_dateline_gives_places_and_day_and_never_a_year_of_its_own(
    text: str, places: list[str], day: int | None, month: int | None, year: int | None
) -> None:
    line = Article.of(text).dateline
    assert line is not None
    assert [text[start:end] for start, end in line.place_spans] == places
    assert (line.day, line.month, line.year) == (day, month, year)
    assert sentences_of(text)[0].startswith(("The", "A "))


@pytest.mark.parametrize(
    "text",
    [
        "Penny and Paul, new in the post, left.",
        "Paris, May 6 2024 was a fine day.",
        "The minister met the media.",
        "",
        "Baku",
        "Friday, May 6. The shop opened.",
    ],
)
def test_an_opening_sentence_is_no_dateline(text: str) -> None:
    assert Article.of(text).dateline is None


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("He left. She came.", 2),
        ("Mr. Smith met Dr. Jones on Oct. 29 in St. Petersburg.", 1),
        ("The U.S. and the U.K. signed. They left.", 2),
        ("It grew 1.5 times. It fell.", 2),
        ("“He left.” She came.", 2),
        ("He left!\n\nShe came", 2),
        ("One line\nanother line", 2),
        ("George W. Bush came.", 1),
        ("", 0),
        ("...", 0),
    ],
)
def test_sentences_end_where_readers_end_them(text: str, count: int) -> None:
    assert len(sentences_of(text)) == count
