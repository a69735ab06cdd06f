"""A page for each organisation that has a contact: how to reach it, its networks, and what it takes part in."""

from __future__ import annotations

from flask import Blueprint, abort, render_template

from kennisplatform.contacts import organisations
from kennisplatform.site import site
from kennisplatform.web.base import visibility
from kennisplatform.web.base.access import for_everyone

blueprint = Blueprint("organisations", __name__, url_prefix="/organisaties")


@blueprint.get("/<slug>")
@for_everyone
def organisation(slug: str) -> str:
    """Show an organisation with all that the viewer may see of it."""
    entries = {entry.slug: entry for entry in visibility.visible(site.catalogue.entries.values())}
    found = organisations.find(slug, entries)
    if found is None:
        abort(404)
    return render_template("contacts/organisation.html", organisation=found)
