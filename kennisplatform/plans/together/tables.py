"""The tables of working together. Only this package reads them; others get value objects."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, ForeignKeyConstraint, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column

from kennisplatform.database.connection import Base, Moment


class PlanRemarkRow(Base):
    """A remark with an action, and its answer. Names outlive their accounts."""

    __tablename__ = "plan_remark"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(index=True)
    number: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    mentioned: Mapped[list[str]] = mapped_column(JSON)
    made_by: Mapped[str] = mapped_column(String(1000))
    made_at: Mapped[datetime] = mapped_column(Moment)
    answer: Mapped[str] = mapped_column(Text)
    answered_by: Mapped[str] = mapped_column(String(1000))
    answered_at: Mapped[datetime | None] = mapped_column(Moment)

    __table_args__ = (
        ForeignKeyConstraint(["plan_id", "number"], ["plan_action.plan_id", "plan_action.number"], ondelete="CASCADE"),
    )


class PlanMentionRow(Base):
    """That a remark is meant for somebody."""

    __tablename__ = "plan_mention"

    remark_id: Mapped[int] = mapped_column(ForeignKey("plan_remark.id", ondelete="CASCADE"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True, index=True)


class PlanLookRow(Base):
    """When somebody last looked at a plan, since when they see what changed, and whether they want mail about it."""

    __tablename__ = "plan_look"

    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id", ondelete="CASCADE"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True, index=True)
    looked_at: Mapped[datetime] = mapped_column(Moment)
    since: Mapped[datetime] = mapped_column(Moment)
    wants_mail: Mapped[bool] = mapped_column(default=False, server_default=false())
    mailed_at: Mapped[datetime | None] = mapped_column(Moment)
