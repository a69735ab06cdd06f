"""One state of the index, open in memory and never changed: segments, facets, audiences and orders as one whole.

Safe to share between threads. An update opens the next generation, which shares with this one all segments that stayed.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from functools import cached_property, reduce
from operator import or_
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh.index import FileIndex
from whoosh.reading import SegmentReader

from kennisplatform.permissions import Viewer
from kennisplatform.search.index import document_set
from kennisplatform.search.index.document_set import DocumentSet
from kennisplatform.search.index.order import NO_ORDERS, Orders
from kennisplatform.search.index.segment import Segment
from kennisplatform.search.index.term_pool import Numbers
from kennisplatform.search.index.terms import Terms
from kennisplatform.search.index.vocabulary import compounds_of
from kennisplatform.search.request import FACET_TERMS, Facet, Sorting
from kennisplatform.search.weights import KINDS, SUGGESTED_KINDS, freshness
from kennisplatform.vocabulary import Kind, Term


class Generation:
    """An open index. Documents are numbered through all segments; what is deleted is in no set."""

    def __init__(self, index: FileIndex, manifest: bytes, previous: Generation | None = None) -> None:
        self.manifest = manifest
        known = previous._by_id if previous else {}
        self._by_id: dict[str, Segment] = {}
        self._segments: list[Segment] = []
        self._offsets: list[int] = []
        self.size = 0
        deleted: list[Numbers] = []
        reader = index.reader()
        for leaf, offset in reader.leaf_readers():
            if not isinstance(leaf, SegmentReader):  # Whoosh's stand-in for an index without documents
                continue
            identity = leaf.segment().segment_id()
            segment = known.get(identity) or Segment(leaf)
            self._by_id[identity] = segment
            self._segments.append(segment)
            self._offsets.append(offset)
            deleted.append(np.fromiter(leaf.segment().deleted_docs(), np.int64) + offset)
            self.size += segment.size
        live = np.ones(self.size, np.bool_)
        live[np.concatenate(deleted or [np.empty(0, np.int64)])] = False
        self.documents: DocumentSet = document_set.of_mask(live)
        self._live = live
        self.facets: Mapping[Facet, Mapping[Term, DocumentSet]] = {
            facet: {term: self._set([s.holders[facet][term] for s in self._segments]) for term in FACET_TERMS[facet]}
            for facet in Facet
        }
        names = {name for segment in self._segments for name in segment.audiences}
        self._audiences = {
            name: self._set([segment.audiences.get(name, 0) for segment in self._segments]) for name in names
        }
        self.versions = self._versions(previous)
        """The version tag of each entry."""
        days = np.concatenate([segment.days for segment in self._segments] or [np.empty(0, np.int64)])
        self._orders = self._ordered(days, previous)
        self.ranks: Mapping[Sorting, Numbers] = self._orders.ranks
        """Per order that does not depend on the query, the place of each document in it."""
        self.standing = self._by_kind(KINDS) * freshness(days)
        """By how much the score of each document is multiplied, whatever was asked: its kind and its last check."""
        self.words = Terms([segment.words for segment in self._segments], self._offsets)
        self.labels = Terms([segment.labels for segment in self._segments], self._offsets)
        """The words of titles, keywords and organisations, for suggestions."""
        self.names = Terms([segment.names for segment in self._segments], self._offsets)
        """What entries are called, as `analysis.name_key`."""
        self.compounds = compounds_of(self.words)

    def number_of(self, slug: str) -> int | None:
        """Return the number of the document with this slug."""
        found = (offset + segment.number_of[slug] for segment, offset in self._in_place() if slug in segment.number_of)
        return next((number for number in found if self._live[number]), None)

    def _versions(self, previous: Generation | None) -> Mapping[str, str]:
        """Return the version tag of each entry, those of the previous generation as far as they stayed."""
        versions = dict(previous.versions) if previous else {}
        for segment, was_live in previous._live_by_segment() if previous else ():
            gone = was_live & ~self._live_of(segment)
            for number in np.flatnonzero(gone).tolist():
                versions.pop(segment.slugs[number], None)
        for segment, is_live in self._live_by_segment():
            came = is_live & ~previous._live_of(segment) if previous else is_live
            for number in np.flatnonzero(came).tolist():
                versions[segment.slugs[number]] = segment.versions[number]
        return versions

    def _live_by_segment(self) -> Iterator[tuple[Segment, npt.NDArray[np.bool_]]]:
        """Yield the segments, each with which of its documents are not deleted."""
        return ((segment, self._live[offset : offset + segment.size]) for segment, offset in self._in_place())

    def _live_of(self, segment: Segment) -> npt.NDArray[np.bool_]:
        """Return which documents of a segment are not deleted; none of one that is not here."""
        here = (live for known, live in self._live_by_segment() if known is segment)
        return next(here, np.zeros(segment.size, np.bool_))

    def visible_to(self, viewer: Viewer) -> DocumentSet:
        """Return the documents that this viewer may see."""
        visible = 0
        for audience in viewer.audiences:
            visible |= self._audiences.get(audience, 0)
        return visible

    @cached_property
    def standing_while_typing(self) -> npt.NDArray[np.float64]:
        """Per document how much its kind counts when it is suggested."""
        return self._by_kind(SUGGESTED_KINDS)

    def _by_kind(self, weights: Mapping[Kind, float]) -> npt.NDArray[np.float64]:
        kinds = np.ones(self.size)
        for kind, documents in self.facets[Facet.KIND].items():
            kinds[document_set.mask_of(documents, self.size)] = weights[Kind(kind)]
        return kinds

    def _ordered(self, days: npt.NDArray[np.int64], previous: Generation | None) -> Orders:
        """Return the orders of the documents, those of the previous generation as far as it has them."""
        new_number_of = np.full(previous.size if previous else 0, -1, np.int64)
        new: list[int] = []
        for segment, offset in self._in_place():
            if previous and (before := previous._offset_of(segment)) is not None:
                new_number_of[before : before + segment.size] = np.arange(offset, offset + segment.size)
            else:
                new += range(offset, offset + segment.size)
        kept = previous._orders.renumbered(new_number_of) if previous else NO_ORDERS
        return Orders.of(new, self._title, days, kept)

    def _title(self, number: int) -> str:
        segment, local = self._place(number)
        return segment.titles[local]

    def _offset_of(self, segment: Segment) -> int | None:
        return next((offset for known, offset in self._in_place() if known is segment), None)

    def titled(self, beginning: str) -> npt.NDArray[np.bool_]:
        """Return of each document whether its title, as folded words, begins like this."""
        begins = np.zeros(self.size, np.bool_)
        for segment, offset in self._in_place():
            begins[np.array(segment.titled(beginning), np.int64) + offset] = True
        return begins

    def display(self, number: int) -> dict[str, Any]:
        """Return what a list of results shows of a document."""
        segment, local = self._place(number)
        return segment.display(local)

    def word_starts(self, number: int) -> Numbers:
        """Return where each word of a document's body starts (characters)."""
        segment, local = self._place(number)
        return segment.word_starts(local)

    def _in_place(self) -> Iterator[tuple[Segment, int]]:
        return zip(self._segments, self._offsets, strict=True)

    def _place(self, number: int) -> tuple[Segment, int]:
        which = bisect_right(self._offsets, number) - 1
        return self._segments[which], number - self._offsets[which]

    def _set(self, per_segment: list[DocumentSet]) -> DocumentSet:
        pairs = zip(per_segment, self._offsets, strict=True)
        return reduce(or_, (documents << offset for documents, offset in pairs), 0) & self.documents
