"""The results of a search, with the facets that narrow it. For everyone; the engine leaves out what is not theirs."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from kennisplatform.search.request import Facet, Sorting
from kennisplatform.site import site
from kennisplatform.web.base import current
from kennisplatform.web.base.access import for_everyone
from kennisplatform.web.reading import search_url

blueprint = Blueprint("search", __name__)

FACET_TITLES = {
    Facet.THEME: "Thema",
    Facet.SECTOR: "Sector",
    Facet.KIND: "Soort",
    Facet.REGION: "Veiligheidsregio",
    Facet.ORGANISATION_TYPE: "Soort organisatie",
}
FOLDED_FACETS = (Facet.REGION, Facet.ORGANISATION_TYPE)
"""Long or rarely used ones, closed until something in them is ticked."""

SORTING_LABELS = {
    Sorting.RELEVANCE: "Best passend",
    Sorting.NEWEST: "Nieuwste eerst",
    Sorting.TITLE: "Titel (a–z)",
}


@blueprint.get("/zoeken")
@for_everyone
def results() -> str:
    """Show the page of results that the address asks for."""
    asked = search_url.read(request.args, current.viewer())
    page = site.engine.search(asked.request)
    if page.total == 0 and not asked.request.filters:
        site.missed_searches.record(asked.request.text)
    return render_template(
        "reading/search.html",
        page=page,
        unknown=asked.unknown,
        search_url=search_url,
        facet_titles=FACET_TITLES,
        folded_facets=FOLDED_FACETS,
        sorting_labels=SORTING_LABELS,
    )
