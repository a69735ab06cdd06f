"""What a plan says at one moment, as JSON can hold it, and the plan that can be read from that again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from kennisplatform.plans.action import Action
from kennisplatform.plans.plan import Plan, PlanAction, PlanPoint
from kennisplatform.plans.words import ActionState, PointState
from kennisplatform.vocabulary import Theme

_GONE = frozenset({ActionState.DROPPED, ActionState.HANDED_OVER})


def snapshot(plan: Plan) -> dict[str, Any]:
    """Return all that a plan says."""
    return {
        "title": plan.title,
        "network_title": plan.network_title,
        "first_year": plan.first_year,
        "last_year": plan.last_year,
        "points": [
            {
                "number": point.number,
                "title": point.title,
                "theme": point.theme,
                "explanation": point.explanation,
                "state": point.state,
                "reason": point.reason,
            }
            for point in plan.points
        ],
        "actions": [
            {
                "number": there.number,
                "label": there.label,
                "state": there.state,
                "version": there.version,
                "changed_by": there.changed_by,
                "changed_at": there.changed_at.isoformat(),
                "fields": there.action.fields(),
            }
            for there in plan.actions
        ],
    }


def restored(content: Mapping[str, Any], plan: Plan) -> Plan:
    """Return the plan as it was in a snapshot; what is no part of that (who may do what) is of the plan as it is."""
    points = tuple(
        PlanPoint(
            title=point["title"],
            theme=Theme(point["theme"]),
            explanation=point["explanation"],
            examples=(),
            number=point["number"],
            state=PointState(point["state"]),
            reason=point["reason"],
        )
        for point in content["points"]
    )
    actions = tuple(
        PlanAction(
            number=there["number"],
            label=there["label"],
            state=ActionState(there["state"]),
            version=there["version"],
            action=Action.model_validate(there["fields"]),
            changed_by=there["changed_by"],
            changed_at=datetime.fromisoformat(there["changed_at"]),
        )
        for there in content["actions"]
    )
    names = ("title", "network_title", "first_year", "last_year")
    return replace(plan, **{name: content[name] for name in names}, points=points, actions=actions)


def fingerprint(plan: Plan) -> str:
    """Return what tells one text of a plan from another. How far actions are does not count, unless they are gone."""
    content = snapshot(plan)
    for action in content["actions"]:
        for name in ("changed_by", "changed_at", "version"):
            del action[name]
        action["state"] = action["state"] in _GONE
    return sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
