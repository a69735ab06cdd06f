"""The steps that curators take with a prepared change on the page of its review, as data.

Review is an offer here as well: whoever made the change may publish it (docs/decisions/0021).
"""

from __future__ import annotations

from dataclasses import dataclass

from kennisplatform.curation.prepared.prepared_changes import State
from kennisplatform.curation.writing.workflow import TO_IMPROVE, TO_LOOK_AT


@dataclass(frozen=True)
class ReviewStep:
    """A step that leaves the text alone. `needed_remark` completes 'Schrijf …', and is empty where none is needed."""

    name: str
    origins: tuple[State, ...]
    target: State
    verb: str
    done: str
    needed_remark: str = ""


STEPS = (
    ReviewStep(
        "vraag-beoordeling",
        (State.PREPARING, State.RETURNED),
        State.IN_REVIEW,
        "Vraag beoordeling",
        "klaargezet voor beoordeling",
        TO_LOOK_AT,
    ),
    ReviewStep(
        "stuur-terug",
        (State.IN_REVIEW, State.SCHEDULED),
        State.RETURNED,
        "Stuur terug",
        "teruggestuurd",
        TO_IMPROVE,
    ),
    ReviewStep(
        "van-de-planning", (State.SCHEDULED,), State.PREPARING, "Haal van de planning", "van de planning gehaald"
    ),
)


def steps_from(state: State) -> tuple[ReviewStep, ...]:
    """Return the steps that are possible from a state."""
    return tuple(step for step in STEPS if state in step.origins)
