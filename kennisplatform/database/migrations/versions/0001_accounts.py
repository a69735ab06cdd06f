"""Accounts and the sessions in which they are used."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from kennisplatform.database.connection import Moment

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("email", sa.String(254), nullable=False, unique=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("networks", sa.JSON(), nullable=False),
        sa.Column("password_hash", sa.String(200)),
        sa.Column("is_blocked", sa.Boolean(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
    )
    op.create_table(
        "login_session",
        sa.Column("token_hash", sa.String(64), primary_key=True),
        sa.Column(
            "account_id", sa.Integer(), sa.ForeignKey("account.id", ondelete="CASCADE"), nullable=False, index=True
        ),
        sa.Column("browser", sa.String(200), nullable=False),
        sa.Column("opened_at", Moment(), nullable=False),
        sa.Column("seen_at", Moment(), nullable=False),
        sa.Column("confirmed_at", Moment(), nullable=False),
    )


def downgrade() -> None:
    """Remove the tables."""
    op.drop_table("login_session")
    op.drop_table("account")
