"""Emergency access to a plan: an administrator states why, and that is kept where the plan's leads see it."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import IntegerField, StringField
from wtforms.validators import DataRequired, Length, NumberRange

from kennisplatform.plans.rows import NoSuchPlan
from kennisplatform.site import site
from kennisplatform.web.base import current
from kennisplatform.web.base.access import for_administrators, reauthenticated_to_save
from kennisplatform.web.base.forms import TOO_LONG, SiteForm
from kennisplatform.web.base.requests import LARGEST_NUMBER
from kennisplatform.web.display.form_fields import stripped

blueprint = Blueprint("plan_emergency", __name__)

NO_NUMBER = "Schrijf het nummer van het plan: dat staat in het adres van zijn pagina."
NO_SUCH_PLAN = "Er is geen plan met dit nummer."


class EmergencyForm(SiteForm):
    """Which plan, and why."""

    number = IntegerField("Nummer van het plan", [DataRequired(NO_NUMBER), NumberRange(1, LARGEST_NUMBER, NO_NUMBER)])
    reason = StringField(
        "Waarom is dit nodig?",
        [DataRequired("Schrijf waarom dit nodig is."), Length(max=500, message=TOO_LONG)],
        filters=[stripped],
    )


@blueprint.route("/beheer/noodtoegang", methods=["GET", "POST"])
@for_administrators
@reauthenticated_to_save
def open_plan() -> Response | str:
    """Open a plan for a day, to be read."""
    form = EmergencyForm()
    if not form.validate_on_submit():
        return render_template("administration/plan_emergency.html", form=form)
    number = form.number.data
    try:
        site.emergency_accesses.open(number, form.reason.data, current.signed_in().account)
    except NoSuchPlan:
        form.number.errors = [NO_SUCH_PLAN]
        return render_template("administration/plan_emergency.html", form=form)
    current.record("noodtoegang tot plan", f"plan {number}", form.reason.data)
    flash("U kunt dit plan 24 uur lezen. De trekkers van het plan zien dat, met uw reden.")
    return redirect(url_for("plan.plan", number=number))
