"""Who takes part in a plan. Its leads decide; there is always one."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from kennisplatform.accounts.directory import Account
from kennisplatform.database.connection import Database
from kennisplatform.plans.plan import PlanMember
from kennisplatform.plans.rows import MayNot, locked, member_from, member_row, note, readable, takes_part, writing
from kennisplatform.plans.tables import PlanMemberRow
from kennisplatform.plans.words import ChangeKind, PlanRole


class LastLead(Exception):
    """The change would leave the plan without a lead."""


class PlanMembers:
    """The members of all plans, each for who may read the plan."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, plan_id: int, account: Account) -> dict[int, PlanMember]:
        """Return who takes part in a plan, by the number of their account. Raises `NoSuchPlan`."""
        with self._database.transaction() as session:
            row, _ = readable(session, plan_id, account)
            members = session.scalars(select(PlanMemberRow).where(PlanMemberRow.plan_id == row.id))
            return {member.account_id: member_from(member) for member in members}

    def change(self, plan_id: int, members: Mapping[int, PlanMember | None], account: Account) -> None:
        """Say what these accounts are in a plan, None for nothing of their own. Only a lead may.

        Raises `LastLead` and then changes nothing.
        """
        with writing(self._database, plan_id, account, PlanRole.LEAD) as (session, row):
            for number, member in members.items():
                if member:
                    there = member_row(session, row.id, number)
                    there.role, there.side = member.role, member.side
                    there.organisation, there.function = member.organisation, member.function
                elif gone := session.get(PlanMemberRow, (row.id, number)):
                    session.delete(gone)
            session.flush()
            if not _has_lead(session, row.id):
                raise LastLead
            note(session, row.id, account, ChangeKind.MEMBERS)

    def has_lead(self, plan_id: int, account: Account) -> bool:
        """Tell whether a plan has a lead: the account of the last one may be gone. Raises `NoSuchPlan`."""
        with self._database.transaction() as session:
            row, _ = readable(session, plan_id, account)
            return _has_lead(session, row.id)

    def take_the_lead(self, plan_id: int, account: Account) -> None:
        """Become the lead of a plan that has none; who is of it or of its network may. Raises `MayNot`."""
        with locked(self._database, plan_id, account, PlanRole.READER) as (session, row):
            if _has_lead(session, row.id) or not takes_part(session, row, account):
                raise MayNot
            member_row(session, row.id, account.id).role = PlanRole.LEAD
            session.flush()
            note(session, row.id, account, ChangeKind.MEMBERS)


def _has_lead(session: Session, plan_id: int) -> bool:
    is_lead = (PlanMemberRow.plan_id == plan_id, PlanMemberRow.role == PlanRole.LEAD)
    return session.scalar(select(PlanMemberRow.account_id).where(*is_lead).limit(1)) is not None
