"""Putting back an earlier version or a deleted entry, and undoing what was done to many at once. For curators.

None of it destroys anything: each is one more version in the history, and stands in the audit log.
"""

from __future__ import annotations

from pathlib import PurePosixPath

from flask import Blueprint, abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from kennisplatform.curation.versions import entry_versions
from kennisplatform.curation.writing.editing import NotRestorable, SlugTaken, VersionConflict
from kennisplatform.entries.history.repository import RevisionUnknown
from kennisplatform.site import site
from kennisplatform.web.base import current
from kennisplatform.web.base.access import for_curators
from kennisplatform.web.curation import onward
from kennisplatform.web.curation.versions import deleted_or_404, subject_or_404, version_or_404
from kennisplatform.web.display.titles import named

blueprint = Blueprint("undo_and_restore", __name__)

SOMEBODY_SAVED = (
    "Iemand anders heeft deze vermelding intussen gewijzigd. Er is nog niets gedaan. Kijk eerst wat er veranderd is."
)


@blueprint.post("/redactie/<slug>/geschiedenis/<revision_id>/terugzetten")
@for_curators
def restore(slug: str, revision_id: str) -> Response:
    """Make a new version that is the same as an old one."""
    subject, revision = version_or_404(slug, revision_id)
    back = redirect(url_for("versions.versions", slug=slug))
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


@blueprint.post("/redactie/verwijderd/<slug>/terugzetten")
@for_curators
def bring_back(slug: str) -> Response:
    """Bring back a deleted entry, with its attachments."""
    gone = deleted_or_404(slug)
    try:
        site.editing.restore(gone.path, gone.revision_id, current.author())
    except (NotRestorable, SlugTaken, VersionConflict) as refused:
        flash(f"‘{gone.title}’ kan niet terug: {_reason(refused)}.", "error")
        return redirect(url_for("versions.deleted"))
    current.record("vermelding teruggezet", slug)
    flash(f"‘{gone.title}’ is terug.")
    return redirect(url_for("versions.versions", slug=slug))


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
    back = onward.page_of_desk() or url_for("versions.changes")
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


def _reason(refused: Exception) -> str:
    match refused:
        case SlugTaken():
            return "er is nu een andere vermelding met dit adres"
        case VersionConflict():
            return "iemand anders heeft hem intussen gewijzigd"
    return str(refused)
