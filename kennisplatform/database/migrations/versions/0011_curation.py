"""Reports that may be of a program, and versions of entries that wait beside what is on the site."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from kennisplatform.database.connection import Moment

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Add the column and the table."""
    op.add_column("report", sa.Column("is_suspect", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "prepared_version",
        sa.Column("slug", sa.String(length=120), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("base_version", sa.String(length=64), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("author", sa.String(length=200), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("publish_on", sa.Date(), nullable=True),
        sa.Column("made_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_prepared_version")),
    )


def downgrade() -> None:
    """Take them away again; what they hold is lost."""
    op.drop_table("prepared_version")
    op.drop_column("report", "is_suspect")
