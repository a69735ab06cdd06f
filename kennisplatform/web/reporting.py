"""Readers tell what is not right on a page, or suggest an example. For everyone, logged in or not."""

from __future__ import annotations

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kennisplatform.accounts.throttle import Allowance, Counter
from kennisplatform.curation.reports import KEPT_FOR, NewReport, ReportKind
from kennisplatform.entries.models import Entry
from kennisplatform.vocabulary import Sector, Theme
from kennisplatform.web import current, throttling
from kennisplatform.web.access import for_everyone
from kennisplatform.web.report_forms import CorrectionForm, ReaderForm, SuggestionForm

blueprint = Blueprint("reporting", __name__)

REPORTS_PER_HOUR = Allowance("reports-per-hour", tries=5, minutes=60)
REPORTS_PER_DAY = Allowance("reports-per-day", tries=30, minutes=24 * 60)


@blueprint.route("/melden/<slug>", methods=["GET", "POST"])
@for_everyone
def correction(slug: str) -> ResponseReturnValue:
    """Take a report about an entry, from who may see it."""
    entry = current.entry_or_404(Entry, slug)
    form = CorrectionForm(email=_own_email())
    template = "reporting/correction.html"
    if not form.validate_on_submit():
        return _form_page(template, form, entry=entry)
    report = NewReport(ReportKind.CORRECTION, entry.title, form.text.data, slug=entry.slug, email=form.email.data)
    return _taken(form, report) or _form_page(template, form, _seconds_to_wait(), entry=entry)


@blueprint.route("/voorstel", methods=["GET", "POST"])
@for_everyone
def suggestion() -> ResponseReturnValue:
    """Take a suggestion for the menu card."""
    form = SuggestionForm(email=_own_email(), title=request.args.get("titel", "")[:200])
    template = "reporting/suggestion.html"
    if not form.validate_on_submit():
        return _form_page(template, form)
    report = NewReport(
        ReportKind.SUGGESTION,
        form.title.data,
        form.text.data,
        source=form.source.data,
        themes=tuple(Theme(slug) for slug in form.themes.data),
        sectors=tuple(Sector(slug) for slug in form.sectors.data),
        email=form.email.data,
    )
    return _taken(form, report) or _form_page(template, form, _seconds_to_wait())


@blueprint.get("/bedankt")
@for_everyone
def thanks() -> str:
    """Say thank you, and lead back to where the reader was."""
    entries = current.visible_by_slug(request.args.getlist("vermelding")[:1])
    return render_template("reporting/thanks.html", entry=entries[0] if entries else None)


def _taken(form: ReaderForm, report: NewReport) -> ResponseReturnValue | None:
    """Keep a report and go on; None when this address sent too many. A program learns nothing of being recognised."""
    if not form.is_of_a_program:
        if throttling.throttle().take(*_counters()):
            return None
        number = current.reports().add(report)
        current.record("bericht ontvangen", f"{report.kind} {number}", report.slug)
    return redirect(url_for("reporting.thanks", vermelding=report.slug or None))


def _form_page(template: str, form: ReaderForm, wait: int = 0, **values: object) -> ResponseReturnValue:
    minutes = -(-wait // 60)
    html = render_template(template, form=form, wait_minutes=minutes, kept_for=KEPT_FOR, **values)
    response = make_response(html, 429 if wait else 200)
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response


def _seconds_to_wait() -> int:
    return throttling.throttle().seconds_to_wait(*_counters())


def _counters() -> tuple[Counter, Counter]:
    address = throttling.visitor_address()
    return Counter(REPORTS_PER_HOUR, address), Counter(REPORTS_PER_DAY, address)


def _own_email() -> str | None:
    account = current.account()
    return account.email if account else None
