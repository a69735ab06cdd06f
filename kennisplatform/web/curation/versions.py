"""What entries were and what became of them: versions, differences, what was deleted. For curators."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, abort, g, render_template, request, url_for

from kennisplatform.curation.versions import entry_versions
from kennisplatform.curation.versions.entry_versions import EntryVersions
from kennisplatform.curation.writing.slugs import is_name
from kennisplatform.entries.content_files import version_of
from kennisplatform.entries.folders import MODEL_BY_FOLDER
from kennisplatform.entries.history.repository import RevisionUnknown
from kennisplatform.entries.history.revisions import Deleted, Revision
from kennisplatform.entries.models import Entry, Page
from kennisplatform.entries.text.rendering import render
from kennisplatform.site import site
from kennisplatform.web.base.access import for_curators
from kennisplatform.web.display.navigation import url_of
from kennisplatform.web.display.titles import title_of
from kennisplatform.web.reading import attachments, entry_page
from kennisplatform.web.reading.attachments import ShownAttachment

blueprint = Blueprint("versions", __name__)

PER_PAGE = 25
EARLIER = "curation/as_it_was.html"
UNTIL_NOW = "nu"
"""Value of `met`: compare a version with the entry of today, not with the version before it."""


@dataclass(frozen=True)
class Subject:
    """The entry or page whose past is asked; `present` is what its file holds today, None when it was deleted."""

    slug: str
    path: str
    title: str
    present: bytes | None
    url: str | None

    @property
    def version(self) -> str:
        """The version tag of today, to be sent back with what is to be done; empty when it was deleted."""
        return version_of(self.present) if self.present is not None else ""


@blueprint.get("/redactie/<slug>/geschiedenis")
@for_curators
def versions(slug: str) -> str:
    """List the versions of an entry, the newest first."""
    subject = subject_or_404(slug)
    before = request.args.get("voor")
    found = _past().versions(subject.path, before, PER_PAGE + 1)
    older = found[PER_PAGE - 1].revision.id if len(found) > PER_PAGE else None
    return render_template(
        "curation/versions.html", subject=subject, versions=found[:PER_PAGE], older=older, is_first=before is None
    )


@blueprint.get("/redactie/<slug>/geschiedenis/<revision_id>")
@for_curators
def version(slug: str, revision_id: str) -> str:
    """Show what changed in a version, or with `met=nu` what changed since."""
    subject, revision = version_or_404(slug, revision_id)
    until_now = request.args.get("met") == UNTIL_NOW
    difference = (
        _past().since(revision.id, subject.path, subject.present)
        if until_now
        else _past().changed(revision.id, subject.path)
    )
    return render_template(
        "curation/version.html",
        subject=subject,
        revision=revision,
        difference=difference,
        stretches=entry_versions.stretches(difference),
        until_now=until_now,
        is_there=_past().document(revision.id, subject.path) is not None,
        is_present=site.history.source(revision.id, subject.path) == subject.present,
    )


@blueprint.get("/redactie/<slug>/geschiedenis/<revision_id>/vermelding")
@for_curators
def as_it_was(slug: str, revision_id: str) -> str:
    """Show the whole entry as it was, with its pictures of then."""
    subject, revision = version_or_404(slug, revision_id)
    then = _past().content(revision.id, subject.path)
    if then is None:
        abort(404)
    of_today = f"/bijlagen/{then.slug}/"
    of_then = url_for("versions.attachment", slug=slug, revision_id=revision.id, name="")
    then = then.model_copy(update={"body": then.body.replace(of_today, of_then)})
    g.earlier_version = url_for("versions.version", slug=slug, revision_id=revision.id)
    if isinstance(then, Page):
        return render_template("reading/page.html", page=then, text=render(then.body), layout=EARLIER)
    attached = [
        ShownAttachment.of(listed, len(data), of_then + listed.name)
        for listed, data in _past().attachments(revision.id, subject.path)
    ]
    return entry_page.render_entry(then, EARLIER, attached)


@blueprint.get("/redactie/<slug>/geschiedenis/<revision_id>/bijlagen/<name>")
@for_curators
def attachment(slug: str, revision_id: str, name: str) -> Response:
    """Send an attachment as it was then."""
    subject, revision = version_or_404(slug, revision_id)
    found = {listed.name: data for listed, data in _past().attachments(revision.id, subject.path)}
    if name not in found:
        abort(404)
    return attachments.answer(found[name], name)


@blueprint.get("/redactie/geschiedenis")
@for_curators
def changes() -> str:
    """List the latest changes of everything, the newest first."""
    before = request.args.get("voor")
    found = site.history.revisions(limit=PER_PAGE + 1, before=before)
    older = found[PER_PAGE - 1].id if len(found) > PER_PAGE else None
    shown = [
        (revision, list(entry_versions.touched(revision, site.catalogue)), entry_versions.can_be_undone(revision))
        for revision in found[:PER_PAGE]
    ]
    return render_template("curation/changes.html", changes=shown, older=older, is_first=before is None)


@blueprint.get("/redactie/verwijderd")
@for_curators
def deleted() -> str:
    """List the entries that were deleted."""
    return render_template("curation/deleted.html", deleted=site.history.deleted())


def subject_or_404(slug: str) -> Subject:
    """Return the entry or page with this slug, also one that cannot be read or that was deleted."""
    if not is_name(slug):
        abort(404)
    catalogue = site.catalogue
    content = catalogue.entries.get(slug) or catalogue.pages.get(slug)
    store = site.editing.store
    for folder in MODEL_BY_FOLDER:
        path = f"{folder}/{slug}.md"
        data = store.read(path)
        if data is not None:
            title = content.title if content else slug
            return Subject(slug, path, title, data, _url_of(content))
    gone = deleted_or_404(slug)
    return Subject(slug, gone.path, gone.title, None, None)


def deleted_or_404(slug: str) -> Deleted:
    """Return what is left of a deleted entry."""
    return next((gone for gone in site.history.deleted() if gone.path.endswith(f"/{slug}.md")), None) or abort(404)


def version_or_404(slug: str, revision_id: str) -> tuple[Subject, Revision]:
    """Return an entry and a revision that holds it, or that removed it."""
    subject = subject_or_404(slug)
    history = site.history
    try:
        revision = history.revision(revision_id)
    except RevisionUnknown:
        abort(404)
    if history.source(revision.id, subject.path) is None and history.source_before(revision.id, subject.path) is None:
        abort(404)
    return subject, revision


def _past() -> EntryVersions:
    return EntryVersions(site.history, title_of)


def _url_of(content: Entry | Page | None) -> str | None:
    match content:
        case Entry():
            return url_of(content)
        case Page():
            return url_for("pages.page", slug=content.slug)
    return None
