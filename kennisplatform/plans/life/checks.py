"""Is the plan ready to be adopted? What must still be done, and what would make it better, with its place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kennisplatform.plans import moments, wording
from kennisplatform.plans.life.needed import NEEDED, unfilled
from kennisplatform.plans.plan import Plan, PlanAction, PlanMember
from kennisplatform.plans.words import OPEN, Capacity, PlanRole, PointState, Side

MOST_ACTIONS = 15
"""Actions that a network can see to in a few years, about."""
LARGEST_PART = 3
"""Nobody owns more than one in so many actions."""
_NUMBER = re.compile(r"\b\w+(?:-\w+)+")


@dataclass(frozen=True)
class Finding:
    """Something to do. `action` and `point` are numbers; `field` is of the form of the action, or of the members."""

    text: str
    action: int | None = None
    point: int | None = None
    field: str = ""
    stops: bool = False
    """Tell whether the plan cannot be adopted before it is done."""


def findings(plan: Plan, members: Iterable[PlanMember], unanswered: int = 0) -> list[Finding]:
    """Return what is to be done, what stops first. `unanswered` is a number of remarks."""
    actions = [there for there in plan.actions if there.state in OPEN]
    every = [
        *_leads(members),
        *_whole(plan, actions, unanswered),
        *(finding for there in actions for finding in _action(plan, there)),
        *_points(plan),
        *_circles(actions),
    ]
    return sorted(every, key=lambda finding: not finding.stops)


def _leads(members: Iterable[PlanMember]) -> Iterator[Finding]:
    leads = [member for member in members if member.role is PlanRole.LEAD]
    for side, name in ((Side.COMPANY, "een bedrijf"), (Side.GOVERNMENT, "de overheid")):
        theirs = [lead for lead in leads if lead.side is side]
        if not theirs:
            yield Finding(
                f"Er is nog geen trekker namens {name}. Kies die bij ‘Wie doet mee’.", field="members", stops=True
            )
        elif not all(lead.organisation and lead.function for lead in theirs):
            yield Finding(
                f"Vul bij ‘Wie doet mee’ de organisatie en de functie in van de trekker namens {name}.",
                field="members",
                stops=True,
            )


def _whole(plan: Plan, actions: list[PlanAction], unanswered: int) -> Iterator[Finding]:
    if not actions:
        yield Finding("Zet minstens één actie in het plan.", stops=True)
    if len(actions) > MOST_ACTIONS:
        yield Finding(
            f"Er staan {len(actions)} acties in het plan. Kies wat het eerst moet: met hoogstens ongeveer "
            f"{MOST_ACTIONS} is het te doen."
        )
    owners = Counter(name for there in actions if (name := there.action.owner.organisation))
    for name, count in owners.most_common(1 if len(actions) >= LARGEST_PART else 0):
        if count * LARGEST_PART > len(actions):
            yield Finding(
                f"{name} is eigenaar van {count} van de {len(actions)} acties. Verdeel ze, of kies wat later kan."
            )
    if unanswered:
        left = "is nog 1 opmerking" if unanswered == 1 else f"zijn nog {unanswered} opmerkingen"
        yield Finding(f"Er {left} zonder antwoord. Beantwoord ze bij de acties.", field="remarks")


def _action(plan: Plan, there: PlanAction) -> Iterator[Finding]:
    action, number = there.action, there.number
    for name in unfilled(action):
        yield Finding(f"{there.label}: {NEEDED[name]}", number, field=name, stops=True)
    if action.start and action.due and moments.last_day(action.due) < moments.first_day(action.start):
        yield Finding(f"{there.label}: ‘Gereed’ ligt vóór ‘Begin’. Kijk beide na.", number, field="due")
    if action.due and not plan.first_year <= moments.last_day(action.due).year <= plan.last_year:
        yield Finding(
            f"{there.label}: {wording.moment(action.due)} valt buiten de jaren van het plan "
            f"({plan.first_year} tot en met {plan.last_year}).",
            number,
            field="due",
        )
    last = moments.last_day(action.due) if action.due else None
    if last and any(step.due and moments.first_day(step.due) > last for step in action.milestones):
        yield Finding(f"{there.label}: een mijlpaal ligt na ‘Gereed’. Kijk de datums na.", number, field="milestones")
    if action.financing and action.financing.total != 100:
        yield Finding(
            f"{there.label}: de financiering is samen {action.financing.total} %. Maak er 100 % van.",
            number,
            field="company",
        )
    if action.capacity is Capacity.COSTS and not action.financing:
        yield Finding(f"{there.label}: de actie kost geld. Spreek af wie welk deel betaalt.", number, field="company")


def _points(plan: Plan) -> Iterator[Finding]:
    for point in plan.points:
        if point.state is PointState.OPEN and not point.reason and not plan.actions_of(point):
            yield Finding(
                f"Agendapunt ‘{point.title}’ staat open. Maak er een actie bij, of schrijf waarom die er niet is.",
                point=point.number,
            )


def _circles(actions: list[PlanAction]) -> Iterator[Finding]:
    """Yield the actions that wait for themselves; an action depends on those whose number its field names."""
    by_label = {there.label: there for there in actions}
    names = {there.label: set(_NUMBER.findall(there.action.depends_on)) & set(by_label) for there in actions}
    for label, there in by_label.items():
        seen, waiting = set[str](), list(names[label])
        while waiting:
            other = waiting.pop()
            if other not in seen:
                seen.add(other)
                waiting += names[other]
        if label in seen:
            yield Finding(
                f"{label} wacht via ‘Hangt af van’ op zichzelf. Haal een van de verwijzingen weg.",
                there.number,
                field="depends_on",
            )
