"""PDF files that hold text."""

from __future__ import annotations

import io
import logging

from pypdf import PdfReader
from pypdf.errors import DependencyError, LimitReachedError, PyPdfError

from chancery.errors import InvalidFile
from chancery.exchange.documents.document import LONGEST_TEXT, Document, clean_line, clean_text, join_lines

PAGE_LIMIT = 200
"""Most pages of a file that is read."""

_PASTE = "Open it and paste the text instead."


def read_pdf(data: bytes) -> Document:
    """Return the text of a PDF file, its lines put together to paragraphs.

    Raises
    ------
    InvalidFile
        If it needs a password, is damaged, has more than `PAGE_LIMIT` pages, or holds pictures of text only.
    """
    # pypdf says on its log what it repairs; what matters is whether text comes out.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = _open(data)
        pages = len(reader.pages)
        if pages > PAGE_LIMIT:
            raise InvalidFile(
                f"It has {pages:,} pages; {PAGE_LIMIT} are read at most.",
                remedy="Print the pages that matter into a file of their own, or paste the text.",
            )
        texts: list[str] = []
        for page in reader.pages:
            texts.append(page.extract_text())
            if sum(map(len, texts)) > 2 * LONGEST_TEXT:
                break
        title = clean_line(reader.metadata.title if reader.metadata else "")
    except LimitReachedError as error:
        raise InvalidFile("It unfolds to more than is read.", remedy=_PASTE) from error
    except (PyPdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError, OSError) as error:
        # pypdf meets a damaged file with any of these.
        raise InvalidFile("It is damaged, or no PDF at all.", remedy=_PASTE) from error
    text = "\n\n".join(join_lines(page) for page in texts)
    if not text.strip():
        raise InvalidFile(
            f"There is no text in it: {'its page is a picture' if pages == 1 else 'its pages are pictures'}.",
            remedy="Run it through text recognition (OCR) first, or type what matters.",
        )
    return Document(clean_text(text), title=title, notes=("Paragraphs are put together from the lines of the pages.",))


def _open(data: bytes) -> PdfReader:
    reader = PdfReader(io.BytesIO(data), strict=False)
    locked = InvalidFile("It is locked with a password.", remedy="Save it without one, or paste the text.")
    if reader.is_encrypted:
        try:
            if not reader.decrypt(""):
                raise locked
        except DependencyError as error:
            raise locked from error
    return reader
