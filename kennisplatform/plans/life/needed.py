"""What an action must say before it can be agreed. Named by the field of its form where it is filled in."""

from __future__ import annotations

from collections.abc import Iterator

from kennisplatform.plans.action import Action

NEEDED = {
    "theme": "Kies een thema.",
    "owner_organisation": "Zeg welke organisatie de eigenaar is.",
    "owner_function": "Zeg welke functie bij de eigenaar erover gaat.",
    "due": "Zeg wanneer de actie gereed moet zijn.",
    "occasion": "Zeg waarom de actie er is: een agendapunt, een voorbeeld of een andere aanleiding.",
}
"""What to do, by the field that is empty. A sentence is always there."""


def unfilled(action: Action) -> Iterator[str]:
    """Yield the fields that are needed and empty."""
    filled = {
        "theme": action.theme,
        "owner_organisation": action.owner.organisation,
        "owner_function": action.owner.function,
        "due": action.due,
        "occasion": action.points or action.examples or action.occasion,
    }
    return (name for name in NEEDED if not filled[name])
