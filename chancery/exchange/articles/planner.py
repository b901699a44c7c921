"""What was accepted of a review as rows: the source with its text, the records, their evidence and the numbers."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from chancery.dates import Edtf
from chancery.errors import InvalidValue, NotFound
from chancery.exchange.articles.decisions import DRAFT_MARK, Decision, FigureDecision, Review, Verdict
from chancery.exchange.articles.matching import AtlasIndex
from chancery.exchange.articles.naming import Names, find_date_stem
from chancery.exchange.articles.participants import Participants
from chancery.exchange.checks.places import allowed_precisions
from chancery.model import Evidence, Figure, Place, Record, RecordActor, RecordPlace, Source
from chancery.store import Edit, Row, Save, SourceText
from chancery.vocabulary import Confidence, Precision


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What saving a review comes to.

    Attributes
    ----------
    edits
        Rows in the order of their dependence.
    record_ids
        The new records.
    merged_ids
        The records that there is more evidence of.
    placeless
        Names that are left out, since nothing says where they are.
    """

    source_id: str
    edits: tuple[Edit, ...]
    record_ids: tuple[str, ...]
    merged_ids: tuple[str, ...]
    placeless: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Holdings:
    """What an acceptance is planned against: an atlas at one revision.

    Attributes
    ----------
    retired_ids
        Identifiers that were once used, by table; none of them is given to another row.
    source_version
        Version of the source that the article is in the atlas as; ``None`` without one.
    """

    index: AtlasIndex
    retired_ids: dict[str, frozenset[str]]
    source_version: int | None = None


class Planner:
    """Collects the rows of one acceptance; each table's names are taken once.

    Parameters
    ----------
    review
        What was decided about each draft.
    holdings
        The atlas, and the identifiers that it has used.
    reviewed_by
        Who looked at the evidence.
    day
        On which places are taken from the gazetteer and the article was seen.
    """

    def __init__(self, review: Review, holdings: Holdings, reviewed_by: str, day: dt.date) -> None:
        atlas, retired = holdings.index.atlas, holdings.retired_ids
        self.review, self.index, self.reviewed_by, self.day = review, holdings.index, reviewed_by, day.isoformat()
        self.source_version = holdings.source_version
        self.source_names = Names([*(row.source_id for row in atlas.sources), *retired["sources"]])
        self.record_names = Names([*(row.record_id for row in atlas.records), *retired["records"]])
        place_names = Names([*(row.place_id for row in atlas.places), *retired["places"]])
        actor_names = Names([*(row.actor_id for row in atlas.actors), *retired["actors"]])
        self.participants = Participants(self.index, place_names, actor_names, self.day)
        self.evidence_names = Names([*(row.evidence_id for row in atlas.evidence), *retired["evidence"]])
        self.figure_names = Names([*(row.figure_id for row in atlas.figures), *retired["figures"]])
        self.records = {row.record_id: row for row in atlas.records}
        self.quoted = {(e.record_id, e.source_id, e.start, e.end) for e in atlas.evidence}
        self.figured = {(f.source_id, f.start, f.end) for f in atlas.figures}
        self.rows: list[Row] = []
        self.edits: list[Edit] = []

    def plan(self) -> Acceptance:
        """Return the edits, rows in the order of their dependence."""
        source_id = self._add_source()
        targets: dict[int, str] = {}
        for number, decision in enumerate(self.review.decisions):
            if decision.verdict is Verdict.ACCEPT:
                targets[number] = self._add_record(decision, source_id)
        created = tuple(targets.values())
        for number, decision in enumerate(self.review.decisions):
            if decision.verdict is Verdict.MERGE:
                targets[number] = self._find_target(decision, targets)
                self._add_evidence(decision, self.records[targets[number]], source_id)
        for item in self.review.figures:
            if item.kept:
                self._add_figure(item, self._find_figure_record(item, targets), source_id)
        merged = tuple(dict.fromkeys(found for found in targets.values() if found not in created))
        edits = (*self.edits, *(Save(row) for row in (*self.participants.rows, *self.rows)))
        return Acceptance(source_id, edits, created, merged, tuple(dict.fromkeys(self.participants.placeless)))

    def _add_source(self) -> str:
        clipping, known = self.review.clipping, self.review.source_id
        if known:
            source = next((row for row in self.index.atlas.sources if row.source_id == known), None)
            if source is None:
                raise NotFound(f"There is no source '{known}' any more.", remedy="Read the article again.")
            if not source.text_file:
                # Known by its address alone so far: its text is kept from now on, so that it can be quoted.
                text_file = _name_text(known)
                self.edits.append(Save(replace(source, text_file=text_file), self.source_version))
                self.rows.append(SourceText(text_file, clipping.text))
            return known
        source_id = self.source_names.take(f"{clipping.publisher} {find_date_stem(clipping.published)}")
        self.rows.append(
            Source(
                source_id=source_id,
                title=clipping.title,
                publisher=clipping.publisher,
                country=clipping.country,
                language=clipping.language,
                published=clipping.published,
                published_note=clipping.published_note,
                url=clipping.url,
                archive_url="",
                accessed_on=self.day,
                kind=clipping.kind,
                text_file=_name_text(source_id),
            )
        )
        self.rows.append(SourceText(_name_text(source_id), clipping.text))
        return source_id

    def _add_record(self, decision: Decision, source_id: str) -> str:
        proposal = decision.proposal
        record = Record(
            record_id=self.record_names.take(f"{find_date_stem(proposal.date_edtf)} {proposal.title}"),
            kind=proposal.kind,
            title=proposal.title.strip(),
            summary=proposal.summary.strip(),
            date_edtf=proposal.date_edtf,
            date_text=proposal.date_text or Edtf.parse(proposal.date_edtf).text,
            status=proposal.status,
            sector=proposal.sector,
        )
        places, actors = self.participants.find_stops(proposal), self.participants.find_parts(proposal)
        self.rows.append(record)
        self.records[record.record_id] = record
        for position, (proposed, place) in enumerate(places, 1):
            self.rows.append(
                RecordPlace(
                    record_id=record.record_id,
                    place_id=place.place_id,
                    role=proposed.role,
                    position=position,
                    name_in_source=proposed.name_in_source,
                    precision=_fit_precision(proposed.precision, place),
                )
            )
        for position, (proposed, actor) in enumerate(actors, 1):
            printed = proposed.name if proposed.name != actor.name else ""
            self.rows.append(RecordActor(record.record_id, actor.actor_id, position, proposed.role, printed))
        self._add_evidence(decision, record, source_id)
        return record.record_id

    def _find_target(self, decision: Decision, created: dict[int, str]) -> str:
        wanted = decision.merge_into
        if wanted.startswith(DRAFT_MARK):
            wanted = created.get(int(wanted.removeprefix(DRAFT_MARK)), "")
        if wanted not in self.records:
            raise InvalidValue(
                f"'{decision.proposal.title}' is merged into a record that is not there.",
                remedy="Choose one that is in the atlas, or a draft that is accepted.",
            )
        return wanted

    def _add_evidence(self, decision: Decision, record: Record, source_id: str) -> None:
        proposal = decision.proposal
        start, end = proposal.quote_start, proposal.quote_end
        if (record.record_id, source_id, start, end) in self.quoted:
            return
        self.quoted.add((record.record_id, source_id, start, end))
        says_date = "" if proposal.date_edtf == record.date_edtf else proposal.date_edtf
        self.rows.append(
            Evidence(
                evidence_id=self.evidence_names.number(record.record_id),
                record_id=record.record_id,
                source_id=source_id,
                quote=self.review.clipping.text[start:end],
                start=start,
                end=end,
                confidence=_judge(decision),
                reviewed_by=self.reviewed_by,
                says_date_edtf=says_date,
                says_status=None if proposal.status is record.status else proposal.status,
            )
        )

    def _find_figure_record(self, item: FigureDecision, targets: dict[int, str]) -> str:
        """Return the record that a number belongs to: the one whose words or sentence it stands in."""
        figure = item.figure
        held = [
            (proposal.quote_end - proposal.quote_start, targets[number])
            for number, decision in enumerate(self.review.decisions)
            if number in targets
            and (proposal := decision.proposal).quote_start <= figure.start
            and figure.end <= proposal.quote_end
        ]
        return min(held)[1] if held else ""

    def _add_figure(self, item: FigureDecision, record_id: str, source_id: str) -> None:
        figure = item.figure
        if (source_id, figure.start, figure.end) in self.figured:
            return
        self.figured.add((source_id, figure.start, figure.end))
        self.rows.append(
            Figure(
                figure_id=self.figure_names.number(record_id or source_id),
                record_id=record_id,
                label=figure.label,
                qualifier=figure.qualifier,
                value=figure.value,
                unit=figure.unit,
                period_edtf=figure.period_edtf,
                source_id=source_id,
                quote=self.review.clipping.text[figure.start : figure.end],
                start=figure.start,
                end=figure.end,
            )
        )


def _fit_precision(precision: Precision, place: Place) -> Precision:
    """Return how exactly a record is at a place: as drafted, or, where the place is larger than that, as what it is."""
    allowed = allowed_precisions(place)
    return precision if precision in allowed else min(allowed)


def _judge(decision: Decision) -> Confidence:
    """Return how far the evidence can be relied on: as sure as the reader was, or surer where somebody corrected it."""
    sure = decision.proposal.confidence
    if sure >= 0.75 or (decision.corrected and sure >= 0.5):
        return Confidence.HIGH
    return Confidence.MEDIUM if sure >= 0.5 or decision.corrected else Confidence.LOW


def _name_text(source_id: str) -> str:
    return f"{source_id.replace('.', '_')}.txt"
