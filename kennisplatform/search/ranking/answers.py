"""What one state of the index in memory answers, with one state of the thesaurus."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import reduce
from operator import and_, or_

import numpy as np

from kennisplatform.permissions import Viewer
from kennisplatform.search.dutch.thesaurus import Thesaurus
from kennisplatform.search.engine import Explanation, Suggestion
from kennisplatform.search.index import document_set
from kennisplatform.search.index.document_set import DocumentSet
from kennisplatform.search.index.generation import Generation
from kennisplatform.search.index.term_pool import Numbers
from kennisplatform.search.ranking import snippets
from kennisplatform.search.ranking.explanation import explain
from kennisplatform.search.ranking.finder import Finder, Found
from kennisplatform.search.ranking.hits import hit
from kennisplatform.search.ranking.scoring import best
from kennisplatform.search.ranking.suggestions import suggestions
from kennisplatform.search.request import (
    LAST_PAGE,
    Expansion,
    Facet,
    FacetCount,
    Filters,
    Hit,
    SearchPage,
    SearchRequest,
    Sorting,
)
from kennisplatform.vocabulary import Region, Term


class Answers:
    """What answers from one state of the index (`Answering`). Never changes; safe to share between threads."""

    def __init__(self, generation: Generation, thesaurus: Thesaurus) -> None:
        self.generation = generation
        self.thesaurus = thesaurus
        self.finder = Finder(generation, thesaurus)

    def search(self, request: SearchRequest) -> SearchPage:
        """Answer a request; see `Answering`."""
        found = self.finder.find(request.text, request.viewer, request.is_literal)
        if groups := _preferred(self.finder, request, found):
            found = replace(found, matches=found.matches.with_first(*groups))
        return _page(self.generation, request, found)

    def suggest(self, prefix: str, viewer: Viewer) -> list[Suggestion]:
        """Complete what is being typed; see `Answering`."""
        return suggestions(prefix, self.finder.perspective(viewer))

    def related(self, slug: str, viewer: Viewer) -> list[Suggestion]:
        """Return what resembles an entry; see `Answering`."""
        return [Suggestion.of(self.generation.display(number)) for number in self.finder.related(slug, viewer)]

    def explain(self, request: SearchRequest, count: int) -> list[Explanation]:
        """Say of the first results why they stand where they stand; see `Answering`."""
        found = self.finder.find(request.text, request.viewer, request.is_literal)
        perspective = self.finder.perspective(request.viewer)
        return explain(perspective, found, _preferred(self.finder, request, found), count)


def _page(generation: Generation, request: SearchRequest, found: Found) -> SearchPage:
    matches = found.matches
    allowed = {facet: _allowed(generation, facet, request.filters) for facet in Facet}
    results = reduce(and_, allowed.values(), matches.as_set)
    page = min(request.page, LAST_PAGE)
    numbers = best(
        matches,
        document_set.mask_of(results, generation.size),
        generation.ranks[Sorting.TITLE if request.sorting is Sorting.RELEVANCE else request.sorting],
        by_score=request.sorting is Sorting.RELEVANCE,
        places=slice((page - 1) * request.per_page, page * request.per_page),
    )
    places = snippets.places(generation, matches.concepts, numbers)
    return SearchPage(
        request=request,
        hits=tuple(_hit(generation, found, number, places[number]) for number in numbers.tolist()),
        total=results.bit_count(),
        facets={
            facet: _counts(
                generation.facets[facet],
                request.filters.get(facet, frozenset()),
                reduce(and_, (allowed[other] for other in Facet if other is not facet), matches.as_set),
            )
            for facet in Facet
        },
        is_relaxed=not matches.is_complete and results != 0,
        suggestion=found.corrected,
        expansions=tuple(Expansion(concept.asked, concept.added) for concept in matches.concepts if concept.added),
    )


def _preferred(finder: Finder, request: SearchRequest, found: Found) -> tuple[Numbers, ...]:
    """Return the documents that come first because of a place, in the groups of `Preference`; none without one."""
    preference = request.preference
    if preference is None:
        return ()
    whole, naming = (finder.find(text, request.viewer).matches.whole for text in (preference.text, preference.place))
    there = np.union1d(naming, _of_regions(finder.generation, preference.regions))
    return (whole, np.intersect1d(there, found.matches.whole), naming)


def _of_regions(generation: Generation, regions: Collection[Region]) -> Numbers:
    """Return the documents of one of these regions."""
    there = reduce(or_, (generation.facets[Facet.REGION][region] for region in regions), 0)
    return np.flatnonzero(document_set.mask_of(there, generation.size))


def _allowed(generation: Generation, facet: Facet, filters: Filters) -> DocumentSet:
    """Return the documents that the ticked values of one facet leave."""
    chosen = filters.get(facet)
    if not chosen:
        return generation.documents
    return reduce(or_, (generation.facets[facet][term] for term in chosen), 0)


def _counts(
    holders: Mapping[Term, DocumentSet], chosen: frozenset[Term], matching: DocumentSet
) -> tuple[FacetCount, ...]:
    """Count per value of one facet what ticking it (as well) would bring.

    `matching` leaves out the facet's own filter (disjunctive faceting), so that a reader can add a second value and
    see beforehand what it brings. Values without documents are kept with 0.
    """
    return tuple(
        FacetCount(term, (documents & matching).bit_count(), term in chosen) for term, documents in holders.items()
    )


def _hit(generation: Generation, found: Found, number: int, places: snippets.Places) -> Hit:
    return hit(generation.display(number), generation.word_starts(number), places, found.matches.missing(number))
