"""Is the plan ready? What must still be done, the consultation, the agreement of both leads, and the end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms.validators import DataRequired, ValidationError

from kennisplatform import dutch_time
from kennisplatform.dutch_text import dutch_date
from kennisplatform.plans.life.plan_life import NotReady, WrongMoment
from kennisplatform.plans.plan import Plan
from kennisplatform.plans.rows import ChangedMeanwhile
from kennisplatform.plans.words import Side
from kennisplatform.site import site
from kennisplatform.web.base import current
from kennisplatform.web.base.access import for_members
from kennisplatform.web.base.forms import SiteForm
from kennisplatform.web.display.form_fields import DayField
from kennisplatform.web.plans.plan_access import me, plan_or_404

blueprint = Blueprint("plan_life", __name__)

LONGEST_CONSULTATION = timedelta(days=365)
NOT_A_GOOD_DAY = "Kies een dag vanaf vandaag, en hoogstens een jaar vooruit."
WRONG_MOMENT = "Dat kan nu niet: het plan is intussen in een andere fase. Kijk hieronder wat er nu kan."
NOT_READY = "U kunt nog niet akkoord gaan. Hieronder staat wat er eerst moet gebeuren."
CHANGED = "Het plan is veranderd sinds u het opende. Lees het na en ga dan opnieuw akkoord."


class ConsultationForm(SiteForm):
    """Until when others can make remarks."""

    until = DayField("Opmerkingen tot en met", [DataRequired("Kies een dag.")])

    def validate_until(self, field: DayField) -> None:
        """Refuse a day that is over, or far away."""
        today = dutch_time.today()
        if not today <= field.data <= today + LONGEST_CONSULTATION:
            raise ValidationError(NOT_A_GOOD_DAY)


@blueprint.route("/plannen/<number:number>/klaar", methods=["GET", "POST"])
@for_members
def ready(number: int) -> Response | str:
    """Show what is to be done before the plan is adopted; its form begins or lengthens the consultation."""
    plan = plan_or_404(number)
    form = ConsultationForm(data={"until": plan.consult_until or dutch_time.today() + timedelta(days=21)})
    if not form.validate_on_submit():
        return _page(plan, form)
    until = form.until.data
    return _done(
        number,
        lambda: site.plan_life.consult(number, until, me()),
        f"Het plan is in consultatie tot en met {dutch_date(until)}.",
        "consultatie van een plan",
    )


@blueprint.post("/plannen/<number:number>/concept")
@for_members
def back_to_concept(number: int) -> Response:
    """Stop the consultation."""
    done = "Het plan is weer een concept. Akkoorden zijn vervallen."
    return _done(number, lambda: site.plan_life.back_to_concept(number, me()), done, "plan weer concept")


@blueprint.post("/plannen/<number:number>/akkoord")
@for_members
def agree(number: int) -> Response:
    """Agree as the lead of one's side; with the other side the plan is adopted."""
    try:
        version = site.plan_life.agree(number, request.form.get("gelezen", ""), me())
    except (WrongMoment, NotReady, ChangedMeanwhile) as problem:
        told = {WrongMoment: WRONG_MOMENT, NotReady: NOT_READY, ChangedMeanwhile: CHANGED}[type(problem)]
        flash(told, "error")
        return redirect(url_for("plan_life.ready", number=number))
    if version is None:
        current.record("akkoord met een plan", f"plan {number}")
        flash("U gaat akkoord. Het plan ligt vast zodra de andere trekker ook akkoord gaat met deze tekst.")
        return redirect(url_for("plan_life.ready", number=number))
    current.record("plan vastgesteld", f"plan {number}", f"versie {version}")
    flash(f"Versie {version} is vastgesteld. Deze tekst verandert niet meer.")
    return redirect(url_for("plan_versions.version", number=number, version=version))


@blueprint.post("/plannen/<number:number>/akkoord/intrekken")
@for_members
def withdraw(number: int) -> Response:
    """Take one's agreement back."""
    done = "Uw akkoord is ingetrokken."
    return _done(number, lambda: site.plan_life.withdraw(number, me()), done, "akkoord met een plan ingetrokken")


@blueprint.post("/plannen/<number:number>/volgende-versie")
@for_members
def begin_next_version(number: int) -> Response:
    """Make the adopted plan a concept again."""
    done = "Het plan is weer een concept. De vastgestelde versie blijft te lezen bij ‘Versies’."
    return _done(
        number, lambda: site.plan_life.begin_next_version(number, me()), done, "volgende versie van een plan begonnen"
    )


@blueprint.post("/plannen/<number:number>/beeindigen")
@for_members
def end(number: int) -> Response:
    """Say that the plan is over."""
    done = "Het plan is beëindigd. Het blijft nog twee jaar te lezen en wordt dan gewist."
    return _done(number, lambda: site.plan_life.end(number, me()), done, "plan beëindigd")


@blueprint.post("/plannen/<number:number>/hervatten")
@for_members
def resume(number: int) -> Response:
    """Go on with a plan that was over."""
    return _done(number, lambda: site.plan_life.resume(number, me()), "Het plan gaat verder.", "plan hervat")


def _done(number: int, change: Callable[[], None], told: str, recorded: str) -> Response:
    """Carry out a change of a plan, and say so or why not."""
    try:
        change()
    except WrongMoment:
        flash(WRONG_MOMENT, "error")
    else:
        current.record(recorded, f"plan {number}")
        flash(told)
    return redirect(url_for("plan_life.ready", number=number))


def _page(plan: Plan, form: ConsultationForm) -> str:
    own = site.plan_members.of(plan.id, me()).get(me().id)
    return render_template(
        "plans/ready.html",
        plan=plan,
        form=form,
        readiness=site.plan_life.readiness(plan.id, me()),
        sides=list(Side),
        own_side=own.side if own and plan.may_lead else None,
    )
