"""Carrying out what somebody confirmed of a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kennisplatform.accounts.directory import Account
from kennisplatform.plans.exchange.reading.changes import Change, Outcome
from kennisplatform.plans.plan import PlanAction
from kennisplatform.plans.plans import Overtaken, Plans
from kennisplatform.plans.rows import NoSuchPlan


@dataclass(frozen=True)
class Applied:
    """What came of it: how many actions are new and changed, and which stayed since somebody else was first."""

    new: int
    changed: int
    left: tuple[PlanAction, ...]


def apply(
    plans: Plans, plan_id: int, chosen: Sequence[Change], account: Account, opened_at: datetime | None = None
) -> Applied:
    """Add and change the actions of these rows. Raises what `Plans.add_actions` raises, and then changes nothing.

    What this account added since `opened_at`, when the form was made, is not added again.
    """
    new = [change.action for change in chosen if change.outcome is Outcome.NEW and change.action]
    if new:
        plans.add_actions(plan_id, new, account, opened_at)
    changed, left = 0, []
    for change in chosen:
        if change.outcome is not Outcome.CHANGED or change.there is None or change.action is None:
            continue
        try:
            saved = plans.save_action(plan_id, change.there.number, change.action, change.base_version, account)
        except NoSuchPlan:  # taken out since it was shown
            left.append(change.there)
            continue
        if isinstance(saved, Overtaken):
            left.append(change.there)
        else:
            changed += 1
    return Applied(len(new), changed, tuple(left))
