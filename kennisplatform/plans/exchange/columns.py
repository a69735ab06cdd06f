"""The columns of a plan as a table, in a file that goes out and in the same file when it comes back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kennisplatform.clean_text import clean
from kennisplatform.plans import wording
from kennisplatform.plans.plan import Plan, PlanAction


@dataclass(frozen=True)
class Column:
    """A column of the file: its name in code, its title, its width in characters, and its text for an action."""

    name: str
    title: str
    width: int
    words: Callable[[Plan, PlanAction], str]


def _field(name: str) -> Callable[[Plan, PlanAction], str]:
    return lambda plan, there: wording.in_words(name, there.action, plan.points)


def mark(plan: Plan, there: PlanAction) -> str:
    """Return by which an own file is known again: the plan, the action, and the version that was read."""
    return f"{plan.id}/{there.number}/{there.version}"


COLUMNS = (
    Column("number", "Nummer", 12, lambda _, there: there.label),
    Column("sentence", "Actie", 45, lambda _, there: there.action.sentence),
    Column("description", "Omschrijving", 50, _field("description")),
    Column("points", "Agendapunten", 35, _field("points")),
    Column("occasion", "Andere aanleiding", 25, _field("occasion")),
    Column("theme", "Thema", 25, _field("theme")),
    Column("level", "Niveau", 15, _field("level")),
    Column("organisation", "Eigenaar", 28, lambda _, there: there.action.owner.organisation),
    Column("function", "Functie van de eigenaar", 25, lambda _, there: there.action.owner.function),
    Column("partners", "Partners", 35, _field("partners")),
    Column("start", "Begin", 18, _field("start")),
    Column("due", "Gereed", 18, _field("due")),
    Column("priority", "Prioriteit", 12, _field("priority")),
    Column("milestones", "Mijlpalen", 40, _field("milestones")),
    Column("capacity", "Kosten", 25, _field("capacity")),
    Column("costs", "Kostenregels", 40, _field("costs")),
    Column("financing", "Financiering", 30, _field("financing")),
    Column("depends_on", "Hangt af van", 25, _field("depends_on")),
    Column("examples", "Voorbeelden", 30, _field("examples")),
    Column("evidence", "Bewijs", 30, _field("evidence")),
    Column("outcome", "Uitkomst", 30, _field("outcome")),
    Column("state", "Stand", 15, lambda _, there: there.state.label),
    Column("mark", "Kenmerk", 12, mark),
)
TITLES = tuple(column.title for column in COLUMNS)


def table(plan: Plan) -> list[list[str]]:
    """Return the actions as rows of text below `TITLES`."""
    return [[clean(column.words(plan, there)) for column in COLUMNS] for there in plan.actions]
