"""The first schema: the tables of the atlas, the history of their rows, and what is kept beside them."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "v0001"
down_revision = None


def upgrade() -> None:
    """Create every table."""
    _create_shared_rows()
    _create_record_rows()
    _create_history()
    _create_refusals_and_drafts()


def _create_shared_rows() -> None:
    _create_row_table(
        "sources",
        [
            *_texts("source_id title publisher country language published published_note url archive_url"),
            *_texts("accessed_on kind text_file"),
        ],
        key=["source_id"],
    )
    _create_row_table(
        "places",
        [
            *_texts("place_id name country_code admin1"),
            *_numbers("latitude longitude"),
            *_texts("feature_code"),
            *_numbers("radius_km"),
            *_texts("geocoder geocoded_on note"),
        ],
        key=["place_id"],
    )
    _create_row_table(
        "place_names",
        [*_texts("place_id name language")],
        key=["place_id", "name", "language"],
        references={"place_id": "places"},
    )
    _create_row_table("actors", [*_texts("actor_id name kind country_code")], key=["actor_id"])
    _create_row_table("texts", [*_texts("text_file content")], key=["text_file"])
    _create_row_table("members", [*_texts("issuer subject email access name")], key=["issuer", "subject", "email"])


def _create_record_rows() -> None:
    _create_row_table(
        "records",
        [*_texts("record_id kind title summary date_edtf date_text status sector")],
        key=["record_id"],
    )
    _create_row_table(
        "record_places",
        [*_texts("record_id place_id role"), *_counts("position"), *_texts("name_in_source"), *_counts("precision")],
        key=["record_id", "position"],
        references={"record_id": "records", "place_id": "places"},
    )
    _create_row_table(
        "record_actors",
        [*_texts("record_id actor_id"), *_counts("position"), *_texts("role name_in_source")],
        key=["record_id", "position"],
        references={"record_id": "records", "actor_id": "actors"},
    )
    _create_row_table(
        "evidence",
        [
            *_texts("evidence_id record_id source_id quote"),
            *_counts("start end", nullable=True),
            *_texts("confidence reviewed_by says_date_edtf"),
            sa.Column("says_status", sa.Text(), nullable=True),
            *_texts("note"),
        ],
        key=["evidence_id"],
        references={"record_id": "records", "source_id": "sources"},
    )
    _create_row_table(
        "figures",
        [
            *_texts("figure_id"),
            sa.Column("record_id", sa.Text(), nullable=True),
            *_texts("label qualifier"),
            *_numbers("value"),
            *_texts("unit period_edtf source_id quote"),
            *_counts("start end", nullable=True),
            *_texts("note"),
        ],
        key=["figure_id"],
        references={"record_id": "records", "source_id": "sources"},
    )


def _create_history() -> None:
    op.create_table(
        "state",
        sa.Column("state_id", sa.Integer(), autoincrement=False, nullable=False),
        *_counts("revision"),
        sa.PrimaryKeyConstraint("state_id", name="pk_state"),
    )
    op.create_table(
        "changes",
        sa.Column("change_id", sa.BigInteger(), autoincrement=False, nullable=False),
        *_texts("made_at issuer subject author action why"),
        sa.Column("token", sa.Text(), nullable=True),
        *_counts("reverses", nullable=True),
        sa.PrimaryKeyConstraint("change_id", name="pk_changes"),
        sa.UniqueConstraint("token", name="uq_changes_token"),
        sa.ForeignKeyConstraint(["reverses"], ["changes.change_id"], name="fk_changes_reverses"),
    )
    op.create_index("ix_changes_reverses", "changes", ["reverses"])
    op.create_table(
        "audit",
        sa.Column("change_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        *_texts("table_name row_key"),
        *_texts("before after", nullable=True),
        *_counts("version_before version_after"),
        *_texts("successor record_before record_after", nullable=True),
        sa.PrimaryKeyConstraint("change_id", "position", name="pk_audit"),
        sa.ForeignKeyConstraint(["change_id"], ["changes.change_id"], name="fk_audit_change_id"),
    )
    op.create_index("ix_audit_row", "audit", ["table_name", "row_key"])
    op.create_index("ix_audit_record_before", "audit", ["record_before"])
    op.create_index("ix_audit_record_after", "audit", ["record_after"])
    op.create_table(
        "retired",
        *_texts("table_name row_key content"),
        *_counts("version changed_in"),
        sa.Column("successor", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("table_name", "row_key", name="pk_retired"),
    )


def _create_refusals_and_drafts() -> None:
    op.create_table(
        "refusals",
        *_texts("refusal_id refused_at issuer subject email author action reason"),
        sa.PrimaryKeyConstraint("refusal_id", name="pk_refusals"),
    )
    op.create_table(
        "drafts",
        *_texts("issuer subject name content kept_at"),
        sa.PrimaryKeyConstraint("issuer", "subject", "name", name="pk_drafts"),
    )


def _create_row_table(
    name: str, columns: Sequence[sa.Column[Any]], *, key: Sequence[str], references: dict[str, str] | None = None
) -> None:
    """Create a table of versioned rows; references are checked at the end of a transaction."""
    constraints: list[sa.schema.SchemaItem] = [sa.PrimaryKeyConstraint(*key, name=f"pk_{name}")]
    for column, target in (references or {}).items():
        constraints.append(
            sa.ForeignKeyConstraint(
                [column],
                [f"{target}.{column}"],
                name=f"fk_{name}_{column}",
                deferrable=True,
                initially="DEFERRED",
            )
        )
    op.create_table(name, *columns, *_counts("version changed_in"), *constraints)
    for column in references or {}:
        if column != key[0]:
            op.create_index(f"ix_{name}_{column}", name, [column])


def _texts(names: str, *, nullable: bool = False) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Text(), nullable=nullable) for name in names.split()]


def _counts(names: str, *, nullable: bool = False) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.BigInteger(), nullable=nullable) for name in names.split()]


def _numbers(names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Double(), nullable=False) for name in names.split()]
