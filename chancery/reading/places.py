"""Place mentions: which capitalised words of a text name places, before anybody asks which places."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from chancery.geocoding.names import FoldedText
from chancery.geocoding.places import PlaceIndex
from chancery.reading.article import Article, Sentence
from chancery.reading.candidates import Candidate, candidates_for
from chancery.reading.dateline import area_abbreviations
from chancery.reading.lexicon import load_map, load_rows, load_words
from chancery.reading.name_runs import JOINED_SUFFIXES, plain

MentionKind = Literal["name", "facility", "landform"]

_BIG_FEATURES = ("PCL", "CONT", "OCN", "SEA", "RGN")
_LARGE_TOWN = 100_000
_KNOWN_CITY = 500_000


@dataclass(frozen=True, slots=True)
class NameSpan:
    """A stretch of the text that spells a name of the gazetteer: tokens `first` to `last`, exclusive."""

    first: int
    last: int
    start: int
    end: int
    name: str

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """What the name may mean."""
        return candidates_for(self.name)


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A stretch of the text that names a place.

    Attributes
    ----------
    base
        The name that the gazetteer knows: the mention itself, or the part of it that locates it ("Mozyr" of "Mozyr
        Refinery"); empty if no part is known.
    kind
        ``name``, ``facility`` (a building or site) or ``landform`` (a water, mountain or area).
    reason
        Why it was taken for a place.
    """

    start: int
    end: int
    surface: str
    base: str
    kind: MentionKind
    reason: str
    in_dateline: bool = False


class NameFinder:
    """The names of the gazetteer in one text."""

    def __init__(self, article: Article) -> None:
        self._article = article
        self._folded = FoldedText(article.text)
        self._index = PlaceIndex.embedded()
        self._ends = {token.end: position for position, token in enumerate(article.tokens)}
        self._known: dict[int, NameSpan | None] = {}

    def at(self, position: int) -> NameSpan | None:
        """Return the longest name that begins at a token and ends, capitalised, with one; none if there is none."""
        if position not in self._known:
            self._known[position] = self._find(position)
        return self._known[position]

    def _find(self, position: int) -> NameSpan | None:
        token = self._article.tokens[position]
        text = self._article.text
        best: NameSpan | None = None
        matches = self._index.spellings_at(text, token.start) + self._index.foldings_at(self._folded, token.start)
        for match in matches:
            last = self._ends.get(match.end)
            end = match.end
            if last is None and end - 1 in self._ends and text[end - 1] == ".":
                last = self._ends[end - 1]
            if last is None or not self._ends_capitalised(last, position):
                continue
            surface = text[match.start : end]
            if "\n" in surface or not _is_same_style(surface):
                continue
            if best is None or end > best.end:
                best = NameSpan(position, last + 1, match.start, end, " ".join(surface.split()))
        return best

    def _ends_capitalised(self, last: int, first: int) -> bool:
        """Tell whether a name ends in a capitalised word, or one joined to such a word by a hyphen or apostrophe."""
        if self._article.tokens[last].is_capitalised:
            return True
        if last == first or self._article.between(last - 1, last) not in ("-", "'", "’"):
            return False
        return self._article.tokens[last].lower not in JOINED_SUFFIXES and self._ends_capitalised(last - 1, first)


def _is_same_style(surface: str) -> bool:
    """Refuse folded matches across sentences ("Minsk. Brest") and joined by a comma."""
    return not re.search(r"[,;:!?()]|\w{3}\.\s", surface)


@lru_cache(maxsize=1)
def landform_heads() -> tuple[frozenset[str], frozenset[str]]:
    """Return the landform nouns that stand before, and those that stand after, the rest of the name."""
    rows = load_rows("landforms", 2)
    return (
        frozenset(name for name, where in rows if where == "before"),
        frozenset(name for name, where in rows if where == "after"),
    )


def is_weak_word(article: Article, surface: str) -> bool:
    """Tell whether a single word is more often a common word, a personal name or a people than a place."""
    lower = surface.lower()
    return (
        lower in load_words("common_words")
        or lower in article.lower_words
        or lower in load_map("weekdays")
        or lower in load_map("months")
    )


def is_never_place(surface: str) -> bool:
    """Tell whether a word is an adjective, a language, a faith or an abbreviation, whatever the gazetteer says."""
    if surface.lower() in load_map("demonyms") or surface in load_words("languages") | load_words("region_adjectives"):
        return True
    if surface.endswith("s") and surface[:-1].lower() in load_map("demonyms"):
        known = candidates_for(surface)
        return not (known and known[0].place.is_country)
    if surface in load_words("directions"):
        return True
    letters = surface.replace(".", "")
    if not letters.isupper() or len(letters) > 5 or not letters.isalpha():
        return False
    return letters not in load_words("acronym_places")


def is_part_of_thing(article: Article, start: int, end: int) -> bool:
    """Tell whether a sign or a noun beside a name makes it something else: US$, the Marburg virus."""
    text = article.text
    if text[end : end + 1] == "$" or text[max(0, start - 1) : start] in ("$", "@", "#"):
        return True
    follower = re.match(r"\s([a-z]+)", text[end : end + 20])
    return follower is not None and follower.group(1) in load_words("no_place_nouns")


def locative_before(article: Article, sentence: Sentence, start: int) -> str:
    """Return the word before a name that makes it a place ("in", "city of"); empty if there is none."""
    before = article.text[max(sentence.start, start - 40) : start]
    match = re.search(r"([\w-]+)\s(?:the\s)?$", before)
    if match is None:
        return ""
    word = match.group(1).lower()
    if word in load_words("locatives"):
        return word
    if word == "of":
        noun = re.search(r"([\w-]+)\sof\s(?:the\s)?$", before)
        if noun and noun.group(1).lower() in load_words("place_nouns"):
            return f"{noun.group(1).lower()} of"
    return ""


def is_major(candidates: tuple[Candidate, ...]) -> bool:
    """Tell whether a name means a country, continent, sea, known region, capital or city of half a million."""
    if not candidates:
        return False
    best = candidates[0].place
    return (
        best.feature_code.startswith(_BIG_FEATURES)
        or best.place_id.startswith("region:")
        or best.feature_code == "PPLC"
        or best.population >= _KNOWN_CITY
    )


def is_large(candidates: tuple[Candidate, ...]) -> bool:
    """Tell whether the likeliest place has a hundred thousand people or is an area of first order."""
    if not candidates:
        return False
    best = candidates[0].place
    return best.population >= _LARGE_TOWN or best.feature_code.startswith("ADM1")


def is_personal_name(surface: str) -> bool:
    """Tell whether a word is in the lists of given names or surnames."""
    word = plain(surface)
    return word in load_words("given_names", "und") or word in load_words("surnames", "und")


@lru_cache(maxsize=1)
def _area_pattern() -> re.Pattern[str]:
    rows = load_rows("state_abbreviations", 3)
    pointed = "|".join(re.escape(row[0]) for row in sorted(rows, key=lambda row: -len(row[0])))
    postal = "|".join(row[2] for row in rows)
    return re.compile(rf"{pointed}|(?:{postal})\b")


def abbreviated_area(article: Article, start: int) -> PlaceMention | None:
    """Return the state that stands abbreviated after a town: Springfield, Ill.; Paris, TX."""
    if article.text[start - 2 : start] != ", ":
        return None
    match = _area_pattern().match(article.text, start)
    before = article.token_index(start) - 1
    if match is None or before < 0 or not article.tokens[before].is_capitalised:
        return None
    if article.tokens[before].lower in load_map("months"):
        return None
    name = area_abbreviations()[match.group()]
    return PlaceMention(start, match.end(), match.group(), name, "name", "a state after its town")
