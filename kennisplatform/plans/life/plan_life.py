"""From concept to an adopted version: consultation, the leads of both sides who agree, the next version, and the end.

A lead agrees with one text of the plan, told by its fingerprint: whatever changes the plan afterwards, in whatever way,
their agreement is of another text and does not count. With the agreement of both sides the version is kept as it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from kennisplatform.accounts.directory import Account
from kennisplatform.database.connection import Database, rows_changed
from kennisplatform.plans.life.action_steps import carry_out
from kennisplatform.plans.life.checks import Finding, findings
from kennisplatform.plans.life.snapshots import fingerprint, restored, snapshot
from kennisplatform.plans.life.steps import AGREE
from kennisplatform.plans.life.tables import PlanAgreementRow
from kennisplatform.plans.plan import Plan, PlanMember
from kennisplatform.plans.rows import (
    ChangedMeanwhile,
    NoSuchPlan,
    action_rows,
    locked,
    member_from,
    note,
    plan_of,
    readable,
    writing,
)
from kennisplatform.plans.tables import PlanMemberRow, PlanRow, PlanVersionRow
from kennisplatform.plans.together.remarks import unanswered
from kennisplatform.plans.words import ActionState, ChangeKind, PlanRole, PlanState, Side

KEPT_AFTER_END = timedelta(days=730)
"""How long a plan that is over can still be read.

Readers are told of two years, in words: in `templates/plans/ready.html`, `web/plans/life/adoption.py`,
`cli/retention.py`, and on the pages about privacy and about making a plan.
"""


class WrongMoment(Exception):
    """The plan is in a state in which this cannot be done: somebody else was first."""


class NotReady(Exception):
    """Something stops the plan from being adopted, or this lead speaks for no side."""


@dataclass(frozen=True)
class Agreement:
    """That a lead agreed; it counts while the plan says the same and they are still the lead of that side."""

    side: Side
    account_id: int
    post: str
    given_at: datetime
    counts: bool


@dataclass(frozen=True)
class Readiness:
    """How near a plan is to being adopted. `fingerprint` tells which text of the plan this is about."""

    findings: tuple[Finding, ...]
    agreements: tuple[Agreement, ...]
    fingerprint: str

    @property
    def stopping(self) -> list[Finding]:
        """What must be done first."""
        return [finding for finding in self.findings if finding.stops]

    def of(self, side: Side) -> Agreement | None:
        """Return the agreement of a side."""
        return next((agreement for agreement in self.agreements if agreement.side is side), None)


@dataclass(frozen=True)
class AdoptedVersion:
    """A version as it was adopted, by these posts."""

    number: int
    agreed: tuple[str, ...]
    adopted_at: datetime
    plan: Plan


class PlanLife:
    """The lives of all plans, each for who may read the plan. Only leads change anything here."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def readiness(self, plan_id: int, account: Account) -> Readiness:
        """Return what is to be done before adoption, and who agreed. Raises `NoSuchPlan`."""
        with self._database.transaction() as session:
            row, role = readable(session, plan_id, account)
            return _readiness(session, row, plan_of(session, row, role))

    def to_do(self, plan: Plan, account: Account) -> list[Finding]:
        """Return what is to be done before the adoption of a plan that was read. Raises `NoSuchPlan`."""
        with self._database.transaction() as session:
            row, _ = readable(session, plan.id, account)
            return _to_do(session, row, plan)

    def consult(self, plan_id: int, until: date, account: Account) -> None:
        """Ask readers and the network for remarks until a day, or until another day. Raises `WrongMoment`."""
        with writing(self._database, plan_id, account, PlanRole.LEAD) as (session, row):
            _require(row, PlanState.CONCEPT, PlanState.IN_CONSULTATION)
            row.state, row.consult_until = PlanState.IN_CONSULTATION, until
            note(session, row.id, account, ChangeKind.CONSULTED)

    def back_to_concept(self, plan_id: int, account: Account) -> None:
        """Stop the consultation. Agreements with it are over."""
        with writing(self._database, plan_id, account, PlanRole.LEAD) as (session, row):
            _require(row, PlanState.IN_CONSULTATION)
            row.state, row.consult_until = PlanState.CONCEPT, None
            note(session, row.id, account, ChangeKind.CONCEPT)
            session.execute(delete(PlanAgreementRow).where(PlanAgreementRow.plan_id == row.id))

    def agree(self, plan_id: int, seen: str, account: Account) -> int | None:
        """Agree as the lead of one's side with the text that was seen (a fingerprint).

        Returns the number of the version that was adopted by it, None while the other side did not agree. Raises
        `WrongMoment`, `NotReady` or `ChangedMeanwhile`.
        """
        with writing(self._database, plan_id, account, PlanRole.LEAD) as (session, row):
            _require(row, PlanState.IN_CONSULTATION)
            plan = plan_of(session, row, PlanRole.LEAD)
            side, ready = _sides(session, row).get(account.id), _readiness(session, row, plan)
            if side is None or ready.stopping:
                raise NotReady
            if ready.fingerprint != seen:
                raise ChangedMeanwhile
            # An agreement of the other side by the same account does not stay: two people agree.
            earlier = (PlanAgreementRow.side == side) | (PlanAgreementRow.account_id == account.id)
            session.execute(delete(PlanAgreementRow).where(PlanAgreementRow.plan_id == row.id, earlier))
            session.add(
                PlanAgreementRow(
                    plan_id=row.id, side=side, account_id=account.id, fingerprint=seen, given_at=datetime.now(UTC)
                )
            )
            note(session, row.id, account, ChangeKind.AGREED)
            session.flush()
            counting = [agreement for agreement in _agreements(session, row, seen) if agreement.counts]
            if {agreement.side for agreement in counting} != set(Side):
                return None
            return _adopt(session, row, [agreement.post for agreement in counting], account)

    def withdraw(self, plan_id: int, account: Account) -> None:
        """Take back one's own agreement."""
        with writing(self._database, plan_id, account, PlanRole.LEAD) as (session, row):
            own = (PlanAgreementRow.plan_id == row.id, PlanAgreementRow.account_id == account.id)
            if rows_changed(session, delete(PlanAgreementRow).where(*own)):
                note(session, row.id, account, ChangeKind.WITHDRAWN)

    def begin_next_version(self, plan_id: int, account: Account) -> None:
        """Make the plan a concept again, with the adopted text to begin with. Raises `WrongMoment`."""
        with writing(self._database, plan_id, account, PlanRole.LEAD) as (session, row):
            _require(row, PlanState.ADOPTED)
            row.state = PlanState.CONCEPT
            note(session, row.id, account, ChangeKind.CONCEPT)

    def end(self, plan_id: int, account: Account) -> None:
        """Say that the plan is over: it can be read for two more years, and not be changed."""
        with writing(self._database, plan_id, account, PlanRole.LEAD) as (session, row):
            row.ended_at = datetime.now(UTC)
            note(session, row.id, account, ChangeKind.ENDED)

    def resume(self, plan_id: int, account: Account) -> None:
        """Go on with a plan that was over."""
        with locked(self._database, plan_id, account, PlanRole.LEAD) as (session, row):
            row.ended_at = None
            note(session, row.id, account, ChangeKind.RESUMED)

    def versions(self, plan_id: int, account: Account) -> list[AdoptedVersion]:
        """Return the adopted versions, the first one first. Raises `NoSuchPlan`."""
        with self._database.transaction() as session:
            row, role = readable(session, plan_id, account)
            plan = plan_of(session, row, role)
            versions = select(PlanVersionRow).where(PlanVersionRow.plan_id == row.id).order_by(PlanVersionRow.number)
            return [_version(version, plan) for version in session.scalars(versions)]

    def version(self, plan_id: int, number: int, account: Account) -> AdoptedVersion:
        """Return an adopted version. Raises `NoSuchPlan`."""
        with self._database.transaction() as session:
            row, role = readable(session, plan_id, account)
            version = session.get(PlanVersionRow, (row.id, number))
            if version is None:
                raise NoSuchPlan
            return _version(version, plan_of(session, row, role))

    def erase_expired(self) -> int:
        """Remove the plans that have been over for that long, with all that belongs to them; return how many."""
        with self._database.transaction() as session:
            expired = PlanRow.ended_at < datetime.now(UTC) - KEPT_AFTER_END
            return rows_changed(session, delete(PlanRow).where(expired))


def _require(row: PlanRow, *states: PlanState) -> None:
    if row.state not in states:
        raise WrongMoment


def _adopt(session: Session, row: PlanRow, agreed: list[str], account: Account) -> int:
    """Keep the plan as its next version; what was still a proposal is agreed by that."""
    for action in action_rows(session, row.id):
        if action.state == ActionState.PROPOSED:
            carry_out(session, action, AGREE, account)
    session.flush()
    row.version += 1
    row.state, row.consult_until = PlanState.ADOPTED, None
    content = snapshot(plan_of(session, row, PlanRole.LEAD))
    session.add(
        PlanVersionRow(plan_id=row.id, number=row.version, content=content, agreed=agreed, adopted_at=datetime.now(UTC))
    )
    session.execute(delete(PlanAgreementRow).where(PlanAgreementRow.plan_id == row.id))
    note(session, row.id, account, ChangeKind.ADOPTED)
    return row.version


def _readiness(session: Session, row: PlanRow, plan: Plan) -> Readiness:
    text = fingerprint(plan)
    return Readiness(tuple(_to_do(session, row, plan)), tuple(_agreements(session, row, text)), text)


def _to_do(session: Session, row: PlanRow, plan: Plan) -> list[Finding]:
    return findings(plan, dict(_members(session, row)).values(), unanswered(session, row.id))


def _agreements(session: Session, row: PlanRow, text: str) -> Iterator[Agreement]:
    members, sides = dict(_members(session, row)), _sides(session, row)
    for given in session.scalars(select(PlanAgreementRow).where(PlanAgreementRow.plan_id == row.id)):
        member = members.get(given.account_id)
        side = Side(given.side)
        counts = given.fingerprint == text and sides.get(given.account_id) is side
        yield Agreement(side, given.account_id, member.post if member else "", given.given_at, counts)


def _sides(session: Session, row: PlanRow) -> dict[int, Side]:
    """Return for which side each lead speaks, by the number of their account."""
    return {
        number: member.side for number, member in _members(session, row) if member.role is PlanRole.LEAD and member.side
    }


def _members(session: Session, row: PlanRow) -> Iterator[tuple[int, PlanMember]]:
    for member in session.scalars(select(PlanMemberRow).where(PlanMemberRow.plan_id == row.id)):
        yield member.account_id, member_from(member)


def _version(row: PlanVersionRow, plan: Plan) -> AdoptedVersion:
    return AdoptedVersion(row.number, tuple(row.agreed), row.adopted_at, restored(row.content, plan))
