"""Who takes part in a plan. Its leads decide, for members of the network and for others with an account."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from kennisplatform.accounts.directory import Account
from kennisplatform.plans.plan import Plan
from kennisplatform.plans.plans import LastLead
from kennisplatform.plans.words import PlanRole
from kennisplatform.site import site
from kennisplatform.web.base import current
from kennisplatform.web.base.access import for_members
from kennisplatform.web.base.forms import LONGEST_LINE
from kennisplatform.web.display.form_fields import stripped
from kennisplatform.web.plans.plan_access import me, plan_or_404

blueprint = Blueprint("plan_people", __name__)

LAST_LEAD = "Een plan heeft altijd een trekker. Maak eerst iemand anders trekker."
NO_ACCOUNT = "Niemand met dit e-mailadres heeft een account. Vraag een beheerder om een uitnodiging."


@dataclass(frozen=True)
class Taker:
    """Somebody in the list; `role` is None for a member of the network who only reads because of that."""

    account: Account
    role: PlanRole | None
    is_of_network: bool


@blueprint.get("/plannen/<number:number>/mensen")
@for_members
def people(number: int) -> str:
    """List who takes part; a lead may change it."""
    plan = plan_or_404(number)
    return render_template("plans/people.html", plan=plan, people=list(_people(plan)), roles=list(PlanRole))


@blueprint.post("/plannen/<number:number>/mensen")
@for_members
def change(number: int) -> Response:
    """Keep what is chosen for everybody in the list, and add who is named by an e-mail address."""
    plan = plan_or_404(number)
    chosen = {taker.account.id: request.form.get(f"role-{taker.account.id}") for taker in _people(plan)}
    roles = {account_id: _role(text) for account_id, text in chosen.items() if text is not None}
    email = stripped(request.form.get("email", ""))[:LONGEST_LINE]
    if email:
        other = site.accounts.by_email(email)
        if other is None or other.is_blocked:
            flash(NO_ACCOUNT, "error")
            return redirect(url_for("plan_people.people", number=number))
        roles[other.id] = _role(request.form.get("role", PlanRole.READER))
    try:
        site.plans.set_roles(number, roles, me())
    except LastLead:
        flash(LAST_LEAD, "error")
        return redirect(url_for("plan_people.people", number=number))
    current.record("wie aan een plan meewerkt gewijzigd", f"plan {number}")
    if me().id in roles and roles[me().id] is None and not plan.network_reads(me()):
        flash("U werkt niet meer mee aan dit plan.")
        return redirect(url_for("plans.overview"))
    flash("Bewaard.")
    return redirect(url_for("plan_people.people", number=number))


def _people(plan: Plan) -> Iterator[Taker]:
    """Yield the members of the plan and of its network, by what they may do and by name."""
    roles = site.plans.roles(plan.id, me())
    order = [*PlanRole, None]
    accounts = (account for account in site.accounts.all() if not account.is_blocked)
    takers = (Taker(a, roles.get(a.id), plan.network_reads(a)) for a in accounts)
    there = (taker for taker in takers if taker.role or taker.is_of_network)
    return iter(sorted(there, key=lambda taker: (order.index(taker.role), taker.account.name.casefold())))


def _role(text: str | None) -> PlanRole | None:
    if text == "":
        return None
    if text not in list(PlanRole):
        abort(400)
    return PlanRole(text)
