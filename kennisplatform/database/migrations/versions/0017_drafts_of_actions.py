"""What is being typed in the forms of actions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from kennisplatform.database.connection import Moment

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "plan_action_draft",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("saved_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_plan_action_draft_account_id_account"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["plan_id", "number"],
            ["plan_action.plan_id", "plan_action.number"],
            name=op.f("fk_plan_action_draft_plan_id_plan_action"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("plan_id", "number", "account_id", name=op.f("pk_plan_action_draft")),
    )
    op.create_index(op.f("ix_plan_action_draft_account_id"), "plan_action_draft", ["account_id"])


def downgrade() -> None:
    """Remove the table."""
    op.drop_table("plan_action_draft")
