"""Word files (.docx): zip archives of XML."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import docx
from docx.opc.exceptions import OpcError
from docx.table import Table
from lxml import etree  # pyright: ignore[reportAttributeAccessIssue] - it is compiled

from chancery.errors import InvalidFile
from chancery.exchange.documents.document import Document, clean_line, clean_text

MEMBER_LIMIT = 2_000
"""Most files within the archive."""

UNFOLDED_LIMIT = 64 * 1024 * 1024
"""Most bytes that the archive unfolds to."""

_PASTE = "Open it and paste the text instead."


def read_docx(data: bytes) -> Document:
    """Return the paragraphs and table rows of a Word file, in their order.

    Raises
    ------
    InvalidFile
        If it is no such file, unfolds to too much, or declares entities, which no Word file does.
    """
    _check_archive(data)
    try:
        word: Any = docx.Document(io.BytesIO(data))
        text = "\n\n".join(_list_paragraphs(word))
        title = clean_line(word.core_properties.title)
    except (OpcError, etree.LxmlError, zipfile.BadZipFile, KeyError, ValueError, AttributeError) as error:
        raise InvalidFile("It is damaged, or no Word file at all.", remedy=_PASTE) from error
    return Document(clean_text(text), title=title)


def _list_paragraphs(word: Any) -> Iterator[str]:
    for block in word.iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                yield " | ".join(dict.fromkeys(cell.text.strip() for cell in row.cells))
        else:
            yield block.text


def _check_archive(data: bytes) -> None:
    """Refuse what would unfold to too much, or could make the XML parser do so, before anything is parsed."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if len(members) > MEMBER_LIMIT or sum(member.file_size for member in members) > UNFOLDED_LIMIT:
                raise InvalidFile("It unfolds to more than a Word file should.", remedy=_PASTE)
            for member in members:
                if member.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in _widen(archive.read(member)):
                    raise InvalidFile("Its XML declares entities, which no Word file does.", remedy=_PASTE)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise InvalidFile("It is damaged, locked, or no Word file at all.", remedy=_PASTE) from error


def _widen(xml: bytes) -> bytes:
    """Return XML in which a declaration can be found, be it in UTF-8 or UTF-16."""
    return xml.replace(b"\0", b"").upper()
