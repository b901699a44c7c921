"""Spellings of a name, and which of them count as the same.

A name is first looked up as it is written. Only when that finds nothing is it *folded*: case, diacritics, apostrophes,
full stops and hyphens are taken away, and the Azerbaijani letter ə is read as "e". Folding is many-to-one (Şuşa and
Susa fold alike), which is why it comes second.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left

# Letters that Unicode does not decompose into a base letter and a mark.
_LETTERS = {
    "ə": "e", "ǝ": "e", "ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h",
    "ŋ": "n", "ŧ": "t",
    "ɓ": "b", "ɗ": "d", "ƙ": "k", "ә": "е", "ө": "о", "ү": "у", "қ": "к", "ғ": "г", "ң": "н", "ҹ": "ч",
}  # fmt: skip

# Signs that some writers put into a name and others leave out: apostrophes, modifier letters, ayn, full stops.
_DROPPED = frozenset("'`´‘’‚‛′ʹʺʻʼʽʾʿˈˌ＇\"“”″.·\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")

_COMBINING_MARKS = range(0x0300, 0x0370)


def _fold_character(character: str) -> str:
    if character in _DROPPED:
        return ""
    if unicodedata.category(character) in {"Pd", "Zs", "Zl", "Zp", "Cc"} or character == "_":
        return " "
    parts = unicodedata.normalize("NFKD", character).casefold()
    kept = (part for part in parts if ord(part) not in _COMBINING_MARKS and part not in _DROPPED)
    return "".join(_LETTERS.get(part, part) for part in kept)


class _FoldingTable(dict[int, str]):
    """A `str.translate` table that works out each character once, on first sight."""

    def __missing__(self, codepoint: int) -> str:
        folded = _fold_character(chr(codepoint))
        self[codepoint] = folded
        return folded


_FOLDING = _FoldingTable()


def fold_name(name: str) -> str:
    """Return the form in which spellings of one name are compared.

    Marks are removed from Latin, Greek and Cyrillic letters only: in other scripts they are vowels, not ornament. The
    result may be empty, for a name of nothing but punctuation. Folding twice changes nothing.

    Examples
    --------
    >>> fold_name("Ağdam"), fold_name("Xankəndi"), fold_name("Mar’ina  Gorka"), fold_name("Иваново-Франковск")
    ('agdam', 'xankendi', 'marina gorka', 'иваново франковск')
    """
    return " ".join(name.translate(_FOLDING).split())


def folded_spellings(name: str) -> tuple[str, ...]:
    """Return the folded forms under which a stored name is filed: ə as "e" and, where it occurs, also as "a".

    Examples
    --------
    >>> folded_spellings("Gəncə")
    ('gence', 'ganca')
    """
    folded = fold_name(name)
    open_vowel = fold_name(name.translate({0x0259: "a", 0x018F: "A", 0x01DD: "a", 0x018E: "A"}))
    return (folded,) if folded == open_vowel else (folded, open_vowel)


_PLAIN_WORD_OR_SIGN = re.compile(r"[A-Za-z0-9]+|.", re.DOTALL)


class FoldedText:
    """A text folded for matching, which still knows where each of its characters came from.

    Parameters
    ----------
    text
        The text as published.

    Attributes
    ----------
    text
        The folded text, with every run of spaces, hyphens and line breaks as one space.
    """

    __slots__ = ("_ends", "_starts", "text")

    def __init__(self, text: str) -> None:
        pieces: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        after_space = False
        for match in _PLAIN_WORD_OR_SIGN.finditer(text):
            position, character = match.start(), match.group()
            if character.isascii() and character.isalnum():
                pieces.append(character.lower())
                starts.extend(range(position, match.end()))
                ends.extend(range(position + 1, match.end() + 1))
                after_space = False
                continue
            for part in _FOLDING[ord(character)]:
                if part.isspace() and after_space:
                    continue
                after_space = part.isspace()
                pieces.append(" " if after_space else part)
                starts.append(position)
                ends.append(position + 1)
        self.text = "".join(pieces)
        self._starts = starts
        self._ends = ends

    def locate(self, original_offset: int) -> int:
        """Return the folded offset that corresponds to an offset of the original text."""
        return bisect_left(self._starts, original_offset)

    def original_end(self, folded_end: int) -> int:
        """Return the end, in the original text, of a stretch that ends at ``folded_end`` (exclusive, above 0)."""
        return self._ends[folded_end - 1]


def script_of(name: str) -> str:
    """Return the script of the first letter of a name, as Unicode calls it: "LATIN", "CYRILLIC", "ARABIC", or "".

    Examples
    --------
    >>> script_of("Şuşa"), script_of("Шуша"), script_of("123")
    ('LATIN', 'CYRILLIC', '')
    """
    for character in name:
        if character.isalpha():
            return unicodedata.name(character, "").partition(" ")[0]
    return ""
