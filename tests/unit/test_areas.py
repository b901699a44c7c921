"""Outlines of regions: read within limits, written in one form, and asked what lies within."""

from __future__ import annotations

import json
from typing import Any

import pytest

from chancery.areas import LONGEST, MOST_POSITIONS, Area
from chancery.errors import InvalidValue

SQUARE = [[46.0, 39.0], [48.0, 39.0], [48.0, 41.0], [46.0, 41.0], [46.0, 39.0]]
HOLE = [[46.5, 39.5], [47.5, 39.5], [47.5, 40.5], [46.5, 40.5], [46.5, 39.5]]
HORSESHOE = [[0, 0], [9, 0], [9, 9], [6, 9], [6, 3], [3, 3], [3, 9], [0, 9], [0, 0]]
BOW_TIE = [[0, 0], [2, 2], [2, 0], [0, 2.5], [0, 0]]


def polygon(*rings: Any) -> str:
    return json.dumps({"type": "Polygon", "coordinates": rings})


@pytest.mark.parametrize("text", [polygon(SQUARE), polygon(SQUARE, HOLE), polygon(SQUARE[:-1])])
def test_an_outline_is_written_in_one_form(text: str) -> None:
    area = Area.parse(text)
    assert Area.parse(area.text) == area
    assert Area.parse(area.text).text == area.text
    assert area.polygons[0][0][0] == area.polygons[0][0][-1] == (46.0, 39.0)


def test_several_polygons_stay_several() -> None:
    text = json.dumps({"type": "MultiPolygon", "coordinates": [[SQUARE], [[[x + 5, y] for x, y in SQUARE]]]})
    assert json.loads(Area.parse(text).text) == json.loads(text)


def test_a_third_coordinate_and_needless_decimals_are_left_out() -> None:
    area = Area.parse(polygon([[46.123456789, 39, 7], [48, 39, 7], [48, 41, 7], [48, 41, 7]]))
    assert area.polygons[0][0] == ((46.12346, 39.0), (48.0, 39.0), (48.0, 41.0), (46.12346, 39.0))


@pytest.mark.parametrize(
    "text",
    [
        "", "{", "[]", "7", "null", '{"type":"Point","coordinates":[46,39]}', '{"type":"Polygon"}',
        '{"type":"Polygon","coordinates":[]}', '{"type":"MultiPolygon","coordinates":[[]]}',
        '{"type":"Polygon","type":"Polygon","coordinates":[]}',
        '{"type":"Polygon","coordinates":[[[NaN,39],[48,39],[48,41],[46,39]]]}',
        '{"type":"Polygon","coordinates":[[[1e999,39],[48,39],[48,41],[46,39]]]}',
        '{"type":"Polygon","coordinates":' + "[" * 5_000 + "]" * 5_000 + "}",
        polygon([[190, 39], [48, 39], [48, 41], [46, 39]]), polygon([[46, 95], [48, 39], [48, 41], [46, 39]]),
        polygon([["46", 39], [48, 39], [48, 41], [46, 39]]), polygon([[True, 39], [48, 39], [48, 41], [46, 39]]),
        polygon([[46, 39], [48, 39], [46, 39]]), polygon([[46, 39], [47, 39], [48, 39], [46, 39]]),
        polygon([[n / 100, n % 2] for n in range(MOST_POSITIONS + 2)]), " " * (LONGEST + 1),
    ],
)  # fmt: skip
def test_what_is_no_outline_is_refused(text: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        Area.parse(text)
    assert caught.value.where.field == "area"
    assert caught.value.remedy


def test_holes_are_outside() -> None:
    area = Area.parse(polygon(SQUARE, HOLE))
    assert area.contains(39.2, 46.2)
    assert not area.contains(40, 47)
    assert not area.contains(42, 47)


@pytest.mark.parametrize("rings", [[SQUARE], [SQUARE, HOLE], [HORSESHOE]])
def test_a_label_point_lies_within(rings: Any) -> None:
    area = Area.parse(polygon(*rings))
    assert area.contains(*area.find_label_point())


def test_an_outline_that_crosses_itself_is_noticed() -> None:
    assert Area.parse(polygon(BOW_TIE)).find_crossing() is not None
    assert Area.parse(polygon(SQUARE, HOLE)).find_crossing() is None
    assert Area.parse(polygon(HORSESHOE)).find_crossing() is None
