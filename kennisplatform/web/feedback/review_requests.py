"""Contacts that lack something, and asking an organisation to correct its own. For curators."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import EmailField
from wtforms.validators import Length, Optional, Regexp

from kennisplatform.accounts.one_time import Purpose
from kennisplatform.curation.feedback import organisation_reviews
from kennisplatform.curation.worklist.incomplete_contacts import by_organisation, counted_by_rule
from kennisplatform.entries.models import Contact
from kennisplatform.entries.parts import EMAIL_PATTERN
from kennisplatform.mail import MailNotSent
from kennisplatform.vocabulary import Status
from kennisplatform.web.accounts.passwords import mailer
from kennisplatform.web.base import current
from kennisplatform.web.base.access import for_curators
from kennisplatform.web.display.form_fields import stripped
from kennisplatform.web.display.formatting import dutch_moment
from kennisplatform.web.feedback.forms import NOT_AN_ADDRESS, TOO_LONG
from kennisplatform.web.mailing import link_addresses, texts

blueprint = Blueprint("correction_requests", __name__, url_prefix="/redactie")


class RequestForm(FlaskForm):  # type: ignore[misc]
    """To whom the link is mailed; to nobody when empty, and then the curator hands it over."""

    email = EmailField(
        "E-mailadres (hoeft niet)",
        [Optional(), Length(max=254, message=TOO_LONG), Regexp(EMAIL_PATTERN, message=NOT_AN_ADDRESS)],
        filters=[stripped],
    )


@blueprint.get("/contacten")
@for_curators
def overview() -> str:
    """List the contacts that lack something, by organisation; `mist` chooses those that lack one thing."""
    contacts = list(current.catalogue().of_type(Contact))
    rule = request.args.get("mist", "")
    counts = counted_by_rule(contacts)
    chosen = rule if rule in {count.rule for count in counts} else ""
    return render_template(
        "curation/incomplete_contacts.html",
        found=by_organisation(contacts, chosen),
        counts=counts,
        chosen=chosen,
        asked=current.corrections().asked(current.catalogue()),
    )


@blueprint.route("/<slug>/correctie", methods=["GET", "POST"])
@for_curators
def ask(slug: str) -> ResponseReturnValue:
    """Make the link for a contact, and mail it or show it, this once."""
    contact = current.entry_or_404(Contact, slug)
    form = RequestForm()
    if contact.status is Status.ARCHIVED or not form.validate_on_submit():
        return render_template(
            "feedback/organisation_review.html",
            contact=contact,
            form=form,
            asked=current.corrections().asked(current.catalogue()).get(slug),
            is_mailed=mailer().is_configured,
        )
    token = current.corrections().ask(*current.catalogue().slugs_of(contact))
    address = link_addresses.address_of(current_app, Purpose.CORRECTION, token)
    until = datetime.now(UTC) + organisation_reviews.ASKED_FOR
    to = form.email.data if mailer().is_configured else ""
    problem = None
    if to:
        try:
            mail = texts.correction(to, contact.organisation, contact.title, address, dutch_moment(until))
            mailer().send(mail)
        except MailNotSent as error:
            problem = str(error)
        else:
            address = ""
    current.record("correctie gevraagd", slug, "per mail" if not address else "link gemaakt")
    return render_template(
        "feedback/review_request.html", contact=contact, address=address, to=to, problem=problem, until=until
    )


@blueprint.post("/<slug>/correctie/intrekken")
@for_curators
def withdraw(slug: str) -> ResponseReturnValue:
    """Let the link for a contact work no more."""
    contact = current.entry_or_404(Contact, slug)
    if current.corrections().withdraw(*current.catalogue().slugs_of(contact)):
        current.record("correctielink ingetrokken", slug)
        flash(f"De link voor {contact.title} werkt niet meer.")
    else:
        flash("Deze link is al gebruikt, ingetrokken of verlopen.")
    return redirect(url_for(".ask", slug=slug), 303)
