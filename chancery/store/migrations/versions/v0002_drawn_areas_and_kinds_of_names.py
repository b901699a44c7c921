"""Places keep an outline and where exactly their coordinates come from; names say what they are, when and to whom."""

import sqlalchemy as sa
from alembic import op

revision = "v0002"
down_revision = "v0001"


def upgrade() -> None:
    """Add the columns; what is there has no outline, and its names are other names."""
    for name in ("geocoded_as", "geocoded_query", "area"):
        _add_text("places", name, "")
    op.add_column("places", sa.Column("precision", sa.BigInteger(), nullable=True))
    for name, default in (("kind", "other"), ("period_edtf", ""), ("used_by", "")):
        _add_text("place_names", name, default)


def _add_text(table: str, name: str, default: str) -> None:
    op.add_column(table, sa.Column(name, sa.Text(), nullable=False, server_default=default))
    # Only the rows that are there need it. SQLite cannot take a default away again; it does no harm there.
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column(table, name, server_default=None)
