"""Text as it is searched, so that a reader finds a name in whatever spelling the keyboard gives."""

from __future__ import annotations

import re
import unicodedata


def fold_text(text: str) -> str:
    """Return a text as it is searched: no case, no diacritics, no apostrophes, punctuation as blanks.

    The Azerbaijani ``ə`` becomes ``a`` and dotless ``ı`` becomes ``i``, as readers without that keyboard type them.

    >>> fold_text("Şuşa, Xankəndi")
    'susa xankandi'
    """
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFC", text.casefold()).translate(_FOLDED))
    letters = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return " ".join(letters.split())


_FOLDED = str.maketrans(
    {"ə": "a", "ı": "i", "'": None, "’": None, "ʼ": None, "ʻ": None, "`": None, "ь": None, "ъ": None}
)


def sound_text(text: str) -> str:
    """Return a text in plain Latin letters as it is roughly spoken, so that one name meets itself in another script.

    Cyrillic is romanised as news agencies do; ``y``, ``j`` and ``i`` are one letter, ``kh`` and ``x`` are ``h``, and
    doubled letters are single. What else is romanised in two ways stays apart.

    >>> sound_text("Алиев"), sound_text("Əliyev"), sound_text("Лукашенко"), sound_text("Şuşa")
    ('aliev', 'aliev', 'lukashenko', 'shusha')
    """
    spelled = unicodedata.normalize("NFC", text.casefold()).translate(_SPOKEN)
    return _DOUBLED.sub(r"\1", fold_text(spelled).translate(_ALIKE).replace("kh", "h"))


_SPOKEN = str.maketrans(
    {
        "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "ё": "e", "э": "e", "є": "ie", "ж": "zh",
        "з": "z", "и": "i", "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p",
        "р": "r", "с": "s", "т": "t", "у": "u", "ў": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh",
        "щ": "shch", "ы": "i", "ю": "iu", "я": "ia", "ә": "a", "ғ": "gh", "ө": "o", "ү": "u", "қ": "k", "ң": "n",
        "ş": "sh", "š": "sh", "č": "ch", "ç": "ch", "ž": "zh", "ğ": "gh",
    }
)  # fmt: skip
_ALIKE = str.maketrans({"y": "i", "j": "i", "w": "v", "x": "h"})
_DOUBLED = re.compile(r"([a-z])\1+")
