"""Bring two changes of one action together: what both changed in another way, people decide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kennisplatform.plans.action import FIELD_LABELS, Action


@dataclass(frozen=True)
class ActionMerge:
    """What came of it: the action with my side where both changed, and the names of those fields."""

    action: Action
    conflicts: tuple[str, ...]


def merged(base: Action, mine: Action, theirs: Action) -> ActionMerge:
    """Merge my change of an action with one that was saved first."""
    before, here, there = base.fields(), mine.fields(), theirs.fields()
    changed = {name: value for name, value in here.items() if value != before[name]}
    conflicts = [name for name in FIELD_LABELS if _is_conflict(name, before, changed, there)]
    return ActionMerge(Action.model_validate({**there, **changed}), tuple(conflicts))


def _is_conflict(name: str, before: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> bool:
    return name in mine and theirs[name] not in (before[name], mine[name])
