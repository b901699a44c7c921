"""Files of any name and kind: parsed under limits, refused with a sentence, never a path."""

from __future__ import annotations

import os
import sys

import pytest

from chancery.errors import InvalidFile
from chancery.exchange.documents import extraction
from chancery.exchange.documents.extraction import LARGEST_FILE, extract_document
from tests.unit.exchange.documents.test_docx import write_docx
from tests.unit.exchange.documents.test_pdf import save, write_pdf


@pytest.mark.parametrize(
    "name", ["../../x.docx", "C:\\temp\\x.DOCX", "\u202excod.docx", "CON.docx", "a" * 5_000 + ".docx"]
)
def test_a_name_is_no_path(name: str, tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(str(tmp_path))
    monkeypatch.setattr(extraction, "_extract", lambda data, suffix, *_: extraction.parse_document(data, suffix))
    assert "ambassador" in extract_document(write_docx(), name).text
    assert os.listdir() == []  # noqa: PTH208 - the test is about the working directory


@pytest.mark.parametrize("name", ["../../x.pdf", "x\u202e\r\n.pdf", "/" * 9 + ".pdf", ".pdf"])
def test_an_error_shows_a_name_without_its_path_and_its_marks(name: str) -> None:
    with pytest.raises(InvalidFile) as error:
        extract_document(b"not a PDF", name)
    shown = str(error.value.where)
    assert "/" not in shown
    assert "\u202e" not in shown
    assert "\r" not in shown


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "a.txt", "empty"),
        (b"MZ", "a.exe", "cannot be read"),
        (b"text", "noending", "cannot be read"),
        (b"just a text", "a.pdf", "is no PDF"),
        (b"%PDF-1.7", "a.docx", "is no Word file"),
        (b"%PDF-1.7", "a.txt", "no plain text"),
        (b"a" * (LARGEST_FILE + 1), "a.txt", "MB"),
    ],
)
def test_what_is_not_what_it_is_named_is_refused_with_what_to_do(data: bytes, name: str, words: str) -> None:
    with pytest.raises(InvalidFile, match=words) as error:
        extract_document(data, name)
    assert error.value.remedy


def test_a_file_is_parsed_in_a_process_of_its_own_and_comes_back_whole() -> None:
    found = extract_document(save(write_pdf()), "news.pdf")
    assert "ambassador" in found.text
    assert found.notes


def test_an_error_comes_back_from_that_process_as_ours() -> None:
    with pytest.raises(InvalidFile, match="damaged") as error:
        extract_document(b"%PDF-1.7 and nothing", "news.pdf")
    assert error.value.where.file == "news.pdf"


def test_a_file_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extraction, "SECONDS", 0.001)
    with pytest.raises(InvalidFile, match="longer than"):
        extract_document(save(write_pdf()), "news.pdf")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot hold a process to an amount of memory")
def test_a_file_that_takes_too_much_memory_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extraction, "MEMORY_BYTES", 30 * 1024 * 1024)
    with pytest.raises(InvalidFile, match="memory"):
        extract_document(save(write_pdf()), "news.pdf")
