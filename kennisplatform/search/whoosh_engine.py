"""The embedded search engine: Whoosh's index on disk, searched through an immutable generation in memory."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date
from functools import reduce
from operator import and_, or_
from pathlib import Path

import numpy as np

from kennisplatform.entries.menu_card.labels import EvidenceLabel
from kennisplatform.permissions import Viewer
from kennisplatform.search.dutch.thesaurus import ThesaurusFile
from kennisplatform.search.engine import (
    Explanation,
    IndexedEntry,
    IndexNotWritable,
    IndexStatus,
    Progress,
    SearchUnavailable,
    Suggestion,
)
from kennisplatform.search.index import building, document_set, schema
from kennisplatform.search.index.document_set import DocumentSet
from kennisplatform.search.index.generation import Generation
from kennisplatform.search.index.index_directory import IndexDamaged, IndexDirectory
from kennisplatform.search.index.term_pool import Numbers
from kennisplatform.search.ranking import snippets
from kennisplatform.search.ranking.explanation import explain
from kennisplatform.search.ranking.finder import Finder, Found
from kennisplatform.search.ranking.scoring import best
from kennisplatform.search.ranking.snippets import Places
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
from kennisplatform.vocabulary import Evidence, Kind, Region, Sector, Stage, Term, Theme, Visibility


class WhooshEngine:
    """A `SearchEngine` on an index directory. Safe to share between threads; writers take turns by `IndexFollower`."""

    def __init__(self, path: Path, thesaurus: ThesaurusFile) -> None:
        self._directory = IndexDirectory(path)
        self._thesaurus = thesaurus
        self._generation: Generation | None = None
        self._held: Generation | None = None
        """What answers while the index cannot be written."""
        self._finder: Finder | None = None
        self._opening = threading.Lock()

    def search(self, request: SearchRequest) -> SearchPage:
        """Answer a request; see `SearchEngine`."""
        finder = self._current()
        found = finder.find(request.text, request.viewer, request.is_literal)
        if groups := _preferred(finder, request, found):
            found = replace(found, matches=found.matches.with_first(*groups))
        return _page(finder.generation, request, found)

    def suggest(self, prefix: str, viewer: Viewer) -> list[Suggestion]:
        """Complete what is being typed; see `SearchEngine`."""
        return suggestions(prefix, self._current().perspective(viewer))

    def related(self, slug: str, viewer: Viewer) -> list[Suggestion]:
        """Return what resembles an entry; see `SearchEngine`."""
        finder = self._current()
        return [Suggestion.of(finder.generation.display(n)) for n in finder.related(slug, viewer)]

    def explain(self, request: SearchRequest, count: int) -> list[Explanation]:
        """Say of the first results why they stand where they stand; see `SearchEngine`."""
        finder = self._current()
        found = finder.find(request.text, request.viewer, request.is_literal)
        return explain(finder.perspective(request.viewer), found, _preferred(finder, request, found), count)

    def update(self, entries: Collection[IndexedEntry]) -> None:
        """Add or replace entries in one commit; see `SearchEngine`."""
        with self._sealing():
            generation = self._reopen_if_changed()
            self._directory.remove_unsealed()
            writer = building.Writer(self._directory.storage)
            for indexed in entries:
                _delete(writer, generation, indexed.entry.slug)
                writer.add_document(**schema.document(indexed))
            writer.commit()

    def remove(self, slugs: Collection[str]) -> None:
        """Forget entries in one commit; see `SearchEngine`."""
        with self._sealing():
            generation = self._reopen_if_changed()
            self._directory.remove_unsealed()
            writer = building.Writer(self._directory.storage)
            for slug in slugs:
                _delete(writer, generation, slug)
            writer.commit()

    def rebuild(self, entries: Collection[IndexedEntry], progress: Progress) -> None:
        """Build the index from nothing; see `SearchEngine`."""
        with self._sealing():
            self._directory.create()
            building.build(self._directory.path, entries, progress)

    def hold(self, entries: Collection[IndexedEntry]) -> None:
        """Answer from memory, unless what is open holds the same; see `SearchEngine`."""
        versions = {indexed.entry.slug: indexed.version for indexed in entries}
        if self._generation is None or self._generation.versions != versions:
            self._held = Generation(building.built_in_memory(entries), manifest=b"")

    def state(self) -> object:
        """Return what answers now; see `SearchEngine`."""
        return self._current()

    def status(self) -> IndexStatus:
        """Look at the index on disk, and open it if it is another one than before; see `SearchEngine`."""
        self._thesaurus.refresh()
        try:
            generation = self._reopen_if_changed()
        except IndexDamaged as damage:
            return IndexStatus(damage=str(damage), size=self._directory.size())
        return IndexStatus(versions=generation.versions, size=self._directory.size())

    @contextmanager
    def _sealing(self) -> Iterator[None]:
        """Seal and open what is written; or remove it and say why that did not succeed."""
        try:
            yield
            self._directory.seal()
            self._reopen_if_changed()
        except (OSError, IndexDamaged) as error:
            with suppress(OSError):
                self._directory.remove_unsealed()  # it may have filled the disk
            # Without the error itself, which would keep what was being written.
            raise IndexNotWritable(str(error)) from None

    def _current(self) -> Finder:
        """Return what answers now; another thesaurus or another generation makes another finder."""
        thesaurus = self._thesaurus.refresh()
        generation = self._held or self._generation
        if generation is None:
            try:
                generation = self._reopen_if_changed()
            except IndexDamaged as damage:
                raise SearchUnavailable(str(damage)) from damage
        finder = self._finder
        if finder is None or finder.generation is not generation or finder.thesaurus is not thesaurus:
            finder = self._finder = Finder(generation, thesaurus)
        return finder

    def _reopen_if_changed(self) -> Generation:
        with self._opening:
            manifest = self._directory.manifest()
            if self._generation is None or self._generation.manifest != manifest:
                self._generation = Generation(self._directory.load(manifest), manifest, self._generation)
                self._held = None
            return self._generation


def _delete(writer: building.Writer, generation: Generation, slug: str) -> None:
    number = generation.number_of(slug)
    if number is not None:
        writer.delete_document(number)


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
        hits=tuple(_hit(generation, number, places[number], matches.missing(number)) for number in numbers.tolist()),
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


def _hit(generation: Generation, number: int, places: Places, missing: tuple[str, ...]) -> Hit:
    display = generation.display(number)
    texts = snippets.ShownTexts(
        display["title"],
        display["summary"],
        display["body"],
        generation.word_starts(number),
        display["attachments"],
    )
    shown = snippets.marked(texts, places)
    return Hit(
        slug=display["slug"],
        kind=Kind(display["kind"]),
        title=shown.title,
        summary=shown.summary,
        match=shown.match,
        themes=tuple(map(Theme, display["themes"])),
        sectors=tuple(map(Sector, display["sectors"])),
        visibility=Visibility(display["visibility"]),
        updated=_day(display["updated"]),
        review_due=_day(display["review_due"]),
        evidence=_evidence(*display["evidence"]) if display["evidence"] else None,
        stage=Stage(display["stage"]) if display["stage"] else None,
        missing=missing,
    )


def _evidence(rung: str, shows_failure: bool) -> EvidenceLabel:
    return EvidenceLabel(Evidence(rung), shows_failure)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
