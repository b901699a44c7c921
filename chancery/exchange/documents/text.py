"""Plain text, in whatever encoding it arrives."""

from __future__ import annotations

import codecs

from charset_normalizer import from_bytes

from chancery.errors import InvalidFile
from chancery.exchange.documents.document import Document, clean_text

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""Byte order marks; those of UTF-32 come first, since one of them begins with one of UTF-16."""

_ENCODINGS = ["cp1251", "cp1254", "cp1252", "cp1256", "koi8_r", "iso8859_5", "cp866"]
"""What texts are encoded in that are not Unicode, as far as news of these regions go."""

_TURKISH = frozenset(b"\xd0\xdd\xde\xf0\xfd\xfe")
"""The bytes in which the Turkish encoding differs from the Western one: ğ ı ş there, letters of Icelandic here."""

_SAMPLE = 64 * 1024


def read_text(data: bytes) -> Document:
    """Return a file of plain text.

    Raises
    ------
    InvalidFile
        If it is binary, in no known encoding, empty or too long.
    """
    return Document(clean_text(decode_text(data)))


def decode_text(data: bytes, declared: str = "") -> str:
    """Return bytes as text: by their mark, as UTF-8, as declared, else in the encoding that makes most sense of them.

    Parameters
    ----------
    declared
        The encoding that the document or its server names, if one does.

    Raises
    ------
    InvalidFile
        If no encoding fits.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode(data, encoding)
    unmarked = _guess_utf16(data)
    if unmarked:
        return _decode(data, unmarked)
    if b"\0" in data[:_SAMPLE]:
        raise InvalidFile("It is not a text.", remedy="Give it the ending of what it is, or paste the text.")
    for encoding in ("utf-8", declared):
        try:
            return data.decode(encoding) if encoding else _guess(data)
        except (UnicodeDecodeError, LookupError):
            continue
    return _guess(data)


def _decode(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise InvalidFile(
            f"It begins as {encoding.upper()} and breaks off within a character.", remedy="Save it again as UTF-8."
        ) from error


def _guess_utf16(data: bytes) -> str:
    """Return which UTF-16 it is, where every other byte is mostly empty; else nothing."""
    sample = data[:_SAMPLE]
    if len(sample) < 4 or len(data) % 2 or 0 not in sample:
        return ""
    even, odd = sample[0::2], sample[1::2]
    # A Latin text has zeros on one side; a Cyrillic one has those of its blanks there, beside its block number (4).
    for high, low, name in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if sum(byte in (0, 1, 2, 4, 0x20) for byte in high) > 0.9 * len(high) and 0 not in low:
            return name
    return ""


def _guess(data: bytes) -> str:
    best = from_bytes(data[:_SAMPLE], cp_isolation=_ENCODINGS).best()
    if best is None:
        raise InvalidFile("Its encoding is not known.", remedy="Save it again as UTF-8, or paste the text.")
    encoding = "cp1254" if best.encoding == "cp1252" and set(data) & _TURKISH else best.encoding
    return data.decode(encoding, errors="replace")
