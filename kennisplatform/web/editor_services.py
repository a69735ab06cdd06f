"""What the scripts of the editor ask while somebody types: the preview, and pasted text made clean. For curators."""

from __future__ import annotations

from flask import Blueprint, Response, abort, jsonify, render_template, request

from kennisplatform.curation.form_fields import model_of
from kennisplatform.curation.opening import Opened, opened
from kennisplatform.curation.pasting import markdown_of
from kennisplatform.web import current, lost_sessions
from kennisplatform.web.access import for_curators
from kennisplatform.web.entry_form import EntryForm

blueprint = Blueprint("editor_services", __name__, url_prefix="/redactie")


@blueprint.post("/voorbeeld")
@for_curators
def preview() -> str:
    """Return how the page will look, with advice, as a piece of HTML."""
    form = EntryForm(_opened(), lost_sessions.typed_now(), "")
    return render_template("curation/_preview.html", form=form, preview=form.preview())


@blueprint.post("/plakken")
@for_curators
def paste() -> Response:
    """Return the Markdown of HTML that was pasted."""
    return jsonify(tekst=markdown_of(request.form.get("html", "")))


def _opened() -> Opened:
    if found := opened(request.form.get("van", ""), current.follower().store):
        return found
    kind = request.form.get("vorm", "")
    model = model_of(kind)
    if model is None:
        abort(400)
    return Opened(model, kind)
