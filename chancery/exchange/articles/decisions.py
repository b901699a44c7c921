"""What is decided on the drafts of one article, as a value that can be kept and taken up again."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

from chancery.errors import InvalidValue
from chancery.exchange.articles.clipping import Clipping
from chancery.model import Judgement, Proposal, ProposedActor, ProposedPlace
from chancery.reading.figures import ReportedNumber
from chancery.reading.reader import Reading
from chancery.vocabulary import ActorKind, Kind, Precision, Role, Sector, SourceKind, Status

Typed = Mapping[str, str | list[str]]
"""What was typed into the form that corrects a draft, by field; see `chancery.exchange.articles.correction`."""

DRAFT_MARK = "draft:"
"""Begins the name of another draft of the same article that one is merged into."""


class Verdict(StrEnum):
    """What becomes of a draft."""

    OPEN = "open"
    ACCEPT = "accept"
    MERGE = "merge"
    REJECT = "reject"


@dataclass(frozen=True, slots=True)
class Decision:
    """A draft and what becomes of it.

    Attributes
    ----------
    proposal
        As drafted, or as corrected.
    merge_into
        For `Verdict.MERGE`: id of the record that it is further evidence of, or `DRAFT_MARK` and the number of a draft.
    corrected
        Whether somebody changed it.
    typed
        What was typed so far by somebody who is correcting it; ``None`` if nobody is.
    """

    proposal: Proposal
    verdict: Verdict = Verdict.OPEN
    merge_into: str = ""
    corrected: bool = False
    typed: Typed | None = None


@dataclass(frozen=True, slots=True)
class FigureDecision:
    """A reported number, and whether it is kept."""

    figure: ReportedNumber
    kept: bool = False


@dataclass(frozen=True, slots=True)
class Review:
    """An article with everything decided on it so far.

    Attributes
    ----------
    source_id
        The source that the atlas has it as already; empty if it is new.
    """

    clipping: Clipping
    decisions: tuple[Decision, ...]
    figures: tuple[FigureDecision, ...] = ()
    source_id: str = ""

    def with_decision(self, number: int, decision: Decision) -> Review:
        """Return the review with one decision in the place of another."""
        return replace(self, decisions=(*self.decisions[:number], decision, *self.decisions[number + 1 :]))

    def decide(self, number: int, verdict: Verdict, merge_into: str = "") -> Review:
        """Return the review with a verdict on one draft, as it is: what was typed to correct it is dropped."""
        decided = replace(self.decisions[number], verdict=verdict, merge_into=merge_into, typed=None)
        return self.with_decision(number, decided)

    def decide_open(self, verdict: Verdict) -> Review:
        """Return the review with a verdict on every draft that has none yet."""
        done = [replace(item, verdict=verdict) if item.verdict is Verdict.OPEN else item for item in self.decisions]
        return replace(self, decisions=tuple(done))

    def list_actors(self) -> tuple[ProposedActor, ...]:
        """Return the actors of all drafts."""
        return tuple(actor for decision in self.decisions for actor in decision.proposal.actors)

    def find_unfinished(self) -> int | None:
        """Return the first draft that was corrected in part, and neither accepted as corrected nor rejected."""
        numbered = enumerate(self.decisions)
        return next((number for number, item in numbered if item.typed and item.verdict is not Verdict.REJECT), None)

    def keep_taken(self) -> Review:
        """Return the review with nothing but what saving it would take: no drafts that are rejected or still open."""
        taken = tuple(item for item in self.decisions if item.verdict in (Verdict.ACCEPT, Verdict.MERGE))
        return replace(self, decisions=taken, figures=tuple(item for item in self.figures if item.kept))

    def count(self, verdict: Verdict) -> int:
        """Return how many drafts have a verdict."""
        return sum(decision.verdict is verdict for decision in self.decisions)


def start_review(clipping: Clipping, reading: Reading, source_id: str = "") -> Review:
    """Return the review of a reading, with nothing decided."""
    return Review(
        clipping,
        tuple(Decision(proposal) for proposal in reading.proposals),
        tuple(FigureDecision(figure) for figure in reading.figures),
        source_id,
    )


def dump_review(review: Review) -> str:
    """Return a review as JSON."""
    return json.dumps(asdict(review), ensure_ascii=False, separators=(",", ":"))


def load_review(content: str) -> Review:
    """Return the review that JSON was made of.

    Raises
    ------
    InvalidValue
        If it is of another shape.
    """
    try:
        values: dict[str, Any] = json.loads(content)
        clipping = values["clipping"]
        clipping["kind"] = SourceKind(clipping["kind"])
        return Review(
            clipping=Clipping(**clipping),
            decisions=tuple(
                Decision(
                    _load_proposal(item["proposal"]),
                    Verdict(item["verdict"]),
                    item["merge_into"],
                    item["corrected"],
                    _load_typed(item.get("typed")),
                )
                for item in values["decisions"]
            ),
            figures=_load_figures(values["figures"]),
            source_id=values["source_id"],
        )
    except (KeyError, TypeError, ValueError) as error:
        raise InvalidValue("The draft was kept by another version.", remedy="Read the article again.") from error


def _load_figures(items: Sequence[dict[str, Any]]) -> tuple[FigureDecision, ...]:
    return tuple(FigureDecision(ReportedNumber(**item["figure"]), item["kept"]) for item in items)


def _load_typed(values: dict[str, Any] | None) -> Typed | None:
    if values is None:
        return None
    codes = {"kind": Kind, "sector": Sector, "status": Status, "role": Role}
    for name, value in values.items():
        code = codes.get(name.partition("-")[0])
        if code is not None and value:
            code(value)
    return {name: [*map(str, value)] if isinstance(value, list) else str(value) for name, value in values.items()}


def _load_proposal(values: dict[str, Any]) -> Proposal:
    loaded: dict[str, Any] = {
        **values,
        "kind": Kind(values["kind"]),
        "status": Status(values["status"]),
        "sector": Sector(values["sector"]),
        "places": tuple(map(_load_place, values["places"])),
        "actors": tuple(map(_load_actor, values["actors"])),
        "judgements": {part: Judgement(**item) for part, item in values["judgements"].items()},
    }
    return Proposal(**loaded)


def _load_place(values: dict[str, Any]) -> ProposedPlace:
    loaded: dict[str, Any] = {**values, "role": Role(values["role"]), "precision": Precision(values["precision"])}
    return ProposedPlace(**loaded)


def _load_actor(values: dict[str, Any]) -> ProposedActor:
    loaded: dict[str, Any] = {**values, "kind": ActorKind(values["kind"])}
    return ProposedActor(**loaded)
