"""A text as the reader sees it: tokens, sentences and dateline, all by code point offsets into the text."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from chancery.reading.dateline import Dateline, find_dateline
from chancery.reading.lexicon import load_words

_TOKEN = re.compile(r"(?:[^\W_]|[\u0300-\u036f])+")
_PARAGRAPH_BREAK = re.compile(r"[ \t\r]*\n\s*\n\s*|[ \t\r]*\n\s*")
_SENTENCE_END = re.compile(r"[.!?…。！？]+[\"'”’»)\]]{0,3}(?=\s)")
_LONGEST_SENTENCE = 1200
_OPENERS = "\"'“‘«„([—–-"


@dataclass(frozen=True, slots=True)
class Token:
    """One word or number; hyphens, apostrophes and points stand between tokens."""

    start: int
    end: int
    text: str
    lower: str
    is_capitalised: bool

    @classmethod
    def of(cls, match: re.Match[str]) -> Token:
        """Make the token of a match; it is capitalised if it begins with a capital, or is of a script that has none."""
        word = match.group()
        first = word[0]
        capital = not first.islower() and (first.isupper() or first.istitle() or first.isalpha())
        return cls(match.start(), match.end(), word, word.lower(), capital)

    @property
    def is_upper(self) -> bool:
        """Whether it is written all in capitals, with two letters at least."""
        return len(self.text) > 1 and self.text.isupper()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: its span, its tokens as a range of indices, and its paragraph."""

    index: int
    start: int
    end: int
    first_token: int
    last_token: int
    paragraph: int


@dataclass(frozen=True)
class Article:
    """A text, cut into tokens and sentences.

    Attributes
    ----------
    text
        As given; every offset indexes it.
    tokens, sentences
        In the order of the text. The dateline belongs to no sentence; every other token lies in exactly one.
    """

    text: str
    tokens: tuple[Token, ...]
    sentences: tuple[Sentence, ...]
    dateline: Dateline | None

    @classmethod
    def of(cls, text: str) -> Article:
        """Cut a text; any Unicode text can be cut, an empty one has no sentences."""
        tokens = tuple(map(Token.of, _TOKEN.finditer(text)))
        dateline = find_dateline(text)
        start, body = (dateline.start, dateline.end) if dateline else (0, 0)
        starts = [token.start for token in tokens]
        sentences: list[Sentence] = []
        head = _sentence_spans(text, 0, start)
        paragraphs = head[-1][2] + 1 if head else 0
        for first, end, paragraph in head + _sentence_spans(text, body, len(text), paragraphs):
            tokens_from, tokens_to = bisect.bisect_left(starts, first), bisect.bisect_left(starts, end)
            if tokens_from < tokens_to:
                sentences.append(Sentence(len(sentences), first, end, tokens_from, tokens_to, paragraph))
        return cls(text, tokens, tuple(sentences), dateline)

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [sentence.start for sentence in self.sentences]

    @cached_property
    def _token_starts(self) -> list[int]:
        return [token.start for token in self.tokens]

    @cached_property
    def lower_words(self) -> frozenset[str]:
        """The words that the text writes in lower case somewhere: hardly names."""
        return frozenset(token.text for token in self.tokens if token.text.islower())

    def sentence_at(self, position: int) -> Sentence | None:
        """Return the sentence that holds a code point; none for the dateline and for blanks between sentences."""
        index = bisect.bisect_right(self._sentence_starts, position) - 1
        if index < 0:
            return None
        sentence = self.sentences[index]
        return sentence if position < sentence.end else None

    def token_index(self, position: int) -> int:
        """Return the index of the first token that begins at or after a code point."""
        return bisect.bisect_left(self._token_starts, position)

    def tokens_of(self, sentence: Sentence) -> tuple[Token, ...]:
        """Return the tokens of one sentence."""
        return self.tokens[sentence.first_token : sentence.last_token]

    def between(self, left: int, right: int) -> str:
        """Return what stands between token `left` and token `right`, indices of `tokens`."""
        return self.text[self.tokens[left].end : self.tokens[right].start]


def _sentence_spans(text: str, begin: int, finish: int, paragraph: int = 0) -> list[tuple[int, int, int]]:
    """Return (start, end, paragraph) of each sentence of a stretch: before the dateline, or after it."""
    spans: list[tuple[int, int, int]] = []
    paragraph_start = begin
    breaks = [(m.start(), m.end()) for m in _PARAGRAPH_BREAK.finditer(text, begin, finish)] + [(finish, finish)]
    for number, (stop, resume) in enumerate(breaks, start=paragraph):
        start = paragraph_start
        for match in _SENTENCE_END.finditer(text, paragraph_start, stop):
            if _ends_sentence(text, match, start):
                spans.append((*_strip(text, start, match.end()), number))
                start = match.end()
        spans.append((*_strip(text, start, stop), number))
        paragraph_start = resume
    return [piece for span in spans if span[0] < span[1] for piece in _cut(text, *span)]


def _cut(text: str, start: int, end: int, paragraph: int) -> Iterator[tuple[int, int, int]]:
    """Cut what goes on too long to be a sentence, between words where there are any: tables, lists, noise."""
    while end - start > _LONGEST_SENTENCE:
        blank = text.rfind(" ", start + 1, start + _LONGEST_SENTENCE)
        stop = blank if blank > start else start + _LONGEST_SENTENCE
        if (span := _strip(text, start, stop))[0] < span[1]:
            yield (*span, paragraph)
        start = stop
    if (span := _strip(text, start, end))[0] < span[1]:
        yield (*span, paragraph)


def _ends_sentence(text: str, match: re.Match[str], start: int) -> bool:
    """Tell whether the mark ends a sentence: what follows must begin one, and what precedes be no abbreviation."""
    position = match.end()
    while position < len(text) and (text[position].isspace() or text[position] in _OPENERS):
        position += 1
    if position < len(text) and text[position].islower():
        return False
    if not match.group().startswith(".") or len(match.group()) > 1:
        return True
    word_start = match.start()
    while word_start > start and not text[word_start - 1].isspace() and text[word_start - 1] not in _OPENERS:
        word_start -= 1
    word = text[word_start : match.start()]
    if len(word) == 1 and word.isalpha() and word.isupper():
        return False
    if re.fullmatch(r"(?:[A-Za-z]\.){1,4}[A-Za-z]", word):
        return False
    return word not in load_words("abbreviations")


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
