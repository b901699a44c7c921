"""Features of OpenStreetMap, which Nominatim and Photon both answer with, as GeoNames feature codes."""

from __future__ import annotations

from typing import Final

ATTRIBUTION: Final = "© OpenStreetMap contributors, ODbL 1.0, https://www.openstreetmap.org/copyright"

# By what the feature is in an address: https://wiki.openstreetmap.org/wiki/Key:place, and Nominatim's address types.
_BY_ADDRESS_TYPE: Final = {
    "country": "PCLI",
    "state": "ADM1", "region": "ADM1", "province": "ADM1", "state_district": "ADM2",
    "county": "ADM2", "district": "ADM2", "municipality": "ADM2",
    "city": "PPL", "town": "PPL", "village": "PPL", "hamlet": "PPL", "isolated_dwelling": "PPL",
    "locality": "LCTY",
    "city_district": "PPLX", "borough": "PPLX", "suburb": "PPLX", "quarter": "PPLX", "neighbourhood": "PPLX",
    "road": "RD", "street": "RD", "house": "BLDG", "building": "BLDG", "house_number": "BLDG",
    "sea": "SEA", "ocean": "OCN", "island": "ISL", "archipelago": "ISLS", "continent": "CONT",
}  # fmt: skip

# By the tag: https://wiki.openstreetmap.org/wiki/Map_features
_BY_TAG: Final = {
    ("aeroway", "aerodrome"): "AIRP",
    ("boundary", "national_park"): "PRK",
    ("boundary", "protected_area"): "PRK",
    ("historic", "monument"): "MNMT",
    ("historic", "castle"): "CSTL",
    ("leisure", "park"): "PRK",
    ("natural", "bay"): "BAY",
    ("natural", "mountain_range"): "MTS",
    ("natural", "peak"): "PK",
    ("natural", "water"): "LK",
    ("place", "sea"): "SEA",
    ("place", "region"): "RGN",
    ("waterway", "river"): "STM",
    ("waterway", "stream"): "STM",
}
_BY_KEY: Final = {"amenity": "BLDG", "building": "BLDG", "highway": "RD", "railway": "RR", "tourism": "BLDG"}
_BY_RANK: Final = ((5, "PCLI"), (10, "ADM1"), (16, "ADM2"), (1000, "ADM3"))


def feature_code_of(key: str, value: str, address_type: str, rank: int | None = None) -> str:
    """Return the GeoNames feature code nearest to a feature of OpenStreetMap; empty if none is near.

    Parameters
    ----------
    key, value
        The feature's main tag (``place=city``).
    address_type
        What it is in an address (``city``), which decides where a town is mapped as the boundary of its council.
    rank
        Nominatim's place rank, for boundaries of a kind not known: https://nominatim.org/release-docs/latest/customize/Ranking/

    Examples
    --------
    >>> feature_code_of("boundary", "administrative", "city"), feature_code_of("waterway", "river", "river")
    ('PPL', 'STM')
    """
    if (key, value) in _BY_TAG:
        return _BY_TAG[key, value]
    if address_type in _BY_ADDRESS_TYPE:
        return _BY_ADDRESS_TYPE[address_type]
    if key == "boundary" and value == "administrative" and rank is not None:
        return next((code for below, code in _BY_RANK if rank < below), "")
    return _BY_ADDRESS_TYPE.get(value, "LCTY") if key == "place" else _BY_KEY.get(key, "")
