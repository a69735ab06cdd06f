"""The link with which an organisation corrects its contact, on its way: mailed, or shown once."""

from __future__ import annotations

from datetime import datetime

from flask import current_app

from kennisplatform.accounts.one_time_links import Purpose
from kennisplatform.dutch_text import dutch_moment
from kennisplatform.entries.models import Contact
from kennisplatform.web.mailing import link_addresses, texts
from kennisplatform.web.mailing.delivery import Delivery, delivered


def deliver(contact: Contact, to: str, purpose: Purpose, token: str, until: datetime) -> Delivery:
    """Mail the link of a token that works until then; to nobody when `to` is empty."""
    address = link_addresses.address_of(current_app, purpose, token)
    mail = texts.correction(to, contact.organisation, contact.title, address, dutch_moment(until))
    return delivered(mail, address)
