"""The gazetteer answers anything, and finds every name that it holds."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from chancery.geocoding.gazetteer import Gazetteer
from chancery.geocoding.names import FoldedText, fold_name
from chancery.geocoding.places import PlaceIndex

INDEX = PlaceIndex.embedded()
GAZETTEER = Gazetteer()

any_text = st.text(st.characters(), max_size=120)
place_numbers = st.integers(0, len(INDEX) - 1)


@given(any_text)
def test_any_query_is_answered(query: str) -> None:
    found = GAZETTEER.geocode(query, exactly_one=False)
    assert found is None or all(-90 <= item.latitude <= 90 and 0 < item.raw["score"] <= 1 for item in found)


@given(place_numbers)
def test_every_name_of_a_place_finds_it(number: int) -> None:
    place = INDEX.place(number)
    for name in INDEX.names_of(place):
        assert number in INDEX.places_spelled(name)
        assert number in INDEX.places_folded(name)


@given(place_numbers)
def test_a_place_is_found_by_its_id_and_lies_on_earth(number: int) -> None:
    place = INDEX.place(number)
    assert INDEX.find_id(place.place_id) == place
    assert -90 <= place.latitude <= 90
    assert -180 <= place.longitude <= 180
    assert place.name in INDEX.names_of(place)
    assert 1 <= place.precision <= 6


@given(any_text)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold_name(fold_name(text)) == fold_name(text)


@given(any_text)
def test_a_text_folds_like_a_name(text: str) -> None:
    assert FoldedText(text).text.strip() == fold_name(text)


@given(st.lists(st.one_of(any_text, place_numbers.map(lambda number: INDEX.place(number).name)), max_size=8))
def test_offsets_of_matches_lead_to_their_names(pieces: list[str]) -> None:
    text = " ".join(pieces)
    folded = FoldedText(text)
    for word in re.finditer(r"\w+", text):
        for match in INDEX.spellings_at(text, word.start()):
            assert INDEX.places_spelled(text[match.start : match.end]) == match.numbers
        for match in INDEX.foldings_at(folded, word.start()):
            assert match.start < match.end <= len(text)
            assert INDEX.places_folded(text[match.start : match.end]) == match.numbers
