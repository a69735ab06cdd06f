"""A plan as it is read: its agenda points and actions, and what whoever looks may do with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from kennisplatform.accounts.directory import Account
from kennisplatform.plans import moments
from kennisplatform.plans.action import Action
from kennisplatform.plans.words import UNFINISHED, ActionState, PlanRole, PlanState, PointState, Side
from kennisplatform.vocabulary import Sector, Theme


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
    adopted_due: str = ""
    """When it was due in the last adopted version."""

    @property
    def was_due(self) -> str:
        """When it was due before, if that was another moment: it slipped, or is done sooner."""
        return self.adopted_due if self.adopted_due != self.action.due else ""

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
    version: int = field(default=0, kw_only=True)
    """The last adopted version; 0 when there is none yet."""
    consult_until: date | None = field(default=None, kw_only=True)
    ended_at: datetime | None = field(default=None, kw_only=True)

    def network_reads(self, account: Account) -> bool:
        """Tell whether an account reads the plan because of its network."""
        return self.network in account.networks

    @property
    def is_fixed(self) -> bool:
        """Tell whether what it says cannot be changed now: it is adopted, or over."""
        return self.state is PlanState.ADOPTED or self.ended_at is not None

    @property
    def may_write(self) -> bool:
        """Tell whether they may change actions and the agenda now."""
        return self.role in {PlanRole.LEAD, PlanRole.WRITER} and not self.is_fixed

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
