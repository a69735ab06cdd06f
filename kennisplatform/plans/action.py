"""An action of a plan: one improvement with one owner. Only its sentence must be there; what adoption needs is a check.

The model is what the database keeps of it (as JSON), so a field that comes later has a default.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from kennisplatform.plans.words import Capacity, Certainty, CostKind, Level, Priority
from kennisplatform.vocabulary import Recurrence, Theme

LONGEST_ACTION = 160
LONGEST_DESCRIPTION = 2_000
LONGEST_LINE = 300
MOST_MILESTONES = 8
MOST_ROWS = 12
"""Partners or lines of cost of one action."""

Line = Annotated[str, StringConstraints(max_length=LONGEST_LINE)]


class Part(BaseModel):
    """A piece of an action; frozen."""

    model_config = ConfigDict(frozen=True)


class UsedExample(Part):
    """An entry from which the action comes, with the version tag that was read; its title outlives it."""

    slug: str
    title: str
    version: str = ""


class Owner(Part):
    """Who sees to it: an organisation with one function, as text or as a contact of the platform."""

    organisation: Line = ""
    function: Line = ""
    contact: str = ""


class Partner(Part):
    """An organisation that takes part, and what it brings."""

    organisation: Line
    brings: Line = ""


class Milestone(Part):
    """A step on the way."""

    title: Line
    due: str = ""
    is_done: bool = False


class CostLine(Part):
    """One kind of cost: between two amounts, in euro or (`CostKind.HOURS`) in hours."""

    kind: CostKind
    low: int = Field(ge=0, le=10**9)
    high: int = Field(ge=0, le=10**9)
    recurrence: Recurrence
    certainty: Certainty
    source: Line = ""


class Financing(Part):
    """Who pays, in per cent."""

    company: int = Field(ge=0, le=100)
    region: int = Field(ge=0, le=100)
    state: int = Field(ge=0, le=100)

    @property
    def total(self) -> int:
        """What it adds up to; that should be 100."""
        return self.company + self.region + self.state


class Action(Part):
    """What is agreed. Moments are texts of `moments`; `financing` is None while it is to be agreed."""

    sentence: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_ACTION)]
    description: Annotated[str, StringConstraints(max_length=LONGEST_DESCRIPTION)] = ""
    points: tuple[int, ...] = ()
    occasion: Line = ""
    theme: Theme | None = None
    level: Level | None = None
    examples: tuple[UsedExample, ...] = ()
    owner: Owner = Owner()
    partners: tuple[Partner, ...] = ()
    start: str = ""
    due: str = ""
    priority: Priority | None = None
    milestones: tuple[Milestone, ...] = ()
    capacity: Capacity = Capacity.UNKNOWN
    costs: tuple[CostLine, ...] = ()
    financing: Financing | None = None
    depends_on: Line = ""
    evidence: Annotated[str, StringConstraints(max_length=LONGEST_DESCRIPTION)] = ""
    outcome: Annotated[str, StringConstraints(max_length=LONGEST_DESCRIPTION)] = ""

    def fields(self) -> dict[str, Any]:
        """Return all of it as what JSON can hold."""
        return self.model_dump(mode="json")


FIELD_LABELS = {
    "sentence": "Actie",
    "description": "Omschrijving",
    "points": "Agendapunten",
    "occasion": "Andere aanleiding",
    "theme": "Thema",
    "level": "Niveau",
    "examples": "Voorbeelden",
    "owner": "Eigenaar",
    "partners": "Partners",
    "start": "Begin",
    "due": "Gereed",
    "priority": "Prioriteit",
    "milestones": "Mijlpalen",
    "capacity": "Kosten",
    "costs": "Kostenregels",
    "financing": "Financiering",
    "depends_on": "Hangt af van",
    "evidence": "Bewijs",
    "outcome": "Uitkomst",
}
"""What people call each field."""
