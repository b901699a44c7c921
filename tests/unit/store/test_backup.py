"""Backups and migrations: whatever happens to a database, what was in it before is in a file beside it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from chancery.errors import InvalidFile, SchemaTooNew, StoreError
from chancery.store import Action, Identity, Store, admit_local, migration, opening
from chancery.store.backup import back_up, restore_backup
from chancery.store.migration import SCRIPTS, list_versions, migrate
from chancery.store.schema import METADATA, SCHEMA_VERSION
from tests.atlases import TEXTS, build_atlas, build_record
from tests.stores import DATABASES, create_empty, create_seeded

NEXT_STEP = '''"""A step of the future."""

import sqlalchemy as sa
from alembic import op

revision = "v9999"
down_revision = "{head}"


def upgrade() -> None:
    """Add a column, and fail if told so."""
    op.add_column("sources", sa.Column("archive", sa.Text(), nullable=True))
    {then}
'''


def future_steps(folder: Path, then: str = "pass") -> Path:
    """Return the folder of the steps, with one more."""
    steps = folder / "steps"
    shutil.copytree(SCRIPTS, steps, ignore=shutil.ignore_patterns("__pycache__"))
    text = NEXT_STEP.format(head=SCHEMA_VERSION, then=then)
    (steps / "versions" / "v9999_next.py").write_text(text, encoding="utf-8")
    return steps


def test_the_steps_lead_to_the_schema_that_the_code_knows(store: Store) -> None:
    assert list_versions()[0] == SCHEMA_VERSION
    with store.reading() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), METADATA)
    assert [entry for entry in differences if "alembic_version" not in str(entry)] == []


@pytest.mark.parametrize("target", DATABASES)
def test_a_backup_restores_everything_into_either_database(store: Store, target: str, tmp_path: Path) -> None:
    store.as_user(Identity.local()).save(build_record("talks"), why="Before the backup")
    file = back_up(store.engine, tmp_path / "kept")
    other = tmp_path / "other"
    other.mkdir()
    url = create_empty(target, other)
    assert restore_backup(file, url, Identity.local()) is None
    restored = Store.open(url)
    assert restored.read_atlas() == store.read_atlas()
    assert restored.read_texts() == TEXTS
    assert restored.revision() == store.revision() + 1
    latest, *earlier = restored.list_changes()
    assert latest.action is Action.RECOVER
    assert earlier == list(store.list_changes())
    restored.close()


def test_a_restoration_keeps_what_was_there_and_moves_the_revision_on(store: Store, tmp_path: Path) -> None:
    url = store.engine.url.render_as_string(hide_password=False)
    file = back_up(store.engine, tmp_path / "kept")
    editor = store.as_user(Identity.local())
    for number in range(3):
        editor.save(build_record(f"talks-{number}"))
    kept = restore_backup(file, url, Identity.local(), why="Too much")
    assert store.read_atlas() == build_atlas()
    assert store.revision() == 5
    assert kept is not None
    restore_backup(kept, url, Identity.local())
    assert len(store.read_atlas().records) == 5
    shutil.rmtree(kept.parent)


def test_a_damaged_file_is_moved_aside(tmp_path: Path) -> None:
    source = Store.open(create_seeded("sqlite", tmp_path))
    file = back_up(source.engine, tmp_path / "kept")
    source.close()
    damaged = tmp_path / "damaged.db"
    damaged.write_bytes(b"no database at all " * 500)
    aside = restore_backup(file, str(damaged), Identity.local())
    assert aside is not None
    assert aside.read_bytes().startswith(b"no database")
    restored = Store.open(str(damaged))
    assert restored.read_atlas() == build_atlas()
    restored.close()


def test_what_is_no_backup_is_refused_and_nothing_touched(store: Store, tmp_path: Path) -> None:
    url = store.engine.url.render_as_string(hide_password=False)
    wrong = tmp_path / "notes.txt"
    for content in (b"", b"no database at all " * 500):
        wrong.write_bytes(content)
        with pytest.raises(InvalidFile):
            restore_backup(wrong, url, Identity.local())
    with pytest.raises(InvalidFile, match="cannot be read"):
        restore_backup(tmp_path / "missing", url, Identity.local())
    assert store.read_atlas() == build_atlas()


def test_a_newer_schema_is_refused_with_what_to_do(store: Store, tmp_path: Path) -> None:
    url = store.engine.url.render_as_string(hide_password=False)
    migrate(store.engine, scripts=future_steps(tmp_path))
    with pytest.raises(SchemaTooNew, match="Update Chancery"):
        Store.open(url)


def test_an_older_schema_is_backed_up_then_brought_up(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Seen from the version after this one, this one is the older.
    _look_from_the_future(monkeypatch, future_steps(tmp_path))
    opening.ensure_schema(store.engine, None, read_only="", backups=tmp_path / "kept")
    (kept,) = (tmp_path / "kept").iterdir()
    columns = {column["name"] for column in sa.inspect(store.engine).get_columns("sources")}
    assert "archive" in columns
    assert store.read_atlas() == build_atlas()
    monkeypatch.undo()
    before = Store.open(str(kept))
    assert before.read_atlas() == build_atlas()
    before.close()


def test_a_step_that_fails_leaves_the_database_as_it_was(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _look_from_the_future(monkeypatch, future_steps(tmp_path, then='op.execute("SELECT * FROM nowhere")'))
    with pytest.raises(StoreError, match="nowhere"):
        opening.ensure_schema(store.engine, None, read_only="", backups=tmp_path / "kept")
    monkeypatch.undo()
    again = Store.open(store.engine.url.render_as_string(hide_password=False), admit=admit_local)
    assert again.read_atlas() == build_atlas()
    assert again.as_user(Identity.local()).save(build_record("talks")) is not None
    again.close()


def test_a_database_of_another_program_is_refused(empty_url: str) -> None:
    engine = Store.open(empty_url).engine
    with engine.begin() as connection:
        connection.execute(sa.text("DROP TABLE alembic_version"))
    engine.dispose()
    with pytest.raises(StoreError, match="did not make"):
        Store.open(empty_url)


def _look_from_the_future(monkeypatch: pytest.MonkeyPatch, steps: Path) -> None:
    monkeypatch.setattr(opening, "SCHEMA_VERSION", "v9999")
    monkeypatch.setattr(migration, "SCRIPTS", steps)
    for function in (migration.migrate, migration.check_version):
        monkeypatch.setitem(function.__kwdefaults__ or {}, "scripts", steps)
