"""The steps of an action from state to state, in one table: there is no other way to another state.

A step may need fields of the action (they can be filled in with the step), and an answer to one question, which stays
with it. Who confirms that an action is done belongs to another organisation than its owner.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

from kennisplatform.plans.action import Action
from kennisplatform.plans.words import OPEN
from kennisplatform.plans.words import ActionState as State

_WORDS = re.compile(r"\w+")
_SAYS_NOTHING = frozenset({"de", "het", "van", "bv", "nv", "b", "v", "n", "stichting"})
"""Words that do not tell one organisation from another."""


class Taker(Enum):
    """Who may take a step."""

    WRITERS = auto()
    OTHERS = auto()
    """Members of the plan, readers too, of another organisation than the owner's."""
    WRITERS_AND_OTHERS = auto()


@dataclass(frozen=True)
class Step:
    """A way from some states to one other. `label` is its button; `question` is empty when nothing is asked."""

    name: str
    label: str
    sources: frozenset[State]
    target: State
    taker: Taker = Taker.WRITERS
    fields: tuple[str, ...] = ()
    """Fields of the action that must be filled in by then."""
    must_be_complete: bool = False
    """Tell whether the action must say all that a plan needs (`needed`)."""
    question: str = ""
    is_answer_needed: bool = False


AGREE = Step("afspreken", "Afgesproken", frozenset({State.PROPOSED}), State.AGREED, must_be_complete=True)
STEPS = (
    AGREE,
    Step("beginnen", "Het werk begint", frozenset({State.AGREED}), State.RUNNING, fields=("start",)),
    Step("wachten", "Het werk wacht", frozenset({State.RUNNING}), State.WAITING, question="Waarop wacht het?"),
    Step("verdergaan", "Het werk gaat verder", frozenset({State.WAITING}), State.RUNNING),
    Step(
        "gereed-melden",
        "Meld gereed",
        frozenset({State.RUNNING, State.WAITING}),
        State.REPORTED_DONE,
        fields=("evidence", "outcome"),
    ),
    Step("bevestigen", "Bevestig dat het klaar is", frozenset({State.REPORTED_DONE}), State.CONFIRMED, Taker.OTHERS),
    Step(
        "niet-klaar",
        "Nog niet klaar",
        frozenset({State.REPORTED_DONE}),
        State.RUNNING,
        Taker.WRITERS_AND_OTHERS,
        question="Wat moet er nog gebeuren?",
        is_answer_needed=True,
    ),
    Step(
        "heropenen",
        "Open de actie opnieuw",
        frozenset({State.CONFIRMED}),
        State.RUNNING,
        Taker.WRITERS_AND_OTHERS,
        question="Waarom gaat de actie weer open?",
        is_answer_needed=True,
    ),
    Step(
        "vervallen",
        "Laat de actie vervallen",
        OPEN,
        State.DROPPED,
        question="Waarom vervalt de actie?",
        is_answer_needed=True,
    ),
    Step(
        "overdragen",
        "Draag de actie over",
        OPEN,
        State.HANDED_OVER,
        question="Naar welk plan gaat de actie, en onder welk nummer?",
        is_answer_needed=True,
    ),
)
"""Every step that there is."""


def step_named(name: str) -> Step | None:
    """Return the step with this name."""
    return next((step for step in STEPS if step.name == name), None)


def steps_from(state: State) -> list[Step]:
    """Return the steps that can be taken in a state."""
    return [step for step in STEPS if state in step.sources]


def lacking_fields(step: Step, action: Action) -> list[str]:
    """Return the fields that a step needs and that are empty."""
    return [name for name in step.fields if not getattr(action, name)]


def is_another_organisation(one: str, other: str) -> bool:
    """Tell whether two names are of different organisations, as far as names can tell.

    Without a name nobody knows. A name that is part of the other (`Vitens`, `Vitens N.V.`) counts as the same.
    """
    first, second = (frozenset(_WORDS.findall(name.casefold())) - _SAYS_NOTHING for name in (one, other))
    return bool(first and second) and not (first <= second or second <= first)
