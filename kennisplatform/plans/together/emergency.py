"""Emergency access: an administrator who states why reads one plan for a day, and its leads see that they did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, select

from kennisplatform.accounts.directory import Account
from kennisplatform.database.connection import Database, rows_changed
from kennisplatform.plans.rows import MayNot, NoSuchPlan, readable
from kennisplatform.plans.tables import PlanEmergencyRow, PlanRow
from kennisplatform.plans.words import PlanRole
from kennisplatform.vocabulary import Role

OPEN_FOR = timedelta(hours=24)
KEPT_FOR = timedelta(days=365)


@dataclass(frozen=True)
class EmergencyAccess:
    """Who could read the plan until when, and the reason that they stated."""

    name: str
    reason: str
    opened_at: datetime
    until: datetime
    is_own: bool

    @property
    def is_open(self) -> bool:
        """Tell whether they can still read it."""
        return self.until > datetime.now(UTC)


class EmergencyAccesses:
    """Every emergency access to every plan."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def open(self, plan_id: int, reason: str, account: Account) -> None:
        """Let an administrator read a plan for a day. Raises `NoSuchPlan`, or `MayNot` for anybody else."""
        if not account.has_role(Role.ADMINISTRATOR):
            raise MayNot
        now = datetime.now(UTC)
        with self._database.transaction() as session:
            if session.get(PlanRow, plan_id) is None:
                raise NoSuchPlan
            session.add(
                PlanEmergencyRow(
                    plan_id=plan_id,
                    account_id=account.id,
                    name=account.name,
                    reason=reason,
                    opened_at=now,
                    until=now + OPEN_FOR,
                )
            )

    def of(self, plan_id: int, account: Account) -> list[EmergencyAccess]:
        """Return the accesses to a plan, the last one first: all of them for a lead, else one's own that is open."""
        with self._database.transaction() as session:
            row, role = readable(session, plan_id, account)
            opened = select(PlanEmergencyRow).where(PlanEmergencyRow.plan_id == row.id)
            if role is not PlanRole.LEAD:
                is_open = PlanEmergencyRow.until > datetime.now(UTC)
                opened = opened.where(PlanEmergencyRow.account_id == account.id, is_open)
            rows = session.scalars(opened.order_by(PlanEmergencyRow.id.desc()))
            return [
                EmergencyAccess(one.name, one.reason, one.opened_at, one.until, one.account_id == account.id)
                for one in rows
            ]

    def erase_expired(self) -> int:
        """Remove the accesses that ended longer ago than a year; return how many."""
        with self._database.transaction() as session:
            old = PlanEmergencyRow.until < datetime.now(UTC) - KEPT_FOR
            return rows_changed(session, delete(PlanEmergencyRow).where(old))
