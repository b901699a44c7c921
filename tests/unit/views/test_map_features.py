"""What the map draws: points, areas, cells, and the texts and codes that come with them."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from chancery.views.map_features import FEATURE_LIMIT, OTHER_GROUP, MapFeatures, build_features
from chancery.vocabulary import COLOUR_GROUPS, Kind, Precision, Sector
from tests.unit.views.rows import AZERBAIJAN, BAKU, KARABAKH, MINSK, make_rows


def test_no_rows_make_an_empty_map() -> None:
    features = build_features(make_rows())
    assert features == MapFeatures()


def test_records_at_one_place_share_its_point() -> None:
    features = build_features(make_rows({"record_id": "one"}, {"record_id": "two"}))
    [point] = features.points
    assert [features.records[mention.record].id for mention in point.mentions] == ["one", "two"]


def test_a_record_is_once_at_a_place_under_its_printed_name() -> None:
    there = {"name_in_source": "Bakı"}
    features = build_features(make_rows(there | {"role": "origin"}, there | {"role": "venue", "position": 2}))
    assert [mention.name_in_source for mention in features.points[0].mentions] == ["Bakı"]


@pytest.mark.parametrize("precision", [code for code in Precision if code not in (Precision.EXACT, Precision.NEAR)])
def test_only_exact_and_near_places_are_points(precision: Precision) -> None:
    features = build_features(make_rows(KARABAKH | {"precision": int(precision)}))
    assert not features.points
    assert features.areas[0].whole_country == (precision is Precision.COUNTRY)


def test_a_place_can_be_a_point_for_one_record_and_an_area_for_another() -> None:
    features = build_features(make_rows({"record_id": "exact"}, {"record_id": "assumed", "precision": 7}))
    assert (len(features.points), len(features.areas)) == (1, 1)


def test_an_area_is_never_as_small_as_a_point() -> None:
    for radius in (0.0, math.nan, math.inf):
        area = build_features(make_rows(KARABAKH | {"radius_km": radius})).areas[0]
        assert area.radius_km == 40
    assert build_features(make_rows(AZERBAIJAN)).areas[0].radius_km == 250


@pytest.mark.parametrize(("latitude", "longitude"), [(math.nan, 49.9), (95, 49.9), (40.4, 190), (None, None)])
def test_rows_without_usable_coordinates_are_passed_over(latitude: float | None, longitude: float | None) -> None:
    features = build_features(make_rows({"latitude": latitude, "longitude": longitude}, MINSK | {"record_id": "other"}))
    assert [point.name for point in features.points] == ["Minsk"]
    assert features.record_count == 1


def test_codes_that_nobody_knows_become_other() -> None:
    row = {"kind": "<b>", "status": "${x}", "sector": "url(javascript:1)", "precision": "soon", "role": "{{1}}"}
    features = build_features(make_rows(row))
    [record] = features.records
    assert (record.kind, record.group, record.sector) == (Kind.OTHER, OTHER_GROUP, "")
    assert not features.points


def test_missing_texts_are_empty() -> None:
    features = build_features(make_rows({"title": None, "date_text": math.nan, "name_in_source": pd.NA}))
    assert (features.records[0].title, features.records[0].date) == ("", "")
    assert features.points[0].mentions[0].name_in_source == ""


def test_every_sector_has_a_colour_group() -> None:
    rows = make_rows(*({"record_id": sector.value, "sector": sector.value} for sector in Sector))
    for record, sector in zip(build_features(rows).records, Sector, strict=True):
        assert sector in COLOUR_GROUPS[record.group].sectors


def test_the_frame_is_left_as_it_was() -> None:
    rows = make_rows({}, MINSK)
    before = rows.copy(deep=True)
    build_features(rows)
    pd.testing.assert_frame_equal(rows, before)


def spread_rows(count: int) -> pd.DataFrame:
    rng = np.random.default_rng(7)
    rows = make_rows({}).loc[np.zeros(count, dtype=int)].reset_index(drop=True)
    return rows.assign(
        record_id=[f"record-{number}" for number in range(count)],
        place_id=[f"place-{number}" for number in range(count)],
        latitude=rng.uniform(-60, 75, count),
        longitude=rng.uniform(-180, 180, count),
    )


def test_up_to_the_limit_every_record_is_drawn() -> None:
    features = build_features(spread_rows(FEATURE_LIMIT))
    assert len(features.points) == FEATURE_LIMIT
    assert not features.cells


def test_above_the_limit_records_are_counted_by_cell() -> None:
    count = FEATURE_LIMIT * 5
    features = build_features(spread_rows(count))
    assert features == MapFeatures(record_count=count, cells=features.cells)
    assert 0 < len(features.cells) <= FEATURE_LIMIT
    assert sum(cell.count for cell in features.cells) == features.record_count == count
    for cell in features.cells:
        south, west, north, east = cell.bounds
        assert south <= cell.latitude <= north
        assert west <= cell.longitude <= east
        assert sum(cell.groups) == cell.count


def test_a_record_at_two_places_of_one_cell_counts_once() -> None:
    rows = pd.concat([spread_rows(FEATURE_LIMIT + 1), spread_rows(FEATURE_LIMIT + 1)]).assign(**BAKU)
    [cell] = build_features(rows).cells
    assert cell.count == FEATURE_LIMIT + 1
