"""What an action says, field by field, in the words of a page, a comparison of two versions and a Word file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from kennisplatform.plans import moments
from kennisplatform.plans.action import Action, CostLine, Milestone
from kennisplatform.plans.plan import PlanPoint
from kennisplatform.plans.words import CostKind

NOT_AGREED = "nog af te spreken"


def owner(action: Action) -> str:
    """Return the owner on a line; empty when there is none yet."""
    return ", ".join(part for part in (action.owner.organisation, action.owner.function) if part)


def moment(text: str) -> str:
    """Return a moment in words; empty when it is not known."""
    return moments.in_words(text) if text else ""


def period(action: Action) -> str:
    """Return begin and end in words; empty when neither is known."""
    start, due = moment(action.start), moment(action.due)
    return f"{start} tot {due}" if start and due else f"vanaf {start}" if start else due


def milestone(milestone: Milestone) -> str:
    """Return a milestone on a line."""
    return (
        milestone.title
        + (f" ({moment(milestone.due)})" if milestone.due else "")
        + (": gedaan" if milestone.is_done else "")
    )


def cost(line: CostLine) -> str:
    """Return a line of cost: `Inhuur: € 2.000 tot € 4.000, eenmalig (raming)`."""
    amounts = [_amount(line.kind, amount) for amount in dict.fromkeys((line.low, line.high))]
    facts = (
        f"{line.kind.label}: {' tot '.join(amounts)}, {line.recurrence.label.lower()} ({line.certainty.label.lower()})"
    )
    return f"{facts}. {line.source}" if line.source else facts


def financing(action: Action) -> str:
    """Return who pays what share."""
    shares = action.financing
    if shares is None:
        return NOT_AGREED
    return f"bedrijf {shares.company} %, regio {shares.region} %, Rijk {shares.state} %"


def in_words(name: str, action: Action, points: Sequence[PlanPoint] = ()) -> str:
    """Return what a field of an action says, a line for each part; empty for what is not filled in."""
    if name == "points":
        return "\n".join(point.title for point in points if point.number in action.points)
    return _WORDS[name](action) if name in _WORDS else str(getattr(action, name) or "")


def _amount(kind: CostKind, amount: int) -> str:
    number = f"{amount:,}".replace(",", ".")
    return f"{number} uur" if kind is CostKind.HOURS else f"€ {number}"


_WORDS: Mapping[str, Callable[[Action], str]] = {
    "theme": lambda action: action.theme.label if action.theme else "",
    "level": lambda action: action.level.label if action.level else "",
    "priority": lambda action: action.priority.label if action.priority else "",
    "capacity": lambda action: action.capacity.label,
    "examples": lambda action: "\n".join(example.title for example in action.examples),
    "owner": owner,
    "partners": lambda action: "\n".join(
        f"{partner.organisation}: {partner.brings}" if partner.brings else partner.organisation
        for partner in action.partners
    ),
    "start": lambda action: moment(action.start),
    "due": lambda action: moment(action.due),
    "milestones": lambda action: "\n".join(map(milestone, action.milestones)),
    "costs": lambda action: "\n".join(map(cost, action.costs)),
    "financing": financing,
}
