"""What several processes and hosts must agree on: tries that are counted, jobs that one of them does, letters sent."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from kennisplatform.database.connection import Moment

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "counted_try",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("counter_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("over_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counted_try")),
    )
    op.create_index(op.f("ix_counted_try_counter_hash"), "counted_try", ["counter_hash"], unique=False)
    op.create_index(op.f("ix_counted_try_over_at"), "counted_try", ["over_at"], unique=False)
    op.create_table(
        "job_lease",
        sa.Column("job", sa.String(length=40), nullable=False),
        sa.Column("holder", sa.String(length=64), nullable=False),
        sa.Column("until", Moment(), nullable=False),
        sa.Column("done_for", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("job", name=op.f("pk_job_lease")),
    )
    op.create_table(
        "sent_letter",
        sa.Column("letter", sa.String(length=40), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("sent_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_sent_letter_account_id_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("letter", "account_id", name=op.f("pk_sent_letter")),
    )
    op.create_index(op.f("ix_sent_letter_account_id"), "sent_letter", ["account_id"], unique=False)


def downgrade() -> None:
    """Drop them."""
    op.drop_index(op.f("ix_sent_letter_account_id"), table_name="sent_letter")
    op.drop_table("sent_letter")
    op.drop_table("job_lease")
    op.drop_index(op.f("ix_counted_try_over_at"), table_name="counted_try")
    op.drop_index(op.f("ix_counted_try_counter_hash"), table_name="counted_try")
    op.drop_table("counted_try")
