"""Which revision of the content is the newest that several hosts share."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0019"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "shared_head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shared_head")),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("shared_head")
