"""The one window for contacts: whom to turn to, the fitting networks, and always a way on. For everyone."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, render_template, request

from kennisplatform.entries.models import Contact, Network
from kennisplatform.search.request import Facet, SearchPage, SearchRequest, Sorting
from kennisplatform.vocabulary import Kind
from kennisplatform.web import current, search_url
from kennisplatform.web.access import for_everyone
from kennisplatform.web.entry_page import DESK, shown

blueprint = Blueprint("contacts", __name__)

CONTACTS_PER_PAGE = 100
"""More than there are organisations in the project: the window is one list."""
WINDOW_FACETS = {
    Facet.SECTOR: "Alle sectoren",
    Facet.REGION: "Alle regio’s",
    Facet.THEME: "Alle thema’s",
    Facet.ORGANISATION_TYPE: "Alle soorten organisaties",
}
"""The facets that narrow the list, with the words for 'no filter'."""


@blueprint.get("/contacten")
@for_everyone
def window() -> str:
    """Show the contacts that fit, the networks that fit and the desk."""
    asked = search_url.read(request.args, current.viewer())
    question = _about(Kind.CONTACT, asked.request)
    page = current.engine().search(question)
    return render_template(
        "contacts/window.html",
        page=page,
        contacts=_entries(page),
        is_asked=bool(asked.request.text or asked.request.filters),
        networks=_fitting_networks(asked.request),
        desk=current.visible_by_slug([DESK]),
        unknown=asked.unknown,
        window_facets=WINDOW_FACETS,
        search_url=search_url,
    )


@blueprint.get("/contacten/<slug>")
@for_everyone
def contact(slug: str) -> str:
    """Show a contact."""
    return shown(current.entry_or_404(Contact, slug))


def _about(kind: Kind, asked: SearchRequest) -> SearchRequest:
    return replace(
        asked,
        filters={**asked.filters, Facet.KIND: frozenset({kind})},
        sorting=Sorting.RELEVANCE if asked.text else Sorting.TITLE,
        per_page=CONTACTS_PER_PAGE,
    )


def _entries(page: SearchPage) -> list[Contact]:
    found = current.visible_by_slug(hit.slug for hit in page.hits)
    return [entry for entry in found if isinstance(entry, Contact)]


def _fitting_networks(asked: SearchRequest) -> list[Network]:
    """Return the networks of the chosen sector and region, those that fit the text where any do."""
    chosen_sectors = asked.filters.get(Facet.SECTOR, frozenset())
    chosen_regions = asked.filters.get(Facet.REGION, frozenset())
    covering = current.visible(current.catalogue().networks_covering(chosen_sectors, chosen_regions))
    if not asked.text:
        return covering if chosen_sectors or chosen_regions else []
    by_text = current.engine().search(_about(Kind.NETWORK, SearchRequest(asked.text, viewer=asked.viewer)))
    named = {hit.slug for hit in by_text.hits}
    return [network for network in covering if network.slug in named] or (
        covering if chosen_sectors or chosen_regions else []
    )
