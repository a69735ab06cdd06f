"""What the scripts of the editor ask while somebody types: the preview, and pasted text made clean. For curators."""

from __future__ import annotations

from flask import Blueprint, Response, abort, jsonify, render_template, request

from kennisplatform.curation.editor.opened_entry import OpenedEntry, opened
from kennisplatform.curation.pasting.pasting import markdown_of
from kennisplatform.entries.folders import model_of
from kennisplatform.site import site
from kennisplatform.web.base.access import for_curators
from kennisplatform.web.editor import sent_form
from kennisplatform.web.editor.form_view import EntryForm

blueprint = Blueprint("while_typing", __name__, url_prefix="/redactie")


@blueprint.post("/voorbeeld")
@for_curators
def preview() -> str:
    """Return how the page will look, with advice, as a piece of HTML."""
    form = EntryForm(_opened(), sent_form.submitted_form(), "")
    return render_template("editor/_preview.html", form=form, preview=form.preview())


@blueprint.post("/plakken")
@for_curators
def paste() -> Response:
    """Return the Markdown of HTML that was pasted."""
    return jsonify(tekst=markdown_of(request.form.get("html", "")))


def _opened() -> OpenedEntry:
    if found := opened(request.form.get("van", ""), site.follower.store):
        return found
    kind = request.form.get("vorm", "")
    model = model_of(kind)
    if model is None:
        abort(400)
    return OpenedEntry(model, kind)
