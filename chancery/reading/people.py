"""People in a text: names with their offices and countries, and the later mentions that mean the same person."""

from __future__ import annotations

import re
from functools import lru_cache

from chancery.reading.article import Article, Sentence
from chancery.reading.candidates import candidates_for
from chancery.reading.lexicon import load_map, load_rows, load_words
from chancery.reading.name_runs import Run, plain
from chancery.reading.offices import body_pattern, office_after, office_before
from chancery.reading.persons import (
    Person,
    PersonMention,
    complete_names,
    drop_places,
    find_surnames,
    given_names,
    surnames,
)
from chancery.reading.portfolios import name_after_office

_IN_ROLE = re.compile(r"\sin\s(?:the\s)?[A-Z]\w+$")


@lru_cache(maxsize=1)
def _titles() -> dict[tuple[str, ...], str]:
    """Return the titles and the plurals of offices, by their words: presidents Ana Lima and Luis Paz."""
    titles = {name.lower(): kind for name, kind in load_rows("titles", 2)}
    plurals = {f"{name}s": kind for name, kind in titles.items() if kind == "role"}
    return {tuple(re.findall(r"\w+", name)): kind for name, kind in (plurals | titles).items()}


@lru_cache(maxsize=1)
def _longest_title() -> int:
    return max(len(title) for title in _titles())


@lru_cache(maxsize=1)
def _demonyms() -> dict[str, str]:
    return load_map("demonyms")


@lru_cache(maxsize=1)
def _heads() -> frozenset[str]:
    """Words that end the names of things, not of people."""
    places = {row[0] for row in load_rows("facilities", 2)} | {row[0] for row in load_rows("landforms", 2)}
    return load_words("organisations") | frozenset(word for word in places if " " not in word)


def find_people(
    article: Article, runs: dict[int, list[Run]], place_runs: frozenset[tuple[int, int]]
) -> list[PersonMention]:
    """Find the people that a text names in full, then the later mentions by surname.

    Parameters
    ----------
    runs
        By sentence index.
    place_runs
        Token spans that the gazetteer knows as a whole: no person, unless an office stands before the name.
    """
    mentions: list[PersonMention] = []
    for sentence in article.sentences:
        for run in runs[sentence.index]:
            mention = _read_run(article, sentence, run, place_runs)
            if mention is not None:
                mentions.append(mention)
    mentions = complete_names(
        drop_places(article, [*mentions, *_find_partners(article, runs, mentions, place_runs)], place_runs)
    )
    taken = {(mention.start, mention.end) for mention in mentions}
    mentions.extend(find_surnames(article, runs, mentions, taken, place_runs))
    return sorted(mentions, key=lambda mention: mention.start)


def _read_run(
    article: Article, sentence: Sentence, run: Run, place_runs: frozenset[tuple[int, int]]
) -> PersonMention | None:
    """Read one run as "demonym office Name", or as a name by itself."""
    office = name_after_office(article, sentence, run)
    if office is not None:
        start, end = article.tokens[office.name_first].start, article.tokens[run.last - 1].end
        person = Person(article.text[start:end], office.role, office.country_code)
        return PersonMention(start, end, person, "an office before the name")
    after_title, title = _split_title(article, run)
    demonym = _demonym_in(article, run.first, after_title)
    name_first = after_title
    if not title:
        while name_first < run.last and _is_modifier(article.tokens[name_first].lower):
            demonym = demonym or _demonyms().get(article.tokens[name_first].lower, "")
            name_first += 1
    if name_first >= run.last:
        return None
    name_first = _after_head(article, name_first, run.last)
    words = [token.text for token in article.tokens[name_first : run.last]]
    if words[-1] in _heads() or _plural_head(words[-1]) or _is_no_name(words):
        return None
    role, country, before = (
        office_before(article, sentence, article.tokens[run.first].start) if not title else ("", "", False)
    )
    span = (name_first, run.last)
    if title in ("Saint", "St") and (run.first, run.last) in place_runs:
        return None
    if title and _is_place_of_office(words, title, known=span in place_runs):
        return None
    if not title and not before and (span in place_runs or not _looks_like_name(article, sentence, *span)):
        return None
    if before and len(words) == 1 and (span in place_runs or words[0].isupper() or _IN_ROLE.search(role)):
        return None
    start, end = article.tokens[name_first].start, article.tokens[run.last - 1].end
    after_role, after_country = office_after(article, sentence, end)
    full_role = _singular(title) or role or after_role
    return PersonMention(
        start,
        end,
        Person(article.text[start:end], full_role, demonym or country or after_country),
        "an office before the name"
        if title or before
        else "a given name and a surname"
        if not after_role
        else "an office after the name",
    )


def _is_no_name(words: list[str]) -> bool:
    """Tell whether what follows an office is another, or what it is of: Deputy Chairman, Ambassador Extraordinary."""
    if len(words) > 1 or words[0] in surnames():
        return False
    return words[0].lower() in title_words() or words[0] in load_words("portfolios")


def _singular(title: str) -> str:
    return title[:-1] if title.endswith("s") and tuple(title[:-1].lower().split()) in _titles() else title


def _is_place_of_office(words: list[str], title: str, *, known: bool) -> bool:
    """Tell whether the one word after an office is a place rather than a surname: "Governor Texas"."""
    single = len(words) == 1 and known and words[0] not in surnames()
    return single and _titles().get(tuple(title.lower().split())) == "role"


def _after_head(article: Article, first: int, last: int) -> int:
    """Return where a name begins after the body whose head it follows: Chairman of the State Committee Ivan Petrov."""
    for index in range(last - 3, first - 1, -1):
        if article.tokens[index].text not in _heads():
            continue
        before = article.text[max(0, article.tokens[first].start - 40) : article.tokens[first].start]
        if plain(article.tokens[index + 1].text) in given_names() or body_pattern().search(before):
            return index + 1
    return first


def _split_title(article: Article, run: Run) -> tuple[int, str]:
    """Return where the name begins after the last title of a run, and the title with what goes before it."""
    tokens = article.tokens
    for first in range(run.last - 1, run.first - 1, -1):
        for size in range(min(_longest_title(), run.last - first), 0, -1):
            words = tuple(token.lower for token in tokens[first : first + size])
            if words in _titles() and first + size <= run.last:
                if first + size == run.last or _is_head_next(article, first + size, run.last):
                    break
                begin = run.first
                while begin < first and tokens[begin].lower in _demonyms():
                    begin += 1
                return first + size, article.text[tokens[begin].start : tokens[first + size - 1].end]
    return run.first, ""


def _is_head_next(article: Article, index: int, last: int) -> bool:
    """Tell whether what follows a title makes it part of the name of a thing: Prince Edward Island, King Street."""
    return article.tokens[last - 1].text in _heads() and last - index <= 2


def _demonym_in(article: Article, first: int, last: int) -> str:
    for token in article.tokens[first:last]:
        if token.lower in _demonyms():
            return _demonyms()[token.lower]
    return ""


def _is_modifier(word: str) -> bool:
    return word in _demonyms() or word in {"former", "late", "acting", "then", "new", "ex"}


def _plural_head(word: str) -> bool:
    return word.endswith("s") and word[:-1] in _heads()


def _looks_like_name(article: Article, sentence: Sentence, first: int, last: int) -> bool:
    """Tell whether two to five words without an office read like a personal name."""
    tokens = article.tokens[first:last]
    capital = [token for token in tokens if token.is_capitalised]
    if not 2 <= len(capital) <= 5 or any(token.is_upper and len(token.text) > 3 for token in capital):
        return False
    if " " not in article.text[tokens[0].start : tokens[-1].end] or capital[0].text in _heads():
        return False
    if any(token.text in _heads() for token in capital[1:]):
        return False
    if any(token.text.isdigit() for token in tokens):
        return False
    if plain(capital[0].text) in given_names() or len(capital[0].text) == 1:
        return capital[0].lower not in _demonyms()
    if any(token.lower in load_words("common_words") for token in capital):
        return False
    if plain(capital[-1].text) in surnames():
        known = candidates_for(capital[-1].text)
        return not (known and known[0].place.is_country)
    return _is_followed_like_person(article, sentence, article.tokens[last - 1].end)


def _is_followed_like_person(article: Article, sentence: Sentence, end: int) -> bool:
    after = article.text[end : min(sentence.end, end + 60)]
    if re.match(r",\s(?:who|\d{2},)\b", after):
        return True
    if re.match(
        r"\s(?:said|told|says|added|noted|met|signed|arrived|visited|welcomed|received|opened|hosted|and)\b", after
    ):
        return True
    return bool(office_after(article, sentence, end)[0])


def _find_partners(
    article: Article, runs: dict[int, list[Run]], mentions: list[PersonMention], place_runs: frozenset[tuple[int, int]]
) -> list[PersonMention]:
    """Find names of two to four words joined by "and" to a person: Abdullah bin Zayed and Abdullatif Al Zayani."""
    ends = {mention.end for mention in mentions}
    starts = {mention.start for mention in mentions}
    found: list[PersonMention] = []
    for sentence in article.sentences:
        for run in runs[sentence.index]:
            words = article.tokens[run.first : run.last]
            if run.start in starts or not 2 <= len(words) <= 4 or (run.first, run.last) in place_runs:
                continue
            if " " not in article.text[run.start : run.end] or any(
                word.text in _heads() or word.lower in title_words() for word in words
            ):
                continue
            if article.text[run.start - 5 : run.start] == " and " and run.start - 5 in ends:
                found.append(
                    PersonMention(
                        run.start, run.end, Person(article.text[run.start : run.end]), "joined to a person by 'and'"
                    )
                )
    return found


@lru_cache(maxsize=1)
def title_words() -> frozenset[str]:
    """Return every word that titles are made of, in lower case."""
    return frozenset(word for title in _titles() for word in title)
