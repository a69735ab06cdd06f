"""The plan of an address, for whoever looks: to others it does not exist."""

from __future__ import annotations

from flask import Flask, flash, make_response, redirect, url_for
from werkzeug.exceptions import Forbidden, NotFound
from werkzeug.wrappers import Response

from kennisplatform.accounts.directory import Account
from kennisplatform.plans import wording
from kennisplatform.plans.life.steps import lacking_fields
from kennisplatform.plans.plan import Plan, PlanAction
from kennisplatform.plans.rows import MOST_ACTIONS, MayNot, NoSuchPlan, PlanIsFixed
from kennisplatform.site import site
from kennisplatform.web.base import current, unsent_forms

FIXED = "Er is niets veranderd: wat in dit plan staat, ligt nu vast. Een trekker kan aan een volgende versie beginnen."

FULL = f"Een plan kan hoogstens {MOST_ACTIONS} acties krijgen. Begin een tweede plan."


def register(app: Flask) -> None:
    """Answer for a plan that is not there for this viewer; let templates word what an action says."""
    app.jinja_env.globals |= {"action_words": wording, "lacking_fields": lacking_fields}
    app.register_error_handler(NoSuchPlan, lambda _: _answer(app, NotFound()))
    app.register_error_handler(MayNot, lambda _: _answer(app, Forbidden()))
    app.register_error_handler(PlanIsFixed, _say_fixed)


def me() -> Account:
    """Return the account of whoever looks, in a view for members."""
    return current.signed_in().account


def plan_or_404(number: int) -> Plan:
    """Return the plan; `NoSuchPlan` is answered with a page."""
    return site.plans.read(number, me())


def action_or_404(plan: Plan, number: int) -> PlanAction:
    """Return an action of a plan."""
    action = plan.action(number)
    if action is None:
        raise NoSuchPlan
    return action


def writable_or_403(plan_number: int, number: int) -> tuple[Plan, PlanAction]:
    """Return a plan that whoever looks may change, with one of its actions; else it is answered with a page."""
    plan = plan_to_write(plan_number)
    return plan, action_or_404(plan, number)


def plan_to_write(number: int) -> Plan:
    """Return a plan that whoever looks may change now; else it is answered with a page."""
    plan = plan_or_404(number)
    if plan.is_fixed:
        raise PlanIsFixed(number)
    if not plan.may_write:
        raise MayNot
    return plan


def _answer(app: Flask, error: NotFound | Forbidden) -> Response:
    return make_response(app.handle_http_exception(error))


def _say_fixed(fixed: PlanIsFixed) -> Response:
    if form := unsent_forms.show_unsaved(FIXED, 409):
        return form
    flash(FIXED, "error")
    return redirect(url_for("plan.plan", number=fixed.plan_id))
