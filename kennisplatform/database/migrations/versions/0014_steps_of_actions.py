"""Steps of actions, and for which organisation the members of a plan are there."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from kennisplatform.database.connection import Moment

revision = "0014"
down_revision = "0013"

_SQLITE = (
    "CREATE TRIGGER plan_action_step_stays BEFORE UPDATE OF plan_id, number, target, answer, taken_by, taken_at "
    "ON plan_action_step BEGIN SELECT RAISE(ABORT, 'a step stays as it was taken'); END",
)
_POSTGRESQL = (
    "CREATE FUNCTION plan_action_step_stays() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'a step stays as it was taken'; END $$",
    "CREATE TRIGGER plan_action_step_stays BEFORE UPDATE OF plan_id, number, target, answer, taken_by, taken_at "
    "ON plan_action_step FOR EACH STATEMENT EXECUTE FUNCTION plan_action_step_stays()",
)


def upgrade() -> None:
    """Make the table, which is only added to, and the columns."""
    op.create_table(
        "plan_action_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("target", sa.String(length=20), nullable=False),
        sa.Column("answer", sa.String(length=500), nullable=False),
        sa.Column("taken_by", sa.String(length=1000), nullable=False),
        sa.Column("taken_at", Moment(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["plan_id", "number"],
            ["plan_action.plan_id", "plan_action.number"],
            name=op.f("fk_plan_action_step_plan_id_plan_action"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_plan_action_step_account_id_account"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_action_step")),
    )
    op.create_index(op.f("ix_plan_action_step_account_id"), "plan_action_step", ["account_id"], unique=False)
    op.create_index(op.f("ix_plan_action_step_plan_id"), "plan_action_step", ["plan_id"], unique=False)
    for statement in _POSTGRESQL if op.get_context().dialect.name == "postgresql" else _SQLITE:
        op.execute(statement)
    for name in ("organisation", "function"):
        op.add_column("plan_member", sa.Column(name, sa.String(length=300), server_default="", nullable=False))
    op.add_column("plan_member", sa.Column("side", sa.String(length=20), nullable=True))


def downgrade() -> None:
    """Drop them."""
    for name in ("side", "function", "organisation"):
        op.drop_column("plan_member", name)
    op.drop_index(op.f("ix_plan_action_step_account_id"), table_name="plan_action_step")
    op.drop_index(op.f("ix_plan_action_step_plan_id"), table_name="plan_action_step")
    op.drop_table("plan_action_step")
    if op.get_context().dialect.name == "postgresql":
        op.execute("DROP FUNCTION plan_action_step_stays()")
