"""What, who and when of an action, changed where it stands in the plan."""

from __future__ import annotations

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from kennisplatform.plans.plans import Overtaken
from kennisplatform.web.base.access import for_members
from kennisplatform.web.plans import action_pages, plan_pages
from kennisplatform.web.plans.action_form import EssentialsForm
from kennisplatform.web.plans.plan_access import writable_or_403

blueprint = Blueprint("plan_in_place", __name__)


@blueprint.route("/plannen/<number:number>/acties/<number:action>/hier", methods=["GET", "POST"])
@for_members
def edit(number: int, action: int) -> Response | str:
    """Show the plan with the form of one action in it; what two people both changed goes to the page of the action."""
    plan, there = writable_or_403(number, action)
    form = EssentialsForm(there.action)
    if not form.validate_on_submit():
        if not form.is_submitted() and not form.is_shown_again:
            form.base_version.data = there.version
        return plan_pages.render(plan, opened=(action, form))
    saved = action_pages.save(plan, there, form)
    if isinstance(saved, Overtaken):
        return action_pages.both_changed(plan, saved)
    return redirect(url_for("plan.plan", number=number, bewaard=action, versie=saved, _anchor=f"actie-{action}"))
