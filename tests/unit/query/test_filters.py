"""One table says of every filter how it stands in an address, how it reads and what it keeps."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields

import pytest

from chancery.query.details import Catalogue
from chancery.query.engine import Engine
from chancery.query.filters import FILTERS, MAX_CHOICES, MAX_TEXT, ChoiceFilter, Filters
from chancery.query.folding import fold_text, sound_text
from chancery.query.period import Period
from tests.sample import ATLAS, NEWEST_FIRST

ALL = set(NEWEST_FIRST)
LABELS = Catalogue.of(ATLAS).find_labels()


def years(first: str, last: str) -> Filters:
    """Return filters that keep a period; an empty end is open."""
    return Filters(years=Period(*(dt.date.fromisoformat(day) if day else None for day in (first, last))))


@dataclass(frozen=True)
class Case:
    """An address, the filters that it stands for, the sentence that says so, and the records kept of `ATLAS`."""

    address: dict[str, list[str]]
    filters: Filters
    sentence: str
    kept: set[str]
    shortest: bool = True
    """Whether the filters are written as this very address."""


CASES = [
    Case({}, Filters(), "all records", ALL),
    Case(
        {"years": ["2024"]},
        years("2024-01-01", "2024-12-31"),
        "all records, 2024",
        {"visit", "road-map", "village"},
    ),
    Case(
        {"years": ["2024..2025"]},
        years("2024-01-01", "2025-12-31"),
        "all records, 2024–2025",
        {"visit", "road-map", "village", "commission", "culture-days", "tractors"},
    ),
    Case(
        {"years": ["2025.."]},
        years("2025-01-01", ""),
        "all records, from 2025",
        {"village", "commission", "culture-days", "tractors"},
    ),
    Case({"years": ["..2023"]}, years("", "2023-12-31"), "all records, up to 2023", {"games", "village"}),
    Case(
        {"years": ["2024-05"]},
        years("2024-05-01", "2024-05-31"),
        "all records, May 2024",
        {"visit", "road-map", "village"},
    ),
    Case(
        {"years": ["2025-10..2025-12"]},
        years("2025-10-01", "2025-12-31"),
        "all records, Oct 2025–Dec 2025",
        {"culture-days", "tractors", "village"},
    ),
    Case(
        {"years": ["2025-23"]},
        years("2025-09-01", "2025-11-30"),
        "all records, Sep 2025–Nov 2025",
        {"culture-days", "tractors", "village"},
        shortest=False,
    ),
    Case(
        {"years": ["2024-01..2024-12"]},
        years("2024-01-01", "2024-12-31"),
        "all records, 2024",
        {"visit", "road-map", "village"},
        shortest=False,
    ),
    Case({"kind": ["visit"]}, Filters(kinds=("visit",)), "visits", {"visit"}),
    Case(
        {"kind": ["project", "sport"]},
        Filters(kinds=("project", "sport")),
        "projects and sport events",
        {"tractors", "village", "games"},
    ),
    Case(
        {"kind": ["visit", "visit", "project", "meeting"]},
        Filters(kinds=("visit", "project", "meeting")),
        "visits, projects and meetings",
        {"visit", "tractors", "village", "commission"},
        shortest=False,
    ),
    Case({"sector": ["agriculture"]}, Filters(sectors=("agriculture",)), "all records, agriculture", {"village"}),
    Case(
        {"sector": ["trade", "industry", "sport"]},
        Filters(sectors=("trade", "industry", "sport")),
        "all records, trade, industry or sport",
        {"commission", "road-map", "tractors", "games"},
    ),
    Case({"status": ["ongoing"]}, Filters(statuses=("ongoing",)), "all records, under way", {"village"}),
    Case(
        {"country": ["BY"]},
        Filters(countries=("BY",)),
        "all records, in Belarus",
        {"culture-days", "games", "tractors", "visit"},
    ),
    Case({"place": ["baku"]}, Filters(places=("baku",)), "all records, at Baku", {"commission", "visit"}),
    Case(
        {"place": ["baku", "shusha"]},
        Filters(places=("baku", "shusha")),
        "all records, at Baku or Shusha",
        {"commission", "visit"},
    ),
    Case(
        {"actor": ["ministry"]},
        Filters(actors=("ministry",)),
        "all records, with Ministry of Trade",
        {"commission", "visit"},
    ),
    Case(
        {"actor": ["ministry", "delegation"]},
        Filters(actors=("ministry", "delegation")),
        "all records, with Ministry of Trade or Delegation of Belarus",
        {"commission", "visit"},
    ),
    Case(
        {"source": ["Herald"]},
        Filters(sources=("Herald",)),
        "all records, reported by Herald",
        {"exchange", "village", "visit"},
    ),
    Case({"dated": ["none"]}, Filters(date_precisions=("none",)), "all records, dated no date", {"exchange"}),
    Case(
        {"dated": ["open", "season"]},
        Filters(date_precisions=("open", "season")),
        "all records, dated open at one end or to the season",
        {"tractors", "village", "culture-days"},
    ),
    Case(
        {"placed": ["4", "6"]},
        Filters(place_precisions=("4", "6")),
        "all records, somewhere in the region or somewhere in the country",
        {"village", "road-map"},
    ),
    Case({"q": ["şuşa"]}, Filters(text="şuşa"), "all records, with “şuşa”", {"visit"}),
    Case({"q": ["SUSA"]}, Filters(text="SUSA"), "all records, with “SUSA”", {"visit"}),
    Case({"q": ["шуша"]}, Filters(text="шуша"), "all records, with “шуша”", {"visit"}),
    Case(
        {"q": ["мінск"]},
        Filters(text="мінск"),
        "all records, with “мінск”",
        {"culture-days", "games", "tractors", "visit"},
    ),
    Case({"q": ["guest"]}, Filters(text="guest"), "all records, with “guest”", {"visit"}),
    Case(
        {"q": ["trade ministry"]},
        Filters(text="trade ministry"),
        "all records, with “trade ministry”",
        {"commission", "visit"},
    ),
    Case({"q": ["100%_'\"; --"]}, Filters(text="100%_'\"; --"), "all records, with “100%_'\"; --”", set()),
    Case({"q": ["?!"]}, Filters(text="?!"), "all records, with “?!”", ALL),
    Case(
        {"q": ["  days \t of\nculture "]},
        Filters(text="days of culture"),
        "all records, with “days of culture”",
        {"culture-days"},
        shortest=False,
    ),
    Case(
        {"kind": ["visit"], "years": ["2024"], "sector": ["politics"], "place": ["shusha"], "q": ["delegation"]},
        Filters(
            years=years("2024-01-01", "2024-12-31").years,
            kinds=("visit",),
            sectors=("politics",),
            places=("shusha",),
            text="delegation",
        ),
        "visits, 2024, politics, at Shusha, with “delegation”",
        {"visit"},
    ),
    Case(
        {"kind": ["visit"], "sector": ["sport"]},
        Filters(kinds=("visit",), sectors=("sport",)),
        "visits, sport",
        set(),
    ),
    Case(
        {"country": ["AZ"], "placed": ["6"]},
        Filters(countries=("AZ",), place_precisions=("6",)),
        "all records, in Azerbaijan, somewhere in the country",
        {"road-map"},
    ),
    Case(
        {"country": ["BY"], "place": ["baku"]},
        Filters(countries=("BY",), places=("baku",)),
        "all records, in Belarus, at Baku",
        set(),
    ),
]


def name_case(case: Case) -> str:
    return "&".join(f"{name}={'+'.join(values)}" for name, values in case.address.items()) or "everything"


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine.from_atlas(ATLAS)


@pytest.mark.parametrize("case", CASES, ids=name_case)
def test_an_address_is_read_said_and_kept(case: Case, engine: Engine) -> None:
    assert Filters.parse(case.address) == case.filters
    assert case.filters.describe(LABELS) == case.sentence
    assert set(engine.list_records(case.filters)["record_id"]) == case.kept
    assert bool(case.filters) is (case.filters != Filters())


@pytest.mark.parametrize("case", CASES, ids=name_case)
def test_an_address_is_written_as_it_was_read(case: Case) -> None:
    written = case.filters.to_parameters()
    assert Filters.parse(written) == case.filters
    assert not case.shortest or written == case.address


def test_every_filter_has_a_case_that_keeps_some_and_not_all() -> None:
    tested = {
        item.name
        for case in CASES
        for item in fields(Filters)
        if getattr(case.filters, item.name) and not case.filters.without(item.name) and set() < case.kept < ALL
    }
    assert tested == {entry.field for entry in FILTERS} == {item.name for item in fields(Filters)}


HOSTILE = ["", " ", "{{7*7}}", "' OR 1=1 --", "\x00", "\ud800", "\u202e", "../../etc/passwd", "2024' --", "$" * 10_000]


@pytest.mark.parametrize("entry", FILTERS, ids=lambda entry: entry.parameter)
@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:20]))
def test_hostile_values_do_no_harm(entry: object, text: str, engine: Engine) -> None:
    filters = Filters.parse({entry.parameter: [text]})
    assert Filters.parse(filters.to_parameters()) == filters
    filters.describe(LABELS)
    kept = set(engine.list_records(filters)["record_id"])
    engine.count_options(filters)
    assert kept == (set() if filters and not fold_is_empty(filters) else ALL)


def fold_is_empty(filters: Filters) -> bool:
    return not filters.without("text") and not fold_text(filters.text)


@pytest.mark.parametrize(
    "period",
    [
        "2025..2024",
        "2024-13",
        "2024-5",
        "24",
        "2024...2025",
        "2024-05-16",
        "0000",
        "..",
        "",
        "２０２４",
        pytest.param("9" * 100_000, id="nines"),
        "2024..2025..2026",
        "2024?",
        "-2024",
    ],
)
def test_a_period_that_is_none_is_ignored(period: str) -> None:
    assert Filters.parse({"years": [period]}) == Filters()


def test_codes_that_a_closed_list_does_not_know_are_ignored() -> None:
    assert Filters.parse({"kind": ["visit", "invasion", "VISIT", "visit "], "placed": ["0", "1", "10"]}) == Filters(
        kinds=("visit",), place_precisions=("1",)
    )


def test_unknown_parameters_are_ignored() -> None:
    assert Filters.parse({"admin": ["1"], "record": ["visit"], "__class__": ["x"]}) == Filters()


def test_a_huge_address_is_cut() -> None:
    codes = [f"place-{number}" for number in range(10_000)]
    filters = Filters.parse({"place": codes, "q": ["word " * 100_000], "actor": ["a" * 1_000_000]})
    assert filters.places == tuple(codes[:MAX_CHOICES])
    assert len(filters.text) <= MAX_TEXT
    assert filters.actors == ()


def test_unknown_codes_of_an_open_list_keep_nothing_and_read_as_they_are(engine: Engine) -> None:
    filters = Filters(places=("atlantis",), sources=("The 'Daily' \"Prophet\"",))
    assert filters.describe(LABELS) == "all records, at atlantis, reported by The 'Daily' \"Prophet\""
    assert engine.list_records(filters).empty


def test_parameters_labels_and_helps_are_unique_and_filled() -> None:
    for name in ("field", "parameter", "label", "help"):
        values = [getattr(entry, name) for entry in FILTERS]
        assert len(set(values)) == len(values)
        assert all(value.strip() for value in values)


def test_without_empties_one_field() -> None:
    filters = Filters(kinds=("visit",), text="x")
    assert filters.without("text") == Filters(kinds=("visit",))
    assert filters.without("text").without("kinds") == Filters()


def test_closed_lists_offer_their_whole_vocabulary() -> None:
    known = {entry.field: entry.known for entry in FILTERS if isinstance(entry, ChoiceFilter)}
    assert {field for field, codes in known.items() if codes is None} == {"countries", "places", "actors", "sources"}
    assert all(codes for codes in known.values() if codes is not None)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Xankəndi", "xankandi"),
        ("İsmayıllı", "ismayilli"),
        ("ISMAYILLI", "ismayilli"),
        ("Şuşa", "susa"),
        ("Быхаў", "быхау"),
        ("Magiloŭ’s", "magilous"),
        ("Ağdam—Füzuli", "agdam fuzuli"),
        ("e\u0301 é", "e e"),
        ("Straße", "strasse"),
        ("  a \n b ", "a b"),
        ("{{7*7}}", "7 7"),
        ("", ""),
        ("!?", ""),
    ],
)
def test_text_is_folded_as_readers_type_it(text: str, folded: str) -> None:
    assert fold_text(text) == folded
    assert fold_text(folded) == folded


@pytest.mark.parametrize(
    "names",
    [
        ("Aliyev", "Əliyev", "Алиев", "Alijev"),
        ("Lukashenko", "Lukašenko", "Лукашенко", "ЛУКАШЕНКО"),
        ("Yury", "Юрий", "Yuri", "Jurij"),
        ("Khankendi", "Xankendi", "Ханкенди"),
        ("Aghdam", "Ağdam"),
    ],
)
def test_one_name_sounds_alike_in_every_script(names: tuple[str, ...]) -> None:
    assert len({sound_text(name) for name in names}) == 1


@pytest.mark.parametrize("text", ["2007", "Şuşa, 2 x 3", "a-b", "щ", "--", "Straße", "e\u0301 é", "ь a"])
def test_a_text_has_as_many_words_spoken_as_spelled(text: str) -> None:
    assert len(sound_text(text).split()) == len(fold_text(text).split())
    assert "2007" in sound_text("2007")
