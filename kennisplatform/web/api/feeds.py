"""What other programs follow: Atom feeds of what changed, the sitemap, robots.txt and the search description."""

from __future__ import annotations

from flask import Blueprint, Response, abort, render_template, request

from kennisplatform.contacts.organisations import slug_of
from kennisplatform.entries.models import Contact, Entry
from kennisplatform.site import site
from kennisplatform.vocabulary import Region, Theme
from kennisplatform.web.base import visibility
from kennisplatform.web.base.access import for_everyone
from kennisplatform.web.reading import changed

blueprint = Blueprint("feeds", __name__)

FEED_LENGTH = 30
TAG_AUTHORITY = "kennisplatform.internal,2026"
"""Who names the ids of feeds: the program itself, by a name that is nobody's on the internet."""


@blueprint.get("/feed.atom")
@for_everyone
def all_changes() -> Response:
    """Give the latest changes of all public entries. For everyone."""
    return _feed("Kennisplatform: wat is er veranderd", visibility.visible(site.catalogue.entries.values()))


@blueprint.get("/feed/<theme>.atom")
@for_everyone
def changes_of_theme(theme: str) -> Response:
    """Give the latest changes within one theme. For everyone."""
    if theme not in Theme.__members__.values():
        abort(404)
    entries = visibility.visible(entry for entry in site.catalogue.entries.values() if theme in entry.tagged_themes)
    return _feed(f"Kennisplatform: {Theme(theme).label}", entries)


@blueprint.get("/sitemap.xml")
@for_everyone
def sitemap() -> Response:
    """List the addresses of all public entries. For everyone."""
    entries = visibility.visible(site.catalogue.entries.values())
    organisations = dict.fromkeys(slug_of(entry.organisation) for entry in entries if isinstance(entry, Contact))
    xml = render_template(
        "api/sitemap.xml",
        changes=changed.of(entries),
        organisations=organisations,
        regions=list(Region),
        long_ago=changed.LONG_AGO,
    )
    return Response(xml, mimetype="application/xml")


@blueprint.get("/robots.txt")
@for_everyone
def robots() -> Response:
    """Tell crawlers where the sitemap is, and to leave endless lists of results alone. For everyone."""
    return Response(render_template("api/robots.txt"), mimetype="text/plain")


@blueprint.get("/opensearch.xml")
@for_everyone
def search_description() -> Response:
    """Describe the search, so that a browser can offer it in its address bar. For everyone."""
    return Response(render_template("api/opensearch.xml"), mimetype="application/opensearchdescription+xml")


def _feed(title: str, entries: list[Entry]) -> Response:
    newest = changed.latest(entries, FEED_LENGTH)
    xml = render_template(
        "api/feed.xml",
        id=_tag(request.path),
        title=title,
        newest=newest,
        updated=max((change.at for change in newest), default=changed.LONG_AGO),
        tag_of=lambda entry: _tag(f"/{(*entry.former_slugs, entry.slug)[0]}"),
    )
    return Response(xml, mimetype="application/atom+xml")


def _tag(name: str) -> str:
    """Return an id that stays the same whatever the address of the site becomes (RFC 4151)."""
    return f"tag:{TAG_AUTHORITY}:{name}"
