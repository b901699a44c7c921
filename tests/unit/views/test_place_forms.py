"""What is done to a place before it is saved, and what the save makes of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pytest

from chancery.areas import Area
from chancery.errors import InvalidCoordinates, InvalidValue
from chancery.geocoding.candidates import Candidate
from chancery.model import Place, PlaceName, RecordPlace
from chancery.store import Author, Identity, Retire, RowKey, Save, Store, StoredRow, admit_all
from chancery.views.place_forms import (
    build_name_edits,
    describe_change,
    draw,
    fit_precision,
    pin,
    read_position,
    refit_stops,
    start_place,
    take_candidate,
)
from chancery.views.row_form import RowForm, open_row_form, start_row_form
from chancery.vocabulary import NameKind, Precision
from tests.sample import ATLAS, TEXTS, make_place

SQUARE = Area.parse('{"type":"Polygon","coordinates":[[[46,39],[48,39],[48,41],[46,41],[46,39]]]}')
BOW_TIE = Area.parse('{"type":"Polygon","coordinates":[[[0,0],[2,2],[2,0],[0,2.5],[0,0]]]}')
CANDIDATE = Candidate(
    name="Şuşa", address="Şuşa, Azerbaijan", latitude=39.7537, longitude=46.7465, country_code="AZ", feature_code="PPL",
    precision=Precision.EXACT, score=0.5, provider="nominatim", provider_id="node/2", answered_at="2026-01-02T03:04:05",
    query="Shusha", attribution="© OpenStreetMap contributors", admin1="Şuşa rayonu",
)  # fmt: skip


@pytest.fixture
def author() -> Iterator[Author]:
    store = Store.in_memory(ATLAS, TEXTS, admit=admit_all)
    yield store.as_user(Identity(issuer="test", subject="ada", name="Ada"))
    store.close()


def open_place(author: Author, place_id: str = "shusha") -> RowForm:
    return open_row_form(author.store.read_row(RowKey("places", (place_id,))))


def save(author: Author, form: RowForm) -> Place:
    edit = form.build(())
    assert isinstance(edit.row, Place)
    stops = author.store.read_place(edit.row.place_id).stops if form.base else ()
    author.apply([edit, *refit_stops(edit.row, stops)])
    return edit.row


def test_a_pin_is_of_the_hand_and_of_today(author: Author) -> None:
    place = save(author, pin(open_place(author), 39.771234567, 46.7))
    assert (place.latitude, place.longitude, place.geocoder, place.geocoded_query) == (
        39.77123, 46.7, "hand", "pinned on the map",
    )  # fmt: skip
    assert (place.precision, place.name) == (Precision.EXACT, "Shusha")
    assert place.geocoded_on > "2026"


def test_a_pin_off_the_earth_is_refused(author: Author) -> None:
    with pytest.raises(InvalidCoordinates):
        pin(open_place(author), 95, 46)


def test_a_candidate_says_where_the_place_is_and_leaves_its_name_alone(author: Author) -> None:
    place = save(author, take_candidate(open_place(author), CANDIDATE))
    assert (place.latitude, place.geocoder, place.geocoded_as, place.geocoded_query) == (
        39.7537, "nominatim", "node/2", "Shusha",
    )  # fmt: skip
    assert (place.name, place.place_id, place.geocoded_on) == ("Shusha", "shusha", "2026-01-02")
    assert author.store.read_place("shusha").place == place


def test_a_new_place_is_what_its_candidate_is(author: Author) -> None:
    form = start_place(CANDIDATE)
    place = save(author, form)
    assert (place.place_id, place.name, place.admin1) == ("nominatim-node-2", "Şuşa", "Şuşa rayonu")
    assert describe_change(form) == "a new place at 39.7537, 46.7465"


def test_an_outline_moves_the_label_point_only_if_it_is_outside(author: Author) -> None:
    inside = save(author, draw(open_place(author, "karabakh"), SQUARE))
    assert (inside.latitude, inside.longitude) == (39.9, 46.8)
    assert (inside.area, inside.geocoded_query) == (SQUARE.text, "outline drawn on the map")
    assert 150 < inside.radius_km < 170
    assert (inside.feature_code, inside.precision) == ("RGN", Precision.FIRST_ORDER_AREA)
    outside = draw(open_place(author, "minsk"), SQUARE)
    assert read_position(outside) == (40, 47)


def test_an_outline_that_crosses_itself_is_refused(author: Author) -> None:
    with pytest.raises(InvalidValue, match="crosses itself"):
        draw(open_place(author, "karabakh"), BOW_TIE)


def test_a_town_that_becomes_a_region_takes_its_records_along(author: Author) -> None:
    save(author, draw(open_place(author), SQUARE))
    stops = [row for row in author.store.read_atlas().record_places if row.place_id == "shusha"]
    assert [stop.precision for stop in stops] == [Precision.FIRST_ORDER_AREA]
    (change, *_) = author.store.list_changes()
    author.undo(change.change_id)
    assert author.store.read_atlas() == ATLAS


def test_a_pin_outside_of_the_outline_takes_it_away(author: Author) -> None:
    drawn = draw(open_place(author, "karabakh"), SQUARE)
    assert pin(drawn, 40, 47).values["area"] == SQUARE.text
    assert pin(drawn, 42, 47).values["area"] == ""


def test_what_a_save_would_change_is_told(author: Author) -> None:
    form = open_place(author)
    assert describe_change(form) == ""
    assert not form.is_changed()
    moved = pin(form, 39.78, 46.77).fill_in({"note": "Seen", "name": "Şuşa"})
    assert describe_change(moved) == (
        "moved 2.8 km to the north-east, to 39.78, 46.77; name; how exactly it is known; note"
    )
    assert moved.start_over() == form
    assert "outline drawn" in describe_change(draw(form, SQUARE))


def test_a_form_without_a_sound_position_has_none() -> None:
    form = start_row_form("places")
    assert read_position(form) is None
    assert read_position(form.fill_in({"latitude": "95", "longitude": "0"})) is None


@pytest.mark.parametrize(
    ("code", "wanted", "fits"),
    [
        ("PPL", Precision.EXACT, Precision.EXACT),
        ("PPL", Precision.FIRST_ORDER_AREA, Precision.ESTIMATED),
        ("RGN", Precision.EXACT, Precision.FIRST_ORDER_AREA),
        ("PCLI", Precision.EXACT, Precision.COUNTRY),
        ("ADM2", Precision.ASSUMED_UNCLEAR, Precision.ASSUMED_UNCLEAR),
    ],
)
def test_a_precision_fits_what_the_place_is(code: str, wanted: Precision, fits: Precision) -> None:
    assert fit_precision(make_place("x", "X", "AZ", (40, 47), code), wanted) is fits


def test_stops_that_fit_are_left_alone() -> None:
    stop = RecordPlace("visit", "shusha", ATLAS.record_places[0].role, 1, "", Precision.EXACT)
    place = next(place for place in ATLAS.places if place.place_id == "shusha")
    assert refit_stops(place, [StoredRow(stop, 1, 1)]) == ()


def test_a_name_is_saved_with_its_kind_its_time_and_who_uses_it() -> None:
    values = {"name": " Xankəndi ", "language": "az", "kind": "official", "period_edtf": "1991/..", "used_by": ""}
    row = PlaceName("shusha", "Xankəndi", "az", NameKind.OFFICIAL, "1991/..")
    assert build_name_edits("shusha", values, None) == (Save(row),)
    base = StoredRow(row, 3, 7)
    assert build_name_edits("shusha", values | {"used_by": "all"}, base) == (
        Save(dataclasses.replace(row, used_by="all"), 3),
    )
    other = dataclasses.replace(row, language="tr")
    assert build_name_edits("shusha", values | {"language": "tr"}, base) == (Retire(base.key, 3), Save(other))


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"kind": "disputed"}, "used_by"), ({"period_edtf": "the thirties"}, "period_edtf"), ({"language": "English"}, "language"),
     ({"name": ""}, "name"), ({"kind": "best"}, "kind")],
)  # fmt: skip
def test_a_name_that_is_not_sound_is_refused(changed: dict[str, str], field: str) -> None:
    values = {"name": "X", "language": "az", "kind": "other"} | changed
    with pytest.raises(InvalidValue) as caught:
        build_name_edits("shusha", values, None)
    assert caught.value.where.field == field
