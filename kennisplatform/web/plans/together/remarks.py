"""Remarks with an action, and their answers. The forms stand with the action; what is wrong comes back on a page."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from kennisplatform.plans.plan import Plan
from kennisplatform.plans.together.remarks import LONGEST_REMARK, AlreadyAnswered, TooManyRemarks
from kennisplatform.site import site
from kennisplatform.web.base.access import for_members
from kennisplatform.web.base.forms import TOO_LONG, SiteForm, opened_at
from kennisplatform.web.base.unsent_forms import NotTaken
from kennisplatform.web.display.form_fields import TicksField, stripped
from kennisplatform.web.plans.plan_access import action_or_404, me, plan_or_404

blueprint = Blueprint("plan_remarks", __name__)

TOO_MANY = "Bij dit plan staan zoveel opmerkingen dat er geen meer bij kunnen."
ANSWERED = "Iemand anders heeft deze opmerking al beantwoord."


class RemarkForm(SiteForm):
    """A remark, or (without for whom) an answer."""

    text = TextAreaField(
        "Opmerking",
        [DataRequired("Schrijf eerst iets."), Length(max=LONGEST_REMARK, message=TOO_LONG)],
        filters=[stripped],
    )
    meant_for = TicksField("Voor wie is dit?", coerce=int, choices=())


@blueprint.route("/plannen/<number:number>/acties/<number:action>/opmerking", methods=["GET", "POST"])
@for_members
def add(number: int, action: int) -> Response | str:
    """Make a remark with an action."""
    plan = plan_or_404(number)
    there, form = action_or_404(plan, action), remark_form(plan)
    if not form.validate_on_submit():
        return render_template("plans/remark.html", plan=plan, there=there, form=form, remark=None)
    try:
        site.remarks.add(number, action, form.text.data, form.meant_for.data or (), me(), opened_at())
    except TooManyRemarks:
        raise NotTaken(TOO_MANY) from None
    flash("Uw opmerking staat bij de actie.")
    return redirect(url_for("plan_action.edit", number=number, action=action, _anchor="opmerkingen"))


@blueprint.route("/plannen/<number:number>/opmerkingen/<number:remark>", methods=["GET", "POST"])
@for_members
def answer(number: int, remark: int) -> Response | str:
    """Answer a remark."""
    plan = plan_or_404(number)
    asked = site.remarks.find(number, remark, me())
    there = action_or_404(plan, asked.number)
    form = RemarkForm()
    form.text.label.text = "Antwoord"
    if not form.validate_on_submit():
        return render_template("plans/remark.html", plan=plan, there=there, form=form, remark=asked)
    try:
        site.remarks.answer(number, remark, form.text.data, me())
    except AlreadyAnswered:
        raise NotTaken(ANSWERED) from None
    flash("Uw antwoord staat bij de opmerking.")
    return redirect(url_for("plan_action.edit", number=number, action=there.number, _anchor=f"opmerking-{remark}"))


def remark_form(plan: Plan) -> RemarkForm:
    """Return a form for a remark, for the members of a plan by their function."""
    form = RemarkForm()
    members = site.plan_members.of(plan.id, me())
    named = [(number, member.post) for number, member in members.items() if member.post and number != me().id]
    form.meant_for.choices = [SelectChoice(number, post) for number, post in sorted(named, key=lambda pair: pair[1])]
    return form
