"""The pages about the site itself, from `content/paginas`. For everyone."""

from __future__ import annotations

from flask import Blueprint, abort

from kennisplatform.entries.models import Page
from kennisplatform.site import site
from kennisplatform.vocabulary import Status
from kennisplatform.web.base import current
from kennisplatform.web.base.access import for_everyone
from kennisplatform.web.base.page_memory import remembered
from kennisplatform.web.reading.entry_page import render_page

blueprint = Blueprint("pages", __name__)


@blueprint.get("/paginas/<slug>")
@for_everyone
@remembered
def page(slug: str) -> str:
    """Show a page."""
    found = site.catalogue.pages.get(slug) if current.viewer().is_curator else published(slug)
    if found is None:
        abort(404)
    return render_page(found)


def published(slug: str) -> Page | None:
    """Return a page that everybody may see, None when there is none with this slug."""
    found = site.catalogue.pages.get(slug)
    return found if found and found.status is Status.PUBLISHED else None
