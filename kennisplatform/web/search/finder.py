"""A list of results with its filters, at more than one address: everything at `/zoeken`, the menu card at `/menukaart`.

Both are the same view of the same search; a finder says what differs.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import render_template, request

from kennisplatform.contacts.question import wording
from kennisplatform.entries.models import Contact
from kennisplatform.search.missed import found_little
from kennisplatform.search.request import LONGEST_TEXT, Facet, FacetCount, SearchPage, Sorting
from kennisplatform.site import site
from kennisplatform.vocabulary import MENU_CARD_KINDS, Kind
from kennisplatform.web.base import current, visibility
from kennisplatform.web.base.page_memory import not_remembered
from kennisplatform.web.search import left_out, regional, search_url
from kennisplatform.web.search.desk_card import desk_card
from kennisplatform.web.search.search_url import ReadSearch, UnknownValue

FACET_TITLES = {
    Facet.THEME: "Thema",
    Facet.SECTOR: "Sector",
    Facet.KIND: "Soort",
    Facet.EVIDENCE: "Bewijs",
    Facet.OCCASION: "Aanleiding",
    Facet.REGION: "Veiligheidsregio",
    Facet.ORGANISATION_TYPE: "Soort organisatie",
}
FOLDED_FACETS = (Facet.OCCASION, Facet.REGION, Facet.ORGANISATION_TYPE)
"""Long or rarely used ones, closed until something in them is ticked."""
SORTING_LABELS = {
    Sorting.RELEVANCE: "Meest relevant",
    Sorting.NEWEST: "Laatst nagekeken",
    Sorting.TITLE: "Titel (a–z)",
}


@dataclass(frozen=True)
class Finder:
    """A list of results: where it is, what it is called, and which kinds and filters it has."""

    endpoint: str
    title: str
    question: str
    kinds: tuple[Kind, ...] = tuple(Kind)
    facets: tuple[Facet, ...] = tuple(Facet)
    section: str = ""
    """The part of the main menu to which it belongs."""

    def read(self) -> ReadSearch:
        """Read the address; a kind that this finder does not have is as unknown as one that does not exist."""
        asked = search_url.read(request.args, current.viewer())
        chosen = asked.request.filters.get(Facet.KIND, frozenset())
        foreign = sorted(chosen - set(self.kinds))
        if not foreign:
            return asked
        filters = {**asked.request.filters, Facet.KIND: chosen - set(foreign)}
        unknown = (UnknownValue(Facet.KIND.value, kind) for kind in foreign)
        return replace(asked, request=replace(asked.request, filters=filters), unknown=(*asked.unknown, *unknown))

    def search(self, asked: ReadSearch) -> SearchPage:
        """Search among its own kinds; the request of the page stays as the address has it."""
        chosen = asked.request.filters.get(Facet.KIND) or frozenset(self.kinds)
        within = replace(asked.request, filters={**asked.request.filters, Facet.KIND: chosen})
        page = site.engine.search(regional.preferring_region(within))
        facets = {facet: page.facets[facet] for facet in self.facets}
        ticked = asked.request.filters.get(Facet.KIND, frozenset())
        facets[Facet.KIND] = tuple(
            FacetCount(count.term, count.count, count.term in ticked)
            for count in facets[Facet.KIND]
            if count.term in self.kinds
        )
        return replace(page, request=asked.request, facets=facets)

    def show(self) -> str:
        """Show the page of results that the address asks for."""
        asked = self.read()
        page = self.search(asked)
        if found_little(page):
            not_remembered()  # each time counts
            site.missed_searches.record(asked.request.text)
        found = visibility.visible_by_slug(hit.slug for hit in page.hits if hit.kind is Kind.CONTACT)
        return render_template(
            "search/search.html",
            finder=self,
            page=page,
            read=asked,
            regional=regional.with_place(asked.request),
            desk_words=wording,
            desk=desk_card(asked.request) if self is EVERYTHING else None,
            left_out=left_out.offers(page, self.search),
            contacts={contact.slug: contact for contact in found if isinstance(contact, Contact)},
            search_url=search_url,
            longest_text=LONGEST_TEXT,
            facet_titles=FACET_TITLES,
            folded_facets=FOLDED_FACETS,
            sorting_labels=SORTING_LABELS,
        )


EVERYTHING = Finder("search.results", "Zoeken", "Zoeken op de menukaart, rollen, netwerken, agenda’s en contacten")
MENU_CARD = Finder(
    "entries.menu_card",
    "Menukaart",
    "Zoek voorbeelden, pilots, convenanten en informatiestructuren",
    MENU_CARD_KINDS,
    tuple(facet for facet in Facet if facet is not Facet.ORGANISATION_TYPE),
    "menukaart",
)
