"""People in a text: names after offices of every make, and who is meant by a delegation or a pair."""

from __future__ import annotations

import pytest

from chancery.reading.article import Article
from chancery.reading.reader import read
from chancery.reading.recognition import find_names


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Minister of Health Tendai Obare arrived.", [("Tendai Obare", "Minister of Health")]),
        (
            "Minister of Foreign Affairs and International Trade Jorge Batalla Perez arrived.",
            [("Jorge Batalla Perez", "Minister of Foreign Affairs and International Trade")],
        ),
        (
            "Minister of State for Foreign Affairs Khalid bin Nasser Al Amri left Dhaka.",
            [("Khalid bin Nasser Al Amri", "Minister of State for Foreign Affairs")],
        ),
        (
            "First Deputy Minister of Economy Elnar Alimov spoke.",
            [("Elnar Alimov", "First Deputy Minister of Economy")],
        ),
        ("Ambassador of Peru to Chile Luis Paredes came.", [("Luis Paredes", "Ambassador of Peru to Chile")]),
        (
            "Chairman of the House of Representatives Agelos Votsas spoke.",
            [("Agelos Votsas", "Chairman of the House of Representatives")],
        ),
        ("Governors Julio Quispo and Ana Ferrada met.", [("Julio Quispo", "Governor"), ("Ana Ferrada", "")]),
        (
            "Minister of Defence Jordan Smythe and Secretary of State John Kerrigan met.",
            [("Jordan Smythe", "Minister of Defence"), ("John Kerrigan", "Secretary of State")],
        ),
        ("The Deputy Chairman spoke.", []),
    ],
)
def test_a_name_follows_an_office_and_what_it_is_of(text: str, expected: list[tuple[str, str]]) -> None:
    people = find_names(Article.of(text)).people
    assert [(mention.person.name, mention.person.role) for mention in people] == expected


@pytest.mark.parametrize(
    "text",
    [
        "A delegation led by Deputy Minister of Health Ana Lima arrived in Riga on Monday. The guests toured Tartu.",
        "Mayor Jan Kos received Latvian Minister of Health Ana Lima in Prague. The Latvian delegation visited Brno.",
    ],
)
def test_a_delegation_means_the_one_who_leads_it(text: str) -> None:
    assert [actor.name for actor in read(text, "2025-05-14").proposals[-1].actors] == ["Ana Lima"]


def test_two_heads_of_government_are_the_two_named_last() -> None:
    text = "Prime ministers Jan Kosar and Ana Lima met in Prague on Monday. The two heads of government visited Brno."
    assert {actor.name for actor in read(text, "2025-05-14").proposals[-1].actors} == {"Jan Kosar", "Ana Lima"}
