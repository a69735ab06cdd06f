"""The front page: the search box, the eight themes, the five sectors, and the gaps. For everyone."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, render_template

from kennisplatform.search.request import Facet, SearchRequest, Sorting
from kennisplatform.site import site
from kennisplatform.vocabulary import MENU_CARD_KINDS, Sector, Theme
from kennisplatform.web.base import current
from kennisplatform.web.base.access import for_everyone
from kennisplatform.web.display.navigation import MenuItem
from kennisplatform.web.reading import search_url
from kennisplatform.web.reading.finder import MENU_CARD

blueprint = Blueprint("home", __name__)

RECENT_CHANGES = 5

EXAMPLE_SEARCHES = ("nooddrinkwater", "oefening met netbeheerders", "NL-Alert", "convenant drinkwater")


@blueprint.get("/")
@for_everyone
def home() -> str:
    """Show the front page."""
    newest = SearchRequest(
        filters={Facet.KIND: frozenset(MENU_CARD_KINDS)},
        sorting=Sorting.NEWEST,
        per_page=RECENT_CHANGES,
        viewer=current.viewer(),
    )
    page = site.engine.search(newest)
    return render_template(
        "reading/home.html",
        newest=page,
        theme_counts={count.term: count.count for count in page.facets[Facet.THEME]},
        sector_counts={count.term: count.count for count in page.facets[Facet.SECTOR]},
        matrix=_matrix(),
        examples=EXAMPLE_SEARCHES,
        url_for_terms=_url_for_terms,
        help_item=MenuItem("Hulp bij zoeken", "pages.page", slug="hulp"),
    )


def _matrix() -> Mapping[Theme, Mapping[Sector, int]]:
    """Count the menu-card entries per theme and sector, by the search itself: each number is what its link shows."""
    counts = {}
    for theme in Theme:
        filters = {Facet.KIND: frozenset(MENU_CARD_KINDS), Facet.THEME: frozenset({theme})}
        page = site.engine.search(SearchRequest(filters=filters, per_page=1, viewer=current.viewer()))
        counts[theme] = {Sector(count.term): count.count for count in page.facets[Facet.SECTOR]}
    return counts


def _url_for_terms(*terms: Theme | Sector) -> str:
    return search_url.url(search_url.narrowed_to(*terms), MENU_CARD.endpoint)
