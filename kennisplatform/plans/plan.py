"""A plan as it is read: its agenda points and actions, and what whoever looks may do with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from kennisplatform.accounts.directory import Account
from kennisplatform.plans import moments
from kennisplatform.plans.action import Action
from kennisplatform.plans.words import ActionState, PlanRole, PlanState, PointState, Side
from kennisplatform.vocabulary import Sector, Theme

UNFINISHED = frozenset({ActionState.PROPOSED, ActionState.AGREED, ActionState.RUNNING, ActionState.WAITING})
"""States in which the work of an action is not reported done."""


@dataclass(frozen=True)
class NewPlan:
    """What is chosen when a plan begins. Without a network it is the national one; the points come from the agenda."""

    title: str
    network: str | None
    network_title: str
    sector: Sector | None
    prefix: str
    first_year: int
    last_year: int
    points: tuple[NewPoint, ...] = ()


@dataclass(frozen=True)
class NewPoint:
    """A point of the agenda as it is when a plan begins."""

    title: str
    theme: Theme
    explanation: str
    examples: tuple[str, ...]


@dataclass(frozen=True)
class PlanPoint(NewPoint):
    """A point within a plan, and what the plan says about it."""

    number: int
    state: PointState
    reason: str


@dataclass(frozen=True)
class PlanMember:
    """What somebody may do in a plan, and for which organisation, in which function, they take part."""

    role: PlanRole
    organisation: str = ""
    function: str = ""
    side: Side | None = None

    @property
    def post(self) -> str:
        """Function and organisation on a line; empty when neither is known."""
        return ", ".join(part for part in (self.function, self.organisation) if part)


@dataclass(frozen=True)
class PlanAction:
    """An action within a plan: its number for life, its version for the optimistic lock, and who changed it last."""

    number: int
    label: str
    """What minutes cite: `DW-VIT-07`."""
    state: ActionState
    version: int
    action: Action
    changed_by: str
    changed_at: datetime

    def is_late(self, today: date) -> bool:
        """Tell whether it should have been reported done by now."""
        return self.state in UNFINISHED and bool(self.action.due) and moments.last_day(self.action.due) < today


@dataclass(frozen=True)
class PlanSummary:
    """A plan in a list, for somebody who may read it; `role` is what they are in it."""

    id: int
    title: str
    network: str | None
    network_title: str
    is_national: bool
    sector: Sector | None
    first_year: int
    last_year: int
    state: PlanState
    changed_at: datetime
    role: PlanRole

    def network_reads(self, account: Account) -> bool:
        """Tell whether an account reads the plan because of its network."""
        return self.network in account.networks

    @property
    def may_write(self) -> bool:
        """Tell whether they may change actions and the agenda."""
        return self.role in {PlanRole.LEAD, PlanRole.WRITER}

    @property
    def may_lead(self) -> bool:
        """Tell whether they may say who takes part, and change the plan itself."""
        return self.role is PlanRole.LEAD


@dataclass(frozen=True)
class Plan(PlanSummary):
    """A plan with all that is in it."""

    points: tuple[PlanPoint, ...]
    actions: tuple[PlanAction, ...]

    def action(self, number: int) -> PlanAction | None:
        """Return the action with this number."""
        return next((action for action in self.actions if action.number == number), None)

    def actions_of(self, point: PlanPoint) -> list[PlanAction]:
        """Return the actions that a point led to."""
        return [action for action in self.actions if point.number in action.action.points]
