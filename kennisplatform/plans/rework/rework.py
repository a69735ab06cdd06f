"""Rearranging the actions of a plan in the database. What was there before stays readable as a version."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from kennisplatform.accounts.directory import Account
from kennisplatform.database.connection import Database
from kennisplatform.plans.action import Action
from kennisplatform.plans.rework.combining import copy_of, joined, split
from kennisplatform.plans.rows import (
    ChangedMeanwhile,
    NoSuchPlan,
    action_row,
    action_rows,
    add_action,
    added_since,
    change_text,
    editing,
    note,
    put_in_order,
    readable,
    text_now,
    text_of,
)
from kennisplatform.plans.tables import PlanActionRow, PlanActionVersionRow, PlanRow
from kennisplatform.plans.words import ChangeKind


class Seen(NamedTuple):
    """An action as it was on the page: its number and version."""

    number: int
    version: int


@dataclass(frozen=True)
class Part:
    """What becomes an action of its own: its sentence, and the places (from 0) of the milestones that go along."""

    sentence: str
    milestones: Collection[int] = ()


@dataclass(frozen=True)
class ActionVersion:
    """What an action said from a change on, and who made it."""

    version: int
    action: Action
    changed_by: str
    changed_at: datetime


class Rework:
    """Copies, splits, joins and goes back, each in one transaction; only who may change the plan may."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def versions(self, plan_id: int, number: int, account: Account) -> list[ActionVersion]:
        """Return all that an action said, the newest first. Raises `NoSuchPlan`."""
        with self._database.transaction() as session:
            readable(session, plan_id, account)
            action_row(session, plan_id, number)
            of_action = (PlanActionVersionRow.plan_id == plan_id, PlanActionVersionRow.number == number)
            rows = select(PlanActionVersionRow).where(*of_action).order_by(PlanActionVersionRow.version.desc())
            return [
                ActionVersion(row.version, text_of(row), row.changed_by, row.changed_at)
                for row in session.scalars(rows)
            ]

    def go_back(self, plan_id: int, number: int, version: int, account: Account) -> int | None:
        """Let an action say again what it said in a version; return the version that it makes, None for none.

        Raises `NoSuchPlan`.
        """
        with editing(self._database, plan_id, account) as (session, _):
            before = session.get(PlanActionVersionRow, (plan_id, number, version))
            if before is None:
                raise NoSuchPlan
            return change_text(session, action_row(session, plan_id, number), text_of(before), account)

    def copy(self, plan_id: int, number: int, account: Account, opened_at: datetime | None = None) -> int:
        """Put a copy of an action after it; return its number. Raises `PlanFull`.

        A copy that this account made since `opened_at`, when the form was made, is that copy until it is changed.
        """
        with editing(self._database, plan_id, account) as (session, plan):
            original = action_row(session, plan_id, number)
            copy = copy_of(text_now(session, original))
            return _made_since(session, plan_id, copy, account, opened_at) or _add_after(
                session, plan, original, copy, account
            )

    def split(self, plan_id: int, seen: Seen, part: Part, account: Account, opened_at: datetime | None = None) -> int:
        """Make an action of its own of a part of one; return its number. Raises `ChangedMeanwhile` or `PlanFull`.

        One that this account made like this since `opened_at`, when the form was made, is that action.
        """
        with editing(self._database, plan_id, account) as (session, plan):
            stays, goes = split(_text_seen(session, plan_id, seen), part.sentence, part.milestones)
            if made := _made_since(session, plan_id, goes, account, opened_at):
                return made
            original = _unchanged(session, plan_id, seen)
            change_text(session, original, stays, account)
            return _add_after(session, plan, original, goes, account)

    def join(self, plan_id: int, seen: tuple[Seen, Seen], from_other: Collection[str], account: Account) -> None:
        """Put a second action into a first one, and take it out.

        Of the fields in `from_other` the text of the second one stays. Two that were joined like this stay as they
        are. Raises `ChangedMeanwhile` or `TooMuch`.
        """
        with editing(self._database, plan_id, account) as (session, _):
            first, second = seen
            both = joined(_text_seen(session, plan_id, first), _text_seen(session, plan_id, second), from_other)
            if _is_taken_out(session, plan_id, second) and _says(session, plan_id, first, both.action):
                return
            kept, other = (_unchanged(session, plan_id, one) for one in seen)
            change_text(session, kept, both.action, account)
            other.is_removed = True
            note(session, plan_id, account, ChangeKind.TAKEN_OUT, other.number)


def _add_after(session: Session, plan: PlanRow, first: PlanActionRow, action: Action, account: Account) -> int:
    then = add_action(session, plan, action, account)
    others = [row for row in action_rows(session, first.plan_id) if row is not then]
    place = others.index(first) + 1
    put_in_order([*others[:place], then, *others[place:]])
    return then.number


def _made_since(
    session: Session, plan_id: int, action: Action, account: Account, opened_at: datetime | None
) -> int | None:
    """Return the number of an action that an account added since a moment and that says this, then and now."""
    added = added_since(session, plan_id, account, opened_at) if opened_at else []
    alike = (number for number, text in added if text == action)
    return next((number for number in alike if text_now(session, action_row(session, plan_id, number)) == action), None)


def _text_seen(session: Session, plan_id: int, seen: Seen) -> Action:
    version = session.get(PlanActionVersionRow, (plan_id, seen.number, seen.version))
    if version is None:
        action_row(session, plan_id, seen.number)
        raise ChangedMeanwhile
    return text_of(version)


def _is_taken_out(session: Session, plan_id: int, seen: Seen) -> bool:
    row = session.get(PlanActionRow, (plan_id, seen.number))
    return row is not None and row.is_removed


def _says(session: Session, plan_id: int, seen: Seen, action: Action) -> bool:
    return text_now(session, action_row(session, plan_id, seen.number)) == action


def _unchanged(session: Session, plan_id: int, seen: Seen) -> PlanActionRow:
    row = action_row(session, plan_id, seen.number)
    if row.version != seen.version:
        raise ChangedMeanwhile
    return row
