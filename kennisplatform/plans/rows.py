"""Rows of plans: who may read and change them, in one rule, and what they say.

A plan that somebody may not read is as absent as one that does not exist (`NoSuchPlan`). Members of a plan have the
role that its leads gave them, members of its network read it. Curators and administrators are nobody special here; an
administrator who stated why reads it for a day (`together.emergency`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from kennisplatform.accounts.directory import Account
from kennisplatform.database.connection import Database
from kennisplatform.plans.action import Action
from kennisplatform.plans.plan import Plan, PlanAction, PlanMember, PlanPoint
from kennisplatform.plans.tables import (
    PlanActionRow,
    PlanActionVersionRow,
    PlanChangeRow,
    PlanEmergencyRow,
    PlanMemberRow,
    PlanPointRow,
    PlanRow,
    PlanVersionRow,
)
from kennisplatform.plans.words import ActionState, ChangeKind, PlanRole, PlanState, PointState, Side
from kennisplatform.vocabulary import Role, Sector, Theme

MOST_ACTIONS = 300
"""Actions that a plan may hold, removed ones included."""


class NoSuchPlan(Exception):
    """There is no such plan or action for this account."""


class MayNot(Exception):
    """The account may read the plan, and may not do this in it."""


class ChangedMeanwhile(Exception):
    """What was shown is not what there is any more: nothing was done."""


class PlanFull(Exception):
    """The plan has as many actions as it may hold."""


class PlanIsFixed(Exception):
    """What the plan says cannot be changed now: it is adopted, or over."""

    def __init__(self, plan_id: int) -> None:
        super().__init__(plan_id)
        self.plan_id = plan_id


def role_of(session: Session, row: PlanRow, account: Account) -> PlanRole | None:
    """Return what an account may do in a plan, None when it may not know of it. The one rule."""
    member = session.get(PlanMemberRow, (row.id, account.id))
    if member:
        return PlanRole(member.role)
    is_reader = row.network in account.networks or _reads_by_emergency(session, row.id, account)
    return PlanRole.READER if is_reader else None


def _reads_by_emergency(session: Session, plan_id: int, account: Account) -> bool:
    if not account.has_role(Role.ADMINISTRATOR):
        return False
    there = select(PlanEmergencyRow.id).where(
        PlanEmergencyRow.plan_id == plan_id,
        PlanEmergencyRow.account_id == account.id,
        PlanEmergencyRow.until > datetime.now(UTC),
    )
    return session.scalar(there.limit(1)) is not None


def readable(session: Session, plan_id: int, account: Account) -> tuple[PlanRow, PlanRole]:
    """Return a plan with what this account may do in it. Raises `NoSuchPlan`."""
    row = session.get(PlanRow, plan_id)
    role = role_of(session, row, account) if row else None
    if row is None or role is None:
        raise NoSuchPlan
    return row, role


def member_of(session: Session, plan_id: int, account: Account) -> PlanMember | None:
    """Return what an account is in a plan by itself; None for who only reads with the network."""
    member = session.get(PlanMemberRow, (plan_id, account.id))
    return member_from(member) if member else None


def member_row(session: Session, plan_id: int, account_id: int) -> PlanMemberRow:
    """Return the row of somebody in a plan, a new one (without a role yet) for who has none."""
    row = session.get(PlanMemberRow, (plan_id, account_id)) or PlanMemberRow(plan_id=plan_id, account_id=account_id)
    session.add(row)
    return row


def member_from(row: PlanMemberRow) -> PlanMember:
    """Return a member as others see them."""
    return PlanMember(PlanRole(row.role), row.organisation, row.function, Side(row.side) if row.side else None)


def who(session: Session, plan_id: int, account: Account) -> str:
    """Return how a plan names somebody, and goes on naming them when their account is gone."""
    member = member_of(session, plan_id, account)
    return f"{account.name} ({member.post})" if member and member.post else account.name


def takes_part(session: Session, row: PlanRow, account: Account) -> bool:
    """Tell whether an account is of the plan or of its network: who reads by emergency only looks."""
    return member_of(session, row.id, account) is not None or row.network in account.networks


def note(session: Session, plan_id: int, account: Account, kind: ChangeKind, number: int | None = None) -> None:
    """Keep for the others that somebody did something in a plan, with the number of the action or point."""
    session.add(
        PlanChangeRow(
            plan_id=plan_id,
            number=number,
            kind=kind,
            made_by=who(session, plan_id, account),
            made_at=datetime.now(UTC),
            account_id=account.id,
        )
    )


def may(role: PlanRole, least: PlanRole) -> bool:
    """Tell whether a role may do what this role may."""
    return list(PlanRole).index(role) <= list(PlanRole).index(least)


@contextmanager
def locked(database: Database, plan_id: int, account: Account, least: PlanRole) -> Iterator[tuple[Session, PlanRow]]:
    """Give a transaction in which this account alone changes the plan. Raises `NoSuchPlan` or `MayNot`."""
    with database.transaction() as session:
        # Writing first makes SQLite keep others out from here on; in PostgreSQL the row is locked until the end.
        session.execute(update(PlanRow).where(PlanRow.id == plan_id).values(changed_at=PlanRow.changed_at))
        row, role = readable(session, plan_id, account)
        if not may(role, least):
            raise MayNot
        yield session, row
        row.changed_at = datetime.now(UTC)


@contextmanager
def writing(
    database: Database, plan_id: int, account: Account, least: PlanRole = PlanRole.WRITER
) -> Iterator[tuple[Session, PlanRow]]:
    """As `locked`, for a plan that goes on. Raises `PlanIsFixed` for one that is over."""
    with locked(database, plan_id, account, least) as (session, row):
        if row.ended_at:
            raise PlanIsFixed(plan_id)
        yield session, row


@contextmanager
def editing(database: Database, plan_id: int, account: Account) -> Iterator[tuple[Session, PlanRow]]:
    """As `writing`, to change what the plan says. Raises `PlanIsFixed` for an adopted one as well."""
    with writing(database, plan_id, account) as (session, row):
        if row.state == PlanState.ADOPTED:
            raise PlanIsFixed(plan_id)
        yield session, row


def action_row(session: Session, plan_id: int, number: int, is_removed: bool = False) -> PlanActionRow:
    """Return an action of a plan that may be read. Raises `NoSuchPlan`."""
    row = session.get(PlanActionRow, (plan_id, number))
    if row is None or row.is_removed is not is_removed:
        raise NoSuchPlan
    return row


def action_rows(session: Session, plan_id: int) -> Iterator[PlanActionRow]:
    """Yield the actions of a plan in their order, without those that were taken out."""
    there = select(PlanActionRow).where(PlanActionRow.plan_id == plan_id, PlanActionRow.is_removed.is_(False))
    yield from session.scalars(there.order_by(PlanActionRow.place, PlanActionRow.number))


def plan_of(session: Session, row: PlanRow, role: PlanRole) -> Plan:
    """Return a plan with all that is in it, for somebody with this role."""
    points = session.scalars(select(PlanPointRow).where(PlanPointRow.plan_id == row.id).order_by(PlanPointRow.number))
    adopted = _adopted_due(session, row)
    actions = (
        replace(plan_action(row, action, text), adopted_due=adopted.get(action.number, ""))
        for action, text in _actions_with_text(session, row.id)
    )
    return Plan(**summary(row, role), points=tuple(map(_point, points)), actions=tuple(actions))


def _actions_with_text(session: Session, plan_id: int) -> Iterator[tuple[PlanActionRow, PlanActionVersionRow]]:
    """Yield the actions of a plan in their order, each with its text.

    In one question: between two of them somebody may add an action or change one.
    """
    is_its_text = (
        (PlanActionVersionRow.plan_id == PlanActionRow.plan_id)
        & (PlanActionVersionRow.number == PlanActionRow.number)
        & (PlanActionVersionRow.version == PlanActionRow.version)
    )
    there = (
        select(PlanActionRow, PlanActionVersionRow)
        .join(PlanActionVersionRow, is_its_text)
        .where(PlanActionRow.plan_id == plan_id, PlanActionRow.is_removed.is_(False))
        .order_by(PlanActionRow.place, PlanActionRow.number)
    )
    yield from ((action, text) for action, text in session.execute(there))


def _adopted_due(session: Session, row: PlanRow) -> dict[int, str]:
    """Return when each action was due in the last adopted version, by its number."""
    version = session.get(PlanVersionRow, (row.id, row.version)) if row.version else None
    return {action["number"]: action["fields"]["due"] for action in version.content["actions"]} if version else {}


def summary(row: PlanRow, role: PlanRole) -> dict[str, Any]:
    """Return what is in a `PlanSummary`."""
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
        "version": row.version,
        "consult_until": row.consult_until,
        "ended_at": row.ended_at,
    }


def _point(row: PlanPointRow) -> PlanPoint:
    return PlanPoint(
        row.title, Theme(row.theme), row.explanation, tuple(row.examples), row.number, PointState(row.state), row.reason
    )


def plan_action(plan: PlanRow, row: PlanActionRow, text: PlanActionVersionRow) -> PlanAction:
    """Return an action with its text."""
    return PlanAction(
        row.number,
        f"{plan.prefix}-{row.number:02}",
        ActionState(row.state),
        row.version,
        text_of(text),
        text.changed_by,
        text.changed_at,
    )


def text_of(row: PlanActionVersionRow) -> Action:
    """Return what a version of an action says."""
    return Action.model_validate(row.fields)


def text_now(session: Session, row: PlanActionRow) -> Action:
    """Return what an action says now."""
    return text_of(session.get_one(PlanActionVersionRow, (row.plan_id, row.number, row.version)))


def add_action(session: Session, plan: PlanRow, action: Action, account: Account) -> PlanActionRow:
    """Put an action at the end of a plan. Raises `PlanFull`."""
    if plan.last_number >= MOST_ACTIONS:
        raise PlanFull
    plan.last_number += 1
    row = PlanActionRow(
        plan_id=plan.id,
        number=plan.last_number,
        place=plan.last_number,
        state=ActionState.PROPOSED,
        version=0,
        is_removed=False,
    )
    session.add(row)
    session.flush()
    add_text(session, row, action, account)
    note(session, plan.id, account, ChangeKind.ADDED, row.number)
    return row


def added_since(session: Session, plan_id: int, account: Account, moment: datetime) -> list[tuple[int, Action]]:
    """Return the actions that an account added since a moment and that are there: number, and what each said then."""
    added = (
        select(PlanActionVersionRow)
        .join(
            PlanChangeRow,
            (PlanChangeRow.plan_id == PlanActionVersionRow.plan_id)
            & (PlanChangeRow.number == PlanActionVersionRow.number),
        )
        .where(
            PlanChangeRow.plan_id == plan_id,
            PlanChangeRow.account_id == account.id,
            PlanChangeRow.kind == ChangeKind.ADDED,
            PlanChangeRow.made_at >= moment,
            PlanActionVersionRow.version == 1,
        )
    )
    there = {row.number for row in action_rows(session, plan_id)}
    return [(text.number, text_of(text)) for text in session.scalars(added) if text.number in there]


def change_text(session: Session, row: PlanActionRow, action: Action, account: Account) -> int | None:
    """Let an action say this from now on; return the version that it makes, None when it says so already."""
    if action == text_now(session, row):
        return None
    add_text(session, row, action, account)
    note(session, row.plan_id, account, ChangeKind.CHANGED, row.number)
    session.flush()
    return row.version


def put_in_order(rows: Iterable[PlanActionRow]) -> None:
    """Give all actions of a plan the places in which they come."""
    for place, row in enumerate(rows, 1):
        row.place = place


def add_text(session: Session, row: PlanActionRow, action: Action, account: Account) -> None:
    """Add a version of an action; that it changed is noted by the caller, who knows why."""
    row.version += 1
    session.add(
        PlanActionVersionRow(
            plan_id=row.plan_id,
            number=row.number,
            version=row.version,
            fields=action.fields(),
            changed_by=account.name,
            changed_at=datetime.now(UTC),
        )
    )
