"""A step of an action: at once when it asks nothing, else on a page with what it asks."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import Length

from kennisplatform.plans.action import FIELD_LABELS
from kennisplatform.plans.life.action_steps import LONGEST_ANSWER, Lacking, NotNow
from kennisplatform.plans.life.needed import NEEDED
from kennisplatform.plans.life.steps import Step, lacking_fields, step_named
from kennisplatform.plans.plan import Plan, PlanAction
from kennisplatform.site import site
from kennisplatform.web.base.access import for_members
from kennisplatform.web.base.forms import TOO_LONG, SiteForm
from kennisplatform.web.base.unsent_forms import NotTaken
from kennisplatform.web.display.form_fields import stripped
from kennisplatform.web.plans.action_form import MomentField, text_field
from kennisplatform.web.plans.plan_access import action_or_404, me, plan_or_404

blueprint = Blueprint("plan_action_steps", __name__)

NOT_NOW = "Dit kan niet meer: de actie staat nu op ‘{}’. Iemand anders was eerder. Kijk wat er nu kan."
NEEDED_NOW = "Vul dit in: zonder dit kan de stap niet."


class StepForm(SiteForm):
    """What a step can ask; a page shows only what its step asks and the action does not say yet."""

    start = MomentField("Wanneer begint het werk?")
    evidence = text_field("Bewijs: waaruit blijkt dat het klaar is?")
    outcome = text_field("Uitkomst: wat is er veranderd, en wat kostte het echt?")
    answer = StringField("", [Length(max=LONGEST_ANSWER, message=TOO_LONG)], filters=[stripped])


@blueprint.route("/plannen/<number:number>/acties/<number:action>/stap/<step>", methods=["GET", "POST"])
@for_members
def take(number: int, action: int, step: str) -> Response | str:
    """Take a step, or show what it asks."""
    plan = plan_or_404(number)
    there, chosen = action_or_404(plan, action), step_named(step)
    if chosen is None:
        abort(404)
    form = StepForm()
    form.answer.label.text = chosen.question
    if not form.validate_on_submit():
        return _page(plan, there, chosen, form)
    values = {name: form[name].data for name in _fields(there, chosen)}
    try:
        site.action_steps.take(number, action, chosen, me(), **values)
    except NotNow:
        raise NotTaken(NOT_NOW.format(there.state.label)) from None
    except Lacking as lacking:
        for name in lacking.fields:
            if name in form:
                form[name].errors = [NEEDED_NOW]
        missing = {name: NEEDED[name] for name in lacking.fields if name in NEEDED}
        return _page(plan, there, chosen, form, missing)
    else:
        flash(f"Actie {there.label} staat nu op ‘{chosen.target.label}’.")
    return redirect(url_for("plan_action.edit", number=number, action=action, _anchor="stand"))


def _fields(there: PlanAction, step: Step) -> list[str]:
    """Return the fields of the form that a step asks."""
    return [*lacking_fields(step, there.action), *(["answer"] if step.question else [])]


def _page(
    plan: Plan, there: PlanAction, step: Step, form: StepForm, missing: Mapping[str, str] = MappingProxyType({})
) -> str:
    return render_template(
        "plans/step.html",
        plan=plan,
        there=there,
        step=step,
        form=form,
        fields=_fields(there, step),
        missing=missing,
        labels=FIELD_LABELS,
    )
