"""What a curator was typing and did not save: kept while they type, listed, thrown away and put back. For curators."""

from __future__ import annotations

from flask import Blueprint, Response, abort, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kennisplatform.dutch_text import clock
from kennisplatform.site import site
from kennisplatform.web.base import current
from kennisplatform.web.base.access import for_curators
from kennisplatform.web.editor import sent_form

blueprint = Blueprint("drafts", __name__, url_prefix="/redactie/concepten")


@blueprint.get("")
@for_curators
def mine() -> str:
    """List the drafts of who is looking."""
    catalogue = site.catalogue
    present = {*catalogue.entries, *catalogue.pages, *catalogue.former_slugs}
    return render_template(
        "editor/drafts.html",
        drafts=site.drafts.of(_account_id()),
        thrown_away=site.drafts.thrown_away(_account_id()),
        present=present,
        found_again=request.args.get("teruggevonden", ""),
    )


@blueprint.post("/bewaren")
@for_curators
def keep() -> Response:
    """Keep what is being typed; the script of the editor asks for it every few seconds."""
    if sent_form.owner() not in {None, _account_id()}:
        abort(403)  # a copy that somebody else left behind in this browser
    draft = sent_form.draft_of(sent_form.submitted_form())
    site.drafts.keep(_account_id(), draft)
    return jsonify(bewaard=clock(draft.updated_at))


@blueprint.post("/weggooien")
@for_curators
def discard() -> ResponseReturnValue:
    """Throw a draft away; the list offers to put it back."""
    site.drafts.throw_away(_account_id(), request.form.get("concept", ""))
    flash("Verwijderd. U kunt het hieronder nog een dag terugzetten.")
    return redirect(url_for("drafts.mine"), 303)


@blueprint.post("/terugzetten")
@for_curators
def put_back() -> ResponseReturnValue:
    """Bring back a draft that was thrown away."""
    site.drafts.put_back(_account_id(), request.form.get("concept", ""))
    flash("Het staat er weer.")
    return redirect(url_for("drafts.mine"), 303)


def _account_id() -> int:
    return current.signed_in().account.id
