"""What an action said before, and going back to it."""

from __future__ import annotations

from itertools import pairwise

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from kennisplatform.plans.life.differences import field_differences
from kennisplatform.site import site
from kennisplatform.web.base.access import for_members
from kennisplatform.web.plans.plan_access import action_or_404, me, plan_or_404

blueprint = Blueprint("plan_action_versions", __name__)


@blueprint.get("/plannen/<number:number>/acties/<number:action>/versies")
@for_members
def versions(number: int, action: int) -> str:
    """Show every change of an action, the newest first, each with what it changed."""
    plan = plan_or_404(number)
    there = action_or_404(plan, action)
    said = site.plan_rework.versions(number, action, me())
    changes = [
        (version, field_differences(before.action, version.action, plan.points)) for version, before in pairwise(said)
    ]
    return render_template("plans/action_versions.html", plan=plan, there=there, changes=changes, first=said[-1])


@blueprint.post("/plannen/<number:number>/acties/<number:action>/versies/<number:version>/terug")
@for_members
def go_back(number: int, action: int, version: int) -> Response:
    """Let the action say again what it said then; that is a change as any other, which can be undone as well."""
    made = site.plan_rework.go_back(number, action, version, me())
    flash("De actie is weer zoals in die versie.")
    return redirect(url_for("plan.plan", number=number, bewaard=action, versie=made, _anchor=f"actie-{action}"))
