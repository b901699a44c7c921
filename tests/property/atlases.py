"""Hypothesis strategies for whole atlases: any rows that the model allows, with every reference kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from chancery.model import (
    Actor,
    Atlas,
    Evidence,
    Figure,
    Place,
    PlaceName,
    Record,
    RecordActor,
    RecordPlace,
    Source,
)
from chancery.vocabulary import ActorKind, Confidence, Kind, Precision, Role, Sector, SourceKind, Status

AWKWARD = (
    "Şuşa, Xankəndi, İsmayıllı, ığdır",
    "Быхаў, ўсё",
    'says "yes", twice ""',
    "=1+1",
    "+375",
    "-5",
    "@cmd",
    "\tTab",
    "two\nlines",
    "CR\rhere",
    "both\r\n",
    "NA",
    "null",
    " blank ",
    "{{7*7}}",
    "\u202eabc",
    "\ufeffmark",
    "e\u0301",
    "𝔘🏛",
    ",",
    '"',
)

texts = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30), st.sampled_from(AWKWARD)
)
filled = texts.filter(lambda text: bool(text.strip()))
identifiers = st.from_regex(r"[a-z0-9][a-z0-9._-]{0,12}", fullmatch=True)
countries = st.sampled_from(["", "AZ", "BY", "NA"])
languages = st.sampled_from(["", "az", "be", "az-Cyrl", "be-Latn", "en"])
days = st.one_of(st.just(""), st.dates().map(str))
dates = st.sampled_from(
    ["", "2025", "2025-06", "2024-05-16/2024-05-17", "2025-23", "../2027", "2025-04-21/..", "202X", "2024?", "1993~"]
)
latitudes = st.floats(-90, 90, allow_nan=False).filter(lambda degrees: degrees != 0)
longitudes = st.floats(-180, 180, allow_nan=False)


@st.composite
def spans(draw: st.DrawFn) -> dict[str, Any]:
    quote = draw(texts)
    if not quote:
        return {"quote": "", "start": None, "end": None}
    start = draw(st.integers(0, 10_000))
    return {"quote": quote, "start": start, "end": start + len(quote)}


sources = st.builds(
    Source,
    source_id=identifiers,
    title=texts,
    publisher=filled,
    country=countries,
    language=languages,
    published=dates,
    published_note=texts,
    url=texts,
    archive_url=texts,
    accessed_on=days,
    kind=st.sampled_from(SourceKind),
    text_file=st.just(""),
)
places = st.builds(
    Place,
    place_id=identifiers,
    name=filled,
    country_code=countries,
    admin1=texts,
    latitude=latitudes,
    longitude=longitudes,
    feature_code=texts,
    radius_km=st.floats(0, 10_000),
    geocoder=texts,
    geocoded_on=days,
    note=texts,
)
records = st.builds(
    Record,
    record_id=identifiers,
    kind=st.sampled_from(Kind),
    title=filled,
    summary=texts,
    date_edtf=dates,
    date_text=texts,
    status=st.sampled_from(Status),
    sector=st.sampled_from(Sector),
    version=st.integers(1, 10**12),
)
actors = st.builds(Actor, actor_id=identifiers, name=filled, kind=st.sampled_from(ActorKind), country_code=countries)


@st.composite
def atlases(draw: st.DrawFn, size: int = 4) -> Atlas:
    """Draw an atlas of up to `size` rows a table, each table in the order of its key."""

    def table(strategy: st.SearchStrategy[Any], key: Callable[[Any], Any]) -> tuple[Any, ...]:
        return tuple(sorted(draw(st.lists(strategy, max_size=size, unique_by=key)), key=key))

    def one_of(rows: tuple[Any, ...], name: str) -> st.SearchStrategy[str]:
        return st.sampled_from([getattr(row, name) for row in rows]) if rows else st.nothing()

    all_sources = table(sources, lambda row: row.source_id)
    all_places = table(places, lambda row: row.place_id)
    all_records = table(records, lambda row: row.record_id)
    all_actors = table(actors, lambda row: row.actor_id)
    a_source, a_place = one_of(all_sources, "source_id"), one_of(all_places, "place_id")
    a_record, an_actor = one_of(all_records, "record_id"), one_of(all_actors, "actor_id")
    positions = st.integers(1, 10**9)
    names = st.builds(PlaceName, place_id=a_place, name=filled, language=languages)
    record_places = st.builds(
        RecordPlace,
        record_id=a_record,
        place_id=a_place,
        role=st.sampled_from(Role),
        position=positions,
        name_in_source=texts,
        precision=st.sampled_from(Precision),
    )
    record_actors = st.builds(
        RecordActor, record_id=a_record, actor_id=an_actor, position=positions, role=texts, name_in_source=texts
    )
    evidence = st.builds(
        lambda span, **row: Evidence(**span, **row),
        span=spans(),
        evidence_id=identifiers,
        record_id=a_record,
        source_id=a_source,
        confidence=st.sampled_from(Confidence),
        reviewed_by=texts,
        says_date_edtf=dates,
        says_status=st.sampled_from([None, *Status]),
        note=texts,
    )
    figures = st.builds(
        lambda span, **row: Figure(**span, **row),
        span=spans(),
        figure_id=identifiers,
        record_id=st.just("") | a_record,
        label=filled,
        qualifier=texts,
        value=st.floats(allow_nan=False, allow_infinity=False),
        unit=texts,
        period_edtf=dates,
        source_id=a_source,
        note=texts,
    )
    return Atlas(
        sources=all_sources,
        places=all_places,
        place_names=table(names, lambda row: (row.place_id, row.name, row.language)),
        records=all_records,
        record_places=table(record_places, lambda row: (row.record_id, row.position)),
        actors=all_actors,
        record_actors=table(record_actors, lambda row: (row.record_id, row.position)),
        evidence=table(evidence, lambda row: row.evidence_id),
        figures=table(figures, lambda row: row.figure_id),
    )
