"""What readers reported and organisations corrected, for curators: read, answer, and make use of it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kennisplatform import dutch_time, outside
from kennisplatform.curation.editor.opened_entry import OpenedEntry
from kennisplatform.curation.feedback import organisation_reviews, report_drafts
from kennisplatform.curation.feedback.organisation_reviews import ProposedChange
from kennisplatform.curation.feedback.reports import Report, ReportKind, ReportState
from kennisplatform.site import site
from kennisplatform.web.base import current
from kennisplatform.web.base.access import for_curators
from kennisplatform.web.feedback.forms import AnswerForm

blueprint = Blueprint("inbox", __name__, url_prefix="/redactie/meldingen")


LAST_PAGE = 1_000_000


@dataclass(frozen=True)
class ShownCorrection:
    """What an organisation proposes, beside what its contact says now, and what a curator should look at in it."""

    changes: tuple[ProposedChange, ...]
    advice: tuple[str, ...]


@blueprint.get("")
@for_curators
def overview() -> str:
    """List the reports in one state, those that are open to begin with."""
    asked = request.args.get("stand", ReportState.OPEN)
    state = ReportState(asked) if asked in ReportState.__members__.values() else None
    page = site.reports.page(state, outside.number(request.args.get("pagina", ""), 1, LAST_PAGE) or 1)
    return render_template("feedback/inbox.html", page=page, state=state, states=list(ReportState))


@blueprint.route("/<number:number>", methods=["GET", "POST"])
@for_curators
def report(number: int) -> ResponseReturnValue:
    """Show a report, and keep how far a curator is with it."""
    found = _report_or_404(number)
    form = AnswerForm(state=found.state, note=found.note)
    if form.validate_on_submit():
        site.reports.answer(number, ReportState(form.state.data), form.note.data)
        current.record("bericht beantwoord", f"{found.sent.kind} {number}", form.state.data)
        flash(f"Opgeslagen. De status is nu: {ReportState(form.state.data).label.lower()}.")
        return redirect(url_for("inbox.overview"))
    subject = report_drafts.subject_of(found, site.catalogue, site.editing.store)
    return render_template(
        "feedback/inbox_report.html",
        report=found,
        form=form,
        correction=_correction(found, subject),
        can_be_taken_over=subject is not None and not found.is_forgotten,
        is_there=found.sent.slug in site.catalogue.entries or found.sent.slug in site.catalogue.pages,
    )


@blueprint.post("/<number:number>/wis-adres")
@for_curators
def forget_email(number: int) -> ResponseReturnValue:
    """Remove the e-mail address of a report at once."""
    found = _report_or_404(number)
    site.reports.forget_email(number)
    current.record("e-mailadres gewist", f"{found.sent.kind} {number}")
    flash("Het e-mailadres is gewist.")
    return redirect(url_for("inbox.report", number=number))


@blueprint.post("/<number:number>/overnemen")
@for_curators
def take_over(number: int) -> ResponseReturnValue:
    """Open the editor with what a report says filled in; nothing is saved yet."""
    found = _report_or_404(number)
    subject = report_drafts.subject_of(found, site.catalogue, site.editing.store)
    if subject is None or found.is_forgotten:
        abort(404)
    draft = report_drafts.draft_of(found, subject, dutch_time.today())
    site.drafts.keep(current.signed_in().account.id, draft)
    if found.state is ReportState.OPEN:
        site.reports.answer(number, ReportState.IN_PROGRESS, found.note)
    current.record("bericht overgenomen", f"{found.sent.kind} {number}", subject.slug)
    if subject.is_new:
        return redirect(url_for("editor.new", soort=subject.kind, concept=draft.key), 303)
    return redirect(url_for("editor.edit", slug=subject.slug, concept=draft.key), 303)


def _correction(found: Report, contact: OpenedEntry | None) -> ShownCorrection | None:
    if found.sent.kind is not ReportKind.BY_ORGANISATION:
        return None
    proposed = found.sent.proposed
    return ShownCorrection(
        organisation_reviews.changes(contact, proposed),
        organisation_reviews.advice(contact, proposed) if contact else (),
    )


def _report_or_404(number: int) -> Report:
    found = site.reports.by_id(number) if number < 2**31 else None
    if found is None:
        abort(404)
    return found
