"""One state of the index, open in memory and never changed: terms, facets, audiences and orders.

A set of documents is a Python integer with a bit for each document number, so that filters, visibility and counts are
one operation each, however many documents there are.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from whoosh import query as whoosh_query
from whoosh.index import FileIndex
from whoosh.scoring import BM25F

from kennisplatform.accounts.permissions import Viewer
from kennisplatform.search.request import FACET_TERMS, Facet, Sorting
from kennisplatform.vocabulary import Term

DocumentSet = int
"""A set of document numbers, as bits."""


class Generation:
    """An open index. Safe to share between threads; an update opens another one."""

    def __init__(self, index: FileIndex, manifest: bytes) -> None:
        self.manifest = manifest
        self._searcher = index.searcher(weighting=BM25F())
        self._reader = self._searcher.reader()
        # Whoosh's postings of one segment share a file position, so one thread at a time reads them.
        self._lock = threading.Lock()
        self._capacity: int = self._reader.doc_count_all()
        self.documents = document_set(list(self._reader.all_doc_ids()))
        slugs = self._column("slug")
        versions = self._column("version")
        self.versions: Mapping[str, str] = {slugs[number]: versions[number] for number in members(self.documents)}
        self.facets: Mapping[Facet, Mapping[Term, DocumentSet]] = {
            facet: {term: self._holders(facet.value, term) for term in FACET_TERMS[facet]} for facet in Facet
        }
        self._audiences = {name: self._holders("audience", name) for name in self._terms("audience")}
        self._ranks = self._orders()

    def visible_to(self, viewer: Viewer) -> DocumentSet:
        """Return the documents that this viewer may see."""
        visible = 0
        for audience in viewer.audiences:
            visible |= self._audiences.get(audience, 0)
        return visible

    def scores(self, query: whoosh_query.Query) -> dict[int, float]:
        """Return the documents that match a query, whoever may see them, each with its relevance."""
        found: dict[int, float] = {}
        with self._lock:
            for searcher, offset in self._searcher.leaf_searchers():
                matcher = query.matcher(searcher)
                while matcher.is_active():
                    found[matcher.id() + offset] = matcher.score()
                    matcher.next()
        return found

    def terms_beginning_with(self, field: str, prefix: str) -> Iterator[str]:
        """Yield the exact forms in a field that begin with a prefix, in alphabetical order."""
        with self._lock:
            found = list(self._reader.expand_prefix(field, prefix))
        return (term.decode() for term in found)

    def rank(self, sorting: Sorting, number: int) -> int:
        """Return the place of a document in an order that does not depend on the query."""
        return self._ranks[sorting][number]

    def display(self, number: int) -> dict[str, Any]:
        """Return what a list of results needs of a document."""
        with self._lock:
            stored: dict[str, Any] = self._searcher.stored_fields(number)["display"]
        return stored

    def _holders(self, field: str, term: str) -> DocumentSet:
        if (field, term) not in self._reader:
            return 0
        return document_set(list(self._reader.postings(field, term).all_ids()))

    def _terms(self, field: str) -> list[str]:
        return [term.decode() for term in self._reader.lexicon(field)]

    def _column(self, field: str) -> list[str]:
        if self._capacity == 0:
            return []
        return list(self._reader.column_reader(field))

    def _orders(self) -> dict[Sorting, list[int]]:
        titles, updated = self._column("title_order"), self._column("updated")
        by_title = sorted(range(self._capacity), key=lambda number: (titles[number], number))
        by_date = sorted(by_title, key=lambda number: updated[number], reverse=True)
        return {Sorting.TITLE: _places(by_title), Sorting.NEWEST: _places(by_date)}


def members(documents: DocumentSet) -> Iterator[int]:
    """Yield the numbers in a set, in ascending order."""
    for index, byte in enumerate(documents.to_bytes((documents.bit_length() + 7) // 8, "little")):
        rest = byte
        while rest:
            lowest = rest & -rest
            yield (index << 3) + lowest.bit_length() - 1
            rest ^= lowest


def document_set(numbers: Collection[int]) -> DocumentSet:
    """Return the set of these document numbers."""
    if not numbers:
        return 0
    bits = bytearray(max(numbers) // 8 + 1)
    for number in numbers:
        bits[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(bits, "little")


def _places(order: list[int]) -> list[int]:
    places = [0] * len(order)
    for place, number in enumerate(order):
        places[number] = place
    return places
