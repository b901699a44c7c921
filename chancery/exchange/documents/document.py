"""What is read out of a file: its text, cleaned, and what the document says of itself."""

from __future__ import annotations

import re
from dataclasses import dataclass

from chancery.dates import Edtf
from chancery.errors import InvalidDate, InvalidFile

LONGEST_TEXT = 1_000_000
"""Code points; a long book has as many."""

_NO_TEXT = "".join(chr(code) for code in (*range(9), 11, 12, *range(14, 32), 127, 0xFEFF, 0xFFFE, 0xFFFF))
_REMOVED = str.maketrans("", "", _NO_TEXT)
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_LINE_END = re.compile(r"\r\n?|[\x85\u2028\u2029]")
_BLANK_LINES = re.compile(r"\n[ \t]*\n[ \t\n]*")
_SENTENCE_END = re.compile(r"[.!?…:;][\"'”’»)\]]*$")
_LONGEST_TITLE = 300


@dataclass(frozen=True, slots=True)
class Document:
    """An article as it was found.

    Attributes
    ----------
    text
        Paragraphs, apart by blank lines where the document shows them; offsets of everything later count in it.
    title, publisher, published, language, url
        As far as the document says them itself; `published` is a day, and never guessed.
    notes
        What was left out or may be wrong, as sentences for the reader.
    """

    text: str
    title: str = ""
    publisher: str = ""
    published: str = ""
    language: str = ""
    url: str = ""
    notes: tuple[str, ...] = ()


def clean_text(text: str) -> str:
    r"""Return a text with ``\n`` as its only line end, without what no text holds and without blank space around it.

    Raises
    ------
    InvalidFile
        If nothing is left, or more than `LONGEST_TEXT`.
    """
    lines = _LINE_END.sub("\n", text).translate(_REMOVED)
    plain = _BLANK_LINES.sub("\n\n", _SURROGATE.sub("\ufffd", lines)).strip()
    if not plain:
        raise InvalidFile("There is no text in it.", remedy="Paste the text of the article instead.")
    if len(plain) > LONGEST_TEXT:
        raise InvalidFile(
            f"Its text has {len(plain):,} characters; {LONGEST_TEXT:,} are read at most.",
            remedy="Give the article in parts, or paste the part that matters.",
        )
    return plain


def clean_line(text: object) -> str:
    """Return a title or a name as one line; empty if there is none."""
    words = " ".join(_SURROGATE.sub("", str(text or "")).translate(_REMOVED).split())
    return words[:_LONGEST_TITLE]


def clean_day(text: object) -> str:
    """Return a day as EDTF; empty if what was given is not a whole day."""
    day = str(text or "")[:10]
    try:
        return day if len(day) == 10 and Edtf.parse(day).first is not None else ""
    except InvalidDate:
        return ""


def join_lines(text: str) -> str:
    """Return a text whose lines were broken to fit a page, with each paragraph as one line.

    A line that is clearly shorter than the longest, and ends a sentence, ends its paragraph; so does a blank line. A
    word that was divided is put together. A text without long lines is returned as it is.
    """
    lines = [line.strip() for line in _LINE_END.sub("\n", text).split("\n")]
    longest = max(map(len, lines), default=0)
    if not 40 <= longest <= 160:
        return text
    paragraphs: list[str] = [""]
    for line in lines:
        if not line:
            paragraphs.append("")
            continue
        paragraphs[-1] = _append_line(paragraphs[-1], line)
        if len(line) < 0.75 * longest and _SENTENCE_END.search(line):
            paragraphs.append("")
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def _append_line(paragraph: str, line: str) -> str:
    if not paragraph:
        return line
    if paragraph.endswith("\u00ad") or (paragraph[-2:-1].islower() and paragraph.endswith("-") and line[0].islower()):
        return paragraph[:-1] + line
    return f"{paragraph} {line}"
