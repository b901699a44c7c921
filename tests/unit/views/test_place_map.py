"""The map of the places: what it is given, whatever it is called, and what it reports, whoever sends it."""

from __future__ import annotations

import dataclasses
import json
import math
import re
from typing import Any

import pytest
from jinja2 import Environment

from chancery.areas import Area
from chancery.errors import InvalidValue
from chancery.model import Atlas
from chancery.query.details import Catalogue
from chancery.store import RowKey, Store
from chancery.views.map import make_places_base, make_places_group
from chancery.views.map_features import FEATURE_LIMIT, build_features
from chancery.views.place_forms import draw, pin
from chancery.views.place_map import Chosen, Drawn, Opened, Pinned, PlaceMap, build_place_map, read_report
from chancery.views.row_form import RowForm, open_row_form, start_row_form
from tests.sample import ATLAS, TEXTS, make_place
from tests.unit.views.rows import KARABAKH, make_rows
from tests.unit.views.test_candidates import make_candidate
from tests.unit.views.test_map import PAYLOADS

SQUARE = {"type": "Polygon", "coordinates": [[[46.0, 39.0], [48.0, 39.0], [48.0, 41.0], [46.0, 41.0], [46.0, 39.0]]]}
CATALOGUE = Catalogue.of(ATLAS)


def open_form(place_id: str = "shusha") -> RowForm:
    store = Store.in_memory(ATLAS, TEXTS)
    form = open_row_form(store.read_row(RowKey("places", (place_id,))))
    store.close()
    return form


def read_payload(places: PlaceMap) -> dict[str, Any]:
    script = make_places_group(places, can_pin=True, can_draw=True, asked="x", theme="light").get_root().render()
    group = next(
        iter(make_places_group(places, can_pin=True, can_draw=True, asked="x", theme="light")._children.values())
    )
    found = re.search(r'"features":(.*)\}$', str(group.payload))  # pyright: ignore[reportAttributeAccessIssue]
    assert script is not None
    assert found
    return json.loads(found[1])


def test_every_place_is_on_the_map_and_the_open_one_first() -> None:
    places = build_place_map(CATALOGUE, place_id="shusha")
    assert [spot.id for spot in places.spots] == ["shusha", "minsk", "baku", "azerbaijan", "karabakh"]
    assert (places.spots[0].records, places.open, places.draft) == (1, "shusha", None)
    assert build_place_map(Catalogue.of(Atlas())) == PlaceMap()


def test_no_more_places_are_sent_than_a_browser_draws() -> None:
    many = tuple(make_place(f"p{n}", f"P{n}", "AZ", (40, 47), "PPL") for n in range(FEATURE_LIMIT + 5))
    places = build_place_map(Catalogue.of(Atlas(places=many)), place_id="p2004")
    assert len(places.spots) == FEATURE_LIMIT
    assert places.spots[0].id == "p2004"


def test_a_draft_is_shown_only_where_it_says_something_else() -> None:
    form = open_form()
    assert build_place_map(CATALOGUE, form=form).draft is None
    pinned = build_place_map(CATALOGUE, form=pin(form, 40.0, 47.0)).draft
    assert pinned is not None
    assert (pinned.latitude, pinned.longitude, pinned.outline) == (40.0, 47.0, None)
    drawn = build_place_map(CATALOGUE, form=draw(form, Area.from_geometry(SQUARE))).draft
    assert drawn is not None
    assert drawn.outline == SQUARE
    assert build_place_map(CATALOGUE, form=start_row_form("places")).draft is None


def test_candidates_have_the_numbers_of_the_list() -> None:
    places = build_place_map(CATALOGUE, candidates=[make_candidate(), make_candidate("Second")], chosen=2)
    assert [(spot.number, spot.name) for spot in places.candidates] == [(1, "Şuşa"), (2, "Second")]
    assert places.chosen == 2


@pytest.mark.parametrize("text", PAYLOADS)
def test_hostile_names_reach_the_browser_as_they_are_and_compile_to_nothing(text: str) -> None:
    place = dataclasses.replace(ATLAS.places[0], name=text)
    candidate = make_candidate(text, provider=text)
    places = build_place_map(Catalogue.of(Atlas(places=(place,))), place_id=text, candidates=[candidate])
    group = make_places_group(places, can_pin=True, can_draw=True, asked=text, theme="dark")
    script = "".join(str(child.payload) for child in group._children.values())  # pyright: ignore[reportAttributeAccessIssue]
    assert Environment(autoescape=True).from_string(script).render() == script
    payload = json.loads(script)
    assert payload["features"]["spots"][0]["name"] == payload["features"]["candidates"][0]["name"] == text
    assert payload["asked"] == payload["features"]["open"] == text


def test_the_base_is_the_same_at_every_call() -> None:
    scripts = {
        re.sub(r"map_[0-9a-f]{32}", "map", make_places_base().get_root().render())  # pyright: ignore[reportUnknownMemberType]
        for _ in range(2)
    }
    assert len(scripts) == 1


def report(event: Any, value: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": {"event": event, "value": value, "click": 1}}


def test_what_the_map_reports_is_read() -> None:
    assert read_report(report("pin", [39.76, 46])) == Pinned(39.76, 46.0)
    assert read_report(report("place", "shusha")) == Opened("shusha")
    assert read_report(report("candidate", 3)) == Chosen(3)
    assert read_report(report("area", SQUARE)) == Drawn(Area.from_geometry(SQUARE))


@pytest.mark.parametrize(
    "feature",
    [
        {}, {"properties": None}, {"properties": {"record_id": "visit"}}, report("pin", None), report("pin", [95, 46]),
        report("pin", [39.76]), report("pin", ["39", "46"]), report("pin", [math.nan, 46]), report("pin", [0, 0]),
        report("pin", [39.76, 46, 7]), report("place", 7), report("place", "\x00"), report("candidate", "1"),
        report("candidate", True), report("candidate", 1.5), report("area", None), report("area", []), report([], {}),
        report("save", {"place_id": "shusha"}),
    ],
)  # fmt: skip
def test_what_the_map_could_not_mean_is_passed_over(feature: dict[str, Any]) -> None:
    assert read_report(feature) is None


@pytest.mark.parametrize("geometry", [{}, {"type": "Polygon", "coordinates": [[[0, 95], [1, 1], [2, 2]]]}])
def test_a_forged_outline_is_refused(geometry: dict[str, Any]) -> None:
    with pytest.raises(InvalidValue):
        read_report(report("area", geometry))


def test_records_known_only_to_a_region_are_drawn_in_its_outline() -> None:
    rows = make_rows(KARABAKH)
    outlines = {str(rows["place_id"].iloc[0]): json.dumps(SQUARE)}
    assert build_features(rows, outlines).areas[0].outline == SQUARE
    assert build_features(rows).areas[0].outline is None
