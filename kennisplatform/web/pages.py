"""The pages about the site itself, from `content/paginas`. For everyone."""

from __future__ import annotations

from flask import Blueprint, abort, render_template

from kennisplatform.entries.models import Page
from kennisplatform.entries.rendering import render
from kennisplatform.vocabulary import Status
from kennisplatform.web import current
from kennisplatform.web.access import for_everyone

blueprint = Blueprint("pages", __name__)


@blueprint.get("/paginas/<slug>")
@for_everyone
def page(slug: str) -> str:
    """Show a page."""
    found = published(slug)
    if found is None:
        abort(404)
    return render_template("pages/page.html", page=found, text=render(found.body))


def published(slug: str) -> Page | None:
    """Return a page that everybody may see, None when there is none with this slug."""
    found = current.catalogue().pages.get(slug)
    return found if found and found.status is Status.PUBLISHED else None
