"""The review of a change that is prepared beside a published entry, and its publication now or on a date. For curators.

Nothing is published that was not looked at: the form says which version of the change and of the entry it showed.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from kennisplatform.curation.editor.advice import preview_of
from kennisplatform.curation.editor.opened_entry import OpenedEntry
from kennisplatform.curation.editor.submission import Saved, document_of
from kennisplatform.curation.prepared.prepared_changes import PreparedChange, SomebodyWasFirst, State, Step
from kennisplatform.curation.prepared.publication import SOMEBODY_SAVED, Outlook
from kennisplatform.curation.prepared.review import ReviewStep, steps_from
from kennisplatform.curation.prepared.wording import told
from kennisplatform.curation.versions import differences, entry_versions
from kennisplatform.curation.writing.doubts import Doubt
from kennisplatform.dutch_text import dutch_moment
from kennisplatform.entries.folders import model_of
from kennisplatform.site import site
from kennisplatform.web.base import current, extras
from kennisplatform.web.base.access import for_curators
from kennisplatform.web.base.forms import confirmed_doubts
from kennisplatform.web.base.unsent_forms import NotTaken
from kennisplatform.web.display.titles import title_of
from kennisplatform.web.prepared.review_form import ReviewForm, form_of
from kennisplatform.web.reading.entry_page import render_preview

blueprint = Blueprint("prepared_review", __name__, url_prefix="/redactie/voorbereid")

PUBLISH = "publiceer"
PLAN = "plan"
GONE = "Deze wijziging is er niet meer: zij is gepubliceerd of verwijderd. Kijk bij de geschiedenis van de vermelding."
SOMEBODY_CHANGED = "Iemand anders heeft deze wijziging intussen veranderd. Kijk haar nog eens na en kies dan opnieuw."


def register(app: Flask) -> None:
    """Let the pages of entries and the lists of the desk tell of a prepared change."""
    app.jinja_env.globals.update(
        prepared_change_of=lambda slug: extras.or_else(None, lambda: site.prepared_changes.of(slug)),
        told_of_change=told,
    )


@blueprint.get("/<number:number>")
@for_curators
def show(number: int) -> ResponseReturnValue:
    """Show a prepared change: what differs, how it will look, and what can be done with it."""
    change = site.prepared_changes.by_id(number)
    return show_change(change, form_of(change)) if change else gone()


@blueprint.post("/<number:number>/stap")
@for_curators
def take(number: int) -> ResponseReturnValue:
    """Take a step with a change; what stands in the way is shown with what was typed."""
    change = site.prepared_changes.by_id(number)
    form = ReviewForm()
    if change is None:
        if form.opmerking.data:
            raise NotTaken(GONE)
        return gone()
    deed = request.form.get("doe", "")
    is_in_order = form.validate()
    if form.stand.data != change.tag or change.claim:
        return show_change(change, form, SOMEBODY_CHANGED, status=409)
    try:
        if deed == PUBLISH:
            return _publish(change, form)
        if deed == PLAN:
            return _plan(change, form)
        step = next((step for step in steps_from(change.state) if step.name == deed), None)
        if step is None or not is_in_order:
            return show_change(change, form, status=422)
        return _step(change, step, form)
    except SomebodyWasFirst:
        present = site.prepared_changes.by_id(number)
        return show_change(present, form, SOMEBODY_CHANGED, status=409) if present else gone()


def _publish(change: PreparedChange, form: ReviewForm) -> ResponseReturnValue:
    doubts = _unconfirmed(change)
    if doubts:
        return show_change(change, form, doubts=doubts, deed=PUBLISH, status=422)
    confirmed = change.confirmed | confirmed_doubts()
    approved = replace(change, confirmed=confirmed)
    outcome = site.publication.publish(approved, current.author().name, form.versie.data or "")
    if isinstance(outcome, Saved):
        current.record("wijziging gepubliceerd", outcome.entry.slug, f"voorbereid door {change.author.name}")
        flash(f"De wijziging van ‘{outcome.entry.title}’ staat op de site.")
        return redirect(url_for("curators_desk.content", slug=outcome.entry.slug), 303)
    return show_change(site.prepared_changes.by_id(change.id) or change, form, outcome.hindrance, status=409)


def _plan(change: PreparedChange, form: ReviewForm) -> ResponseReturnValue:
    moment = form.moment()
    expected = site.publication.outlook(change)
    if moment is None or expected.hindrance:
        return show_change(change, form, expected.hindrance, status=422)
    if expected.present and expected.present.version != form.versie.data:
        return show_change(change, form, SOMEBODY_SAVED, status=409)
    doubts = _unconfirmed(change)
    if doubts:
        return show_change(change, form, doubts=doubts, deed=PLAN, status=422)
    confirmed = change.confirmed | confirmed_doubts()
    site.prepared_changes.take(change, Step(State.SCHEDULED, publish_at=moment, confirmed=confirmed), current.author())
    current.record("wijziging ingepland", change.last_slug, dutch_moment(moment))
    flash(f"Ingepland: de wijziging komt vanzelf op de site op {dutch_moment(moment)}.")
    return redirect(url_for(".show", number=change.id), 303)


def _step(change: PreparedChange, step: ReviewStep, form: ReviewForm) -> ResponseReturnValue:
    said = form.opmerking.data
    if step.needed_remark and not said:
        form.opmerking.errors = [f"Schrijf {step.needed_remark}."]
        return show_change(change, form, status=422)
    is_reply = step.target is State.RETURNED
    taken = Step(step.target, reply=said if is_reply else "", remark=None if is_reply or not said else said)
    site.prepared_changes.take(change, taken, current.author())
    current.record(f"wijziging {step.done}", change.last_slug, said)
    flash(f"De wijziging van ‘{change.title}’ is {step.done}.")
    return redirect(url_for(".show", number=change.id), 303)


def show_change(  # noqa: PLR0913 -- one page, with what may stand on it besides
    change: PreparedChange,
    form: ReviewForm,
    error: str = "",
    *,
    doubts: tuple[Doubt, ...] = (),
    deed: str = "",
    status: int = 200,
) -> ResponseReturnValue:
    """Return the page of a change, with what stands in the way of a step and what is asked before it."""
    expected = site.publication.outlook(change)
    form.stand.data = change.tag
    form.versie.data = expected.present.version if expected.present else ""
    before = expected.present.document if expected.present else None
    difference = differences.difference(before, expected.document, title_of) if expected.document else None
    page = render_template(
        "prepared/review.html",
        change=change,
        form=form,
        error=error,
        doubts=doubts,
        deed=deed,
        outlook=expected,
        last_change=_last_change(expected),
        difference=difference,
        stretches=entry_versions.stretches(difference) if difference else [],
        preview=_preview(change, expected),
        steps=steps_from(change.state),
        can_attach=can_attach(change),
    )
    return page, status


def gone() -> ResponseReturnValue:
    """Lead on from a change that is not there any more."""
    flash(GONE, "error")
    return redirect(url_for("curators_desk.overview"), 303)


def can_attach(change: PreparedChange) -> bool:
    """Tell whether an entry has the address that the entry of a change had, which is gone."""
    entries = {**site.catalogue.entries, **site.catalogue.pages}
    return change.slug is None and change.last_slug in entries


def _unconfirmed(change: PreparedChange) -> tuple[Doubt, ...]:
    confirmed = change.confirmed | confirmed_doubts()
    doubts = site.publication.outlook(change).doubts
    return doubts if any(doubt.text not in confirmed for doubt in doubts) else ()


def _preview(change: PreparedChange, expected: Outlook) -> Markup | None:
    model = expected.present.model if expected.present else model_of(change.kind)
    if model is None:
        return None
    document = expected.document or document_of(OpenedEntry(model, change.kind), change.typed)
    return render_preview(preview_of(model, change.last_slug, document.metadata, document.body))


def _last_change(expected: Outlook) -> tuple[str, datetime] | None:
    """Return who changed the entry on the site last, and when, if that was after the change began."""
    if not expected.is_merged or expected.present is None:
        return None
    revisions = site.history.revisions(expected.present.path, limit=1)
    return (revisions[0].author, revisions[0].at) if revisions else None
