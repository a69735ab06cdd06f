"""What a plan says when it is a document, whatever program sets it: headings and rows of tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kennisplatform.dutch_text import counted, dutch_date
from kennisplatform.plans import wording
from kennisplatform.plans.action import FIELD_LABELS
from kennisplatform.plans.plan import Plan, PlanAction

CONFIDENTIAL = "Vertrouwelijk"
CONTENTS, AGENDA, OVERVIEW, ACTIONS, SOURCES = "Inhoud", "Agenda", "Overzicht van de acties", "Acties", "Bronnen"
AGENDA_COLUMNS = ("Punt", "Stand", "Toelichting")
COLUMNS = ("Nummer", "Actie", "Eigenaar", "Wanneer", "Prioriteit", "Stand")
FIELD_COLUMNS = ("Veld", "Inhoud")
NOTHING = "–"
"""What stands in a cell for which nothing is filled in."""
_FIELDS = tuple(name for name in FIELD_LABELS if name != "sentence")


@dataclass(frozen=True)
class Source:
    """An example on which actions rest, and where it can be read; no address when this reader cannot."""

    title: str
    url: str


def subtitle(plan: Plan) -> str:
    """Return for whom the plan is, and for which years."""
    return f"{plan.network_title}, {plan.first_year} tot en met {plan.last_year}"


def facts(plan: Plan, today: date) -> tuple[str, ...]:
    """Return the lines of the title page: which version this is, of which day, and how much is in it."""
    return (
        f"{plan.state.label}{f', versie {plan.version}' if plan.version else ''}, stand van {dutch_date(today)}",
        f"Plan nummer {plan.id}, {counted(len(plan.actions), 'actie', 'acties')}",
    )


def footer(plan: Plan, today: date) -> str:
    """Return what stands below every page, before its number."""
    return f"{CONFIDENTIAL} · {plan.title} · {dutch_date(today)}"


def agenda_rows(plan: Plan) -> list[tuple[str, ...]]:
    """Return the points of the agenda as rows below `AGENDA_COLUMNS`."""
    return [(point.title, point.state.label, point.reason) for point in plan.points]


def overview_rows(plan: Plan) -> list[tuple[str, ...]]:
    """Return the actions as rows below `COLUMNS`."""
    return [
        (
            there.label,
            there.action.sentence,
            wording.owner(there.action),
            wording.period(there.action),
            there.action.priority.label if there.action.priority else "",
            there.state.label,
        )
        for there in plan.actions
    ]


def heading(there: PlanAction) -> str:
    """Return what stands above the page of an action."""
    return f"{there.label} {there.action.sentence}"


def field_rows(plan: Plan, there: PlanAction) -> list[tuple[str, str]]:
    """Return what is filled in of an action as rows below `FIELD_COLUMNS`."""
    words = ((FIELD_LABELS[name], wording.in_words(name, there.action, plan.points)) for name in _FIELDS)
    return [("Stand", there.state.label), *((label, text) for label, text in words if text)]
