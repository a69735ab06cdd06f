"""Consultation, agreement, adopted versions and the end of plans."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from kennisplatform.database.connection import Moment

revision = "0015"
down_revision = "0014"

_SQLITE = (
    "CREATE TRIGGER plan_version_stays BEFORE UPDATE ON plan_version "
    "BEGIN SELECT RAISE(ABORT, 'a version stays as it was adopted'); END",
)
_POSTGRESQL = (
    "CREATE FUNCTION plan_version_stays() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'a version stays as it was adopted'; END $$",
    "CREATE TRIGGER plan_version_stays BEFORE UPDATE ON plan_version "
    "FOR EACH STATEMENT EXECUTE FUNCTION plan_version_stays()",
)


def upgrade() -> None:
    """Make the tables, of which adopted versions never change, and the columns."""
    op.add_column("plan", sa.Column("consult_until", sa.Date(), nullable=True))
    op.add_column("plan", sa.Column("version", sa.Integer(), server_default="0", nullable=False))
    op.add_column("plan", sa.Column("ended_at", Moment(), nullable=True))
    op.create_table(
        "plan_version",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("agreed", sa.JSON(), nullable=False),
        sa.Column("adopted_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["plan.id"], name=op.f("fk_plan_version_plan_id_plan"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("plan_id", "number", name=op.f("pk_plan_version")),
    )
    for statement in _POSTGRESQL if op.get_context().dialect.name == "postgresql" else _SQLITE:
        op.execute(statement)
    op.create_table(
        "plan_agreement",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=20), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("given_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["plan.id"], name=op.f("fk_plan_agreement_plan_id_plan"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_plan_agreement_account_id_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("plan_id", "side", name=op.f("pk_plan_agreement")),
    )
    op.create_index(op.f("ix_plan_agreement_account_id"), "plan_agreement", ["account_id"], unique=False)


def downgrade() -> None:
    """Drop them."""
    op.drop_index(op.f("ix_plan_agreement_account_id"), table_name="plan_agreement")
    op.drop_table("plan_agreement")
    op.drop_table("plan_version")
    if op.get_context().dialect.name == "postgresql":
        op.execute("DROP FUNCTION plan_version_stays()")
    for name in ("ended_at", "version", "consult_until"):
        op.drop_column("plan", name)
