"""Where curators put attachments to an entry and take them away. For curators."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_wtf.file import FileField, FileRequired
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from kennisplatform.entries.attachments.accept import LARGEST_ATTACHMENT, RefusedAttachment
from kennisplatform.entries.models import Entry
from kennisplatform.site import site
from kennisplatform.web.base import current, visibility
from kennisplatform.web.base.access import for_curators, takes_files
from kennisplatform.web.base.forms import SiteForm
from kennisplatform.web.display.form_fields import stripped
from kennisplatform.web.reading import attachments

blueprint = Blueprint("attaching", __name__)

LARGEST_REQUEST = 30_000_000
"""Bytes. More than a file may have: who sends one that is too large gets the form back, with the reason."""


class AttachmentForm(SiteForm):
    """A file and what it is called."""

    titel = StringField(
        "Titel",
        [DataRequired("Schrijf een titel, zodat mensen weten wat het is."), Length(max=200)],
        filters=[stripped],
    )
    bestand = FileField("Bestand", [FileRequired("Kies een bestand.")])


@blueprint.route("/redactie/<slug>/bijlagen", methods=["GET", "POST"])
@for_curators
@takes_files(LARGEST_REQUEST)
def manage(slug: str) -> str | Response:
    """List the attachments of an entry, and add one."""
    entry = visibility.entry_or_404(Entry, slug)
    form = AttachmentForm()
    if form.validate_on_submit():
        sent = form.bestand.data
        data = sent.stream.read(LARGEST_ATTACHMENT + 1)
        try:
            added = site.attachments.attach(entry, sent.filename or "", data, form.titel.data, current.author())
        except RefusedAttachment as refused:
            form.bestand.errors = [refused.reason]
        else:
            current.record("bijlage toegevoegd", slug, added.name)
            flash(f"‘{added.title}’ is toegevoegd.")
            return redirect(url_for("attaching.manage", slug=slug))
    return render_template(
        "editor/attachments.html", entry=entry, form=form, attachments=list(attachments.listed_attachments(entry))
    )


@blueprint.post("/redactie/<slug>/bijlagen/<name>/verwijderen")
@for_curators
def remove(slug: str, name: str) -> Response:
    """Take an attachment away."""
    entry = visibility.entry_or_404(Entry, slug)
    attachment = entry.attachment(name) or abort(404)
    site.attachments.remove(entry, attachment, current.author())
    current.record("bijlage weggehaald", slug, name)
    flash(f"‘{attachment.title}’ is weggehaald. Via de geschiedenis kunt u de bijlage terugzetten.")
    return redirect(url_for("attaching.manage", slug=slug))
