"""Links with which somebody takes part in a plan: making and withdrawing them, and the page behind them."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from kennisplatform.accounts.one_time_links import InvalidLink, Purpose
from kennisplatform.plans.together.invitations import INVITED_TO_PLAN_FOR, LONGEST_FUNCTION
from kennisplatform.plans.words import PlanRole
from kennisplatform.site import site
from kennisplatform.web.base import current
from kennisplatform.web.base.access import for_members
from kennisplatform.web.base.forms import typed_line
from kennisplatform.web.mailing import link_addresses
from kennisplatform.web.plans.plan_access import me, plan_or_404

blueprint = Blueprint("plan_invitations", __name__)
link_addresses.keep_secret(blueprint)

NO_FUNCTION = "Schrijf voor welke functie de link is. Dan weet u later van wie hij was."


@blueprint.post("/plannen/<number:number>/uitnodigen")
@for_members
def invite(number: int) -> Response | str:
    """Make a link, and show it once."""
    plan = plan_or_404(number)
    role, function = _asked()
    if not function:
        flash(NO_FUNCTION, "error")
        return redirect(url_for("plan_people.people", number=number, _anchor="uitnodigen"))
    token = site.plan_invitations.invite(number, role, function, me())
    current.record("uitgenodigd voor een plan", f"plan {number}", role.label)
    address = link_addresses.address_of(current_app, Purpose.PLAN, token)
    return render_template(
        "plans/invited.html", plan=plan, role=role, function=function, address=address, days=INVITED_TO_PLAN_FOR.days
    )


@blueprint.post("/plannen/<number:number>/uitnodigen/intrekken")
@for_members
def withdraw(number: int) -> Response:
    """Let a link work no more."""
    plan_or_404(number)
    site.plan_invitations.withdraw(number, *_asked(), me())
    current.record("uitnodiging voor een plan ingetrokken", f"plan {number}")
    flash("De link werkt niet meer.")
    return redirect(url_for("plan_people.people", number=number, _anchor="uitnodigen"))


@blueprint.route("/plannen/uitnodiging/<token>", methods=["GET", "POST"])
@for_members
def accept(token: str) -> Response | str:
    """Take part in the plan of a link, or show what it is for."""
    try:
        invitation = site.plan_invitations.find(token)
        if request.method == "GET":
            return render_template("plans/invitation.html", invitation=invitation)
        number = site.plan_invitations.accept(token, me())
    except InvalidLink:
        return make_response(render_template("plans/invitation_gone.html"), 410)
    current.record("met een link gaan meewerken aan een plan", f"plan {number}")
    flash(f"U werkt mee aan dit plan, als {invitation.role.label.lower()}.")
    return redirect(url_for("plan.plan", number=number))


def _asked() -> tuple[PlanRole, str]:
    """Return the role and the function that a form names."""
    role = request.form.get("role", "")
    if role not in list(PlanRole):
        abort(400)
    return PlanRole(role), typed_line("function", LONGEST_FUNCTION)
