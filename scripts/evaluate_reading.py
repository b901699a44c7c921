#!/usr/bin/env python3
"""Measure the reader and write its figures into docs/reading.md.

    python scripts/evaluate_reading.py [--geovirus FILE] [--blind FILE ...] [--dry-run]

Measured are the articles in tests/fixtures/reading: those that the reader was built with, those set aside, and the
project's own. GeoVirus (Gritta et al. 2018) is not shipped: name its file with --geovirus or CHANCERY_GEOVIRUS; without
it its table is left as it is. Nor are the articles that were annotated blind, by others than those who wrote the rules:
name their annotations with --blind. Other tools are compared where they are installed: geotext,
flashgeotext, dateparser, parsedatetime.
"""

from __future__ import annotations

import argparse
import datetime as dt
import importlib
import importlib.util
import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from chancery.reading.reader import read  # noqa: E402
from chancery.reading.report import reading_as_json  # noqa: E402
from scripts.reading_measures import Score, score_article, score_mentions  # noqa: E402

FIXTURES = ROOT / "tests" / "fixtures" / "reading"
PAGE = ROOT / "docs" / "reading.md"
PASSES = 15
BEGIN, END = "<!-- figures begin -->", "<!-- figures end -->"
SET_ASIDE = frozenset({"09", "21", "25", "33"})
UNSEEN = frozenset({"21", "33"})

PHRASES = (
    ("on Thursday", "The ministers met on Thursday.", "2025-04-17"),
    ("last year", "He visited Baku last year.", "2024"),
    ("June of last year", "The road map was updated in June of last year.", "2024-06"),
    ("this June", "The meeting will take place this June.", "2025-06"),
    ("February of this year", "It was signed in February of this year.", "2025-02"),
    ("this autumn", "The games will be held this autumn.", "2025-23"),
    ("2025–2026", "The plan covers 2025–2026.", "2025/2026"),
    ("by 2027", "The plant will be completed by 2027.", "../2027"),
    ("from 14 to 17 May", "The fair will run from 14 to 17 May.", "2025-05-14/2025-05-17"),
    ("next month", "They will meet next month.", "2025-05"),
    ("32 years of relations", "They marked 32 years of diplomatic relations.", "1993"),
)
PHRASES_ANCHOR = dt.datetime(2025, 4, 21, tzinfo=dt.UTC)


def main() -> None:
    """Print the figures, and write them unless asked not to."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--geovirus", type=Path, default=os.environ.get("CHANCERY_GEOVIRUS") or None)
    parser.add_argument(
        "--blind", type=Path, nargs="*", default=[], help="annotations of articles that nobody tuned for"
    )
    parser.add_argument("--dry-run", action="store_true", help="print only")
    options = parser.parse_args()
    lines = [*_measure_events(), "", *_measure_blind(options.blind), "", *_measure_places(options.geovirus)]
    lines += ["", *_measure_phrases()]
    print("\n".join(lines))
    if not options.dry_run:
        _write(lines)


def load_articles(name: str | Path) -> list[dict[str, Any]]:
    """Return the annotated articles of one file of the fixtures, or of a path, each with its text."""
    file = FIXTURES / name
    articles: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))
    return [
        article | {"text": (file.parent / article["text_file"]).read_text(encoding="utf-8")} for article in articles
    ]


def score_articles(articles: Sequence[dict[str, Any]]) -> Score:
    """Read and score a set of articles."""
    score = Score()
    for article in articles:
        score_article(score, reading_as_json(read(article["text"], article["published"])), article)
    return score


def _measure_events() -> list[str]:
    development, own = load_articles("dev_gold.json"), load_articles("own_gold.json")
    sets = {
        "development": [article for article in development if article["id"] not in SET_ASIDE],
        "set aside": [article for article in development if article["id"] in SET_ASIDE],
        "of these never looked at": [article for article in development if article["id"] in UNSEEN],
        "own articles": own,
    }
    scores = {name: score_articles(articles) for name, articles in sets.items()}
    header = ["measure", *(f"{name} ({len(sets[name])})" for name in sets)]
    rows = [
        [measure, *(f"{scores[name].figures()[measure]:.2f}" for name in sets)]
        for measure in next(iter(scores.values())).figures()
    ]
    rate = max(_rate(own) for _ in range(PASSES))
    said = f"Articles a second on one core, once loaded, the best of {PASSES} passes: {rate:.0f}."
    return [*_table(header, rows), "", said, "", *_kinds(scores)]


def _rate(articles: Sequence[dict[str, Any]]) -> float:
    start = time.process_time()
    for article in articles:
        read(article["text"], article["published"])
    return len(articles) / (time.process_time() - start)


def _kinds(scores: dict[str, Score]) -> list[str]:
    names = ("development", "own articles")
    kinds = sorted({kind for name in names for kind in scores[name].by_kind})
    rows: list[list[str]] = []
    for kind in kinds:
        cells = [kind]
        for name in names:
            count = scores[name].by_kind.get(kind)
            cells.append(f"{count.f1:.2f} ({count.hits} of {count.hits + count.missed})" if count else "-")
        rows.append(cells)
    return _table(["kind", *(f"F1, {name}" for name in names)], rows)


def _measure_blind(files: Sequence[Path]) -> list[str]:
    if not files:
        print("No articles annotated blind were named; their table is left as it is.", file=sys.stderr)
        return _kept("blind")
    sets = {f"held-out half {number}": load_articles(file.resolve()) for number, file in enumerate(files, start=1)}
    sets["together"] = [article for articles in sets.values() for article in articles]
    figures = {name: score_articles(articles).figures() for name, articles in sets.items()}
    header = ["measure", *(f"{name} ({len(sets[name])})" for name in sets)]
    rows = [[measure, *(f"{figures[name][measure]:.2f}" for name in sets)] for measure in figures["together"]]
    return ["<!-- blind -->", *_table(header, rows), "<!-- /blind -->"]


def _measure_places(file: Path | None) -> list[str]:
    if file is None or not file.is_file():
        print("geovirus.json was not named; its table is left as it is.", file=sys.stderr)
        return _kept("places")
    documents = json.loads(file.read_text(encoding="utf-8"))["documents"]
    tools: dict[str, Callable[[str], list[dict[str, Any]]]] = {"Chancery": _our_places}
    tools |= {name: tool for name, tool in (("geotext", _geotext), ("flashgeotext", _flashgeotext)) if _installed(name)}
    rows = [[name, *_score_tool(tool, documents)] for name, tool in tools.items()]
    header = ["GeoVirus, 229 documents", "same span F1", "overlapping F1", "end to end, 161 km"]
    return ["<!-- places -->", *_table(header, rows), "<!-- /places -->"]


def _score_tool(tool: Callable[[str], list[dict[str, Any]]], documents: Sequence[dict[str, Any]]) -> list[str]:
    totals = [0] * 5
    for document in documents:
        for index, value in enumerate(score_mentions(tool(document["text"]), document["places"])):
            totals[index] += value
    same, shared, found, gold, near = totals
    f1 = [f"{2 * hits / (found + gold):.3f}" for hits in (same, shared)]
    return [*f1, f"{near / gold:.3f}" if near else "gives no place"]


def _our_places(text: str) -> list[dict[str, Any]]:
    return reading_as_json(read(text))["places"]


def _geotext(text: str) -> list[dict[str, Any]]:
    found = importlib.import_module("geotext").GeoText(text)
    return _spans_of(text, [*found.cities, *found.countries])


def _flashgeotext(text: str) -> list[dict[str, Any]]:
    geotext = _flashgeotext_tool()
    found = geotext.extract(input_text=text)
    spans = [span for group in found.values() for place in group.values() for span in place["span_info"]]
    return [_bare(start, end) for start, end in spans]


def _flashgeotext_tool() -> Any:
    module = importlib.import_module("flashgeotext.geotext")
    if not hasattr(_flashgeotext_tool, "tool"):
        setattr(_flashgeotext_tool, "tool", module.GeoText())  # noqa: B010
    return getattr(_flashgeotext_tool, "tool")  # noqa: B009


def _spans_of(text: str, names: Sequence[str]) -> list[dict[str, Any]]:
    spans: list[dict[str, Any]] = []
    position: dict[str, int] = {}
    for name in names:
        start = text.find(name, position.get(name, 0))
        if start >= 0:
            position[name] = start + len(name)
            spans.append(_bare(start, start + len(name)))
    return spans


def _bare(start: int, end: int) -> dict[str, Any]:
    return {"start": start, "end": end, "lat": None, "lon": None, "level": "city"}


def _measure_phrases() -> list[str]:
    tools: dict[str, Callable[[str, str], str]] = {"Chancery": _our_date}
    tools |= {n: t for n, t in (("dateparser", _dateparser), ("parsedatetime", _parsedatetime)) if _installed(n)}
    rows = [
        [name, f"{sum(tool(phrase, sentence) == value for phrase, sentence, value in PHRASES)} of {len(PHRASES)}"]
        for name, tool in tools.items()
    ]
    return _table(["phrases of time, resolved against 21 April 2025", "right"], rows)


def _our_date(phrase: str, sentence: str) -> str:
    return next((found.edtf for found in read(sentence, "2025-04-21").phrases if found.edtf), "")


def _dateparser(phrase: str, sentence: str) -> str:
    settings = {"RELATIVE_BASE": PHRASES_ANCHOR.replace(tzinfo=None)}
    found = importlib.import_module("dateparser").parse(phrase.removeprefix("on "), settings=settings)
    return found.date().isoformat() if found else ""


def _parsedatetime(phrase: str, sentence: str) -> str:
    calendar = importlib.import_module("parsedatetime").Calendar()
    found, status = calendar.parseDT(phrase, PHRASES_ANCHOR.replace(tzinfo=None))
    return found.date().isoformat() if status else ""


def _installed(name: str) -> bool:
    return importlib.util.find_spec(name) is not None


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    return [f"| {' | '.join(cells)} |" for cells in (header, ["---"] * len(header), *rows)]


def _kept(name: str) -> list[str]:
    """Return a part of the page as it stands."""
    page = PAGE.read_text(encoding="utf-8")
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    if begin not in page or end not in page:
        return []
    return [begin, *page.split(begin)[1].split(end)[0].strip().splitlines(), end]


def _write(lines: Sequence[str]) -> None:
    page = PAGE.read_text(encoding="utf-8")
    before, rest = page.split(BEGIN)
    after = rest.split(END)[1]
    PAGE.write_text(f"{before}{BEGIN}\n\n" + "\n".join(lines) + f"\n\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
