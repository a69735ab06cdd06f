"""The adopted versions of a plan: each as it was, and what differs from another or from now."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from kennisplatform import outside
from kennisplatform.plans.action import FIELD_LABELS
from kennisplatform.plans.life.differences import differences
from kennisplatform.plans.plan import Plan
from kennisplatform.site import site
from kennisplatform.web.base.access import for_members
from kennisplatform.web.plans.plan_access import me, plan_or_404

blueprint = Blueprint("plan_versions", __name__)

MOST_VERSIONS = 9_999


@blueprint.get("/plannen/<number:number>/versies")
@for_members
def versions(number: int) -> str:
    """List the adopted versions."""
    found = site.plan_life.versions(number, me())
    return render_template("plans/versions.html", plan=plan_or_404(number), versions=found)


@blueprint.get("/plannen/<number:number>/versies/<number:version>")
@for_members
def version(number: int, version: int) -> str:
    """Show a version as it was adopted."""
    found = site.plan_life.version(number, version, me())
    return render_template("plans/version.html", plan=plan_or_404(number), version=found, labels=FIELD_LABELS)


@blueprint.get("/plannen/<number:number>/versies/<number:version>/verschil")
@for_members
def difference(number: int, version: int) -> str:
    """Show what differs between a version and a later one (`met`), or now."""
    plan, before = plan_or_404(number), site.plan_life.version(number, version, me())
    other = outside.number(request.args.get("met", ""), 1, MOST_VERSIONS)
    after: Plan = site.plan_life.version(number, other, me()).plan if other else plan
    return render_template(
        "plans/difference.html",
        plan=plan,
        version=before,
        other=other,
        found=differences(before.plan, after),
        versions=site.plan_life.versions(number, me()),
    )
