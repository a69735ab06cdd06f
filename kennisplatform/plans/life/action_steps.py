"""Taking steps with an action, and the steps that were taken: a list that only grows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kennisplatform.accounts.directory import Account
from kennisplatform.database.connection import Database
from kennisplatform.plans.action import Action
from kennisplatform.plans.life.needed import unfilled
from kennisplatform.plans.life.steps import Step, Taker, is_another_organisation, lacking_fields, steps_from
from kennisplatform.plans.life.tables import PlanActionStepRow
from kennisplatform.plans.plan import PlanMember
from kennisplatform.plans.rows import (
    MayNot,
    action_row,
    add_text,
    member_of,
    note,
    readable,
    text_now,
    who,
    writing,
)
from kennisplatform.plans.tables import PlanActionRow
from kennisplatform.plans.words import ActionState, ChangeKind, PlanRole

LONGEST_ANSWER = 500


class NotNow(Exception):
    """The action is in a state from which this step does not lead: somebody else was first, or it never did."""


class Lacking(Exception):
    """The step cannot be taken before this is filled in: fields of the form of the action, or `answer`."""

    def __init__(self, fields: tuple[str, ...]) -> None:
        super().__init__(*fields)
        self.fields = fields


@dataclass(frozen=True)
class TakenStep:
    """A step that was taken: to which state, by whom, when, and what was answered to its question."""

    target: ActionState
    answer: str
    taken_by: str
    taken_at: datetime


class ActionSteps:
    """The steps of the actions of all plans, each for who may read the plan."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def take(self, plan_id: int, number: int, step: Step, account: Account, answer: str = "", **filled_in: str) -> None:
        """Take a step; `filled_in` are fields that it needs, of which the empty ones of the action are filled.

        Raises `NoSuchPlan`, `MayNot`, `NotNow` or `Lacking`, and then changes nothing.
        """
        with writing(self._database, plan_id, account, PlanRole.READER) as (session, row):
            there = action_row(session, row.id, number)
            action = text_now(session, there)
            if ActionState(there.state) not in step.sources:
                raise NotNow
            if not _may_take(step, action, member_of(session, row.id, account), _reporter(session, there), account):
                raise MayNot
            filled = _filled(step, action, filled_in)
            _require_complete(step, filled, answer)
            if filled != action:
                add_text(session, there, filled, account)
            carry_out(session, there, step, account, answer)

    def taken(self, plan_id: int, number: int, account: Account) -> list[TakenStep]:
        """Return the steps that were taken with an action, the first step first. Raises `NoSuchPlan`."""
        with self._database.transaction() as session:
            row, _ = readable(session, plan_id, account)
            of_action = (PlanActionStepRow.plan_id == row.id, PlanActionStepRow.number == number)
            steps = select(PlanActionStepRow).where(*of_action).order_by(PlanActionStepRow.id)
            return list(map(_taken, session.scalars(steps)))

    def possible(self, plan_id: int, number: int, account: Account) -> list[Step]:
        """Return the steps that this account may take with an action now. Raises `NoSuchPlan`."""
        with self._database.transaction() as session:
            row, _ = readable(session, plan_id, account)
            there = action_row(session, row.id, number)
            action, member = text_now(session, there), member_of(session, row.id, account)
            reporter = _reporter(session, there)
            there_now = steps_from(ActionState(there.state))
            return [step for step in there_now if _may_take(step, action, member, reporter, account)]


def carry_out(session: Session, there: PlanActionRow, step: Step, account: Account, answer: str = "") -> None:
    """Bring an action to the state of a step and keep that it was taken: the only place where a state changes."""
    there.state = step.target
    session.add(
        PlanActionStepRow(
            plan_id=there.plan_id,
            number=there.number,
            target=step.target,
            answer=answer if step.question else "",
            taken_by=who(session, there.plan_id, account),
            taken_at=datetime.now(UTC),
            account_id=account.id,
        )
    )
    note(session, there.plan_id, account, ChangeKind.STEP, there.number)


def _may_take(step: Step, action: Action, member: PlanMember | None, reporter: int | None, account: Account) -> bool:
    """Tell whether somebody may take a step. Nobody confirms what they reported themselves."""
    if member is None:
        return False
    writes = member.role is not PlanRole.READER
    is_other = is_another_organisation(member.organisation, action.owner.organisation) and account.id != reporter
    return {Taker.WRITERS: writes, Taker.OTHERS: is_other, Taker.WRITERS_AND_OTHERS: writes or is_other}[step.taker]


def _reporter(session: Session, there: PlanActionRow) -> int | None:
    """Return the account that reported an action done last."""
    reports = select(PlanActionStepRow.account_id).where(
        PlanActionStepRow.plan_id == there.plan_id,
        PlanActionStepRow.number == there.number,
        PlanActionStepRow.target == ActionState.REPORTED_DONE,
    )
    return session.scalar(reports.order_by(PlanActionStepRow.id.desc()).limit(1))


def _filled(step: Step, action: Action, filled_in: Mapping[str, str]) -> Action:
    empty = lacking_fields(step, action)
    return Action.model_validate({**action.fields(), **{name: filled_in.get(name, "") for name in empty}})


def _require_complete(step: Step, action: Action, answer: str) -> None:
    fields = [*lacking_fields(step, action), *(unfilled(action) if step.must_be_complete else ())]
    if step.is_answer_needed and not answer:
        fields.append("answer")
    if fields:
        raise Lacking(tuple(fields))


def _taken(row: PlanActionStepRow) -> TakenStep:
    return TakenStep(ActionState(row.target), row.answer, row.taken_by, row.taken_at)
