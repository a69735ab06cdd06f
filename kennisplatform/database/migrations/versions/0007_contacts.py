"""Names of persons with contacts, and how often contacts are opened."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0003"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "contact_person",
        sa.Column("slug", sa.String(120), primary_key=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("consented_on", sa.Date(), nullable=False),
        sa.Column("purpose", sa.String(500), nullable=False),
        sa.Column("keep_until", sa.Date(), nullable=False),
    )
    op.create_table(
        "contact_openings",
        sa.Column("slug", sa.String(120), primary_key=True),
        sa.Column("month", sa.String(7), primary_key=True),
        sa.Column("number", sa.Integer(), nullable=False),
    )


def downgrade() -> None:
    """Remove the tables."""
    op.drop_table("contact_openings")
    op.drop_table("contact_person")
