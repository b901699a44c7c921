"""Sentences that tell of several events, of events that last, and what only looks like one."""

from __future__ import annotations

import pytest

from chancery.reading.reader import read
from chancery.vocabulary import Kind

WEDNESDAY = "2025-05-14"


def told(text: str) -> list[tuple[str, str, tuple[str, ...]]]:
    found = read(text, WEDNESDAY).proposals
    return [(event.kind.value, event.date_edtf, tuple(place.name for place in event.places)) for event in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The president visited Oslo on Monday and Bergen on Tuesday.",
            [("visit", "2025-05-12", ("Oslo",)), ("visit", "2025-05-13", ("Bergen",))],
        ),
        (
            "The orchestra performed in Riga on 3 May, in Tartu on 5 May and in Tallinn on 7 May.",
            [
                ("culture", "2025-05-03", ("Riga",)),
                ("culture", "2025-05-05", ("Tartu",)),
                ("culture", "2025-05-07", ("Tallinn",)),
            ],
        ),
        (
            "The minister arrived in Oslo on Monday and visited Bonn two days later.",
            [("visit", "2025-05-12", ("Oslo",)), ("visit", "2025-05-14", ("Bonn",))],
        ),
        (
            "A trading house was opened in Lima in 2016, with another slated to open in Cusco by the end of this year.",
            [("project", "2016", ("Lima",)), ("project", "../2025", ("Cusco",))],
        ),
        (
            "The envoy was in Dakar on Monday, where he opened a school for nurses.",
            [("visit", "2025-05-12", ("Dakar",)), ("project", "2025-05-12", ("Dakar",))],
        ),
    ],
)
def test_each_stop_has_its_place_and_date(text: str, expected: list[tuple[str, str, tuple[str, ...]]]) -> None:
    assert [(kind, date) for kind, date, _ in told(text)] == [(kind, date) for kind, date, _ in expected]
    assert [places for *_, places in told(text)] == [places for *_, places in expected]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("The premier set out on Monday on a week-long tour of Peru and Chile.", "2025-05-12/2025-05-18"),
        ("The king left Rome on Wednesday, concluding a three-day visit to Italy.", "2025-05-12/2025-05-14"),
        ("Construction of a dam near Osh began in March.", "2025-03/.."),
        ("Repairs of the bridge in Riga are to begin in 2026.", "2026/.."),
        ("The factory in Lima, begun in 2023, will be finished in 2026.", "2023/2026"),
        ("Work on the dam near Osh started in 2019 and was completed in 2023.", "2019/2023"),
    ],
)
def test_what_lasts_runs_from_its_start_to_its_end(text: str, date: str) -> None:
    assert [found for _, found, _ in told(text)] == [date]


def test_a_summit_named_in_passing_is_an_event_of_its_own() -> None:
    text = (
        "In Rome on Monday the ministers discussed the agenda for the summit of the union to be held in Bonn on 21 May."
    )
    assert told(text) == [("meeting", "2025-05-12", ("Rome",)), ("meeting", "2025-05-21", ("Bonn",))]


@pytest.mark.parametrize(
    "text",
    [
        "From today a grandmother can visit her grandchildren in Gaborone.",
        "Economists warn that imported fuel leaves Fiji exposed.",
        "A school named after the teacher Ana Lima stands in Quito.",
    ],
)
def test_abilities_adjectives_and_reports_are_no_events(text: str) -> None:
    assert told(text) == []


def test_going_to_play_is_no_journey() -> None:
    events = read("Teams from Salto are going to play a tournament in Asuncion in June.", WEDNESDAY).proposals
    assert [event.kind for event in events] == [Kind.SPORT]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("The deputy governor of Sindh Province visited Kaunas on Monday.", ("Kaunas",)),
        ("A conference in Nairobi on Monday brought together scholars from Ghana, Chile and Japan.", ("Nairobi",)),
    ],
)
def test_homes_of_guests_are_no_places_of_an_event(text: str, places: tuple[str, ...]) -> None:
    assert [found for *_, found in told(text)] == [places]
