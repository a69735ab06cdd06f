"""The steps of the workflow as buttons: put up for review, publish, send back, archive. For curators."""

from __future__ import annotations

from flask import Blueprint, Flask, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from kennisplatform.curation.writing import workflow
from kennisplatform.curation.writing.editing import Change, VersionConflict
from kennisplatform.entries.models import Entry
from kennisplatform.site import site
from kennisplatform.vocabulary import Status
from kennisplatform.web.base import current, visibility
from kennisplatform.web.base.access import for_curators
from kennisplatform.web.display.navigation import url_of

blueprint = Blueprint("status", __name__, url_prefix="/redactie")

LONGEST_REMARK = 500


def register(app: Flask) -> None:
    """Let templates show the buttons of an entry (`curation/_workflow.html`)."""
    app.jinja_env.globals.update(
        transitions_from=workflow.transitions_from,
        version_of=lambda entry: site.catalogue.versions.get(entry.slug, ""),
    )


@blueprint.post("/<slug>/status")
@for_curators
def change(slug: str) -> ResponseReturnValue:
    """Take an entry to another status; the remark becomes the message in its history."""
    entry = visibility.entry_or_404(Entry, slug)
    back = redirect(_onward(entry))
    wanted = request.form.get("status", "")
    step = workflow.transition(entry.status, Status(wanted)) if wanted in Status.__members__.values() else None
    remark = " ".join(request.form.get("opmerking", "").split())[:LONGEST_REMARK]
    if step is None:
        flash(f"Deze stap kan niet (meer): de vermelding is nu {entry.status.label.lower()}.", "error")
        return back
    if step.needs_remark and not remark:
        flash(f"Schrijf een opmerking en kies dan weer ‘{step.verb}’: anderen moeten kunnen lezen waarom.", "error")
        return back
    message = f"{step.done.capitalize()}: {remark or entry.title}"
    try:
        document, present = site.editing.store.document(entry)
        version = request.form.get("versie", present)
        change = Change(entry, workflow.with_status(document, step.target), version)
        site.editing.save([change], current.author(), message)
    except VersionConflict:
        flash("Iemand wijzigde deze vermelding intussen. Bekijk haar nog eens en kies dan opnieuw.", "error")
        return back
    current.record("status gewijzigd", slug, f"{step.origin} → {step.target}. {remark}".strip())
    flash(f"‘{entry.title}’ is {step.done}.")
    return back


def _onward(entry: Entry) -> str:
    """Return where the button stood when the form says so: a page of the desk, otherwise the page of the entry."""
    wanted = request.form.get("verder", "")
    is_of_the_desk = wanted == url_for("desk.desk") or wanted.startswith(f"{url_for('desk.desk')}/")
    return wanted if is_of_the_desk and wanted.isprintable() and "\\" not in wanted else url_of(entry)
