"""Remarks, what changed since somebody last looked, and emergency access to plans."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from kennisplatform.database.connection import Moment

revision = "0018"
down_revision = "0017"


def _to(table: str, column: str, target: str, on_delete: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete=on_delete)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "plan_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("made_by", sa.String(length=1000), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        _to("plan_change", "plan_id", "plan", "CASCADE"),
        _to("plan_change", "account_id", "account", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_change")),
    )
    for column in ("plan_id", "made_at", "account_id"):
        op.create_index(op.f(f"ix_plan_change_{column}"), "plan_change", [column], unique=False)
    op.create_table(
        "plan_emergency",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("opened_at", Moment(), nullable=False),
        sa.Column("until", Moment(), nullable=False),
        _to("plan_emergency", "plan_id", "plan", "CASCADE"),
        _to("plan_emergency", "account_id", "account", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_emergency")),
    )
    for column in ("plan_id", "account_id"):
        op.create_index(op.f(f"ix_plan_emergency_{column}"), "plan_emergency", [column], unique=False)
    op.create_table(
        "plan_remark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("mentioned", sa.JSON(), nullable=False),
        sa.Column("made_by", sa.String(length=1000), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.String(length=1000), nullable=False),
        sa.Column("answered_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["plan_id", "number"],
            ["plan_action.plan_id", "plan_action.number"],
            name=op.f("fk_plan_remark_plan_id_plan_action"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_remark")),
    )
    op.create_index(op.f("ix_plan_remark_plan_id"), "plan_remark", ["plan_id"], unique=False)
    op.create_table(
        "plan_mention",
        sa.Column("remark_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        _to("plan_mention", "remark_id", "plan_remark", "CASCADE"),
        _to("plan_mention", "account_id", "account", "CASCADE"),
        sa.PrimaryKeyConstraint("remark_id", "account_id", name=op.f("pk_plan_mention")),
    )
    op.create_index(op.f("ix_plan_mention_account_id"), "plan_mention", ["account_id"], unique=False)
    op.create_table(
        "plan_look",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("looked_at", Moment(), nullable=False),
        sa.Column("since", Moment(), nullable=False),
        sa.Column("wants_mail", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("mailed_at", Moment(), nullable=True),
        _to("plan_look", "plan_id", "plan", "CASCADE"),
        _to("plan_look", "account_id", "account", "CASCADE"),
        sa.PrimaryKeyConstraint("plan_id", "account_id", name=op.f("pk_plan_look")),
    )
    op.create_index(op.f("ix_plan_look_account_id"), "plan_look", ["account_id"], unique=False)


def downgrade() -> None:
    """Drop them."""
    for table in ("plan_look", "plan_mention", "plan_remark", "plan_emergency", "plan_change"):
        op.drop_table(table)
