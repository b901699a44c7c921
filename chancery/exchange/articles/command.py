"""``python -m chancery accept``: articles read, and what they tell saved, without a page."""

from __future__ import annotations

import argparse
import hashlib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from chancery.errors import InvalidFile, InvalidValue, Location
from chancery.store.command import add_store_argument, open_as_operator
from chancery.vocabulary import SOURCE_KINDS, SourceKind

if TYPE_CHECKING:
    from chancery.exchange.articles.clipping import Clipping
    from chancery.exchange.articles.decisions import Review
    from chancery.exchange.articles.matching import AtlasIndex
    from chancery.exchange.documents.document import Document
    from chancery.store import Author


def add_accept_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command to a parser, and the command itself as ``run``."""
    parser.add_argument("article", help="a .txt, .html, .pdf, .docx or .eml file, or an address (http, https)")
    parser.add_argument("--title", default="", help="if the article does not say it itself")
    parser.add_argument("--publisher", default="", help="who published it, if the article does not say it itself")
    parser.add_argument("--country", default="", metavar="CODE", help="of the publisher, ISO 3166-1 alpha-2")
    parser.add_argument("--language", default="", metavar="CODE", help="of the text, as en or az")
    parser.add_argument("--published", default="", metavar="EDTF", help="day of publication, as 2025-04-21")
    parser.add_argument("--published-note", default="", metavar="WORDS", help="how that is known")
    parser.add_argument("--source-kind", default=SourceKind.OTHER.value, choices=[*SOURCE_KINDS], help="who publishes")
    parser.add_argument("--url", default="", help="address of the article, if it is given as a file")
    parser.add_argument("--only", default="", metavar="NUMBERS", help="accept these drafts only, as 1,3,4")
    parser.add_argument("--merge", action="store_true", help="add likely duplicates to the records that they resemble")
    parser.add_argument("--save", action="store_true", help="save; without it, nothing is")
    add_store_argument(parser)
    parser.set_defaults(run=run_accept)


def run_accept(options: argparse.Namespace) -> int:
    """Draft the records of an article and print them, or save them; return 0, or 1 if there is nothing to save."""
    from chancery.exchange.articles.clipping import find_known_source
    from chancery.exchange.articles.decisions import Verdict, start_review
    from chancery.exchange.articles.matching import AtlasIndex
    from chancery.reading.reader import read

    clipping = _make_clipping(options)
    with open_as_operator(options.store) as author:
        atlas, texts = author.store.read_atlas(), author.store.read_texts()
        articles = {row.source_id: texts[row.text_file] for row in atlas.sources if row.text_file in texts}
        known = find_known_source(clipping.text, clipping.url, atlas, articles)
        if known and known.text:
            print(f"This article is in the atlas as {known.source.source_id}, with {len(known.record_ids)} records.")
            return 1
        reading = read(clipping.text, clipping.published or None)
        _require_date(reading.published_needed, reading.dateline_day, clipping)
        clipping = replace(clipping, published=clipping.published or reading.published)
        review = start_review(clipping, reading, known.source.source_id if known else "")
        review = _decide(review, AtlasIndex.of(atlas), _parse_numbers(options.only), merge=options.merge)
        if not any(item.verdict in (Verdict.ACCEPT, Verdict.MERGE) for item in review.decisions):
            print("Nothing is accepted.")
            return 1
        return _save(author, review) if options.save else _tell_unsaved()


def _make_clipping(options: argparse.Namespace) -> Clipping:
    from chancery.exchange.articles.clipping import Clipping, check_clipping

    found = _open(options.article)
    return check_clipping(
        Clipping(
            text=found.text,
            title=options.title or found.title,
            publisher=options.publisher or found.publisher,
            country=options.country,
            language=options.language or found.language,
            published=options.published or found.published,
            published_note=options.published_note,
            url=options.url or found.url,
            kind=SourceKind(options.source_kind),
        )
    )


def _open(article: str) -> Document:
    from chancery.exchange.documents.extraction import LARGEST_FILE, extract_document
    from chancery.exchange.documents.url import fetch_article

    if article.startswith(("http://", "https://")):
        return fetch_article(article)
    try:
        with Path(article).open("rb") as file:
            return extract_document(file.read(LARGEST_FILE + 1), article)
    except OSError as error:
        reason = error.strerror or "it cannot be opened"
        raise InvalidFile(f"{reason}.", where=Location(file=article), remedy="Give a file that can be read.") from error


def _require_date(needed: bool, dateline_day: str, clipping: Clipping) -> None:
    if needed and not clipping.published:
        day = f" Its dateline says {dateline_day.removeprefix('--')}, without a year." if dateline_day else ""
        raise InvalidValue(
            f"The article does not say when it was published.{day}",
            where=Location(field="published"),
            remedy="Give the day with --published, and how it is known with --published-note.",
        )


def _parse_numbers(text: str) -> frozenset[int] | None:
    try:
        return frozenset(int(part) for part in text.split(",")) if text else None
    except ValueError as error:
        raise InvalidValue(
            f"'{text}' is no list of numbers.", where=Location(field="--only"), remedy="Write it as 1,3,4."
        ) from error


def _decide(review: Review, index: AtlasIndex, only: frozenset[int] | None, *, merge: bool) -> Review:
    """Decide on every draft and say what was decided: likely duplicates are merged or left out."""
    from chancery.exchange.articles.decisions import Verdict
    from chancery.exchange.articles.duplicates import find_likely_duplicates

    for number, decision in enumerate(review.decisions):
        proposal = decision.proposal
        likely = find_likely_duplicates(proposal, index, source_id=review.source_id)
        verdict, target, remark = Verdict.ACCEPT, "", ""
        if only is not None and number + 1 not in only:
            verdict, remark = Verdict.REJECT, "not asked for"
        elif likely and merge:
            verdict, target, remark = Verdict.MERGE, likely[0].record.record_id, f"into {likely[0].record.record_id}"
        elif likely and only is None:
            verdict, remark = Verdict.REJECT, f"perhaps {likely[0].record.record_id}"
        review = review.decide(number, verdict, target)
        line = f"{number + 1:3}  {verdict.value:6}  {proposal.kind.value:9}  {proposal.date_edtf or '-':21}"
        print(f"{line}  {proposal.title}" + (f"  ({remark})" if remark else ""))
    return review


def _save(author: Author, review: Review) -> int:
    from chancery.exchange.articles.acceptance import save_review
    from chancery.exchange.articles.decisions import dump_review
    from chancery.reading.reader import READER_VERSION

    token = hashlib.sha256(dump_review(review).encode()).hexdigest()
    acceptance, change = save_review(author, review, token=f"accept {token}", reviewed_by=READER_VERSION)
    number = f" as change {change.change_id}" if change else ""
    merged = f", evidence added to {len(acceptance.merged_ids)}" if acceptance.merged_ids else ""
    print(f"{len(acceptance.record_ids)} records saved from {acceptance.source_id}{merged}{number}.")
    for name in acceptance.placeless:
        print(f"left out, since nothing says where it is: {name}")
    return 0


def _tell_unsaved() -> int:
    print("Nothing is saved; --save saves what is accepted.")
    return 0
