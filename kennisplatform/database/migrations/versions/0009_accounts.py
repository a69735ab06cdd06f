"""Devices that stay logged in, forms that wait for a log-in, and the names of who is invited."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from kennisplatform.database.connection import Moment

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add the columns and the table."""
    op.add_column("login_session", sa.Column("is_trusted", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("one_time_link", sa.Column("name", sa.String(length=200), nullable=False, server_default=""))
    op.create_table(
        "unsent_form",
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("kept_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_unsent_form_account_id_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("key_hash", name=op.f("pk_unsent_form")),
    )
    op.create_index(op.f("ix_unsent_form_account_id"), "unsent_form", ["account_id"], unique=False)


def downgrade() -> None:
    """Take them away again; what they hold is lost."""
    op.drop_table("unsent_form")
    op.drop_column("one_time_link", "name")
    op.drop_column("login_session", "is_trusted")
