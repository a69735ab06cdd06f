"""The page of one action: its form, what both changed when two people did, and taking it out and putting it back."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from kennisplatform import dutch_time, outside
from kennisplatform.entries.menu_card.model import MenuCardEntry
from kennisplatform.entries.models import Contact
from kennisplatform.plans.action import FIELD_LABELS
from kennisplatform.plans.life.differences import FieldDifference, side_by_side
from kennisplatform.plans.order import MOVES
from kennisplatform.plans.pieces import Piece, PieceKind, pieces_of
from kennisplatform.plans.plan import Plan, PlanAction
from kennisplatform.plans.plans import Overtaken
from kennisplatform.plans.proposals import sentence_of_condition
from kennisplatform.plans.rework.drafts import ActionDraft
from kennisplatform.plans.rows import MOST_ACTIONS
from kennisplatform.plans.together.remarks import may_remark
from kennisplatform.site import site
from kennisplatform.web.base import visibility
from kennisplatform.web.base.access import for_members
from kennisplatform.web.plans.action_form import MOST_VERSIONS, ActionForm, EssentialsForm
from kennisplatform.web.plans.plan_access import action_or_404, me, plan_or_404, plan_to_write

blueprint = Blueprint("plan_action", __name__)


@blueprint.route("/plannen/<number:number>/acties/<number:action>", methods=["GET", "POST"])
@for_members
def edit(number: int, action: int) -> Response | str:
    """Show an action with its form; who only reads the plan gets its text."""
    plan = plan_to_write(number) if request.method == "POST" else plan_or_404(number)
    there = action_or_404(plan, action)
    if not plan.may_write:
        return render_template("plans/action_read.html", **_standing(plan, there), labels=FIELD_LABELS)
    draft = None if request.method == "POST" else site.plan_action_drafts.of(number, action, me())
    form = ActionForm(plan, there.action, **({"formdata": MultiDict(draft.fields)} if draft else {}))
    if not form.validate_on_submit():
        if not (form.is_submitted() or form.is_shown_again or draft):
            form.base_version.data = there.version
        return _page(plan, there, form, draft=draft)
    saved = save(plan, there, form)
    if isinstance(saved, Overtaken):
        return both_changed(plan, saved)
    flash(f"Actie {there.label} is bewaard.")
    return redirect(url_for("plan.plan", number=number, bewaard=action, versie=saved, _anchor=f"actie-{action}"))


def save(plan: Plan, there: PlanAction, form: EssentialsForm) -> int | Overtaken | None:
    """Save what was filled in, as `Plans.save_action` does; then the draft of it is over."""
    base = outside.number(str(form.base_version.data), 1, MOST_VERSIONS) or there.version
    contacts = [(contact.slug, contact.organisation, contact.function) for contact in known_contacts()]
    saved = site.plans.save_action(plan.id, there.number, form.action(there.action, contacts), base, me())
    if not isinstance(saved, Overtaken):
        site.plan_action_drafts.drop(plan.id, there.number, me())
    return saved


def both_changed(plan: Plan, overtaken: Overtaken) -> str:
    """Show the page of an action with what two people both changed side by side."""
    form = ActionForm(plan, overtaken.merge.action, formdata=None)
    form.base_version.data = overtaken.theirs.version
    return _page(plan, overtaken.theirs, form, overtaken)


@blueprint.post("/plannen/<number:number>/acties/<number:action>/weg")
@for_members
def take_out(number: int, action: int) -> Response:
    """Take an action out of the plan; the plan then offers to put it back."""
    site.plans.take_out(number, action, me())
    return redirect(url_for("plan.plan", number=number, weg=action))


@blueprint.post("/plannen/<number:number>/acties/<number:action>/terug")
@for_members
def put_back(number: int, action: int) -> Response:
    """Put an action back."""
    site.plans.put_back(number, action, me())
    return redirect(url_for("plan.plan", number=number, _anchor=f"actie-{action}"))


@blueprint.post("/plannen/<number:number>/acties/<number:action>/plaats")
@for_members
def move(number: int, action: int) -> Response:
    """Move an action one place up or down, or as far as it was dragged."""
    places = next((places for name, places in MOVES.items() if name in request.form), None)
    if places is None:
        places = _dragged(request.form.get("verder", ""))
    site.plans.move(number, action, places, me())
    return redirect(url_for("plan.plan", number=number, _anchor=f"actie-{action}"))


def _dragged(text: str) -> int:
    distance = outside.number(text.removeprefix("-"), 0, MOST_ACTIONS) or 0
    return -distance if text.startswith("-") else distance


def _page(
    plan: Plan,
    there: PlanAction,
    form: ActionForm,
    overtaken: Overtaken | None = None,
    draft: ActionDraft | None = None,
) -> str:
    both: list[FieldDifference] = []
    if overtaken:
        mine, theirs = overtaken.merge.action, overtaken.theirs.action
        both = list(side_by_side(overtaken.merge.conflicts, (mine, plan.points), (theirs, plan.points)))
    return render_template(
        "plans/action.html",
        **_standing(plan, there),
        form=form,
        both=both,
        draft=draft,
        contacts=known_contacts(),
        conditions=_conditions(plan, there),
    )


def _standing(plan: Plan, there: PlanAction) -> dict[str, object]:
    """Return an action with the steps that were taken with it, those that can be, and the remarks with it."""
    return {
        "plan": plan,
        "there": there,
        "remarks": site.remarks.of(plan.id, there.number, me()),
        "may_remark": may_remark(plan, dutch_time.today()),
        "taken": site.action_steps.taken(plan.id, there.number, me()),
        "possible": [] if plan.ended_at else site.action_steps.possible(plan.id, there.number, me()),
    }


def known_contacts() -> list[Contact]:
    """Return the contacts that whoever looks may see, by organisation."""
    contacts = visibility.visible(site.catalogue.of_type(Contact))
    return sorted(contacts, key=lambda contact: (contact.organisation, contact.function))


def _conditions(plan: Plan, there: PlanAction) -> list[Piece]:
    """Return the conditions of its examples that no action of the plan is about yet."""
    slugs = [example.slug for example in there.action.examples]
    entries = [entry for entry in visibility.visible_by_slug(slugs) if isinstance(entry, MenuCardEntry)]
    taken = {action.action.sentence for action in plan.actions}
    pieces = (piece for entry in entries for piece in pieces_of(entry) if piece.kind is PieceKind.CONDITION)
    return [piece for piece in pieces if sentence_of_condition(piece.text) not in taken]
