"""One action of two: the other is chosen, what cannot both stay is shown side by side, and then it is done."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from kennisplatform import outside
from kennisplatform.plans.action import FIELD_LABELS
from kennisplatform.plans.life.differences import side_by_side
from kennisplatform.plans.rework.combining import TooMuch, joined
from kennisplatform.plans.rework.rework import Seen
from kennisplatform.plans.rows import MOST_ACTIONS, ChangedMeanwhile
from kennisplatform.site import site
from kennisplatform.web.base.access import for_members
from kennisplatform.web.plans.action_form import MOST_VERSIONS
from kennisplatform.web.plans.plan_access import action_or_404, me, writable_or_403

blueprint = Blueprint("plan_join", __name__)

TOO_MUCH = "Samen is dit te veel voor één actie: {} ({} is het meeste). Haal er eerst iets van weg."
CHANGED = "Een van de twee acties is veranderd sinds u deze pagina opende. Hieronder staat hoe zij nu zijn."
OTHER = "ander"
"""What the choice between two texts says for the one of the action that goes."""


@blueprint.get("/plannen/<number:number>/acties/<number:action>/samen")
@for_members
def choose(number: int, action: int) -> Response | str:
    """Choose the action that goes into this one, then what stays of both."""
    plan, there = writable_or_403(number, action)
    other_number = outside.number(request.args.get("met", ""), 1, MOST_ACTIONS)
    if other_number is None or other_number == action:
        return render_template("plans/join.html", plan=plan, there=there, other=None)
    other = action_or_404(plan, other_number)
    try:
        both = joined(there.action, other.action)
    except TooMuch as problem:
        flash(TOO_MUCH.format(problem.label, problem.most), "error")
        return render_template("plans/join.html", plan=plan, there=there, other=None)
    differing = side_by_side(both.differing, (there.action, plan.points), (other.action, plan.points))
    return render_template("plans/join.html", plan=plan, there=there, other=other, differing=list(differing))


@blueprint.post("/plannen/<number:number>/acties/<number:action>/samen/<number:other>")
@for_members
def join(number: int, action: int, other: int) -> Response:
    """Put the other action into this one."""
    seen = Seen(action, _version("versie")), Seen(other, _version("versie-ander"))
    from_other = {name for name in FIELD_LABELS if request.form.get(name) == OTHER}
    try:
        site.plan_rework.join(number, seen, from_other, me())
    except ChangedMeanwhile:
        flash(CHANGED, "error")
        return redirect(url_for("plan_join.choose", number=number, action=action, met=other))
    except TooMuch as problem:
        flash(TOO_MUCH.format(problem.label, problem.most), "error")
        return redirect(url_for("plan_join.choose", number=number, action=action))
    flash("De twee acties zijn nu één. Kijk na of het zo klopt.")
    return redirect(url_for("plan_action.edit", number=number, action=action))


def _version(name: str) -> int:
    return outside.number(request.form.get(name, ""), 1, MOST_VERSIONS) or 0
