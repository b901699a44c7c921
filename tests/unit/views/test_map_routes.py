"""Routes: which stops make a leg, in which order, and which legs are one."""

from __future__ import annotations

from typing import Any

from chancery.views.map_features import build_features
from chancery.views.routes import Leg, LegState
from tests.unit.views.rows import AZERBAIJAN, BAKU, MINSK, SHUSHA, make_rows

HALL_IN_BAKU = {"place_id": "hall", "place_name": "A hall", "latitude": 40.41, "longitude": 49.85}
DEPARTURE = MINSK | {"role": "origin", "position": 1}


def legs_of(*rows: dict[str, Any]) -> tuple[Leg, ...]:
    return build_features(make_rows(*rows)).legs


def ends_of(leg: Leg) -> tuple[float, float]:
    return leg.start[0], leg.end[0]


def test_a_visit_runs_from_its_origin_through_its_stops_in_order() -> None:
    legs = legs_of(SHUSHA | {"position": 3}, {"position": 2}, DEPARTURE)
    assert [ends_of(leg) for leg in legs] == [
        (MINSK["latitude"], BAKU["latitude"]),
        (BAKU["latitude"], SHUSHA["latitude"]),
    ]


def test_an_origin_comes_first_whatever_its_position() -> None:
    [leg] = legs_of({"position": 1}, DEPARTURE | {"position": 2})
    assert ends_of(leg) == (MINSK["latitude"], BAKU["latitude"])


def test_what_a_record_is_about_is_not_a_stop() -> None:
    assert legs_of(DEPARTURE, {"role": "subject", "position": 2}) == ()


def test_venues_of_what_is_no_visit_are_not_a_journey() -> None:
    exhibition = {"kind": "culture"}
    assert legs_of(exhibition | MINSK, exhibition | {"position": 2}) == ()
    assert len(legs_of(exhibition | DEPARTURE, exhibition | {"position": 2})) == 1


def test_visits_that_went_the_same_way_are_one_leg() -> None:
    rows = [({"record_id": name} | DEPARTURE, {"record_id": name, "position": 2}) for name in ("one", "two")]
    [leg] = legs_of(*rows[0], *rows[1])
    assert leg.records == (0, 1)


def test_planned_made_and_cancelled_visits_are_legs_of_their_own() -> None:
    rows = [
        row | {"record_id": status, "status": status}
        for status in ("planned", "completed", "cancelled")
        for row in (DEPARTURE, {"position": 2})
    ]
    assert [leg.state for leg in legs_of(*rows)] == [LegState.PLANNED, LegState.TRAVELLED, LegState.CANCELLED]


def test_the_halls_of_a_city_are_one_end() -> None:
    to_the_hall = ({"record_id": "two"} | DEPARTURE, {"record_id": "two", "position": 2} | HALL_IN_BAKU)
    [leg] = legs_of(DEPARTURE, {"position": 2}, {"record_id": "three", "position": 1}, *to_the_hall)
    assert leg.records == (0, 2)
    assert leg.end == (BAKU["latitude"], BAKU["longitude"])


def test_a_way_within_a_city_is_no_leg() -> None:
    assert legs_of({}, HALL_IN_BAKU | {"position": 2}) == ()


def test_an_end_known_only_as_a_country_is_soft() -> None:
    [leg] = legs_of(AZERBAIJAN | {"role": "origin"}, MINSK | {"position": 2})
    assert (leg.start_soft, leg.end_soft) == (True, False)
