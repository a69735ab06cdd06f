"""Readers tell what is not right on a page, or suggest an example. For everyone, logged in or not."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kennisplatform.contacts.question.answer import FALLBACK
from kennisplatform.curation.feedback.reports import KEPT_FOR, LONGEST_TEXT, NewReport, ReportKind
from kennisplatform.entries.models import Entry
from kennisplatform.site import site
from kennisplatform.vocabulary import Sector, Theme
from kennisplatform.web.base import current, throttling, visibility
from kennisplatform.web.base.access import for_everyone
from kennisplatform.web.base.forms import opened_at
from kennisplatform.web.display.navigation import url_of
from kennisplatform.web.feedback.forms import QuestionForm, ReaderForm, ReportForm, SuggestionForm
from kennisplatform.web.reading import pages

blueprint = Blueprint("reader_reports", __name__)


@dataclass(frozen=True)
class Subject:
    """What a report is about: an entry, or a page of the site."""

    slug: str
    title: str
    url: str


@blueprint.route("/melden/<slug>", methods=["GET", "POST"])
@for_everyone
def report(slug: str) -> ResponseReturnValue:
    """Take a report about an entry, from who may see it, or about a page of the site; or a question to the desk.

    `tekst` in the address fills in the text beforehand.
    """
    about = _subject(slug) or _subject_of(visibility.entry_or_404(Entry, slug))
    form_class = QuestionForm if about.slug == FALLBACK else ReportForm
    form = form_class(email=_own_email(), text=request.args.get("tekst", "")[:LONGEST_TEXT])
    template = "feedback/reader_report.html"
    if not form.validate_on_submit():
        return _form_page(template, form, about=about)
    sent = NewReport(ReportKind.CORRECTION, about.title, form.text.data, slug=about.slug, email=form.email.data or None)
    return _taken(form, sent) or _form_page(template, form, _seconds_to_wait(), about=about)


@blueprint.route("/voorstel", methods=["GET", "POST"])
@for_everyone
def suggestion() -> ResponseReturnValue:
    """Take a suggestion for the menu card."""
    form = SuggestionForm(email=_own_email(), title=request.args.get("titel", "")[:200])
    template = "feedback/reader_suggestion.html"
    if not form.validate_on_submit():
        return _form_page(template, form)
    report = NewReport(
        ReportKind.SUGGESTION,
        form.title.data,
        form.text.data,
        source=form.source.data,
        themes=tuple(Theme(slug) for slug in form.themes.data),
        sectors=tuple(Sector(slug) for slug in form.sectors.data),
        email=form.email.data or None,
    )
    return _taken(form, report) or _form_page(template, form, _seconds_to_wait())


@blueprint.get("/bedankt")
@for_everyone
def thanks() -> str:
    """Say thank you, and lead back to where the reader was."""
    return render_template("feedback/reader_thanks.html", about=_subject(request.args.get("over", "")))


def _subject(slug: str) -> Subject | None:
    """Return what a slug names, as far as the viewer may see it."""
    page = pages.published(slug)
    if page:
        return Subject(slug, page.title, url_for("pages.page", slug=slug))
    return next(map(_subject_of, visibility.visible_by_slug([slug])), None)


def _subject_of(entry: Entry) -> Subject:
    """Return an entry as what a report is about."""
    return Subject(entry.slug, entry.title, url_of(entry))


def _taken(form: ReaderForm, report: NewReport) -> ResponseReturnValue | None:
    """Keep a report and go on; None when this address sent too many. What may be of a program is kept and marked.

    Only what was kept counts: who could not send it is asked to try again.
    """
    if _seconds_to_wait():
        return None
    number = site.reports.add(replace(report, is_suspect=form.is_suspect), opened_at())
    if number is not None:
        site.throttle.count(*throttling.reports_of_visitor())
        current.record("bericht ontvangen", f"{report.kind} {number}", report.slug)
    return redirect(url_for("reader_reports.thanks", over=report.slug or None))


def _form_page(template: str, form: ReaderForm, wait: int = 0, **values: object) -> ResponseReturnValue:
    minutes = -(-wait // 60)
    html = render_template(template, form=form, wait_minutes=minutes, kept_for=KEPT_FOR, **values)
    response = make_response(html, 429 if wait else 200)
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response


def _seconds_to_wait() -> int:
    return site.throttle.seconds_to_wait(*throttling.reports_of_visitor())


def _own_email() -> str | None:
    account = current.account()
    return account.email if account else None
