"""The entries that the viewer of the present request may see, as they may see them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from flask import Flask, abort, redirect, request, url_for

from kennisplatform.entries.models import Contact, Entry
from kennisplatform.permissions import as_seen_by, may_see, may_see_details
from kennisplatform.site import site
from kennisplatform.web.base import current

EntryType = TypeVar("EntryType", bound=Entry)


def register(app: Flask) -> None:
    """Let templates say that there is more to see for members."""
    app.jinja_env.globals["hides_details"] = hides_details


def visible(entries: Iterable[EntryType]) -> list[EntryType]:
    """Keep the entries that the viewer may see, in the same order."""
    viewer = current.viewer()
    return [as_seen_by(viewer, entry) for entry in entries if may_see(viewer, entry)]


def visible_by_slug(slugs: Iterable[str]) -> list[Entry]:
    """Look up the entries with these slugs; those that are absent or hidden are left out."""
    entries = site.catalogue.entries
    return visible(entries[slug] for slug in slugs if slug in entries)


def entry_or_404(model: type[EntryType], slug: str) -> EntryType:
    """Return an entry of one model; one that the viewer may not see is as absent as one that does not exist.

    A former slug is redirected to the one of today, with the query of the address as it came.
    """
    entry = site.catalogue.entries.get(slug)
    if entry is None and (renamed := site.catalogue.former_slugs.get(slug)):
        entry_or_404(model, renamed)
        # The query is no argument of `url_for`: it has names of its own there, such as `_external` and `endpoint`.
        path = url_for(str(request.endpoint), **{**(request.view_args or {}), "slug": renamed})
        query = request.query_string.decode("ascii", "ignore")
        abort(redirect(f"{path}?{query}" if query else path, 301))
    if not isinstance(entry, model) or not may_see(current.viewer(), entry):
        abort(404)
    return as_seen_by(current.viewer(), entry)


def hides_details(contact: Contact) -> bool:
    """Tell whether there is a telephone number or e-mail address that the viewer may not see."""
    whole = site.catalogue.entries.get(contact.slug)
    if not isinstance(whole, Contact) or not (whole.telephone or whole.email or whole.other_numbers):
        return False
    return not may_see_details(current.viewer(), whole)
