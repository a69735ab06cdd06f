"""Lists of actions that somebody chose for a plan and did not confirm yet."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from kennisplatform.database.connection import Moment

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "plan_list",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("kept_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_plan_list_account_id_account"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_list_plan_id_plan"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("plan_id", "account_id", name=op.f("pk_plan_list")),
    )
    op.create_index(op.f("ix_plan_list_account_id"), "plan_list", ["account_id"], unique=False)


def downgrade() -> None:
    """Drop it."""
    op.drop_index(op.f("ix_plan_list_account_id"), table_name="plan_list")
    op.drop_table("plan_list")
