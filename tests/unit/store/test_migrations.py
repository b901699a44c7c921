"""A database of an earlier schema, with rows in it, stepped up to the present one."""

from __future__ import annotations

import shutil
from pathlib import Path

import sqlalchemy as sa

from chancery.model import PlaceName
from chancery.store import Author, Identity, RowKey, Store, admit_local
from chancery.store.connection import create_engine, parse_url
from chancery.store.migration import SCRIPTS, migrate
from chancery.vocabulary import NameKind

PLACE = {
    "place_id": "shusha", "name": "Shusha", "country_code": "AZ", "admin1": "", "latitude": 39.76, "longitude": 46.75,
    "feature_code": "PPLA", "radius_km": 0.0, "geocoder": "gazetteer", "geocoded_on": "2025-01-01", "note": "",
    "version": 1, "changed_in": 1,
}  # fmt: skip
NAME = {"place_id": "shusha", "name": "Şuşa", "language": "az", "version": 1, "changed_in": 1}


def make_first_schema(url: str, folder: Path) -> None:
    """Set a database up as the first Chancery did, with a place and a name in it."""
    steps = folder / "steps"
    ignored = shutil.ignore_patterns("__pycache__", "v000[2-9]*")
    shutil.copytree(SCRIPTS, steps, ignore=ignored)
    engine = create_engine(parse_url(url))
    migrate(engine, scripts=steps)
    metadata = sa.MetaData()
    metadata.reflect(engine)
    with engine.begin() as connection:
        connection.execute(metadata.tables["places"].insert(), PLACE)
        connection.execute(metadata.tables["place_names"].insert(), NAME)
    engine.dispose()


def test_rows_of_the_first_schema_are_kept_and_can_be_changed(empty_url: str, tmp_path: Path) -> None:
    make_first_schema(empty_url, tmp_path)
    store = Store.open(empty_url, admit=admit_local, backups=tmp_path / "backups")
    assert len(list((tmp_path / "backups").iterdir())) == 1
    sheet = store.read_place("shusha")
    assert (sheet.place.precision, sheet.place.area, sheet.place.geocoded_as) == (None, "", "")
    (name,) = sheet.names
    assert name.row == PlaceName("shusha", "Şuşa", "az", NameKind.OTHER)
    editor: Author = store.as_user(Identity.local())
    change = editor.save(PlaceName("shusha", "Şuşa", "az", NameKind.OFFICIAL), seen=1)
    assert change is not None
    editor.undo(change.change_id)
    assert store.read_row(RowKey("place_names", ("shusha", "Şuşa", "az"))).row == name.row
    store.close()
