"""A review turned into edits: the source with its text, and every place, actor, record and piece of evidence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from chancery.dates import Edtf
from chancery.errors import InvalidValue, NotFound
from chancery.exchange.articles.decisions import DRAFT_MARK, Decision, FigureDecision, Review, Verdict
from chancery.exchange.articles.matching import AtlasIndex, name_in_gazetteer, name_place
from chancery.exchange.articles.naming import Names, find_date_stem
from chancery.exchange.checks.places import allowed_precisions
from chancery.geocoding.names import fold_name
from chancery.geocoding.places import PlaceIndex
from chancery.model import (
    Actor,
    Evidence,
    Figure,
    Place,
    PlaceName,
    Proposal,
    ProposedActor,
    ProposedPlace,
    Record,
    RecordActor,
    RecordPlace,
    Source,
)
from chancery.reading.reader import READER_VERSION
from chancery.store import Author, Change, Edit, Row, RowKey, Save, SourceText, Store, key_of
from chancery.vocabulary import Confidence, Precision

BY_HAND = "hand"
"""Who stands for evidence that a person looked at."""

NAME_LANGUAGES = ("az", "be", "en", "ru")
"""Languages in which a new place is named, where the gazetteer knows it in them."""

_FACILITY = "FCL"
"""GeoNames feature code of a building or buildings that house something; all other places have a gazetteer's entry."""


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


def read_holdings(store: Store, source_id: str = "") -> Holdings:
    """Return what a store holds.

    Raises
    ------
    NotFound
        If there is no source of that id.
    """
    retired = {
        table: frozenset(str(item.stored.key.values[0]) for item in store.list_retired(table))
        for table in ("sources", "records", "actors", "places", "evidence", "figures")
    }
    version = store.read_row(RowKey("sources", (source_id,))).version if source_id else None
    return Holdings(AtlasIndex.of(store.read_atlas()), retired, version)


def save_review(
    author: Author, review: Review, *, token: str, reviewed_by: str = BY_HAND, why: str = ""
) -> tuple[Acceptance, Change | None]:
    """Save what was accepted and merged of a review, as one change.

    Parameters
    ----------
    token
        The same for the same click: a second one changes nothing.

    Returns
    -------
    tuple
        What was planned, and the change; ``None`` if the atlas had it all. A change made before under this token is
        returned with what that one did.

    Raises
    ------
    InvalidValue
        If nothing was accepted or merged, or a row is not sound.
    StoreError
        As `Author.apply` has it; nothing was saved then.
    """
    plan = plan_acceptance(review, read_holdings(author.store, review.source_id), reviewed_by=reviewed_by)
    change = author.apply(plan.edits, why=why or f"From {review.clipping.publisher}", token=token)
    return (plan if change is None else _describe(change, plan)), change


def plan_acceptance(
    review: Review, holdings: Holdings, *, reviewed_by: str = BY_HAND, day: dt.date | None = None
) -> Acceptance:
    """Work out the edits that save a review.

    Parameters
    ----------
    day
        On which places are taken from the gazetteer and the article was seen; today if not given.

    Raises
    ------
    InvalidValue
        If nothing was accepted or merged, or a draft is merged into one that is not accepted.
    """
    if not any(item.verdict in (Verdict.ACCEPT, Verdict.MERGE) for item in review.decisions) and not any(
        item.kept for item in review.figures
    ):
        raise InvalidValue("Nothing was accepted.", remedy="Accept or merge a draft first.")
    return _Planner(review, holdings, reviewed_by, day or dt.datetime.now(dt.UTC).date()).plan()


class _Planner:
    """Collects the rows of one acceptance; each table's names are taken once."""

    def __init__(self, review: Review, holdings: Holdings, reviewed_by: str, day: dt.date) -> None:
        atlas, retired = holdings.index.atlas, holdings.retired_ids
        self.review, self.index, self.reviewed_by, self.day = review, holdings.index, reviewed_by, day.isoformat()
        self.source_version = holdings.source_version
        self.source_names = Names([*(row.source_id for row in atlas.sources), *retired["sources"]])
        self.record_names = Names([*(row.record_id for row in atlas.records), *retired["records"]])
        self.place_names = Names([*(row.place_id for row in atlas.places), *retired["places"]])
        self.actor_names = Names([*(row.actor_id for row in atlas.actors), *retired["actors"]])
        self.evidence_names = Names([*(row.evidence_id for row in atlas.evidence), *retired["evidence"]])
        self.figure_names = Names([*(row.figure_id for row in atlas.figures), *retired["figures"]])
        self.records = {row.record_id: row for row in atlas.records}
        self.quoted = {(e.record_id, e.source_id, e.start, e.end) for e in atlas.evidence}
        self.figured = {(f.source_id, f.start, f.end) for f in atlas.figures}
        self.rows: list[Row] = []
        self.edits: list[Edit] = []
        self.new_places: dict[str, Place] = {}
        self.new_actors: dict[str, Actor] = {}
        self.placeless: list[str] = []

    def plan(self) -> Acceptance:
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
        edits = (*self.edits, *(Save(row) for row in self.rows))
        return Acceptance(source_id, edits, created, merged, tuple(dict.fromkeys(self.placeless)))

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
        places, actors = self._find_stops(proposal), self._find_parts(proposal)
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

    def _find_stops(self, proposal: Proposal) -> list[tuple[ProposedPlace, Place]]:
        stops: dict[tuple[str, str], tuple[ProposedPlace, Place]] = {}
        for proposed in proposal.places:
            place = self.index.find_place(proposed) or self._make_place(proposed)
            if place is None:
                self.placeless.append(proposed.name)
            else:
                stops.setdefault((place.place_id, proposed.role), (proposed, place))
        return [*stops.values()]

    def _make_place(self, proposed: ProposedPlace) -> Place | None:
        place_id = name_place(proposed.place_id) if proposed.place_id else fold_name(proposed.name)
        if place_id not in self.new_places:
            made = _take_from_gazetteer(proposed, self.day) if proposed.place_id else None
            place = made[0] if made else self._make_located(proposed)
            if place is None:
                return None
            self.new_places[place_id] = place
            self.rows += [place, *(made[1] if made else ())]
        return self.new_places[place_id]

    def _make_located(self, proposed: ProposedPlace) -> Place | None:
        if proposed.latitude is None or proposed.longitude is None:
            return None
        return Place(
            place_id=self.place_names.take(proposed.name),
            name=proposed.name,
            country_code=proposed.country_code,
            admin1="",
            latitude=proposed.latitude,
            longitude=proposed.longitude,
            feature_code=_FACILITY,
            radius_km=0.0,
            geocoder=READER_VERSION,
            geocoded_on=self.day,
            note="Placed by what the article says around it.",
            geocoded_query=proposed.name,
            precision=proposed.precision,
        )

    def _find_parts(self, proposal: Proposal) -> list[tuple[ProposedActor, Actor]]:
        parts: dict[str, tuple[ProposedActor, Actor]] = {}
        for proposed in proposal.actors:
            if proposed.name.strip():
                actor = self.index.find_actor(proposed) or self._make_actor(proposed)
                parts.setdefault(actor.actor_id, (proposed, actor))
        return [*parts.values()]

    def _make_actor(self, proposed: ProposedActor) -> Actor:
        folded = f"{proposed.kind.value} {fold_name(proposed.name)} {proposed.country_code}"
        if folded not in self.new_actors:
            actor_id = self.actor_names.take(proposed.name)
            actor = Actor(actor_id, proposed.name.strip(), proposed.kind, proposed.country_code)
            self.new_actors[folded] = actor
            self.rows.append(actor)
        return self.new_actors[folded]

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


def _take_from_gazetteer(proposed: ProposedPlace, day: str) -> tuple[Place, Sequence[PlaceName]] | None:
    index = PlaceIndex.embedded()
    found = index.find_id(name_in_gazetteer(proposed.place_id))
    if found is None:
        return None
    place_id = name_place(found.place_id)
    place = Place(
        place_id=place_id,
        name=found.name,
        country_code=found.country_code,
        admin1=index.place(found.admin1).name if found.admin1 is not None and found.admin1 != found.number else "",
        latitude=found.latitude,
        longitude=found.longitude,
        feature_code=found.feature_code,
        radius_km=0.0 if found.is_populated_place else float(found.radius_km),
        geocoder="gazetteer",
        geocoded_on=day,
        geocoded_as=f"gn:{found.geonames_id}" if found.geonames_id else found.place_id,
        geocoded_query=proposed.name,
        precision=Precision(found.precision),
    )
    labels = index.labels_of(found)
    return place, [PlaceName(place_id, labels[code], code) for code in NAME_LANGUAGES if labels.get(code)]


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


def _describe(change: Change, plan: Acceptance) -> Acceptance:
    """Return what a change did: with the same click twice, the first of them, whatever the second planned."""
    added = {row.key for row in change.rows}
    if {key_of(edit.row) for edit in plan.edits if isinstance(edit, Save)} == added:
        return plan
    tables: dict[str, list[str]] = {}
    for row in change.rows:
        tables.setdefault(row.key.table, []).append(str(row.key.values[0]))
    evidenced = _list_records(change)
    created = tuple(tables.get("records", ()))
    sources = tables.get("sources", [plan.source_id])
    return replace(
        plan,
        source_id=sources[0],
        record_ids=created,
        merged_ids=tuple(found for found in evidenced if found not in created),
    )


def _list_records(change: Change) -> Iterable[str]:
    named = (str((row.after or {}).get("record_id") or "") for row in change.rows if row.key.table == "evidence")
    return dict.fromkeys(name for name in named if name)
