"""Reports of readers, and what came of looking at the links in the content."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from kennisplatform.database.connection import Moment

revision = "0004"
down_revision = "0006"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "report",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("slug", sa.String(120), nullable=False, index=True),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("source", sa.String(2000), nullable=False),
        sa.Column("themes", sa.JSON(), nullable=False),
        sa.Column("sectors", sa.JSON(), nullable=False),
        sa.Column("email", sa.String(254)),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False, index=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("handled_at", Moment()),
    )
    op.create_table(
        "checked_link",
        sa.Column("url", sa.String(2000), primary_key=True),
        sa.Column("outcome", sa.String(20), nullable=False, index=True),
        sa.Column("detail", sa.String(300), nullable=False),
        sa.Column("moved_to", sa.String(2000)),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("failing_since", sa.Date()),
    )


def downgrade() -> None:
    """Remove the tables."""
    op.drop_table("checked_link")
    op.drop_table("report")
