"""Who takes part in an event: the people and bodies named with it, and those whom "he" or "the ambassador" mean."""

from __future__ import annotations

import bisect
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from chancery.model import ProposedActor
from chancery.reading.article import Article, Sentence
from chancery.reading.lexicon import load_map, load_words
from chancery.reading.name_runs import Run, find_runs
from chancery.reading.offices import country_named
from chancery.reading.organisations import ThingName
from chancery.reading.people import title_words
from chancery.reading.persons import Person, PersonMention
from chancery.reading.places import PlaceMention, is_never_place
from chancery.reading.recognition import Names
from chancery.reading.spans import InOrder
from chancery.vocabulary import ActorKind

_PRONOUN = re.compile(r"\b(?P<who>he|she|they|him|her|his|them)\b", re.IGNORECASE)
_PAIR = re.compile(
    r"\b(?:[Tt]he two|[Bb]oth|[Tt]he)\s(?:\w+\s)?(?:leaders|presidents|ministers|sides|men|women|mayors|governors"
    r"|premiers|speakers|officials|diplomats|heads of (?:state|government)|interlocutors|parties)\b|\b[Tt]hey\b"
)
_GUEST = re.compile(r"\b(?:[Tt]he|[Hh]is|[Hh]er)\s(?:visitor|guest|host|counterpart|colleague)\b")
_DELEGATION = re.compile(
    r"\b[Tt]he\s(?:(?P<demonym>[A-Z]\w+)\s)?(?:delegation|delegates|guests|visitors|mission)\b(?!\s(?:led|headed)\b)"
)
_LED_BY = re.compile(r"\b(?:led|headed|chaired)\sby\s|\bat\sthe\shead\sof\s", re.IGNORECASE)
_SITE_AFTER = re.compile(
    r"\s(?:mosque|mausoleum|street|square|avenue|museum|airport|stadium|university|theatre|theater|park|palace|bridge|house"
    r"|foundation|centre|center|prize|award|monument|memorial|church|cathedral|hospital|school|institute|gallery)\b"
)
_NO_SURNAMES = frozenset("Day Days Week Month Year Soldier Spring Forum Cup Games Prize".split())
_SITE_BEFORE = re.compile(r"\b(?:in|near|toured|touring|visited|visiting|inspected|around|outside)\s(?:the\s)?$")
_COMPANY_BEFORE = re.compile(
    r"\b(?:company|firm|concern|utility|group|giant|operator|ensemble|corporation|agency|maker"
    r"|producer|newspaper|airline|bank|club|band|choir|troupe|team|developer|carrier|supplier"
    r"|builder|contractor)\s[“\"«]?$"
)


@dataclass(frozen=True)
class ActorFinder:
    """The actors of one text, sentence by sentence."""

    article: Article
    people: InOrder[PersonMention]
    things: InOrder[ThingName]
    places: InOrder[PlaceMention]

    @classmethod
    def of(cls, article: Article, names: Names) -> ActorFinder:
        """Make the finder of one text."""
        return cls(article, InOrder(names.people), InOrder(names.things), InOrder(names.places))

    def in_span(self, start: int, end: int) -> list[ProposedActor]:
        """Return the people, then the bodies, named between two code points, each once."""
        people = [mention.person for mention in self.people.between(start, end) if not self._names_site(mention)]
        bodies = [thing for thing in self.things.between(start, end) if thing.is_body]
        return _unique([*map(actor_of, people), *map(_body_actor, bodies), *self._unlisted(start, end)])

    def _names_site(self, mention: PersonMention) -> bool:
        """Tell whether a name is that of a site or a day: the Shah Abbas mosque, Victory Day."""
        if mention.person.surname in _NO_SURNAMES:
            return True
        return _SITE_AFTER.match(self.article.text, mention.end) is not None

    def unnamed_in(self, start: int, end: int) -> list[ProposedActor]:
        """Return the office that acts between two code points without a name: the foreign minister of Peru."""
        match = _office_pattern().search(self.article.text, start, end)
        if match is None:
            return []
        return [ProposedActor(match["office"], country_code=country_named(match["office"]), kind=ActorKind.PERSON)]

    def referred_in(self, sentence: Sentence, start: int, end: int) -> list[ProposedActor]:
        """Return whom the pronouns and offices between two code points of a sentence mean."""
        text = self.article.text[start:end]
        earlier = self.people.before(start, _REMEMBERED)
        if not earlier:
            return []
        if _PAIR.search(text):
            return [actor_of(person) for person in _last_two([mention.person for mention in earlier])]
        named = {mention.person.name for mention in self.people.between(start, end)}
        found: list[ProposedActor] = []
        for match in _definite_role().finditer(text):
            holder = self._office_holder(match["role"].lower(), match["demonym"] or "", earlier)
            found.append(actor_of(holder or self._topic(sentence, earlier, named)))
        sent = None if found else _DELEGATION.search(text)
        if sent is not None and (head := self._head_of_delegation(sent["demonym"] or "", start, earlier)) is not None:
            found.append(actor_of(head))
        if _GUEST.search(text) or (not found and _PRONOUN.search(text)):
            found.append(actor_of(self._topic(sentence, earlier, named)))
        return _unique(found)

    def _head_of_delegation(self, demonym: str, position: int, earlier: Sequence[PersonMention]) -> Person | None:
        """Return who leads the delegation that was named before: the person next to "led by", or of its country."""
        code = load_map("demonyms").get(demonym.lower(), "")
        if code and (own := next((m.person for m in reversed(earlier) if m.person.country_code == code), None)):
            return own
        text = self.article.text
        found = list(_LED_BY.finditer(text, max(0, position - _LED_REACH), position))
        if not found:
            return None
        led = found[-1]
        if text[led.start() : led.end()].lower().startswith("at"):
            return next((m.person for m in reversed(self.people.before(led.start(), 1))), None)
        after = self.people.between(led.end(), led.end() + _NEXT_NAME)
        return after[0].person if after else None

    def _topic(self, sentence: Sentence, earlier: Sequence[PersonMention], named: set[str]) -> Person:
        """Return whom a pronoun means: of the people of the two sentences before, the one whom the text names first.

        The person whom a text opens with is its topic, and stays the likeliest subject while it is named now and then.
        """
        first = self.article.sentences[max(0, sentence.index - 2)].start
        recent = [mention.person for mention in earlier if mention.start >= first and mention.person.name not in named]
        if not recent:
            recent = [mention.person for mention in earlier if mention.person.name not in named] or [earlier[-1].person]
            return recent[-1]
        order = list(dict.fromkeys(mention.person.name for mention in earlier))
        counts = Counter(mention.person.name for mention in earlier)
        return min(recent, key=lambda person: (-counts[person.name], order.index(person.name)))

    def _office_holder(self, role: str, demonym: str, earlier: Sequence[PersonMention]) -> Person | None:
        """Return the person whose office a definite noun repeats: "the ambassador", "the Eritrean president"."""
        code = load_map("demonyms").get(demonym.lower(), "")
        for mention in reversed(earlier):
            person = mention.person
            if any(_holds(person.role.lower(), word) for word in _synonyms(role)) and (
                not code or person.country_code in ("", code)
            ):
                return person
        return None

    def _unlisted(self, start: int, end: int) -> list[ProposedActor]:
        """Return names that no list knows: companies, ensembles, peoples' teams."""
        first = bisect.bisect_left(self._strangers, start, key=lambda item: item[0])
        last = bisect.bisect_left(self._strangers, end, key=lambda item: item[0])
        return [actor for _, actor in self._strangers[first:last]]

    @cached_property
    def _strangers(self) -> tuple[tuple[int, ProposedActor], ...]:
        text = self.article.text
        return tuple(
            (run.start, ProposedActor(text[run.start : run.end], kind=ActorKind.ORGANISATION))
            for sentence in self.article.sentences
            for run in find_runs(self.article, sentence)
            if self._is_unlisted(run)
        )

    def _is_unlisted(self, run: Run) -> bool:
        tokens = self.article.tokens[run.first : run.last]
        if any(self._is_taken(token.start) for token in tokens):
            return False
        before = self.article.text[max(0, run.start - 20) : run.start]
        if _COMPANY_BEFORE.search(before):
            return True
        if _SITE_BEFORE.search(before):
            return False
        return not any(token.lower in _everyday_words() or is_never_place(token.text) for token in tokens)

    def _is_taken(self, position: int) -> bool:
        return self.places.covers(position) or self.people.covers(position) or self.things.covers(position)


@lru_cache(maxsize=1)
def _everyday_words() -> frozenset[str]:
    return load_words("common_words") | load_words("role_nouns") | title_words()


@lru_cache(maxsize=1)
def _definite_role() -> re.Pattern[str]:
    roles = "|".join(re.escape(role) for role in sorted(load_words("role_nouns"), key=len, reverse=True))
    return re.compile(rf"\b[Tt]he\s(?:(?P<demonym>[A-Z]\w+)\s)?(?P<role>(?i:{roles}))\b(?!\s[A-Z])")


@lru_cache(maxsize=1)
def _office_pattern() -> re.Pattern[str]:
    roles = "|".join(re.escape(role) for role in sorted(load_words("role_nouns"), key=len, reverse=True))
    of = r"(?:\s(?:of|to)\s(?:the\s)?[A-Z]\w+(?:\s[A-Z]\w+){0,2}){0,2}"
    return re.compile(rf"\b(?:[Tt]he|[Aa]n?)\s(?P<office>(?:[A-Z]\w+\s)?(?:{roles}){of})\b(?!\s[A-Z])")


_REMEMBERED = 60
_NEXT_NAME = 120
_LED_REACH = 3000
_ENVOYS = frozenset({"ambassador", "envoy", "diplomat"})
_POPES = frozenset({"pope", "pontiff"})


def _holds(office: str, role: str) -> bool:
    """Tell whether an office is the role that a text repeats: "the minister" is no prime minister."""
    return role in office and not any(f"{rank} {role}" in office for rank in ("prime", "vice", "deputy"))


def _synonyms(role: str) -> frozenset[str]:
    return next((group for group in (_ENVOYS, _POPES) if role in group), frozenset({role}))


def actor_of(person: Person) -> ProposedActor:
    """Return a person as an actor, with the office and the country that the text gives."""
    code = person.country_code or country_named(person.role)
    return ProposedActor(person.name, person.role, code, ActorKind.PERSON)


def _body_actor(thing: ThingName) -> ProposedActor:
    return ProposedActor(thing.name, kind=ActorKind.ORGANISATION)


def _last_two(people: Sequence[Person]) -> list[Person]:
    chosen: list[Person] = []
    for person in reversed(people):
        if person not in chosen:
            chosen.insert(0, person)
        if len(chosen) == 2:
            break
    return chosen


def _unique(actors: Sequence[ProposedActor]) -> list[ProposedActor]:
    seen: dict[str, ProposedActor] = {}
    for actor in actors:
        seen.setdefault(actor.name, actor)
    return list(seen.values())


def merge_actors(*groups: Sequence[ProposedActor]) -> list[ProposedActor]:
    """Join lists of actors, people first, each once."""
    joined = _unique([actor for group in groups for actor in group])
    return sorted(joined, key=lambda actor: actor.kind is not ActorKind.PERSON)
