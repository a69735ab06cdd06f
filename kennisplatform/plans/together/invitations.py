"""Links that let somebody take part in a plan: once, by who opens it while logged in, until it is withdrawn or over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from kennisplatform.accounts import one_time_links
from kennisplatform.accounts.directory import Account
from kennisplatform.accounts.one_time_links import ActiveLink, InvalidLink, Purpose
from kennisplatform.database.connection import Database
from kennisplatform.plans.rows import MayNot, member_of, member_row, note, readable, writing
from kennisplatform.plans.tables import PlanRow
from kennisplatform.plans.words import ChangeKind, PlanRole

INVITED_TO_PLAN_FOR = timedelta(days=14)
LONGEST_FUNCTION = 80
"""Of whom the link is for; the subject of a link holds it."""


@dataclass(frozen=True)
class PlanInvitation:
    """A link that works: what it makes of who opens it, in which function they were meant to take part."""

    plan_id: int
    role: PlanRole
    function: str
    expires_at: datetime


class PlanInvitations:
    """The links to all plans, each for the leads of its plan."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def invite(self, plan_id: int, role: PlanRole, function: str, account: Account) -> str:
        """Make a link for somebody with this function and return its token; an earlier one for them stops working."""
        with writing(self._database, plan_id, account, PlanRole.LEAD) as (session, row):
            return one_time_links.issue(session, Purpose.PLAN, INVITED_TO_PLAN_FOR, _subject(row.id, role, function))

    def open(self, plan_id: int, account: Account) -> list[PlanInvitation]:
        """Return the links that still work. Raises `NoSuchPlan` or `MayNot`."""
        with self._database.transaction() as session:
            row, role = readable(session, plan_id, account)
            if role is not PlanRole.LEAD:
                raise MayNot
            links = map(_invitation, one_time_links.active_links(session, Purpose.PLAN))
            return [link for link in links if link.plan_id == row.id]

    def withdraw(self, plan_id: int, role: PlanRole, function: str, account: Account) -> None:
        """Let a link work no more."""
        with writing(self._database, plan_id, account, PlanRole.LEAD) as (session, row):
            one_time_links.withdraw(session, Purpose.PLAN, _subject(row.id, role, function))

    def find(self, token: str) -> PlanInvitation:
        """Return what a link is for, without using it. Raises `InvalidLink`, also when the plan is over or gone."""
        with self._database.transaction() as session:
            return _found(session, token)

    def accept(self, token: str, account: Account) -> int:
        """Use up a link: whoever does takes part in the plan, and never with less than before; return its number."""
        with self._database.transaction() as session:
            invitation = _found(session, token)
            one_time_links.redeem(session, token, Purpose.PLAN)
            member = member_of(session, invitation.plan_id, account)
            there = member_row(session, invitation.plan_id, account.id)
            roles = [invitation.role, *([member.role] if member else [])]
            there.role = min(roles, key=list(PlanRole).index)
            there.function = there.function or invitation.function
            session.flush()
            note(session, invitation.plan_id, account, ChangeKind.MEMBERS)
            return invitation.plan_id


def _found(session: Session, token: str) -> PlanInvitation:
    invitation = _invitation(one_time_links.peek(session, token, Purpose.PLAN))
    row = session.get(PlanRow, invitation.plan_id)
    if row is None or row.ended_at:
        raise InvalidLink
    return invitation


def _subject(plan_id: int, role: PlanRole, function: str) -> str:
    return f"{plan_id} {role} {function}"


def _invitation(link: ActiveLink) -> PlanInvitation:
    number, role, function = link.subject.split(" ", 2)
    return PlanInvitation(int(number), PlanRole(role), function, link.expires_at)
