"""The tables of a plan's life. Only this package reads them; others get value objects."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, ForeignKeyConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from kennisplatform.database.connection import Base, Moment


class PlanActionStepRow(Base):
    """A step of an action. The database keeps it as it is (migration 0014); who took it outlives their account."""

    __tablename__ = "plan_action_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(index=True)
    number: Mapped[int]
    target: Mapped[str] = mapped_column(String(20))
    answer: Mapped[str] = mapped_column(String(500))
    taken_by: Mapped[str] = mapped_column(String(1000))
    taken_at: Mapped[datetime] = mapped_column(Moment)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"), index=True)

    __table_args__ = (
        ForeignKeyConstraint(["plan_id", "number"], ["plan_action.plan_id", "plan_action.number"], ondelete="CASCADE"),
    )


class PlanAgreementRow(Base):
    """That the lead of one side agrees with the plan as it was at that moment, which its fingerprint tells."""

    __tablename__ = "plan_agreement"

    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id", ondelete="CASCADE"), primary_key=True)
    side: Mapped[str] = mapped_column(String(20), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    given_at: Mapped[datetime] = mapped_column(Moment)
