"""The editor: a form for a new entry or for one that is there. For curators.

Every form that is sent is kept as a draft first, so that nothing which follows can lose what was typed.
"""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError

from kennisplatform import dutch_time
from kennisplatform.curation.editor import drafts, form_buttons, starting_text
from kennisplatform.curation.editor.drafts import Draft
from kennisplatform.curation.editor.opened_entry import OpenedEntry, opened
from kennisplatform.curation.editor.submission import Doubtful, Faults, Gone, Overtaken, Saved, Submission, save
from kennisplatform.curation.feedback.reports import Report
from kennisplatform.curation.prepared.prepared_changes import PreparedChange
from kennisplatform.curation.writing.workflow import transition
from kennisplatform.entries.folders import model_of
from kennisplatform.entries.models import Entry
from kennisplatform.site import site
from kennisplatform.vocabulary import Status
from kennisplatform.web.base import current, errors, extras
from kennisplatform.web.base.access import for_curators
from kennisplatform.web.base.forms import confirmed_doubts
from kennisplatform.web.display.navigation import url_of
from kennisplatform.web.editor import preparing, sent_form
from kennisplatform.web.editor.form_view import EntryForm, form_of

blueprint = Blueprint("editor", __name__, url_prefix="/redactie")

NOT_KEPT = "Wat u typte kan nu niet als concept worden bewaard. Laat deze bladzijde open tot het weer kan."
TO_FILES = "bewaar-en-bijlagen"
SAVES = frozenset({"bewaar", TO_FILES})
"""What the buttons are called that save; the second leads on to the attachments."""
KEEPS_FORMS = frozenset({"editor.new", "editor.edit"})


@blueprint.before_request
def _keep_what_was_typed() -> ResponseReturnValue | None:
    if request.method == "POST" and request.endpoint in KEEPS_FORMS and current.account() is None:
        return sent_form.keep_for_owner()
    return None


@blueprint.errorhandler(CSRFError)
def _form_of_an_earlier_session(_: CSRFError) -> ResponseReturnValue:
    kept = sent_form.keep_for_owner() if request.endpoint in KEEPS_FORMS else None
    return kept or errors.expired_form()


@blueprint.get("/nieuw")
@for_curators
def choose_kind() -> str:
    """Ask what kind of entry is to be made."""
    return render_template("editor/choose_kind.html", purposes=starting_text.PURPOSES)


@blueprint.route("/nieuw/<soort>", methods=["GET", "POST"])
@for_curators
def new(soort: str) -> ResponseReturnValue:
    """Show the form for a new entry, and take it."""
    model = model_of(soort)
    if model is None:
        abort(404)
    found = OpenedEntry(model, soort)
    if request.method == "POST":
        return _take(found)
    if draft := _asked_draft():
        return _show(EntryForm(found, draft.typed, draft.key))
    return _show(EntryForm(found, starting_text.new_form(found, dutch_time.today()), drafts.new_key()))


@blueprint.route("/<slug>", methods=["GET", "POST"])
@for_curators
def edit(slug: str) -> ResponseReturnValue:
    """Show the form of an entry, and take it."""
    found = opened(slug, site.follower.store)
    if found is None:
        return _missing(slug)
    if request.method == "POST":
        return _take(found)
    if draft := _asked_draft():
        return _show(EntryForm(found, draft.typed, draft.key, draft.base_version))
    if "voorbereid" in request.args:
        form = preparing.form_of_change(found, _last_author(found))
        return _show(form) if form else redirect(url_for("editor.edit", slug=slug))
    mine = tuple(draft for draft in site.drafts.of(_account_id()) if draft.slug == slug)
    return _show(form_of(found, drafts.new_key(), mine))


def _take(found: OpenedEntry) -> ResponseReturnValue:
    typed = sent_form.submitted_form()
    draft = sent_form.draft_of(typed)
    is_kept = site.drafts.keep_if_possible(_account_id(), draft)
    typed, gave_in = form_buttons.chosen_instead(typed, preparing.other_side(found, typed))
    form = EntryForm(found, typed, draft.key, draft.base_version)
    deed = request.form.get("doe", "bekijk")
    what, _, target = deed.partition(":")
    if what in preparing.PREPARES and not found.is_new:
        asks_review = what == preparing.ASKS_REVIEW
        outcome = preparing.keep(found, typed, draft, asks_review=asks_review)
        return _prepared(outcome, draft, gave_in, "klaargezet voor beoordeling" if asks_review else "bewaard")
    if what not in SAVES:
        if not is_kept:
            flash(NOT_KEPT, "error")
        typed = form_buttons.apply_button(deed, typed, found.fields)
        return _show(EntryForm(found, typed, draft.key, draft.base_version, with_preview=deed == "bekijk"))
    status = Status(target) if target in list(Status) else None
    remark = typed.one("opmerking").strip()
    submission = Submission(found, typed, draft.base_version, status, remark, confirmed_doubts())
    match save(submission, site.editing, current.author()):
        case Saved() as saved:
            if not gave_in:
                site.drafts.close(_account_id(), draft)
            answer = _done(found, saved, status, gave_in, _closed_report(draft, saved.entry.slug))
            if what == TO_FILES:
                return redirect(url_for("entry_attachments.manage", slug=saved.entry.slug), 303)
            return answer
        case Faults(faults):
            return _show(EntryForm(found, typed, draft.key, draft.base_version, errors=faults), 422)
        case Doubtful(doubts):
            return _show(EntryForm(found, typed, draft.key, draft.base_version, doubts=doubts, deed=deed), 422)
        case Overtaken(present, merged, conflicts):
            name = _last_author(present)
            return _show(
                EntryForm(present, merged, form.key, present.version, conflicts=conflicts, others_name=name), 409
            )
        case Gone():
            return _missing(found.slug)


def _done(
    found: OpenedEntry, saved: Saved, status: Status | None, gave_in: bool, closed: Report | None
) -> ResponseReturnValue:
    step = transition(found.status, status) if status else None
    words = f"‘{saved.entry.title}’ is {step.done if step else 'bewaard'}."
    if saved.is_changed:
        current.record("vermelding opgeslagen", saved.entry.slug, step.done if step else "")
    elif not saved.was_sent_before:
        words = f"Er is niets veranderd aan ‘{saved.entry.title}’."
    if gave_in:
        words += " Wat u zelf had getypt, staat nog bij Verder waar u was."
    if closed:
        words += f" Bericht {closed.id} is afgehandeld."
    flash(words)
    if isinstance(saved.entry, Entry):
        return redirect(url_of(saved.entry), 303)
    return redirect(url_for("pages.page", slug=saved.entry.slug), 303)


def _prepared(outcome: PreparedChange | EntryForm, draft: Draft, gave_in: bool, done: str) -> ResponseReturnValue:
    if isinstance(outcome, EntryForm):
        return _show(outcome, 422 if outcome.errors else 409)
    if not gave_in:
        site.drafts.close(_account_id(), draft)
    current.record(f"voorbereide wijziging {done}", outcome.last_slug, outcome.remark)
    closed = _closed_report(draft, outcome.last_slug)
    words = f"De wijziging van ‘{outcome.title}’ is {done}. De pagina op de site blijft zoals zij is."
    words += " De datum die was gekozen, geldt niet meer." if outcome.publish_at else ""
    flash(f"{words} Bericht {closed.id} is afgehandeld." if closed else words)
    return redirect(url_for("prepared_review.show", number=outcome.id), 303)


def _closed_report(draft: Draft, slug: str) -> Report | None:
    """Close the report of which a draft was made, now that the draft is saved."""
    number = drafts.report_of(draft.key)
    if number is None:
        return None
    note = f"Bewaard in: {slug}"
    closed = extras.or_else(None, lambda: site.reports.close(number, note))  # the entry is saved, whatever this does
    if closed:
        current.record("bericht afgehandeld", f"{closed.sent.kind} {closed.id}", slug)
    return closed


def _missing(slug: str) -> ResponseReturnValue:
    """Lead on to the new name of an entry; what was typed for one that is gone is offered as a new one."""
    renamed = site.catalogue.former_slugs.get(slug)
    if request.method != "POST":
        if renamed is None:
            abort(404)
        return redirect(url_for("editor.edit", slug=renamed, concept=request.args.get("concept")), 301)
    typed = sent_form.submitted_form().changed({"van": (renamed or "",), "slug": (renamed or slug,)})
    draft = sent_form.draft_of(typed)
    site.drafts.keep(_account_id(), draft)
    if renamed:
        flash("Deze vermelding heeft intussen een ander webadres. Hieronder staat wat u typte.")
        return redirect(url_for("editor.edit", slug=renamed, concept=draft.key), 303)
    flash("Iemand heeft deze vermelding intussen verwijderd. Hier is wat u typte; u kunt het als nieuw bewaren.")
    return redirect(url_for("editor.new", soort=draft.kind, concept=draft.key), 303)


def _show(form: EntryForm, status: int = 200) -> ResponseReturnValue:
    page = render_template("editor/editor.html", form=form, preview=form.preview(), owner=sent_form.signed_owner())
    return page, status


def _asked_draft() -> Draft | None:
    key = request.args.get("concept", "")
    return site.drafts.find(_account_id(), key) if key else None


def _last_author(found: OpenedEntry) -> str:
    revisions = site.history.revisions(found.path, limit=1)
    return revisions[0].author if revisions else "Iemand"


def _account_id() -> int:
    return current.signed_in().account.id
