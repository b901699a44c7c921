"""A file of any known format, parsed in a process of its own that has little time and little memory.

Parsers of PDF, Word and HTML files are large, and what they are given is hostile until proved otherwise. What goes
wrong there ends that process, not this one.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from dataclasses import asdict, dataclass
from pathlib import Path, PurePath
from typing import Any

from chancery.errors import ChanceryError, InvalidFile
from chancery.exchange.documents.document import Document

LARGEST_FILE = 20 * 1024 * 1024
"""Bytes of a file that is taken."""

SECONDS = 30
"""How long one file may take."""

MEMORY_BYTES = 1024 * 1024 * 1024
"""Address space that one file may take, where the system can hold a process to that."""

AT_ONCE = 2
"""How many files are parsed at the same time; others wait."""

_LONGEST_NAME = 120
_PASTE = "Paste the text of the article instead."
_ROOT = Path(__file__).resolve().parents[3]
_turns = threading.BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file.

    Attributes
    ----------
    label
        What it is called.
    opening
        Bytes that such a file begins with; empty if it can begin with anything.
    """

    label: str
    opening: bytes = b""


FORMATS: dict[str, Format] = {
    ".txt": Format("plain text"),
    ".html": Format("web page"),
    ".htm": Format("web page"),
    ".pdf": Format("PDF", b"%PDF-"),
    ".docx": Format("Word file", b"PK\x03\x04"),
    ".eml": Format("e-mail message"),
}
"""The known formats by the ending of a file's name."""


def extract_document(data: bytes, name: str, *, charset: str = "", url: str = "") -> Document:
    """Return the article that a file holds.

    Parameters
    ----------
    name
        What the file is called. Only its ending counts; it is never used as a path.
    charset, url
        What a server said of it, if it came from one.

    Raises
    ------
    InvalidFile
        If it is too large, of no known format, not what its name says, takes too long, or has no text.
    """
    shown = _show_name(name)
    try:
        return _extract(data, _find_format(data, name), charset, url)
    except InvalidFile as error:
        raise error.at(file=shown) from error


def parse_document(data: bytes, suffix: str, *, charset: str = "", url: str = "") -> Document:
    """Return the article that a file of a known format holds, parsed here and now, without limits of time or memory."""
    # Each parser is loaded when it is needed: together they take a second.
    match suffix:
        case ".html" | ".htm":
            from chancery.exchange.documents.html import read_html  # noqa: PLC0415

            return read_html(data, charset=charset, url=url)
        case ".pdf":
            from chancery.exchange.documents.pdf import read_pdf  # noqa: PLC0415

            return read_pdf(data)
        case ".docx":
            from chancery.exchange.documents.docx import read_docx  # noqa: PLC0415

            return read_docx(data)
        case ".eml":
            from chancery.exchange.documents.eml import read_eml  # noqa: PLC0415

            return read_eml(data)
        case _:
            from chancery.exchange.documents.text import read_text  # noqa: PLC0415

            return read_text(data)


def _find_format(data: bytes, name: str) -> str:
    suffix = PurePath(name.replace("\\", "/")).suffix.lower()
    known = ", ".join(FORMATS)
    if len(data) > LARGEST_FILE:
        size, limit = len(data) / 2**20, LARGEST_FILE // 2**20
        raise InvalidFile(f"It has {size:.0f} MB; {limit} MB are taken at most.", remedy=_PASTE)
    if not data:
        raise InvalidFile("The file is empty.", remedy="Save it again, or paste the text.")
    if suffix not in FORMATS:
        raise InvalidFile("Files of this kind cannot be read.", remedy=f"Give one of {known}, or paste the text.")
    opening = FORMATS[suffix].opening
    if opening and opening not in data[:1024]:
        raise InvalidFile(
            f"It is named {suffix}, but is no {FORMATS[suffix].label}.", remedy="Save it again, or paste the text."
        )
    if suffix == ".txt" and data.startswith((b"%PDF-", b"PK\x03\x04")):
        raise InvalidFile("It is named .txt, but is no plain text.", remedy="Give it the ending of what it is.")
    return suffix


def _extract(data: bytes, suffix: str, charset: str, url: str) -> Document:
    if suffix == ".txt":
        return parse_document(data, suffix)
    request = json.dumps({"suffix": suffix, "charset": charset, "url": url}).encode() + b"\n"
    path = os.pathsep.join(part for part in (str(_ROOT), os.environ.get("PYTHONPATH", "")) if part)
    with _turns:
        try:
            done = subprocess.run(  # noqa: S603 - our own module; the file goes in as data
                [sys.executable, "-m", "chancery.exchange.documents.worker", str(MEMORY_BYTES), str(SECONDS)],
                input=request + data,
                capture_output=True,
                timeout=SECONDS,
                env={**os.environ, "PYTHONPATH": path},
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise InvalidFile(f"Reading it took longer than {SECONDS} seconds.", remedy=_PASTE) from error
    return _read_answer(done.stdout)


def _read_answer(output: bytes) -> Document:
    try:
        answer: dict[str, Any] = json.loads(output)
    except ValueError as error:
        raise InvalidFile("It needs more memory or time than a file may take.", remedy=_PASTE) from error
    if "error" in answer:
        raise InvalidFile(answer["error"], remedy=answer["remedy"])
    answer["notes"] = tuple(answer["notes"])
    return Document(**answer)


def encode_outcome(outcome: Document | ChanceryError) -> str:
    """Return what parsing a file came to, as the parsing process hands it back."""
    if isinstance(outcome, Document):
        return json.dumps(asdict(outcome))
    return json.dumps({"error": outcome.message, "remedy": outcome.remedy})


def _show_name(name: str) -> str:
    """Return the last part of a file's name with nothing in it that is not printed, to be shown and no more."""
    last = PurePath(name.replace("\\", "/")).name
    return "".join(character for character in last if character.isprintable())[:_LONGEST_NAME] or "file"
