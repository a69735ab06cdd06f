"""The embedded search engine: Whoosh's index on disk, searched through an immutable generation in memory."""

from __future__ import annotations

import threading
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce
from heapq import nsmallest
from itertools import islice
from operator import and_, or_
from pathlib import Path

from whoosh import query as whoosh_query
from whoosh.writing import SegmentWriter

from kennisplatform.accounts.permissions import Viewer
from kennisplatform.search import schema, snippets
from kennisplatform.search.engine import IndexedEntry, IndexStatus, Progress, SearchUnavailable, Suggestion
from kennisplatform.search.generation import DocumentSet, Generation, document_set, members
from kennisplatform.search.index_directory import IndexDamaged, IndexDirectory
from kennisplatform.search.query import Clause, PhraseClause, PrefixClause, Query, WordClause, parse_query
from kennisplatform.search.request import (
    LAST_PAGE,
    Facet,
    FacetCount,
    Filters,
    Hit,
    SearchPage,
    SearchRequest,
    Sorting,
)
from kennisplatform.vocabulary import Kind, Sector, Term, Theme

EXACT_WEIGHT = 1.0
STEM_WEIGHT = 0.6
"""A word in its exact form matches its stem as well, so it counts the sum of both."""
MOST_EXPANSIONS = 200
"""Words to which a prefix is expanded."""
MOST_SUGGESTIONS = 10


class WhooshEngine:
    """A `SearchEngine` on an index directory. Safe to share between threads; writers take turns by `IndexFollower`."""

    def __init__(self, path: Path) -> None:
        self._directory = IndexDirectory(path)
        self._generation: Generation | None = None
        self._opening = threading.Lock()

    def search(self, request: SearchRequest) -> SearchPage:
        """Answer a request; see `SearchEngine`."""
        generation = self._current()
        return _page(generation, request, _matches(generation, request))

    def suggest(self, prefix: str, viewer: Viewer) -> list[Suggestion]:
        """Complete what is being typed; see `SearchEngine`."""
        generation = self._current()
        typed = " ".join(f"{word}*" for word in prefix[:100].split())
        query = parse_query(typed)
        if not query.required:
            return []
        in_titles = whoosh_query.And([_in_field(generation, "title", clause) for clause in query.required])
        scores = generation.scores(in_titles)
        best = nsmallest(
            MOST_SUGGESTIONS,
            members(document_set(scores) & generation.visible_to(viewer)),
            key=lambda number: (-scores[number], generation.rank(Sorting.TITLE, number)),
        )
        shown = map(generation.display, best)
        return [Suggestion(display["slug"], display["kind"], display["title"]) for display in shown]

    def update(self, entries: Collection[IndexedEntry]) -> None:
        """Add or replace entries in one commit; see `SearchEngine`."""
        writer = self._directory.to_write().writer()
        for indexed in entries:
            writer.update_document(**schema.document(indexed))
        self._commit(writer)

    def remove(self, slugs: Collection[str]) -> None:
        """Forget entries in one commit; see `SearchEngine`."""
        writer = self._directory.to_write().writer()
        for slug in slugs:
            writer.delete_by_term("slug", slug)
        self._commit(writer)

    def rebuild(self, entries: Collection[IndexedEntry], progress: Progress) -> None:
        """Make the index anew; see `SearchEngine`."""
        writer = self._directory.create().writer(limitmb=256)
        for indexed in entries:
            writer.add_document(**schema.document(indexed))
            progress(1)
        self._commit(writer)

    def status(self) -> IndexStatus:
        """Look at the index on disk, and open it if it is another one than before; see `SearchEngine`."""
        try:
            generation = self._reopen_if_changed()
        except IndexDamaged as damage:
            return IndexStatus(damage=str(damage), size=self._directory.size())
        return IndexStatus(versions=generation.versions, size=self._directory.size())

    def _commit(self, writer: SegmentWriter) -> None:
        writer.commit()
        self._directory.seal()
        self._reopen_if_changed()

    def _current(self) -> Generation:
        if self._generation is None:
            try:
                return self._reopen_if_changed()
            except IndexDamaged as damage:
                raise SearchUnavailable(str(damage)) from damage
        return self._generation

    def _reopen_if_changed(self) -> Generation:
        with self._opening:
            manifest = self._directory.manifest()
            if self._generation is None or self._generation.manifest != manifest:
                self._generation = Generation(self._directory.load(manifest), manifest)
            return self._generation


@dataclass(frozen=True)
class _Matches:
    """The documents that fit the text and that the viewer may see, before any facet narrows them."""

    query: Query
    documents: DocumentSet
    scores: Mapping[int, float]
    is_relaxed: bool = False


def _matches(generation: Generation, request: SearchRequest) -> _Matches:
    """Look for all words, and where no visible entry has them all, for any of them."""
    query = parse_query(request.text)
    visible = generation.visible_to(request.viewer)
    scores = _scores(generation, query, whoosh_query.And)
    documents = document_set(scores) & visible
    if documents or len(query.required) < 2:
        return _Matches(query, documents, scores)
    scores = _scores(generation, query, whoosh_query.Or)
    documents = document_set(scores) & visible
    return _Matches(query, documents, scores, is_relaxed=documents != 0)


def _scores(
    generation: Generation, query: Query, combine: type[whoosh_query.And | whoosh_query.Or]
) -> dict[int, float]:
    """Return the matching documents with their relevance, visible or not; without any words, all or none."""
    if query.is_empty:
        return dict.fromkeys(members(generation.documents), 0.0)
    if query.required:
        found = generation.scores(combine([_in_any_field(generation, clause) for clause in query.required]))
    elif query.excluded:
        found = dict.fromkeys(members(generation.documents), 0.0)
    else:
        return {}
    if query.excluded:
        unwanted = generation.scores(whoosh_query.Or([_in_any_field(generation, clause) for clause in query.excluded]))
        return {number: score for number, score in found.items() if number not in unwanted}
    return found


def _in_any_field(generation: Generation, clause: Clause) -> whoosh_query.Query:
    return whoosh_query.Or(
        [_in_field(generation, field, clause, weight) for field, weight in schema.FIELD_WEIGHTS.items()]
    )


def _in_field(generation: Generation, field: str, clause: Clause, weight: float = 1.0) -> whoosh_query.Query:
    match clause:
        case WordClause(word):
            return whoosh_query.Or(
                [
                    whoosh_query.Term(field, word.exact, boost=weight * EXACT_WEIGHT),
                    whoosh_query.Term(field, word.stem, boost=weight * STEM_WEIGHT),
                ]
            )
        case PhraseClause(exact_forms) if len(exact_forms) > 1:
            return whoosh_query.Phrase(field, list(exact_forms), boost=weight)
        case PhraseClause(exact_forms):
            return whoosh_query.Term(field, exact_forms[0], boost=weight)
        case PrefixClause(prefix):
            terms = islice(generation.terms_beginning_with(field, prefix), MOST_EXPANSIONS)
            return whoosh_query.Or([whoosh_query.Term(field, term, boost=weight) for term in terms])


def _page(generation: Generation, request: SearchRequest, matches: _Matches) -> SearchPage:
    allowed = {facet: _allowed(generation, facet, request.filters) for facet in Facet}
    results = reduce(and_, allowed.values(), matches.documents)

    def order(number: int) -> tuple[float, int]:
        if request.sorting is Sorting.RELEVANCE:
            return -matches.scores[number], generation.rank(Sorting.TITLE, number)
        return 0.0, generation.rank(request.sorting, number)

    last = min(request.page, LAST_PAGE) * request.per_page
    numbers = nsmallest(last, members(results), key=order)[last - request.per_page :]
    return SearchPage(
        request=request,
        hits=tuple(_hit(generation, number, matches.query) for number in numbers),
        total=results.bit_count(),
        facets={
            facet: _counts(
                generation.facets[facet],
                request.filters.get(facet, frozenset()),
                reduce(and_, (allowed[other] for other in Facet if other is not facet), matches.documents),
            )
            for facet in Facet
        },
        is_relaxed=matches.is_relaxed,
    )


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


def _hit(generation: Generation, number: int, query: Query) -> Hit:
    display = generation.display(number)
    return Hit(
        slug=display["slug"],
        kind=Kind(display["kind"]),
        title=snippets.highlighted(display["title"], query.required),
        summary=display["summary"],
        snippet=snippets.snippet(display["body"], query.required)
        or snippets.highlighted(display["summary"], query.required),
        themes=tuple(map(Theme, display["themes"])),
        sectors=tuple(map(Sector, display["sectors"])),
        visibility=display["visibility"],
        updated=date.fromisoformat(display["updated"]) if display["updated"] else None,
    )
