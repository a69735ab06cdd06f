"""What a search asks and what it answers: the value objects between the pages and any engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from math import ceil

from kennisplatform.entries.menu_card.labels import EvidenceLabel, Labels, checked
from kennisplatform.permissions import ANONYMOUS, Viewer
from kennisplatform.vocabulary import (
    Evidence,
    Kind,
    Occasion,
    OrganisationType,
    Region,
    Sector,
    Stage,
    Term,
    Theme,
    Visibility,
)

LONGEST_TEXT = 500
"""Characters of a query that count; the rest is ignored."""
RESULTS_PER_PAGE = 10
LAST_PAGE = 1000


class Facet(StrEnum):
    """The ways in which results can be narrowed; the value is the parameter in the URL."""

    THEME = "thema"
    SECTOR = "sector"
    KIND = "soort"
    EVIDENCE = "bewijs"
    OCCASION = "aanleiding"
    REGION = "regio"
    ORGANISATION_TYPE = "organisatie"


FACET_TERMS: Mapping[Facet, type[Term]] = {
    Facet.THEME: Theme,
    Facet.SECTOR: Sector,
    Facet.KIND: Kind,
    Facet.EVIDENCE: Evidence,
    Facet.OCCASION: Occasion,
    Facet.REGION: Region,
    Facet.ORGANISATION_TYPE: OrganisationType,
}

Filters = Mapping[Facet, frozenset[Term]]
"""The ticked values per facet: OR within a facet, AND between facets; a facet without values does not narrow."""


class Sorting(StrEnum):
    """The order of the results; the value is the parameter in the URL."""

    RELEVANCE = "relevantie"
    NEWEST = "nieuwste"
    TITLE = "titel"


@dataclass(frozen=True)
class Preference:
    """What comes first among the results: a place, and the regions in which it lies.

    Entries with all words of `text` (which names the place) come first of all; then what is of the regions or names the
    place and has all that is asked; then what names the place and misses something.
    """

    text: str
    place: str
    regions: frozenset[Region]


@dataclass(frozen=True)
class SearchRequest:
    """One question. Any text is allowed; an empty text asks for everything."""

    text: str = ""
    filters: Filters = field(default_factory=dict)
    sorting: Sorting = Sorting.RELEVANCE
    page: int = 1
    per_page: int = RESULTS_PER_PAGE
    viewer: Viewer = ANONYMOUS
    is_literal: bool = False
    """Take the words as they are typed: correct nothing, and add nothing from the thesaurus."""
    preference: Preference | None = None


@dataclass(frozen=True)
class Snippet:
    """A piece of text in stretches, each with whether it matched the query."""

    stretches: tuple[tuple[str, bool], ...]

    @property
    def text(self) -> str:
        """The piece without its marks."""
        return "".join(text for text, _ in self.stretches)


@dataclass(frozen=True)
class Hit:
    """An entry that was found, with all that a list of results shows of it."""

    slug: str
    kind: Kind
    title: Snippet
    summary: Snippet
    match: Snippet | None
    """A line of the text around the words that title and summary do not hold."""
    themes: tuple[Theme, ...]
    sectors: tuple[Sector, ...]
    visibility: Visibility
    updated: date | None
    review_due: date | None
    evidence: EvidenceLabel | None
    """How well it is proven; only of the menu card, as is `stage`."""
    stage: Stage | None
    missing: tuple[str, ...] = ()
    """What was asked and is not in it, as it was typed."""

    def labels(self, today: date) -> Labels:
        """Return its labels, as its page shows them."""
        return Labels(self.evidence, self.stage, checked(self.updated, self.review_due, today))


@dataclass(frozen=True)
class FacetCount:
    """How many results there would be with this value ticked (as well)."""

    term: Term
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Expansion:
    """A word that was asked, and what the thesaurus says that it may also be called."""

    asked: str
    added: tuple[str, ...]


@dataclass(frozen=True)
class SearchPage:
    """One page of an answer, and everything that the page around it asks about."""

    request: SearchRequest
    hits: tuple[Hit, ...]
    total: int
    facets: Mapping[Facet, tuple[FacetCount, ...]]
    is_relaxed: bool = False
    """Not every result has all the words."""
    suggestion: str | None = None
    """The corrected text whose results these are, where a word as typed is nowhere."""
    expansions: tuple[Expansion, ...] = ()
    """What was searched for as well."""

    @property
    def page_count(self) -> int:
        """The number of pages, at least one and at most `LAST_PAGE`."""
        return min(max(1, ceil(self.total / self.request.per_page)), LAST_PAGE)

    @property
    def previous_page(self) -> int | None:
        """The number of the page before this one."""
        return min(self.request.page - 1, self.page_count) if self.request.page > 1 else None

    @property
    def next_page(self) -> int | None:
        """The number of the page after this one."""
        return self.request.page + 1 if self.request.page < self.page_count else None

    @property
    def first_number(self) -> int:
        """The place, from 1, of the first hit on this page among all hits."""
        return (self.request.page - 1) * self.request.per_page + 1

    @property
    def last_number(self) -> int:
        """The place of the last hit on this page among all hits."""
        return self.first_number + len(self.hits) - 1
