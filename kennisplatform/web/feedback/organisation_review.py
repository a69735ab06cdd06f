"""The page where an organisation corrects its own contact. For who holds the link, which a curator handed out.

Opening it uses nothing up, because programs that check mail open links too; sending the form does. Nothing is counted
here to say no to who tries often: a link is made of 256 random bits, which nobody guesses, and lets in one answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kennisplatform import dutch_time
from kennisplatform.accounts.one_time_links import ActiveLink, InvalidLink
from kennisplatform.curation.editor.fields import FormField
from kennisplatform.curation.editor.form_data import FormData
from kennisplatform.curation.editor.opened_entry import OpenedEntry
from kennisplatform.curation.feedback import organisation_answers, organisation_reviews
from kennisplatform.curation.feedback.confirmation import confirm
from kennisplatform.curation.feedback.organisation_answers import ALL_IS_RIGHT, REMARK, SHOWN, CorrectionAnswer
from kennisplatform.curation.feedback.reports import KEPT_FOR, ReportState
from kennisplatform.entries.models import Contact
from kennisplatform.permissions import details_are_for
from kennisplatform.site import site
from kennisplatform.web.base import current, unsent_forms
from kennisplatform.web.base.access import for_everyone
from kennisplatform.web.mailing import link_addresses

CONFIRMED = "De datum van vandaag staat nu vanzelf bij het contact."
"""What curators read with a confirmation: there is nothing for them to do."""

blueprint = Blueprint("organisation_review", __name__)
link_addresses.keep_secret(blueprint)


@dataclass(frozen=True)
class CorrectionForm:
    """The form that is shown: what is typed, and per field what is wrong with it."""

    answer: CorrectionAnswer
    errors: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def typed(self) -> FormData:
        """What is typed."""
        return self.answer.typed

    @property
    def before(self) -> FormData:
        """What the fields said when the page was opened."""
        return self.answer.before

    @property
    def fields(self) -> tuple[FormField, ...]:
        """The fields that may be corrected."""
        return organisation_answers.fields()

    @property
    def errors_by_field(self) -> list[tuple[str, str]]:
        """Name and text of each error, in the order of the form."""
        labels = {one.key: f"{one.label}: " for one in self.fields} | {REMARK: "", ALL_IS_RIGHT: ""}
        return [(key, label + " ".join(self.errors[key])) for key, label in labels.items() if key in self.errors]


@blueprint.errorhandler(InvalidLink)
def _gone(_: InvalidLink) -> Response:
    page = render_template("feedback/organisation_link_gone.html", typed=unsent_forms.typed_texts())
    return make_response(page, 410)


@blueprint.route("/correctie/<token>", methods=["GET", "POST"])
@for_everyone
def correct(token: str) -> ResponseReturnValue:
    """Show how a contact is reached, and take what its organisation says about that."""
    link = site.organisation_reviews.find(token)
    found, contact = _contact(link)
    if request.method == "GET":
        unsent = unsent_forms.values()
        again = CorrectionAnswer.sent(FormData.of(unsent.items(multi=True)), found) if unsent else None
        return _page(link, contact, CorrectionForm(again or CorrectionAnswer.untouched(found)))
    answer = CorrectionAnswer.sent(FormData.of(request.form.items(multi=True)), found)
    if errors := organisation_answers.faults(found, answer):
        return _page(link, contact, CorrectionForm(answer, errors), 422)
    report = organisation_answers.report_of(contact, answer)
    number = site.organisation_reviews.send(token, report)
    if answer.is_confirmation and confirm(contact, site.editing, dutch_time.today()):
        site.reports.answer(number, ReportState.HANDLED, CONFIRMED)
    current.record("correctie ontvangen", f"{report.kind} {number}", contact.slug)
    return redirect(url_for("organisation_review.thanks"), 303)


@blueprint.get("/correctie/verstuurd")
@for_everyone
def thanks() -> str:
    """Say thank you."""
    return render_template("feedback/organisation_thanks.html")


def _contact(link: ActiveLink) -> tuple[OpenedEntry, Contact]:
    """Return the contact that a link is about; the link of one that is gone or archived works no more."""
    catalogue = site.catalogue
    found = organisation_reviews.contact_to_correct(link.subject, catalogue, site.follower.store)
    contact = catalogue.entries.get(found.slug) if found else None
    if found is None or not isinstance(contact, Contact):
        raise InvalidLink
    return found, contact


def _page(link: ActiveLink, contact: Contact, form: CorrectionForm, status: int = 200) -> Response:
    page = render_template(
        "feedback/organisation_review.html",
        form=form,
        shown=SHOWN,
        remark=REMARK,
        all_is_right=ALL_IS_RIGHT,
        contact=contact,
        until=link.expires_at,
        details_are_for=details_are_for(contact),
        kept_for=KEPT_FOR,
    )
    return make_response(page, status)
