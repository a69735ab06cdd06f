"""What the script of an action's form sends every few seconds while somebody types."""

from __future__ import annotations

from flask import Blueprint, flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from kennisplatform import outside
from kennisplatform.dutch_text import clock
from kennisplatform.plans.rework.drafts import DraftTooLarge, SavedMeanwhile
from kennisplatform.plans.rework.rework import Seen
from kennisplatform.site import site
from kennisplatform.web.base.access import for_members
from kennisplatform.web.plans.action_form import MOST_VERSIONS
from kennisplatform.web.plans.plan_access import me

blueprint = Blueprint("plan_action_draft", __name__)

NOT_KEPT = frozenset({"csrf_token"})


@blueprint.post("/plannen/<number:number>/acties/<number:action>/concept")
@for_members
def keep(number: int, action: int) -> ResponseReturnValue:
    """Keep what is typed; answers at what time, or 409 when a later text of the same person is saved."""
    seen = Seen(action, outside.number(request.form.get("base_version", ""), 1, MOST_VERSIONS) or MOST_VERSIONS)
    fields = ((name, value) for name, value in request.form.items(multi=True) if name not in NOT_KEPT)
    try:
        moment = site.plan_action_drafts.keep(number, seen, fields, me())
    except SavedMeanwhile:
        return jsonify(bewaard=""), 409
    except DraftTooLarge:
        return jsonify(bewaard=""), 413
    return jsonify(bewaard=clock(moment))


@blueprint.post("/plannen/<number:number>/acties/<number:action>/concept/weg")
@for_members
def drop(number: int, action: int) -> Response:
    """Throw away what was typed and not saved."""
    site.plan_action_drafts.drop(number, action, me())
    flash("Wat niet bewaard was, is weg.")
    return redirect(url_for("plan_action.edit", number=number, action=action))
