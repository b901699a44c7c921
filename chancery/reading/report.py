"""A reading as JSON and as text for people."""

from __future__ import annotations

from typing import Any

from chancery.model import Proposal
from chancery.reading.reader import Reading
from chancery.reading.senses import sense_of


def reading_as_json(reading: Reading) -> dict[str, Any]:
    """Return a reading as plain values: places and events under the keys that the measures of docs/reading.md read."""
    return {
        "published": reading.published,
        "published_from": reading.published_from,
        "published_needed": reading.published_needed,
        "dateline_day": reading.dateline_day,
        "places": [
            {
                "start": place.mention.start,
                "end": place.mention.end,
                "surface": place.mention.surface,
                "name": place.name,
                "gazetteer_name": place.place.name if place.place else "",
                "place_id": place.place.place_id if place.place else "",
                "country_code": place.country_code,
                "lat": place.latitude,
                "lon": place.longitude,
                "level": place.level,
                "sense": sense_of(reading.article, place.mention),
                "confidence": place.confidence,
                "reason": f"{place.mention.reason}; {place.reason}",
            }
            for place in reading.places
        ],
        "events": [_event_as_json(proposal) for proposal in reading.proposals],
        "people": [
            {
                "start": m.start,
                "end": m.end,
                "name": m.person.name,
                "role": m.person.role,
                "country_code": m.person.country_code,
            }
            for m in reading.people
        ],
        "phrases": [
            {
                "start": p.start,
                "end": p.end,
                "surface": p.surface,
                "edtf": p.edtf,
                "meaning": p.meaning,
                "reason": p.reason,
            }
            for p in reading.phrases
        ],
        "figures": [
            {
                "start": f.start,
                "end": f.end,
                "label": f.label,
                "qualifier": f.qualifier,
                "value": f.value,
                "unit": f.unit,
                "period_edtf": f.period_edtf,
            }
            for f in reading.figures
        ],
    }


def _event_as_json(proposal: Proposal) -> dict[str, Any]:
    return {
        "kind": proposal.kind.value,
        "title": proposal.title,
        "date_edtf": proposal.date_edtf,
        "date_text": proposal.date_text,
        "status": proposal.status.value,
        "sector": proposal.sector.value,
        "places": [place.name for place in proposal.places],
        "place_roles": [place.role.value for place in proposal.places],
        "actors": [actor.name for actor in proposal.actors],
        "actor_roles": [actor.role for actor in proposal.actors],
        "start": proposal.start,
        "end": proposal.end,
        "quote_start": proposal.quote_start,
        "quote_end": proposal.quote_end,
        "confidence": round(proposal.confidence, 2),
        "reasons": {part: {"confidence": j.confidence, "reason": j.reason} for part, j in proposal.judgements.items()},
    }


def reading_as_text(reading: Reading, name: str) -> str:
    """Return a reading for people: the text with its marks, then a table of the proposals."""
    lines = [f"{name}", "=" * len(name), "", _marked(reading), ""]
    if reading.published_needed:
        day = f" The dateline says {reading.dateline_day[2:]}." if reading.dateline_day else ""
        lines += [f"The year of publication is not known.{day} Give it with --published YYYY-MM-DD.", ""]
    else:
        lines += [f"Published {reading.published} ({reading.published_from}).", ""]
    lines += _table(reading)
    return "\n".join(lines)


def _marked(reading: Reading) -> str:
    """Return the text with places in [square], people in {curly} and phrases of time in <angle> brackets."""
    marks: list[tuple[int, int, str, str]] = [(p.mention.start, p.mention.end, "[", "]") for p in reading.places]
    marks += [(m.start, m.end, "{", "}") for m in reading.people]
    marks += [(p.start, p.end, "<", f" = {p.edtf}>" if p.edtf else ">") for p in reading.phrases]
    pieces: list[str] = []
    position = 0
    for start, end, opening, closing in sorted(marks):
        if start < position:
            continue
        pieces += [reading.text[position:start], opening, reading.text[start:end], closing]
        position = end
    return "".join([*pieces, reading.text[position:]]).strip()


def _table(reading: Reading) -> list[str]:
    if not reading.proposals:
        return ["No events found."]
    header = ("kind", "date", "status", "sector", "places", "title", "sure")
    rows = [
        (
            p.kind.value,
            p.date_edtf or "-",
            p.status.value,
            p.sector.value,
            ", ".join(x.name for x in p.places) or "-",
            p.title,
            f"{p.confidence:.2f}",
        )
        for p in reading.proposals
    ]
    widths = [min(36, max(len(row[i]) for row in [header, *rows])) for i in range(len(header))]
    return [
        _row(header, widths),
        _row(tuple("-" * width for width in widths), widths),
        *(_row(row, widths) for row in rows),
    ]


def _row(cells: tuple[str, ...], widths: list[int]) -> str:
    return "  ".join(
        cell if len(cell) <= w else cell[: w - 1] + "…"
        for cell, w in zip([c.ljust(w) for c, w in zip(cells, widths, strict=True)], widths, strict=True)
    ).rstrip()
