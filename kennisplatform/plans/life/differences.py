"""What differs between two versions of a plan: per action and per point of the agenda, field by field, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kennisplatform.plans import wording
from kennisplatform.plans.action import FIELD_LABELS, Action
from kennisplatform.plans.plan import Plan, PlanAction, PlanPoint


@dataclass(frozen=True)
class FieldDifference:
    """A field with what it said and says; empty where it said nothing. `name` is set for a field of an action."""

    label: str
    before: str
    after: str
    name: str = ""


@dataclass(frozen=True)
class Difference:
    """An action or point that came (`before` is empty), went (`after` is empty), or has other fields."""

    before: str
    after: str
    fields: tuple[FieldDifference, ...] = ()


def differences(before: Plan, after: Plan) -> list[Difference]:
    """Return what differs, in the order of the later plan; what is gone comes last."""
    return [*_of_plan(before, after), *_of_actions(before, after), *_of_points(before, after)]


def _of_plan(before: Plan, after: Plan) -> Iterator[Difference]:
    fields = _changed(
        FieldDifference("Naam van het plan", before.title, after.title),
        FieldDifference("Jaren", _term(before), _term(after)),
    )
    if fields:
        yield Difference("Het plan zelf", "Het plan zelf", fields)


def _of_actions(before: Plan, after: Plan) -> Iterator[Difference]:
    for there in after.actions:
        was = before.action(there.number)
        if was is None:
            yield Difference("", _named(there))
        elif fields := _changed(
            FieldDifference("Stand", was.state.label, there.state.label),
            *side_by_side(FIELD_LABELS, (was.action, before.points), (there.action, after.points)),
        ):
            yield Difference(_named(was), _named(there), fields)
    yield from (Difference(_named(was), "") for was in before.actions if after.action(was.number) is None)


def _of_points(before: Plan, after: Plan) -> Iterator[Difference]:
    old = {point.number: point for point in before.points}
    for point in after.points:
        was = old.get(point.number)
        fields = _changed(FieldDifference("Agendapunt", _stand(was), _stand(point))) if was else ()
        if fields:
            yield Difference(point.title, point.title, fields)


def field_differences(before: Action, after: Action, points: Sequence[PlanPoint]) -> tuple[FieldDifference, ...]:
    """Return in which fields two texts of one action differ, with the points of the agenda by which both are read."""
    return _changed(*side_by_side(FIELD_LABELS, (before, points), (after, points)))


Text = tuple[Action, Sequence[PlanPoint]]
"""What an action says, and the points of the agenda by which that is read."""


def side_by_side(names: Iterable[str], one: Text, other: Text) -> Iterator[FieldDifference]:
    """Yield what two texts say in these fields, also where they say the same."""
    for name in names:
        yield FieldDifference(FIELD_LABELS[name], wording.in_words(name, *one), wording.in_words(name, *other), name)


def _changed(*fields: FieldDifference) -> tuple[FieldDifference, ...]:
    return tuple(field for field in fields if field.before != field.after)


def _named(there: PlanAction) -> str:
    return f"{there.label} {there.action.sentence}"


def _term(plan: Plan) -> str:
    return f"{plan.first_year} tot en met {plan.last_year}"


def _stand(point: PlanPoint) -> str:
    return f"{point.state.label}: {point.reason}" if point.reason else point.state.label
