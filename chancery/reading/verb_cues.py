"""Verbs that tell of an event, with the objects that make them do so: visited Minsk, signed an agreement."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from chancery.reading.article import Article, Sentence
from chancery.reading.cues import PERFORMERS, Cue, class_pattern, noun_entries, nouns_in
from chancery.reading.lexicon import load_rows
from chancery.reading.recognition import Names
from chancery.reading.verbs import Aspect, Form, aspect_at, forms_of

_REACH = 130
_MOVES = frozenset("come go reach arrive land leave head return travel bring".split())
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
_ANYWHERE = re.compile(r"\b(?:there|here|home|the city|the region|the country|the capital|the town|the area)\b")


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


def find_verb_cues(article: Article, sentence: Sentence, clause: tuple[int, int], names: Names) -> list[Cue]:
    """Return the verbs of one clause that have the object they need."""
    found: list[Cue] = []
    first, last = article.token_index(clause[0]), article.token_index(clause[1])
    for index in range(first, last):
        token = article.tokens[index]
        for forms, entry in _verb_index().get(token.lower, ()):
            end_index = _match_rest(article, index, entry, last)
            if end_index is None or (token.is_capitalised and index != sentence.first_token):
                continue
            aspect = aspect_at(article, index, forms, first)
            if aspect == "gerund" and token.lower in noun_entries():
                continue
            if (
                aspect is None
                or _is_noun_plural(article, index, sentence)
                or _is_generic(article, clause, token.start, aspect, entry)
            ):
                continue
            end = article.tokens[end_index - 1].end
            use = _Use.of(article.text, clause, (token.start, end), aspect)
            if not _has_object(use, entry, names):
                continue
            group = _group_of(article, clause, token.start, entry)
            brings = _brings_something(article.text[end : min(clause[1], end + 90)], entry.group)
            definite = has_definite_subject(article.text[clause[0] : token.start], group)
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
    pattern = class_pattern(group).pattern if group in ("paper", "works", "show", "contest", "gathering") else ""
    return bool(pattern) and re.search(_INDEFINITE + pattern, after, re.IGNORECASE) is not None


def has_definite_subject(before: str, group: str) -> bool:
    """Tell whether the subject of a verb points back to a thing of its class: "The line was built"."""
    if group not in ("paper", "works", "show", "contest"):
        return False
    if re.search(r"\b(?:it|they)\s(?:\w+\s){0,2}$", before, re.IGNORECASE):
        return True
    return (
        re.search(
            rf"\b(?:[Tt]he|[Tt]his|[Tt]hat|[Ii]ts)\s(?:\w+\s)?{class_pattern(group).pattern}[^,]{{0,40}}$", before
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
    """Tell whether a clause says what people do or may do, and not what someone did: Kenyans who travel."""
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
    return "show" if entry.words[0] == "tour" and PERFORMERS.search(words) else "trip"


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


@dataclass(frozen=True, slots=True)
class _Use:
    """A verb as one clause uses it: its span, its aspect, and the words before and after."""

    clause: tuple[int, int]
    start: int
    end: int
    aspect: Aspect
    before: str
    after: str

    @classmethod
    def of(cls, text: str, clause: tuple[int, int], span: tuple[int, int], aspect: Aspect) -> _Use:
        """Take the words within reach; what a relative clause is about stands before it."""
        start, end = span
        relative = re.match(r"\W*(?:which|that)\b", text[clause[0] : clause[0] + 10]) is not None
        before = text[max(0 if relative else clause[0], start - _REACH) : start]
        return cls(clause, start, end, aspect, before, text[end : min(clause[1], end + _REACH)])


def _has_object(use: _Use, entry: _VerbEntry, names: Names) -> bool:
    """Tell whether a verb has the object that it needs, after it, or before it in the passive."""
    needs = entry.needs
    if _is_other_sense(use, entry):
        return False
    if entry.group == "trip" and entry.words[0] in _MOVES and _GOODS.search(use.before):
        return _CARRIERS.search(use.before[-60:]) is not None
    if not needs:
        return entry.group != "works" or use.aspect != "gerund"
    if use.aspect == "gerund" and needs not in ("site", "person", "party"):
        return False
    if needs in ("place", "goal", "arrival", "stay", "site", "visitor"):
        return _has_destination(use, needs, names)
    if needs in ("person", "party"):
        return _has_party(use, needs, names)
    return _has_listed_object(use, needs, names)


def _is_other_sense(use: _Use, entry: _VerbEntry) -> bool:
    """Tell whether a verb stands in a sense that is no event: meets the needs, can be seen, came back."""
    if entry.words[0] == "meet":
        return _NOT_MET.match(use.after) is not None or _OFTEN.match(use.after) is not None
    if entry.words[0] == "see":
        return _is_passive(use.before)
    return entry.words[0] in ("come", "go") and use.after.startswith((" back", " home"))


def _has_listed_object(use: _Use, needs: str, names: Names) -> bool:
    """Tell whether an object of a class of the lists stands where the verb wants it."""
    before, after, aspect = use.before, use.after, use.aspect
    if needs == "delegation":
        return _VISITORS.search(after) is not None
    if needs == "rival":
        named = any(use.end <= place.start <= use.end + 40 for place in names.places)
        return named and not after.lstrip().startswith(("a ", "an ", "in "))
    pattern = class_pattern(needs)
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
    """Tell whether the event noun nearest after a verb, or before it where it opens or is opened, is of a class."""
    follower = next(nouns_in(after), None)
    if follower is not None and follower.start <= _NEAR_OBJECT and not re.match(r"\s?(?:by|in|at|on)\s", after):
        return follower.entry[1] == group
    if aspect == "gerund":
        return False
    return any(leader.entry[1] == group for leader in list(nouns_in(before))[-2:])


def _is_passive(before: str) -> bool:
    return re.search(r"\b(?:is|are|was|were|be|been|being)\s(?:\w+\s)?$", before) is not None


def _has_destination(use: _Use, needs: str, names: Names) -> bool:
    """Tell whether a verb of going leads to a place, as its entry asks: right after it, after "to", as a site."""
    end, after = use.end, use.after
    reach = {"place": 45, "goal": 60, "arrival": 30, "stay": 60, "site": 100, "visitor": 40}[needs]
    near = [place for place in names.places if end <= place.start < min(use.clause[1], end + reach)]
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


def _has_party(use: _Use, needs: str, names: Names) -> bool:
    """Tell whether someone is met, received or spoken to; a meeting may also leave out with whom."""
    before, after, end = use.before, use.after, use.end
    if any(end <= person.start < min(use.clause[1], end + 90) for person in names.people):
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
