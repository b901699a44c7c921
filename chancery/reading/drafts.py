"""Drafts of events: cues of one sentence that belong together, before sentences are compared."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from chancery.reading.article import Article, Sentence
from chancery.reading.cues import Cue, split_clauses
from chancery.reading.explained import drop_explained
from chancery.reading.noun_cues import find_noun_cues, find_stages, find_turns
from chancery.reading.phrases import TimePhrase
from chancery.reading.plain_acts import find_company, find_plain_acts
from chancery.reading.recognition import Names
from chancery.reading.verb_cues import find_verb_cues
from chancery.vocabulary import Kind

KIND_OF_GROUP = {
    "trip": Kind.VISIT,
    "gathering": Kind.MEETING,
    "paper": Kind.AGREEMENT,
    "works": Kind.PROJECT,
    "show": Kind.CULTURE,
    "contest": Kind.SPORT,
    "act": Kind.OTHER,
}
_ANOTHER = re.compile(r",?\s?(?:and|with)\s(?:one|another|a second|a third|the other)\b")
_SAYS_AHEAD = re.compile(r"\b(?:will|to|slated|planned|due|expected|scheduled)\b")
_JOINT = re.compile(
    r"(?:,\s(?:and\s)?|\sand\s)(?:(?P<listed>)(?=(?:one|an?|the|in|at|to|on)\b|[A-Z])|(?:then\s|later\s|also\s)?(?=[a-z]))"
)
_TALKING = frozenset(
    {
        "compare notes",
        "tell",
        "talk",
        "talk about",
        "speak about",
        "talk over",
        "touch on",
        "discuss",
        "go over",
        "review",
        "negotiate",
        "exchange views",
        "address",
        "brief",
    }
)


@dataclass(frozen=True, slots=True)
class Draft:
    """An event as one sentence tells it.

    Attributes
    ----------
    cues
        Strongest first.
    clause_start, clause_end
        The clause or clauses that its cues stand in.
    """

    kind: Kind
    sentence: Sentence
    cues: tuple[Cue, ...]
    clause_start: int
    clause_end: int

    @property
    def lead(self) -> Cue:
        """The cue that decides tense and title."""
        return self.cues[0]


def find_cues(
    article: Article,
    sentence: Sentence,
    clauses: Sequence[tuple[int, int]],
    names: Names,
    phrases: Sequence[TimePhrase],
) -> list[Cue]:
    """Return the cues of the clauses of one sentence in its order, verbs and nouns together."""
    cues = [cue for clause in clauses for cue in find_verb_cues(article, sentence, clause, names, phrases)]
    cues += find_turns(article, sentence)
    cues += [cue for clause in clauses for cue in find_stages(article, clause, names, phrases)]
    cues += [cue for clause in clauses for cue in find_noun_cues(article, sentence, clause, names, phrases)]
    return sorted(cues, key=lambda cue: (cue.start, -cue.strength))


def draft_events(article: Article, sentence: Sentence, names: Names, phrases: Sequence[TimePhrase]) -> list[Draft]:
    """Return what one sentence tells of, in its order."""
    clauses = split_clauses(article.text, sentence)
    cues = find_cues(article, sentence, clauses, names, phrases)
    drafts: list[Draft] = []
    for clause in clauses:
        inside = drop_explained([cue for cue in cues if clause[0] <= cue.start < clause[1]], article.text)
        if drafts and drafts[-1].kind is Kind.AGREEMENT and _is_about_paper(article.text, clause, phrases):
            inside = [cue for cue in inside if cue.group != "works"]
        if not inside and drafts and _is_elliptical(article.text, clause, phrases):
            drafts.append(_repeat(article.text, drafts[-1], clause))
            continue
        inside = (
            inside
            or find_company(article, sentence, clause, names, phrases)
            or find_plain_acts(article, sentence, clause, names, phrases)
        )
        for kind in dict.fromkeys(KIND_OF_GROUP[cue.group] for cue in inside):
            group = [cue for cue in inside if KIND_OF_GROUP[cue.group] is kind]
            ranked = tuple(sorted(group, key=lambda cue: (-cue.strength, cue.start)))
            for part in _split_by_noun(Draft(kind, sentence, ranked, *clause), article.text, names):
                drafts.extend(_split_by_date(part, article.text, phrases, names))
    return _join_clauses(drafts, phrases, names)


def _is_about_paper(text: str, clause: tuple[int, int], phrases: Sequence[TimePhrase]) -> bool:
    """Tell whether a clause without a date only says what an agreement is about: a road that will connect ports."""
    if re.match(r"\W*(?:that|which|under which)\b", text[clause[0] : clause[1]]) is None:
        return False
    return not any(clause[0] <= phrase.start < clause[1] and phrase.meaning != "duration" for phrase in phrases)


def _is_elliptical(text: str, clause: tuple[int, int], phrases: Sequence[TimePhrase]) -> bool:
    """Tell whether a clause repeats the event before it with another date: "and one of 85,000 tons in April"."""
    if _ANOTHER.match(text, *clause) is None:
        return False
    dated = (phrase for phrase in phrases if phrase.meaning in ("point", "span", "by"))
    return any(clause[0] <= phrase.start < clause[1] for phrase in dated)


def _repeat(text: str, draft: Draft, clause: tuple[int, int]) -> Draft:
    ahead = _SAYS_AHEAD.search(text, *clause) is not None
    cue = replace(draft.lead, start=clause[0], end=clause[1], aspect="future" if ahead else draft.lead.aspect)
    return replace(draft, cues=(cue,), clause_start=clause[0], clause_end=clause[1])


def _split_by_noun(draft: Draft, text: str, names: Names) -> list[Draft]:
    """Split a clause that names two things of one kind joined by "and", each with a place of its own."""
    nouns = sorted((cue for cue in draft.cues if cue.strength < 2), key=lambda cue: cue.start)
    for left, right in itertools.pairwise(nouns):
        joint = re.search(r",?\sand\s", text[left.end : right.start])
        if joint is None or left.word == right.word:
            continue
        cut = left.end + joint.start()
        if not (_has_place(names, draft.clause_start, cut) and _has_place(names, cut, draft.clause_end)):
            continue
        before = tuple(cue for cue in draft.cues if cue.start < cut)
        after = tuple(cue for cue in draft.cues if cue.start >= cut)
        return [replace(draft, cues=before, clause_end=cut), replace(draft, cues=after, clause_start=cut)]
    return [draft]


def _split_by_date(draft: Draft, text: str, phrases: Sequence[TimePhrase], names: Names) -> list[Draft]:
    """Split a draft whose clause names several dates, each with a thing or a place of its own.

    A festival in May and a concert in June; Riga on 3 May, Tartu on 5 May and Tallinn on 7 May.
    """
    dates = [
        p
        for p in phrases
        if draft.clause_start <= p.start < draft.clause_end
        and p.meaning in ("point", "span", "by")
        and not p.dates_saying
    ]
    for left, right in itertools.pairwise(dates):
        starts = {cue.start for cue in draft.cues}
        joints = [
            joint
            for joint in _JOINT.finditer(text, left.end, min(len(text), right.start + 3))
            if joint["listed"] is not None
            or (joint.end() in starts and _has_place(names, joint.end(), draft.clause_end))
        ]
        if not joints or left.edtf == right.edtf:
            continue
        cut = joints[-1].start()
        first = [cue for cue in draft.cues if cue.start < cut]
        second = [cue for cue in draft.cues if cue.start >= cut]
        listed = _has_place(names, draft.clause_start, cut) and _has_place(names, cut, draft.clause_end)
        joined = " and " in joints[-1].group() and (bool(second) or draft.kind in (Kind.PROJECT, Kind.AGREEMENT))
        if first and (joined or (listed and not second)):
            rest = second or [replace(first[0], start=cut, end=right.end)]
            return [
                replace(draft, cues=tuple(first), clause_end=cut),
                *_split_by_date(replace(draft, cues=tuple(rest), clause_start=cut), text, phrases, names),
            ]
    return [draft]


def _has_place(names: Names, start: int, end: int) -> bool:
    return any(start <= place.start < end for place in names.places)


def _join_clauses(drafts: list[Draft], phrases: Sequence[TimePhrase], names: Names) -> list[Draft]:
    """Join drafts of one kind from different clauses of a sentence, unless each has a date or a tense of its own."""
    joined: list[Draft] = []
    for draft in drafts:
        partner = next(
            (other for other in joined if other.kind is draft.kind and not _differ(other, draft, phrases, names)), None
        )
        if partner is None:
            joined.append(draft)
            continue
        cues = tuple(sorted((*partner.cues, *draft.cues), key=lambda cue: (-cue.strength, cue.start)))
        place = joined.index(partner)
        joined[place] = replace(
            partner,
            cues=cues,
            clause_start=min(partner.clause_start, draft.clause_start),
            clause_end=max(partner.clause_end, draft.clause_end),
        )
    return joined


def _differ(left: Draft, right: Draft, phrases: Sequence[TimePhrase], names: Names) -> bool:
    """Tell whether two drafts of one kind must be two events."""
    first, second = own_dates(left, phrases), own_dates(right, phrases)
    if first and second and {p.edtf for p in first}.isdisjoint(p.edtf for p in second):
        return True
    if left.clause_start == right.clause_start:
        return left.clause_end != right.clause_end
    finite = all(_is_finite(draft.lead) for draft in (left, right))
    if finite and left.kind is not Kind.MEETING and _apart(left, right, names):
        return True
    ahead = [draft.lead.aspect in ("future", "infinitive") for draft in (left, right)]
    return finite and ahead[0] != ahead[1]


def _is_finite(lead: Cue) -> bool:
    return lead.aspect == "future" or (lead.strength == 2 and lead.aspect not in ("infinitive", "gerund"))


def _apart(left: Draft, right: Draft, names: Names) -> bool:
    """Tell whether two clauses have places, and none in common."""
    first, second = (
        {place.base or place.surface for place in names.places if draft.clause_start <= place.start < draft.clause_end}
        for draft in (left, right)
    )
    return bool(first) and bool(second) and first.isdisjoint(second)


def own_dates(draft: Draft, phrases: Sequence[TimePhrase]) -> list[TimePhrase]:
    """Return the phrases of time in the clauses of a draft that can date it."""
    return [
        phrase
        for phrase in phrases
        if draft.clause_start <= phrase.start < draft.clause_end and phrase.meaning != "duration" and phrase.edtf
    ]


def is_talk(cue: Cue) -> bool:
    """Tell whether a cue is only about what was talked of."""
    return cue.word in _TALKING
