"""A plan as a file to take along, for who may read it: one page with what each form is for, and the files."""

from __future__ import annotations

from flask import Blueprint, Response, abort, render_template

from kennisplatform.clean_text import slug_of
from kennisplatform.plans.plan import Plan, PlanAction
from kennisplatform.web.base import current
from kennisplatform.web.base.access import for_members
from kennisplatform.web.plans.file_forms import FORMS
from kennisplatform.web.plans.plan_access import plan_or_404

blueprint = Blueprint("plan_download", __name__)


@blueprint.get("/plannen/<number:number>/neem-mee")
@for_members
def forms(number: int) -> str:
    """Show in which forms the plan can be taken along, and the calendar of each owner."""
    plan = plan_or_404(number)
    return render_template("plans/take_along.html", plan=plan, forms=FORMS, owners=_owners(plan))


@blueprint.get("/plannen/<number:number>/neem-mee/<form>")
@for_members
def file(number: int, form: str) -> Response:
    """Give the plan as a file. With `van`, the number of an action, a calendar of only what its owner does."""
    plan = plan_or_404(number)
    chosen = FORMS.get(form) or abort(404)
    content = chosen.content(plan)
    current.record(f"plan als {chosen.title} opgehaald", f"plan {number}")
    name = slug_of(plan.title)[:80] or "actieplan"
    headers = {"Content-Disposition": f'attachment; filename="{name}.{chosen.extension}"'}
    return Response(content, mimetype=chosen.mimetype, headers=headers)


def _owners(plan: Plan) -> list[PlanAction]:
    """Return of each organisation that owns actions the first of them, by name."""
    first: dict[str, PlanAction] = {}
    for there in plan.actions:
        first.setdefault(there.action.owner.organisation, there)
    return [first[name] for name in sorted(first, key=str.casefold) if name]
