"""Forms of English verbs, and what the words before a form say about time."""

from __future__ import annotations

from functools import cache
from typing import Literal

from chancery.reading.article import Article
from chancery.reading.lexicon import load_rows

Form = Literal["base", "present", "past", "participle", "gerund"]
Aspect = Literal["past", "perfect", "pluperfect", "present", "ongoing", "future", "infinitive", "gerund", "noun"]

MODALS = frozenset("will would shall should can could may might must".split())
_FUTURE_BEFORE_TO = frozenset(
    "is are due set going about plans planned plan expected expects intends wants want hopes"
    " hope aims scheduled ready agreed"
    " prepares preparing like promised pledged invited has have needs offered offers bids bid"
    " meant yet slated likely proposes proposed asked want".split()
)
_NEGATIONS = frozenset("not never no without cannot refused failed fail fails refuse declined unable".split())
_BE = frozenset("is are was were be been being".split())
_AUXILIARIES = _BE | {"has", "have", "had"}
_DETERMINERS = frozenset(
    "a an the this that these those his her their its our my your first second third next last"
    " official state working recent"
    " such any each every more several many few two three four another joint of with for on in"
    " during after before by at from"
    " and-noun two-day three-day regular new high-level s".split()
)
_BEFORE_ADJECTIVES = frozenset("a an the of on for from with its his her their this that these those".split())
_DOUBLING = frozenset(
    "stop plan set get begin win put run ban cut ship drop let sit beat hit refer commit scrap"
    " admit swim rob occur prefer twin sign-up quit expel scrap compel rebel patrol confer transfer defer"
    " cap chat drag dub fit jet map man pin plug pop program readmit regret skip slap slip star stem step swap trek"
    " trip wrap kidnap outfit instal bid dig forbid forget shut".split()
)


@cache
def forms_of(verb: str) -> dict[str, set[Form]]:
    """Return the inflected forms of a verb with what each may be.

    >>> sorted(forms_of("ship"))
    ['ship', 'shipped', 'shipping', 'ships']
    """
    if verb == "been":
        return {"been": {"participle"}}
    irregular = {row[0]: row[1:] for row in load_rows("irregular_verbs", 3)}
    past, participle = irregular.get(verb, (_add_ed(verb), _add_ed(verb)))
    forms: dict[str, set[Form]] = {}
    pairs: tuple[tuple[str, Form], ...] = (
        (verb, "base"),
        (_add_s(verb), "present"),
        (past, "past"),
        (participle, "participle"),
        (_add_ing(verb), "gerund"),
    )
    for word, form in pairs:
        forms.setdefault(word, set()).add(form)
    if verb == "be":
        forms = {
            "be": {"base"},
            "is": {"present"},
            "are": {"present"},
            "was": {"past"},
            "were": {"past"},
            "been": {"participle"},
        }
    elif verb.endswith("l"):
        forms.setdefault(verb + "led", set()).update(("past", "participle"))
        forms.setdefault(verb + "ling", set()).add("gerund")
    return forms


def _add_s(verb: str) -> str:
    if verb.endswith(("s", "x", "z", "ch", "sh", "o")):
        return verb + "es"
    return verb[:-1] + "ies" if verb.endswith("y") and verb[-2] not in "aeiou" else verb + "s"


def _add_ed(verb: str) -> str:
    if verb.endswith("e"):
        return verb + "d"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb[:-1] + "ied"
    return verb + (verb[-1] if verb in _DOUBLING else "") + "ed"


def _add_ing(verb: str) -> str:
    if verb.endswith("e") and not verb.endswith(("ee", "ye", "oe")):
        return verb[:-1] + "ing"
    return verb + (verb[-1] if verb in _DOUBLING else "") + "ing"


def words_before(article: Article, index: int, first: int, count: int = 5) -> list[str]:
    """Return up to `count` lower-case words before a token, not beyond token `first`, the nearest last."""
    tokens = article.tokens[max(first, index - count) : index]
    return [token.text if token.text == "May" else token.lower for token in tokens]


def aspect_at(article: Article, index: int, forms: set[Form], first: int) -> Aspect | None:
    """Tell how a verb form at token `index` is used in the clause that begins at token `first`.

    Returns None where it is denied, or no verb but a noun ("the visit", "his tour").
    """
    before = words_before(article, index, first)
    last = before[-1] if before else ""
    if any(word in _NEGATIONS for word in before[-3:]):
        return None
    if "gerund" in forms:
        if any(word in ("is", "are", "am", "been", "be") for word in before[-2:]):
            return "future" if any(word in MODALS for word in before) else "ongoing"
        if any(word in ("was", "were") for word in before[-2:]):
            return "past"
        return None if last in _DETERMINERS else "gerund"
    if "base" in forms and not ({"past", "participle"} & forms and _has_auxiliary(before)):
        return _aspect_of_base(before, last, forms)
    if "present" in forms:
        return None if last in _DETERMINERS else "present"
    if last in _BEFORE_ADJECTIVES:
        return None
    return _aspect_of_past(before, forms)


def _has_auxiliary(before: list[str]) -> bool:
    """Tell whether "be" or "have" stands before a form, no "to" or modal between them: "is being set up"."""
    near = before[-3:]
    after = next((near[index + 1 :] for index in range(len(near) - 1, -1, -1) if near[index] in _AUXILIARIES), None)
    return after is not None and not any(word == "to" or word in MODALS for word in after)


def _aspect_of_base(before: list[str], last: str, forms: set[Form]) -> Aspect | None:
    if last == "to":
        return "future" if any(word in _FUTURE_BEFORE_TO for word in before[-3:-1]) else "infinitive"
    if any(word in MODALS for word in before[-3:]):
        return "future"
    if last in _DETERMINERS or ("participle" not in forms and last in _BE):
        return None
    return "past" if "past" in forms else "present"


def _aspect_of_past(before: list[str], forms: set[Form]) -> Aspect:
    recent = before[-4:]
    if "be" in recent[-2:] or (any(word in MODALS for word in recent) and "have" not in recent):
        return "future"
    if "being" in recent[-2:]:
        return "ongoing"
    if "had" in recent:
        return "pluperfect"
    if ("has" in recent or "have" in recent) and "participle" in forms:
        return "perfect"
    if any(word in ("is", "are") for word in recent[-2:]):
        return "present"
    return "past"
