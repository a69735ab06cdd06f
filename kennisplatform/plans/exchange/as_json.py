"""A plan for a program: every field as it is kept, under the names of its columns in code."""

from __future__ import annotations

import json
from datetime import datetime

from kennisplatform.plans.plan import Plan

FORM = 1
"""Rises when what a program reads would mean something else."""


def plan_as_json(plan: Plan, now: datetime) -> bytes:
    """Return the file."""
    whole = {
        "form": FORM,
        "confidential": True,
        "made_at": now.isoformat(timespec="seconds"),
        "plan": {
            "number": plan.id,
            "title": plan.title,
            "network": plan.network,
            "network_title": plan.network_title,
            "is_national": plan.is_national,
            "sector": plan.sector,
            "first_year": plan.first_year,
            "last_year": plan.last_year,
            "state": plan.state,
        },
        "points": [
            {
                "number": point.number,
                "title": point.title,
                "theme": point.theme,
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
                "changed_at": there.changed_at.isoformat(timespec="seconds"),
                **there.action.fields(),
            }
            for there in plan.actions
        ],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1).encode()
