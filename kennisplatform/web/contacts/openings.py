"""Counting that members open contacts, in the views that show how to reach one."""

from __future__ import annotations

from flask import request

from kennisplatform import dutch_time
from kennisplatform.entries.models import Contact
from kennisplatform.site import site
from kennisplatform.web.base import current


def count_opening(contact: Contact) -> None:
    """Count that a member sees how to reach a contact; `contact` is as they may see it. Curators only check."""
    is_member_only = current.account() is not None and not current.viewer().is_curator
    if request.method == "GET" and is_member_only and (contact.telephone or contact.email):
        site.openings.count(contact, dutch_time.today())
