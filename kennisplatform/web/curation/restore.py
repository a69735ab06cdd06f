"""Putting back, deleting and renaming entries, and undoing what was done to many at once. For curators.

None of it destroys anything: each is one more version in the history, and stands in the audit log.
"""

from __future__ import annotations

from pathlib import PurePosixPath

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import Field, HiddenField, StringField, ValidationError
from wtforms.validators import DataRequired, Length

from kennisplatform.curation.versions import entry_versions
from kennisplatform.curation.writing import slugs
from kennisplatform.curation.writing.editing import FormerSlugTaken, NotRestorable, SlugTaken, VersionConflict
from kennisplatform.entries.history.repository import RevisionUnknown
from kennisplatform.entries.models import Entry
from kennisplatform.site import site
from kennisplatform.web.base import current, visibility
from kennisplatform.web.base.access import for_curators
from kennisplatform.web.base.forms import SiteForm
from kennisplatform.web.curation import list_url
from kennisplatform.web.curation.titles import named
from kennisplatform.web.curation.versions import deleted_or_404, subject_or_404, version_or_404
from kennisplatform.web.display.form_fields import stripped
from kennisplatform.web.display.navigation import url_of

blueprint = Blueprint("restoring", __name__)

SOMEBODY_SAVED = (
    "Iemand anders heeft deze vermelding intussen gewijzigd. Er is nog niets gedaan. Kijk eerst wat er veranderd is."
)
LONGEST_REMARK = 300


class DeletionForm(SiteForm):
    """Why an entry goes."""

    versie = HiddenField()
    opmerking = StringField("Waarom? (hoeft niet)", [Length(max=LONGEST_REMARK)], filters=[stripped])


def _slug(_: SiteForm, field: Field) -> None:
    if not slugs.is_name(field.data):
        raise ValidationError("Gebruik alleen kleine letters, cijfers en streepjes, zoals nood-drinkwater.")


class RenameForm(DeletionForm):
    """What an entry's address becomes."""

    adres = StringField(
        "Nieuw laatste deel van het adres",
        [
            DataRequired("Schrijf hoe het adres moet eindigen."),
            Length(max=120, message="Gebruik hoogstens 120 tekens."),
            _slug,
        ],
        filters=[stripped],
    )


@blueprint.post("/redactie/<slug>/geschiedenis/<revision_id>/terugzetten")
@for_curators
def restore(slug: str, revision_id: str) -> Response:
    """Make a new version that is the same as an old one."""
    subject, revision = version_or_404(slug, revision_id)
    back = redirect(url_for("history.versions", slug=slug))
    if request.form.get("versie", "") != subject.version:
        flash(SOMEBODY_SAVED, "error")
        return back
    try:
        site.editing.restore(subject.path, revision.id, current.author())
    except (NotRestorable, SlugTaken) as refused:
        flash(f"Deze versie kan niet terug: {_reason(refused)}.", "error")
        return back
    except VersionConflict:
        flash(SOMEBODY_SAVED, "error")
        return back
    current.record("vermelding teruggezet", slug, f"versie {revision.id[:10]}")
    flash(f"‘{subject_or_404(slug).title}’ is teruggezet. De andere versies staan er nog.")
    return back


@blueprint.post("/redactie/verwijderd/<slug>/terughalen")
@for_curators
def bring_back(slug: str) -> Response:
    """Bring back a deleted entry, with its attachments."""
    gone = deleted_or_404(slug)
    try:
        site.editing.restore(gone.path, gone.revision_id, current.author())
    except (NotRestorable, SlugTaken, VersionConflict) as refused:
        flash(f"‘{gone.title}’ kan niet terug: {_reason(refused)}.", "error")
        return redirect(url_for("history.deleted"))
    current.record("vermelding teruggehaald", slug)
    flash(f"‘{gone.title}’ is terug.")
    return redirect(url_for("history.versions", slug=slug))


@blueprint.route("/redactie/<slug>/verwijderen", methods=["GET", "POST"])
@for_curators
def delete(slug: str) -> str | Response:
    """Ask whether an entry may go, and tell who refers to it."""
    entry = visibility.entry_or_404(Entry, slug)
    subject = subject_or_404(slug)
    form = DeletionForm(versie=subject.version)
    if form.validate_on_submit():
        try:
            site.editing.delete(slug, form.versie.data, current.author(), form.opmerking.data)
        except VersionConflict:
            form.opmerking.errors = [SOMEBODY_SAVED]
            form.versie.data = subject.version
        else:
            current.record("vermelding verwijderd", slug, form.opmerking.data)
            flash(f"‘{entry.title}’ is verwijderd. U kunt de vermelding hier terughalen.")
            return redirect(url_for("history.deleted"))
    return render_template("curation/delete.html", entry=entry, form=form, subject=subject, mentions=_mentions(slug))


@blueprint.route("/redactie/<slug>/hernoemen", methods=["GET", "POST"])
@for_curators
def rename(slug: str) -> str | Response:
    """Give an entry another address; the old one leads on to it."""
    entry = visibility.entry_or_404(Entry, slug)
    subject = subject_or_404(slug)
    form = RenameForm(versie=subject.version, adres=slug)
    if form.validate_on_submit():
        new = form.adres.data
        try:
            site.editing.rename(slug, new, form.versie.data, current.author(), form.opmerking.data)
        except FormerSlugTaken as taken:
            owner = site.catalogue.entries[str(taken)]
            form.adres.errors = [
                f"Dit is een oud adres van ‘{owner.title}’ en brengt mensen nog daarheen. Kies een ander."
            ]
        except SlugTaken:
            form.adres.errors = ["Dit adres is al in gebruik. Kies een ander."]
        except VersionConflict:
            form.adres.errors = [SOMEBODY_SAVED]
            form.versie.data = subject.version
        else:
            current.record("adres gewijzigd", slug, f"wordt {new}")
            flash("Het adres is gewijzigd. Het oude adres brengt mensen hierheen.")
            return redirect(url_of(site.catalogue.entries[new]))
    return render_template("curation/rename.html", entry=entry, form=form, subject=subject, mentions=_mentions(slug))


@blueprint.post("/redactie/geschiedenis/<revision_id>/ongedaan")
@for_curators
def undo(revision_id: str) -> Response:
    """Undo what was done to many entries at once, except where somebody changed them since."""
    try:
        revision = site.history.revision(revision_id)
    except RevisionUnknown:
        abort(404)
    if not entry_versions.can_be_undone(revision):
        abort(404)
    has_list = bool(request.form.get("lijst"))
    back = list_url.url(list_url.read_from_form()) if has_list else url_for("history.changes")
    try:
        undone = site.editing.undo(revision_id, current.author())
    except (SlugTaken, VersionConflict) as refused:
        flash(f"Dit kan niet ongedaan worden gemaakt: {_reason(refused)}.", "error")
        return redirect(back)
    if undone.restored:
        current.record("wijziging ongedaan gemaakt", revision.message[:200], f"versie {revision_id[:10]}")
        flash(f"Teruggezet zoals het was: {named(map(_slug_of, undone.restored))}.")
    if undone.skipped:
        flash(f"Niet teruggezet, omdat iemand het intussen wijzigde: {named(map(_slug_of, undone.skipped))}.", "error")
    return redirect(back)


def _slug_of(path: str) -> str:
    return PurePosixPath(path).parts[1].removesuffix(".md") if "/" in path else path


def _mentions(slug: str) -> list[tuple[str, str]]:
    """Return slug and title of what refers to an entry."""
    catalogue = site.catalogue
    found = (catalogue.entries.get(one) or catalogue.pages[one] for one in site.editing.mentions(slug))
    return [(content.slug, content.title) for content in found]


def _reason(refused: Exception) -> str:
    match refused:
        case SlugTaken():
            return "er is nu een andere vermelding met dit adres"
        case VersionConflict():
            return "iemand anders heeft hem intussen gewijzigd"
    return str(refused)
