"""Asking many organisations at once whether their contact is right, and reminding them once. For curators."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from kennisplatform import dutch_time
from kennisplatform.accounts.one_time_links import Purpose
from kennisplatform.curation.feedback.organisation_reviews import ASKED_FOR, ReviewRequest
from kennisplatform.entries.confirmation import is_confirmed
from kennisplatform.entries.models import Contact
from kennisplatform.site import site
from kennisplatform.vocabulary import Region, Sector, Status
from kennisplatform.web.base import current
from kennisplatform.web.base.access import for_curators
from kennisplatform.web.feedback import review_link
from kennisplatform.web.mailing.delivery import Delivery

blueprint = Blueprint("confirmations", __name__, url_prefix="/redactie/bevestigen")

MOST_AT_ONCE = 100
"""Links that are made at once: each may be a mail."""


@dataclass(frozen=True)
class Unconfirmed:
    """A contact that its organisation did not confirm lately, and what was asked of it."""

    contact: Contact
    request: ReviewRequest

    @property
    def can_be_asked(self) -> bool:
        """Tell whether no link works now."""
        return self.request.until is None

    @property
    def can_be_reminded(self) -> bool:
        """Tell whether a first link works now; who was reminded is left alone."""
        return self.request.until is not None and not self.request.is_reminded


@dataclass(frozen=True)
class Sent:
    """What became of the link for a contact."""

    contact: Contact
    delivery: Delivery


@blueprint.get("")
@for_curators
def overview() -> str:
    """List the contacts that were not confirmed lately, the longest first, with what was asked and answered."""
    return _page()


@blueprint.post("")
@for_curators
def ask() -> ResponseReturnValue:
    """Make a link for each chosen contact that may be asked or reminded; mail it, or show it this once."""
    chosen = frozenset(request.form.getlist("contact")[:MOST_AT_ONCE])
    is_reminder = request.form.get("doe") == "herinner"
    listed = [one for one in _unconfirmed(dutch_time.today()) if one.contact.slug in chosen]
    wanted = [one.contact for one in listed if (one.can_be_reminded if is_reminder else one.can_be_asked)]
    sent = [Sent(contact, _deliver(contact, is_reminder)) for contact in wanted]
    if sent:
        current.record("bevestiging gevraagd" if not is_reminder else "herinnerd", f"{len(sent)} contacten")
    return _page(sent, nothing_chosen=not sent)


def _page(sent: list[Sent] | None = None, nothing_chosen: bool = False) -> str:
    sector, region = request.args.get("sector", ""), request.args.get("regio", "")
    found = [
        one
        for one in _unconfirmed(dutch_time.today())
        if (not sector or sector in one.contact.sectors) and (not region or region in one.contact.regions)
    ]
    return render_template(
        "feedback/confirmations.html",
        found=found,
        sent=sent or [],
        nothing_chosen=nothing_chosen,
        is_mailed=site.mailer.is_configured,
        most=MOST_AT_ONCE,
        sector=sector,
        region=region,
        regions=list(Region),
        sectors=list(Sector),
    )


def _unconfirmed(today: date) -> Iterator[Unconfirmed]:
    requests = site.organisation_reviews.requests(site.catalogue)
    published = (c for c in site.catalogue.of_type(Contact) if c.status is Status.PUBLISHED)
    contacts = (contact for contact in published if not is_confirmed(contact, today))
    for contact in sorted(contacts, key=lambda contact: (str(contact.confirmed_on or ""), contact.title.casefold())):
        yield Unconfirmed(contact, requests.get(contact.slug, ReviewRequest()))


def _deliver(contact: Contact, is_reminder: bool) -> Delivery:
    slugs = site.catalogue.slugs_of(contact)
    reviews = site.organisation_reviews
    token = reviews.remind(*slugs) if is_reminder else reviews.ask(*slugs)
    purpose = Purpose.REMINDER if is_reminder else Purpose.CORRECTION
    return review_link.deliver(contact, contact.email or "", purpose, token, datetime.now(UTC) + ASKED_FOR)
