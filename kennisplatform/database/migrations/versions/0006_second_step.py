"""The second step of logging in, and who accounts are to an OpenID Connect provider."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from kennisplatform.database.connection import Moment

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "two_step",
        _account(primary_key=True),
        sa.Column("secret", sa.String(64), nullable=False),
        sa.Column("switched_on_at", Moment()),
        sa.Column("last_step", sa.Integer(), nullable=False),
    )
    op.create_table(
        "recovery_code", _account(primary_key=True), sa.Column("code_hash", sa.String(64), primary_key=True)
    )
    op.create_table(
        "identity",
        sa.Column("issuer", sa.String(255), primary_key=True),
        sa.Column("subject", sa.String(255), primary_key=True),
        _account(index=True),
    )


def downgrade() -> None:
    """Remove the tables."""
    for table in ("identity", "recovery_code", "two_step"):
        op.drop_table(table)


def _account(primary_key: bool = False, index: bool = False) -> sa.Column[int]:
    owner = sa.ForeignKey("account.id", ondelete="CASCADE")
    return sa.Column("account_id", sa.Integer(), owner, primary_key=primary_key, index=index, nullable=False)
