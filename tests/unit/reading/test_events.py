"""Events drafted from a text: kind, date, status, places, people; and what is no event."""

from __future__ import annotations

import pytest

from chancery.model import Proposal
from chancery.reading.reader import read
from chancery.vocabulary import Kind, Role, Sector, Status

MONDAY = "2025-04-21"


def events_in(text: str, published: str = MONDAY) -> tuple[Proposal, ...]:
    return read(text, published).proposals


def the_event(text: str, published: str = MONDAY) -> Proposal:
    (event,) = events_in(text, published)
    return event


@pytest.mark.parametrize(
    ("text", "kind", "status", "date"),
    [
        ("The minister visited Minsk on Thursday.", Kind.VISIT, Status.COMPLETED, "2025-04-17"),
        ("The minister will visit Minsk in June.", Kind.VISIT, Status.PLANNED, "2025-06"),
        ("The minister is in Minsk on a two-day visit.", Kind.VISIT, Status.ONGOING, MONDAY),
        ("The president is due in Fiji this week.", Kind.VISIT, Status.PLANNED, "2025-04"),
        ("The presidents met in Geneva on Friday.", Kind.MEETING, Status.HELD, "2025-04-18"),
        ("Talks between the ministers will be held in Rome next month.", Kind.MEETING, Status.PLANNED, "2025-05"),
        ("The conference due in Kathmandu next month has been cancelled.", Kind.MEETING, Status.CANCELLED, "2025-05"),
        ("The ministers signed a trade agreement in Lima yesterday.", Kind.AGREEMENT, Status.COMPLETED, "2025-04-20"),
        ("An agreement on visas should be signed by March.", Kind.AGREEMENT, Status.PLANNED, "../2026-03"),
        ("A bridge over the Sava was opened in Belgrade on Sunday.", Kind.PROJECT, Status.COMPLETED, "2025-04-20"),
        ("A factory is under construction near Gomel.", Kind.PROJECT, Status.ONGOING, ""),
        ("A new railway to Kunming will be built by 2030.", Kind.PROJECT, Status.PLANNED, "../2030"),
        ("An exhibition of Belarusian art opened in Baku on Friday.", Kind.CULTURE, Status.COMPLETED, "2025-04-18"),
        ("A folk music concert in Dhaka is scheduled for May 8.", Kind.CULTURE, Status.PLANNED, "2025-05-08"),
        ("The world championship will be held in Oslo this autumn.", Kind.SPORT, Status.PLANNED, "2025-23"),
        ("Hungary donated 20 ambulances to Niger in March.", Kind.OTHER, Status.COMPLETED, "2025-03"),
        ("The embassy in Havana was reopened on Friday.", Kind.OTHER, Status.COMPLETED, "2025-04-18"),
    ],
)
def test_kind_status_and_date_of_a_sentence(text: str, kind: Kind, status: Status, date: str) -> None:
    event = the_event(text)
    assert (event.kind, event.status, event.date_edtf) == (kind, status, date)


@pytest.mark.parametrize(
    "text",
    [
        "Relations between the two nations are excellent.",
        "The harbour serves much of East Africa.",
        "Trust between the two presidents helps business.",
        "The price of gas rose last year.",
        "Plants of this type normally take about two years to build.",
        "No president has ever visited Tuvalu.",
        "It meets the needs of the region.",
        "",
        "12 345 ...",
    ],
)
def test_praise_statistics_and_what_did_not_happen_are_no_events(text: str) -> None:
    assert events_in(text) == ()


def test_a_visit_and_the_talks_in_it_are_two() -> None:
    kinds = [event.kind for event in events_in("The premier visited Hanoi on Friday, where he met the president.")]
    assert kinds == [Kind.VISIT, Kind.MEETING]


def test_repeated_mentions_are_one_event_whose_span_covers_both_sentences() -> None:
    text = "The ministers signed an accord in Geneva on Friday. The accord ends a long dispute."
    event = the_event(text)
    assert (event.start, event.end) == (0, len(text))


def test_a_work_runs_from_its_start_to_the_day_when_it_is_due() -> None:
    text = (
        "The president came to Horgos on Monday for the start of work on a railway. The line should be ready in 2027."
    )
    project = next(event for event in events_in(text) if event.kind is Kind.PROJECT)
    assert (project.date_edtf, project.status) == ("2025-04-21/2027", Status.ONGOING)


def test_two_dates_joined_by_and_are_two_events() -> None:
    text = "The company shipped three lots to Riga in March, and one of 85,000 tons in April."
    assert [event.date_edtf for event in events_in(text, "2025-06-01")] == ["2025-03", "2025-04"]


def test_a_pronoun_means_the_person_named_before() -> None:
    text = "Jeyhun Bayramov flew to Rabat on Sunday. On Tuesday he will hold talks with the foreign minister."
    meeting = next(event for event in events_in(text) if event.kind is Kind.MEETING)
    assert "Jeyhun Bayramov" in [actor.name for actor in meeting.actors]


def test_an_actor_has_the_office_and_the_country_that_the_text_gives() -> None:
    event = the_event("Serbian President Aleksandar Vucic visited Szeged on Friday.")
    (actor,) = event.actors
    assert (actor.name, actor.role, actor.country_code) == ("Aleksandar Vucic", "President", "RS")


def test_the_goal_of_a_visit_is_its_destination() -> None:
    event = the_event("The minister flew to Fiji on Friday.")
    assert [(place.name, place.role) for place in event.places] == [("Fiji", Role.DESTINATION)]


def test_a_press_conference_without_a_place_is_where_the_news_was_filed() -> None:
    event = the_event("Baku. 28 December. The ambassador told a press conference so.", "2017-12-28")
    assert [place.name for place in event.places] == ["Baku"]


@pytest.mark.parametrize(
    ("text", "sector"),
    [
        ("The ministers signed an agreement on wheat and dairy farms in Lima on Friday.", Sector.AGRICULTURE),
        ("The ministers signed an agreement on nuclear power in Lima on Friday.", Sector.ENERGY),
        ("The ministers signed an agreement on university students in Lima on Friday.", Sector.EDUCATION),
        ("The foreign ministers met in Lima on Friday.", Sector.POLITICS),
        ("The defence ministers of both navies met in Lima on Friday.", Sector.DEFENCE),
    ],
)
def test_the_sector_follows_the_words(text: str, sector: Sector) -> None:
    assert the_event(text).sector is sector


def test_without_the_year_nothing_is_dated_and_the_year_is_asked_for() -> None:
    reading = read("Baku, 21 April, AZERTAC\n\nThe minister visited Shusha on Thursday.")
    assert reading.published_needed
    assert (reading.published, reading.dateline_day) == ("", "--04-21")
    assert [event.date_edtf for event in reading.proposals] == [""]


def test_the_year_of_a_full_dateline_counts() -> None:
    reading = read("Tokyo, Japan - January 5, 2024 - The minister visited Nara on Thursday.")
    assert (reading.published, reading.published_from) == ("2024-01-05", "dateline")
    assert [event.date_edtf for event in reading.proposals] == ["2024-01-04"]


def test_every_part_of_a_proposal_has_a_confidence_and_a_reason() -> None:
    for event in events_in("Serbian President Aleksandar Vucic will visit Szeged in June and sign an agreement."):
        assert set(event.judgements) == {"kind", "date", "status", "sector", "places", "actors"}
        assert all(judgement.reason and 0 <= judgement.confidence <= 1 for judgement in event.judgements.values())


def test_reported_numbers_become_figures() -> None:
    figures = read("The plant costs 9.4 billion dollars. More than 120 documents are in force.", MONDAY).figures
    assert [(figure.qualifier.lower(), figure.value, figure.unit) for figure in figures] == [
        ("", 9.4e9, "USD"),
        ("more than", 120.0, "documents"),
    ]


@pytest.mark.parametrize(
    ("text", "kind", "status", "date"),
    [
        ("Moldova joined the energy alliance on 14 May.", Kind.OTHER, Status.COMPLETED, "2024-05-14"),
        ("Niger withdrew from the pact in March.", Kind.OTHER, Status.COMPLETED, "2024-03"),
        ("Canada imposed sanctions on four settlers on Thursday.", Kind.OTHER, Status.COMPLETED, "2024-05-16"),
        ("Fiji will close its high commission in Port Vila by September.", Kind.OTHER, Status.PLANNED, "../2024-09"),
        ("Peru declared the envoy of Mexico persona non grata.", Kind.OTHER, Status.COMPLETED, "2024-05-20"),
        ("Poland gave Ukraine 14 fighter jets last spring.", Kind.OTHER, Status.COMPLETED, "2023-21"),
        ("The opening of an embassy in Tunis was marked on 1 May.", Kind.OTHER, Status.COMPLETED, "2024-05-01"),
        ("Soldiers from Denmark arrived in Riga on Friday.", Kind.OTHER, Status.COMPLETED, "2024-05-17"),
        ("Colombo dissolved its navy board in 2021.", Kind.OTHER, Status.COMPLETED, "2021"),
        ("A power plant near Bukhara is planned to be built by 2026.", Kind.PROJECT, Status.PLANNED, "../2026"),
        ("Construction of a dam near Osh began in March.", Kind.PROJECT, Status.ONGOING, "2024-03/.."),
        ("The first 20 buses reached Tbilisi on 10 May.", Kind.PROJECT, Status.COMPLETED, "2024-05-10"),
        ("An accord was concluded with Vitebsk University on 10 May.", Kind.AGREEMENT, Status.COMPLETED, "2024-05-10"),
        ("The city of Brest was twinned with Coventry in 1992.", Kind.AGREEMENT, Status.COMPLETED, "1992"),
        ("The capital hosts the judo games from 19 to 24 May.", Kind.SPORT, Status.ONGOING, "2024-05-19/2024-05-24"),
        ("On 8 May the minister met the envoy in Rome.", Kind.MEETING, Status.HELD, "2024-05-08"),
    ],
)
def test_acts_works_and_the_rest_are_told_in_many_ways(text: str, kind: Kind, status: Status, date: str) -> None:
    event = the_event(text, "2024-05-20")
    assert (event.kind, event.status, event.date_edtf) == (kind, status, date)


@pytest.mark.parametrize(
    "text",
    [
        "The guest proposed to set up a service centre in Sabirabad.",
        "They declined to renew a survey agreement with Delhi.",
        "In Ramallah he saw a school financed by Brussels.",
        "The price of tickets to Rome fell in May.",
        "Officials of Chile talk by video link every week.",
        "Trade between the two countries grew by 12 per cent in 2023.",
    ],
)
def test_wishes_refusals_asides_and_amounts_are_no_events(text: str) -> None:
    assert not [
        event for event in events_in(text, "2024-05-20") if event.kind in (Kind.PROJECT, Kind.AGREEMENT, Kind.OTHER)
    ]


def test_a_work_begun_and_due_runs_from_one_to_the_other_over_sentences() -> None:
    text = "Ground was broken for a plant near Ganja in March 2023. The plant should be ready by 2027."
    event = the_event(text, "2024-05-20")
    assert (event.date_edtf, event.status) == ("2023-03/2027", Status.ONGOING)


def test_a_plan_for_later_years_does_not_date_its_signing() -> None:
    text = "The ministers held talks in Baku on Thursday. A programme for 2024-2026 was signed."
    agreement = next(event for event in events_in(text, "2024-05-20") if event.kind is Kind.AGREEMENT)
    assert agreement.date_edtf == "2024-05-16"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Serbia will hand over 10 ambulances to Zambia in June.", "Serbia will hand over 10 ambulances to Zambia"),
        ("On 15 May Kyrgyzstan joined the customs union.", "Kyrgyzstan joined the customs union"),
        ("Prime Minister Ali Asadov will visit Minsk in June.", "Asadov to visit Minsk"),
        ("Ilham Aliyev and Maia Sandu visited Shusha on Friday.", "Aliyev and Sandu visit Shusha"),
        ("Xi Jinping visited Astana on Friday.", "Xi Jinping visits Astana"),
        ("A solar plant is being built near Bukhara.", "Solar plant is being built near Bukhara"),
        (
            "A ferry between the harbour of Izmir and the old quays of Aktau has been operated since 2023 by a carrier.",
            "Ferry between the harbour of Izmir and the old quays of Aktau has been operated since…",
        ),
    ],
)
def test_a_title_is_short_and_says_what_happened(text: str, title: str) -> None:
    assert events_in(text, "2024-05-20")[0].title == title
