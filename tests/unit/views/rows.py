"""Rows as the map is given them."""

from __future__ import annotations

from typing import Any

import pandas as pd

from chancery.views.map_features import COLUMNS

MINSK = {"place_id": "gn625144", "place_name": "Minsk", "country_code": "BY", "latitude": 53.9, "longitude": 27.57}
BAKU = {"place_id": "gn587084", "place_name": "Baku", "country_code": "AZ", "latitude": 40.38, "longitude": 49.89}
SHUSHA = {"place_id": "gn585514", "place_name": "Shusha", "country_code": "AZ", "latitude": 39.76, "longitude": 46.75}
AZERBAIJAN = {
    "place_id": "gn587116",
    "place_name": "Azerbaijan",
    "country_code": "AZ",
    "latitude": 40.5,
    "longitude": 47.5,
    "radius_km": 250.0,
    "precision": 6,
}
KARABAKH = {
    "place_id": "region-karabakh",
    "place_name": "Karabakh",
    "country_code": "AZ",
    "latitude": 39.9,
    "longitude": 46.8,
    "radius_km": 60.0,
    "precision": 4,
}

_DEFAULTS: dict[str, Any] = {
    "record_id": "a-visit",
    "kind": "visit",
    "title": "A visit",
    "date_text": "17 May 2024",
    "status": "held",
    "sector": "politics",
    "name_in_source": "",
    "radius_km": 0.0,
    "precision": 1,
    "role": "venue",
    "position": 1,
}


def make_rows(*rows: dict[str, Any]) -> pd.DataFrame:
    """Return a frame with a row for each dictionary, what it leaves out filled in as for a visit to Baku."""
    return pd.DataFrame([_DEFAULTS | BAKU | row for row in rows], columns=list(COLUMNS))
