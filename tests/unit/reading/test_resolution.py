"""Which place is meant: what holds it, what it is called, what lies together, and what the gazetteer does not know."""

from __future__ import annotations

import pytest

from chancery.geocoding.places import PlaceIndex
from chancery.reading.reader import read
from chancery.reading.resolution import ResolvedPlace


def the_place(text: str, name: str) -> ResolvedPlace:
    return next(place for place in read(text).places if place.mention.surface == name)


def area_of(place: ResolvedPlace) -> str:
    assert place.place is not None, place.reason
    index = PlaceIndex.embedded()
    first = place.place.admin1
    return place.place.code if place.place.is_area or first is None else index.place(first).code


LOCAL = {
    "Pennsylvania": (
        "LEBANON — A Palmyra man led officers through Annville and Cleona on Tuesday, police said. He was taken to "
        "Hershey and then to the Lebanon County prison. Officers from Myerstown assisted."
    ),
    "Texas": (
        "Residents of Lamar County will pay more for water, officials in Paris said. A reservoir is planned with Bonham "
        "and Clarksville. A plant in Sherman, Texas, cost $12 million."
    ),
    "Missouri": (
        "MEXICO, Mo. – Crews from Centralia and Fulton fought a fire in Audrain County on Sunday. Water came from Columbia "
        "and from Moberly. The elevator south of Mexico has stood since 1931."
    ),
    "Georgia": (
        "ROME, Ga. (AP) — The hospital serves patients from Cartersville and Calhoun, and from Centre, Ala. Many now "
        "travel to Atlanta. Rome lies in northwest Georgia."
    ),
    "Idaho": (
        "MOSCOW, Idaho – The university will build a center in Moscow, it said. Contractors from Lewiston and Spokane, "
        "Wash., toured the site in Latah County."
    ),
    "Ontario": (
        "LONDON, Ont. - Police in London look for two men after a robbery in Woodstock. They fled toward Ingersoll and "
        "were seen in Stratford and Cambridge."
    ),
}


@pytest.mark.parametrize(
    ("text", "name", "area"),
    [
        ("Pennsylvania", "LEBANON", "US.PA"),
        ("Pennsylvania", "Palmyra", "US.PA"),
        ("Texas", "Paris", "US.TX"),
        ("Texas", "Lamar County", "US.TX.277"),
        ("Texas", "Clarksville", "US.TX"),
        ("Missouri", "MEXICO", "US.MO"),
        ("Missouri", "Mexico", "US.MO"),
        ("Missouri", "Columbia", "US.MO"),
        ("Missouri", "Mo.", "US.MO"),
        ("Georgia", "Rome", "US.GA"),
        ("Georgia", "Centre", "US.AL"),
        ("Georgia", "Georgia", "US.GA"),
        ("Idaho", "Moscow", "US.ID"),
        ("Idaho", "Wash.", "US.WA"),
        ("Ontario", "London", "CA.08"),
        ("Ontario", "Cambridge", "CA.08"),
    ],
)
def test_local_news_means_its_own_towns(text: str, name: str, area: str) -> None:
    assert area_of(the_place(LOCAL[text], name)) == area


@pytest.mark.parametrize(
    ("text", "name", "area"),
    [
        ("They met in the state of Washington.", "Washington", "US.WA"),
        ("They met in Washington.", "Washington", "US.DC"),
        ("They met in the Texas town of Paris.", "Paris", "US.TX"),
        ("He flew to Paris, Texas. Prices rose in Springfield, Ill., and Springfield, Mass.", "Paris", "US.TX"),
        ("They spoke of Oregon, Washington, and Idaho.", "Washington", "US.WA"),
        ("He was born in Moscow and lives in the Moscow region.", "Moscow", "RU.48"),
    ],
)
def test_the_words_beside_a_name_decide(text: str, name: str, area: str) -> None:
    assert area_of(the_place(text, name)) == area


def test_one_name_may_mean_two_places_if_the_text_says_so() -> None:
    reading = read("Mayors of Springfield, Illinois, and Springfield, Massachusetts, met.")
    areas = [area_of(place) for place in reading.places if place.name == "Springfield"]
    assert areas == ["US.IL", "US.MA"]


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("Officials in Mexico asked the public to wait. Cases were found in Guadalajara.", "Mexico", "MX"),
        ("Neighbouring Benin got 26 works. Others went to Benin City in Nigeria.", "Benin", "BJ"),
        ("He flew to Brasilia and to Rio de Janeiro.", "Brasilia", "BR"),
        ("Kinshasa must approve. Congo raised its stake in mines near Lubumbashi.", "Congo", "CD"),
    ],
)
def test_a_country_and_a_town_of_one_name(text: str, name: str, country: str) -> None:
    assert the_place(text, name).country_code == country


def test_names_inside_those_of_organisations_say_where_the_text_is() -> None:
    text = "Crews of the {} will rebuild the bridge from Lancaster to Nelsonville, it said."
    ohio = "Ohio Department of Transportation"
    assert [place.mention.surface for place in read(text.format(ohio)).places] == ["Lancaster", "Nelsonville"]
    assert area_of(the_place(text.format(ohio), "Lancaster")) == "US.OH"
    assert read(text.format(ohio)).names.hints == ("Ohio",)


def test_a_little_known_namesake_abroad_is_not_meant() -> None:
    text = (
        "KARACHI, Pakistan - Water reached Hyderabad and Sukkur. A farmer in Bubak said the fields of Larkana were lost. "
        "Karachi sent boats."
    )
    place = the_place(text, "Bubak")
    assert place.place is None
    assert place.country_code == "PK"
    assert place.confidence < 0.5


@pytest.mark.parametrize(
    ("text", "name", "beside"),
    [
        ("They farm in Qwertovka, Kenya.", "Qwertovka", "Kenya"),
        ("TBILISI, 5 May - Troops train in Qwertovka every summer.", "Qwertovka", "Tbilisi"),
        ("From Zugdidi a road leads to the village of Qwertovka. Batumi is far.", "Qwertovka", "Zugdidi"),
    ],
)
def test_an_unknown_place_is_put_at_one_beside_it(text: str, name: str, beside: str) -> None:
    place = the_place(text, name)
    assert place.place is None
    assert f"put at {beside}" in place.reason


def test_an_unknown_sea_is_put_nowhere() -> None:
    place = the_place("In Baku they spoke of the Qwertan Sea.", "Qwertan Sea")
    assert place.latitude is None
