"""Contacts that lack something, and asking an organisation to correct its own. For curators."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import EmailField
from wtforms.validators import Optional

from kennisplatform.accounts.one_time_links import Purpose
from kennisplatform.curation.feedback import organisation_reviews
from kennisplatform.curation.worklist.incomplete_contacts import by_organisation, counted_by_rule
from kennisplatform.entries.models import Contact
from kennisplatform.site import site
from kennisplatform.vocabulary import Status
from kennisplatform.web.base import current, visibility
from kennisplatform.web.base.access import for_curators
from kennisplatform.web.base.forms import EmailAddress, SiteForm
from kennisplatform.web.display.form_fields import stripped
from kennisplatform.web.feedback import review_link

blueprint = Blueprint("review_requests", __name__, url_prefix="/redactie")


class RequestForm(SiteForm):
    """To whom the link is mailed; to nobody when empty, and then the curator hands it over."""

    email = EmailField(
        "E-mailadres (hoeft niet)",
        [Optional(), EmailAddress()],
        filters=[stripped],
    )


@blueprint.get("/contacten")
@for_curators
def overview() -> str:
    """List the contacts that lack something, by organisation; `mist` chooses those that lack one thing."""
    contacts = list(site.catalogue.of_type(Contact))
    rule = request.args.get("mist", "")
    counts = counted_by_rule(contacts)
    chosen = rule if rule in {count.rule for count in counts} else ""
    return render_template(
        "curation/incomplete_contacts.html",
        found=by_organisation(contacts, chosen),
        counts=counts,
        chosen=chosen,
        asked=site.organisation_reviews.asked(site.catalogue),
    )


@blueprint.route("/<slug>/correctie", methods=["GET", "POST"])
@for_curators
def ask(slug: str) -> ResponseReturnValue:
    """Make the link for a contact, and mail it or show it, this once."""
    contact = visibility.entry_or_404(Contact, slug)
    form = RequestForm()
    if contact.status is Status.ARCHIVED or not form.validate_on_submit():
        return render_template(
            "feedback/ask_organisation.html",
            contact=contact,
            form=form,
            asked=site.organisation_reviews.asked(site.catalogue).get(slug),
            is_mailed=site.mailer.is_configured,
            days=organisation_reviews.ASKED_FOR.days,
        )
    token = site.organisation_reviews.ask(*site.catalogue.slugs_of(contact))
    until = datetime.now(UTC) + organisation_reviews.ASKED_FOR
    to = form.email.data if site.mailer.is_configured else ""
    delivery = review_link.deliver(contact, to, Purpose.CORRECTION, token, until)
    current.record("correctie gevraagd", slug, "link gemaakt" if delivery.shown else "per mail")
    return render_template(
        "feedback/ask_organisation_made.html", contact=contact, delivery=delivery, to=to, until=until
    )


@blueprint.post("/<slug>/correctie/intrekken")
@for_curators
def withdraw(slug: str) -> ResponseReturnValue:
    """Let the link for a contact work no more."""
    contact = visibility.entry_or_404(Contact, slug)
    if site.organisation_reviews.withdraw(*site.catalogue.slugs_of(contact)):
        current.record("correctielink ingetrokken", slug)
        flash(f"De link voor {contact.title} werkt niet meer.")
    else:
        flash("Deze link is al gebruikt, ingetrokken of verlopen.")
    return redirect(url_for(".ask", slug=slug), 303)
