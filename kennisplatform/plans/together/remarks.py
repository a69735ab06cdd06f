"""Remarks with the actions of a plan: who writes in it makes them any time, who reads it during the consultation.

A remark can be meant for members, chosen or named in it as `@functie`. Each is answered once.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kennisplatform import dutch_time
from kennisplatform.accounts.directory import Account
from kennisplatform.database.connection import Database
from kennisplatform.plans.plan import PlanMember, PlanSummary
from kennisplatform.plans.rows import (
    MayNot,
    NoSuchPlan,
    action_row,
    may,
    member_from,
    note,
    readable,
    summary,
    takes_part,
    who,
    writing,
)
from kennisplatform.plans.tables import PlanMemberRow
from kennisplatform.plans.together.tables import PlanMentionRow, PlanRemarkRow
from kennisplatform.plans.words import ChangeKind, PlanRole, PlanState

LONGEST_REMARK = 2_000
MOST_REMARKS = 3_000
"""Remarks with one plan."""


class TooManyRemarks(Exception):
    """The plan has as many remarks as it may hold."""


class AlreadyAnswered(Exception):
    """Somebody answered the remark first."""


@dataclass(frozen=True)
class Remark:
    """A remark with an action; `answered_at` is None while it waits for its answer."""

    id: int
    number: int
    text: str
    mentioned: tuple[str, ...]
    made_by: str
    made_at: datetime
    answer: str
    answered_by: str
    answered_at: datetime | None


class Remarks:
    """The remarks with all plans, each for who may read the plan."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, plan_id: int, number: int, account: Account) -> list[Remark]:
        """Return the remarks with an action, the first one first. Raises `NoSuchPlan`."""
        with self._database.transaction() as session:
            row, _ = readable(session, plan_id, account)
            of_action = (PlanRemarkRow.plan_id == row.id, PlanRemarkRow.number == number)
            return list(
                map(_remark, session.scalars(select(PlanRemarkRow).where(*of_action).order_by(PlanRemarkRow.id)))
            )

    def find(self, plan_id: int, remark_id: int, account: Account) -> Remark:
        """Return one remark. Raises `NoSuchPlan`."""
        with self._database.transaction() as session:
            row, _ = readable(session, plan_id, account)
            return _remark(_row(session, row.id, remark_id))

    def waiting(self, plan_id: int, account: Account) -> dict[int, int]:
        """Return how many remarks wait for an answer, by the number of their action. Raises `NoSuchPlan`."""
        with self._database.transaction() as session:
            row, _ = readable(session, plan_id, account)
            is_waiting = (PlanRemarkRow.plan_id == row.id, PlanRemarkRow.answered_at.is_(None))
            counted = select(PlanRemarkRow.number, func.count()).where(*is_waiting).group_by(PlanRemarkRow.number)
            return dict(session.execute(counted).all())

    def add(  # noqa: PLR0913, PLR0917 - who writes what where, to whom, and with which form
        self,
        plan_id: int,
        number: int,
        text: str,
        meant_for: Collection[int],
        account: Account,
        opened_at: datetime | None = None,
    ) -> None:
        """Make a remark, for these accounts and for the members whose function it names after an `@`.

        One that is there since `opened_at`, when the form was made, is not made again. Raises `NoSuchPlan`, `MayNot` or
        `TooManyRemarks`.
        """
        with writing(self._database, plan_id, account, PlanRole.READER) as (session, row):
            there = action_row(session, row.id, number)
            plan = PlanSummary(**summary(row, readable(session, row.id, account)[1]))
            if not (takes_part(session, row, account) and may_remark(plan, dutch_time.today())):
                raise MayNot
            if _count(session, row.id) >= MOST_REMARKS:
                raise TooManyRemarks
            members = _mentioned(_members(session, row.id), text, meant_for)
            remark = PlanRemarkRow(
                plan_id=row.id,
                number=there.number,
                text=text,
                mentioned=[member.post or "een lid" for member in members.values()],
                made_by=who(session, row.id, account),
                made_at=datetime.now(UTC),
                answer="",
                answered_by="",
            )
            if opened_at and _is_there(session, remark, opened_at):
                return
            session.add(remark)
            session.flush()
            session.add_all(PlanMentionRow(remark_id=remark.id, account_id=member) for member in members)
            note(session, row.id, account, ChangeKind.REMARK, number)

    def answer(self, plan_id: int, remark_id: int, text: str, account: Account) -> int:
        """Answer a remark; return the number of its action. Raises `AlreadyAnswered`."""
        with writing(self._database, plan_id, account) as (session, row):
            remark = _row(session, row.id, remark_id)
            if remark.answered_at:
                raise AlreadyAnswered
            remark.answer, remark.answered_by = text, who(session, row.id, account)
            remark.answered_at = datetime.now(UTC)
            note(session, row.id, account, ChangeKind.ANSWER, remark.number)
            return remark.number


def may_remark(plan: PlanSummary, today: date) -> bool:
    """Tell whether somebody who is of a plan or of its network may make remarks with it on a day."""
    is_open = plan.state is PlanState.IN_CONSULTATION and plan.consult_until is not None and today <= plan.consult_until
    return plan.ended_at is None and (is_open or may(plan.role, PlanRole.WRITER))


def unanswered(session: Session, plan_id: int) -> int:
    """Return how many remarks wait for an answer, with actions that are in the plan or were."""
    return _count(session, plan_id, PlanRemarkRow.answered_at.is_(None))


def _is_there(session: Session, new: PlanRemarkRow, moment: datetime) -> bool:
    """Tell whether somebody made a remark since a moment that says the same as this one, to the same members."""
    alike = (
        PlanRemarkRow.plan_id == new.plan_id,
        PlanRemarkRow.number == new.number,
        PlanRemarkRow.text == new.text,
        PlanRemarkRow.made_by == new.made_by,
        PlanRemarkRow.made_at >= moment,
    )
    return any(remark.mentioned == new.mentioned for remark in session.scalars(select(PlanRemarkRow).where(*alike)))


def _count(session: Session, plan_id: int, *conditions: object) -> int:
    counted = select(func.count()).select_from(PlanRemarkRow).where(PlanRemarkRow.plan_id == plan_id, *conditions)  # type: ignore[arg-type]
    return session.scalar(counted) or 0


def _row(session: Session, plan_id: int, remark_id: int) -> PlanRemarkRow:
    remark = session.get(PlanRemarkRow, remark_id)
    if remark is None or remark.plan_id != plan_id:
        raise NoSuchPlan
    return remark


def _members(session: Session, plan_id: int) -> dict[int, PlanMember]:
    rows = session.scalars(select(PlanMemberRow).where(PlanMemberRow.plan_id == plan_id))
    return {row.account_id: member_from(row) for row in rows}


def _mentioned(members: dict[int, PlanMember], text: str, meant_for: Collection[int]) -> dict[int, PlanMember]:
    lower = text.casefold()
    return {
        number: member
        for number, member in members.items()
        if number in meant_for or (member.function and f"@{member.function.casefold()}" in lower)
    }


def _remark(row: PlanRemarkRow) -> Remark:
    return Remark(
        id=row.id,
        number=row.number,
        text=row.text,
        mentioned=tuple(row.mentioned),
        made_by=row.made_by,
        made_at=row.made_at,
        answer=row.answer,
        answered_by=row.answered_by,
        answered_at=row.answered_at,
    )
