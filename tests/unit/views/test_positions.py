"""Positions as people type them, and distances as they read them."""

from __future__ import annotations

import pytest

from chancery.errors import InvalidCoordinates
from chancery.views.positions import describe_move, format_position, parse_position


@pytest.mark.parametrize(
    "text",
    [
        "39.76, 46.75", "39.76 46.75", "39.76;46.75", "39,76 46,75", "39,76; 46,75", " 39.76 , 46.75 ",
        "39.76 N, 46.75 E", "39°45'36\"N 46°45'E", "39° 45' 36\" N, 46° 45' E", "39°45′36″N, 46°45′00″E",
    ],
)  # fmt: skip
def test_one_place_in_many_ways(text: str) -> None:
    assert parse_position(text) == (39.76, 46.75)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Shusha",
        "39.76",
        "95, 46",
        "39, 190",
        "nan, 46",
        "inf, inf",
        "0, 0",
        "{{7*7}}",
        "1e400, 2",
        "39 45 36, 46 45 0",
        "9" * 400,
    ],
)
def test_what_is_no_position_is_refused_with_what_to_do(text: str) -> None:
    with pytest.raises(InvalidCoordinates) as caught:
        parse_position(text)
    assert caught.value.remedy


def test_a_swapped_pair_is_said_to_be_one() -> None:
    with pytest.raises(InvalidCoordinates, match="off the Earth") as caught:
        parse_position("146.75, 39.76")
    assert "swapped" in caught.value.remedy


def test_what_is_written_is_read_again() -> None:
    assert parse_position(format_position(-33.8688, 151.2093)) == (-33.8688, 151.2093)


@pytest.mark.parametrize(
    ("end", "words"),
    [
        ((40.0, 46.75), "27 km to the north"),
        ((39.76, 46.0), "64 km to the west"),
        ((39.76, 46.7501), ""),
        ((39.76, -179.0), "to the"),
    ],
)
def test_a_move_is_told_by_distance_and_wind(end: tuple[float, float], words: str) -> None:
    assert words in describe_move((39.76, 46.75), end)
