"""Who takes part in a plan. Its leads decide, for members of the network and for others with an account."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from kennisplatform.accounts.directory import Account
from kennisplatform.outside import LONGEST_EMAIL
from kennisplatform.plans.action import LONGEST_LINE as LONGEST_POST
from kennisplatform.plans.plan import Plan, PlanMember
from kennisplatform.plans.together.invitations import LONGEST_FUNCTION
from kennisplatform.plans.together.members import LastLead
from kennisplatform.plans.words import PlanRole, Side
from kennisplatform.site import site
from kennisplatform.web.base import current
from kennisplatform.web.base.access import for_members
from kennisplatform.web.base.forms import typed_line
from kennisplatform.web.base.unsent_forms import NotTaken
from kennisplatform.web.plans.plan_access import me, plan_or_404

blueprint = Blueprint("plan_people", __name__)

LAST_LEAD = "Een plan heeft altijd een trekker. Maak eerst iemand anders trekker."
NO_ACCOUNT = "Niemand met dit e-mailadres heeft een account. Vraag een beheerder om een uitnodiging."


@dataclass(frozen=True)
class Taker:
    """Somebody in the list; `member` is None for a member of the network who only reads because of that."""

    account: Account
    member: PlanMember | None
    is_of_network: bool


@blueprint.get("/plannen/<number:number>/mensen")
@for_members
def people(number: int) -> str:
    """List who takes part; a lead may change it."""
    plan = plan_or_404(number)
    return render_template(
        "plans/people.html",
        plan=plan,
        people=list(_people(plan)),
        roles=list(PlanRole),
        sides=list(Side),
        has_lead=site.plan_members.has_lead(number, me()),
        invitations=site.plan_invitations.open(number, me()) if plan.may_lead else [],
        longest_function=LONGEST_FUNCTION,
    )


@blueprint.post("/plannen/<number:number>/mensen/trekker")
@for_members
def take_the_lead(number: int) -> Response:
    """Become the lead of a plan that has none any more."""
    site.plan_members.take_the_lead(number, me())
    current.record("trekker van een plan geworden", f"plan {number}")
    flash("U bent nu trekker van dit plan.")
    return redirect(url_for("plan_people.people", number=number))


@blueprint.post("/plannen/<number:number>/mensen")
@for_members
def change(number: int) -> Response:
    """Keep what is chosen for everybody in the list, and add who is named by an e-mail address."""
    plan = plan_or_404(number)
    takers = (taker for taker in _people(plan) if f"role-{taker.account.id}" in request.form)
    members = {taker.account.id: _sent_member(f"-{taker.account.id}", taker.member) for taker in takers}
    email = typed_line("email", LONGEST_EMAIL)
    if email:
        other = site.accounts.by_email(email)
        if other is None or other.is_blocked:
            raise NotTaken(NO_ACCOUNT)
        members[other.id] = _sent_member("", None)
    try:
        site.plan_members.change(number, members, me())
    except LastLead:
        raise NotTaken(LAST_LEAD) from None
    current.record("wie aan een plan meewerkt gewijzigd", f"plan {number}")
    if members.get(me().id, plan) is None and not plan.network_reads(me()):
        flash("U werkt niet meer mee aan dit plan.")
        return redirect(url_for("plans.overview"))
    flash("Bewaard.")
    return redirect(url_for("plan_people.people", number=number))


def _people(plan: Plan) -> Iterator[Taker]:
    """Yield the members of the plan and of its network, by what they may do and by name."""
    members = site.plan_members.of(plan.id, me())
    order = [*PlanRole, None]
    accounts = (account for account in site.accounts.all() if not account.is_blocked)
    takers = (Taker(account, members.get(account.id), plan.network_reads(account)) for account in accounts)
    there = (taker for taker in takers if taker.member or taker.is_of_network)
    return iter(sorted(there, key=lambda taker: (order.index(_role_of(taker)), taker.account.name.casefold())))


def _role_of(taker: Taker) -> PlanRole | None:
    return taker.member.role if taker.member else None


def _sent_member(suffix: str, before: PlanMember | None) -> PlanMember | None:
    """Return what a row of the form says that somebody is, None for nothing; a field that is not sent stays."""
    role = request.form.get(f"role{suffix}", "")
    if not role:
        return None
    side = request.form.get(f"side{suffix}", (before and before.side) or "")
    if role not in list(PlanRole) or side not in ["", *Side]:
        abort(400)
    posts = {
        name: typed_line(f"{name}{suffix}", LONGEST_POST, getattr(before, name, ""))
        for name in ("organisation", "function")
    }
    return PlanMember(PlanRole(role), side=Side(side) if side else None, **posts)
