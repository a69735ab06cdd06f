"""The front page: the search box, the eight themes, the five sectors, and the gaps. For everyone."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, render_template

from kennisplatform.entries.menu_card.model import MenuCardEntry
from kennisplatform.entries.models import Agenda, Network
from kennisplatform.search.request import Facet, Filters, SearchRequest
from kennisplatform.site import site
from kennisplatform.vocabulary import MENU_CARD_KINDS, Sector, Theme
from kennisplatform.web.base import current, visibility
from kennisplatform.web.base.access import for_everyone
from kennisplatform.web.base.page_memory import remembered
from kennisplatform.web.display.navigation import MenuItem
from kennisplatform.web.reading import changed
from kennisplatform.web.search import search_url
from kennisplatform.web.search.finder import MENU_CARD

blueprint = Blueprint("home", __name__)

RECENT_CHANGES = 5
_MENU_CARD: Filters = {Facet.KIND: frozenset(MENU_CARD_KINDS)}

EXAMPLE_SEARCHES = ("nooddrinkwater", "oefening met netbeheerders", "NL-Alert", "convenant drinkwater")


@blueprint.get("/")
@for_everyone
@remembered
def home() -> str:
    """Show the front page."""
    counted = site.engine.search(SearchRequest(filters=_MENU_CARD, per_page=1, viewer=current.viewer()))
    examples = visibility.visible(site.catalogue.of_type(MenuCardEntry))
    own_networks = visibility.visible_by_slug(sorted(current.viewer().networks))
    return render_template(
        "reading/home.html",
        total=counted.total,
        newest=changed.latest(examples, RECENT_CHANGES),
        own_networks=[network for network in own_networks if isinstance(network, Network)],
        agenda_slugs={agenda.sector: agenda.slug for agenda in visibility.visible(site.catalogue.of_type(Agenda))},
        theme_counts={count.term: count.count for count in counted.facets[Facet.THEME]},
        sector_counts={count.term: count.count for count in counted.facets[Facet.SECTOR]},
        matrix=_matrix(),
        examples=EXAMPLE_SEARCHES,
        url_for_terms=_url_for_terms,
        help_item=MenuItem("Hulp bij zoeken", "pages.page", slug="hulp"),
    )


def _matrix() -> Mapping[Theme, Mapping[Sector, int]]:
    """Count the menu-card entries per theme and sector, by the search itself: each number is what its link shows."""
    counts = {}
    for theme in Theme:
        filters = {**_MENU_CARD, Facet.THEME: frozenset({theme})}
        page = site.engine.search(SearchRequest(filters=filters, per_page=1, viewer=current.viewer()))
        counts[theme] = {Sector(count.term): count.count for count in page.facets[Facet.SECTOR]}
    return counts


def _url_for_terms(*terms: Theme | Sector) -> str:
    return search_url.url(search_url.narrowed_to(*terms), MENU_CARD.endpoint)
