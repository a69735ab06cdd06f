"""Which actions of a plan are shown: by theme, owner and state, as the address says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kennisplatform.plans.action import LONGEST_LINE
from kennisplatform.plans.plan import Plan, PlanAction
from kennisplatform.plans.words import ActionState
from kennisplatform.vocabulary import Theme

NOBODY = "-"
"""What stands in the address for actions that have no owner yet."""


@dataclass(frozen=True)
class ActionFilter:
    """What was chosen; empty is anything. Only what occurs in the plan can be chosen."""

    theme: str
    owner: str
    state: str
    themes: tuple[Theme, ...]
    owners: tuple[str, ...]
    states: tuple[ActionState, ...]

    @classmethod
    def of(cls, plan: Plan, address: Mapping[str, str]) -> ActionFilter:
        """Read the address of a plan; what is no value of it is as if nothing was chosen."""
        themes = {there.action.theme for there in plan.actions}
        owners = {_owner(there) for there in plan.actions}
        states = {there.state for there in plan.actions}
        return cls(
            _chosen(address.get("thema", ""), {str(theme) for theme in themes if theme}),
            _chosen(address.get("eigenaar", ""), owners),
            _chosen(address.get("stand", ""), {str(state) for state in states}),
            tuple(theme for theme in Theme if theme in themes),
            tuple(sorted(owners - {NOBODY}, key=str.casefold)) + ((NOBODY,) if NOBODY in owners else ()),
            tuple(state for state in ActionState if state in states),
        )

    @property
    def is_chosen(self) -> bool:
        """Tell whether anything was."""
        return bool(self.theme or self.owner or self.state)

    def of_plan(self, plan: Plan) -> list[PlanAction]:
        """Return the actions that fit, in the order of the plan."""
        return [
            there
            for there in plan.actions
            if self.theme in {"", there.action.theme}
            and self.owner in {"", _owner(there)}
            and self.state in {"", there.state}
        ]


def _owner(there: PlanAction) -> str:
    return there.action.owner.organisation or NOBODY


def _chosen(text: str, values: set[str]) -> str:
    return text if len(text) <= LONGEST_LINE and text in values else ""
