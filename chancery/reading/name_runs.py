"""Runs of capitalised words: the raw material of the names of people, organisations and places."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from chancery.reading.article import Article, Sentence, Token
from chancery.reading.lexicon import load_map, load_words

_JOINT = re.compile(r"[ \u00a0]|[-‑–]|['’ʻ`]|\.[ \u00a0]?|\. |-")
_PARTICLES = frozenset(
    "de del della di da das do dos du des la le al el bin bint ibn ben van von der den ter ten zu y".split()
)
_LONGEST_RUN = 12


@dataclass(frozen=True, slots=True)
class Run:
    """Capitalised words that stand together: tokens `first` to `last`, exclusive, of the article."""

    first: int
    last: int
    start: int
    end: int

    def __len__(self) -> int:
        return self.last - self.first


@lru_cache(maxsize=65_536)
def plain(word: str) -> str:
    """Return a word without diacritics, for the lists of names, which have none."""
    if word.isascii():
        return word
    decomposed = unicodedata.normalize("NFKD", word)
    marks_gone = "".join(character for character in decomposed if not unicodedata.combining(character))
    return marks_gone.translate(str.maketrans("ıłøđəƏØŁ", "iloddEOL".replace("dd", "de")))


@lru_cache(maxsize=1)
def function_words() -> frozenset[str]:
    """Words that begin sentences and never names."""
    return load_words("function_words")


def find_runs(article: Article, sentence: Sentence) -> list[Run]:
    """Return the runs of one sentence, longest first at each place, a leading function word left out."""
    runs: list[Run] = []
    index = sentence.first_token
    while index < sentence.last_token:
        token = article.tokens[index]
        if not _may_begin(token, index == sentence.first_token):
            index += 1
            continue
        last = _extend(article, index, sentence.last_token)
        runs.append(Run(index, last, token.start, article.tokens[last - 1].end))
        index = last
    return runs


def _may_begin(token: Token, opens_sentence: bool) -> bool:
    if not token.text[0].isalpha() or not token.is_capitalised:
        return False
    return token.text == "US" or token.lower not in function_words()


def _extend(article: Article, first: int, limit: int) -> int:
    """Return the index after the last token of the run that begins at `first`."""
    index = first + 1
    while index < limit and index - first < _LONGEST_RUN:
        token = article.tokens[index]
        gap = article.between(index - 1, index)
        if not _joins(article.tokens[index - 1], gap, token):
            break
        if token.is_capitalised and token.text[0].isalpha() and token.lower not in _NEVER_INSIDE:
            index += 1
            continue
        follow = index + 1
        leads_on = token.lower in _PARTICLES and follow < limit and article.tokens[follow].is_capitalised
        if leads_on and article.between(index, follow) in (" ", "-", "'", "’"):
            index = follow + 1
            continue
        if (
            gap in ("-", "‑", "'", "’", "ʻ", "`")
            and token.text.isalpha()
            and len(token.text) > 1
            and token.lower not in JOINED_SUFFIXES
        ):
            index += 1
            continue
        break
    return index


_NEVER_INSIDE = frozenset({"s", "i", *load_map("weekdays"), *load_map("months")}) - {
    "may",
    "march",
    "august",
    "april",
    "june",
}
JOINED_SUFFIXES = frozenset(
    "s based led born backed style class day year old bound wide era controlled held owned run"
    " listed quoted flagged registered linked aligned trained occupied funded mediated brokered"
    " made t re ve ll d m".split()
)


def _joins(left: Token, gap: str, right: Token) -> bool:
    """Tell whether two words with `gap` between them can belong to one name."""
    if gap in (" ", "\u00a0", "-", "‑"):
        return True
    if gap in ("'", "’", "ʻ", "`"):
        return right.lower not in JOINED_SUFFIXES
    if gap in (". ", ".", ".-"):
        initial = len(left.text) == 1 or (left.lower in _POINTED)
        return initial and left.text[0].isupper() and not (gap == ". " and right.lower in function_words())
    return gap == " – " and False


_POINTED = (
    frozenset(word.lower() for word in load_words("abbreviations"))
    - frozenset(load_map("months"))
    - {"no", "nos", "vs", "etc", "inc", "ltd", "co", "corp"}
)
