"""Who takes part in an event: the people and bodies named with it, and those whom "he" or "the ambassador" mean."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from chancery.model import ProposedActor
from chancery.reading.article import Article, Sentence
from chancery.reading.lexicon import load_map, load_words
from chancery.reading.organisations import ThingName
from chancery.reading.people import Person, country_named
from chancery.reading.recognition import Names
from chancery.vocabulary import ActorKind

_PRONOUN = re.compile(r"\b(?P<who>he|she|they|him|her|his|them)\b", re.IGNORECASE)
_PAIR = re.compile(r"\b(?:[Tt]he two|[Bb]oth|[Tt]he)\s(?:\w+\s)?(?:leaders|presidents|ministers|sides|men|officials|diplomats|heads of state)\b|\b[Tt]hey\b")
_GUEST = re.compile(r"\b(?:[Tt]he|[Hh]is|[Hh]er)\s(?:visitor|guest|host|counterpart|colleague)\b")
_COMPANY_BEFORE = re.compile(
    r"\b(?:company|firm|concern|utility|group|giant|operator|ensemble|corporation|agency|maker|producer|newspaper|airline|bank|club|band|choir|troupe|team|developer|carrier|supplier|builder|contractor)\s[“\"«]?$"
)


@dataclass(frozen=True, slots=True)
class ActorFinder:
    """The actors of one text, sentence by sentence."""

    article: Article
    names: Names

    def in_span(self, start: int, end: int) -> list[ProposedActor]:
        """Return the people, then the bodies, named between two code points, each once."""
        people = [mention.person for mention in self.names.people if start <= mention.start < end]
        bodies = [thing for thing in self.names.things if start <= thing.start < end and thing.is_body]
        return _unique([*map(actor_of, people), *map(_body_actor, bodies), *self._unlisted(start, end)])

    def referred_in(self, sentence: Sentence, start: int, end: int) -> list[ProposedActor]:
        """Return whom the pronouns and offices between two code points of a sentence mean."""
        text = self.article.text[start:end]
        earlier = [mention.person for mention in self.names.people if mention.start < start]
        if not earlier:
            return []
        if _PAIR.search(text):
            return [actor_of(person) for person in _last_two(earlier)]
        found: list[ProposedActor] = []
        office = self._office_holder(text, earlier)
        if office is not None:
            found.append(actor_of(office))
        elif _PRONOUN.search(text) or _GUEST.search(text):
            found.append(actor_of(self._topic(sentence, earlier)))
        return found

    def subject_before(self, position: int) -> ProposedActor | None:
        """Return the person named last before a position, if anyone."""
        earlier = [mention.person for mention in self.names.people if mention.start < position]
        return actor_of(earlier[-1]) if earlier else None

    def _topic(self, sentence: Sentence, earlier: Sequence[Person]) -> Person:
        """Return whom a pronoun means: the first person of the sentence before, who is its likely subject."""
        if sentence.index > 0:
            previous = self.article.sentences[sentence.index - 1]
            named = [m.person for m in self.names.people if previous.start <= m.start < previous.end]
            if named:
                return named[0]
        return earlier[-1]

    def _office_holder(self, text: str, earlier: Sequence[Person]) -> Person | None:
        """Return the person whose office a definite noun repeats: "the ambassador", "the Eritrean president"."""
        for match in _definite_role().finditer(text):
            role = match["role"].lower()
            code = load_map("demonyms").get((match["demonym"] or "").lower(), "")
            for person in reversed(earlier):
                if role in person.role.lower() and (not code or person.country_code in ("", code)):
                    return person
        return None

    def _unlisted(self, start: int, end: int) -> list[ProposedActor]:
        """Return names after "the company", "the ensemble" and the like that no list of organisations knows."""
        found: list[ProposedActor] = []
        for match in re.finditer(r"[“\"«]?(?P<name>[A-Z][\w-]+(?:\s[A-Z][\w-]+){0,3})", self.article.text[start:end]):
            before = self.article.text[max(0, start + match.start() - 20) : start + match.start("name")]
            if _COMPANY_BEFORE.search(before) and not self._is_taken(start + match.start("name")):
                found.append(ProposedActor(match["name"], kind=ActorKind.ORGANISATION))
        return found

    def _is_taken(self, position: int) -> bool:
        named = (*self.names.places, *self.names.people, *self.names.things)
        return any(mention.start <= position < mention.end for mention in named)


@lru_cache(maxsize=1)
def _definite_role() -> re.Pattern[str]:
    roles = "|".join(re.escape(role) for role in sorted(load_words("role_nouns"), key=len, reverse=True))
    return re.compile(rf"\b[Tt]he\s(?:(?P<demonym>[A-Z]\w+)\s)?(?P<role>{roles})\b(?!\s[A-Z])")


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
