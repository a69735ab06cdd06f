"""What readers reported and organisations corrected, for curators: read, answer, and make use of it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kennisplatform.curation.editor.opened_entry import OpenedEntry
from kennisplatform.curation.feedback import organisation_reviews
from kennisplatform.curation.feedback.organisation_reviews import ProposedChange
from kennisplatform.curation.feedback.reports import Report, ReportKind, ReportState
from kennisplatform.curation.writing.editing import SlugTaken, VersionConflict
from kennisplatform.curation.writing.new_entry import from_template, slug_of
from kennisplatform.entries.document import Document
from kennisplatform.entries.menu_card.model import MENU_CARD_HEADINGS, MenuCardEntry
from kennisplatform.entries.models import SUMMARY_LIMIT
from kennisplatform.site import site
from kennisplatform.vocabulary import Status
from kennisplatform.web.base import current
from kennisplatform.web.base.access import for_curators
from kennisplatform.web.feedback.forms import AnswerForm, ConceptForm

blueprint = Blueprint("reports", __name__, url_prefix="/redactie/meldingen")


@dataclass(frozen=True)
class ShownCorrection:
    """What an organisation proposes, beside what its contact says now, and what a curator should look at in it."""

    changes: tuple[ProposedChange, ...]
    advice: tuple[str, ...]
    has_contact: bool


@blueprint.get("")
@for_curators
def overview() -> str:
    """List the reports in one state, those that are open to begin with."""
    asked = request.args.get("stand", ReportState.OPEN)
    state = ReportState(asked) if asked in ReportState.__members__.values() else None
    page = site.reports.page(state, request.args.get("pagina", 1, type=int))
    return render_template("feedback/inbox.html", page=page, state=state, states=list(ReportState))


@blueprint.route("/<int:number>", methods=["GET", "POST"])
@for_curators
def report(number: int) -> ResponseReturnValue:
    """Show a report, and keep how far a curator is with it."""
    found = _report_or_404(number)
    form = AnswerForm(state=found.state, note=found.note)
    if form.validate_on_submit():
        site.reports.answer(number, ReportState(form.state.data), form.note.data)
        current.record("bericht beantwoord", f"{found.sent.kind} {number}", form.state.data)
        flash(f"Opgeslagen. De stand is nu: {ReportState(form.state.data).label.lower()}.")
        return redirect(url_for("reports.overview"))
    return render_template(
        "feedback/report.html",
        report=found,
        form=form,
        concept=_concept_form(found),
        correction=_correction(found),
        is_there=found.sent.slug in site.catalogue.entries or found.sent.slug in site.catalogue.pages,
    )


@blueprint.post("/<int:number>/wis-adres")
@for_curators
def forget_email(number: int) -> ResponseReturnValue:
    """Remove the e-mail address of a report at once."""
    found = _report_or_404(number)
    site.reports.forget_email(number)
    current.record("e-mailadres gewist", f"{found.sent.kind} {number}")
    flash("Het e-mailadres is gewist.")
    return redirect(url_for("reports.report", number=number))


@blueprint.post("/<int:number>/concept")
@for_curators
def make_concept(number: int) -> ResponseReturnValue:
    """Make a concept of a suggestion, and go on to it."""
    found = _report_or_404(number)
    form = _concept_form(found)
    if form is None:
        abort(404)
    if not form.validate_on_submit():
        answer = AnswerForm(formdata=None, state=found.state, note=found.note)
        return render_template("feedback/report.html", report=found, form=answer, concept=form, correction=None)
    entry, document = _entry_of(form, found)
    try:
        site.editing.save(entry, document, None, current.author(), f"Toegevoegd na een voorstel: {entry.title}")
    except (SlugTaken, VersionConflict):
        flash("Iemand maakte op dit moment een vermelding met deze naam. Probeer het nog eens.", "error")
        return redirect(url_for("reports.report", number=number))
    current.record("vermelding toegevoegd", entry.slug, f"na voorstel {number}")
    note = "\n".join(filter(None, [found.note, f"Concept gemaakt: {entry.slug}"]))
    site.reports.answer(number, ReportState.IN_PROGRESS, note)
    flash("Het concept is gemaakt. Vul het aan en publiceer het als het klaar is.")
    return redirect(url_for("editor.edit", slug=entry.slug))


@blueprint.post("/<int:number>/overnemen")
@for_curators
def take_over(number: int) -> ResponseReturnValue:
    """Open the editor with what an organisation proposes filled in; nothing is saved yet."""
    found = _report_or_404(number)
    contact = _contact_of(found)
    if contact is None or not found.sent.proposed:
        abort(404)
    draft = organisation_reviews.draft_of(contact, found)
    site.drafts.keep(current.signed_in().account.id, draft)
    if found.state is ReportState.OPEN:
        site.reports.answer(number, ReportState.IN_PROGRESS, found.note)
    current.record("correctie overgenomen", f"{found.sent.kind} {number}", contact.slug)
    flash("Het voorstel is ingevuld. Kijk het na en bewaar het. Handel daarna het bericht af.")
    return redirect(url_for("editor.edit", slug=contact.slug, concept=draft.key), 303)


def _contact_of(found: Report) -> OpenedEntry | None:
    if found.sent.kind is not ReportKind.BY_ORGANISATION:
        return None
    return organisation_reviews.contact_to_correct(found.sent.slug, site.catalogue, site.follower.store)


def _correction(found: Report) -> ShownCorrection | None:
    if found.sent.kind is not ReportKind.BY_ORGANISATION:
        return None
    contact = _contact_of(found)
    return ShownCorrection(
        organisation_reviews.changes(contact, found.sent.proposed),
        organisation_reviews.advice(contact, found.sent.proposed) if contact else (),
        contact is not None,
    )


def _report_or_404(number: int) -> Report:
    found = site.reports.by_id(number) if number < 2**31 else None
    if found is None:
        abort(404)
    return found


def _concept_form(found: Report) -> ConceptForm | None:
    if found.sent.kind is not ReportKind.SUGGESTION:
        return None
    sent = found.sent
    return ConceptForm(
        formdata=request.form if request.endpoint == "reports.make_concept" else None,
        prefix="concept-",
        title=sent.title,
        summary=sent.text if len(sent.text) <= SUMMARY_LIMIT else "",
        themes=list(sent.themes),
        sectors=list(sent.sectors),
    )


def _entry_of(form: ConceptForm, found: Report) -> tuple[MenuCardEntry, Document]:
    metadata: dict[str, object] = {
        "titel": form.title.data,
        "soort": form.kind.data,
        "samenvatting": " ".join(form.summary.data.split()),
        "themas": list(form.themes.data),
        "sectoren": list(form.sectors.data),
        "status": str(Status.CONCEPT),
    }
    if found.sent.source:
        metadata["bronnen"] = [{"titel": found.sent.title, "url": found.sent.source}]
    document = Document.new(metadata, from_template(MENU_CARD_HEADINGS, found.sent.text))
    present = site.editing.store.refresh()
    slug = slug_of(form.title.data, present.entries.keys() | present.pages.keys() | present.former_slugs.keys())
    return MenuCardEntry.model_validate(document.values_for(slug)), document
