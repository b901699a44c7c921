"""Plain text is read right in every encoding that news of these regions comes in."""

from __future__ import annotations

import codecs

import pytest

from chancery.errors import InvalidFile
from chancery.exchange.documents.document import LONGEST_TEXT, clean_day, clean_text, join_lines
from chancery.exchange.documents.text import decode_text, read_text

AZERBAIJANI = "Xankəndi və Şuşa şəhərlərinə İlk səfər: ığüöç"
BELARUSIAN = "Ў Мінску адбылася сустрэча прэзідэнтаў дзвюх краін, якія паведамілі пра візіт."
RUSSIAN = "Президенты провели переговоры в Минске и подписали совместное заявление о сотрудничестве."
TURKISH = "Cumhurbaşkanı İstanbul'da görüştü; Şuşa'yı ziyaret edeceğini, ılık bir karşılama beklediğini açıkladı."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("text", [AZERBAIJANI, BELARUSIAN, RUSSIAN, "Plain words of Baku."])
def test_unicode_is_read_exactly_with_and_without_its_mark(text: str, encoding: str) -> None:
    assert read_text(text.encode(encoding)).text == text


@pytest.mark.parametrize(
    ("text", "encoding"), [(BELARUSIAN, "cp1251"), (RUSSIAN, "cp1251"), (RUSSIAN, "koi8-r"), (TURKISH, "cp1254")]
)
def test_eight_bit_texts_are_recognised(text: str, encoding: str) -> None:
    assert decode_text(text.encode(encoding)) == text


def test_the_declared_encoding_counts_before_a_guess() -> None:
    assert decode_text("Şuşa".encode("cp1254"), "cp1254") == "Şuşa"
    assert decode_text(b"plain", "no-such-encoding") == "plain"


@pytest.mark.parametrize("data", [b"\x00\x01\x02\x00binary\x00" * 20, codecs.BOM_UTF16_LE + b"\x00\xd8x"])
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(InvalidFile):
        read_text(data)


def test_line_ends_become_one_kind_and_control_characters_go() -> None:
    assert clean_text("\ufeffa\r\nb\rc\u2028d\x00\x07\n\n\n \n e") == "a\nb\nc\nd\n\ne"


def test_halves_of_surrogate_pairs_are_replaced() -> None:
    assert clean_text("a\ud800b") == "a\ufffdb"


@pytest.mark.parametrize("text", ["", " \n\t ", "\x00\x01"])
def test_nothing_is_no_text(text: str) -> None:
    with pytest.raises(InvalidFile, match="no text"):
        clean_text(text)


def test_a_text_that_is_too_long_is_refused() -> None:
    assert len(clean_text("a" * LONGEST_TEXT)) == LONGEST_TEXT
    with pytest.raises(InvalidFile, match="at most"):
        clean_text("a" * (LONGEST_TEXT + 1))


def test_broken_lines_become_paragraphs_and_divided_words_whole() -> None:
    lines = (
        "The ambassador said on Thursday that the two countries had agreed on a new co-\n"
        "operation programme, and that the first delegation would travel to Minsk in the\n"
        "autumn of the same year.\n"
        "Trade grew by half in the meantime, as the ministry of the economy of Azerbaijan\n"
        "reported.\n"
    )
    first, second = join_lines(lines).split("\n\n")
    assert "cooperation programme, and that the first delegation would travel to Minsk in the autumn" in first
    assert second.startswith("Trade grew")
    assert second.endswith("reported.")


def test_a_text_with_a_line_for_each_paragraph_is_left_alone() -> None:
    text = f"{'A sentence of some length. ' * 12}\n{'Another one. ' * 20}"
    assert join_lines(text) == text


@pytest.mark.parametrize(
    ("given", "day"), [("2025-04-21T10:00", "2025-04-21"), ("2025-02-30", ""), ("2025", ""), (None, ""), ("garbage!!!", "")]
)  # fmt: skip
def test_only_a_whole_day_is_taken_for_a_date(given: object, day: str) -> None:
    assert clean_day(given) == day
