"""Databases for tests: empty ones, and ones with the schema in place, copied from one that was set up before."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from sqlalchemy import make_url

from chancery.store import Store
from tests.atlases import TEXTS, build_atlas
from tests.postgres import shared_server

DATABASES = ("sqlite", "postgresql")


def create_empty(database: str, folder: Path) -> str:
    """Return the URL of a database that nothing was ever written to."""
    return f"sqlite:///{folder}/atlas.db" if database == "sqlite" else shared_server().create_database()


def create_seeded(database: str, folder: Path, *, seeded: bool = True) -> str:
    """Return the URL of a database with the schema in place, and with the small atlas in it."""
    if database == "sqlite":
        target = folder / "atlas.db"
        shutil.copyfile(_prepare_sqlite(seeded), target)
        return f"sqlite:///{target}"
    return shared_server().create_database(f"TEMPLATE {_prepare_postgresql(seeded)}")


@cache
def _prepare_sqlite(seeded: bool) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="chancery-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    _set_up(f"sqlite:///{folder}/atlas.db", seeded)
    return folder / "atlas.db"


@cache
def _prepare_postgresql(seeded: bool) -> str:
    url = shared_server().create_database()
    _set_up(url, seeded)
    return str(make_url(url).database)


def _set_up(url: str, seeded: bool) -> None:
    store = Store.open(url)
    if seeded:
        store.seed(build_atlas(), TEXTS)
    store.close()
