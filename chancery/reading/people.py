"""People in a text: names with their offices and countries, and the later mentions that mean the same person."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from chancery.reading.article import Article, Sentence
from chancery.reading.candidates import candidates_for
from chancery.reading.lexicon import load_map, load_rows, load_words
from chancery.reading.name_runs import Run, function_words, plain
from chancery.reading.places import is_major
from chancery.reading.spans import InOrder

_APPOSITION = re.compile(r",\s(?:(?:who|a|an|the|its|his|their|new|former|acting)\s|\d{2}\b|[a-z])")
_REPRESENTS = re.compile(r",\swho\srepresents\s(?P<place>[A-Z]\w+(?:\s[A-Z]\w+){0,2})\s(?:in|at)\s")
_IN_ROLE = re.compile(r"\sin\s(?:the\s)?[A-Z]\w+$")
_IN_PLACE = re.compile(r"\b(?:in|near)\s$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Person:
    """Someone whom the text names.

    Attributes
    ----------
    name
        The fullest form that the text gives.
    role
        The office as the text writes it; empty if it gives none.
    country_code
        From the adjective or the country beside the office; empty if unknown.
    """

    name: str
    role: str = ""
    country_code: str = ""

    @property
    def surname(self) -> str:
        """The last word of the name."""
        return self.name.split()[-1]


@dataclass(frozen=True, slots=True)
class PersonMention:
    """One place of the text that names a person: `start` to `end` is the name, without title and office."""

    start: int
    end: int
    person: Person
    reason: str


@lru_cache(maxsize=1)
def _titles() -> dict[tuple[str, ...], str]:
    return {tuple(re.findall(r"\w+", name.lower())): kind for name, kind in load_rows("titles", 2)}


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


def given_names() -> frozenset[str]:
    """Return the given names that the lists know, without diacritics."""
    return load_words("given_names", "und")


def surnames() -> frozenset[str]:
    """Return the surnames that the lists know, without diacritics."""
    return load_words("surnames", "und")


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
    mentions = _complete(
        _drop_places(article, [*mentions, *_find_partners(article, runs, mentions, place_runs)], place_runs)
    )
    taken = {(mention.start, mention.end) for mention in mentions}
    mentions.extend(_find_surnames(article, runs, mentions, taken, place_runs))
    return sorted(mentions, key=lambda mention: mention.start)


def _read_run(
    article: Article, sentence: Sentence, run: Run, place_runs: frozenset[tuple[int, int]]
) -> PersonMention | None:
    """Read one run as "demonym office Name", or as a name by itself."""
    after_title, title = _split_title(article, run)
    demonym = _demonym_in(article, run.first, after_title)
    name_first = after_title
    if not title:
        while name_first < run.last and _is_modifier(article.tokens[name_first].lower):
            demonym = demonym or _demonyms().get(article.tokens[name_first].lower, "")
            name_first += 1
    if name_first >= run.last:
        return None
    words = [token.text for token in article.tokens[name_first : run.last]]
    if words[-1] in _heads() or _plural_head(words[-1]):
        return None
    role, country, before = (
        _role_before(article, sentence, article.tokens[run.first].start) if not title else ("", "", False)
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
    after_role, after_country = _role_after(article, sentence, end)
    full_role = title or role or after_role
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


def _is_place_of_office(words: list[str], title: str, *, known: bool) -> bool:
    """Tell whether the one word after an office is a place rather than a surname: "Governor Texas"."""
    single = len(words) == 1 and known and words[0] not in surnames()
    return single and _titles().get(tuple(title.lower().split())) == "role"


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
    return bool(_role_after(article, sentence, end)[0])


@lru_cache(maxsize=1)
def _role_pattern() -> str:
    return "|".join(re.escape(role) for role in sorted(load_words("role_nouns"), key=len, reverse=True))


@lru_cache(maxsize=1)
def _last_role_words() -> frozenset[str]:
    return frozenset(re.findall(r"\w+", role)[-1] for role in load_words("role_nouns"))


@lru_cache(maxsize=1)
def _before_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"(?:\b(?P<demonym>[A-Z][\w.]+)\s)?\b(?P<role>(?:[A-Za-z]+\s)?(?:{_role_pattern()}))"
        r"(?P<of>(?:\s(?:of|to|in|for)\s(?:the\s)?[A-Z]\w+(?:\s[A-Z]\w+){0,2}){0,2}),?\s$",
        re.IGNORECASE,
    )


@lru_cache(maxsize=1)
def _after_pattern() -> re.Pattern[str]:
    modifiers = r"(?:(?:the|a|an|its|his|their|new|former|acting|then|who is|who chairs|currently)\s){0,2}"
    of = r"(?:\s(?:of|to|in|for)\s(?:the\s)?(?P<place>[A-Z][\w]+(?:\s[A-Z]\w+){0,2}))?"
    return re.compile(
        rf",\s{modifiers}(?:(?P<demonym>[A-Z]\w+)\s)?(?P<role>(?:[a-z]+\s){{0,2}}?(?:{_role_pattern()}))\b{of}"
    )


def country_named(words: str) -> str:
    """Return the code of the country that is named first after "of" or "to"; empty if there is none."""
    for name in re.findall(r"(?:of|to|in|for)\s(?:the\s)?([A-Z]\w+(?:\s[A-Z]\w+){0,2})", words):
        for candidate in candidates_for(name)[:1]:
            if candidate.place.is_country:
                return candidate.place.country_code
    return ""


def _role_before(article: Article, sentence: Sentence, start: int) -> tuple[str, str, bool]:
    """Return the office written right before a name ("Ambassador of Belarus to Azerbaijan, "), and its country."""
    before = article.text[max(sentence.start, start - 90) : start]
    words = re.findall(r"\w+", before)
    if not words or (words[-1].lower() not in _last_role_words() and not before.endswith(", ")):
        return "", "", False
    found = _before_pattern().search(before)
    if found is None or (found["of"] and not before.rstrip().endswith(",")):
        return "", "", False
    words = found["role"].split()
    demonym = (found["demonym"] or "").lower()
    if words[0].lower() in _demonyms():
        demonym = words.pop(0).lower()
    elif words[0].lower() in function_words():
        words.pop(0)
    return " ".join(words) + found["of"], _demonyms().get(demonym, "") or country_named(found["of"]), True


def _role_after(article: Article, sentence: Sentence, end: int) -> tuple[str, str]:
    """Return the office in an apposition after a name ("Viktor Orban, the premier of Hungary"), and its country."""
    limit = min(sentence.end, end + 110)
    envoy = _REPRESENTS.match(article.text, end, limit)
    if envoy is not None:
        return f"ambassador of {envoy['place']}", country_named(f"of {envoy['place']}")
    found = _after_pattern().match(article.text, end, limit)
    if found is None:
        return "", ""
    place = found["place"] or ""
    if place.split(" ")[0].lower() in _demonyms():
        place = ""
    role = found["role"] + (f" of {place}" if place else "")
    return role, _demonyms().get((found["demonym"] or "").lower(), "") or country_named(f"of {place}" if place else "")


def _complete(mentions: list[PersonMention]) -> list[PersonMention]:
    """Give every mention of a person the fullest name, office and country that the text has."""
    full: dict[str, Person] = {}
    for mention in mentions:
        known = full.get(plain(mention.person.surname).lower())
        if known is None or not _same_person(known, mention.person):
            full.setdefault(plain(mention.person.surname).lower(), mention.person)
            continue
        longer = max(known.name, mention.person.name, key=len)
        merged = Person(longer, known.role or mention.person.role, known.country_code or mention.person.country_code)
        full[plain(mention.person.surname).lower()] = merged
    completed: list[PersonMention] = []
    for mention in mentions:
        known = full[plain(mention.person.surname).lower()]
        person = known if _same_person(known, mention.person) else mention.person
        completed.append(PersonMention(mention.start, mention.end, person, mention.reason))
    return completed


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


def _drop_places(
    article: Article, mentions: list[PersonMention], place_runs: frozenset[tuple[int, int]]
) -> list[PersonMention]:
    """Drop "Havana Obama" (in "From Havana Obama flies on"), where the first word is a town and the second a person."""
    kept: list[PersonMention] = []
    given: dict[str, set[str]] = {}
    for mention in mentions:
        given.setdefault(mention.person.surname, set()).add(mention.person.name.split()[0])
    for mention in mentions:
        words = mention.person.name.split()
        index = article.token_index(mention.start)
        starts_with_place = len(words) == 2 and (index, index + 1) in place_runs
        if starts_with_place and given[words[-1]] - {words[0]}:
            continue
        kept.append(mention)
    return kept


def _same_person(left: Person, right: Person) -> bool:
    """Tell whether two names with one surname can be one person: one has no given name, or both have the same."""
    first, second = left.name.split(), right.name.split()
    return len(first) == 1 or len(second) == 1 or plain(first[0]).lower() == plain(second[0]).lower()


def _find_surnames(
    article: Article,
    runs: dict[int, list[Run]],
    mentions: list[PersonMention],
    taken: set[tuple[int, int]],
    place_runs: frozenset[tuple[int, int]],
) -> list[PersonMention]:
    """Find single words, and parts of longer names, that repeat the name of a person introduced before."""
    known: dict[str, PersonMention] = {}
    spans = InOrder(mentions)
    for mention in reversed(mentions):
        words = mention.person.name.split()
        known[plain(words[-1]).lower()] = mention
        if len(words) > 1 and len(words[0]) > 1:
            known.setdefault(plain(words[0]).lower(), mention)
    found: list[PersonMention] = []
    for sentence in article.sentences:
        for run in runs[sentence.index]:
            last = article.tokens[run.last - 1]
            first_known = known.get(plain(last.text).lower())
            if first_known is None or len(run) > 2 or (run.start, run.end) in taken or last.lower in _demonyms():
                continue
            start = _name_start(article, run, known, place_runs)
            if start is None or spans.touches(start, run.end):
                continue
            if len(run) == 1 and last.text != first_known.person.surname and is_major(candidates_for(last.text)):
                continue
            introduced = start >= first_known.start or plain(last.text) in surnames()
            if introduced and not _IN_PLACE.search(article.text[max(0, start - 6) : start]):
                found.append(PersonMention(start, run.end, first_known.person, "a surname named before"))
    return found


def _name_start(
    article: Article, run: Run, known: dict[str, PersonMention], place_runs: frozenset[tuple[int, int]]
) -> int | None:
    """Return where the name of a run of one or two words begins: with its second word if the first is a place."""
    first = plain(article.tokens[run.first].text).lower()
    if len(run) == 1 or first in known:
        return run.start
    return article.tokens[run.last - 1].start if (run.first, run.first + 1) in place_runs else None


@lru_cache(maxsize=1)
def title_words() -> frozenset[str]:
    """Return every word that titles are made of, in lower case."""
    return frozenset(word for title in _titles() for word in title)
