"""Words that tell of an event: verbs with their objects, and nouns, from the lists of the lexicon."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import get_args

from chancery.reading.article import Article, Sentence
from chancery.reading.lexicon import load_map, load_rows
from chancery.reading.phrases import TimePhrase
from chancery.reading.recognition import Names
from chancery.reading.verbs import Aspect, Form, aspect_at, forms_of

KNOWN_ASPECTS: frozenset[str] = frozenset(get_args(Aspect))
"""What a turn of phrase may say of time."""

_REACH = 130
_NEAR_OBJECT = 70
_GOODS = re.compile(
    r"\b(?:cargo|tanker|ship|shipment|oil|crude|gas|grain|tons?|tonnes|trains?|traffic|prices?"
    r"|trade|line|railway|talks|relations|work|deal|agreement|flights?|temperature|number"
    r"|exports?|imports?|turnover|money|river|pipeline|road|virus|outbreak|storm|hurricane|quake"
    r"|service|aid|championships?|games|title|prize|cup|summit|conference|chair|presidency"
    r"|award)\b",
    re.IGNORECASE,
)
_NOT_MET = re.compile(
    r"\s(?:the\s|its\s|their\s|all\s|these\s)?(?:\w+\s)?(?:needs?|demands?|targets?|requirements?"
    r"|criteria|goals?|standards?|deadline|costs?|obligations|challenge)"
)
_PARTY = re.compile(
    r"\b(?:with|director|chairman|chairwoman|chair|chancellor|premier|secretary|commissioner"
    r"|patriarch|pope|emir|sultan|chairperson|envoy|counterpart|counterparts|colleague|colleagues"
    r"|leaders?|officials?|delegations?|ministers?|presidents?|members|representatives|each other"
    r"|ambassadors?|governor|mayor|speaker|king|queen|businessm[ae]n|journalists|media|envoys?"
    r"|chiefs?|heads?|authorities|community|investors|students|lawmakers|parliament|him|her"
    r"|them)\b"
)
_VISITORS = re.compile(r"\b(?:delegation|minister|president|guests?|visitors?|artists|team|group|leaders|troupe)\b")
_POSTPOSED = re.compile(r"\s(?:by|in|on|at|with|between|last|this|next|today|yesterday)\b|\s?[.,;]|$|\s[A-Z]\w+day\b")
_CARRIERS = re.compile(
    r"\b(?:cargo|tankers?|vessels?|ships?|shipments?|trains?|convoys?|consignments?|batch|freight|caravan)\b",
    re.IGNORECASE,
)
_AMBIGUOUS = frozenset(
    "ships exports supplies tours plays visits shows talks matches drills imports transports"
    " plants trains backs names hosts marks reviews screens stages races reports awards grants"
    " links tests".split()
)
_MAY_PRECEDE = frozenset("he she it they which who that also now then will would".split())
_OFTEN = re.compile(r"\s(?:numerous|many|several|countless)\stimes|\s(?:often|regularly|frequently)\b")
_TIMETABLE = re.compile(
    r"\b(?:times\sa\s(?:day|week|month)|(?:once|twice)\sa\s|daily|weekly|every\s(?:day|week))\b", re.IGNORECASE
)
_PERFORMERS = re.compile(
    r"\b(?:ensemble|orchestra|band|theatre|theater|choir|troupe|singer|musicians?|ballet|concert|group “)",
    re.IGNORECASE,
)
_ANYWHERE = re.compile(r"\b(?:there|here|home|the city|the region|the country|the capital|the town|the area)\b")
_MONEY = re.compile(r"(?:[$€£]\s?\d|\b(?:million|billion)\b)")
_NO_EVENT_BEFORE = frozenset("no any such each every if whether".split())
_DEFINITE = frozenset("the this that these those his her their its my our your".split())
_GENERIC_WORKS = frozenset({"construction", "reconstruction", "production", "start of work", "expansion"})
_AHEAD = frozenset("coming upcoming forthcoming next planned scheduled future expected possible proposed".split())


@dataclass(frozen=True, slots=True)
class Cue:
    """A word or phrase that tells of an event.

    Attributes
    ----------
    group
        Class of the lexicon: trip, gathering, paper, works, show, contest or act.
    aspect
        How the verb is used; ``noun`` for a noun.
    definite
        Whether it points back: the visit, this agreement.
    strength
        2 a verb with the object it needs, 1 a noun that tells of an event by itself, 0 a noun that needs more.
    word
        The lemma: the verb or the noun.
    brings
        Whether it brings in something new: signed a memorandum, ten deals, an extension.
    """

    group: str
    start: int
    end: int
    aspect: Aspect
    definite: bool
    strength: int
    word: str
    brings: bool = False


@dataclass(frozen=True, slots=True)
class _VerbEntry:
    words: tuple[str, ...]
    group: str
    needs: str


@lru_cache(maxsize=1)
def _verb_index() -> dict[str, list[tuple[set[Form], _VerbEntry]]]:
    index: dict[str, list[tuple[set[Form], _VerbEntry]]] = {}
    for phrase, group, needs in load_rows("event_verbs", 3):
        words = tuple(re.findall(r"\w+", phrase))
        for form, kinds in forms_of(words[0]).items():
            index.setdefault(form, []).append((kinds, _VerbEntry(words, group, needs)))
    return index


@dataclass(frozen=True, slots=True)
class _NounFound:
    """A noun of the lists in a text."""

    start: int
    end: int
    entry: tuple[str, str, str]


@lru_cache(maxsize=1)
def _nouns_by_word() -> dict[str, list[tuple[tuple[str, ...], tuple[str, str, str]]]]:
    """Return the nouns and their plurals by their first word, the longest first."""
    index: dict[str, list[tuple[tuple[str, ...], tuple[str, str, str]]]] = {}
    for noun, entry in _noun_entries().items():
        words = tuple(re.findall(r"\w+", noun))
        index.setdefault(words[0], []).append((words, entry))
    return {word: sorted(nouns, key=lambda item: -len(item[0])) for word, nouns in index.items()}


_TOKENS = re.compile(r"\w+")


def _nouns_in(text: str, start: int = 0, end: int | None = None) -> Iterator[_NounFound]:
    """Yield the nouns of the lists in a stretch of text, in its order, the longest at each place."""
    tokens = [
        (m.start(), m.end(), m.group().lower())
        for m in _TOKENS.finditer(text, start, len(text) if end is None else end)
    ]
    position = 0
    while position < len(tokens):
        first, _, word = tokens[position]
        for words, entry in _nouns_by_word().get(word, ()):
            stretch = tokens[position : position + len(words)]
            if tuple(token[2] for token in stretch) == words and text[max(0, first - 1) : first] != "-":
                yield _NounFound(first, stretch[-1][1], entry)
                position += len(words) - 1
                break
        position += 1


@lru_cache(maxsize=1)
def _noun_entries() -> dict[str, tuple[str, str, str]]:
    entries: dict[str, tuple[str, str, str]] = {}
    for noun, group, alone in load_rows("event_nouns", 3):
        entries[noun] = entries.setdefault(_plural(noun), (noun, group, alone))
        entries[noun] = (noun, group, alone)
    return entries


def _plural(noun: str) -> str:
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return noun[:-1] + "ies"
    return noun if noun.endswith("s") else noun + ("es" if noun.endswith(("ch", "sh", "x")) else "s")


@lru_cache(maxsize=64)
def _class_pattern(name: str) -> re.Pattern[str]:
    """Return the pattern of the objects of a class: its nouns, or the words listed for it."""
    listed = load_map("object_classes").get(name)
    if listed:
        return re.compile(rf"\b(?:{listed})s?\b", re.IGNORECASE)
    nouns = sorted({word for word, (_, group, _) in _noun_entries().items() if group == name}, key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(re.escape(noun) for noun in nouns) + r")\b", re.IGNORECASE)


def find_cues(article: Article, sentence: Sentence, names: Names, phrases: Sequence[TimePhrase]) -> list[Cue]:
    """Return the cues of one sentence in its order, verbs and nouns together."""
    clauses = split_clauses(article.text, sentence)
    cues = [cue for clause in clauses for cue in _find_verbs(article, sentence, clause, names)]
    cues += _find_turns(article, sentence)
    cues += [cue for clause in clauses for cue in _find_nouns(article, sentence, clause, names, phrases)]
    return sorted(cues, key=lambda cue: (cue.start, -cue.strength))


_CLAUSE = re.compile(
    r",\s(?=[^,;.]{0,70}\b(?:said|says|told|reported|announced|according to)\b)|[,.!?][”\"»’]\s"
    r"|,\s(?:only|just|shortly)\s|\s(?:after|before)\s(?=(?:he|she|they|it)\s)|[;:—]\s|,\s(?:and"
    r"|but|while|whereas|which|who|where|when|after|before|as|with|for)\s|\s(?:while|which|who"
    r"|after which|where)\s|\s(?=that\swill\s)|\s[–-]\s"
)


def split_clauses(text: str, sentence: Sentence) -> list[tuple[int, int]]:
    """Cut a sentence at semicolons, relative pronouns and conjunctions after a comma."""
    cuts = [match.start() + 1 for match in _CLAUSE.finditer(text, sentence.start, sentence.end)]
    edges = [sentence.start, *cuts, sentence.end]
    return [(left, right) for left, right in itertools.pairwise(edges) if left < right]


# -- verbs ------------------------------------------------------------------------------------------------------------


def _find_verbs(article: Article, sentence: Sentence, clause: tuple[int, int], names: Names) -> list[Cue]:
    found: list[Cue] = []
    first, last = article.token_index(clause[0]), article.token_index(clause[1])
    for index in range(first, last):
        token = article.tokens[index]
        for forms, entry in _verb_index().get(token.lower, ()):
            end_index = _match_rest(article, index, entry, last)
            if end_index is None or (token.is_capitalised and index != sentence.first_token):
                continue
            aspect = aspect_at(article, index, forms, first)
            if aspect == "gerund" and token.lower in _noun_entries():
                continue
            if (
                aspect is None
                or _is_noun_plural(article, index, sentence)
                or _is_generic(article, clause, token.start, aspect, entry)
            ):
                continue
            end = article.tokens[end_index - 1].end
            if not _has_object(article, clause, token.start, end, entry, aspect, names):
                continue
            group = _group_of(article, clause, token.start, entry)
            brings = _brings_something(article.text[end : min(clause[1], end + 90)], entry.group)
            definite = _has_definite_subject(article.text[clause[0] : token.start], group)
            found.append(
                Cue(group, token.start, end, aspect, definite, 2, " ".join(entry.words), brings and not definite)
            )
            break
    return found


_INDEFINITE = (
    r"\b(?:an?|another|two|three|four|five|six|seven|eight|nine|ten|twelve|several|separate|new"
    r"|\d+|many|some|more)\s(?:[\w-]+\s){0,4}?"
)


def _brings_something(after: str, group: str) -> bool:
    """Tell whether the object of a verb is something new of its class: an indefinite noun, or a number of them."""
    pattern = _class_pattern(group).pattern if group in ("paper", "works", "show", "contest", "gathering") else ""
    return bool(pattern) and re.search(_INDEFINITE + pattern, after, re.IGNORECASE) is not None


def _has_definite_subject(before: str, group: str) -> bool:
    """Tell whether the subject of a verb points back to a thing of its class: "The line was built", "the accord must be ratified"."""
    if group not in ("paper", "works", "show", "contest"):
        return False
    if re.search(r"\b(?:it|they)\s(?:\w+\s){0,2}$", before, re.IGNORECASE):
        return True
    return (
        re.search(
            rf"\b(?:[Tt]he|[Tt]his|[Tt]hat|[Ii]ts)\s(?:\w+\s)?{_class_pattern(group).pattern}[^,]{{0,40}}$", before
        )
        is not None
    )


def _is_noun_plural(article: Article, index: int, sentence: Sentence) -> bool:
    """Tell whether a form in -s is the plural of a noun: no name, pronoun or relative stands before it."""
    token = article.tokens[index]
    if token.lower not in _AMBIGUOUS:
        return False
    if index == sentence.first_token:
        return True
    before = article.tokens[index - 1]
    return not (before.is_capitalised or before.lower in _MAY_PRECEDE)


def _is_generic(article: Article, clause: tuple[int, int], start: int, aspect: Aspect, entry: _VerbEntry) -> bool:
    """Tell whether a clause says what people do or may do, and not what someone did: Kenyans who travel, firms that could join."""
    words = article.text[clause[0] : clause[1]].lstrip(" ,;")
    if re.match(r"(?:No|Nobody|None)\b", words) or re.search(r"\b(?:no|nobody|none)\s\w+\s(?:had|has|have)\b", words):
        return True
    if aspect == "present" and re.match(r"(?:who|which|that|whose)\b", words):
        return True
    doubt = re.search(r"\b(?:may|might|could|whether|if|how)\b", article.text[max(clause[0], start - 40) : start])
    return entry.group in ("works", "paper", "act") and doubt is not None


def _group_of(article: Article, clause: tuple[int, int], start: int, entry: _VerbEntry) -> str:
    """Return the class of a verb of going by who goes: goods and airlines make it works, performers on tour a show."""
    if entry.group != "trip":
        return entry.group
    words = article.text[clause[0] : clause[1]]
    if _is_carried(article, clause, start) or (entry.words[0] == "fly" and _TIMETABLE.search(words)):
        return "works"
    return "show" if entry.words[0] == "tour" and _PERFORMERS.search(words) else "trip"


def _is_carried(article: Article, clause: tuple[int, int], start: int) -> bool:
    """Tell whether it is goods that travel: the tanker reached Odessa."""
    return _CARRIERS.search(article.text[max(clause[0], start - 60) : start]) is not None


def _match_rest(article: Article, index: int, entry: _VerbEntry, last: int) -> int | None:
    """Return the index after a verb of several words; up to two words may stand inside ("held long talks")."""
    position = index + 1
    slack = 1 if entry.words[0] in ("been", "be") else 3
    for word in entry.words[1:]:
        for skip in range(slack):
            if position + skip < last and article.tokens[position + skip].lower == word:
                position += skip + 1
                break
        else:
            return None
    return position


def _has_object(
    article: Article, clause: tuple[int, int], start: int, end: int, entry: _VerbEntry, aspect: Aspect, names: Names
) -> bool:
    """Tell whether a verb has the object that it needs, after it, or before it in the passive."""
    text = article.text
    after = text[end : min(clause[1], end + _REACH)]
    relative = re.match(r"\W*(?:which|that)\b", text[clause[0] : clause[0] + 10]) is not None
    before = text[max(0 if relative else clause[0], start - _REACH) : start]
    needs = entry.needs
    if entry.words[0] == "meet" and (_NOT_MET.match(after) or _OFTEN.match(after)):
        return False
    if entry.words[0] == "see" and _is_passive(before):
        return False
    if (
        entry.group == "trip"
        and entry.words[0] in ("come", "go", "reach", "arrive", "land", "leave", "head", "return", "travel", "bring")
        and _GOODS.search(before)
    ):
        return _CARRIERS.search(before[-60:]) is not None
    if entry.words[0] in ("come", "go") and after.startswith((" back", " home")):
        return False
    if not needs:
        return entry.group != "works" or aspect != "gerund"
    if aspect == "gerund" and needs not in ("site", "person", "party"):
        return False
    if needs in ("place", "goal", "arrival", "stay", "site", "visitor"):
        return _has_destination(article, clause, end, after, needs, names)
    if needs in ("person", "party"):
        return _has_party(after, before, end, clause, names, needs)
    if needs == "delegation":
        return _VISITORS.search(after) is not None
    if needs == "rival":
        return any(end <= place.start <= end + 40 for place in names.places) and not after.lstrip().startswith(
            ("a ", "an ", "in ")
        )
    pattern = _class_pattern(needs)
    if needs in _NOUN_GROUPS:
        return _governs(after, before, needs, aspect)
    if needs in ("output", "goods", "quantity"):
        return pattern.search(after) is not None or (_is_passive(before) and pattern.search(before) is not None)
    return pattern.search(after) is not None or (
        aspect != "gerund"
        and (_is_passive(before) or _POSTPOSED.match(after) is not None)
        and pattern.search(before) is not None
    )


_NOUN_GROUPS = frozenset({"trip", "gathering", "paper", "works", "show", "contest"})


def _governs(after: str, before: str, group: str, aspect: Aspect) -> bool:
    """Tell whether the event noun nearest after a verb, or before it in the passive and for things that open, is of a class."""
    follower = next(_nouns_in(after), None)
    if follower is not None and follower.start <= _NEAR_OBJECT and not re.match(r"\s?(?:by|in|at|on)\s", after):
        return follower.entry[1] == group
    if aspect == "gerund":
        return False
    return any(leader.entry[1] == group for leader in list(_nouns_in(before))[-2:])


def _is_passive(before: str) -> bool:
    return re.search(r"\b(?:is|are|was|were|be|been|being)\s(?:\w+\s)?$", before) is not None


def _has_destination(article: Article, clause: tuple[int, int], end: int, after: str, needs: str, names: Names) -> bool:
    reach = {"place": 45, "goal": 60, "arrival": 30, "stay": 60, "site": 100, "visitor": 40}[needs]
    near = [place for place in names.places if end <= place.start < min(clause[1], end + reach)]
    if needs == "site":
        return (
            bool(near)
            or re.match(r"\s(?:the|a|an|his|her|their|its|several|one|two|some|there)\b|\s[A-Z]", after) is not None
        )
    if needs == "stay":
        return bool(near) and re.match(r"\s(?:\w+\s){0,2}(?:days?|weeks?|hours|nights?)\b", after) is not None
    if needs == "goal":
        moves = re.match(r"\s(?:\w+\s){0,3}?(?:to|in|into|at|for|on)\s", after) is not None
        return moves and (bool(near) or _ANYWHERE.search(after[:40]) is not None)
    if needs == "visitor":
        return bool(near) and near[0].start - end <= 6
    return bool(near)


def _has_party(after: str, before: str, end: int, clause: tuple[int, int], names: Names, needs: str) -> bool:
    if any(end <= person.start < min(clause[1], end + 90) for person in names.people):
        return True
    if _PARTY.search(after[:90]):
        return True
    if re.match(r"\s(?:[A-Z]\w+\s){1,3}", after) and not re.match(r"\s(?:In|On|At)\b", after):
        return needs == "party"
    if re.search(r"\b(?:was|were|been|be)\s$", before):
        return True
    return (
        needs == "party"
        and re.match(r"\s?(?:on|in|at|for|again|yesterday|today|last|to discuss)\b|\s?[.,]|$", after.lstrip(" "))
        is not None
    )


@lru_cache(maxsize=1)
def _turns() -> tuple[tuple[re.Pattern[str], str, Aspect], ...]:
    return tuple((re.compile(pattern), group, how) for pattern, group, how in load_rows("event_patterns", 3))  # type: ignore[misc]


def _find_turns(article: Article, sentence: Sentence) -> list[Cue]:
    """Return the turns of phrase of the lexicon that tell of an event: is due in Fiji, is in China on a visit."""
    return [
        Cue(
            group,
            *match.span(),
            aspect,
            _has_definite_subject(article.text[sentence.start : match.start()], group),
            2,
            match.group().strip(),
        )
        for pattern, group, aspect in _turns()
        for match in pattern.finditer(article.text, sentence.start, sentence.end)
    ]


# -- nouns ------------------------------------------------------------------------------------------------------------


def _find_nouns(
    article: Article, sentence: Sentence, clause: tuple[int, int], names: Names, phrases: Sequence[TimePhrase]
) -> list[Cue]:
    text = article.text
    found: list[Cue] = []
    for match in _nouns_in(text, *clause):
        if _is_in_name(match.start, match.end, names):
            continue
        noun, group, alone = match.entry
        index = article.token_index(match.start)
        before = [token.lower for token in article.tokens[max(sentence.first_token, index - 4) : index]]
        if any(word in _NO_EVENT_BEFORE for word in before[-2:]) or _is_verb_use(
            article, index, text[match.start : match.end].lower(), before
        ):
            continue
        if alone == "no" or re.search(
            r"\bnot\s(?:\w+['’]?s?\s){0,4}$", text[max(clause[0], match.start - 40) : match.start]
        ):
            continue
        strength = 1 if alone == "yes" else 0
        if strength == 0 and not _has_support(text, clause, match, group, names, phrases):
            continue
        if noun == "tour" and _PERFORMERS.search(text[clause[0] : clause[1]]):
            group = "show"
        aspect: Aspect = "future" if any(word in _AHEAD for word in before[-3:]) else "noun"
        points_back = any(word in _DEFINITE for word in before[-2:]) and aspect != "future"
        definite = points_back and not _is_named_newly(text, match, names)
        brings = not definite and noun not in _GENERIC_WORKS
        found.append(Cue(group, match.start, match.end, aspect, definite, strength, noun, brings))
    return found


def _is_in_name(start: int, end: int, names: Names) -> bool:
    """Tell whether a noun is inside the name of a body, a place or a person."""
    if any(
        thing.start <= start < thing.end and thing.is_body and not (end == thing.end and thing.is_site)
        for thing in names.things
    ):
        return True
    return any(place.start <= start < place.end for place in names.places) or any(
        person.start <= start < person.end for person in names.people
    )


def _is_verb_use(article: Article, index: int, word: str, before: list[str]) -> bool:
    """Tell whether a word that is noun and verb stands as a verb: "to visit", "will tour", "visits Minsk"."""
    if word in (
        "visits",
        "tours",
        "talks",
        "plays",
        "races",
        "drills",
        "supplies",
        "exports",
        "hosts",
        "marks",
        "shows",
    ):
        follower = article.tokens[index + 1] if index + 1 < len(article.tokens) else None
        return follower is not None and follower.is_capitalised and article.between(index, index + 1) == " "
    return bool(before) and before[-1] in (
        "to",
        "will",
        "would",
        "shall",
        "should",
        "may",
        "can",
        "could",
        "they",
        "he",
        "she",
        "who",
        "also",
    )


def _is_named_newly(text: str, match: _NounFound, names: Names) -> bool:
    """Tell whether a definite noun is told apart by a name or a place of its own: the Quad summit in Tokyo."""
    after = text[match.end : match.end + 40]
    before = text[max(0, match.start - 30) : match.start]
    named = re.search(r"\bthe\s(?:[a-z-]+\s){0,2}[A-Z0-9][\w-]*\s(?:[\w-]+\s)?$", before)
    return (
        named is not None or re.match(r"\s(?:of|in|at|between|by|on)\s(?:the\s)?(?:[a-z]+\s)?[A-Z]", after) is not None
    )


_PAPER_IN_USE = re.compile(r"\b(?:under|by|through|thanks to|with)\s(?:a|an|the)\s(?:[\w-]+\s){0,3}$", re.IGNORECASE)
_PAPER_AHEAD = re.compile(
    r"\b(?:should|will|is|are|to)\s(?:\w+\s)?(?:follow|be|expected|due|planned|ready|close|reached|prepared)\b"
)
_WORKS_SAY = re.compile(
    r"\b(?:under construction|construction of|start of|work on|working on|joint|contract for|is"
    r" planned|are planned|planned|project|cost|costs|is to be|will be|should be|to be ready"
    r"|completed|finished|inaugurated|opened|launched|operational|expected)\b"
)


def _has_support(
    text: str,
    clause: tuple[int, int],
    match: _NounFound,
    group: str,
    names: Names,
    phrases: Sequence[TimePhrase],
) -> bool:
    """Tell whether a noun that is no event by itself has a date, place, party or word beside it that makes it one."""
    words = text[clause[0] : clause[1]]
    dated = any(
        clause[0] <= p.start < clause[1] and p.meaning not in ("duration", "origin") and not p.dates_saying
        for p in phrases
    )
    placed = any(clause[0] <= place.start < clause[1] for place in names.places)
    if group == "paper":
        before = text[max(clause[0], match.start - 30) : match.start]
        between = re.match(r"\s(?:between|reached|signed|with)\b", text[match.end : match.end + 12]) is not None
        return (
            between or (_PAPER_IN_USE.search(before) is not None and placed) or _PAPER_AHEAD.search(words) is not None
        )
    if group == "works":
        said = _WORKS_SAY.search(words) is not None
        return said and (dated or placed or _MONEY.search(words) is not None)
    if group == "gathering":
        peopled = any(clause[0] <= person.start < clause[1] for person in names.people)
        return dated or placed or peopled
    if group == "act":
        return dated or placed
    return dated or placed
