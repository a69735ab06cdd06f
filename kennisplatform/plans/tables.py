"""The tables of plans. Only this package reads them; others get value objects."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, ForeignKeyConstraint, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from kennisplatform.database.connection import Base, Moment


class BasketRow(Base):
    """The basket of an account, as the text that `Basket` reads."""

    __tablename__ = "basket"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    picks: Mapped[str] = mapped_column(Text)
    changed_at: Mapped[datetime] = mapped_column(Moment)


class PlanRow(Base):
    """A plan. `network` is None for the national plan, and for one whose network is gone.

    `version` is the last adopted one, 0 before that.
    """

    __tablename__ = "plan"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    is_national: Mapped[bool]
    network: Mapped[str | None] = mapped_column(String(120), index=True)
    network_title: Mapped[str] = mapped_column(String(200))
    sector: Mapped[str | None] = mapped_column(String(20))
    prefix: Mapped[str] = mapped_column(String(20))
    first_year: Mapped[int]
    last_year: Mapped[int]
    state: Mapped[str] = mapped_column(String(20))
    consult_until: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=0, server_default="0")
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    last_number: Mapped[int]
    made_at: Mapped[datetime] = mapped_column(Moment)
    changed_at: Mapped[datetime] = mapped_column(Moment)


class PlanMemberRow(Base):
    """What an account may do in a plan, besides what its networks give it, and for whom it is there."""

    __tablename__ = "plan_member"

    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id", ondelete="CASCADE"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True, index=True)
    role: Mapped[str] = mapped_column(String(20))
    organisation: Mapped[str] = mapped_column(String(300), default="", server_default="")
    function: Mapped[str] = mapped_column(String(300), default="", server_default="")
    side: Mapped[str | None] = mapped_column(String(20))


class PlanPointRow(Base):
    """A point of the agenda as it was when the plan began, and what the plan says about it."""

    __tablename__ = "plan_point"

    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(500))
    theme: Mapped[str] = mapped_column(String(60))
    explanation: Mapped[str] = mapped_column(Text)
    examples: Mapped[list[str]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(String(500))


class PlanActionRow(Base):
    """An action as it is now. Its number is never given again; `version` counts its changes."""

    __tablename__ = "plan_action"

    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    place: Mapped[int]
    state: Mapped[str] = mapped_column(String(20))
    version: Mapped[int]
    is_removed: Mapped[bool]


class PlanActionVersionRow(Base):
    """What an action said from a change on, and who made it. No foreign key: a name outlives its account."""

    __tablename__ = "plan_action_version"

    plan_id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    fields: Mapped[dict[str, Any]] = mapped_column(JSON)
    changed_by: Mapped[str] = mapped_column(String(200))
    changed_at: Mapped[datetime] = mapped_column(Moment)

    __table_args__ = (
        ForeignKeyConstraint(["plan_id", "number"], ["plan_action.plan_id", "plan_action.number"], ondelete="CASCADE"),
    )


class PlanVersionRow(Base):
    """A version as it was adopted, with who agreed. The database keeps it as it is (migration 0015)."""

    __tablename__ = "plan_version"

    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    agreed: Mapped[list[str]] = mapped_column(JSON)
    adopted_at: Mapped[datetime] = mapped_column(Moment)


class PlanChangeRow(Base):
    """That somebody did something in a plan, and not what it says: for who looks in later."""

    __tablename__ = "plan_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id", ondelete="CASCADE"), index=True)
    number: Mapped[int | None]
    kind: Mapped[str] = mapped_column(String(20))
    made_by: Mapped[str] = mapped_column(String(1000))
    made_at: Mapped[datetime] = mapped_column(Moment, index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"), index=True)


class PlanEmergencyRow(Base):
    """That an administrator may read a plan for a while, and why; who it was outlives their account."""

    __tablename__ = "plan_emergency"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id", ondelete="CASCADE"), index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(String(500))
    opened_at: Mapped[datetime] = mapped_column(Moment)
    until: Mapped[datetime] = mapped_column(Moment)


class PlanListRow(Base):
    """A list of actions that somebody chose for a plan and did not confirm yet, as `ReadList` reads it."""

    __tablename__ = "plan_list"

    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id", ondelete="CASCADE"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True, index=True)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    kept_at: Mapped[datetime] = mapped_column(Moment)
