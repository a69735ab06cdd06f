"""What an organisation proposes for its contact, and the contact that a one-time link is about."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add the columns."""
    op.add_column("one_time_link", sa.Column("subject", sa.String(120), nullable=False, server_default=""))
    op.add_column("report", sa.Column("proposed", sa.JSON(), nullable=False, server_default="{}"))


def downgrade() -> None:
    """Remove them."""
    op.drop_column("report", "proposed")
    op.drop_column("one_time_link", "subject")
