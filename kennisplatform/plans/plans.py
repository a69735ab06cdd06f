"""The plans in the database. Every question and every change says for whom it is, and answers only who may.

A plan that somebody may not read is as absent as one that does not exist (`NoSuchPlan`). The rule stands in `_role` and
nowhere else: members of a plan have the role that its leads gave them, members of its network read it. Curators and
administrators are nobody special here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from kennisplatform.accounts.directory import Account
from kennisplatform.database.connection import Database
from kennisplatform.plans.action import Action
from kennisplatform.plans.merging import ActionMerge, merged
from kennisplatform.plans.order import moved
from kennisplatform.plans.plan import NewPlan, Plan, PlanAction, PlanPoint, PlanSummary
from kennisplatform.plans.tables import PlanActionRow, PlanActionVersionRow, PlanMemberRow, PlanPointRow, PlanRow
from kennisplatform.plans.words import ActionState, PlanRole, PlanState, PointState
from kennisplatform.vocabulary import Sector, Theme

MOST_ACTIONS = 300
"""Actions that a plan may hold, removed ones included."""


class NoSuchPlan(Exception):
    """There is no such plan or action for this account."""


class MayNot(Exception):
    """The account may read the plan, and may not do this in it."""


class PlanFull(Exception):
    """The plan has as many actions as it may hold."""


class LastLead(Exception):
    """The change would leave the plan without a lead."""


@dataclass(frozen=True)
class Overtaken:
    """Somebody saved the action first, and both changed the same: nothing was saved. `merge` holds my side."""

    merge: ActionMerge
    theirs: PlanAction


class Plans:
    """All plans, each for who may read it."""

    follows_folder = "netwerken"

    def __init__(self, database: Database) -> None:
        self._database = database

    def start(self, new: NewPlan, lead: Account) -> int:
        """Begin a plan, of which this account is the lead; return its number."""
        with self._database.transaction() as session:
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
            return [PlanSummary(**_summary(row, role)) for row in rows if (role := _role(session, row, account))]

    def read(self, plan_id: int, account: Account) -> Plan:
        """Return a plan with all that is in it. Raises `NoSuchPlan`."""
        with self._database.transaction() as session:
            row, role = _readable(session, plan_id, account)
            return _plan(session, row, role)

    def set_point(self, plan_id: int, number: int, state: PointState, reason: str, account: Account) -> None:
        """Say what a plan does about a point of the agenda."""
        with self._writing(plan_id, account) as (session, row):
            point = session.get(PlanPointRow, (row.id, number))
            if point is None:
                raise NoSuchPlan
            point.state, point.reason = state, reason

    def add_actions(self, plan_id: int, actions: list[Action], account: Account) -> list[int]:
        """Put actions at the end of a plan; return their numbers. Raises `PlanFull` and then adds none."""
        with self._writing(plan_id, account) as (session, row):
            if row.last_number + len(actions) > MOST_ACTIONS:
                raise PlanFull
            numbers = []
            for action in actions:
                row.last_number += 1
                numbers.append(row.last_number)
                session.add(
                    PlanActionRow(
                        plan_id=row.id,
                        number=row.last_number,
                        place=row.last_number,
                        state=ActionState.PROPOSED,
                        version=1,
                        is_removed=False,
                    )
                )
                session.flush()
                session.add(_version(row.id, row.last_number, 1, action, account))
            return numbers

    def save_action(
        self, plan_id: int, number: int, action: Action, base_version: int, account: Account
    ) -> ActionMerge | Overtaken:
        """Save an action that was changed from a version of it; what somebody else changed since stays as well."""
        with self._writing(plan_id, account) as (session, row):
            there = _action_row(session, row.id, number)
            base = session.get(PlanActionVersionRow, (row.id, number, base_version))
            if base is None:
                raise NoSuchPlan
            theirs = session.get_one(PlanActionVersionRow, (row.id, number, there.version))
            merge = merged(_read(base), action, _read(theirs))
            if merge.conflicts:
                return Overtaken(merge, _plan_action(row, there, theirs))
            if merge.action != _read(theirs):
                there.version += 1
                session.add(_version(row.id, number, there.version, merge.action, account))
            return merge

    def take_out(self, plan_id: int, number: int, account: Account) -> None:
        """Take an action out of a plan; its number stays its own, and it can be put back."""
        with self._writing(plan_id, account) as (session, row):
            _action_row(session, row.id, number).is_removed = True

    def put_back(self, plan_id: int, number: int, account: Account) -> None:
        """Put an action back that was taken out, at its place."""
        with self._writing(plan_id, account) as (session, row):
            _action_row(session, row.id, number, is_removed=True).is_removed = False

    def move(self, plan_id: int, number: int, places: int, account: Account) -> None:
        """Move an action so many places further on, or back."""
        with self._writing(plan_id, account) as (session, row):
            rows = list(_action_rows(session, row.id))
            for new_place, action in enumerate(moved(rows, _action_row(session, row.id, number), places), 1):
                action.place = new_place

    def roles(self, plan_id: int, account: Account) -> dict[int, PlanRole]:
        """Return what each member of a plan may do in it, by the number of their account."""
        with self._database.transaction() as session:
            row, _ = _readable(session, plan_id, account)
            members = session.scalars(select(PlanMemberRow).where(PlanMemberRow.plan_id == row.id))
            return {member.account_id: PlanRole(member.role) for member in members}

    def set_roles(self, plan_id: int, roles: Mapping[int, PlanRole | None], account: Account) -> None:
        """Say for these accounts what they may do in a plan, None for nothing of their own. Only a lead may.

        Raises `LastLead` and then changes nothing.
        """
        with self._writing(plan_id, account, PlanRole.LEAD) as (session, row):
            for number, role in roles.items():
                member = session.get(PlanMemberRow, (row.id, number))
                if member and role is None:
                    session.delete(member)
                elif member and role:
                    member.role = role
                elif role:
                    session.add(PlanMemberRow(plan_id=row.id, account_id=number, role=role))
            session.flush()
            is_lead = (PlanMemberRow.plan_id == row.id, PlanMemberRow.role == PlanRole.LEAD)
            if not session.scalar(select(func.count()).select_from(PlanMemberRow).where(*is_lead)):
                raise LastLead

    def follow(self, old: str | None, new: str | None) -> None:
        """Go along with a network that got another slug, or is gone; a new one with an old slug reads nothing."""

        def move(session: Session) -> None:
            if new is not None:
                session.execute(update(PlanRow).where(PlanRow.network == new).values(network=None))
            if old is not None:
                session.execute(update(PlanRow).where(PlanRow.network == old).values(network=new))

        self._database.sooner_or_later(f"de plannen van {new or old}", move)

    @contextmanager
    def _writing(
        self, plan_id: int, account: Account, least: PlanRole = PlanRole.WRITER
    ) -> Iterator[tuple[Session, PlanRow]]:
        """Give a transaction in which this account alone changes the plan. Raises `NoSuchPlan` or `MayNot`."""
        with self._database.transaction() as session:
            # Writing first makes SQLite keep others out from here on; in PostgreSQL the row is locked until the end.
            session.execute(update(PlanRow).where(PlanRow.id == plan_id).values(changed_at=PlanRow.changed_at))
            row, role = _readable(session, plan_id, account)
            if list(PlanRole).index(role) > list(PlanRole).index(least):
                raise MayNot
            yield session, row
            row.changed_at = _now()


def _role(session: Session, row: PlanRow, account: Account) -> PlanRole | None:
    """Return what an account may do in a plan, None when it may not know of it. The one rule."""
    member = session.get(PlanMemberRow, (row.id, account.id))
    if member:
        return PlanRole(member.role)
    return PlanRole.READER if row.network in account.networks else None


def _readable(session: Session, plan_id: int, account: Account) -> tuple[PlanRow, PlanRole]:
    row = session.get(PlanRow, plan_id)
    role = _role(session, row, account) if row else None
    if row is None or role is None:
        raise NoSuchPlan
    return row, role


def _action_row(session: Session, plan_id: int, number: int, is_removed: bool = False) -> PlanActionRow:
    row = session.get(PlanActionRow, (plan_id, number))
    if row is None or row.is_removed is not is_removed:
        raise NoSuchPlan
    return row


def _action_rows(session: Session, plan_id: int) -> Iterator[PlanActionRow]:
    there = select(PlanActionRow).where(PlanActionRow.plan_id == plan_id, PlanActionRow.is_removed.is_(False))
    yield from session.scalars(there.order_by(PlanActionRow.place, PlanActionRow.number))


def _plan(session: Session, row: PlanRow, role: PlanRole) -> Plan:
    points = session.scalars(select(PlanPointRow).where(PlanPointRow.plan_id == row.id).order_by(PlanPointRow.number))
    now = select(PlanActionVersionRow).join(
        PlanActionRow,
        (PlanActionRow.plan_id == PlanActionVersionRow.plan_id)
        & (PlanActionRow.number == PlanActionVersionRow.number)
        & (PlanActionRow.version == PlanActionVersionRow.version),
    )
    versions = {text.number: text for text in session.scalars(now.where(PlanActionVersionRow.plan_id == row.id))}
    actions = (_plan_action(row, action, versions[action.number]) for action in _action_rows(session, row.id))
    return Plan(**_summary(row, role), points=tuple(map(_point, points)), actions=tuple(actions))


def _summary(row: PlanRow, role: PlanRole) -> dict[str, Any]:
    return {
        "id": row.id,
        "title": row.title,
        "network": row.network,
        "network_title": row.network_title,
        "is_national": row.is_national,
        "sector": Sector(row.sector) if row.sector else None,
        "first_year": row.first_year,
        "last_year": row.last_year,
        "state": PlanState(row.state),
        "changed_at": row.changed_at,
        "role": role,
    }


def _point(row: PlanPointRow) -> PlanPoint:
    return PlanPoint(
        row.title, Theme(row.theme), row.explanation, tuple(row.examples), row.number, PointState(row.state), row.reason
    )


def _plan_action(plan: PlanRow, row: PlanActionRow, text: PlanActionVersionRow) -> PlanAction:
    return PlanAction(
        row.number,
        f"{plan.prefix}-{row.number:02}",
        ActionState(row.state),
        row.version,
        _read(text),
        text.changed_by,
        text.changed_at,
    )


def _read(row: PlanActionVersionRow) -> Action:
    return Action.model_validate(row.fields)


def _version(plan_id: int, number: int, version: int, action: Action, account: Account) -> PlanActionVersionRow:
    return PlanActionVersionRow(
        plan_id=plan_id,
        number=number,
        version=version,
        fields=action.fields(),
        changed_by=account.name,
        changed_at=_now(),
    )


def _now() -> datetime:
    return datetime.now(UTC)
