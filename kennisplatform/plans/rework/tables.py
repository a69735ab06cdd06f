"""The table of what is being typed in actions."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Text
from sqlalchemy.orm import Mapped, mapped_column

from kennisplatform.database.connection import Base, Moment


class PlanActionDraftRow(Base):
    """What an account typed in the form of an action and did not save yet, as the form sent it (URL-encoded)."""

    __tablename__ = "plan_action_draft"

    plan_id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True, index=True)
    fields: Mapped[str] = mapped_column(Text)
    saved_at: Mapped[datetime] = mapped_column(Moment)

    __table_args__ = (
        ForeignKeyConstraint(["plan_id", "number"], ["plan_action.plan_id", "plan_action.number"], ondelete="CASCADE"),
    )
