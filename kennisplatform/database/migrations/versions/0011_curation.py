"""Reports that may be of a program."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Add the column."""
    op.add_column("report", sa.Column("is_suspect", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    """Take it away again."""
    op.drop_column("report", "is_suspect")
