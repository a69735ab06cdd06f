"""Whether an organisation itself said lately that its contact is right."""

from __future__ import annotations

from datetime import date, timedelta

from kennisplatform.entries.models import Contact

CONFIRMED_FOR = timedelta(days=180)
"""How long a confirmation counts: half a year, in which numbers and teams do change."""


def is_confirmed(contact: Contact, today: date) -> bool:
    """Tell whether the organisation confirmed the contact, and not too long ago."""
    return contact.confirmed_on is not None and today - contact.confirmed_on <= CONFIRMED_FOR
