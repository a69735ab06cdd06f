"""The page where an organisation corrects its own contact. For who holds the link, which a curator handed out.

Opening it uses nothing up, because programs that check mail open links too; sending the form does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kennisplatform.accounts.one_time import Handed, InvalidLink
from kennisplatform.accounts.permissions import ANONYMOUS, may_see_details
from kennisplatform.curation import corrections
from kennisplatform.curation.form_fields import FormField
from kennisplatform.curation.opening import Opened
from kennisplatform.curation.reports import KEPT_FOR, NewReport, ReportKind
from kennisplatform.curation.typed import Typed
from kennisplatform.entries.models import Contact
from kennisplatform.web import current, link_addresses, throttling
from kennisplatform.web.access import for_everyone
from kennisplatform.web.report_forms import LONGEST_TEXT

blueprint = Blueprint("corrections", __name__)
link_addresses.keep_secret(blueprint)

REMARK = "opmerking"
ALL_IS_RIGHT = "klopt"
ALL_IS_RIGHT_SAID = "Alles klopt zoals het er staat."
SHOWN = "stond-er-"
"""How the hidden field is called that says what a field said when the page was opened."""


@dataclass(frozen=True)
class CorrectionForm:
    """The form that is shown: what is typed, and per field what is wrong with it."""

    typed: Typed
    before: Typed
    errors: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def fields(self) -> tuple[FormField, ...]:
        """The fields that may be corrected."""
        return corrections.fields()

    @property
    def errors_by_field(self) -> list[tuple[str, str]]:
        """Name and text of each error, in the order of the form."""
        labels = {one.key: f"{one.label}: " for one in self.fields} | {REMARK: "", ALL_IS_RIGHT: ""}
        return [(key, label + " ".join(self.errors[key])) for key, label in labels.items() if key in self.errors]


@blueprint.errorhandler(InvalidLink)
def _gone(_: InvalidLink) -> Response:
    return make_response(render_template("corrections/gone.html"), 410)


@blueprint.route("/correctie/<token>", methods=["GET", "POST"])
@for_everyone
def correct(token: str) -> ResponseReturnValue:
    """Show how a contact is reached, and take what its organisation says about that."""
    link = current.corrections().find(token)
    found, contact = _contact(link)
    now = corrections.shown(found)
    if request.method == "GET":
        return _page(link, contact, CorrectionForm(now, now))
    sent = Typed.of(request.form.items(multi=True))
    before = Typed({key: sent.values.get(SHOWN + key, now.values.get(key, ())) for key in corrections.CORRECTABLE})
    proposed = corrections.proposals(before, sent)
    remark = sent.one(REMARK).strip()
    errors = dict(corrections.faults(found, proposed))
    if len(remark) > LONGEST_TEXT:
        errors[REMARK] = (f"Dit is te lang: hoogstens {LONGEST_TEXT} tekens.",)
    if not (proposed or remark or sent.one(ALL_IS_RIGHT)):
        errors[ALL_IS_RIGHT] = ("U veranderde niets. Klopt alles? Vink dat dan aan.",)
    if errors:
        return _page(link, contact, CorrectionForm(sent, before, errors), 422)
    if throttling.throttle().take(*throttling.reports_of_visitor()):
        return _page(link, contact, CorrectionForm(sent, before), 429)
    said = "\n\n".join(filter(None, ["" if proposed or not sent.one(ALL_IS_RIGHT) else ALL_IS_RIGHT_SAID, remark]))
    report = NewReport(ReportKind.BY_ORGANISATION, contact.title, said, slug=contact.slug, proposed=proposed)
    number = current.corrections().send(token, report)
    current.record("correctie ontvangen", f"{ReportKind.BY_ORGANISATION} {number}", contact.slug)
    return redirect(url_for("corrections.thanks"), 303)


@blueprint.get("/correctie/verstuurd")
@for_everyone
def thanks() -> str:
    """Say thank you."""
    return render_template("corrections/thanks.html")


def _contact(link: Handed) -> tuple[Opened, Contact]:
    """Return the contact that a link is about; the link of one that is gone or archived works no more."""
    catalogue = current.catalogue()
    found = corrections.contact_to_correct(link.subject, catalogue, current.follower().store)
    contact = catalogue.entries.get(found.slug) if found else None
    if found is None or not isinstance(contact, Contact):
        raise InvalidLink
    return found, contact


def _page(link: Handed, contact: Contact, form: CorrectionForm, status: int = 200) -> Response:
    wait = throttling.throttle().seconds_to_wait(*throttling.reports_of_visitor()) if status == 429 else 0
    page = render_template(
        "corrections/correct.html",
        form=form,
        contact=contact,
        until=link.expires_at,
        details_are_public=may_see_details(ANONYMOUS, contact),
        wait_minutes=-(-wait // 60),
        kept_for=KEPT_FOR,
    )
    response = make_response(page, status)
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response
