"""The card of a record gathers what, when, where and who, and sets each source's words in their context."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chancery.errors import NotFound
from chancery.model import Atlas
from chancery.query.details import Catalogue
from chancery.views.card import CONTEXT, Card, CardEvidence, build_card, cut_context, describe_figure
from tests.sample import ATLAS, TEXT

ARTICLES = {"gazette": TEXT}


def make_card(record_id: str, atlas: Atlas = ATLAS) -> Card:
    return build_card(Catalogue.of(atlas), record_id, ARTICLES)


def evidence_with_url(url: str) -> CardEvidence:
    sources = tuple(replace(source, url=url, archive_url=url) for source in ATLAS.sources)
    return make_card("village", replace(ATLAS, sources=sources)).evidence[0]


def test_a_card_says_what_when_where_and_who() -> None:
    card = make_card("visit")
    assert (card.title, card.kind_label, card.sector_label, card.status_label) == (
        "Delegation in Shusha", "visit", "politics", "held",
    )  # fmt: skip
    assert (card.when, card.edtf, card.date_uncertainty) == ("16–17 May 2024", "2024-05-16/2024-05-17", "")
    assert [(place.role, place.name) for place in card.places] == [("from", "Minsk"), ("to", "Baku"), ("to", "Şuşa")]
    assert card.people == (("the delegation", "guest", "BY"), ("Ministry of Trade", "host", "AZ"))


def test_a_place_is_named_as_the_source_prints_it_with_its_other_names() -> None:
    shusha = make_card("visit").places[2]
    assert (shusha.name, shusha.atlas_name, shusha.other_names) == ("Şuşa", "Shusha", ("Шуша",))
    assert make_card("culture-days").places[0].name == "Minsk"
    assert make_card("culture-days").places[0].atlas_name == ""


@pytest.mark.parametrize(
    ("record_id", "uncertainty"),
    [
        ("visit", ""),
        ("culture-days", ""),
        ("village", "somewhere in the region"),
        ("road-map", "somewhere in the country"),
    ],
)
def test_only_a_place_that_is_no_point_is_uncertain(record_id: str, uncertainty: str) -> None:
    assert make_card(record_id).places[0].uncertainty == uncertainty


def test_the_shown_date_is_the_source_s_and_its_uncertainty_is_said() -> None:
    assert make_card("village").date_uncertainty == "Only the latest possible date is given."
    undated = make_card("exchange")
    assert (undated.when, undated.date_uncertainty) == ("no date", "No source gives a date.")
    records = tuple(replace(record, date_text="this summer") for record in ATLAS.records)
    assert make_card("visit", replace(ATLAS, records=records)).when == "this summer"


def test_evidence_with_a_quote_comes_first_and_stands_in_its_context() -> None:
    atlas = replace(ATLAS, evidence=tuple(reversed(ATLAS.evidence)))
    quoted, unquoted = make_card("visit", atlas).evidence
    assert (quoted.publisher, quoted.quote) == ("Gazette", "visited Baku and Şuşa")
    assert quoted.before == "A delegation of Belarus came to Azerbaijan on 16 May. It "
    assert quoted.after.startswith(", where both sides signed two documents.")
    assert (unquoted.publisher, unquoted.before, unquoted.quote, unquoted.after) == ("Herald", "", "", "")


def test_a_quote_whose_article_is_not_kept_stands_alone() -> None:
    card = build_card(Catalogue.of(ATLAS), "visit", {})
    assert (card.evidence[0].before, card.evidence[0].quote) == ("", "visited Baku and Şuşa")


def test_where_sources_disagree_the_card_says_what_each_says() -> None:
    commission = make_card("commission")
    assert [piece.disagreement for piece in commission.evidence] == ["", "This source says: Oct 2025, held."]
    assert (commission.when, commission.status_label) == ("Jun 2025", "planned")
    assert commission.evidence[1].note == "Reported afterwards."


def test_a_source_that_says_the_same_does_not_disagree() -> None:
    evidence = tuple(
        replace(piece, says_date_edtf="2025-06", says_status=None) if piece.evidence_id == "commission.2" else piece
        for piece in ATLAS.evidence
    )
    assert [piece.disagreement for piece in make_card("commission", replace(ATLAS, evidence=evidence)).evidence] == [
        "",
        "",
    ]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "ftp://example.org/x", "example.org"])
def test_an_address_that_is_no_web_link_is_shown_and_not_linked(url: str) -> None:
    piece = evidence_with_url(url)
    assert (piece.url, piece.archive_url, piece.address) == ("", "", url)


def test_a_web_address_is_linked() -> None:
    assert evidence_with_url("https://example.org/a?b=c&d").url == "https://example.org/a?b=c&d"


def test_figures_of_the_record_are_on_its_card() -> None:
    (figure,) = make_card("road-map").figures
    assert (figure.amount, figure.label, figure.period) == ("2 documents", "documents signed", "2024")
    assert (figure.publisher, figure.quote) == ("Gazette", "two documents")


@pytest.mark.parametrize(
    ("qualifier", "value", "unit", "amount"),
    [
        ("more than", 120.0, "documents", "more than 120 documents"),
        ("", 1.5, "times", "1.5 times"),
        ("", 1_234_567.0, "USD", "1,234,567 USD"),
        ("about", 12_345_678.9, "", "about 12,345,678.9"),
        ("", 0.1 + 0.2, "%", "0.3 %"),
        ("", -2.0, "", "-2"),
        ("", 1e30, "", "1e+30"),
    ],
)
def test_a_number_is_said_in_full(qualifier: str, value: float, unit: str, amount: str) -> None:
    figure = replace(ATLAS.figures[1], qualifier=qualifier, value=value, unit=unit)
    assert describe_figure(figure, ATLAS.sources[0]).amount == amount


def test_a_record_that_is_not_there_is_not_found() -> None:
    with pytest.raises(NotFound):
        make_card("nowhere")


LONG = "word " * 200


@pytest.mark.parametrize(
    ("text", "quote", "context"),
    [
        ("One. Two. Three.", "Two.", ("One. ", " Three.")),
        ("One.\nTwo.\nThree.", "Two.", ("", "")),
        ("Two.", "Two.", ("", "")),
        ("a\nbefore QUOTE after\nb", "QUOTE", ("before ", " after")),
        ("Ənvər QUOTE 𝔘𝔘", "QUOTE", ("Ənvər ", " 𝔘𝔘")),
    ],
)
def test_context_is_what_stands_around_in_the_paragraph(text: str, quote: str, context: tuple[str, str]) -> None:
    start = text.index(quote)
    assert cut_context(text, start, start + len(quote)) == context


def test_a_long_context_is_cut_at_words() -> None:
    text = f"{LONG}QUOTE {LONG}"
    start = text.index("QUOTE")
    before, after = cut_context(text, start, start + 5)
    assert before.startswith("… word ")
    assert before.endswith("word ")
    assert after.startswith(" word")
    assert after.endswith("word…")
    assert max(len(before), len(after)) <= CONTEXT + 2


def test_context_without_blanks_is_cut_all_the_same() -> None:
    text = "x" * 1000 + "QUOTE" + "x" * 1000
    before, after = cut_context(text, 1000, 1005)
    assert max(len(before), len(after)) <= CONTEXT + 2
