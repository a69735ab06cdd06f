"""A plan as it reads, and its agenda as a checklist with examples that fit."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from kennisplatform import outside
from kennisplatform.entries.menu_card.model import MenuCardEntry
from kennisplatform.plans.action import LONGEST_ACTION, Action
from kennisplatform.plans.pieces import Pick, PieceKind, picked
from kennisplatform.plans.plan import Plan, PlanAction, PlanPoint
from kennisplatform.plans.proposals import (
    Proposal,
    action_from,
    action_of_condition,
    action_of_piece,
    proposals,
)
from kennisplatform.plans.rows import MOST_ACTIONS, PlanFull
from kennisplatform.plans.words import PointState
from kennisplatform.site import site
from kennisplatform.web.base import current, visibility
from kennisplatform.web.base.access import for_members
from kennisplatform.web.base.forms import opened_at, typed_line
from kennisplatform.web.base.unsent_forms import NotTaken
from kennisplatform.web.plans import basket
from kennisplatform.web.plans.action_form import MOST_VERSIONS, EssentialsForm
from kennisplatform.web.plans.action_pages import known_contacts
from kennisplatform.web.plans.filters import ActionFilter
from kennisplatform.web.plans.plan_access import FULL, action_or_404, me, plan_or_404

blueprint = Blueprint("plan", __name__)

LONGEST_REASON = 500
REASON_NEEDED = "Schrijf waarom dit punt hier niet speelt. Dan is het later ook nog te begrijpen."
NOTHING_TYPED = "Schrijf eerst in één zin wat er gebeurt."
MAILED = "U krijgt hoogstens één mail per dag als er iets in dit plan verandert."
NOT_MAILED = "U krijgt geen mail over dit plan."


@blueprint.get("/plannen/<number:number>")
@for_members
def plan(number: int) -> str:
    """Show the plan as it reads."""
    return render(plan_or_404(number))


def render(plan: Plan, opened: tuple[int, EssentialsForm] | None = None) -> str:
    """Return the page of a plan; `opened` is the number of an action that is changed in place, with its form."""
    chosen = ActionFilter.of(plan, request.args)
    return render_template(
        "plans/plan.html",
        plan=plan,
        chosen=chosen,
        actions=chosen.of_plan(plan),
        opened=opened,
        contacts=known_contacts() if opened else (),
        taken_out=_taken_out(plan),
        saved=_just_saved(plan),
        to_do=[] if plan.is_fixed else site.plan_life.to_do(plan, me()),
        visit=site.last_looks.visit(plan.id, me()),
        emergencies=site.emergency_accesses.of(plan.id, me()),
        waiting=site.remarks.waiting(plan.id, me()),
        versions=site.catalogue.versions,
        seen={entry.slug: entry for entry in visibility.visible_by_slug(_examples(plan))},
    )


@blueprint.post("/plannen/<number:number>/mail")
@for_members
def mail(number: int) -> Response:
    """Say whether one wants mail about this plan."""
    plan_or_404(number)
    wants = request.form.get("mail") == "ja"
    site.last_looks.set_mail(number, wants, me())
    flash(MAILED if wants else NOT_MAILED)
    return redirect(url_for("plan.plan", number=number))


@blueprint.get("/plannen/<number:number>/agenda")
@for_members
def agenda(number: int) -> str:
    """Show the points of the agenda, each open one with examples that fit."""
    plan = plan_or_404(number)
    return render_template(
        "plans/agenda.html",
        plan=plan,
        points=[(point, plan.actions_of(point), _proposed(plan, point)) for point in plan.points],
        states=list(PointState),
    )


@blueprint.post("/plannen/<number:number>/agenda/<number:point>")
@for_members
def set_point(number: int, point: int) -> Response:
    """Say what the plan does about a point."""
    text = request.form.get("state", "")
    if text not in list(PointState):
        abort(400)
    state, reason = PointState(text), typed_line("reason", LONGEST_REASON)
    if state is PointState.NOT_APPLICABLE and not reason:
        flash(REASON_NEEDED, "error")
    else:
        site.plans.set_point(number, point, state, reason, me())
    return redirect(url_for("plan.agenda", number=number, _anchor=f"punt-{point}"))


@blueprint.post("/plannen/<number:number>/acties")
@for_members
def add(number: int) -> Response:
    """Put an action in the plan: typed, from an example, from a condition of one, or from all of the basket."""
    plan = plan_or_404(number)
    actions = _typed(plan) or _from_example(plan) or _from_basket()
    if not actions:
        flash(NOTHING_TYPED, "error")
        return redirect(url_for("plan.plan", number=number))
    try:
        numbers = site.plans.add_actions(number, actions, me(), opened_at())
    except PlanFull:
        raise NotTaken(FULL) from None
    if "mandje" in request.form:
        basket.clear()
    flash("De actie staat in uw plan." if len(numbers) == 1 else f"Er staan {len(numbers)} acties in uw plan.")
    if point := _point(plan):
        return redirect(url_for("plan.agenda", number=number, _anchor=f"punt-{point.number}"))
    return redirect(url_for("plan.plan", number=number, _anchor=f"actie-{numbers[0]}"))


def _taken_out(plan: Plan) -> int | None:
    """Return the number of the action that was just taken out, as long as it can be put back."""
    number = outside.number(request.args.get("weg", ""), 1, MOST_ACTIONS)
    return number if number and plan.may_write and plan.action(number) is None else None


def _just_saved(plan: Plan) -> PlanAction | None:
    """Return the action of which whoever looks just made a new version, as long as it is the last one."""
    number = outside.number(request.args.get("bewaard", ""), 1, MOST_ACTIONS)
    version = outside.number(request.args.get("versie", ""), 2, MOST_VERSIONS)
    there = plan.action(number) if number and plan.may_write else None
    return there if there and there.version == version else None


def _examples(plan: Plan) -> set[str]:
    return {example.slug for action in plan.actions for example in action.action.examples}


def _proposed(plan: Plan, point: PlanPoint) -> list[Proposal]:
    """Return what fits an open point and is not in the plan yet."""
    if point.state is not PointState.OPEN or not plan.may_write:
        return []
    used = {example.slug for action in plan.actions_of(point) for example in action.action.examples}
    fitting = proposals(point, plan.sector, site.catalogue, site.engine, current.viewer())
    return [proposal for proposal in fitting if proposal.entry.slug not in used]


def _typed(plan: Plan) -> list[Action]:
    sentence = typed_line("sentence", LONGEST_ACTION)
    if not sentence:
        return []
    point = _point(plan)
    return [
        Action(sentence=sentence, points=(point.number,), theme=point.theme) if point else Action(sentence=sentence)
    ]


def _point(plan: Plan) -> PlanPoint | None:
    """Return the point of the agenda that the button stood with."""
    number = outside.number(request.form.get("punt", ""), 1, 99)
    return next((point for point in plan.points if point.number == number), None)


def _from_example(plan: Plan) -> list[Action]:
    """Return what one example, or one sentence of it, becomes."""
    pick = Pick.parse(request.form.get("voorbeeld", ""))
    entry = _entry(pick.slug) if pick else None
    if pick is None or entry is None:
        return []
    piece = picked(entry, pick)
    of_action = outside.number(request.form.get("bij", ""), 1, MOST_ACTIONS)
    if piece and piece.kind is PieceKind.CONDITION and of_action:
        return [action_of_condition(piece.text, action_or_404(plan, of_action).action)]
    if piece:
        return [action_of_piece(piece, entry, site.catalogue)]
    return [action_from(entry, _point(plan), site.catalogue, current.viewer())]


def _from_basket() -> list[Action]:
    """Return what the entries and sentences in the basket become."""
    if "mandje" not in request.form:
        return []
    actions = []
    for item in basket.items():
        if item.entry is None or item.is_changed:
            continue
        if item.piece:
            actions.append(action_of_piece(item.piece, item.entry, site.catalogue))
        else:
            actions.append(action_from(item.entry, None, site.catalogue, current.viewer()))
    return actions


def _entry(slug: str) -> MenuCardEntry | None:
    entry = next(iter(visibility.visible_by_slug([slug])), None)
    return entry if isinstance(entry, MenuCardEntry) else None
