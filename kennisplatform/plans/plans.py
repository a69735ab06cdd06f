"""The plans in the database: beginning one, reading it, and changing what it says.

Every question and every change says for whom it is, and answers only who may (`rows`). What changes a plan raises
`PlanIsFixed` once it is adopted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from kennisplatform.accounts.directory import Account
from kennisplatform.database.connection import Database, advisory_lock
from kennisplatform.plans.action import Action
from kennisplatform.plans.merging import ActionMerge, merged
from kennisplatform.plans.order import moved
from kennisplatform.plans.plan import NewPlan, Plan, PlanAction, PlanSummary
from kennisplatform.plans.rows import (
    NoSuchPlan,
    action_row,
    action_rows,
    add_action,
    added_since,
    change_text,
    editing,
    note,
    plan_action,
    plan_of,
    put_in_order,
    readable,
    role_of,
    summary,
    text_of,
)
from kennisplatform.plans.tables import PlanActionVersionRow, PlanMemberRow, PlanPointRow, PlanRow
from kennisplatform.plans.words import ChangeKind, PlanRole, PlanState, PointState


@dataclass(frozen=True)
class Overtaken:
    """Somebody saved the action first, and both changed the same: nothing was saved. `merge` holds my side."""

    merge: ActionMerge
    theirs: PlanAction


class Plans:
    """All plans, each for who may read it."""

    follows_folders = ("netwerken",)

    def __init__(self, database: Database) -> None:
        self._database = database

    def start(self, new: NewPlan, lead: Account, opened_at: datetime | None = None) -> int:
        """Begin a plan, of which this account is the lead; return its number.

        A plan that its lead began like this since `opened_at`, when the form was made, is that plan.
        """
        with self._database.transaction() as session:
            advisory_lock(session, f"plans of account {lead.id}")
            if opened_at and (begun := _begun_since(session, new, lead, opened_at)):
                return begun
            row = PlanRow(
                title=new.title,
                is_national=new.network is None,
                network=new.network,
                network_title=new.network_title,
                sector=new.sector,
                prefix=new.prefix,
                first_year=new.first_year,
                last_year=new.last_year,
                state=PlanState.CONCEPT,
                last_number=0,
                made_at=_now(),
                changed_at=_now(),
            )
            session.add(row)
            session.flush()
            session.add(PlanMemberRow(plan_id=row.id, account_id=lead.id, role=PlanRole.LEAD))
            for number, point in enumerate(new.points, 1):
                session.add(
                    PlanPointRow(
                        plan_id=row.id,
                        number=number,
                        title=point.title,
                        theme=point.theme,
                        explanation=point.explanation,
                        examples=list(point.examples),
                        state=PointState.OPEN,
                        reason="",
                    )
                )
            return row.id

    def of(self, account: Account) -> list[PlanSummary]:
        """Return the plans that an account may read, the last changed first."""
        mine = select(PlanMemberRow.plan_id).where(PlanMemberRow.account_id == account.id)
        readable = or_(PlanRow.id.in_(mine), PlanRow.network.in_(sorted(account.networks)))
        with self._database.transaction() as session:
            rows = session.scalars(select(PlanRow).where(readable).order_by(PlanRow.changed_at.desc()))
            return [PlanSummary(**summary(row, role)) for row in rows if (role := role_of(session, row, account))]

    def read(self, plan_id: int, account: Account) -> Plan:
        """Return a plan with all that is in it. Raises `NoSuchPlan`."""
        with self._database.transaction() as session:
            row, role = readable(session, plan_id, account)
            return plan_of(session, row, role)

    def action_text(self, plan_id: int, number: int, version: int, account: Account) -> Action | None:
        """Return what an action said in a version of it; None when there is no such version. Raises `NoSuchPlan`."""
        with self._database.transaction() as session:
            row, _ = readable(session, plan_id, account)
            text = session.get(PlanActionVersionRow, (row.id, number, version))
            return text_of(text) if text else None

    def set_point(self, plan_id: int, number: int, state: PointState, reason: str, account: Account) -> None:
        """Say what a plan does about a point of the agenda."""
        with editing(self._database, plan_id, account) as (session, row):
            point = session.get(PlanPointRow, (row.id, number))
            if point is None:
                raise NoSuchPlan
            point.state, point.reason = state, reason
            note(session, row.id, account, ChangeKind.POINT, number)

    def add_actions(
        self, plan_id: int, actions: list[Action], account: Account, opened_at: datetime | None = None
    ) -> list[int]:
        """Put actions at the end of a plan; return their numbers. Raises `PlanFull` and then adds none.

        What this account added since `opened_at`, when the form was made, is not added again.
        """
        with editing(self._database, plan_id, account) as (session, row):
            there = added_since(session, row.id, account, opened_at) if opened_at else []
            numbers = []
            for action in actions:
                same = next((added for added in there if added[1] == action), None)
                if same:
                    there.remove(same)
                numbers.append(same[0] if same else add_action(session, row, action, account).number)
            return numbers

    def save_action(
        self, plan_id: int, number: int, action: Action, base_version: int, account: Account
    ) -> int | Overtaken | None:
        """Save an action that was changed from a version of it; what somebody else changed since stays as well.

        Returns the version that it makes, None when the action said so already.
        """
        with editing(self._database, plan_id, account) as (session, row):
            there = action_row(session, row.id, number)
            base = session.get(PlanActionVersionRow, (row.id, number, base_version))
            if base is None:
                raise NoSuchPlan
            theirs = session.get_one(PlanActionVersionRow, (row.id, number, there.version))
            merge = merged(text_of(base), action, text_of(theirs))
            if merge.conflicts:
                return Overtaken(merge, plan_action(row, there, theirs))
            return change_text(session, there, merge.action, account)

    def take_out(self, plan_id: int, number: int, account: Account) -> None:
        """Take an action out of a plan; its number stays its own, and it can be put back."""
        with editing(self._database, plan_id, account) as (session, row):
            action_row(session, row.id, number).is_removed = True
            note(session, row.id, account, ChangeKind.TAKEN_OUT, number)

    def put_back(self, plan_id: int, number: int, account: Account) -> None:
        """Put an action back that was taken out, at its place."""
        with editing(self._database, plan_id, account) as (session, row):
            action_row(session, row.id, number, is_removed=True).is_removed = False
            note(session, row.id, account, ChangeKind.PUT_BACK, number)

    def move(self, plan_id: int, number: int, places: int, account: Account) -> None:
        """Move an action so many places further on, or back."""
        with editing(self._database, plan_id, account) as (session, row):
            rows = list(action_rows(session, row.id))
            put_in_order(moved(rows, action_row(session, row.id, number), places))

    def follow(self, old: str | None, new: str | None) -> None:
        """Go along with a network that got another slug, or is gone; a new one with an old slug reads nothing."""

        def move(session: Session) -> None:
            if new is not None:
                session.execute(update(PlanRow).where(PlanRow.network == new).values(network=None))
            if old is not None:
                session.execute(update(PlanRow).where(PlanRow.network == old).values(network=new))

        self._database.sooner_or_later(f"de plannen van {new or old}", move)


def _begun_since(session: Session, new: NewPlan, lead: Account, moment: datetime) -> int | None:
    """Return the number of a plan like this one that an account began since a moment."""
    same = (PlanRow.title == new.title, PlanRow.network.is_not_distinct_from(new.network))
    years = (PlanRow.first_year == new.first_year, PlanRow.last_year == new.last_year)
    of_lead = select(PlanMemberRow.plan_id).where(
        PlanMemberRow.account_id == lead.id, PlanMemberRow.role == PlanRole.LEAD
    )
    begun = select(PlanRow.id).where(*same, *years, PlanRow.made_at >= moment, PlanRow.id.in_(of_lead))
    return session.scalar(begun.limit(1))


def _now() -> datetime:
    return datetime.now(UTC)
