"""Text as it is searched, so that a reader finds a name in whatever spelling the keyboard gives."""

from __future__ import annotations

import unicodedata


def fold_text(text: str) -> str:
    """Return a text as it is searched: no case, no diacritics, no apostrophes, punctuation as blanks.

    The Azerbaijani ``ə`` becomes ``a`` and dotless ``ı`` becomes ``i``, as readers without that keyboard type them.

    >>> fold_text("Şuşa, Xankəndi")
    'susa xankandi'
    """
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_FOLDED))
    letters = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return " ".join(letters.split())


_FOLDED = str.maketrans(
    {"ə": "a", "ı": "i", "'": None, "’": None, "ʼ": None, "ʻ": None, "`": None, "ь": None, "ъ": None}
)
