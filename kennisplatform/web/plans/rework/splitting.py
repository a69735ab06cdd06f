"""A copy of an action, and an action of its own for a part of one."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import HiddenField
from wtforms.fields.choices import SelectChoice

from kennisplatform import outside
from kennisplatform.plans.action import Action
from kennisplatform.plans.rework.rework import Part, Seen
from kennisplatform.plans.rows import ChangedMeanwhile, PlanFull
from kennisplatform.plans.wording import milestone
from kennisplatform.site import site
from kennisplatform.web.base.access import for_members
from kennisplatform.web.base.forms import SiteForm, opened_at
from kennisplatform.web.base.unsent_forms import NotTaken
from kennisplatform.web.display.form_fields import TicksField
from kennisplatform.web.plans.action_form import MOST_VERSIONS, sentence_field
from kennisplatform.web.plans.plan_access import FULL, me, writable_or_403

blueprint = Blueprint("plan_split", __name__)

CHANGED = "De actie is veranderd sinds u deze pagina opende. Kijk hem na en doe het dan opnieuw."


class SplitForm(SiteForm):
    """The sentence of the new action and what goes along."""

    base_version = HiddenField()
    sentence = sentence_field("Wat wordt een eigen actie?")
    milestones = TicksField("Welke mijlpalen gaan mee?", coerce=int, choices=())

    def offer(self, seen: Action) -> None:
        """Let somebody choose from the milestones of an action as they saw it."""
        self.milestones.choices = [SelectChoice(place, milestone(one)) for place, one in enumerate(seen.milestones)]


@blueprint.post("/plannen/<number:number>/acties/<number:action>/kopie")
@for_members
def copy(number: int, action: int) -> Response:
    """Put a copy of an action after it, and open that."""
    try:
        copied = site.plan_rework.copy(number, action, me(), opened_at())
    except PlanFull:
        flash(FULL, "error")
        return redirect(url_for("plan_action.edit", number=number, action=action))
    flash("Dit is de kopie. Wat gedaan was, staat er weer open.")
    return redirect(url_for("plan_action.edit", number=number, action=copied))


@blueprint.route("/plannen/<number:number>/acties/<number:action>/splits", methods=["GET", "POST"])
@for_members
def split(number: int, action: int) -> Response | str:
    """Make an action of its own of a part of this one."""
    plan, there = writable_or_403(number, action)
    form = SplitForm()
    version = outside.number(str(form.base_version.data or ""), 1, MOST_VERSIONS) or there.version
    form.offer(site.plans.action_text(number, action, version, me()) or there.action)
    if not form.validate_on_submit():
        form.base_version.data = version
        return render_template("plans/split.html", plan=plan, there=there, form=form)
    seen = Seen(action, version)
    try:
        part = Part(form.sentence.data, form.milestones.data or ())
        new = site.plan_rework.split(number, seen, part, me(), opened_at())
    except PlanFull:
        raise NotTaken(FULL) from None
    except ChangedMeanwhile:
        flash(CHANGED, "error")
        form.base_version.data, form.milestones.data = there.version, []
        form.offer(there.action)
        return render_template("plans/split.html", plan=plan, there=there, form=form)
    flash(f"Uit {there.label} is een eigen actie gehaald. Vul hem aan.")
    return redirect(url_for("plan_action.edit", number=number, action=new))
