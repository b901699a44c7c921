"""PDF files: text comes out, everything else ends in a sentence that says what to do."""

from __future__ import annotations

import io
import zlib

import pytest
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, StreamObject

from chancery.errors import InvalidFile
from chancery.exchange.documents.pdf import PAGE_LIMIT, read_pdf

LINES = (
    "Baku, 21 April. The ambassador said on Thursday that the two countries had",
    "agreed on a programme for the coming years.",
    "A delegation will travel to Minsk in the autumn.",
)


def write_pdf(lines: tuple[str, ...] = LINES, *, pages: int = 1) -> PdfWriter:
    """Return a writer with pages that hold lines of text, in the font that every reader has."""
    writer = PdfWriter()
    font = DictionaryObject(
        {NameObject("/Type"): NameObject("/Font"), NameObject("/Subtype"): NameObject("/Type1"),
         NameObject("/BaseFont"): NameObject("/Helvetica")}
    )  # fmt: skip
    for _ in range(pages):
        page = writer.add_blank_page(600, 800)
        stream = DecodedStreamObject()
        stream.set_data(b"BT /F1 12 Tf 50 700 Td 14 TL " + b" ".join(f"({x}) Tj T*".encode() for x in lines) + b" ET")
        page[NameObject("/Contents")] = writer._add_object(stream)
        fonts = DictionaryObject({NameObject("/F1"): font})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    return writer


def save(writer: PdfWriter) -> bytes:
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def test_lines_are_put_together_to_paragraphs() -> None:
    writer = write_pdf()
    writer.add_metadata({"/Title": "Envoy speaks"})
    found = read_pdf(save(writer))
    assert found.text.split("\n\n")[0] == " ".join(LINES[:2])
    assert found.title == "Envoy speaks"


def test_a_scanned_file_is_said_to_have_no_text() -> None:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    with pytest.raises(InvalidFile, match="no text in it"):
        read_pdf(save(writer))


def test_a_locked_file_is_said_to_be_locked() -> None:
    writer = write_pdf()
    writer.encrypt("secret", algorithm="RC4-128")
    with pytest.raises(InvalidFile, match="password"):
        read_pdf(save(writer))


def test_a_file_that_only_restricts_printing_is_read() -> None:
    writer = write_pdf()
    writer.encrypt("", "owner", algorithm="RC4-128")
    assert "ambassador" in read_pdf(save(writer)).text


def test_more_pages_than_are_read_are_refused_before_any_is_read() -> None:
    writer = PdfWriter()
    for _ in range(PAGE_LIMIT + 1):
        writer.add_blank_page(10, 10)
    with pytest.raises(InvalidFile, match=f"{PAGE_LIMIT} are read at most"):
        read_pdf(save(writer))


def test_a_stream_that_unfolds_without_end_is_refused() -> None:
    writer = write_pdf()
    bomb = StreamObject()
    bomb._data = zlib.compress(b" " * (200 * 1024 * 1024), 9)
    bomb[NameObject("/Filter")] = NameObject("/FlateDecode")
    writer.pages[0][NameObject("/Contents")] = writer._add_object(bomb)
    with pytest.raises(InvalidFile):
        read_pdf(save(writer))


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7 and nothing else", b"%PDF-1.4\n1 0 obj <<>> endobj trailer <</Root 9 0 R>>"]
)
def test_a_damaged_file_is_said_to_be_damaged(data: bytes) -> None:
    with pytest.raises(InvalidFile):
        read_pdf(data)


def test_a_file_that_was_cut_short_gives_text_or_a_sentence() -> None:
    data = save(write_pdf())
    for length in range(20, len(data), 97):
        try:
            assert isinstance(read_pdf(data[:length]).text, str)
        except InvalidFile:
            continue
