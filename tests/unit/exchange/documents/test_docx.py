"""Word files: paragraphs and tables in order; bombs and entities refused before they are parsed."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest

from chancery.errors import InvalidFile
from chancery.exchange.documents.docx import MEMBER_LIMIT, UNFOLDED_LIMIT, read_docx


def write_docx() -> bytes:
    word = docx.Document()
    word.core_properties.title = "Envoy speaks"
    word.add_paragraph("The ambassador came to Baku.")
    cells = word.add_table(1, 2).rows[0].cells
    cells[0].text, cells[1].text = "Trade", "1.5 times"
    word.add_paragraph("He left on Friday.")
    buffer = io.BytesIO()
    word.save(buffer)
    return buffer.getvalue()


def rewrite(changes: dict[str, bytes], extra: int = 0) -> bytes:
    """Return a Word file with some members replaced and more added."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(write_docx())) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, changes.pop(name, None) or old.read(name))
        for name, content in changes.items():
            new.writestr(name, content)
        for number in range(extra):
            new.writestr(f"extra/{number}", b"")
    return buffer.getvalue()


def test_paragraphs_and_tables_come_in_their_order() -> None:
    found = read_docx(write_docx())
    assert found.text == "The ambassador came to Baku.\n\nTrade | 1.5 times\n\nHe left on Friday."
    assert found.title == "Envoy speaks"


LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><w:document xmlns:w="x">&c;</w:document>'
)
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><w:document>&a;</w:document>'


@pytest.mark.parametrize(
    "xml", [LAUGHS, OUTSIDE, OUTSIDE.decode().encode("utf-16"), OUTSIDE.replace(b"DOCTYPE", b"doctype")]
)
def test_entities_are_refused(xml: bytes) -> None:
    with pytest.raises(InvalidFile, match="entities"):
        read_docx(rewrite({"word/document.xml": xml}))


def test_an_archive_that_unfolds_to_too_much_is_refused() -> None:
    with pytest.raises(InvalidFile, match="unfolds"):
        read_docx(rewrite({"word/media/bomb.bin": b"\0" * (UNFOLDED_LIMIT + 1)}))


def test_an_archive_of_too_many_files_is_refused() -> None:
    with pytest.raises(InvalidFile, match="unfolds"):
        read_docx(rewrite({}, extra=MEMBER_LIMIT))


def test_members_with_paths_outside_are_not_written_anywhere() -> None:
    assert "ambassador" in read_docx(rewrite({"../../evil.txt": b"x"})).text


def write_zip(name: str, content: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize("data", [b"PK\x03\x04", write_zip("a.txt", b"x"), write_docx()[:-200], write_docx()[:600]])
def test_what_is_no_word_file_is_said_to_be_none(data: bytes) -> None:
    with pytest.raises(InvalidFile):
        read_docx(data)


def test_a_file_that_holds_pictures_only_has_no_text() -> None:
    buffer = io.BytesIO()
    docx.Document().save(buffer)
    with pytest.raises(InvalidFile, match="no text"):
        read_docx(buffer.getvalue())
