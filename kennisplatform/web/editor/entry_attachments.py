"""Where curators put attachments to an entry and take them away. For curators."""

from __future__ import annotations

from flask import Blueprint, abort, flash, jsonify, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.file import FileField, FileRequired
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import Length

from kennisplatform.entries.attachments.accept import LARGEST_ATTACHMENT, RefusedAttachment
from kennisplatform.entries.models import Entry
from kennisplatform.entries.parts import Attachment
from kennisplatform.site import site
from kennisplatform.web.base import current, visibility
from kennisplatform.web.base.access import for_curators, takes_files
from kennisplatform.web.base.forms import SiteForm
from kennisplatform.web.display.form_fields import stripped
from kennisplatform.web.editor.form_view import ACCEPTED_FILES
from kennisplatform.web.reading import attachments
from kennisplatform.web.reading.attachments import ShownAttachment

blueprint = Blueprint("entry_attachments", __name__)

LARGEST_REQUEST = 30_000_000
"""Bytes. More than a file may have: who sends one that is too large gets the form back, with the reason."""


class AttachmentForm(SiteForm):
    """A file and what it is called; without a title it gets one of its name."""

    titel = StringField("Titel (hoeft niet)", [Length(max=200)], filters=[stripped])
    bestand = FileField("Bestand", [FileRequired("Kies een bestand.")])


@blueprint.route("/redactie/<slug>/bijlagen", methods=["GET", "POST"])
@for_curators
@takes_files(LARGEST_REQUEST)
def manage(slug: str) -> str | Response:
    """List the attachments of an entry, and add one."""
    entry = visibility.entry_or_404(Entry, slug)
    form = AttachmentForm()
    if form.validate_on_submit() and (added := _added(entry, form)):
        flash(f"‘{added.title}’ is toegevoegd.")
        return redirect(url_for("entry_attachments.manage", slug=slug))
    return render_template(
        "editor/attachments.html",
        entry=entry,
        form=form,
        accepted=ACCEPTED_FILES,
        attachments=list(attachments.listed_attachments(entry)),
    )


@blueprint.post("/redactie/<slug>/bijlagen/in-de-tekst")
@for_curators
@takes_files(LARGEST_REQUEST)
def add_to_text(slug: str) -> ResponseReturnValue:
    """Add a file that was dropped, pasted or chosen in the text; return the Markdown that shows it, or why not."""
    entry = visibility.entry_or_404(Entry, slug)
    form = AttachmentForm()
    if form.validate_on_submit() and (added := _added(entry, form)):
        url = attachments.attachment_url(entry, added)
        return jsonify(tekst=ShownAttachment.of(added, 0, url).markdown, titel=added.title)
    return jsonify(fout=" ".join(str(error) for errors in form.errors.values() for error in errors)), 422


def _added(entry: Entry, form: AttachmentForm) -> Attachment | None:
    """Add the file of a form; None with the reason in the form when it is refused."""
    sent = form.bestand.data
    data = sent.stream.read(LARGEST_ATTACHMENT + 1)
    try:
        added = site.attachments.attach(entry, sent.filename or "", data, form.titel.data, current.author())
    except RefusedAttachment as refused:
        form.bestand.errors = [refused.reason]
        return None
    current.record("bijlage toegevoegd", entry.slug, added.name)
    return added


@blueprint.post("/redactie/<slug>/bijlagen/<name>/verwijderen")
@for_curators
def remove(slug: str, name: str) -> Response:
    """Take an attachment away."""
    entry = visibility.entry_or_404(Entry, slug)
    attachment = entry.attachment(name) or abort(404)
    site.attachments.remove(entry, attachment, current.author())
    current.record("bijlage verwijderd", slug, name)
    flash(f"‘{attachment.title}’ is verwijderd. Via de geschiedenis kunt u de bijlage terugzetten.")
    return redirect(url_for("entry_attachments.manage", slug=slug))
